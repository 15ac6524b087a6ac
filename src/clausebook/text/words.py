"""Words of a text, and where a piece of it is as whole words: what findings need to set their caret."""

from __future__ import annotations

import re

_WORD = re.compile(r"\w")
_TOKEN = re.compile(r"[^\W_]+(?:['’\-/.][^\W_]+)*")


def tokens(words: str) -> list[str]:
    """The words of a text; what an apostrophe, a hyphen or a slash joins is one word."""
    return _TOKEN.findall(words)


def whole_words(piece: str) -> re.Pattern[str]:
    """What finds a piece of text as whole words: "nam" is not in "name". A blank stands for any blanks and breaks."""
    return re.compile(_bounded(piece, r"\s+".join(re.escape(word) for word in piece.split()) or re.escape(piece)))


def as_written(piece: str) -> re.Pattern[str]:
    """The same in the file, where a quotation mark inside quotes has a companion."""
    words = (re.escape(word).replace('"', r'\\?"').replace("'", "''?") for word in piece.split())
    return re.compile(_bounded(piece, r"\s+".join(words) or re.escape(piece)))


def _bounded(piece: str, regex: str) -> str:
    before = r"(?<!\w)" if _WORD.match(piece) else ""
    after = r"(?!\w)" if _WORD.match(piece[-1:]) else ""
    return f"{before}{regex}{after}"


def times_before(piece: str, text: str, offset: int) -> int:
    """How many times the piece is in the text before an offset."""
    return sum(1 for found in whole_words(piece).finditer(text) if found.start() < offset)
