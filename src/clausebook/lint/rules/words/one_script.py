"""A word is written in the letters of one script.

A Cyrillic o in "not" looks right to people and is another word to every search and every rule, and so is a word with
a joiner inside that nobody sees, or with a figure for a letter. Words of other languages are welcome as whole words.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Literal

from clausebook.lint.wording import every_string
from clausebook.model.finding import Finding, Level
from clausebook.model.register import Register
from clausebook.text.scripts import JOINED, oddities

READS = "policy"

ADOPTED = "note"
MOST = 20  # findings in one text


def check(register: Register) -> Iterator[Finding]:
    """Findings at the letter."""
    for place, text in every_string(register):
        for odd in islice(oddities(text), MOST):
            hint = f"write {odd.meant} in Latin letters, or the whole word in the letters of its own language"
            level: Level | Literal[""] = "warning" if odd.character in JOINED else ""  # it is the same word to people
            yield Finding(place.span(text, odd.begins, odd.begins + len(odd.word)), odd.message, hint, level=level)
