"""Paragraphs without change, style or link, written as pandoc writes them: a large edition has thousands of them."""

from __future__ import annotations

import re
from html import escape

from clausebook.formats.review.revisions import item_properties
from clausebook.formats.review.tracked import TrackedLine
from clausebook.text.inline import Run

_FIRST = 1_000_000  # of the numbers of our bookmarks: pandoc counts its own from 20 on
_NO_WORDS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\U00010000-\U0010ffff]")


def is_plain(line: TrackedLine) -> bool:
    """Whether nothing happened to a paragraph, nothing is said of it, and all of it is plain words."""
    apart = line.mark != "kept" or line.remark or line.move
    return not apart and all(
        span.kind == "kept" and all(run == Run(run.text) and not _NO_WORDS.search(run.text) for run in span.text)
        for span in line.words
    )


def xml(line: TrackedLine, number: int, anchors: list[tuple[int, str]]) -> str:
    """The paragraph; `number` is that of its list, 0 for none, `anchors` are its bookmarks with a number each."""
    item = item_properties(line.depth, number) if number else ""
    marks = "".join(
        f'<w:bookmarkStart w:id="{_FIRST + id}" w:name="{escape(name)}" /><w:bookmarkEnd w:id="{_FIRST + id}" />'
        for id, name in anchors
    )
    words = escape("".join(run.text for span in line.words for run in span.text), quote=False)
    run = f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>' if words else ""
    style = f"Heading{line.level}" if line.level else line.style.replace(" ", "")
    return f'<w:p><w:pPr><w:pStyle w:val="{style}" />{item}</w:pPr>{marks}{run}</w:p>'
