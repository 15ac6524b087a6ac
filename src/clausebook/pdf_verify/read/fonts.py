"""A font of a PDF -> characters and widths of the codes that a page shows with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

MOST_CODES = 65536
_SECTION = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_CHAR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]+)>|\[([^\]]*)\])")
_HEX = re.compile(rb"<([0-9A-Fa-f]+)>")
UNKNOWN = "\N{REPLACEMENT CHARACTER}"


class Font:
    """One font resource. `show` says what codes mean and how wide they are, in thousandths of the font's size."""

    def __init__(self, resource: Any) -> None:
        self.resource = resource
        self._known: dict[bytes, tuple[str, float]] = {}
        self.composite = str(resource.get("/Subtype", "")) == "/Type0"

    @cached_property
    def characters(self) -> dict[int, str]:
        """Code to text, as the font's own table says."""
        import pikepdf

        table = self.resource.get("/ToUnicode")
        return dict(_table(table.read_bytes())) if isinstance(table, pikepdf.Stream) else {}

    @cached_property
    def widths(self) -> dict[int, float]:
        """Code to width, where the font says one."""
        if self.composite:
            return dict(_ranges(list(self._descendant.get("/W", []))))
        first = int(self.resource.get("/FirstChar", 0))
        return {first + at: float(width) for at, width in enumerate(self.resource.get("/Widths", []))}

    @cached_property
    def default(self) -> float:
        """The width of every other code."""
        return float(self._descendant.get("/DW", 1000)) if self.composite else 500.0

    @property
    def _descendant(self) -> Any:
        return self.resource.DescendantFonts[0]

    def show(self, shown: bytes) -> tuple[str, float, int]:
        """Text and width of codes, and how many they are."""
        step, known = 2 if self.composite else 1, self._known
        text, whole = "", 0.0
        codes = [shown[at : at + step] for at in range(0, len(shown), step)]
        for code in codes:
            if code not in known:
                number = int.from_bytes(code, "big")
                known[code] = self._text(number), self.widths.get(number, self.default)
            letters, width = known[code]
            text += letters
            whole += width
        return text, whole, len(codes)

    def _text(self, code: int) -> str:
        """A simple font without a table is read as Windows text, which is what form fields are drawn with."""
        if code in self.characters:
            return self.characters[code]
        if self.composite or self.characters:
            return UNKNOWN
        return bytes([code]).decode("cp1252", "replace")


def _table(content: bytes) -> Iterator[tuple[int, str]]:
    """Code to text, from a ToUnicode table: `<code> <text>`, `<from> <to> <text>` and `<from> <to> [<text> …]`.

    The libraries' own readers follow a range however long it says it is; no font has more than 65,536 codes.
    """
    for kind, body in _SECTION.findall(content):
        if kind == b"char":
            yield from ((int(code, 16), _utf16(text)) for code, text in _CHAR.findall(body))
            continue
        for first, last, text, listed in _RANGE.findall(body):
            start, size = int(first, 16), min(int(last, 16) - int(first, 16) + 1, MOST_CODES)
            if listed:
                texts = [_utf16(one) for one in _HEX.findall(listed)]
                yield from ((start + at, one) for at, one in enumerate(texts[:size]))
            elif text:
                whole = bytes.fromhex(text.decode().rjust(len(text) + len(text) % 2, "0"))
                end = int.from_bytes(whole[-2:], "big")
                for at in range(size):
                    last_two = ((end + at) & 0xFFFF).to_bytes(2, "big")
                    yield start + at, (whole[:-2] + last_two).decode("utf-16-be", "replace")


def _utf16(text: bytes) -> str:
    return bytes.fromhex(text.decode().rjust(len(text) + len(text) % 2, "0")).decode("utf-16-be", "replace")


def _ranges(entries: list[Any]) -> Iterator[tuple[int, float]]:
    """`first [w w w]` and `first last w`, as PDF writes widths of composite fonts."""
    at = 0
    while at + 1 < len(entries):
        first, second = int(entries[at]), entries[at + 1]
        if hasattr(second, "__iter__"):
            yield from ((first + place, float(width)) for place, width in enumerate(second))
            at += 2
        elif at + 2 < len(entries):
            last = min(int(second), first + 65535)
            yield from ((code, float(entries[at + 2])) for code in range(first, last + 1))
            at += 3
        else:
            return
