"""A PDF -> what it says: the words in the order of its tags, as they are drawn on its pages."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import groupby

from clausebook.model.approvals.pdf_evidence import PageTexts, VisibilityProblem
from clausebook.model.reading import PlacedWord, quoted, words_in
from clausebook.pdf_verify.judge.pages import TaggedBlock, adopted_region, blocks_of, said_otherwise, strange_bookmarks
from clausebook.pdf_verify.read.kept_pages import Kept
from clausebook.pdf_verify.read.pages import draw_pages, read_pages
from clausebook.readback.reading import Reading


def pages_of(content: bytes, kept: Kept | None = None) -> PageTexts:
    """The pages of one PDF; those that were `kept` are not followed again. Raises ValueError for what is not a PDF."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            return read_pages(pdf, draw_pages(pdf, kept))
    except pikepdf.PdfError as wrong:
        raise ValueError(f"it is not a PDF ({str(wrong).rpartition(': ')[2]})") from wrong


def read_pdf(pages: PageTexts, size: int) -> Reading:
    """The reading of one PDF. `size` is how many adopted words there should be, which shows where they end."""
    blocks = list(blocks_of(pages))
    region, after = adopted_region(blocks, size)
    before = blocks[: len(blocks) - len(region) - len(after)]
    start = next((at for at, one in enumerate(before) if one.kind == "H1"), len(before))
    running = " | ".join(dict.fromkeys(text for _, text in pages.running))
    return Reading(
        words=tuple(_words(region)),
        cover=_text(before[:start]),
        contents=_text(before[start:]),
        rest=f"{_text(after)} | {running}",
        flaws=(
            *_flaws(pages),
            *(f"the bookmark {quoted(words_in(one))} is not a heading" for one in strange_bookmarks(pages, blocks)),
        ),
    )


def _words(blocks: list[TaggedBlock]) -> Iterator[PlacedWord]:
    for block in blocks:
        yield from block.words


def _text(blocks: list[TaggedBlock]) -> str:
    return " ".join(block.text for block in blocks)


def _flaws(pages: PageTexts) -> Iterator[str]:
    for (page, why), group in groupby(pages.flaws, key=_page_and_why):
        text = " ".join(flaw.text for flaw in group)
        yield f"page {page}: the words {quoted(words_in(text))} {why}"
    for one in said_otherwise(pages):
        yield f"page {one.page}: the words {quoted(words_in(one.text))} are read out as {quoted(words_in(one.said))}"


def _page_and_why(flaw: VisibilityProblem) -> tuple[int, str]:
    return flaw.page, flaw.why
