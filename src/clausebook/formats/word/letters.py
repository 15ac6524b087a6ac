"""How Word counts: the number at which a Word list shows a given letter, if it ever does."""

from __future__ import annotations

STYLES = ("LowerAlpha", "LowerRoman", "Decimal")  # pandoc's names, in the order the levels of a list use them
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_TENS = (("m",), ("c", "d", "m"), ("x", "l", "c"), ("i", "v", "x"))
_MOST = 780  # Word's lower-case letters start again after z thirty times


def count(style: int, letter: str) -> int:
    """The number at which a Word list of the style (an index of STYLES) shows the letter; 0 where it never does."""
    if style == 0:
        return _alphabetic(letter)
    if style == 1:
        return _roman(letter)
    plain = letter.isascii() and letter.isdigit() and not letter.startswith("0")
    return int(letter) if plain and len(letter) < 5 else 0


def _alphabetic(letter: str) -> int:
    """Word repeats a letter after z: 27 is aa, 28 is bb. Our ab is a number it never shows."""
    if not letter or set(letter) != {letter[0]} or not "a" <= letter[0] <= "z":
        return 0
    number = 26 * (len(letter) - 1) + ord(letter[0]) - ord("a") + 1
    return number if number <= _MOST else 0


def _roman(letter: str) -> int:
    if not letter or not set(letter) <= set(_ROMAN):
        return 0
    values = [_ROMAN[sign] for sign in letter]
    number = sum(-value if value < max(values[place:]) else value for place, value in enumerate(values))
    return number if roman(number) == letter else 0


def roman(number: int) -> str:
    """A number from 1 to 3999 in small roman numerals; nothing for any other."""
    if not 0 < number < 4000:
        return ""
    digits = f"{number:04d}"
    return "".join(_digit(int(digit), signs) for digit, signs in zip(digits, _TENS, strict=True))


def _digit(digit: int, signs: tuple[str, ...]) -> str:
    one, five, ten = (*signs, "", "")[:3]
    shapes = ("", one, one * 2, one * 3, one + five, five, five + one, five + one * 2, five + one * 3, one + ten)
    return shapes[digit]
