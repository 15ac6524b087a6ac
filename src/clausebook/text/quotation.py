"""Straight quotation marks and apostrophes <-> typographic ones, character for character."""

from __future__ import annotations

_STRAIGHT = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"'})
_OPENS_AFTER = frozenset(" \t\n\N{NO-BREAK SPACE}([{/\N{EN DASH}\N{EM DASH}“‘")


def straight(text: str) -> str:
    """The text with these four typographic marks straight, and no other character changed."""
    return text if text.isascii() else text.translate(_STRAIGHT)


def typographic(text: str) -> str:
    """The text with straight marks set typographically; as long as before, and straight again it is the same.

    A single mark opens only where another one closes it: in "pupils' 'own' phones" the first is an apostrophe. A mark
    behind a figure that closes nothing is feet or inches, and stays.
    """
    if "'" not in text and '"' not in text:
        return text
    made, is_open = list(text), {"'": False, '"': False}
    for at, sign in enumerate(text):
        if sign not in is_open:
            continue
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        follows = after.strip() or (sign == '"' and sign in text[at + 1 :])  # ' " said in words " ': blanks inside
        opens = (not before or made[at - 1] in _OPENS_AFTER) and bool(follows) and not is_open[sign]
        if opens and (sign == '"' or (after.isalpha() and _is_closed(text, at + 1))):
            made[at], is_open[sign] = ("“" if sign == '"' else "‘"), True
        elif before.isdigit() and not is_open[sign] and not after.isalpha():
            continue
        else:
            made[at], is_open[sign] = ("”" if sign == '"' else "’"), is_open[sign] and after.isalpha()
    return "".join(made)


def _is_closed(text: str, start: int) -> bool:
    """Whether a later single mark ends a word of the same text and no word goes on behind it."""
    return any(
        sign == "'" and not text[at - 1].isspace() and not text[at + 1 : at + 2].isalnum()
        for at, sign in enumerate(text[start:], start)
    )
