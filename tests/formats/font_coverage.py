"""The characters that the shipped fonts have glyphs for, read from their cmap tables.

Run as a program (`python -m tests.formats.font_coverage`) it rewrites the table in src/clausebook/text/glyphs.py.
"""

from __future__ import annotations

import struct
import unicodedata
from pathlib import Path

from clausebook.io.typst import font_folders
from clausebook.text import glyphs

# How the file names of a family begin. Serif and sans are one family here: words stand in both.
FAMILIES = ("Source", "Amiri")


def covered() -> set[int]:
    """Code points that show in every style: those that all faces of a family have."""
    faces = {path.name: characters(path) for folder in font_folders().values() for path in folder.glob("*.ttf")}
    shown = (
        set.intersection(*(found for name, found in faces.items() if name.startswith(family))) for family in FAMILIES
    )
    return {code for code in set().union(*shown) if _can_be_read(chr(code))}


def _can_be_read(character: str) -> bool:
    """No control, no private or unassigned code, nothing invisible but the joiners of Urdu and emoji."""
    return (
        unicodedata.category(character) not in ("Cc", "Cs", "Co", "Cn", "Cf", "Zl", "Zp") or character in glyphs.JOINERS
    )


def ranges(codes: set[int]) -> list[str]:
    """The code points as hexadecimal ranges, in order."""
    found: list[list[int]] = []
    for code in sorted(codes):
        if found and code == found[-1][1] + 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return [f"{start:x}" if start == end else f"{start:x}-{end:x}" for start, end in found]


def characters(path: Path) -> set[int]:
    """Code points that the font maps to a glyph. Formats 4 and 12, which is what TrueType fonts carry."""
    data = path.read_bytes()
    found: set[int] = set()
    tables = struct.unpack_from(">H", data, 4)[0]
    entries = (struct.unpack_from(">4sLLL", data, 12 + 16 * index) for index in range(tables))
    start = next(offset for tag, _, offset, _ in entries if tag == b"cmap")
    for index in range(struct.unpack_from(">H", data, start + 2)[0]):
        at = start + struct.unpack_from(">L", data, start + 8 + 8 * index)[0]
        kind = struct.unpack_from(">H", data, at)[0]
        if kind == 4:
            found |= _format_4(data, at)
        elif kind == 12:
            found |= _format_12(data, at)
    return found


def _format_4(data: bytes, at: int) -> set[int]:
    count = struct.unpack_from(">H", data, at + 6)[0] // 2
    read = [struct.unpack_from(f">{count}H", data, at + 14 + shift) for shift in (0, 2 + 2 * count, 2 + 4 * count)]
    offsets_at = at + 16 + 6 * count
    found = set()
    for index, (end, start, delta) in enumerate(zip(*read, strict=True)):
        offset = struct.unpack_from(">H", data, offsets_at + 2 * index)[0]
        for code in range(start, end + 1):
            glyph = code
            if offset:
                glyph = struct.unpack_from(">H", data, offsets_at + 2 * index + offset + 2 * (code - start))[0]
            if (offset == 0 or glyph) and (glyph + delta) & 0xFFFF and code != 0xFFFF:
                found.add(code)
    return found


def _format_12(data: bytes, at: int) -> set[int]:
    groups = struct.unpack_from(">L", data, at + 12)[0]
    found: set[int] = set()
    for index in range(groups):
        start, end, glyph = struct.unpack_from(">LLL", data, at + 16 + 12 * index)
        found.update(code for code in range(start, end + 1) if glyph + code - start)
    return found


def _lines(parts: list[str]) -> list[str]:
    lines = [""]
    for part in parts:
        if len(lines[-1]) + len(part) > 110:
            lines.append("")
        lines[-1] += part + " "
    return [line.rstrip() for line in lines]


if __name__ == "__main__":
    home = Path(glyphs.__file__)
    head, _, rest = home.read_text(encoding="utf-8").partition('RANGES = """\n')
    table = "\n".join(_lines(ranges(covered())))
    home.write_text(f'{head}RANGES = """\n{table}\n{rest[rest.index(chr(34) * 3) :]}', encoding="utf-8", newline="\n")
