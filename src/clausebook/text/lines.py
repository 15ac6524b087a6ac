"""Lines of a file as the YAML parser counts them, and the line and column of a character."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable

# what YAML takes for a line's end; str.splitlines would break at form feeds too
_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


def lines_of(text: str) -> list[str]:
    """The lines of a file, counted as the YAML parser counts them."""
    lines = _LINE_END.split(text)
    return lines if lines[-1] else lines[:-1]


def places(text: str) -> Callable[[int], tuple[int, int]]:
    """What gives line and column, from 1, of a character of a file, for many of them."""
    begun = [0, *(found.end() for found in _LINE_END.finditer(text))]

    def place(offset: int) -> tuple[int, int]:
        line = bisect_right(begun, offset)
        return line, offset - begun[line - 1] + 1

    return place


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of one character of a file."""
    return places(text)(offset)
