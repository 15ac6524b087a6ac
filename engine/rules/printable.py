"""Texts hold only characters that can be printed, in the order they are read.

Control characters break PDF, Word and web pages. Characters that turn the direction of writing around can make a
text read differently from what it says, so they are refused; right-to-left letters need none of them.
"""

import re
import unicodedata
from collections.abc import Iterator

from engine.model.facts import strings
from engine.model.finding import Finding
from engine.model.place import Sourced
from engine.model.register import Register

# C0 and C1 controls but tab and line break; direction overrides and isolates; lone surrogates; non-characters
_REFUSED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def check(register: Register) -> Iterator[Finding]:
    """Findings at each such character."""
    school = (register.school,) if register.school else ()
    nouns: tuple[Sourced, ...] = (*register.clauses, *register.policies, *register.instruments, *register.terms)
    for noun in (*nouns, *register.services, *register.approvals, *school):
        for place, text in strings(noun):
            for found in _REFUSED.finditer(text):
                name = unicodedata.name(found[0], "control character").lower()
                spot = place.span(text, found.start(), found.end())
                yield Finding(spot, f"U+{ord(found[0]):04X} ({name}) cannot be printed", "delete the character")
