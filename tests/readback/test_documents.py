"""What a document says is read back as its edition, and each way to say something else is complained of."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pikepdf
import pytest
from hypothesis import given, settings

from clausebook.model.edition import Edition
from clausebook.model.edition_blocks import ResolvedParagraph, ResolvedTable
from clausebook.readback.pdf import pages_of
from clausebook.text.inline import Run
from tests import adopted
from tests.formats.pdf_cases import HOSTILE, everything, signable, small
from tests.readback.made import Pages, complaints, docx, pdf, publication, replaced, sampled, text_files
from tests.strategies import editions


@settings(max_examples=25, deadline=None)
@given(editions())
def test_the_data_of_any_edition_are_read_back_as_it_is(edition: Edition) -> None:
    assert [found for ending, made in text_files(edition) for found in complaints(edition, ending, made)] == []


@pytest.mark.parametrize("edition", [everything(), signable()], ids=["draft", "approved"])
def test_every_kind_of_block_is_read_back_from_every_document(edition: Edition) -> None:
    assert complaints(edition, "pdf", pdf(edition)) == []
    if edition is signable():
        assert complaints(edition, "docx", docx()) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in HOSTILE if name != "long"])
def test_hostile_words_are_read_back_as_they_are(name: str) -> None:
    from clausebook.formats import word
    from clausebook.io import pandoc

    edition = small(ResolvedParagraph(text=(Run(HOSTILE[name]),)))
    (made,) = word.render(edition, publication(edition))
    assert complaints(edition, "pdf", pdf(edition)) == []
    assert complaints(edition, "docx", pandoc.write(made)) == []


@adopted.of_the_first_school
def test_a_word_wider_than_its_column_stays_inside_the_table() -> None:
    long = ("designated.safeguarding.lead@st-marys.example", "Responsibilities", "a" * 45)
    table = ResolvedTable(
        caption=(), header=((Run(long[1]),),) * 5, rows=tuple(((Run(long[n % 3]),),) * 5 for n in range(3))
    )
    edition = small(table)
    assert complaints(edition, "pdf", pdf(edition)) == []


def test_the_2018_edition_and_a_draft_of_it_are_read_back() -> None:
    for edition in (adopted.approved(), adopted.draft()):
        assert complaints(edition, "pdf", pdf(edition)) == []


# A line of Typst in a template of the school's

TYPST: dict[str, tuple[str, str]] = {
    "replaces words": ('#show "Staff must": [Staff may]', "it says “may:” on page"),
    "drops a word": ('#show "first": []', "it leaves out “first”"),
    "doubles a word": ('#show "second": [second second]', "it says “second”"),
    "empties paragraphs": ("#show par: none", "it leaves out"),
    "writes in white": ('#show "nested": text.with(fill: white)', "“nested” are drawn in white"),
    "writes nearly in white": ('#show "nested": text.with(fill: luma(97%))', "“nested” are drawn in white"),
    "writes in nothing": ('#show "nested": text.with(fill: black.transparentize(100%))', "“nested” are drawn in white"),
    "writes tiny": ('#show "nested": text.with(size: 1pt)', "“nested” are too small to read"),
    "hides": ('#show "nested": it => hide(it)', "nested"),
    "moves off the page": ('#show "nested": it => box(move(dx: 900pt, it))', "lie outside the page"),
    "cuts off": ('#show "nested": it => box(width: 1pt, height: 1pt, clip: true, it)', "are cut off"),
    "strikes through": ('#show "nested": it => strike(it)', "are struck through"),
    "paints in black on black": (
        '#show "nested": it => box(fill: black, it)',
        "are drawn in the colour of what lies behind them",
    ),
    "paints over": (
        '#show "nested": it => box({ it; place(top + left, rect(width: 60pt, height: 12pt, fill: luma(90%))) })',
        "lie under something that was painted over them",
    ),
    "turns round": ('#show "nested": it => box(rotate(180deg, it))', "are turned, mirrored or squeezed"),
    "mirrors": ('#show "nested": it => box(scale(x: -100%, it))', "are turned, mirrored or squeezed"),
    "squeezes": ('#show "nested": it => box(scale(x: 10%, it))', "are turned, mirrored or squeezed"),
    "fills with a pattern": (
        '#show "nested": text.with(fill: gradient.linear(white, white))',
        "are drawn in a pattern",
    ),
    "draws white outlines": ('#show "nested": text.with(fill: white, stroke: 2pt + white)', "are drawn in white"),
    "names another body": ('#show "governing body": [council]', "it says that it was approved by “council"),
    "names another day": ('#show "12 May 2026": [13 May 2026]', "when it was approved"),
    "drops a line to sign on": ('#show "Signed by the Chair of Governors:": []', "the line to sign on"),
    "changes the title": ("#show title: [Early]", "the title “Late”"),
    "changes a heading": ("#show heading.where(level: 1): it => block[1. Advice]", "Rules"),
    "letters otherwise": ('#show "(a)": [(b)]', "it says “(b)” on page"),
    "drops a cell": ('#show "A letter home": []', "it leaves out “A letter home”"),
    "drops a line of a form": ('#show "date field": []', "it leaves out “field date”"),
}


@pytest.mark.parametrize("name", sampled(TYPST))
def test_a_template_of_the_pdf_cannot_say_something_else(name: str) -> None:
    line, answer = TYPST[name]
    found = complaints(signable(), "pdf", pdf(signable(), line))
    assert any(answer in one for one in found), found


def test_a_page_that_was_read_before_is_read_again_where_a_font_or_a_state_of_it_says_something_else() -> None:
    kept, content = Pages(), pdf(signable())
    pages_of(content, kept)
    known = len(kept)
    assert known > 1
    assert pages_of(content, kept) == pages_of(content)
    assert len(kept) == known

    def letters(resources: pikepdf.Object) -> None:
        table = next(iter(resources.Font.values())).ToUnicode
        table.write(re.sub(rb"<0041>", b"<0042>", table.read_bytes()))

    def widths(resources: pikepdf.Object) -> None:
        next(iter(resources.Font.values())).DescendantFonts[0].DW = 1

    def state(resources: pikepdf.Object) -> None:
        resources.ExtGState = pikepdf.Dictionary(none=pikepdf.Dictionary(ca=0))

    for change in (letters, widths, state):
        with pikepdf.open(io.BytesIO(content)) as changed:
            change(changed.pages[0].obj.Resources)
            changed.save(out := io.BytesIO())
        assert pages_of(out.getvalue(), kept).tagged == pages_of(out.getvalue()).tagged
        assert len(kept) > known, change
        known = len(kept)


# The parts of a Word file

BODY = "word/document.xml"
STYLES = "word/styles.xml"
NUMBERS = "word/numbering.xml"


def styled(style: str, properties: str) -> object:
    """Run properties put into a style."""
    return replaced(STYLES, rf'(w:styleId="{style}".*?)</w:style>', rf"\1<w:rPr>{properties}</w:rPr></w:style>")


def on_run(words: str, properties: str) -> object:
    """Run properties put on the run that has these words."""
    return replaced(BODY, rf'<w:r>(<w:t xml:space="preserve">{words})', rf"<w:r><w:rPr>{properties}</w:rPr>\1")


def on_paragraph(words: str, properties: str) -> object:
    """Paragraph properties put on the paragraph that has these words."""
    return replaced(BODY, rf"(</w:pPr>)((?:(?!</w:p>).)*{words})", rf"{properties}\1\2")


WORD: dict[str, tuple[object, str]] = {
    "a style hides": (styled("Item", "<w:vanish/>"), "are hidden by the style Item"),
    "a style that others are based on hides": (styled("BodyText", "<w:vanish/>"), "are hidden"),
    "a run is hidden": (on_run("second", "<w:vanish/>"), "“second” are hidden"),
    "a run is hidden on the web": (on_run("second", "<w:webHidden/>"), "“second” are hidden"),
    "a style is white": (styled("Item", '<w:color w:val="FFFFFF"/>'), "are drawn in the colour of what lies behind"),
    "a style has the ground's colour": (
        styled("Item", '<w:color w:val="auto" w:themeColor="background1"/>'),
        "are drawn in the colour of what lies behind",
    ),
    "a run is black on black": (
        on_run("second", '<w:color w:val="000000"/><w:shd w:val="clear" w:fill="000000"/>'),
        "are drawn in the colour of what lies behind",
    ),
    "a run is highlighted in black": (on_run("second", '<w:highlight w:val="black"/>'), "are drawn in the colour"),
    "a style is tiny": (styled("Item", '<w:sz w:val="2"/>'), "are too small to read"),
    "a run is squeezed": (on_run("second", '<w:w w:val="1"/>'), "are squeezed"),
    "letters lie on one another": (on_run("second", '<w:spacing w:val="-200"/>'), "lie on one another"),
    "a run is struck through": (on_run("second", "<w:strike/>"), "are struck through"),
    "a run is moved off its line": (on_run("second", '<w:position w:val="1000"/>'), "are moved off their line"),
    "a run is set in a font of signs": (on_run("second", '<w:rFonts w:ascii="Wingdings"/>'), "which shows signs"),
    "a word is replaced": (replaced(BODY, ">second<", ">other<"), "it says “other”, the edition “second”"),
    "a paragraph is dropped": (replaced(BODY, "<w:p>(?:(?!</w:p>).)*second.*?</w:p>", ""), "it leaves out"),
    "a paragraph is doubled": (replaced(BODY, "(<w:p>(?:(?!</w:p>).)*second.*?</w:p>)", r"\1\1"), "second"),
    "a paragraph is put before the text": (
        replaced(BODY, '(<w:p>(?:(?!</w:p>).)*"Heading1")', r"<w:p><w:r><w:t>Not yet.</w:t></w:r></w:p>\1"),
        "it says “Not yet.”",
    ),
    "a deletion is tracked": (
        replaced(BODY, "<w:r>((?:(?!</w:r>).)*)second(.*?)</w:r>", r"<w:del><w:r>\1second\2</w:r></w:del>"),
        "are struck out as a tracked change",
    ),
    "an insertion is tracked": (
        replaced(BODY, "(<w:r>(?:(?!</w:r>).)*second.*?</w:r>)", r"<w:ins>\1</w:ins>"),
        "are put in as a tracked change",
    ),
    "a field computes words": (
        replaced(BODY, "(<w:r>(?:(?!</w:r>).)*second.*?</w:r>)", r'<w:fldSimple w:instr="QUOTE may">\1</w:fldSimple>'),
        "a field (QUOTE) is among the words",
    ),
    "a picture stands among the words": (
        replaced(BODY, "(<w:r>(?:(?!</w:r>).)*second.*?</w:r>)", r"\1<w:r><w:drawing/></w:r>"),
        "a picture is among the words",
    ),
    "lines have no height": (
        on_paragraph("second", '<w:spacing w:line="1" w:lineRule="exact"/>'),
        "their lines have no height",
    ),
    "a paragraph is moved off the page": (on_paragraph("second", '<w:ind w:left="20000"/>'), "lie outside the page"),
    "a paragraph stands in a frame": (on_paragraph("second", '<w:framePr w:x="9000"/>'), "are apart from the text"),
    "a row is hidden": (
        replaced(BODY, "<w:tr>((?:(?!</w:tr>).)*A letter home)", r"<w:tr><w:trPr><w:hidden/></w:trPr>\1"),
        "are in a hidden row",
    ),
    "letters are capitals": (replaced(NUMBERS, '"lowerLetter"', '"upperLetter"', 99), "it says “(A)”"),
    "letters begin later": (replaced(NUMBERS, 'startOverride w:val="1"', 'startOverride w:val="2"', 99), "“(b)”"),
    "letters have no brackets": (replaced(NUMBERS, r'"\(%1\)"', '"%1"', 99), "it says “a”"),
    "letters are hidden": (
        replaced(NUMBERS, '(<w:lvl w:ilvl="0".*?)</w:lvl>', r"\1<w:rPr><w:vanish/></w:rPr></w:lvl>", 99),
        "“(a)” are hidden",
    ),
    "the day of the approval is another": (replaced(BODY, "12 May 2026", "13 May 2026"), "when it was approved"),
    "another body approved": (
        replaced(BODY, "Approved by the governing body", "Approved by the headteacher"),
        "it says that it was approved by “headteacher",
    ),
    "the title is another": (replaced(BODY, ">Late<", ">Early<", 99), "the title “Late”"),
    "the contents lack a heading": (
        replaced(BODY, '("TOC1"(?:(?!</w:p>).)*)1\\. Rules', r"\1Advice"),
        "the contents do not list “1. Rules”",
    ),
    "the head claims another approval": (
        replaced("word/header1.xml", "</w:p>", "<w:r><w:t> Approved by the council</w:t></w:r></w:p>"),
        "it says that it was approved by “council",
    ),
}


@pytest.mark.parametrize("name", WORD)
def test_a_word_file_cannot_say_something_else(name: str) -> None:
    change, answer = WORD[name]
    found = complaints(signable(), "docx", docx(change))  # type: ignore[arg-type]
    assert any(answer in one for one in found), found


def test_what_is_no_word_file_is_said_to_be_none() -> None:
    assert complaints(signable(), "docx", b"PK")[0].startswith("it cannot be read back")
    assert complaints(signable(), "pdf", b"%PDF-")[0].startswith("it cannot be read back")


def test_a_draft_is_not_called_approved() -> None:
    edition = replace(everything(), approving_body="governing body")
    found = complaints(edition, "pdf", pdf(edition, '#show "not approved": [approved by the governing body]'))
    assert any("it calls a draft approved" in one for one in found), found


def test_words_in_the_data_cannot_be_others() -> None:
    for ending, made in text_files(signable()):
        for old, new in ((b"second", b"other"), (b"nested", b""), (b"A letter home", b"A call")):
            assert complaints(signable(), ending, made.replace(old, new)) != [], (ending, old)


def _draft_pdf(draft: Edition, shown: Edition) -> list[str]:
    """What the reader says of a draft's PDF that was made of other words."""
    return complaints(draft, "pdf", pdf(shown))


