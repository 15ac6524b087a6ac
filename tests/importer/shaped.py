"""Policies written by hand, each in a shape of its own: `shapes/NAME.KIND.txt` is what it says, then the file itself.

Above the line of `=`: the title, headings (`#`) and items (`*`, deeper `**`). Below: a text format as it is, a body of
OpenDocument, Typst for a PDF, or a Word file, one paragraph a line: `marks> words`; `[table`, `|` a cell, `-` a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from tests.importer import made
from tests.importer.corpus import Truth

_FOLDER = Path(__file__).parent / "shapes"
_STYLES = {"title": "Title", "subtitle": "Subtitle", "h1": "Heading1", "h2": "Heading2", "h3": "Heading3"}
_STYLES |= {"toc1": "TOC1", "toc2": "TOC2", "listbullet": "ListBullet"}
_NAMED = {"Title": "Title", "Subtitle": "Subtitle", "TOC1": "toc 1", "TOC2": "toc 2", "ListBullet": "List Bullet"}
_NAMED |= {f"Heading{level}": f"heading {level}" for level in (1, 2, 3)}
ODT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"><office:automatic-styles>'
    '<style:style style:name="Bold" style:family="paragraph"><style:text-properties fo:font-weight="bold"/>'
    "</style:style>"
    '<style:style style:name="Big" style:family="paragraph"><style:text-properties fo:font-weight="bold" '
    'fo:font-size="20pt"/></style:style>'
    '<style:style style:name="In" style:family="paragraph"><style:paragraph-properties fo:margin-left="0.6cm"/>'
    '</style:style><style:style style:name="Deep" style:family="paragraph"><style:paragraph-properties '
    'fo:margin-left="1.8cm"/></style:style></office:automatic-styles><office:body><office:text>'
)


def shapes() -> Iterator[tuple[str, str, bytes, Truth]]:
    """Name, ending, bytes and truth of each."""
    for path in sorted(_FOLDER.glob("*.txt")):
        name, kind = path.stem, path.stem.rpartition(".")[2]
        said, _, source = path.read_text("utf-8").partition("=====\n")
        yield name, kind, file_of(source, kind), _truth(said)


def _truth(said: str) -> Truth:
    lines = said.rstrip("\n").replace("\n  ", " ").split("\n")
    heads = tuple(line.lstrip("# ") for line in lines if line.startswith("#"))
    items = tuple((line.index(" ") - 1, line.lstrip("* ")) for line in lines if line.startswith("*"))
    empty = tuple((head, (), "", ()) for head in heads[1:])
    return Truth(lines[0].removeprefix("title: "), ((heads[0], (), "", items), *empty))


def file_of(source: str, kind: str, head: str = ODT) -> bytes:
    """The bytes of the file that the text describes."""
    match kind:
        case "docx":
            return _word(source)
        case "odt":
            content = f"{head}{source}</office:text></office:body></office:document-content>"
            kinds = "application/vnd.oasis.opendocument.text"
            return made.zipped({"mimetype": kinds.encode(), "content.xml": content.encode()})
        case "pdf":
            import typst

            return bytes(typst.compile(source.encode()))  # type: ignore[arg-type]
    return source.encode()


def _word(source: str) -> bytes:
    body: list[str] = []
    lists, others = [], {}
    start = "nostart\n" not in source
    for line in source.strip("\n").replace("nostart\n", "").split("\n"):
        marks, _, words = line.partition(">")
        if line.startswith("list "):
            key, *levels = line.split()[1:]
            lists.append((int(key), tuple((one.partition(":")[0], one.partition(":")[2]) for one in levels)))
        elif marks in ("header", "footer"):
            tag = "hdr" if marks == "header" else "ftr"
            others[f"{marks}1.xml"] = f"<w:{tag} {made.NAMESPACES}>{made.paragraph(words.strip())}</w:{tag}>"
        elif line in _FRAME or line.startswith("| "):
            body.append(_FRAME.get(line, _CELL))
            if line.startswith("| "):
                body.append(_paragraph(line[2:]))
        else:
            body.append(_paragraph(line))
    text = "".join(body).replace("<open/>" + _CELL, _CELL.removeprefix("</w:tc>")).replace("<open/>", "")
    others["styles.xml"] = (
        f"<w:styles {made.NAMESPACES}>{''.join(_style(key, name) for key, name in _NAMED.items())}</w:styles>"
    )
    counted = made.numbering(*lists)
    others["numbering.xml"] = counted if start else counted.replace('<w:start w:val="1"/>', "")
    return made.docx(text, others)


_CELL = "</w:tc><w:tc><w:tcPr/>"
_BOX = '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>'
_FRAME = {
    "[table": "<w:tbl><w:tr><open/>",
    "-": "</w:tc></w:tr><w:tr><open/>",
    "]": "</w:tc></w:tr></w:tbl>",
    "[box": _BOX,
    "box]": "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>",
}


def _paragraph(line: str) -> str:
    marks, _, words = line.partition(">")
    style, properties, run = "", "", ""
    for mark in marks.split():
        if mark in _STYLES:
            style = _STYLES[mark]
        elif mark in ("b", "i", "caps"):
            run += f"<w:{mark}/>"
        elif mark == "u":
            run += '<w:u w:val="single"/>'
        elif mark.startswith("sz"):
            run += f'<w:sz w:val="{mark[2:]}"/>'
        elif mark.startswith("ind"):
            properties += f'<w:ind w:left="{mark[3:]}"/>'
        elif mark == "center":
            properties += '<w:jc w:val="center"/>'
        elif found := re.fullmatch(r"n(\d+)\.(\d+)", mark):
            properties += f'<w:numPr><w:ilvl w:val="{found[2]}"/><w:numId w:val="{found[1]}"/></w:numPr>'
    text = escape(words.strip()).replace("→", '</w:t><w:tab/><w:t xml:space="preserve">')
    return made.paragraph(text, style, properties=properties, run=run)


def _style(key: str, name: str) -> str:
    listed = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>' if key == "ListBullet" else ""
    return f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>{listed}</w:style>'
