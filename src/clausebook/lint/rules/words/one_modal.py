"""The items of one list oblige in one strength: all must, or all should.

A "must" among "should"s is either a slip or a rule that deserves a list of its own: readers cannot tell which, and a
disciplinary panel will ask. "Must" and "must not" are of one strength.
"""

import re
from collections import Counter
from collections.abc import Iterator

from clausebook.lint.prose import ClauseText, lists
from clausebook.model.finding import Finding
from clausebook.model.register import Register
from clausebook.text.sentences import sentences

LEVEL = "warning"
_STRENGTH = {"must": "must", "shall": "must", "should": "should", "required": "must", "advised": "should"}
_MODAL = re.compile(r"\b(must|shall|should)\b|\b(?:is|are) (advised) |\b(?:is|are) (required) to\b", re.IGNORECASE)


def check(register: Register) -> Iterator[Finding]:
    """Findings at the modal verb that differs from those of most items."""
    for clause, stem, items in lists(register):
        says = [(item, found) for item in items if (found := _modal(item))]
        counts = Counter(_strength(found) for _, found in says)
        if len(counts) < 2 or (stem and _MODAL.search(stem.words)):
            continue
        usual = counts.most_common(1)[0][0]
        for item, found in says:
            if _strength(found) != usual:
                word = next(group for group in found.groups() if group)
                yield Finding(
                    item.at(word),
                    f"this item of clause {clause.id} says {word}, {counts[usual]} others of its list say {usual}",
                    "use one strength, or put what binds more strictly into a list of its own",
                )


def _modal(item: ClauseText) -> re.Match[str] | None:
    """The modal that governs the item: the first of its first sentence."""
    parts = sentences(item.unquoted)
    return _MODAL.search(parts[0]) if parts else None


def _strength(found: re.Match[str]) -> str:
    return _STRENGTH[next(group for group in found.groups() if group).lower()]
