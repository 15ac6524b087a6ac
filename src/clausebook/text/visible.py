"""Text of others on its way to a terminal: what would move the cursor, paint, or turn words around is shown instead."""

from __future__ import annotations

import json
import re
import unicodedata

# C0 but the line end, DEL, C1, controls of direction, invisible signs, line separators, half characters, tags.
_HIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
    # joiners spell Arabic and Indian words, and hide in Latin ones
    "|(?<![\u0600-\u0dff\ufb50-\ufeff])[\u200c\u200d]"
)


def visible(text: str) -> str:
    """The text with \\x1b for an escape and U+202E for a mark of direction; line ends and blanks stay."""
    if text.isascii() and text.isprintable():
        return text
    return _HIDDEN.sub(_shown, text)


def one_line(text: str) -> str:
    """The same on one line: for a name, a subject or a path, in which a line end would begin a line of its own."""
    return visible(text).replace("\n", "\\x0a")


def json_safe(text: str) -> str:
    """JSON with escapes for what a terminal would obey: the same data to a program that reads it."""
    return _HIDDEN.sub(lambda found: _escape(found[0]), text)


def _escape(character: str) -> str:
    return "\\u007f" if character == "\x7f" else json.dumps(character)[1:-1]


def _shown(found: re.Match[str]) -> str:
    character = found[0]
    if ord(character) < 0x100 and unicodedata.category(character) == "Cc":
        return f"\\x{ord(character):02x}"
    return f"U+{ord(character):04X}"
