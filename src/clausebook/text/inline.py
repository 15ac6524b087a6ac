"""Inline Markdown -> runs -> words: bold, italic, code and links, and words that only look dressed."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from clausebook.text.records import dataclass

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


def plain_words(inline: Inline) -> str:
    """The words alone, with one blank between them and none at either end."""
    return " ".join(plain(inline).split())


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


_COLUMNS = re.compile(r"^\s*(?:\S.*?\s{2,})?")
_CARET = re.compile(r"^\s*\^+\s*$")
_RESET = "\x1b[0m"
_RED, _GREEN, _YELLOW, _BLUE, _BOLD = (f"\x1b[{code}m" for code in ("1;31", "32", "33", "36", "1"))
_VERDICTS = (
    (re.compile(r"^(?:\S+: )?(error)(?=:)|^\s*(FAULT|missing|no)(?=\s{2,})"), _RED),
    (re.compile(r"^(?:\S+: )?(warning)(?=:)|^\s*(not checked|warn)(?=\s{2,})"), _YELLOW),
    (re.compile(r"^(?:\S+: )?(note)(?=:)"), _BLUE),
    (re.compile(r"^\s*(ok)(?=\s{2,})"), _GREEN),
    (re.compile(r"^\s+(hint)(?=:)"), _BOLD),
)
_FURTHEST = 46  # the columns that text hangs below at most


def dressed(text: str, width: int, colours: bool) -> str:
    """Whole lines of a text, each in as many lines as it needs; what a caret points into stays in one."""
    lines = text.split("\n")
    after = [*lines[1:], ""]
    return "\n".join(
        _coloured(line if _CARET.match(below) else _wrapped(line, width), colours)
        for line, below in zip(lines, after, strict=True)
    )


def _wrapped(line: str, width: int) -> str:
    if len(line) <= width:
        return line
    columns = _COLUMNS.match(line)
    begins = len(columns[0]) if columns else 0
    indent = len(line) - len(line.lstrip())
    hang = begins if indent < begins <= _FURTHEST else indent + 4
    head, rest = line[:begins], line[begins:]
    wrapped = textwrap.wrap(
        rest,
        max(20, width),
        initial_indent=" " * begins,
        subsequent_indent=" " * hang,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return head + "\n".join(wrapped)[begins:] if wrapped else line


def _coloured(lines: str, colours: bool) -> str:
    if not colours:
        return lines
    if _CARET.match(lines):
        return f"{_GREEN}{lines}{_RESET}"
    for pattern, colour in _VERDICTS:
        found = pattern.match(lines)
        if found:
            start, end = found.span(found.lastindex or 0)
            return f"{lines[:start]}{colour}{lines[start:end]}{_RESET}{lines[end:]}"
    return lines
