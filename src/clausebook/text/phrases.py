"""Words put together for a reader: "a, b and c", "2 clauses"."""

from __future__ import annotations

from collections.abc import Iterable


def listed(words: Iterable[str], last: str = "and") -> str:
    """The words as a list in a sentence: "a", "a and b", "a, b and c"."""
    *most, end = tuple(words) or ("",)
    return f"{', '.join(most)} {last} {end}" if most else end


def counted(number: int, one: str, many: str = "") -> str:
    """How many of a thing: "1 clause", "2 clauses", "2 copies" with the plural given."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"
