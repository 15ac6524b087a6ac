"""A clause as written and as resolved -> its entries: every text that can be changed, in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from typing import Literal, assert_never

from clausebook.model import edition_blocks as shown
from clausebook.model.clause import Citation, Clause, Form, ListConnector, ListItem, Note, Paragraph, Table
from clausebook.model.edition import ResolvedClause
from clausebook.model.edition_blocks import ResolvedBlock
from clausebook.model.finding import Step
from clausebook.text.inline import Inline, Run, plain
from clausebook.text.records import dataclass

Trail = tuple[Step, ...]
Kind = Literal[
    "title",
    "paragraph",
    "stem",
    "item",
    "between",
    "note",
    "table",
    "caption",
    "header",
    "row",
    "cell",
    "form",
    "field",
]
NAMES: dict[Kind, str] = {
    "title": "title",
    "paragraph": "paragraph",
    "stem": "words above the list",
    "item": "point",
    "between": "line between two points",
    "note": "note",
    "table": "table",
    "caption": "caption",
    "header": "column heading",
    "row": "row",
    "cell": "cell",
    "form": "form",
    "field": "line of the form",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One text of a clause.

    `trail` leads to the text, `member` to what is moved and removed with it: the item, the row, the block; () for what
    stays where it is. `words` is the text as it is written, `reads` as it reads. `cite` says which it is, in words.
    """

    kind: Kind
    trail: Trail
    member: Trail = ()
    words: str = ""
    reads: Inline = ()
    letter: str = ""
    cite: str = ""
    depth: int = 0
    label: str = ""
    blank: str = ""
    cells: tuple[Entry, ...] = ()
    cites: tuple[Citation, ...] = ()
    takes_law: bool = False
    number: str = field(default="")

    @property
    def at(self) -> str:
        """The address of the text in a form."""
        return ".".join(map(str, self.trail))

    @property
    def anchor(self) -> str:
        """Its place in the page."""
        return f"at-{self.at.replace('.', '-')}"

    @property
    def name(self) -> str:
        """What it is called in the sentence "Edit ..."."""
        return f"{NAMES[self.kind]} {self.cite}".strip()

    @property
    def says(self) -> str:
        """Its words without their style."""
        return plain(self.reads)


def entries(clause: Clause, passage: ResolvedClause) -> tuple[Entry, ...]:
    """Every entry of a clause, its title first."""
    reads = (Run(passage.title),)
    title = Entry(
        kind="title", trail=("title",), words=clause.title, reads=reads, number=passage.number, cite="of the clause"
    )
    found: list[Entry] = [title]
    for index, (block, seen) in enumerate(zip(clause.body, passage.blocks, strict=True)):
        found += _block(block, seen, ("body", index), index + 1)
    return tuple(found)


def _block(block: Paragraph | Note | Table | Form, seen: ResolvedBlock, member: Trail, number: int) -> Iterator[Entry]:
    match block:
        case Paragraph():
            yield from _prose(block, seen, member, number)
        case Note():
            assert isinstance(seen, shown.ResolvedNote)
            yield Entry(
                kind="note", trail=(*member, "note"), member=member, words=block.note, reads=seen.text, label=seen.label
            )
        case Table():
            assert isinstance(seen, shown.ResolvedTable)
            yield from _table(block, seen, member)
        case Form():
            assert isinstance(seen, shown.ResolvedForm)
            yield from _form(block, seen, member)
        case _:
            assert_never(block)


def _prose(block: Paragraph, seen: ResolvedBlock, member: Trail, number: int) -> Iterator[Entry]:
    assert isinstance(seen, shown.ResolvedParagraph | shown.ResolvedList)
    has_points = isinstance(seen, shown.ResolvedList)
    yield Entry(
        kind="stem" if has_points else "paragraph",
        trail=(*member, "text"),
        member=member,
        words=block.text,
        reads=seen.stem if isinstance(seen, shown.ResolvedList) else seen.text,
        cite=str(number),
        cites=block.citations,
        takes_law=bool(block.text),
    )
    if isinstance(seen, shown.ResolvedList):
        yield from _points(block.items, seen.points, (*member, "items"), 1)


def _points(
    items: Sequence[ListItem | ListConnector],
    points: Sequence[shown.ResolvedListItem | shown.ResolvedConnector],
    owner: Trail,
    depth: int,
) -> Iterator[Entry]:
    for spot, (item, point) in enumerate(zip(items, points, strict=True)):
        member = (*owner, spot)
        if isinstance(item, ListConnector) or isinstance(point, shown.ResolvedConnector):
            assert isinstance(item, ListConnector)
            trail = (*member, "between")
            yield Entry(kind="between", trail=trail, member=member, words=item.between, reads=point.text, depth=depth)
            continue
        yield Entry(
            kind="item",
            trail=(*member, "text"),
            member=member,
            words=item.text,
            reads=point.text,
            letter=point.letter,
            cite=point.cite,
            depth=depth,
            cites=item.citations,
            takes_law=True,
        )
        yield from _points(item.items, point.points, (*member, "items"), depth + 1)


def _table(block: Table, seen: shown.ResolvedTable, member: Trail) -> Iterator[Entry]:
    body, trail = block.table, (*member, "table")
    if body.caption:
        yield Entry(
            kind="caption", trail=(*trail, "caption"), words=body.caption, reads=seen.caption, cite="of the table"
        )
    heads = tuple(
        Entry(kind="header", trail=(*trail, "header", n), words=text, reads=reads, cite=str(n + 1))
        for n, (text, reads) in enumerate(zip(body.header, seen.header, strict=True))
    )
    yield Entry(kind="table", trail=trail, member=member, cells=heads)
    for r, (row, read) in enumerate(zip(body.rows, seen.rows, strict=True)):
        cells = tuple(
            Entry(kind="cell", trail=(*trail, "rows", r, n), words=text, reads=reads, cite=f"{n + 1} of row {r + 1}")
            for n, (text, reads) in enumerate(zip(row, read, strict=True))
        )
        yield Entry(kind="row", trail=(*trail, "rows", r), member=(*trail, "rows", r), cells=cells, cite=str(r + 1))


def _form(block: Form, seen: shown.ResolvedForm, member: Trail) -> Iterator[Entry]:
    trail = (*member, "form")
    yield Entry(kind="form", trail=(*trail, "title"), member=member, words=block.form.title, reads=seen.title)
    for n, (blank, read) in enumerate(zip(block.form.fields, seen.blanks, strict=True)):
        yield Entry(
            kind="field",
            trail=(*trail, "fields", n, "label"),
            member=(*trail, "fields", n),
            words=blank.label,
            reads=read.label,
            blank=blank.kind,
            cite=str(n + 1),
        )


def every(found: Sequence[Entry]) -> Iterator[Entry]:
    """The entries and the cells in them."""
    for entry in found:
        yield entry
        yield from entry.cells


def entry_at(found: Sequence[Entry], at: str) -> Entry | None:
    """The entry of an address, if there is one."""
    return next((one for one in every(found) if one.at == at), None)
