"""Documents made by hand at the time of the test: small Word files of any XML."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{_OFFICE}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)


def paragraph(words: str, style: str = "", *, properties: str = "", run: str = "") -> str:
    """One paragraph of a Word file; `properties` and `run` are XML inside w:pPr and w:rPr."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    text = f'<w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>' if words else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{text}</w:p>"


def bold(words: str) -> str:
    """A paragraph all in bold."""
    return paragraph(words, run="<w:b/>")


def counted(words: str, depth: int = 0, list_id: int = 1, style: str = "", run: str = "") -> str:
    """A paragraph that Word counts by itself."""
    numbers = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return paragraph(words, style, properties=numbers, run=run)


def table(*rows: tuple[str, ...]) -> str:
    """A table of plain cells."""
    cells = ("".join(f"<w:tc><w:tcPr/>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def numbering(*lists: tuple[int, tuple[tuple[str, str], ...]]) -> str:
    """numbering.xml: each list's id with the way and pattern of its levels."""
    made = ""
    for key, levels in lists:
        shown = "".join(
            f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{way}"/><w:lvlText w:val="{text}"/></w:lvl>'
            for depth, (way, text) in enumerate(levels)
        )
        made += f'<w:abstractNum w:abstractNumId="{key}">{shown}</w:abstractNum>'
    made += "".join(f'<w:num w:numId="{key}"><w:abstractNumId w:val="{key}"/></w:num>' for key, _ in lists)
    return f"<w:numbering {NAMESPACES}>{made}</w:numbering>"


def styles(*headings: int) -> str:
    """styles.xml with Word's own headings of some levels."""
    made = "".join(
        f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/></w:style>'
        for level in headings
    )
    return f"<w:styles {NAMESPACES}>{made}</w:styles>"


def parts(body: str, others: Mapping[str, str] | None = None) -> dict[str, bytes]:
    """The parts of a Word file; `others` are further parts of word/ by name, such as numbering.xml."""
    beside = dict(others or {})
    relations = "".join(
        f'<Relationship Id="r{place}" Type="{_OFFICE}/{Path(name).stem.rstrip("0123456789")}" Target="{name}"/>'
        for place, name in enumerate(beside)
    )
    texts = {
        "[Content_Types].xml": (
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_KIND}.document.main+xml"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
        ),
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>',
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        **{f"word/{name}": text for name, text in beside.items()},
    }
    return {path: text.encode("utf-8") for path, text in texts.items()}


def zipped(found: Mapping[str, bytes]) -> bytes:
    """An archive of the parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in found.items():
            archive.writestr(path, data)
    return target.getvalue()


def docx(body: str, others: Mapping[str, str] | None = None) -> bytes:
    """A Word file with this body."""
    return zipped(parts(body, others))
