"""Pieces of a clause -> strips: each a paragraph or table row that Word can track, on one side or on both.

Word tracks words and ends of paragraphs, but not that a paragraph became an item or that a table gained a column. What
it cannot track becomes two strips: the old one, taken away, and the new one, put in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from clausebook.model.comparison.piece import Cell, Frame, Piece, Span, Words, join, new_words, old_words
from clausebook.model.edition import (
    Inline,
    ResolvedBlock,
    ResolvedConnector,
    ResolvedForm,
    ResolvedList,
    ResolvedListItem,
    ResolvedNote,
    ResolvedParagraph,
    ResolvedTable,
    plain,
)

_TABLE = ("caption", "header", "row")
_BLANKS = ("text", "date", "signature", "tick")
_MAY_BE_EMPTY = ("stem", "caption")


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """One paragraph or row. `old` and `new` are its frames, None on the side that lacks it.

    `runs_on` is set on one that stands on both sides and is, on one of them, joined to the strip after it: "inserted"
    where the new edition parted them, "deleted" where it joined them.
    """

    cells: tuple[Cell, ...]
    old: Frame | None = None
    new: Frame | None = None
    runs_on: Literal["", "inserted", "deleted"] = ""
    piece: Piece | None = None

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
        assert found is not None  # every strip has a side
        return found


def of_pieces(pieces: Sequence[Piece], moved: Mapping[int, Piece]) -> tuple[Strip, ...]:
    """Strips in reading order. `moved` has the pieces that moved, by link: what left takes its words from there."""
    strips = list(_strips(pieces, moved))
    strips = [half for strip in strips for half in (_halves(strip) if _reshaped(strip) else (strip,))]
    if any(strip.frame.part in _TABLE for strip in strips):
        strips = list(_closed_up(list(_tables(strips))))
    return tuple(found for strip in strips if (found := _without_empty_side(strip)))


def of_blocks(blocks: Sequence[ResolvedBlock]) -> tuple[Strip, ...]:
    """Strips of a clause in which nothing changed."""
    strips = (
        Strip(cells=tuple(Cell(words=_span("kept", words)) for words in cells), old=frame, new=frame)
        for block in blocks
        for frame, cells in _frames(block)
    )
    return tuple(found for strip in strips if (found := _without_empty_side(strip)))


def one_sided(strips: Sequence[Strip], new: bool) -> tuple[Strip, ...]:
    """What one edition has, all of it come or gone."""
    result: list[Strip] = []
    carried: tuple[Inline, ...] = ()
    for strip in strips:
        if (strip.new if new else strip.old) is None:
            continue
        half = _half(strip, new, carried)
        if strip.runs_on and (strip.runs_on == "deleted") == new:
            carried = tuple(_side(cell, new) for cell in half.cells)
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


def _half(strip: Strip, new: bool, before: tuple[Inline, ...] = ()) -> Strip:
    """One side of a strip; `before` are words that run into it."""
    absent = "removed" if new else "added"
    sides = [_side(cell, new) for cell in strip.cells if cell.kind != absent]
    if before:
        sides[0] = join((before[0], sides[0]))
    cells = tuple(Cell(words=_span("inserted" if new else "deleted", words)) for words in sides)
    old, now = (None, strip.new) if new else (strip.old, None)
    return Strip(cells=cells, old=old, new=now, piece=strip.piece)


def _halves(strip: Strip) -> Iterator[Strip]:
    if strip.old:
        yield _half(strip, new=False)
    if strip.new:
        yield _half(strip, new=True)


# ---- from pieces


def _strips(pieces: Sequence[Piece], moved: Mapping[int, Piece]) -> Iterator[Strip]:
    groups = {
        piece.link: [one for one in pieces if one.link == piece.link and one.kind == piece.kind]
        for piece in pieces
        if piece.kind in ("split", "merged")
    }
    places = {id(piece): place for place, piece in enumerate(pieces)}
    for piece in pieces:
        if piece.kind == "moved":
            yield _half(Strip(cells=piece.cells, old=piece.old, new=piece.new, piece=piece), new=True)
        elif piece.kind == "moved-away":
            cells = moved[piece.link].cells
            yield _half(Strip(cells=cells, old=piece.old, new=piece.new, piece=piece), new=False)
        elif piece.kind in ("split", "merged"):
            group = groups[piece.link]
            yield from _part(piece, group, side_by_side=places[id(group[-1])] - places[id(group[0])] == len(group) - 1)
        else:
            yield Strip(cells=piece.cells, old=piece.old, new=piece.new, piece=piece)


def _part(piece: Piece, group: Sequence[Piece], side_by_side: bool) -> Iterator[Strip]:
    """One part of what was split or merged."""
    split = piece.kind == "split"
    frames = [one.new if split else one.old for one in group]
    whole = group[0].old if split else group[0].new
    assert whole is not None  # the first part carries it
    mine = piece.new if split else piece.old
    if side_by_side and all(frame and _shape(frame) == _shape(whole) for frame in frames):
        on: Literal["", "inserted", "deleted"] = ("inserted" if split else "deleted") if piece is not group[-1] else ""
        old, new = (whole, mine) if split else (mine, whole)
        yield Strip(cells=piece.cells, old=old, new=new, runs_on=on, piece=piece)
        return
    if piece is group[0]:
        words = join(_side(one.cells[0], new=not split) for one in group)
        kind: Literal["inserted", "deleted"] = "deleted" if split else "inserted"
        old, new = (whole, None) if split else (None, whole)
        yield Strip(cells=(Cell(words=_span(kind, words)),), old=old, new=new, piece=piece)
    if mine is not None:
        old, new = (None, mine) if split else (mine, None)
        yield _half(Strip(cells=piece.cells, old=old, new=new, piece=piece), new=split)


def _shape(frame: Frame) -> tuple[str, int]:
    """What decides how a paragraph looks; an introduction looks like a paragraph."""
    part = frame.part
    if part in ("stem", "paragraph"):
        return "paragraph", 0
    return ("blank" if part in _BLANKS else part), frame.depth


def _reshaped(strip: Strip) -> bool:
    if not (strip.old and strip.new):
        return False
    return _shape(strip.old) != _shape(strip.new)


def _without_empty_side(strip: Strip) -> Strip | None:
    """An introduction or caption without words is no paragraph."""
    if strip.runs_on:
        return strip
    old, new = strip.old, strip.new
    if old and old.part in _MAY_BE_EMPTY and not plain(_side(strip.cells[0], new=False)):
        old = None
    if new and new.part in _MAY_BE_EMPTY and not plain(_side(strip.cells[0], new=True)):
        new = None
    if old is None and new is None:
        return None
    return replace(strip, old=old, new=new)


# ---- tables


def _tables(strips: Sequence[Strip]) -> Iterator[Strip]:
    """Tables whose columns stayed keep their rows on both sides; all others are taken away and put in as a whole."""
    numbered = list(_numbered(strips))
    whole = {pair for strip, pair in numbered if strip.frame.part == "caption"}
    whole &= {pair for strip, pair in numbered if strip.frame.part == "header"}
    whole -= {pair for strip, pair in numbered if any(cell.kind != "kept" for cell in strip.cells)}
    for strip, pair in numbered:
        if strip.frame.part in _TABLE and strip.old and strip.new and pair not in whole:
            yield from _halves(strip)
        else:
            yield strip


def _numbered(strips: Sequence[Strip]) -> Iterator[tuple[Strip, tuple[int, int]]]:
    """Each strip with the tables of either side it belongs to, counted; -1 for none."""
    olds, news = 0, 0
    for strip in strips:
        caption = strip.frame.part == "caption"
        olds += caption and strip.old is not None
        news += caption and strip.new is not None
        table = strip.frame.part in _TABLE
        yield strip, (olds if table and strip.old else -1, news if table and strip.new else -1)


def _closed_up(strips: Sequence[Strip]) -> Iterator[Strip]:
    """The same strips with every table in one row: what belongs to the other side does not stand between its rows."""
    before = ""
    for both, group in groupby(strips, key=lambda strip: strip.old is not None and strip.new is not None):
        found = list(group)
        if not both and any(strip.frame.part in _TABLE for strip in found):
            found = _sorted(found, open_table=before in _TABLE)
        yield from found
        before = found[-1].frame.part


def _sorted(strips: Sequence[Strip], open_table: bool) -> list[Strip]:
    """One-sided strips: rows that go on with the table above, then what is gone, then what has come."""
    old = [strip for strip in strips if strip.new is None]
    new = [strip for strip in strips if strip.old is None]
    rows: list[Strip] = []
    for side in (old, new):
        while open_table and side and side[0].frame.part == "row":
            rows.append(side.pop(0))
    return [*rows, *old, *new]


# ---- from blocks


def _frames(block: ResolvedBlock) -> Iterator[tuple[Frame, tuple[Inline, ...]]]:
    match block:
        case ResolvedParagraph():
            yield Frame(part="paragraph"), (block.text,)
        case ResolvedList():
            yield Frame(part="stem"), (block.stem,)
            yield from _points(block.points, 1)
        case ResolvedNote():
            yield Frame(part="note", label=block.label), (block.text,)
        case ResolvedTable():
            yield Frame(part="caption"), (block.caption,)
            yield Frame(part="header"), block.header
            yield from ((Frame(part="row"), row) for row in block.rows)
        case ResolvedForm():
            yield Frame(part="form"), (block.title,)
            yield from ((Frame(part=blank.kind), (blank.label,)) for blank in block.blanks)  # type: ignore[arg-type]


def _points(
    points: Sequence[ResolvedListItem | ResolvedConnector], depth: int
) -> Iterator[tuple[Frame, tuple[Inline, ...]]]:
    for point in points:
        if isinstance(point, ResolvedConnector):
            yield Frame(part="between", depth=depth), (point.text,)
        else:
            frame = Frame(part="point", depth=depth, letter=point.letter, cite=point.cite, anchor=point.anchor)
            yield frame, (point.text,)
            yield from _points(point.points, depth + 1)
