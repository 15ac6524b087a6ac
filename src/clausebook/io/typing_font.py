"""A font to type with, inside a PDF: the letters of Western Europe, cut from the sans serif by Typst itself.

What a layout shows, Typst embeds by number of glyph, as no keyboard can. A form field needs the letters by their code:
the same outlines, with a table from characters to glyphs put in.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pikepdf import Object, Pdf

FAMILY = "Source Sans 3"
FIRST, LAST = 32, 255  # codes of WinAnsiEncoding
_TABLE = struct.Struct(">4sLLL")  # of a font file's directory: name, checksum, offset, length


def characters() -> dict[int, str]:
    """Code to character, for every code of WinAnsiEncoding that stands for one."""
    found = {}
    for code in range(FIRST, LAST + 1):
        character = bytes([code]).decode("cp1252", "replace")
        if character.isprintable() and character != "\N{REPLACEMENT CHARACTER}":
            found[code] = character
    return found


def sample() -> str:
    """Typst source of a page that shows each of the characters once."""
    shown = "".join(rf"\u{{{ord(character):x}}}" for character in characters().values())
    style = f'font: "{FAMILY}", fallback: false, hyphenate: false, ligatures: false, kerning: false, lang: "en"'
    return f'#set document(title: "x")\n#set text({style})\n#set page(width: 4000pt)\n#text("{shown}")\n'


def embed(pdf: Pdf, sampled: bytes) -> Object:
    """Put the font of a typeset sample into a PDF as a simple font, and give its dictionary."""
    import pikepdf

    font, widths, name, facts = _read(sampled)
    descriptor = pikepdf.Dictionary(
        Type=pikepdf.Name.FontDescriptor,
        FontName=pikepdf.Name(name),
        FontFile2=pdf.make_stream(font, Length1=len(font)),
        Flags=32,  # letters of Latin script, as their codes say
        **facts,
    )
    return pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.TrueType,
            BaseFont=pikepdf.Name(name),
            Encoding=pikepdf.Name.WinAnsiEncoding,
            FirstChar=FIRST,
            LastChar=LAST,
            Widths=pikepdf.Array([widths.get(code, 0) for code in range(FIRST, LAST + 1)]),
            FontDescriptor=pdf.make_indirect(descriptor),
        )
    )


@cache
def _read(sampled: bytes) -> tuple[bytes, Mapping[int, int], str, Mapping[str, Any]]:
    """Font file, width of each code, name, and measures, from a typeset sample."""
    import pikepdf

    with pikepdf.open(io.BytesIO(sampled)) as opened:
        fonts: Any = opened.pages[0].Resources.Font
        (whole,) = fonts.values()
        (part,) = whole.DescendantFonts
        glyphs = _glyphs(whole.ToUnicode.read_bytes().decode("ascii"))
        by_glyph = _widths(list(part.W))
        described = part.FontDescriptor
        names = ("Ascent", "Descent", "CapHeight", "StemV", "ItalicAngle")
        facts: dict[str, Any] = {name: int(described[f"/{name}"]) for name in names}
        facts["FontBBox"] = [int(edge) for edge in described.FontBBox]
        font = with_characters(described.FontFile2.read_bytes(), glyphs)
        name = str(part.BaseFont)
    codes = characters()
    return font, {code: by_glyph[glyphs[ord(codes[code])]] for code in codes}, name, facts


def _glyphs(to_unicode: str) -> dict[int, int]:
    """Character to glyph, from the table by which a reader copies text."""
    found = {}
    for glyph, character in re.findall(r"^<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]{4})>$", to_unicode, re.MULTILINE):
        found[int(character, 16)] = int(glyph, 16)
    return found


def _widths(listed: list[Any]) -> dict[int, int]:
    """Glyph to width in thousandths, from runs of first glyph, last glyph, width."""
    found = {}
    for first, last, width in zip(listed[::3], listed[1::3], listed[2::3], strict=True):
        found.update(dict.fromkeys(range(int(first), int(last) + 1), round(float(width))))
    return found


def with_characters(font: bytes, glyphs: Mapping[int, int]) -> bytes:
    """The font file with a table from characters to glyphs (OpenType, `cmap`, format 4)."""
    count = struct.unpack(">H", font[4:6])[0]
    tables = {}
    for index in range(count):
        name, _, offset, length = _TABLE.unpack_from(font, 12 + index * _TABLE.size)
        tables[name] = font[offset : offset + length]
    tables[b"cmap"] = _cmap(glyphs)
    return _font_file(tables)


def _cmap(glyphs: Mapping[int, int]) -> bytes:
    """One segment a character: there are few of them, and it cannot go wrong."""
    pairs = [*sorted(glyphs.items()), (0xFFFF, 0)]
    ends = [code for code, _ in pairs]
    deltas = [(glyph - code) % 0x10000 for code, glyph in pairs]
    count = len(pairs)
    power = 1 << (count.bit_length() - 1)
    head = (count * 2, power * 2, power.bit_length() - 1, (count - power) * 2)
    body = struct.pack(f">4H{count}HH{count}H{count}H{count}H", *head, *ends, 0, *ends, *deltas, *([0] * count))
    subtable = struct.pack(">3H", 4, 6 + len(body), 0) + body
    return struct.pack(">HHHHL", 0, 1, 3, 1, 12) + subtable


def _font_file(tables: Mapping[bytes, bytes]) -> bytes:
    """A font file of these tables, with its directory and checksums."""
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    directory = struct.pack(">LHHHH", 0x00010000, count, power * 16, power.bit_length() - 1, (count - power) * 16)
    offset, body = 12 + count * _TABLE.size, b""
    for name, content in sorted(tables.items()):
        padded = content + b"\0" * (-len(content) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}L", padded)) % 2**32
        directory += _TABLE.pack(name, total, offset + len(body), len(content))
        body += padded
    return directory + body
