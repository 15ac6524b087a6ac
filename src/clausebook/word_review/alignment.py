"""The paragraphs of a file as it was built and as it came back -> which is which, which are new, which are gone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from clausebook.merge.order import ALIKE, likeness, pairs, words_of
from clausebook.merge.tree import YamlNode
from clausebook.model.documents.returned import ParagraphReading
from clausebook.text.quotation import straight
from clausebook.text.records import dataclass
from clausebook.word_review.units import TextUnit

MOSTLY = 0.7  # a text that keeps so many of its words is still the same sentence
MOVED_WORDS = 4  # a paragraph of so many that is now elsewhere, word for word, was moved there, a shorter one if it is
# the only one of its words
_FURTHEST = 14  # characters in front of a text that are none of it: "2.2 ", "Note: ", "(ab) "


def aligned(built: Sequence[ParagraphReading], back: Sequence[ParagraphReading]) -> dict[int, int]:
    """Index in the file as built -> index in the file that came back.

    First what is equal and in order, then what has the same bookmark, then what is alike or took its place.
    """
    found: dict[int, int] = {}
    matcher = SequenceMatcher(None, [one.text for one in built], [one.text for one in back], autojunk=False)
    for i, j, size in matcher.get_matching_blocks():
        found.update((i + n, j + n) for n in range(size))
    _by_cell(found, built, back)
    whole = _titles(built) & _titles(back)  # a heading that moved, word for word, became no other
    where = {anchor: n for n, one in enumerate(back) if n not in found.values() for anchor in one.anchors}
    for n, one in enumerate(built):
        spot = next((where[anchor] for anchor in one.anchors if anchor in where), None)
        if n in found or spot is None or spot in found.values():
            continue
        if one.text == back[spot].text or not {one.text, back[spot].text} & whole:
            found[n] = spot
    return _filled(found, built, back)


def _by_cell(found: dict[int, int], built: Sequence[ParagraphReading], back: Sequence[ParagraphReading]) -> None:
    """Cells of tables that have as many rows and columns as before are matched by their places, not by their words."""
    olds, news = _shapes(built), _shapes(back)
    if olds.keys() != news.keys():
        return
    same = {table for table, shape in olds.items() if news[table] == shape}
    spots: dict[tuple[int, int, int], list[int]] = {}
    for m, one in enumerate(back):
        if one.cell and one.cell[0] in same:
            spots.setdefault(one.cell, []).append(m)
    for n, one in enumerate(built):
        if one.cell and one.cell[0] in same:
            found.pop(n, None)
    taken = set(found.values())
    for n, one in enumerate(built):
        places = spots.get(one.cell, []) if one.cell and one.cell[0] in same else []
        if places and places[0] not in taken:
            found[n] = places.pop(0)


def _shapes(shown: Sequence[ParagraphReading]) -> dict[int, tuple[int, int]]:
    """The last row and column of each table that says something."""
    shapes: dict[int, tuple[int, int]] = {}
    for one in shown:
        if one.cell:
            table, row, column = one.cell
            last = shapes.get(table, (0, 0))
            shapes[table] = (max(last[0], row), max(last[1], column))
    return shapes


def _filled(
    found: dict[int, int], built: Sequence[ParagraphReading], back: Sequence[ParagraphReading]
) -> dict[int, int]:
    """The gaps between pairs that are in order, each by likeness; then what is left, anywhere."""
    anchors = [(i, found[i]) for i in sorted(found)]
    i = j = 0
    for a, b in [*anchors, (len(built), len(back))]:
        if b < j:
            continue  # moved
        _pair(found, built, back, range(i, a), range(j, b))
        i, j = a + 1, b + 1
    left: dict[str, list[int]] = {}
    once = _once(built) & _once(back)
    for n, one in enumerate(back):
        is_anchor = one.style.startswith("Heading") or len(one.text.split()) >= MOVED_WORDS or one.text in once
        if n not in found.values() and is_anchor:
            left.setdefault(one.text, []).append(n)
    for n, one in enumerate(built):
        if n not in found and left.get(one.text) and _same_kind(one, back[left[one.text][0]]):
            found[n] = left[one.text].pop(0)
    _beside(found, built, back)
    return found


def _titles(shown: Sequence[ParagraphReading]) -> set[str]:
    return {one.text for one in shown if one.style.startswith("Heading")}


def _once(shown: Sequence[ParagraphReading]) -> set[str]:
    """The texts of paragraphs, cells apart, that only one paragraph or cell has."""
    counts = Counter(one.text for one in shown)
    return {one.text for one in shown if one.cell is None and counts[one.text] == 1}


def _beside(found: dict[int, int], built: Sequence[ParagraphReading], back: Sequence[ParagraphReading]) -> None:
    """What was beside a moved paragraph, and reads as before, went with it, however short it is."""
    taken = set(found.values())
    for step in (1, -1):
        for n in sorted(found, reverse=step < 0):
            m = found[n]
            while True:
                n, m = n + step, m + step
                inside = 0 <= n < len(built) and 0 <= m < len(back)
                if not inside or n in found or m in taken or built[n].text != back[m].text:
                    break
                found[n] = m
                taken.add(m)


def _pair(
    found: dict[int, int],
    built: Sequence[ParagraphReading],
    back: Sequence[ParagraphReading],
    olds: Sequence[int],
    news: Sequence[int],
) -> None:
    whole = _titles(built) & _titles(back)
    olds = [n for n in olds if n not in found and built[n].text not in whole]
    taken = set(found.values())
    news = [n for n in news if n not in taken and back[n].text not in whole]
    made = pairs([_text(built[n].text) for n in olds], [_text(back[n].text) for n in news], prose=True)
    for a, b in made.items():
        old, new = built[olds[a]], back[news[b]]
        # an item that lost its bookmark and its words is not the one that is in its place now
        if _same_kind(old, new) and (not old.anchors or alike(old.text, new.text, ALIKE)):
            found[olds[a]] = news[b]


def _same_kind(a: ParagraphReading, b: ParagraphReading) -> bool:
    """A cell is not a paragraph, and a heading is not text."""
    return (a.cell is None) == (b.cell is None) and a.style.startswith("Heading") == b.style.startswith("Heading")


def alike(a: str, b: str, floor: float = MOSTLY) -> bool:
    """Whether two texts share so many of their words, in whatever order."""
    words = [sorted(words_of(_text(one))) for one in (a, b)]
    return likeness(words[0], words[1], floor) >= floor


def _text(words: str) -> YamlNode:
    return YamlNode("text", 0, (), ("", words))


def in_marks_of_the_draft(
    built: Sequence[ParagraphReading], back: Sequence[ParagraphReading], units: Mapping[int, TextUnit]
) -> tuple[list[ParagraphReading], list[ParagraphReading], dict[int, int]]:
    """Both files with the quotation marks that the clauses are written with, and which paragraph is which.

    Word shows those of a draft typographically, and sets marks itself while somebody types: new words get straight ones
    but in a text that is written with typographic ones.
    """
    olds, news = ([replace(one, text=straight(one.text)) for one in side] for side in (built, back))
    pairs = aligned(olds, news)
    for n, unit in units.items():
        olds[n] = replace(olds[n], text=olds[n].text[: -len(unit.reads)] + unit.reads)
        if n in pairs and straight(unit.reads) != unit.reads:
            m = pairs[n]
            news[m] = replace(news[m], text=_with_marks_of(olds[n].text, back[m].text))
    return olds, news, pairs


def _with_marks_of(written: str, back: str) -> str:
    """A text that came back, with the marks that it was written with where it is unchanged, elsewhere with its own."""
    matcher = SequenceMatcher(None, straight(written), straight(back), autojunk=False)
    made = list(back)
    for i, j, size in matcher.get_matching_blocks():
        made[j : j + size] = written[i : i + size]
    return "".join(made)


def placed(units: Sequence[TextUnit], built: Sequence[ParagraphReading]) -> dict[int, TextUnit]:
    """Index in the file as built -> the unit that is there. Contents and covers repeat titles: they come before."""
    found: dict[int, TextUnit] = {}
    at = next((n for n, one in enumerate(built) if one.style.startswith("Heading")), len(built))
    for unit in units:
        spot = next((n for n in range(at, len(built)) if _is(unit, built[n].text)), None)
        if spot is not None:
            found[spot] = unit
            at = spot + 1
    return found


def _is(unit: TextUnit, shown: str) -> bool:
    text, reads = straight(shown), straight(unit.reads)
    return text.endswith(reads) and (
        len(text) == len(reads) or text == straight(unit.before) + reads or _typed(text[: -len(reads)])
    )


def _typed(before: str) -> bool:
    """A letter that Word cannot count to, typed before an item."""
    return before.startswith("(") and before.endswith(") ") and len(before) < _FURTHEST


CONTENTS = ("TOC1", "TOC2", "TOC3", "TOCHeading")
_PAGE = re.compile(r"[\s.…·]*\d{0,4}$")
_HEADS = frozenset(("", "contents", "table of contents"))


@dataclass(frozen=True)
class ContentsPage:
    """What a line of the contents may say: the headings of a file, with and without their numbers."""

    lines: frozenset[str]

    @classmethod
    def of(cls, shown: Iterable[ParagraphReading]) -> ContentsPage:
        """The contents of the paragraphs."""
        headings = {one.text.casefold() for one in shown if one.style.startswith("Heading")}
        return cls(frozenset(headings | {text.partition(" ")[2] for text in headings} | _HEADS))

    def holds(self, one: ParagraphReading) -> bool:
        """Whether a paragraph is a line of it: one that says something else is text, whatever its style."""
        return one.style in CONTENTS and (
            _PAGE.sub("", one.text).casefold() in self.lines or one.text.casefold() in self.lines
        )
