"""Words of Word and OpenDocument that a style, a theme or a field strikes out, hides or marks are said."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausebook.model.documents.import_result import Importation
from tests.importer import made
from tests.importer.reading import imported
from tests.importer.shaped import file_of

STRUCK, HIDDEN = "is struck out in the source and was left out", "is hidden text and was left out"
_RUN = "<w:p><w:r><w:t>Staff must </w:t></w:r><w:r><w:rPr>{}</w:rPr><w:t>zebra</w:t></w:r></w:p>"
_STYLED = '<w:style w:type="{}" w:styleId="S"><w:name w:val="mine"/>{}</w:style>'
_TABLE = (
    '<w:tbl><w:tblPr><w:tblStyle w:val="S"/></w:tblPr>'
    "<w:tr><w:tc><w:p><w:r><w:t>Who</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>zebra</w:t></w:r></w:p></w:tc></w:tr>"
    "<w:tr><w:tc><w:p><w:r><w:t>Staff</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>go</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
)
_HIDDEN_ROW = _TABLE.replace("<w:tr>", "<w:tr><w:trPr><w:hidden/></w:trPr>", 1)
_THEME = (
    '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements><a:clrScheme name="x">'
    '<a:accent2><a:srgbClr val="C00000"/></a:accent2></a:clrScheme></a:themeElements></a:theme>'
)
_STRIKE = "<w:rPr><w:strike/></w:rPr>"
WORD = {
    "colour of the theme": (_RUN.format('<w:color w:themeColor="accent2"/>'), "", "is set in red in the source"),
    "white of the theme": (_RUN.format('<w:color w:themeColor="background1"/>'), "", "is set in white in the source"),
    "ground of the theme": (_RUN.format('<w:shd w:themeFill="accent4"/>'), "", "is marked with a coloured ground"),
    "style of the table": (_TABLE, _STYLED.format("table", _STRIKE), STRUCK),
    "first row of the style": (
        _TABLE,
        _STYLED.format("table", f'<w:tblStylePr w:type="firstRow">{_STRIKE}</w:tblStylePr>'),
        STRUCK,
    ),
    "last row of the style": (
        _TABLE,
        _STYLED.format("table", f'<w:tblStylePr w:type="lastRow">{_STRIKE}</w:tblStylePr>'),
        "",
    ),
    "hidden row": (_HIDDEN_ROW, "", HIDDEN),
    "style of letters": (
        _RUN.format('<w:rStyle w:val="S"/>'),
        _STYLED.format("character", '<w:rPr><w:color w:val="FF0000"/></w:rPr>'),
        "is set in red in the source",
    ),
    "ground of a paragraph": (
        '<w:p><w:pPr><w:shd w:fill="FFFF00"/></w:pPr><w:r><w:t>Staff must zebra now.</w:t></w:r></w:p>',
        "",
        "is on a coloured ground in the source",
    ),
    "hidden on the web": (_RUN.format("<w:webHidden/>"), "", "is hidden where the document is shown as a web page"),
    "off its line": (_RUN.format('<w:position w:val="900"/>'), "", "is moved off its line in the source"),
    "frame off the page": (
        '<w:p><w:pPr><w:framePr w:x="30000"/></w:pPr><w:r><w:t>Staff must zebra now.</w:t></w:r></w:p>',
        "",
        "is outside the page in the source",
    ),
    "set in beyond the page": (
        '<w:p><w:pPr><w:ind w:left="20000"/></w:pPr><w:r><w:t>Staff must zebra now.</w:t></w:r></w:p>',
        "",
        "is outside the page in the source",
    ),
    "white by the style of the table": (
        _TABLE,
        _STYLED.format("table", '<w:rPr><w:color w:val="FFFFFF"/></w:rPr>'),
        "is set in white in the source",
    ),
    "white on the ground of the style of the table": (
        _TABLE,
        _STYLED.format("table", '<w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:tcPr><w:shd w:fill="1F3864"/></w:tcPr>'),
        "",
    ),
    "white in the shaded first row of the style": (
        _TABLE,
        _STYLED.format(
            "table",
            '<w:tblStylePr w:type="firstRow"><w:rPr><w:color w:val="FFFFFF"/></w:rPr>'
            '<w:tcPr><w:shd w:fill="1F3864"/></w:tcPr></w:tblStylePr>',
        ),
        "",
    ),
    "narrow letters": (_RUN.format('<w:w w:val="1"/>'), "", "is set too small to be read in the source"),
}
OPEN = {
    "section": ('<text:section text:name="s" text:display="none"><text:p>zebra</text:p></text:section>', HIDDEN),
    "hidden field": ("<text:p>May <text:hidden-text>zebra</text:hidden-text> go.</text:p>", HIDDEN),
    "hidden paragraph": ('<text:p>zebra<text:hidden-paragraph text:is-hidden="true"/></text:p>', HIDDEN),
    "placeholder": (
        "<text:p>May <text:placeholder>zebra</text:placeholder> go.</text:p>",
        "is what a field of the document asks for, and it was not filled in",
    ),
}


def _said(found: Importation, said: str) -> None:
    about = [one.message for one in found.findings if "zebra" in one.message and "first row" not in one.message]
    assert bool(about) == bool(said), about
    assert not said or said in about[0], about
    assert any("zebra" in text for text in found.files.values()) == (not said.endswith("left out"))
    assert not found.lost


@pytest.mark.parametrize("way", WORD)
def test_what_a_style_or_a_theme_of_word_does_to_words_is_said(way: str, tmp_path: Path) -> None:
    piece, style, said = WORD[way]
    body = made.bold("Signing in") + made.paragraph("Visitors must sign in at the office.") * 3 + piece
    body += made.bold("Leaving") + made.paragraph("They must sign out.") * 3
    styles = f"<w:styles {made.NAMESPACES}>{style}</w:styles>"
    path = tmp_path / "in.docx"
    path.write_bytes(made.docx(body, {"styles.xml": styles, "theme1.xml": _THEME}))
    _said(imported(path), said)


@pytest.mark.parametrize("way", OPEN)
def test_what_a_field_or_a_section_of_an_open_document_hides_is_said(way: str, tmp_path: Path) -> None:
    piece, said = OPEN[way]
    path = tmp_path / "in.odt"
    start = '<text:h text:outline-level="1">Visitors</text:h><text:p>Visitors must sign in at the office.</text:p>'
    path.write_bytes(file_of(start + piece, "odt"))
    _said(imported(path), said)


def test_a_row_that_a_tracked_change_deleted_is_not_there(tmp_path: Path) -> None:
    change = (
        '<text:tracked-changes xmlns:dc="http://purl.org/dc/elements/1.1/"><text:changed-region text:id="c">'
        "<text:deletion><office:change-info><dc:creator>Ann</dc:creator></office:change-info><text:p>zebra</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
    )
    row = "<table:table-row>{0}{0}</table:table-row>".format("<table:table-cell><text:p>{}</text:p></table:table-cell>")
    rows = (
        row.format("Who", "What") + row.format(*['<text:change text:change-id="c"/>'] * 2) + row.format("Ann", "goes")
    )
    path = tmp_path / "in.odt"
    table = f'<table:table><table:table-column table:number-columns-repeated="2"/>{rows}</table:table>'
    path.write_bytes(file_of(f"{change}<text:h>Visitors</text:h>{table}", "odt"))
    found = imported(path)
    assert "rows:\n        - [Ann, goes]" in " ".join(found.files.values())
    assert any("deleted “zebra”" in one.message for one in found.findings)
