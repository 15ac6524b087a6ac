"""Changes of a clause -> tracked blocks: each a paragraph or table row that Word can track, on one side or on both.

Word tracks words and ends of paragraphs, but not that a paragraph became an item or that a table gained a column. What
it cannot track becomes two blocks: the old one, taken away, and the new one, put in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Literal

from clausebook.model.blocks import lines
from clausebook.model.comparison.block_change import BlockChange, Cell, Frame, Span, Words, new_words, old_words
from clausebook.model.edition_blocks import ResolvedBlock
from clausebook.text.inline import Inline, plain
from clausebook.text.records import dataclass

_TABLE = ("caption", "header", "row")
_BLANKS = ("text", "date", "signature", "tick")
_MAY_BE_EMPTY = ("stem", "caption")


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackedBlock:
    """One paragraph or row. `old` and `new` are its frames, None on the side that lacks it.

    `runs_on` is set on a block that is on both sides and is, on one of them, joined to the one after it: "inserted"
    where the new edition parted them, "deleted" where it joined them.
    """

    cells: tuple[Cell, ...]
    old: Frame | None = None
    new: Frame | None = None
    runs_on: Literal["", "inserted", "deleted"] = ""
    piece: BlockChange | None = None

    @property
    def mark(self) -> Literal["kept", "inserted", "deleted"]:
        """What became of the end of the paragraph."""
        if self.old is None:
            return "inserted"
        if self.new is None:
            return "deleted"
        return self.runs_on or "kept"

    @property
    def frame(self) -> Frame:
        """The frame to show: the new one where there is one."""
        found = self.new or self.old
        assert found is not None  # every block has a side
        return found


def of_pieces(pieces: Sequence[BlockChange], moved: Mapping[int, BlockChange]) -> tuple[TrackedBlock, ...]:
    """Tracked blocks in reading order. `moved` has those that moved, by link: what left takes its words from there."""
    tracked = list(_tracked(pieces, moved))
    tracked = [half for one in tracked for half in (_halves(one) if _reshaped(one) else (one,))]
    if any(one.frame.part in _TABLE for one in tracked):
        tracked = list(_closed_up(list(_tables(tracked))))
    return tuple(found for one in tracked if (found := _without_empty_side(one)))


def of_blocks(blocks: Sequence[ResolvedBlock]) -> tuple[TrackedBlock, ...]:
    """Tracked blocks of a clause in which nothing changed."""
    tracked = (
        TrackedBlock(cells=tuple(Cell(words=_span("kept", words)) for words in cells), old=frame, new=frame)
        for block in blocks
        for frame, cells in _frames(block)
    )
    return tuple(one for one in tracked if one.frame.part not in _MAY_BE_EMPTY or _without_empty_side(one))


def one_sided(tracked: Sequence[TrackedBlock], new: bool) -> tuple[TrackedBlock, ...]:
    """What one edition has, all of it come or gone."""
    result: list[TrackedBlock] = []
    carried: Words = ()
    for one in tracked:
        if (one.new if new else one.old) is None:
            continue
        half = _half(one, new, carried)
        if one.runs_on and (one.runs_on == "deleted") == new:
            carried = half.cells[0].words
            continue
        carried = ()
        result.append(half)
    return tuple(result)


def swap(old: Inline, new: Inline) -> Words:
    """Words that were replaced as a whole, or kept."""
    if old == new:
        return _span("kept", old)
    return (*_span("deleted", old), *_span("inserted", new))


def _span(kind: Literal["kept", "inserted", "deleted"], words: Inline) -> Words:
    return (Span(kind, words),) if words else ()


def _side(cell: Cell, new: bool) -> Inline:
    return new_words(cell.words) if new else old_words(cell.words)


def _half(one: TrackedBlock, new: bool, before: Words = ()) -> TrackedBlock:
    """One side of a tracked block; `before` are words that run into it."""
    absent = "removed" if new else "added"
    sides = [_sided(cell.words, new) for cell in one.cells if cell.kind != absent]
    if before:
        sides[0] = (*before, *sides[0])
    cells = tuple(Cell(words=words) for words in sides)
    old, now = (None, one.new) if new else (one.old, None)
    return TrackedBlock(cells=cells, old=old, new=now, piece=one.piece)


def _sided(words: Words, new: bool) -> Words:
    """One side of words, all of it come or gone."""
    other = "deleted" if new else "inserted"
    kind: Literal["inserted", "deleted"] = "inserted" if new else "deleted"
    both = ((span, span.text if new else span.was or span.text) for span in words if span.kind != other)
    return tuple(replace(span, kind=kind, text=text, was=()) for span, text in both if text)


def _halves(one: TrackedBlock) -> Iterator[TrackedBlock]:
    """What is gone, then what has come; the other way round where the words are the same.

    LibreOffice takes the same words, taken away and put in next to each other, for a move, and the paragraph after them
    then gets the level of what came.
    """
    sides = [_half(one, new) for new, frame in ((False, one.old), (True, one.new)) if frame]
    words = [[plain(_side(cell, new)) for cell in half.cells] for half, new in zip(sides, (False, True), strict=False)]
    yield from reversed(sides) if len(words) == 2 and words[0] == words[1] else sides


# ---- from block changes


def _tracked(pieces: Sequence[BlockChange], moved: Mapping[int, BlockChange]) -> Iterator[TrackedBlock]:
    groups = {
        piece.link: [one for one in pieces if one.link == piece.link and one.kind == piece.kind]
        for piece in pieces
        if piece.kind in ("split", "merged")
    }
    places = {id(piece): place for place, piece in enumerate(pieces)}
    for piece in pieces:
        if piece.kind == "moved":
            yield _half(TrackedBlock(cells=piece.cells, old=piece.old, new=piece.new, piece=piece), new=True)
        elif piece.kind == "moved-away":
            cells = moved[piece.link].cells
            yield _half(TrackedBlock(cells=cells, old=piece.old, new=piece.new, piece=piece), new=False)
        elif piece.kind in ("split", "merged"):
            group = groups[piece.link]
            yield from _part(piece, group, side_by_side=places[id(group[-1])] - places[id(group[0])] == len(group) - 1)
        else:
            yield TrackedBlock(cells=piece.cells, old=piece.old, new=piece.new, piece=piece)


def _part(piece: BlockChange, group: Sequence[BlockChange], side_by_side: bool) -> Iterator[TrackedBlock]:
    """One part of what was split or merged."""
    split = piece.kind == "split"
    frames = [one.new if split else one.old for one in group]
    whole = group[0].old if split else group[0].new
    assert whole is not None  # the first part carries it
    mine = piece.new if split else piece.old
    if side_by_side and all(frame and _shape(frame) == _shape(whole) for frame in frames):
        on: Literal["", "inserted", "deleted"] = ("inserted" if split else "deleted") if piece is not group[-1] else ""
        old, new = (whole, mine) if split else (mine, whole)
        yield TrackedBlock(cells=piece.cells, old=old, new=new, runs_on=on, piece=piece)
        return
    if piece is group[0]:
        words = tuple(span for one in group for span in _sided(one.cells[0].words, new=not split))
        old, new = (whole, None) if split else (None, whole)
        yield TrackedBlock(cells=(Cell(words=words),), old=old, new=new, piece=piece)
    if mine is not None:
        old, new = (None, mine) if split else (mine, None)
        yield _half(TrackedBlock(cells=piece.cells, old=old, new=new, piece=piece), new=split)


def _shape(frame: Frame) -> tuple[str, int]:
    """What decides how a paragraph looks; an introduction looks like a paragraph."""
    part = frame.part
    if part in ("stem", "paragraph"):
        return "paragraph", 0
    return ("blank" if part in _BLANKS else part), frame.depth


def _reshaped(one: TrackedBlock) -> bool:
    if not (one.old and one.new):
        return False
    return _shape(one.old) != _shape(one.new)


def _without_empty_side(one: TrackedBlock) -> TrackedBlock | None:
    """An introduction or caption without words is not a paragraph."""
    if one.runs_on:
        return one
    old, new = one.old, one.new
    if old and old.part in _MAY_BE_EMPTY and not plain(_side(one.cells[0], new=False)):
        old = None
    if new and new.part in _MAY_BE_EMPTY and not plain(_side(one.cells[0], new=True)):
        new = None
    if old is None and new is None:
        return None
    return replace(one, old=old, new=new)


# ---- tables


def _tables(tracked: Sequence[TrackedBlock]) -> Iterator[TrackedBlock]:
    """Tables whose columns stayed keep their rows on both sides; all others are taken away and put in as a whole."""
    numbered = list(_numbered(tracked))
    whole = {pair for one, pair in numbered if one.frame.part == "caption"}
    whole &= {pair for one, pair in numbered if one.frame.part == "header"}
    whole -= {pair for one, pair in numbered if any(cell.kind != "kept" for cell in one.cells)}
    for one, pair in numbered:
        if one.frame.part in _TABLE and one.old and one.new and pair not in whole:
            yield from _halves(one)
        else:
            yield one


def _numbered(tracked: Sequence[TrackedBlock]) -> Iterator[tuple[TrackedBlock, tuple[int, int]]]:
    """Each block with the tables of either side it belongs to, counted; -1 for none."""
    olds, news = 0, 0
    for one in tracked:
        caption = one.frame.part == "caption"
        olds += caption and one.old is not None
        news += caption and one.new is not None
        table = one.frame.part in _TABLE
        yield one, (olds if table and one.old else -1, news if table and one.new else -1)


def _closed_up(tracked: Sequence[TrackedBlock]) -> Iterator[TrackedBlock]:
    """The same blocks with every table in one row: what belongs to the other side does not come between its rows."""
    before = ""
    for both, group in groupby(tracked, key=lambda one: one.old is not None and one.new is not None):
        found = list(group)
        if not both and any(one.frame.part in _TABLE for one in found):
            found = _sorted(found, open_table=before in _TABLE)
        yield from found
        before = found[-1].frame.part


def _sorted(tracked: Sequence[TrackedBlock], open_table: bool) -> list[TrackedBlock]:
    """One-sided blocks: rows that go on with the table above, then what is gone, then what has come."""
    old = [one for one in tracked if one.new is None]
    new = [one for one in tracked if one.old is None]
    rows: list[TrackedBlock] = []
    for side in (old, new):
        while open_table and side and side[0].frame.part == "row":
            rows.append(side.pop(0))
    return [*rows, *old, *new]


# ---- from blocks


def _frames(block: ResolvedBlock) -> Iterator[tuple[Frame, tuple[Inline, ...]]]:
    for line in lines(block):
        item = line.item
        letter, cite, anchor = (item.letter, item.cite, item.anchor) if item else ("", "", "")
        frame = Frame(part=line.part, depth=line.depth, letter=letter, cite=cite, anchor=anchor, label=line.label)
        yield frame, line.cells
