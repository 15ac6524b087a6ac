"""Texts hold only characters that can be printed, in the order they are read.

Control characters break PDF, Word and web pages. Characters that turn the direction of writing around can make a
text read differently from what it says, and so can those that print nothing: they are refused; right-to-left letters
need none of them. Neither can a character be printed that no shipped font has: the PDF's fonts cover European
languages and Arabic script, not emoji.
"""

import unicodedata
from collections.abc import Iterator

from clausebook.model.facts import strings
from clausebook.model.finding import Finding
from clausebook.model.location import Located
from clausebook.model.register import Register
from clausebook.text.glyphs import missing_glyphs

INVISIBLE = ("Cc", "Cf", "Zl", "Zp")


def check(register: Register) -> Iterator[Finding]:
    """Findings at each such character."""
    school = (register.school,) if register.school else ()
    records: tuple[Located, ...] = (*register.clauses, *register.policies, *register.instruments, *register.terms)
    for record in (*records, *register.services, *register.approvals, *school):
        for place, text in strings(record):
            missing = missing_glyphs(text)
            for start, found in enumerate(text if missing else ""):
                if found in missing:
                    name = unicodedata.name(found, "control character").lower()
                    message = f"U+{ord(found):04X} ({name}) cannot be printed"
                    yield Finding(place.span(text, start, start + 1), message, _hint(found))


def _hint(character: str) -> str:
    if unicodedata.category(character) in INVISIBLE:
        return "delete the character"
    return "no font that is shipped has it: write it in other characters"
