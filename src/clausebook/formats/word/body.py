"""Chapters and clauses as Word shows them: headings, paragraphs, lettered items, notes, tables, forms."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import assert_never

from clausebook.formats.word import pieces
from clausebook.formats.word.pieces import Tree
from clausebook.model.edition import Edition, ResolvedClause, ResolvedSection
from clausebook.model.edition_blocks import (
    ResolvedBlock,
    ResolvedConnector,
    ResolvedForm,
    ResolvedList,
    ResolvedListItem,
    ResolvedNote,
    ResolvedParagraph,
    ResolvedTable,
)
from clausebook.text.numerals import of_roman

DEEPEST = 3  # templates/word/styles.xml has styles for three levels; what lies deeper is set like the third
TICK_BOX = "\N{BALLOT BOX}"


def body(edition: Edition) -> Iterator[Tree]:
    """All chapters in reading order."""
    for chapter in edition.chapters:
        yield pieces.heading(1, chapter_anchor(chapter), numbered_title(chapter.number, chapter.title))
        if chapter.opening:
            yield from _blocks(chapter.opening)
        for passage in chapter.passages:
            yield pieces.heading(2, passage.id, numbered_title(passage.number, passage.title))
            yield from _blocks(passage)


def numbered_title(number: str, title: str) -> str:
    """A heading exactly as adopted: the number is typed, so that Word cannot renumber it."""
    return f"{number} {title}" if number else title


def chapter_anchor(chapter: ResolvedSection) -> str:
    """The bookmark of a chapter: that of the clause which opens it, where there is one."""
    return chapter.opening.id if chapter.opening else chapter.id


def _blocks(passage: ResolvedClause) -> list[Tree]:
    try:
        return [tree for block in passage.blocks for tree in _block(block)]
    except ValueError as error:  # our bug: a rule should have refused the text
        raise ValueError(f"clause {passage.id}: {error}") from error


def _block(block: ResolvedBlock) -> Iterator[Tree]:
    match block:
        case ResolvedParagraph():
            yield pieces.paragraph("Body Text", pieces.inlines(block.text))
        case ResolvedList():
            if block.stem:
                yield pieces.paragraph("Stem", pieces.inlines(block.stem))
            yield from _points(block.points, 0)
        case ResolvedNote():
            label = [*pieces.strong(block.label), *pieces.text(" ")] if block.label else []
            yield pieces.paragraph("Note", [*label, *pieces.inlines(block.text)])
        case ResolvedTable():
            rows = [[pieces.inlines(cell) for cell in row] for row in block.rows]
            yield pieces.table(block.caption, [pieces.inlines(cell) for cell in block.header], rows)
        case ResolvedForm():
            yield from _form(block)
        case _:
            assert_never(block)


def _points(points: tuple[ResolvedListItem | ResolvedConnector, ...], depth: int) -> Iterator[Tree]:
    """Items as Word lists. A list ends where a line comes between, or where Word would not count as we do."""
    for start, group in _groups(points, depth):
        first = group[0]
        if isinstance(first, ResolvedConnector):
            yield pieces.paragraph(f"Between {_level(depth)}", pieces.inlines(first.text))
        elif start:
            items = [_item(point, depth) for point in group if isinstance(point, ResolvedListItem)]
            yield pieces.numbered(start, STYLES[_kind(depth)], items)
        elif isinstance(first, ResolvedListItem):
            yield from _typed(first, depth)


def _groups(
    points: tuple[ResolvedListItem | ResolvedConnector, ...], depth: int
) -> Iterator[tuple[int, list[ResolvedListItem | ResolvedConnector]]]:
    """Neighbours that one Word list can count, with the number it starts at; 0 for what stands alone."""
    counts = [count(_kind(depth), point.letter) if isinstance(point, ResolvedListItem) else 0 for point in points]
    places = range(len(points))
    # In a row of following numbers, number minus place stays the same.
    keys = [(counts[place] - place, 0) if counts[place] else (0, place + 1) for place in places]
    for _, group in groupby(places, key=lambda place: keys[place]):
        found = list(group)
        yield counts[found[0]], [points[place] for place in found]


def _item(point: ResolvedListItem, depth: int) -> list[Tree]:
    return [pieces.paragraph("Item", _words(point)), *_points(point.points, depth + 1)]


def _typed(point: ResolvedListItem, depth: int) -> Iterator[Tree]:
    """An item whose letter Word would not reach by counting: the letter is typed."""
    letter = [*pieces.text(f"({point.letter})"), pieces.tab()] if point.letter else []
    yield pieces.paragraph(f"Item Typed {_level(depth)}", [*letter, *_words(point)])
    yield from _points(point.points, depth + 1)


def _words(point: ResolvedListItem) -> list[Tree]:
    marks = [pieces.bookmark(name) for name in (point.anchor, *point.anchors) if name]
    return [*marks, *pieces.inlines(point.text)]


def _kind(depth: int) -> int:
    """Which of the three ways of counting a level uses: letters, then roman and arabic numbers by turns."""
    return 0 if depth == 0 else 2 - depth % 2


def _level(depth: int) -> int:
    return min(depth + 1, DEEPEST)


def _form(form: ResolvedForm) -> Iterator[Tree]:
    yield pieces.paragraph("Form Title", pieces.inlines(form.title))
    for blank in form.blanks:
        label = pieces.inlines(blank.label)
        if blank.kind == "tick":
            yield pieces.paragraph("Form Line", [*pieces.text(f"{TICK_BOX} "), *label])
        else:
            yield pieces.paragraph("Form Line", [*label, *pieces.text(" "), pieces.tab()])


STYLES = ("LowerAlpha", "LowerRoman", "Decimal")  # pandoc's names, in the order the levels of a list use them
_MOST = 780  # Word's lower-case letters start again after z thirty times


def count(style: int, letter: str) -> int:
    """The number at which a Word list of the style (an index of STYLES) shows the letter; 0 where it never does."""
    if style == 0:
        return _alphabetic(letter)
    if style == 1:
        return of_roman(letter) if letter.islower() and len(letter) < 16 else 0
    plain = letter.isascii() and letter.isdigit() and not letter.startswith("0")
    return int(letter) if plain and len(letter) < 5 else 0


def _alphabetic(letter: str) -> int:
    """Word repeats a letter after z: 27 is aa, 28 is bb. Our ab is a number it never shows."""
    if not letter or set(letter) != {letter[0]} or not "a" <= letter[0] <= "z":
        return 0
    number = 26 * (len(letter) - 1) + ord(letter[0]) - ord("a") + 1
    return number if number <= _MOST else 0
