"""What an edition reads like in Word: a paragraph or table row a line, as the review's files are held against it."""

from __future__ import annotations

from collections.abc import Iterator

from clausebook.model.edition import Edition, ResolvedClause
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
from clausebook.text.inline import plain


def lines(edition: Edition | None) -> list[str]:
    """All adopted words from the first chapter's heading on; empty paragraphs say nothing and are left out."""
    found = _all(edition) if edition else ()
    return [line for line in found if line.strip(" |")]


def _all(edition: Edition) -> Iterator[str]:
    for chapter in edition.chapters:
        yield f"{chapter.number} {chapter.title}" if chapter.number else chapter.title
        if chapter.opening:
            yield from _blocks(chapter.opening)
        for passage in chapter.passages:
            yield f"{passage.number} {passage.title}" if passage.number else passage.title
            yield from _blocks(passage)


def _blocks(passage: ResolvedClause) -> Iterator[str]:
    for block in passage.blocks:
        yield from _block(block)


def _block(block: ResolvedBlock) -> Iterator[str]:
    match block:
        case ResolvedParagraph():
            yield plain(block.text)
        case ResolvedList():
            yield plain(block.stem)
            yield from _points(block.points)
        case ResolvedNote():
            yield f"{block.label} {plain(block.text)}" if block.label else plain(block.text)
        case ResolvedTable():
            yield plain(block.caption)
            yield from (" | ".join(map(plain, row)) for row in (block.header, *block.rows))
        case ResolvedForm():
            yield plain(block.title)
            for blank in block.blanks:
                yield f"☐ {plain(blank.label)}" if blank.kind == "tick" else f"{plain(blank.label)} \t"


def _points(points: tuple[ResolvedListItem | ResolvedConnector, ...]) -> Iterator[str]:
    for point in points:
        yield plain(point.text)
        if isinstance(point, ResolvedListItem):
            yield from _points(point.points)
