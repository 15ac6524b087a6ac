"""A policy that speaks of a subject cites the law that usually goes with it.

Which subjects, by which words, and which law, stands under `subjects:` in policy/instruments.yaml. Only what is law on
the day of the check is asked for, and only once a policy. It is a reminder: a policy may have its reasons.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from clausebook.lint.prose import by_policy
from clausebook.lint.rules.law._law import called, cited
from clausebook.model.clause import Citation
from clausebook.model.finding import Finding
from clausebook.model.law.instrument import Subject
from clausebook.model.law.status import status
from clausebook.model.register import Register

LEVEL = "note"


def check(register: Register) -> Iterator[Finding]:
    """Findings at the first word that shows the subject."""
    has = {(clause.policy, instrument.id) for clause, _, instrument in cited(register)}
    for subject in register.subjects:
        usual = [one for one in subject.cite if _is_law(one, register)]
        for policy, texts in by_policy(register).items():
            missing = [one for one in usual if (policy, one.instrument) not in has]
            if not missing:
                continue
            for written in texts:
                found = _pattern(subject).search(written.words)
                if found and written.is_prose:
                    yield Finding(
                        written.at(found[0]),
                        f"clause {written.clause.id} speaks of {subject.id.replace('-', ' ')}, and nothing in the "
                        f"policy cites {' and '.join(_shown(one, register) for one in missing)}",
                        f"if it applies, add citations: [{', '.join(one.instrument for one in missing)}]",
                    )
                    break


def _is_law(citation: Citation, register: Register) -> bool:
    instrument = register.instrument_by_id.get(citation.instrument)
    return instrument is not None and status(instrument, register.as_of).is_law


def _shown(citation: Citation, register: Register) -> str:
    title = called(register.instrument_by_id[citation.instrument])
    return f"{citation.provision} of {title}" if citation.provision else title


@lru_cache(maxsize=64)
def _pattern(subject: Subject) -> re.Pattern[str]:
    either = "|".join(re.escape(word) for word in sorted(subject.words, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)
