"""Fonts of a PDF: which letters a code says it is, and which letter is drawn."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cached_property
from string import ascii_letters, digits
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


MOST_ALIKE = 3  # letters that one drawing can be; more are the sign for a letter that the font lacks
SIZE = 100.0


def drawings(content: bytes) -> dict[str, dict[str, str]]:
    """Font, letter and the digest of its drawing, for Latin letters and figures. Nothing for what cannot be read."""
    import pypdfium2

    found: dict[str, dict[str, str]] = {}
    try:
        with pypdfium2.PdfDocument(content) as pdf:
            for name, font in _fonts(pdf):
                drawn = {letter: made for letter in ascii_letters + digits if (made := _drawing(font, letter))}
                often = Counter(drawn.values())
                found[name] = {letter: made for letter, made in drawn.items() if often[made] <= MOST_ALIKE}
    except pypdfium2.PdfiumError:
        return {}
    return found


def exchanged(made: dict[str, dict[str, str]], found: dict[str, dict[str, str]]) -> Iterator[tuple[str, str]]:
    """Letters of a file that it draws as the file beside it draws others: what is written, and what is drawn."""
    known: dict[str, set[str]] = defaultdict(set)
    for letters in made.values():
        for letter, drawing in letters.items():
            known[drawing].add(letter)
    pairs = {
        (letter, min(known[drawing]))
        for letters in found.values()
        for letter, drawing in letters.items()
        if drawing in known and letter not in known[drawing]
    }
    yield from sorted(pairs)


def _fonts(pdf: Any) -> Iterator[tuple[str, Any]]:
    """Every font that a page shows words with, once."""
    import ctypes

    from pypdfium2 import raw

    seen: set[int | None] = set()
    for page in pdf:
        for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            font = raw.FPDFTextObj_GetFont(one.raw)
            address = ctypes.cast(font, ctypes.c_void_p).value
            if font and address not in seen:
                seen.add(address)
                name = ctypes.create_string_buffer(256)
                raw.FPDFFont_GetBaseFontName(font, name, 256)
                yield f"{name.value.decode('utf-8', 'replace')} {len(seen)}", font


def _drawing(font: Any, letter: str) -> str:
    """A digest of the points of a letter; "" where the font has none."""
    import ctypes

    from pypdfium2 import raw

    path = raw.FPDFFont_GetGlyphPath(font, ord(letter), SIZE)
    x, y, points = ctypes.c_float(), ctypes.c_float(), []
    for at in range(raw.FPDFGlyphPath_CountGlyphSegments(path) if path else 0):
        raw.FPDFPathSegment_GetPoint(raw.FPDFGlyphPath_GetGlyphPathSegment(path, at), x, y)
        points.append(f"{x.value:.1f} {y.value:.1f}")
    return hashlib.sha256(" ".join(points).encode()).hexdigest() if points else ""
