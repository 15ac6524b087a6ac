"""A policy that speaks of staff does not turn to "you".

"Your contract may be ended" in a text about "staff" leaves open who is meant. A policy, or a clause, that speaks to
its reader throughout may do so; forms and quoted text are left alone.
"""

import re
from collections.abc import Iterator

from clausebook.lint.prose import ClauseText, by_policy
from clausebook.model.finding import Finding
from clausebook.model.register import Register

LEVEL = "note"
READS = "policy"
_YOU = re.compile(r"\b(you|your|yours|yourself|yourselves)\b(?! sincerely| faithfully)", re.IGNORECASE)
FEW = 0.25  # the share of texts with "you" up to which the policy counts as written in the third person


def check(register: Register) -> Iterator[Finding]:
    """Findings at the first such word of a clause."""
    for texts in by_policy(register).values():
        prose = [written for written in texts if written.is_prose]
        spoken = [written for written in prose if _YOU.search(written.unquoted)]
        if not spoken or len(spoken) > FEW * len(prose):
            continue
        seen: set[int] = set()
        for written in spoken:
            found = _YOU.search(written.unquoted)
            if found and id(written.clause) not in seen and not _throughout(written, prose):
                seen.add(id(written.clause))
                message = (
                    f'clause {written.clause.id} turns to the reader: "{found[0]}"; the rest of the policy does not'
                )
                yield Finding(written.at(found[0]), message, "name the person as the rest of the policy does")


def _throughout(written: ClauseText, prose: list[ClauseText]) -> bool:
    """Whether more than half of the clause's texts speak to the reader."""
    own = [one for one in prose if one.clause is written.clause]
    return len(own) > 2 and 2 * sum(bool(_YOU.search(one.unquoted)) for one in own) > len(own)
