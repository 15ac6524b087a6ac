"""Words put together for a reader: "a, b and c", "2 clauses"."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LETTERED = re.compile(r"(.*)\(([a-z])\)")


def listed(words: Iterable[str], last: str = "and", most: int = 0) -> str:
    """The words as a list in a sentence: "a", "a and b", "a, b and c"; of more than `most` the rest is counted."""
    shown = tuple(words)
    if most and len(shown) > most:
        shown = (*shown[: most - 1], f"{len(shown) - most + 1} more")
    *before, end = shown or ("",)
    return f"{', '.join(before)} {last} {end}" if before else end


def numbers(cites: Iterable[str]) -> str:
    """Numbers of clauses and items, each once; three items or more that follow each other as "2.1(d) to (h)"."""
    runs: list[list[str]] = []
    for cite in dict.fromkeys(cites):
        if runs and _follows(runs[-1][-1], cite):
            runs[-1].append(cite)
        else:
            runs.append([cite])
    return listed(said for run in runs for said in ([f"{run[0]} to {run[-1][-3:]}"] if len(run) > 2 else run))


def _follows(one: str, other: str) -> bool:
    """Whether an item comes right after another one of its list."""
    first, second = _LETTERED.fullmatch(one), _LETTERED.fullmatch(other)
    return bool(first and second and first[1] == second[1] and ord(second[2]) == ord(first[2]) + 1)


def counted(number: int, one: str, many: str = "") -> str:
    """How many of a thing: "1 clause", "2 clauses", "no clauses"; "2 copies" with the plural given."""
    return f"{number or 'no'} {one if number == 1 else many or f'{one}s'}"


def every(number: int, one: str) -> str:
    """How often: "every year", "every 3 years"."""
    return f"every {one if number == 1 else f'{number} {one}s'}"


def months_in_words(months: int) -> str:
    """A time in years and months: "7 years and 6 months"; "" for less than a month."""
    years, rest = divmod(months, 12)
    return listed(counted(number, word) for number, word in ((years, "year"), (rest, "month")) if number)


def capital(text: str) -> str:
    """The text with a capital letter at its beginning."""
    return text[:1].upper() + text[1:]
