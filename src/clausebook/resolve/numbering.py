"""Outline and clauses -> numbers and letters. Adopted numbers stay as they are; the rest follow the outline."""

from __future__ import annotations

from collections.abc import Iterator

from clausebook.model.clause import Clause, ListConnector, ListItem, Paragraph
from clausebook.model.numbering import cite
from clausebook.text.numerals import alphabetic, roman
from clausebook.text.records import dataclass


@dataclass(frozen=True, slots=True)
class ItemNumber:
    """An item's letter ("g", "ii"), how it is cited ("2.2(g)(ii)"), its address, and its place in the clause."""

    letter: str
    cite: str
    anchor: str
    trail: tuple[int, ...]


def lettered(clause: Clause, number: str) -> Iterator[ItemNumber]:
    """The letters of a clause's items. They run on through its lists, so that 2.2(g) is one item only."""
    place = 0
    for index, block in enumerate(clause.body):
        if not isinstance(block, Paragraph):
            continue
        for spot, item in enumerate(block.items):
            if isinstance(item, ListItem):
                place += 1
                letter = alphabetic(place)
                yield from _nested(item, letter, f"{cite(number)}({letter})", f"{clause.id}.{letter}", (index, spot), 1)


def _nested(
    item: ListItem, letter: str, cited: str, anchor: str, trail: tuple[int, ...], depth: int
) -> Iterator[ItemNumber]:
    yield ItemNumber(letter, cited, anchor, trail)
    place = 0
    for spot, child in enumerate(item.items):
        if not isinstance(child, ListConnector):
            place += 1
            mark = roman(place) if depth % 2 else str(place)
            yield from _nested(child, mark, f"{cited}({mark})", f"{anchor}.{mark}", (*trail, spot), depth + 1)
