"""Lines of a letterhead: a school's name, its address, how it is reached. They are no title and no heading."""

from __future__ import annotations

import re

_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
_REACHED = re.compile(
    r"(?:tel(?:ephone)?|phone|fax|e-?mail|web(?:site)?|address)\b\.?(?::\s*\S|\s*\+?[\d(]|\s+\S+[@.]\S+$)"
    r"|\+?[\d ()-]{9,}$|(?:www\.|https?://)\S+$"
    r"|\S+@\S+\.\w+$|head ?teacher:|principal:|registered (?:charity|company)|company (?:number|no)",
    re.I,
)
_NAME = re.compile(
    r"(?:[A-Z][\w’'.-]*|of|the|and|for|&|CE|RC|VA|VC)(?: (?:[A-Z][\w’'.-]*|of|the|and|for|&|CE|RC|VA|VC|\([A-Z]+\)))* "
    r"(?:Schools?|Academy|Academies|College|Nursery|Federation|Trust|Infants|Juniors|SCHOOL|ACADEMY|COLLEGE|TRUST)"
)
_LONGEST = 100  # characters of a line


def is_reached(words: str) -> bool:
    """Whether a line is an address, or says how the school is reached."""
    if len(words) > _LONGEST:
        return False
    is_sentence = words.rstrip().endswith((".", "!", "?"))
    return bool((_POSTCODE.search(words) and not is_sentence) or _REACHED.match(words))


def is_name(words: str) -> bool:
    """Whether a line is nothing but the name of a school."""
    return len(words) <= _LONGEST and bool(_NAME.fullmatch(words))
