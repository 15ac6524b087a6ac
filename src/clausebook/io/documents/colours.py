"""Colours that words are set in or are on: which of them somebody may have marked the words with."""

from __future__ import annotations

import re

WHITE = "white"
_CODE = re.compile(r"[0-9A-Fa-f]{6}")
_NAMES = {
    (True, False, False): "red",
    (False, True, False): "green",
    (False, False, True): "blue",
    (True, False, True): "purple",
    (False, True, True): "blue",
}


def named(code: str, *, shaded: bool = False) -> str:
    """The name of a colour of six digits that marks words; "" for black, grey, and dark ink.

    `shaded` says that the words are on a ground of their own, where white can be read.
    """
    if not _CODE.fullmatch(code):
        return ""
    red, green, blue = (int(code[at : at + 2], 16) for at in (0, 2, 4))
    if min(red, green, blue) >= 0xF0:
        return "" if shaded else WHITE
    if is_grey(code) or max(red, green, blue) < 0x70:
        return ""
    high = max(red, green, blue) * 0.6
    strong = (red >= high, green >= high, blue >= high)
    if strong == (True, True, False):
        return "yellow" if green > 0xC0 else "orange"
    return _NAMES.get(strong, "a pale colour")


def is_grey(code: str) -> bool:
    """Whether a colour is grey, black, white, or none."""
    if not _CODE.fullmatch(code):
        return True
    parts = [int(code[at : at + 2], 16) for at in (0, 2, 4)]
    return max(parts) - min(parts) < 0x18 and max(parts) != 0xF0
