"""Inline Markdown -> runs -> words: bold, italic, code and links. Everything else is words and stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_BLANKS = re.compile(r"[ \t\r\n]+")
# "<b>not</b>" as somebody typed it: printed as written, and no word
TYPED_TAG = re.compile(r"</?[a-z][a-z0-9]{0,9}(?: [^<>]{0,200})?/?>", re.IGNORECASE)
_MAY_BE_MARKUP = re.compile(r"[\\`*_]|\]\(")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of words in one style. `link` is a web address, or `#clause-id` for a reference inside the edition."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    link: str = ""


Inline = tuple[Run, ...]


@lru_cache(maxsize=1 << 11)  # rules read the same words one after the other
def inline(text: str) -> Inline:
    """The runs of one paragraph. Line breaks and repeated blanks become one blank; no words are lost or added."""
    words = _BLANKS.sub(" ", text).strip(" ")
    if not words:
        return ()
    if not _MAY_BE_MARKUP.search(words):
        return (Run(words),)
    return joined(_parsed(words))


def plain(inline: Inline) -> str:
    """The words alone, without their style."""
    return "".join(run.text for run in inline)


def unmarked(text: str, link: str | None = None) -> str:
    """The words of a text with its markup taken off, blanks made single. `link` is put in the place of each link."""
    if not _MAY_BE_MARKUP.search(text):
        return " ".join(text.split())
    groups = groupby(inline(text), key=lambda run: run.link if link is not None else "")
    return " ".join("".join(link if link and to else plain(tuple(runs)) for to, runs in groups).split())


def _parsed(words: str) -> list[Run]:
    runs: list[Run] = []
    bold = italic = 0
    link = ""
    for token in _markdown().parseInline(words)[0].children or ():
        if token.type == "strong_open" or token.type == "strong_close":
            bold += token.nesting
        elif token.type == "em_open" or token.type == "em_close":
            italic += token.nesting
        elif token.type == "link_open":
            link = str(token.attrGet("href") or "")
        elif token.type == "link_close":
            link = ""
        elif token.type == "code_inline":
            runs.append(Run(token.content, code=True, link=link))
        elif token.content:
            runs.append(Run(token.content, bold=bold > 0, italic=italic > 0, link=link))
    return runs


def joined(runs: Iterable[Run]) -> Inline:
    """Neighbours of one style as one run, so that the same words always give the same runs."""
    made: list[Run] = []
    for run in runs:
        last = made[-1] if made else None
        if last and (last.bold, last.italic, last.code, last.link) == (run.bold, run.italic, run.code, run.link):
            made[-1] = Run(last.text + run.text, run.bold, run.italic, run.code, run.link)
        else:
            made.append(run)
    return tuple(made)


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    # no entities and no HTML: "&amp;" and "<b>" are words here, as the school wrote them
    return MarkdownIt("zero").enable(["escape", "emphasis", "link", "backticks"])
