"""Comments, web pages, plain text and OpenDocument: words that mean something else by their form."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausebook.model.documents.import_result import Importation
from tests.importer import made
from tests.importer.made import paragraph, table
from tests.importer.reading import imported
from tests.importer.word_runs import RULE, doubts, held, live, run, text, word

W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
W15 = 'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'


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
