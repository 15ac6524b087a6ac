"""A policy uses one kind of quotation marks and apostrophes, straight or curly.

Mixed marks come from copying between programs, and a search for "pupils' " misses the other kind.
"""

import re
from collections.abc import Iterator

from clausebook.lint.prose import ClauseText, by_policy
from clausebook.model.finding import Finding
from clausebook.model.register import Register

LEVEL = "note"
READS = "policy"
_PAIRS = (
    ("apostrophes", re.compile(r"(?<!\w)\w++'\w*"), re.compile(r"(?<!\w)\w++’\w*"), "'’"),
    ("quotation marks", re.compile(r'"\w*'), re.compile(r"[“”]\w*"), '"“”'),
)


def check(register: Register) -> Iterator[Finding]:
    """Findings at the first mark of the rarer kind in a clause."""
    for texts in by_policy(register).values():
        for what, straight, curly, marks in _PAIRS:
            marked = tuple(one for one in texts if any(mark in one.words for mark in marks))
            plain, curled = (sum(len(kind.findall(one.words)) for one in marked) for kind in (straight, curly))
            if plain and curled:
                rare, name = (straight, "straight") if plain < curled else (curly, "curly")
                yield from _rare(marked, rare, f"{name} {what}", "curly" if name == "straight" else "straight")


def _rare(texts: tuple[ClauseText, ...], rare: re.Pattern[str], what: str, usual: str) -> Iterator[Finding]:
    seen: set[int] = set()
    for written in texts:
        found = rare.search(written.words)
        if found and id(written.clause) not in seen:
            seen.add(id(written.clause))
            times = sum(len(rare.findall(one.words)) for one in texts if one.clause is written.clause)
            marks = what[:-1] if times == 1 else what
            message = f"clause {written.clause.id} has {times} {marks}, the policy mostly {usual} ones"
            yield Finding(written.at(found[0]), message, f"write {usual} ones throughout")
