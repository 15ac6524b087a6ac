"""Numbers as letters, roman numerals and words: 3 is c, iii or three."""

from __future__ import annotations

_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
SMALL = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"),
    *("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)


def alphabetic(number: int) -> str:
    """1 is a, 26 is z, 27 is aa."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def roman(number: int) -> str:
    """1 is i, 4 is iv; "" for what is not above 0."""
    numeral = ""
    for value, sign in _ROMAN:
        count, number = divmod(max(number, 0), value)
        numeral += sign * count
    return numeral


def of_roman(numeral: str) -> int:
    """The number of a roman numeral as it is rightly written, in either case; 0 for what is none."""
    values = {sign: value for value, sign in _ROMAN if len(sign) == 1}
    digits = [values.get(sign, 0) for sign in numeral.lower()]
    if not digits or 0 in digits:
        return 0
    number = sum(-value if value < after else value for value, after in zip(digits, [*digits[1:], 0], strict=True))
    return number if roman(number) == numeral.lower() else 0


def in_words(number: int) -> str:
    """A small number as running text has it: three; 21 and above in figures."""
    return SMALL[number - 1] if 0 < number <= len(SMALL) else str(number)
