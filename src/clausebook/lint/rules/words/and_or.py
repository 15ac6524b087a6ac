"""A text says "and" or "or", not "and/or".

Whether both, either or one of the two is needed is what a dispute will be about. "Or" covers both in a prohibition;
"a or b, or both" says the rest.
"""

import re
from collections.abc import Iterator

from clausebook.lint.prose import prose
from clausebook.model.finding import Finding
from clausebook.model.register import Register

LEVEL = "warning"
READS = "clause"
_AND_OR = re.compile(r"\band ?/ ?or\b", re.IGNORECASE)


def check(register: Register) -> Iterator[Finding]:
    """Findings at the words, one a text."""
    for written in prose(register):
        found = _AND_OR.search(written.unquoted)
        if found:
            yield Finding(
                written.at(found[0]),
                f'clause {written.clause.id} says "{found[0]}"',
                'write "or" where either will do, "and" where both are needed, "a or b, or both" where that is meant',
            )
