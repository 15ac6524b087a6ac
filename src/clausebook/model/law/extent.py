"""Where law extends to, as the register records it: read from "E+W+S", and not known where it is not that plain."""

from __future__ import annotations

import re

from clausebook.text.phrases import listed

NATIONS = {"England": "E", "Wales": "W", "Scotland": "S", "Northern Ireland": "N.I."}
_LETTERS = re.compile(r"(?:E|W|S|N\.I\.)(?:\+(?:E|W|S|N\.I\.))*")


def nations_of(extent: str) -> tuple[str, ...]:
    """The nations that an extent names; () where none is recorded, or it differs by part."""
    if extent.strip() in ("U.K.", "UK"):
        return tuple(NATIONS)
    if not _LETTERS.fullmatch(extent.strip()):
        return ()
    letters = extent.strip().split("+")
    return tuple(nation for nation, letter in NATIONS.items() if letter in letters)


def shown(nations: tuple[str, ...]) -> str:
    """Nations in words: "England and Wales"."""
    return listed(nations)
