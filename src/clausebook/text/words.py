"""Lines of a text, and where a piece of it stands: what findings need to set their caret."""

from __future__ import annotations

import re

# what YAML takes for a line's end; str.splitlines would break at form feeds too
_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_WORD = re.compile(r"\w")


def lines_of(text: str) -> list[str]:
    """The lines of a file, counted as the YAML parser counts them."""
    lines = _LINE_END.split(text)
    return lines if lines[-1] else lines[:-1]


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of a character of a file."""
    begun = [found.end() for found in _LINE_END.finditer(text, 0, offset)]
    return len(begun) + 1, offset - (begun[-1] if begun else 0) + 1


def whole(piece: str) -> re.Pattern[str]:
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
    """How many times the piece stands in the text before an offset."""
    return sum(1 for found in whole(piece).finditer(text) if found.start() < offset)
