"""Words that mean something else by their form are never silently live: struck, hidden, marked, changed, unfilled."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.importer import made
from tests.importer.made import paragraph
from tests.importer.word_runs import RULE, doubts, held, live, run, text, word

WHO = 'w:author="{}" w:date="2026-05-01T10:00:00Z"'
STRUCK = (
    "<w:strike/>",
    "<w:dstrike/>",
    '<w:strike w:val="true"/>',
    '<w:rStyle w:val="Gone"/>',
    '<w:rStyle w:val="Under"/>',
)
HIDDEN = ("<w:vanish/>", '<w:rStyle w:val="Secret"/>')


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
