"""PDF -> the drawing of each letter in each of its fonts, as a second library finds it: a font may draw others."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from string import ascii_letters, digits
from typing import Any

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
