"""A body that a clause names exists under that name on the day of the check.

The names that bodies had, and what has their work since, are under `former_bodies:` in policy/instruments.yaml. A text
that says itself that the name is an old one is left alone. A day that was not seen in a source makes it a note.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from clausebook.lint.prose import prose
from clausebook.model.finding import Finding
from clausebook.model.law.status import reached, span
from clausebook.model.register import Register
from clausebook.text.dates import on_day

LEVEL = "warning"
READS = "clause"
_OLD = re.compile(r"\b(?:former(?:ly)?|previous(?:ly)?|replaced|then called|until|used to|now the|now called)\b", re.I)


def check(register: Register) -> Iterator[Finding]:
    """Findings at the name, once a clause for each body."""
    gone = [one for one in register.former_bodies if reached(one.to, register.as_of) and _is_past(one.to, register)]
    if not gone:
        return
    anyone = _pattern(tuple(word for one in gone for word in one.words))
    seen: set[tuple[int, str]] = set()
    for written in prose(register):
        if not anyone.search(written.words) or _OLD.search(written.words):
            continue
        for body in gone:
            found = _pattern(body.words).search(written.words)
            if found and (id(written.clause), body.name) not in seen:
                seen.add((id(written.clause), body.name))
                unseen = "memory" in body.source
                yield Finding(
                    written.at(found[0]),
                    f"clause {written.clause.id} names {found[0]}, a name that ended {on_day(body.to)}",
                    f"its work is now that of {body.then}",
                    level="note" if unseen else "",
                )


def _is_past(last: str, register: Register) -> bool:
    days = span(last)
    return bool(days and days[1] < register.as_of)


@lru_cache(maxsize=64)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    either = "|".join(re.escape(word).replace("'", "['’]") for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{either})(?![\w-])")
