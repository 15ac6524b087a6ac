"""Blanks of every kind, characters that show nothing, and lines: what readers do not see, for those who read for
meaning.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator

# Class Zs, white space by Unicode's property, and letters and signs that are drawn as nothing but a gap.
_SPACES = "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
_SPACES += "\u200a\u2028\u2029\u202f\u205f\u3000"
_DRAWN_EMPTY = "\u115f\u1160\u2800\u3164\uffa0"
BLANKS = frozenset(_SPACES + _DRAWN_EMPTY)
# Line ends that the YAML parser or a program sees and an editor or a diff does not show as such.
HIDDEN_LINE_ENDS = "\x0b\x0c\x85\u2028\u2029"
_TO_BLANK = dict.fromkeys(map(ord, BLANKS), " ")
# Soft hyphens, zero-width blanks and joiners, marks of direction, variation selectors, tags: class Cf and its like.
_INVISIBLE = re.compile(
    "[\xad\u034f\u061c\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


def fold(text: str) -> str:
    """The text with a plain blank for every blank and line end. It has the same length, so places in it stay."""
    return text if text.isascii() and not _has_controls(text) else text.translate(_TO_BLANK)


def _has_controls(text: str) -> bool:
    return not text.isprintable()


def read(text: str) -> str:
    """The text as a reader reads it: blanks plain and single, nothing invisible, composed letters (NFC)."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    return " ".join(fold(text).split())


def alike(one: str, other: str) -> bool:
    """Whether two texts read the same: they differ in kinds of blank, invisible characters or composing at most."""
    return one == other or read(one) == read(other)


def invisible(text: str) -> Iterator[tuple[int, str]]:
    """Each character that shows nothing and is not a blank, with its place."""
    if not text.isascii():
        for found in _INVISIBLE.finditer(text):
            yield found.start(), found[0]


def is_composed(text: str) -> bool:
    """Whether the text is in NFC, as keyboards write it: "é" and not "e" with an accent of its own."""
    return text.isascii() or unicodedata.is_normalized("NFC", text)


def named(character: str) -> str:
    """A character for a reader: "U+00A0, a no-break space"."""
    name = unicodedata.name(character, "").lower() or _CONTROLS.get(character, "a control character")
    return f"U+{ord(character):04X}, {_with_article(name)}"


_CONTROLS = {"\x85": "a next line", "\r": "a carriage return", "\x0b": "a line tabulation", "\x0c": "a form feed"}


def _with_article(name: str) -> str:
    return name if name.startswith(("a ", "an ")) else f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


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
