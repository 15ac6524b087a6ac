"""A letter and its accent are one character, as keyboards write them.

Some programs write "é" as two characters, e and an accent. It looks the same and is compared as the same, but a search
in another program may miss the word.
"""

from collections.abc import Iterator
from unicodedata import normalize

from clausebook.lint.wording import every_string
from clausebook.model.finding import Finding
from clausebook.model.register import Register
from clausebook.text.blanks import is_composed

LEVEL = "note"
READS = "policy"


def check(register: Register) -> Iterator[Finding]:
    """Findings at the first such word of a text."""
    for place, text in every_string(register):
        # some blanks are two characters for one, too, and no word
        if not is_composed(text) and (word := next((one for one in text.split() if not is_composed(one)), "")):
            message = f"“{word}” has letters whose accents are characters of their own"
            yield Finding(place.on(word), message, f"type {normalize('NFC', word)} in its place")
