"""Blocks <-> a flat row of fragments: what can be aligned in one pass, and put together again without loss."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import assert_never

from clausebook.model.clause import Duty
from clausebook.model.comparison.block_change import Frame, join
from clausebook.model.edition_blocks import (
    ResolvedBlock,
    ResolvedCitation,
    ResolvedConnector,
    ResolvedForm,
    ResolvedFormField,
    ResolvedList,
    ResolvedListItem,
    ResolvedNote,
    ResolvedParagraph,
    ResolvedTable,
)
from clausebook.redline.tokens import words_of
from clausebook.text.inline import Inline, plain

PROSE = frozenset(("paragraph", "stem", "point", "between", "note"))
BLANKS = frozenset(("text", "date", "signature", "tick"))

Row = tuple[Frame, tuple[Inline, ...]]


@dataclass(eq=False)
class Fragment:
    """One fragment of one edition: its frame, its words by cell, and what comparing needs to know of it.

    `name` is the item's own id where it has one. `columns` are the header cells of the table a row belongs to.
    `stem` is the introduction an item leans on; `binds` is the duty of the fragment itself or of that introduction.
    `path` numbers the block and the items down to it, as in the ledger of duties.
    """

    frame: Frame
    cells: tuple[Inline, ...]
    clause: str = ""
    name: str = ""
    columns: tuple[str, ...] = ()
    stem: str = ""
    binds: Duty | None = None
    heads_list: bool = False
    path: tuple[int, ...] = ()
    index: int = field(default=0)

    @cached_property
    def text(self) -> str:
        """All words, cells parted by a line feed."""
        return "\n".join(plain(cell) for cell in self.cells)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """What likeness is measured on."""
        return words_of(self.text)

    @cached_property
    def bag(self) -> frozenset[str]:
        """The different words, for a quick bound on likeness."""
        return frozenset(self.words)

    @cached_property
    def references(self) -> dict[str, str]:
        """What it refers to, with the number under which it does: "cameras" as "1.2"."""
        return {run.link[1:]: run.text for cell in self.cells for run in cell if run.link.startswith("#")}

    @property
    def family(self) -> str:
        """Only fragments of one family can be the same fragment: prose may turn into an item, a table row may not."""
        part = self.frame.part
        return "prose" if part in PROSE else "blank" if part in BLANKS else part

    def same_as(self, other: Fragment) -> bool:
        """Whether nothing at all changed."""
        return self.frame.same_as(other.frame) and self.cells == other.cells


def flatten(blocks: Iterable[ResolvedBlock], clause: str = "") -> list[Fragment]:
    """All fragments of a clause in reading order, items after the introduction of their list."""
    found: list[Fragment] = []
    for number, block in enumerate(blocks):
        found.extend(_fragments(block, (number,)))
    for index, fragment in enumerate(found):
        fragment.clause, fragment.index = clause, index
        fragment.cells = tuple(join((cell,)) for cell in fragment.cells)
    return found


def _fragments(block: ResolvedBlock, path: tuple[int, ...]) -> Iterator[Fragment]:
    if isinstance(block, ResolvedParagraph):
        frame = Frame(part="paragraph", duty=block.duty, citations=block.citations)
        yield Fragment(frame, (block.text,), binds=block.duty, path=path)
    elif isinstance(block, ResolvedList):
        frame = Frame(part="stem", duty=block.duty, citations=block.citations)
        yield Fragment(frame, (block.stem,), binds=block.duty, heads_list=bool(block.points), path=path)
        yield from _points(block.points, 1, plain(block.stem), block.duty, path)
    elif isinstance(block, ResolvedNote):
        yield Fragment(Frame(part="note", label=block.label), (block.text,), path=path)
    elif isinstance(block, ResolvedTable):
        columns = tuple(plain(cell) for cell in block.header)
        yield Fragment(Frame(part="caption"), (block.caption,))
        yield Fragment(Frame(part="header"), block.header, columns=columns)
        for number, row in enumerate(block.rows):
            yield Fragment(Frame(part="row"), row, columns=columns, path=(*path, number))
    elif isinstance(block, ResolvedForm):
        yield Fragment(Frame(part="form"), (block.title,))
        for number, blank in enumerate(block.blanks):
            yield Fragment(Frame(part=blank.kind), (blank.label,), path=(*path, number))  # type: ignore[arg-type]
    else:
        assert_never(block)


def _points(
    points: Sequence[ResolvedListItem | ResolvedConnector],
    depth: int,
    stem: str,
    duty: Duty | None,
    path: tuple[int, ...],
) -> Iterator[Fragment]:
    for number, point in enumerate(points):
        if isinstance(point, ResolvedConnector):
            yield Fragment(Frame(part="between", depth=depth), (point.text,))
            continue
        frame = Frame(
            part="point",
            depth=depth,
            letter=point.letter,
            cite=point.cite,
            anchor=point.anchor,
            duty=point.duty,
            inherits=point.duty in (None, duty),
            citations=point.citations,
        )
        binds = point.duty or duty
        name = point.anchors[0] if point.anchors else ""
        here = (*path, number)
        heads = bool(point.points)
        yield Fragment(frame, (point.text,), name=name, stem=stem, binds=binds, heads_list=heads, path=here)
        yield from _points(point.points, depth + 1, plain(point.text), binds, here)


# ---- back again


def rebuild(rows: Sequence[Row]) -> tuple[ResolvedBlock, ...]:
    """Blocks from frames and words. Letters and addresses are left out: they follow from the order."""
    blocks: list[ResolvedBlock] = []
    at = 0
    while at < len(rows):
        end = at + 1
        while end < len(rows) and _continues(rows[at][0].part, rows[end][0].part):
            end += 1
        blocks.append(_block(rows[at:end]))
        at = end
    return tuple(blocks)


def _continues(first: str, part: str) -> bool:
    """Whether a fragment of this part belongs to the block that began with the first."""
    if first == "stem":
        return part in ("point", "between")
    if first == "caption":
        return part in ("header", "row")
    return first == "form" and part in BLANKS


def _block(rows: Sequence[Row]) -> ResolvedBlock:
    frame, cells = rows[0]
    if frame.part == "paragraph":
        return ResolvedParagraph(text=cells[0], duty=frame.duty, citations=frame.citations)
    if frame.part == "stem":
        points = _tree(list(rows[1:]), 1)
        return ResolvedList(stem=cells[0], duty=frame.duty, citations=frame.citations, points=points)
    if frame.part == "note":
        return ResolvedNote(text=cells[0], label=frame.label)
    if frame.part == "caption":
        return ResolvedTable(caption=cells[0], header=rows[1][1], rows=tuple(cells for _, cells in rows[2:]))
    assert frame.part == "form", frame.part  # the order of fragments came from blocks
    return ResolvedForm(
        title=cells[0], blanks=tuple(ResolvedFormField(cells[0], frame.part) for frame, cells in rows[1:])
    )


def _tree(rows: list[Row], depth: int) -> tuple[ResolvedListItem | ResolvedConnector, ...]:
    """Items of one depth with those below them; takes what it uses from the front of the rows."""
    found: list[ResolvedListItem | ResolvedConnector] = []
    while rows and rows[0][0].depth == depth:
        frame, cells = rows.pop(0)
        if frame.part == "between":
            found.append(ResolvedConnector(text=cells[0]))
        else:
            found.append(
                bare_point(cells[0], frame.duty, frame.citations, _tree(rows, depth + 1)),
            )
    return tuple(found)


def bare_point(
    text: Inline,
    duty: object,
    citations: tuple[ResolvedCitation, ...],
    points: tuple[ResolvedListItem | ResolvedConnector, ...],
) -> ResolvedListItem:
    """An item without letter and address."""
    return ResolvedListItem(anchor="", letter="", cite="", text=text, duty=duty, citations=citations, points=points)  # type: ignore[arg-type]
