"""Texts hold only characters that can be printed, in the order they are read.

Control characters break PDF, Word and web pages. Characters that turn the direction of writing around can make a
text read differently from what it says, and so can those that print nothing: they are refused; right-to-left letters
need none of them. Neither can a character be printed that no shipped font has: the PDF's fonts cover European
languages and Arabic script, not emoji.
"""

import unicodedata
from collections.abc import Iterator
from itertools import islice

from clausebook.lint.wording import every_string
from clausebook.model.finding import Finding
from clausebook.model.register import Register
from clausebook.text.glyphs import missing_glyphs

READS = "policy"

MOST = 20  # findings in one text: what is left is found again once they are mended
INVISIBLE = ("Cc", "Cf", "Zl", "Zp")


def check(register: Register) -> Iterator[Finding]:
    """Findings at each such character."""
    for place, text in every_string(register):
        if missing := missing_glyphs(text):
            found = (start for start, character in enumerate(text) if character in missing)
            for start in islice(found, MOST):
                name = unicodedata.name(text[start], "control character").lower()
                message = f"U+{ord(text[start]):04X} ({name}) cannot be printed"
                yield Finding(place.span(text, start, start + 1), message, _hint(text[start]))


def _hint(character: str) -> str:
    if unicodedata.category(character) in INVISIBLE:
        return "delete the character"
    return "no font that is shipped has it: write it in other characters"
