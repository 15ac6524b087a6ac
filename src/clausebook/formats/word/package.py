"""The zip files around a Word document: the reference document that pandoc dresses it with, and the last touches."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from clausebook.formats._labels import labels_of
from clausebook.formats._templates import environment
from clausebook.formats.word.cover import status
from clausebook.model.edition import Edition
from clausebook.text.colour import readable

FOLDER = "templates/word/"
_ONLY = "template"
_TEMPLATED = {
    "word/document.xml": "frame.xml",
    "word/styles.xml": "styles.xml",
    "word/fontTable.xml": "fonts.xml",
    "word/footer1.xml": "footer.xml",
    "word/footer2.xml": "footer.xml",
}
_AFTERWARDS = {"word/settings.xml": "settings.xml", "docProps/app.xml": "properties.xml"}
_CONTENTS_LINE = re.compile(rb'<w:pStyle w:val="TOC[12]" />.*?</w:p>')
# What pandoc gives a paragraph that goes on inside an item: an empty bullet, whose indent would override our styles'.
_UNNUMBERED = re.compile(rb'<w:numPr><w:ilvl w:val="\d+" /><w:numId w:val="1000" /></w:numPr>')
_AFTER_TABLE = re.compile(rb'</w:tbl>\s*<w:p><w:pPr><w:pStyle w:val="BodyText" />(?=</w:pPr>)')
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PARTS = (  # id, kind of relation, file; the ids are those of templates/word/frame.xml
    ("rId1", "styles", "styles.xml"),
    ("rId3", "fontTable", "fontTable.xml"),
    ("rId11", "header", "header1.xml"),
    ("rId12", "header", "header2.xml"),
    ("rId13", "footer", "footer1.xml"),
    ("rId14", "footer", "footer2.xml"),
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EARLIEST = 1980  # a zip file knows no year before
_INDENT, _OUR_INDENT = 720, 567  # of a level of a list, in twentieths of a point: pandoc's, and 1 cm


def reference(edition: Edition, templates: Mapping[str, bytes], *, marked: bool = True) -> bytes:
    """A document with our styles, page, header and footer, in the colours and with the words of this edition.

    `marked` says that a draft has the word behind its text; where changes are read, it would be in their way.

    It is put together from templates/word at every build, so that its look can be reviewed as text. Raises KeyError
    for a template that is not there.
    """
    values = _values(edition, templates)
    parts = {path: _filled(templates[FOLDER + name], values) for path, name in _TEMPLATED.items()}
    for path, first in (("word/header1.xml", False), ("word/header2.xml", True)):
        mark = ("DraftMarkOnCover" if first else "DraftMark") if marked else ""
        parts[path] = _filled(templates[f"{FOLDER}header.xml"], {**values, "first": first, "mark": mark})
    return _zipped({**_skeleton(), **parts}, date(_EARLIEST, 1, 1))


def _values(edition: Edition, templates: Mapping[str, bytes]) -> dict[str, Any]:
    labels, brand = labels_of(edition.school.language, templates), edition.school.brand
    return {
        "primary": readable(brand.primary).lstrip("#").upper(),
        "accent": readable(brand.accent).lstrip("#").upper(),
        "language": edition.school.language,
        "school": edition.school.name,
        "title": edition.title,
        "status": status(edition),
        "draft": edition.is_draft,
        "page": labels["page"],
        "of": labels["of_pages"],
    }


def _filled(template: bytes, values: Mapping[str, Any]) -> bytes:
    # Autoescape makes words safe for XML; nothing in a template is marked safe.
    env = environment("word", {_ONLY: template}, autoescape=True, keep_trailing_newline=True)
    return env.get_template(_ONLY).render(values).encode("utf-8")


def _skeleton() -> dict[str, bytes]:
    relations = "".join(
        f'<Relationship Id="{name}" Type="{_RELATION}/{kind}" Target="{file}"/>' for name, kind, file in _PARTS
    )
    kinds = "".join(f'<Override PartName="/word/{file}" ContentType="{_WORD}.{kind}+xml"/>' for _, kind, file in _PARTS)
    return {
        "[Content_Types].xml": (
            f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>{kinds}</Types>'
        ).encode(),
        "_rels/.rels": (
            f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{_RELATION}/officeDocument" Target="word/document.xml"/></Relationships>'
        ).encode(),
        "word/_rels/document.xml.rels": (
            f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>'
        ).encode(),
    }


def finished(made: bytes, *, ours: Mapping[str, bytes], dated: date) -> bytes:
    """What pandoc made, with what its writer cannot do; `ours` are parts that take the place of its own."""
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts.update(ours)
    if "word/numbering.xml" in parts:
        parts["word/numbering.xml"] = _indented(parts["word/numbering.xml"])
    document = _UNNUMBERED.sub(b"", parts["word/document.xml"])
    parts["word/document.xml"] = _tables(_plain_contents(_first_page(document)))
    return _zipped(parts, dated)


def finisher(
    edition: Edition, templates: Mapping[str, bytes], dated: date, tracked: Mapping[str, bytes] | None = None
) -> partial[bytes]:
    """`finished` for one edition, waiting for pandoc's bytes.

    `tracked` are parts that a document with tracked changes brings with it; Word goes on tracking in such a one.
    """
    values = {**_values(edition, templates), "tracked": tracked is not None}
    ours = {path: _filled(templates[FOLDER + name], values) for path, name in _AFTERWARDS.items()}
    return partial(finished, ours={**ours, **(tracked or {})}, dated=dated)


def _first_page(document: bytes) -> bytes:
    """The first chapter begins on a page of its own, after cover and contents."""
    heading = b'<w:pStyle w:val="Heading1" />'
    return document.replace(heading, heading + b"<w:pageBreakBefore/>", 1)


def _plain_contents(document: bytes) -> bytes:
    """Entries of the contents are links, but a list where every line is underlined is hard to read."""
    link = b'<w:rPr><w:rStyle w:val="Hyperlink" /></w:rPr>'
    return _CONTENTS_LINE.sub(lambda line: line[0].replace(link, b""), document)


def _tables(document: bytes) -> bytes:
    """Rows stay whole at the end of a page, and text keeps its distance from a table above it."""
    whole = b"<w:cantSplit/>"
    document = document.replace(b"<w:trPr><w:tblHeader", b"<w:trPr>" + whole + b"<w:tblHeader")
    document = document.replace(b"<w:tr><w:tc>", b"<w:tr><w:trPr>" + whole + b"</w:trPr><w:tc>")
    return _AFTER_TABLE.sub(rb'\g<0><w:spacing w:before="240"/>', document)


def _indented(numbering: bytes) -> bytes:
    for level in range(1, 10):
        old = f'w:left="{level * _INDENT}" w:hanging="360"'
        numbering = numbering.replace(
            old.encode(), f'w:left="{level * _OUR_INDENT}" w:hanging="{_OUR_INDENT}"'.encode()
        )
    return numbering


def _zipped(parts: Mapping[str, bytes], dated: date) -> bytes:
    """A zip whose bytes depend on nothing but its parts and the date."""
    target = io.BytesIO()
    when = (max(_EARLIEST, dated.year), dated.month, dated.day, 0, 0, 0)
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, when)
            entry.create_system = 0  # else the operating system is written into the file
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return target.getvalue()
