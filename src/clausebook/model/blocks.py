"""The kinds of block, walked in one place: as written in a clause, and as resolved in an edition.

A walk that meets a kind it does not know raises, here and at each `match` over kinds (their last branch is
`assert_never`): words of a new kind are never left out in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, assert_never

from clausebook.model.clause import Block, Citation, Clause, Form, ListConnector, ListItem, Note, Paragraph, Table
from clausebook.model.edition import ResolvedClause
from clausebook.model.edition_blocks import (
    ResolvedBlock,
    ResolvedCitation,
    ResolvedConnector,
    ResolvedForm,
    ResolvedList,
    ResolvedListItem,
    ResolvedNote,
    ResolvedParagraph,
    ResolvedTable,
)
from clausebook.model.finding import Located
from clausebook.text.inline import Inline
from clausebook.text.records import dataclass

Part = Literal[
    "paragraph",
    "stem",
    "point",
    "between",
    "note",
    "caption",
    "header",
    "row",
    "form",
    "text",
    "date",
    "signature",
    "tick",
]
Entry = ListItem | ListConnector
Point = ResolvedListItem | ResolvedConnector


# ---- as written


def texts(clause: Clause) -> Iterator[tuple[Located, str, str]]:
    """Every text of a clause that a reader sees, in reading order: the record it is in, its field, the text."""
    yield clause, "title", clause.title
    for block in clause.body:
        yield from (found for found in _texts(block) if found[2])


def _texts(block: Block) -> Iterator[tuple[Located, str, str]]:
    match block:
        case Paragraph():
            yield block, "text", block.text
            for entry in _entries(block.items):
                yield (entry, "text", entry.text) if isinstance(entry, ListItem) else (entry, "between", entry.between)
        case Note():
            yield block, "note", block.note
        case Table(table=body):
            yield body, "caption", body.caption
            yield from ((body, "header", cell) for cell in body.header)
            yield from ((body, "rows", cell) for row in body.rows for cell in row)
        case Form(form=body):
            yield body, "title", body.title
            yield from ((field, "label", field.label) for field in body.fields)
        case _:
            assert_never(block)


def every_entry(clause: Clause) -> Iterator[Entry]:
    """All items of a clause and the lines between them, with the nested ones, in reading order."""
    for block in clause.body:
        match block:
            case Paragraph():
                yield from _entries(block.items)
            case Note() | Table() | Form():
                pass
            case _:
                assert_never(block)


def _entries(entries: Iterable[Entry]) -> Iterator[Entry]:
    for entry in entries:
        yield entry
        if isinstance(entry, ListItem):
            yield from _entries(entry.items)


def every_item(clause: Clause) -> Iterator[ListItem]:
    """All items of a clause with the nested ones, in reading order."""
    return (entry for entry in every_entry(clause) if isinstance(entry, ListItem))


def every_citation(clause: Clause) -> Iterator[Citation]:
    """Everything a clause cites: its own citations, those of its paragraphs, those of its items."""
    yield from clause.citations
    for block in clause.body:
        if isinstance(block, Paragraph):
            yield from block.citations
    for item in every_item(clause):
        yield from item.citations


# ---- as resolved


@dataclass(frozen=True, slots=True)
class BlockLine:
    """One line of a block: what part of it, its words by cell, how deep it is nested, and what it cites.

    `label` is that of a note. `item` is the item of a list whose words they are.
    """

    part: Part
    cells: tuple[Inline, ...]
    depth: int = 0
    citations: tuple[ResolvedCitation, ...] = ()
    label: str = ""
    item: ResolvedListItem | None = None


def lines(block: ResolvedBlock) -> Iterator[BlockLine]:
    """All words of a block in reading order, items after the introduction of their list."""
    match block:
        case ResolvedParagraph():
            yield BlockLine("paragraph", (block.text,), citations=block.citations)
        case ResolvedList():
            yield BlockLine("stem", (block.stem,), citations=block.citations)
            yield from _points(block.points, 1)
        case ResolvedNote():
            yield BlockLine("note", (block.text,), label=block.label)
        case ResolvedTable():
            yield BlockLine("caption", (block.caption,))
            yield BlockLine("header", block.header)
            yield from (BlockLine("row", row) for row in block.rows)
        case ResolvedForm():
            yield BlockLine("form", (block.title,))
            yield from (BlockLine(blank.kind, (blank.label,)) for blank in block.blanks)  # type: ignore[arg-type]
        case _:
            assert_never(block)


def _points(points: Iterable[Point], depth: int) -> Iterator[BlockLine]:
    for point in points:
        if isinstance(point, ResolvedConnector):
            yield BlockLine("between", (point.text,), depth)
        else:
            yield BlockLine("point", (point.text,), depth, point.citations, item=point)
            yield from _points(point.points, depth + 1)


def lines_of(passage: ResolvedClause) -> Iterator[BlockLine]:
    """All lines of a clause in reading order, without its title."""
    return (line for block in passage.worded for line in lines(block))


def items_of(passage: ResolvedClause) -> Iterator[ResolvedListItem]:
    """All items of a clause's lists with the nested ones, in reading order."""
    return (line.item for line in lines_of(passage) if line.item)


def citations_of(passage: ResolvedClause) -> Iterator[tuple[ResolvedListItem | None, tuple[ResolvedCitation, ...]]]:
    """What a clause cites, in reading order: its own, those of its blocks, and those of items, each with its item."""
    yield None, passage.citations
    yield from ((line.item, line.citations) for line in lines_of(passage))
