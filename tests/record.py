"""The 2018 text as it was on paper: the record that the 2018 edition is held against, line by line."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

RECORD = Path(__file__).resolve().parent.parent / "docs" / "adopted" / "acceptable-use-2018.txt"
FIRST_LINE = "1. Introduction\n\nThe policy defines"  # the printed contents have a line "1. Introduction" too


@lru_cache(maxsize=1)
def text() -> str:
    """All of it."""
    return RECORD.read_text(encoding="utf-8")


def cover_lines() -> list[str]:
    """What stands above the contents."""
    return [line for line in text()[: text().index("Contents")].split("\n") if line]


def printed_contents() -> list[tuple[str, str, str]]:
    """Number, title and page of each line of the printed contents; page "" where none was printed."""
    lines = text()[text().index("Page Number") : text().index(FIRST_LINE)].split("\n")[1:]
    found = [re.fullmatch(r"(\S+) (.*?)\t(.*)", line) for line in lines if line]
    return [(one[1], one[2], one[3]) for one in found if one]


def lines() -> list[str]:
    """Every heading, paragraph and item from the first section to the last, with `**` where the source has it."""
    body = text()[text().index(FIRST_LINE) :]
    return [re.sub(r"^- ", "", line.strip()) for line in body.split("\n") if line.strip()]


def plain_lines() -> list[str]:
    """The same without the source's marks of emphasis."""
    return [line.replace("**", "") for line in lines()]
