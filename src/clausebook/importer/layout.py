"""Tables that only set a page -> the text they hold: boxes, headings on the left with their words on the right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import mean

from clausebook.importer.source_block import NO_MARK, lines, split_mark
from clausebook.model.documents.extracted import BlockKind, ExtractedBlock, SourceDoubt
from clausebook.text.inline import Inline, Run, plain, plain_words

_TITLE = 9  # words of a heading on the left
_PROSE = 7  # words that the cells on the right have in the mean, where they are text
_ENDS = (".", ":", ";", "!", "?")  # of a sentence
_MOST = 0.5  # share of the document's words in a table, from which it is the document
_NUMBER = re.compile(r"(?:section |part )?\d{1,2}(?:\.\d{1,2})*[.)]?", re.I)


def unfolded(blocks: Sequence[ExtractedBlock]) -> Iterator[ExtractedBlock]:
    """The blocks, those tables as the text that they set."""
    words = sum(len(block.all_words.split()) for block in blocks)
    headings = sum(block.kind == "heading" for block in blocks)
    for block in blocks:
        if block.kind != "table" or not block.rows:
            yield block
            continue
        rows = [row for row in block.rows if any(plain(cell).strip() for cell in row)]
        is_most = len(block.all_words.split()) >= _MOST * words and headings < 2
        is_headed = len(rows) > 2 and plain(rows[0][0]).strip() and not any(plain(cell).strip() for cell in rows[0][1:])
        if is_most and is_headed and _is_layout(rows[1:]):  # a title across the columns
            yield from _boxes([rows[0][:1]], block)
            block, rows = replace(block, headers=0), rows[1:]
        while len(rows) > 1 and _is_banner([cell for cell in rows[0] if plain(cell).strip()]) and _is_short(rows):
            yield _banner([cell for cell in rows[0] if plain(cell).strip()], block)
            block = replace(block, rows=tuple(rows[1:]), headers=max(0, block.headers - 1))
            rows = rows[1:]
        if all(len(row) == 1 for row in rows):
            yield from _boxes(rows, block)
        elif len(rows) == 1 and _is_banner(rows[0]):
            yield _banner(rows[0], block)
        elif len(rows) == 1 and any(_is_text(cell) for cell in rows[0]):
            yield from _doubted(_boxes([(cell,) for cell in rows[0]], block), "were side by side in a table", block)
        elif is_most and not block.headers and _is_layout(rows):
            yield from _doubted(_sections(rows, block), "was in a table that was read as headings with text", block)
        else:
            yield block


def _banner(row: Sequence[Inline], block: ExtractedBlock) -> ExtractedBlock:
    return _part(block, (*row[0], Run("\t"), *row[1]))


def _is_short(rows: Sequence[tuple[Inline, ...]]) -> bool:
    """Whether the first row fills fewer columns than the next one: a heading that another table ran into."""
    filled = [sum(bool(plain(cell).strip()) for cell in row) for row in rows[:2]]
    return filled[0] < filled[1]


def _is_banner(row: Sequence[Inline]) -> bool:
    """Whether a table of one row is a heading with its number in a cell of its own."""
    said = [plain(cell).strip() for cell in row]
    return len(said) == 2 and bool(_NUMBER.fullmatch(said[0])) and 0 < len(said[1].split()) <= _TITLE


def _is_layout(rows: Sequence[tuple[Inline, ...]]) -> bool:
    """Whether rows are sections: a short title, perhaps with a number before it, and beside it text."""
    width = len(rows[0])
    if len(rows) < 2 or width not in (2, 3) or any(len(row) != width for row in rows):
        return False
    if width == 3 and not all(_NUMBER.fullmatch(plain(row[0]).strip()) or not plain(row[0]).strip() for row in rows):
        return False
    titles, texts = [plain(row[-2]).strip() for row in rows], [plain(row[-1]).strip() for row in rows]
    named = [title for title in titles if title]
    is_titled = bool(named) and all(len(title.split()) <= _TITLE and not title.endswith(".") for title in named)
    ended = all(text.endswith(_ENDS) for text in texts if text)
    return is_titled and bool(titles[0]) and (ended or mean(len(text.split()) for text in texts) >= _PROSE)


def _is_text(cell: Inline) -> bool:
    """Whether a cell holds a sentence, or a list below a line."""
    words = plain(cell).strip()
    marked = sum(bool(split_mark(ExtractedBlock(kind="paragraph", text=line), NO_MARK)[0].kind) for line in lines(cell))
    return marked > 1 or (len(words.split()) > _PROSE and words.endswith(_ENDS))


def _sections(rows: Sequence[tuple[Inline, ...]], block: ExtractedBlock) -> Iterator[ExtractedBlock]:
    for row in rows:
        title = plain_words(row[-2])
        if title:
            mark = plain(row[0]).strip() if len(row) == 3 else ""
            yield _part(block, row[-2], kind="heading", level=1, mark=mark)
        yield from _paragraphs(row[-1], block)


def _boxes(rows: Sequence[tuple[Inline, ...]], block: ExtractedBlock) -> Iterator[ExtractedBlock]:
    for row in rows:
        for cell in row:
            yield from _paragraphs(cell, block)


def _paragraphs(cell: Inline, block: ExtractedBlock) -> Iterator[ExtractedBlock]:
    for line in lines(cell):
        words = plain(line)
        yield replace(_part(block, line), indent=float(len(words) - len(words.lstrip(" "))))


def _part(
    block: ExtractedBlock, text: Inline, *, kind: BlockKind = "paragraph", level: int = 0, mark: str = ""
) -> ExtractedBlock:
    return replace(
        block, kind=kind, text=text, level=level, mark=mark, rows=(), headers=0, caption=(), doubts=(), anchors=()
    )


def _doubted(parts: Iterator[ExtractedBlock], message: str, block: ExtractedBlock) -> Iterator[ExtractedBlock]:
    """The parts, the first of them with a doubt of how they were read."""
    doubt = SourceDoubt(message=message, hint="look at it", words=block.all_words, origin=block.origin)
    for place, part in enumerate(parts):
        yield replace(part, doubts=(*block.doubts, doubt)) if place == 0 else part
