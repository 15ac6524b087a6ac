"""How Word counts: the number at which a Word list shows a given letter, if it ever does."""

from __future__ import annotations

from clausebook.text.numerals import of_roman

STYLES = ("LowerAlpha", "LowerRoman", "Decimal")  # pandoc's names, in the order the levels of a list use them
_MOST = 780  # Word's lower-case letters start again after z thirty times


def count(style: int, letter: str) -> int:
    """The number at which a Word list of the style (an index of STYLES) shows the letter; 0 where it never does."""
    if style == 0:
        return _alphabetic(letter)
    if style == 1:
        return of_roman(letter) if letter.islower() and len(letter) < 16 else 0
    plain = letter.isascii() and letter.isdigit() and not letter.startswith("0")
    return int(letter) if plain and len(letter) < 5 else 0


def _alphabetic(letter: str) -> int:
    """Word repeats a letter after z: 27 is aa, 28 is bb. Our ab is a number it never shows."""
    if not letter or set(letter) != {letter[0]} or not "a" <= letter[0] <= "z":
        return 0
    number = 26 * (len(letter) - 1) + ord(letter[0]) - ord("a") + 1
    return number if number <= _MOST else 0
