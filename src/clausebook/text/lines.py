"""Lines of a file as the YAML parser counts them, and the line and column of a character."""

from __future__ import annotations

import re

# what YAML takes for a line's end; str.splitlines would break at form feeds too
_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


def lines_of(text: str) -> list[str]:
    """The lines of a file, counted as the YAML parser counts them."""
    lines = _LINE_END.split(text)
    return lines if lines[-1] else lines[:-1]


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of a character of a file."""
    begun = [found.end() for found in _LINE_END.finditer(text, 0, offset)]
    return len(begun) + 1, offset - (begun[-1] if begun else 0) + 1
