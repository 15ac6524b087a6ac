"""Words that mean something else by their form are never silently live: struck, hidden, marked, changed, unfilled."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausebook.model.documents.import_result import Importation
from tests.importer import made
from tests.importer.made import paragraph, table
from tests.importer.reading import edition, imported, lines

WHO = 'w:author="{}" w:date="2026-05-01T10:00:00Z"'
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
W15 = 'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
STYLES = f"""<w:styles xmlns:w="{made.W}">
<w:style w:type="character" w:styleId="Gone"><w:name w:val="gone"/><w:rPr><w:strike/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Under"><w:name w:val="under"/><w:basedOn w:val="Gone"/></w:style>
<w:style w:type="paragraph" w:styleId="GoneToo"><w:name w:val="gone too"/><w:rPr><w:dstrike/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Secret"><w:name w:val="secret"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>
</w:styles>"""
RULE = "Visitors may smoke."
STRUCK = (
    "<w:strike/>",
    "<w:dstrike/>",
    '<w:strike w:val="true"/>',
    '<w:rStyle w:val="Gone"/>',
    '<w:rStyle w:val="Under"/>',
)
HIDDEN = ("<w:vanish/>", '<w:rStyle w:val="Secret"/>')


def run(words: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def in_paragraph(runs: str) -> str:
    return f"<w:p>{run('Badges are red. ')}{runs}</w:p>"


def in_cell(runs: str) -> str:
    return f"<w:tbl><w:tr><w:tc><w:p>{runs}</w:p></w:tc><w:tc>{paragraph('b')}</w:tc></w:tr>{row('c', 'd')}</w:tbl>"


def row(*cells: str) -> str:
    return "<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in cells) + "</w:tr>"


def in_link(runs: str) -> str:
    return f'<w:p>{run("Badges are red. ")}<w:hyperlink w:anchor="x">{runs}</w:hyperlink></w:p>'


def in_box(runs: str) -> str:
    return (
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent>"
        f"<w:p>{run('A box. ')}{runs}</w:p>"
        "</w:txbxContent></wps:txbx></w:drawing></mc:Choice></mc:AlternateContent></w:r></w:p>"
    )


def in_control(runs: str) -> str:
    return f"<w:p>{run('A field: ')}<w:sdt><w:sdtContent>{runs}</w:sdtContent></w:sdt></w:p>"


PLACES = (in_paragraph, in_cell, in_link, in_box, in_control)


def word(folder: Path, *body: str, **others: str) -> Importation:
    path = folder / "in.docx"
    head = paragraph("Smoking", "Heading1") + paragraph("Nobody smokes here.")
    tail = paragraph("Leaving", "Heading1") + paragraph("Visitors must sign out.")
    path.write_bytes(made.docx(head + "".join(body) + tail, {"styles.xml": STYLES, **others}))
    return imported(path, "smoking")


def text(folder: Path, name: str, words: str) -> Importation:
    path = folder / name
    path.write_text(words, encoding="utf-8")
    return imported(path, "smoking")


def live(found: Importation) -> str:
    return "\n".join(lines(edition(found))) + edition(found).title


def doubts(found: Importation) -> str:
    return "\n".join(one.message for one in found.findings)


def held(found: Importation, why: str) -> list[str]:
    return [one.text for one in found.asides if one.why == why]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("look", STRUCK)
def test_a_struck_rule_is_in_no_clause_but_in_the_report(look: str, place: object, tmp_path: Path) -> None:
    assert callable(place)
    found = word(tmp_path, place(run(RULE, look)))
    assert RULE not in live(found)
    assert held(found, "struck out") == [RULE]
    assert f"“{RULE}”: is struck out in the source and was left out" in doubts(found)
    assert not found.lost


def test_a_paragraph_whose_style_strikes_it_is_in_no_clause(tmp_path: Path) -> None:
    found = word(tmp_path, paragraph(RULE, "GoneToo"))
    assert RULE not in live(found)
    assert held(found, "struck out") == [RULE]


def test_words_that_a_style_strikes_and_a_run_does_not_are_live(tmp_path: Path) -> None:
    found = word(tmp_path, in_paragraph(run(RULE, '<w:rStyle w:val="Gone"/><w:strike w:val="0"/>')))
    assert RULE in live(found)


def test_struck_words_of_a_footnote_are_in_no_clause(tmp_path: Path) -> None:
    said = f"<w:p>{run('Not here. ')}{run(RULE, '<w:strike/>')}</w:p>"
    notes = f'<w:footnotes xmlns:w="{made.W}"><w:footnote w:id="2">{said}</w:footnote></w:footnotes>'
    body = f'<w:p>{run("See below")}<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    found = word(tmp_path, body, **{"footnotes.xml": notes})
    assert "Not here." in live(found)
    assert RULE not in live(found)


@pytest.mark.parametrize("look", HIDDEN)
def test_hidden_words_are_in_no_clause_and_said(look: str, tmp_path: Path) -> None:
    found = word(tmp_path, in_paragraph(run(RULE, look)))
    assert RULE not in live(found)
    assert held(found, "hidden text") == [RULE]
    assert "is hidden text and was left out" in doubts(found)


@pytest.mark.parametrize(
    ("look", "said"),
    [
        ('<w:highlight w:val="yellow"/>', "highlighted in yellow"),
        ('<w:highlight w:val="darkCyan"/>', "highlighted in dark cyan"),
        ('<w:shd w:val="clear" w:fill="FFFF00"/>', "marked with a coloured ground"),
        ('<w:color w:val="FF0000"/>', "set in red"),
        ('<w:color w:val="00B050"/>', "set in green"),
        ('<w:color w:val="FFFFFF"/>', "set in white"),
        ('<w:sz w:val="2"/>', "set too small to be read"),
    ],
)
def test_marked_words_are_a_doubt_with_the_words(look: str, said: str, tmp_path: Path) -> None:
    found = word(tmp_path, in_paragraph(run("by five (proposed)", look)))
    assert f"“by five (proposed)”: is {said} in the source" in doubts(found)
    assert "by five (proposed)" in live(found)


@pytest.mark.parametrize(
    "look", ['<w:color w:val="auto"/>', '<w:color w:val="404040"/>', '<w:highlight w:val="none"/>', "<w:b/>"]
)
def test_plain_and_dark_words_are_no_doubt(look: str, tmp_path: Path) -> None:
    assert "in the source" not in doubts(word(tmp_path, in_paragraph(run("by five", look))))


def test_a_colour_that_the_headings_have_is_the_design_and_no_doubt(tmp_path: Path) -> None:
    red = run("Deliveries", '<w:color w:val="C00000"/>')
    heading = f'<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>{red}</w:p>'
    assert "set in" not in doubts(word(tmp_path, heading, paragraph("Parcels are left here.")))


def inserted(author: str, words: str) -> str:
    return f'<w:ins w:id="1" {WHO.format(author)}>{run(words)}</w:ins>'


def deleted(author: str, words: str) -> str:
    taken = run(words).replace("w:t ", "w:delText ").replace("/w:t>", "/w:delText>")
    return f'<w:del w:id="2" {WHO.format(author)}>{taken}</w:del>'


def test_open_changes_are_one_doubt_an_author_that_lists_them(tmp_path: Path) -> None:
    changed = deleted("A. Head", "at the gate") + inserted("B. Deputy", "at the office") + inserted("A. Head", " now")
    found = word(tmp_path, f"<w:p>{run('Sign in ')}{changed}</w:p>")
    assert "Sign in at the office now" in live(found)
    assert "2 open changes by A. Head were taken as accepted: deleted “at the gate”; inserted “now”" in doubts(found)
    assert "1 open change by B. Deputy was taken as accepted: inserted “at the office”" in doubts(found)
    assert not found.lost


def test_a_deleted_row_is_not_there_and_an_inserted_one_is_said(tmp_path: Path) -> None:
    mark = f'<w:trPr><w:del w:id="3" {WHO.format("A. Head")}/></w:trPr>'
    gone = f"<w:tr>{mark}<w:tc><w:p>{deleted('A. Head', 'Sellers')}</w:p></w:tc><w:tc>{paragraph('')}</w:tc></w:tr>"
    new = row("Parents", "at nine").replace(
        "<w:tr>", f'<w:tr><w:trPr><w:ins w:id="4" {WHO.format("B. Deputy")}/></w:trPr>'
    )
    found = word(tmp_path, f"<w:tbl>{row('Who', 'When')}{gone}{new}</w:tbl>")
    assert "Sellers" not in live(found)
    assert "Parents | at nine" in live(found)
    assert "a row of a table deleted “Sellers”" in doubts(found)
    assert "a row of a table inserted “Parents at nine”" in doubts(found)


def test_a_paragraph_whose_end_is_deleted_runs_into_the_next(tmp_path: Path) -> None:
    ends = f'<w:p><w:pPr><w:rPr><w:del w:id="5" {WHO.format("A. Head")}/></w:rPr></w:pPr>{run("Visitors must ")}</w:p>'
    found = word(tmp_path, ends, paragraph("sign in at the office."))
    assert "Visitors must sign in at the office." in live(found)
    assert "the end of a paragraph deleted" in doubts(found)


def test_moved_words_stand_where_they_were_moved_to_and_both_are_said(tmp_path: Path) -> None:
    moved = f'<w:moveFrom w:id="6" {WHO.format("A. Head")}>{run("Lock the gate. ")}</w:moveFrom>'
    away = f"<w:p>{moved}{run('Open it.')}</w:p>"
    here = f'<w:p>{run("Later. ")}<w:moveTo w:id="7" {WHO.format("A. Head")}>{run("Lock the gate.")}</w:moveTo></w:p>'
    found = word(tmp_path, away, here)
    assert live(found).count("Lock the gate.") == 1
    assert "2 open changes by A. Head" in doubts(found)


def control(words: str, is_unfilled: bool = True) -> str:
    shows = "<w:showingPlcHdr/>" if is_unfilled else ""
    return f"<w:sdt><w:sdtPr>{shows}</w:sdtPr><w:sdtContent>{run(words)}</w:sdtContent></w:sdt>"


def test_a_control_that_nobody_filled_in_is_a_doubt_and_no_rule(tmp_path: Path) -> None:
    asked = "Click or tap here to enter text."
    found = word(
        tmp_path, f"<w:p>{run('The lead is ')}{control(asked)}</w:p>", f"<w:p>{run('Name: ')}{control(asked)}</w:p>"
    )
    assert f"The lead is [{asked}]" in live(found)
    assert "Name (text)" in live(found)
    assert doubts(found).count("is what a field of the document asks for, and it was not filled in") == 2


def test_a_control_that_is_filled_in_is_text(tmp_path: Path) -> None:
    found = word(tmp_path, f"<w:p>{run('The lead is ')}{control('the deputy.', is_unfilled=False)}</w:p>")
    assert "The lead is the deputy." in live(found)
    assert "asks for" not in doubts(found)


@pytest.mark.parametrize(
    "words",
    [
        "Error! Reference source not found.",
        "Error! Bookmark not defined.",
        "Error! Hyperlink reference not valid.",
        "{{ site.school }}",
        "{ MERGEFIELD Name }",
        "#REF!",
    ],
)
@pytest.mark.parametrize("ending", ["docx", "md", "txt", "html"])
def test_what_a_program_could_not_fill_in_is_a_doubt_in_every_format(words: str, ending: str, tmp_path: Path) -> None:
    if ending == "docx":
        found = word(tmp_path, paragraph(f"See {words}"))
    elif ending == "html":
        found = text(tmp_path, "a.html", f"<h1>Rules</h1><h2>One</h2><p>See {words}</p><h2>Two</h2><p>Go.</p>")
    else:
        found = text(
            tmp_path,
            f"a.{ending}",
            f"# Rules\n\n## One\n\nSee {words}\n\n## Two\n\nGo.\n".replace("# ", "# " if ending == "md" else ""),
        )
    assert f"“{words}”" in doubts(found)


def test_a_field_that_is_never_ended_swallows_nothing(tmp_path: Path) -> None:
    begins = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF x </w:instrText></w:r>'
    found = word(tmp_path, f"<w:p>{run('See ')}{begins}</w:p>", paragraph("Visitors must pay."))
    assert "Visitors must pay." in live(found)


def test_comments_are_doubts_with_their_place_and_whether_they_are_resolved(tmp_path: Path) -> None:
    def comment(number: int, who: str, words: str) -> str:
        return f'<w:comment w:id="{number}" w:author="{who}"><w:p w14:paraId="A{number}">{run(words)}</w:p></w:comment>'

    def extended(number: int, done: int, parent: str = "") -> str:
        above = f'w15:paraIdParent="{parent}"' if parent else ""
        return f'<w15:commentEx w15:paraId="A{number}" w15:done="{done}" {above}/>'

    both = comment(0, "A. Head", "Is it so?") + comment(1, "B. Deputy", "Yes.")
    comments = f'<w:comments xmlns:w="{made.W}" {W14}>{both}</w:comments>'
    states = f"<w15:commentsEx {W15}>{extended(0, 1)}{extended(1, 0, 'A0')}</w15:commentsEx>"
    marks = '<w:r><w:commentReference w:id="0"/></w:r><w:r><w:commentReference w:id="1"/></w:r>'
    body = f"<w:p>{run('Visitors must pay.')}{marks}</w:p>"
    found = word(tmp_path, body, **{"comments.xml": comments, "commentsExtended.xml": states})
    assert "“Visitors must pay.”: has a comment by A. Head (resolved): “Is it so?”" in doubts(found)
    assert "has a reply by B. Deputy to A. Head (resolved): “Yes.”" in doubts(found)
    assert "Is it so?" not in live(found)


PAGE = """<html><head><style>CSS</style></head><body><h1>Rules</h1><h2>One</h2><p>Badges are red. WORDS</p>
<h2>Two</h2><p>Go.</p></body></html>"""


@pytest.mark.parametrize(
    ("css", "words"),
    [
        ("", f"<s>{RULE}</s>"),
        ("", f"<del>{RULE}</del>"),
        ("", f"<strike>{RULE}</strike>"),
        ("", f'<span style="text-decoration: line-through">{RULE}</span>'),
        (".c1 {text-decoration: underline line-through}", f'<span class="c0 c1">{RULE}</span>'),
        ("span.c1 {text-decoration-line: line-through}", f'<span class="c1">{RULE}</span>'),
        ("#x {text-decoration: line-through}", f'<span id="x">{RULE}</span>'),
        ("", f'<span style="display:none">{RULE}</span>'),
        (".h {visibility: hidden}", f'<span class="h">{RULE}</span>'),
        ("", f"<span hidden>{RULE}</span>"),
    ],
)
def test_struck_and_hidden_words_of_a_web_page_are_in_no_clause(css: str, words: str, tmp_path: Path) -> None:
    found = text(tmp_path, "a.html", PAGE.replace("CSS", css).replace("WORDS", words))
    assert RULE not in live(found)
    assert held(found, "struck out") + held(found, "hidden text") == [RULE]
    assert RULE in doubts(found)
    assert not found.lost


@pytest.mark.parametrize(
    "words",
    [
        "<mark>by five</mark>",
        "<ins>by five</ins>",
        '<span style="background-color:#ffff00">by five</span>',
        '<span style="background: yellow">by five</span>',
        '<font color="red">by five</font>',
        '<span style="color: rgb(255, 0, 0)">by five</span>',
    ],
)
def test_marked_words_of_a_web_page_are_a_doubt(words: str, tmp_path: Path) -> None:
    found = text(tmp_path, "a.html", PAGE.replace("CSS", "").replace("WORDS", words))
    assert "“by five”: is " in doubts(found)
    assert "by five" in live(found)


@pytest.mark.parametrize("ending", ["md", "txt"])
@pytest.mark.parametrize("words", [f"~~{RULE}~~", f"<del>{RULE}</del>", f"<s>{RULE}</s>"])
def test_words_struck_by_hand_in_a_text_are_in_no_clause(words: str, ending: str, tmp_path: Path) -> None:
    found = text(tmp_path, f"a.{ending}", f"Rules\n=====\n\nOne\n---\n\nBadges are red. {words}\n\nTwo\n---\n\nGo.\n")
    assert RULE not in live(found)
    assert held(found, "struck out") == [RULE]


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("Staff {--may--}{++must++} go.", "Staff must go."),
        ("Staff {~~may~>must~~} go.", "Staff must go."),
        ("Staff must go.{>>why?<<}", "Staff must go."),
    ],
)
def test_changes_in_critic_markup_are_read_as_accepted_and_said(words: str, read: str, tmp_path: Path) -> None:
    found = text(tmp_path, "a.md", f"# Rules\n\n## One\n\n{words}\n\n## Two\n\nGo.\n")
    assert read in live(found)
    assert "were taken as accepted" in doubts(found)


def test_a_table_of_the_struck_leaves_no_empty_cells_unsaid(tmp_path: Path) -> None:
    found = word(
        tmp_path,
        table(("Who", "When"), ("Parents", "at nine")).replace("<w:rPr></w:rPr>", "<w:rPr><w:strike/></w:rPr>"),
    )
    assert "Parents" not in live(found)
    assert not found.lost


ODT_SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def odt(folder: Path, words: str, style: str = "", changes: str = "") -> Importation:
    """An OpenDocument text with two headings; T1 is a style of words."""
    styles = f'<style:style style:name="T1" style:family="text"><style:text-properties {style}/></style:style>'
    head = '<text:h text:outline-level="1">Smoking</text:h>'
    tail = '<text:h text:outline-level="1">Leaving</text:h><text:p>Visitors must sign out.</text:p>'
    tracked = f"<text:tracked-changes>{changes}</text:tracked-changes>" if changes else ""
    content = (
        f"<office:document-content {ODT_SPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{tracked}{head}<text:p>Badges are red. {words}</text:p>{tail}</office:text>"
        "</office:body></office:document-content>"
    )
    path = folder / "in.odt"
    kind = b"application/vnd.oasis.opendocument.text"
    path.write_bytes(made.zipped({"mimetype": kind, "content.xml": content.encode("utf-8")}))
    return imported(path, "smoking")


@pytest.mark.parametrize(
    ("style", "said"),
    [
        ('style:text-line-through-style="solid"', "is struck out in the source and was left out"),
        ('text:display="none"', "is hidden text and was left out"),
    ],
)
def test_struck_and_hidden_words_of_an_open_document_are_in_no_clause(style: str, said: str, tmp_path: Path) -> None:
    found = odt(tmp_path, f'<text:span text:style-name="T1">{RULE}</text:span>', style)
    assert RULE not in live(found)
    assert f"“{RULE}”: {said}" in doubts(found)
    assert not found.lost


@pytest.mark.parametrize("style", ['fo:background-color="#ffff00"', 'fo:color="#ff0000"'])
def test_marked_words_of_an_open_document_are_a_doubt(style: str, tmp_path: Path) -> None:
    found = odt(tmp_path, '<text:span text:style-name="T1">by five</text:span>', style)
    assert "“by five”: is " in doubts(found)
    assert "by five" in live(found)


def test_open_changes_and_comments_of_an_open_document_are_said(tmp_path: Path) -> None:
    def change(key: str, kind: str, who: str, words: str = "") -> str:
        info = f"<office:change-info><dc:creator>{who}</dc:creator></office:change-info>"
        inside = f"<text:p>{words}</text:p>" if words else ""
        return f'<text:changed-region text:id="{key}"><text:{kind}>{info}{inside}</text:{kind}></text:changed-region>'

    words = (
        'Sign in <text:change text:change-id="a"/><text:change-start text:change-id="b"/>at the office'
        '<text:change-end text:change-id="b"/>.'
        "<office:annotation><dc:creator>C. Clerk</dc:creator><text:p>Is it so?</text:p></office:annotation>"
    )
    changes = change("a", "deletion", "A. Head", "at the gate") + change("b", "insertion", "B. Deputy")
    found = odt(tmp_path, words, changes=changes)
    assert "Sign in at the office." in live(found)
    assert "1 open change by A. Head was taken as accepted: deleted “at the gate”" in doubts(found)
    assert "1 open change by B. Deputy was taken as accepted: inserted “at the office”" in doubts(found)
    assert "has a comment by C. Clerk: “Is it so?”" in doubts(found)
    assert not found.lost
