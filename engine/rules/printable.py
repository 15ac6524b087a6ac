"""Texts hold only characters that can be printed, in the order they are read.

Control characters break PDF, Word and web pages. Characters that turn the direction of writing around can make a
text read differently from what it says, so they are refused; right-to-left letters need none of them.
"""

import re
import unicodedata
from collections.abc import Iterator

from engine.model.facts import texts
from engine.model.finding import Finding
from engine.model.register import Register

# C0 and C1 controls but tab and line break; direction overrides and isolates; lone surrogates; non-characters
_REFUSED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def check(register: Register) -> Iterator[Finding]:
    """Findings at the text that holds such a character."""
    for clause in register.clauses:
        for noun, field, text in texts(clause):
            for character in sorted(set(_REFUSED.findall(text))):
                name = unicodedata.name(character, "control character")
                message = f"U+{ord(character):04X} ({name.lower()}) cannot be printed"
                yield Finding(noun.where(field), message, "delete the character")