@pytest.mark.parametrize(
    ("written", "shown", "wrong"),
    [
        ("the school's \"own\" 'phones'", "the school’s “own” ‘phones’", False),
        ("the school’s “own”", 'the school\'s "own"', False),
        ("the school's phones", "the school′s phones", True),
        ("the school's phones", "the school`s phones", True),
        ("the school's phones", "the schools phones", True),
        ('"own" phones', "«own» phones", True),
    ],
)
def test_of_a_draft_these_four_marks_are_folded_and_no_others(written: str, shown: str, wrong: bool) -> None:
    draft = replace(signable(), name="draft", approval=None)
    assert bool(_draft_pdf(_saying(draft, written), _saying(draft, shown))) is wrong


def test_of_an_approved_edition_no_mark_is_folded() -> None:
    assert complaints(_saying(signable(), "the school's"), "pdf", pdf(_saying(signable(), "the school’s")))
    assert complaints(_saying(signable(), "the school's"), "pdf", pdf(_saying(signable(), "the school's"))) == []


def _saying(edition: Edition, words: str) -> Edition:
    chapter = edition.chapters[0]
    first = chapter.all_passages[0]
    block = ResolvedParagraph(text=(Run(words),))
    passage = replace(first, blocks=(block,))
    holder = {"opening": passage} if chapter.opening else {"passages": (passage, *chapter.passages[1:])}
    return replace(edition, chapters=(replace(chapter, **holder), *edition.chapters[1:]))
