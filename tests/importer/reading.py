"""What an import made, read back: the lines of the draft as a reader meets them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path

from clausebook.importer import understand
from clausebook.importer.paragraphs import blocks_of
from clausebook.io import documents
from clausebook.io.files import read_files
from clausebook.model.documents.import_result import Importation
from clausebook.model.edition import Edition
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
from clausebook.model.register import Register
from clausebook.resolve.resolve import resolve
from clausebook.source.load import load
from clausebook.text.inline import Inline, plain
from tests.adopted import ROOT

AS_OF = date(2026, 11, 22)


@lru_cache(maxsize=1)
def register() -> Register:
    """The repository's own facts, terms and instruments, without its policies."""
    return load(facts(), AS_OF)


@lru_cache(maxsize=1)
def facts() -> dict[str, bytes]:
    """The data files that are no policy: school, instruments, terms, as they were with the 2018 edition."""
    files = read_files(ROOT / "tests" / "data" / "2018", ("policy",))
    return {path: data for path, data in files.items() if path.count("/") == 1 and path != "policy/acceptable-use.yaml"}


def imported(path: Path, policy: str = "acceptable-use", aliases: tuple[str, ...] = ()) -> Importation:
    """The import of a file, nothing written."""
    blocks, manuscript = blocks_of(documents.opened(path))
    return understand(manuscript, blocks, policy, register(), aliases)


def edition(made: Importation) -> Edition:
    """The draft as it would be built."""
    files = {path: text.encode("utf-8") for path, text in made.files.items()}
    return resolve(load({**facts(), **files}, AS_OF), made.policy, "draft")


def lines(found: Edition) -> Iterator[str]:
    """Every heading, paragraph and item in order, bold marked with two stars."""
    for chapter in found.chapters:
        yield f"{chapter.number} {chapter.title}"
        for passage in chapter.all_passages:
            if passage is not chapter.opening:
                yield f"{passage.number} {passage.title}"
            for block in passage.blocks:
                yield from _block(block)


def _block(block: ResolvedBlock) -> Iterator[str]:
    match block:
        case ResolvedParagraph():
            yield marked(block.text)
        case ResolvedNote():
            yield f"{block.label} {marked(block.text)}"
        case ResolvedList():
            if block.stem:
                yield marked(block.stem)
            yield from _points(block.points)
        case ResolvedTable():
            yield plain(block.caption)
            yield from (" | ".join(plain(cell) for cell in row) for row in (block.header, *block.rows))
        case ResolvedForm():
            yield plain(block.title)
            yield from (f"{plain(blank.label)} ({blank.kind})" for blank in block.blanks)


def _points(points: tuple[ResolvedListItem | ResolvedConnector, ...]) -> Iterator[str]:
    for point in points:
        yield marked(point.text)
        if isinstance(point, ResolvedListItem):
            yield from _points(point.points)


def marked(inline: Inline) -> str:
    """The words with two stars around what is bold."""
    return "".join(f"**{run.text}**" if run.bold else run.text for run in inline)
