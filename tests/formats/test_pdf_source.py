"""The Typst source of a PDF: no words of a clause can act as a command, and nothing else of the machine gets in."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from importlib.metadata import files as installed_files

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import UndefinedError

from clausebook.errors import UserError
from clausebook.formats.pdf import markup
from clausebook.formats.pdf.view import Values, groups
from clausebook.formats.pdf.view import document as shown_of
from clausebook.io import typst as typesetter
from clausebook.model.edition import Edition
from clausebook.model.edition_blocks import ResolvedList, ResolvedListItem, ResolvedNote, ResolvedParagraph
from clausebook.model.school import Brand, School
from clausebook.text.colour import contrast
from clausebook.text.glyphs import RANGES, missing_glyphs
from clausebook.text.inline import Run
from tests.adopted import approved as adopted
from tests.adopted import draft, labels
from tests.formats import font_coverage
from tests.formats.pdf_cases import AS_OF, HOSTILE, URDU, artefact, everything, inline, pdf, small

pytestmark = pytest.mark.slow

LITERAL = re.compile(r'"(?:[^"\\]|\\.)*"')


def document(edition: Edition) -> Values:
    """What the layout shows of an edition, in English."""
    return shown_of(edition, labels())


def hostile(text: str) -> Edition:
    """The text wherever words can stand; as a title too, if it is one that a title could be."""
    title = text if len(text) < 10_000 else "zqx"
    point = ResolvedListItem(anchor="rules.a", letter="a", cite="1(a)", text=inline(text))
    blocks = (
        ResolvedParagraph(text=inline(text)),
        ResolvedList(stem=inline(text), points=(point,)),
        ResolvedNote(text=inline(text)),
    )
    return small(*blocks, title=title, series=title, school=School(name=title))


@settings(deadline=None)
@given(st.text())
def test_any_text_is_read_by_typst_as_the_same_text(text: str) -> None:
    assert json.loads(typst.eval(b"", markup.literal(text))) == text


@settings(deadline=None)
@given(st.text())
def test_pieces_of_a_run_are_its_text_with_single_blanks(text: str) -> None:
    assert "".join(markup.pieces(text)) == re.sub(r"[ \t\r\n]+", " ", text)


def test_an_overlong_word_may_be_broken_but_a_mark_stays_with_its_letter() -> None:
    pieces = markup.pieces("x" * 31 + "e\u0301" + "y" * 40)
    assert max(map(len, pieces)) <= markup.LONGEST_WORD
    assert not any(piece.startswith("\u0301") for piece in pieces)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_words_stand_inside_string_literals_only(name: str) -> None:
    source = artefact(hostile(HOSTILE[name])).source
    assert "zqx" in source
    assert "zqx" not in LITERAL.sub("", source)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_words_can_be_typeset(name: str) -> None:
    assert pdf(hostile(HOSTILE[name])).startswith(b"%PDF-1.7")


def test_a_value_that_nobody_thought_of_is_refused() -> None:
    for value in (1.5, {1, 2}, AS_OF, {"a-b": 1}, {"a: 1, b": 2}):
        with pytest.raises(TypeError):
            markup.code(value)


def test_a_template_with_a_misspelt_variable_fails() -> None:
    templates = {
        "templates/pdf/page.typ": b"#let a = << edition.tittle >>",
        "templates/pdf/other.typ": b"<< editoin >>",
    }
    for path in templates:
        with pytest.raises(UndefinedError):
            markup.environment(templates).get_template(path).render(edition={"title": "Late"})


def test_whatever_a_template_shows_is_escaped() -> None:
    page = markup.environment({"templates/pdf/page.typ": b"#(<< title >>)"}).get_template("templates/pdf/page.typ")
    assert page.render(title='") #read("/etc/passwd")') == '#("\\u{22}) #read(\\u{22}/etc/passwd\\u{22})")'


def test_the_same_edition_gives_the_same_source() -> None:
    assert artefact(adopted()).source == artefact(replace(adopted())).source


def test_the_file_is_named_and_dated_after_the_approval() -> None:
    made = artefact(adopted())
    assert (made.path, made.renderer, made.dated) == (
        "acceptable-use/2018/acceptable-use-2018.pdf",
        "typst",
        date(2018, 5, 1),
    )
    assert artefact(draft()).dated == AS_OF


def test_a_link_to_nothing_in_this_edition_is_plain_words() -> None:
    source = artefact(everything()).source
    assert 'link-to("#rules.b", words("here"))' in source
    assert 'words("nowhere")' in source
    assert "#not-there" not in source


def test_two_items_with_one_address_do_not_stop_the_press() -> None:
    points = tuple(
        ResolvedListItem(anchor=f"rules.{letter}", letter=letter, cite=letter, text=inline(letter)) for letter in "abb"
    )
    twice = replace(points[0], anchors=("rules.b",))
    link = ResolvedParagraph(text=(Run("see", link="#rules.b"),))
    assert pdf(small(link, ResolvedList(points=(twice, *points[1:])))).startswith(b"%PDF")


def test_the_cover_has_what_the_approval_says_and_nothing_else() -> None:
    shown = document(adopted())
    assert shown["facts"] == (("Approved by the governing body:", "May 2018"), ("To be reviewed:", "May 2019"))
    assert shown["signatures"] == (("Signed on behalf of the governing body:", "", ""),)
    assert shown["status"] == "Approved May 2018"


def test_a_draft_claims_no_approval_and_has_no_line_to_sign() -> None:
    shown = document(draft())
    assert (shown["facts"], shown["signatures"], shown["draft"]) == ((), (), True)
    assert shown["follows"] == "The last approved edition is 2018 (approved May 2018)."
    assert ("Status", inline("Draft, not approved")) in shown["record"]


def test_the_cover_answers_a_readers_first_questions_with_what_the_school_says_and_no_more() -> None:
    edition = adopted()
    people = "Staff, Agency staff, Casual workers, Volunteers and Governors"
    assert document(edition)["readers"] == (("Who must read it", people, ""),)
    facts = replace(edition.school, email="office@hill.example", policy_site="https://rules.hill.example")
    lines = document(replace(edition, school=facts))["readers"]
    assert lines[1] == ("Whom to ask", "office@hill.example", "mailto:office@hill.example")
    assert lines[2] == (
        "On the web",
        "rules.hill.example/acceptable-use/2018/",
        "https://rules.hill.example/acceptable-use/2018/",
    )
    named = document(replace(edition, school=replace(facts, contact="the office")))["readers"][1]
    assert named == ("Whom to ask", "the office, office@hill.example", "mailto:office@hill.example")
    assert document(small())["readers"] == ()


def test_a_fingerprint_in_groups_is_the_whole_fingerprint() -> None:
    digits = adopted().fingerprint.rpartition(":")[2]
    assert "".join(groups(adopted().fingerprint)) == digits
    assert {len(group) for group in groups(adopted().fingerprint)} == {8}


def test_what_is_not_on_record_is_left_out() -> None:
    names = [label for label, _ in document(small())["record"]]
    assert names == ["Policy and edition", "Reference", "Status"]


def test_the_contents_as_printed_are_said_to_disagree_only_when_they_do() -> None:
    edition = adopted()
    assert document(edition)["disagrees"] is True
    line = edition.printed_contents[0]
    agreeing = replace(small(), printed_contents=(replace(line, number="1.", title="Rules"),))
    assert document(agreeing)["disagrees"] is False
    assert document(small())["disagrees"] is False


def test_a_pale_brand_colour_is_darkened_until_it_can_be_read() -> None:
    shown = document(small(school=School(name="Hill", brand=Brand(primary="#ffe9a0", accent="#1d3557"))))
    assert contrast(shown["primary"]) >= 4.5
    assert shown["accent"] == "#1d3557"


@pytest.mark.parametrize(
    "source",
    [
        '#read("/etc/passwd")',
        '#read("../../../etc/passwd")',
        '#include "/etc/passwd"',
        '#image("/etc/hostname.png", alt: "x")',
        '#import "/etc/passwd": x',
    ],
)
def test_no_file_of_the_machine_can_be_read_even_by_a_template(source: str) -> None:
    with pytest.raises(UserError, match="could not be typeset"):
        typesetter.typeset(f'#set document(title: "x")\n{source}', {}, AS_OF)


def test_the_files_of_a_document_can_be_read_and_only_inside_its_folder() -> None:
    source = '#set document(title: "x")\n#set text(font: "Source Sans 3", lang: "en")\n#read("words/a.txt")'
    assert typesetter.typeset(source, {"words/a.txt": b"hello"}, AS_OF).startswith(b"%PDF")
    for path in ("../a.txt", "/a.txt", "a/../../b", "C:/a.txt", "a\\b", ""):
        with pytest.raises(ValueError, match="inside"):
            typesetter.typeset(source, {path: b"x"}, AS_OF)


def test_a_font_that_is_not_shipped_is_trouble_not_another_look() -> None:
    with pytest.raises(UserError, match="unknown font family: comic sans"):
        typesetter.typeset('#set document(title: "x")\n#text(font: "Comic Sans")[a]', {}, AS_OF, "late.pdf")


def test_a_character_without_a_glyph_is_trouble_that_names_the_file_and_the_character() -> None:
    with pytest.raises(UserError, match=r"late-draft\.pdf could not be typeset: .*中"):
        pdf(small(ResolvedParagraph(text=inline("中"))))


def test_a_missing_font_package_is_trouble_with_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(typesetter.FONTS, "fontpkg_nowhere", ("files", ("Nowhere",)))
    with pytest.raises(UserError) as caught:
        typesetter.font_folders()
    assert caught.value.message == "the font package fontpkg-nowhere is not installed"
    assert caught.value.hint


def test_every_font_package_carries_its_licence() -> None:
    for package in typesetter.FONTS:
        named = [file for file in installed_files(package.replace("_", "-")) or () if file.name.startswith("LICENSE")]
        assert named, package
        assert "SIL OPEN FONT LICENSE" in named[0].read_text(encoding="utf-8").upper()


def test_the_table_of_characters_is_that_of_the_fonts() -> None:
    table = font_coverage.ranges(font_coverage.covered())
    assert RANGES.split() == table, "write it anew: python -m tests.formats.font_coverage"


def test_characters_that_no_font_has_are_named_before_typesetting() -> None:
    assert missing_glyphs("".join(HOSTILE.values()) + URDU) == set()
    for character in ("中", "\x00", "\x1b", "\u200b", "\u202e", "\ufeff", "\u00ad", "\u2028", "\ue000", "\ud800"):
        assert missing_glyphs(f"a{character}b") == {character}


def test_whatever_the_table_names_can_be_typeset_in_every_style() -> None:
    text = " ".join(chr(code) for part in RANGES.split() for code in _codes(part))
    styles = (Run(text), Run(text, bold=True), Run(text, italic=True), Run(text, code=True))
    assert pdf(small(ResolvedParagraph(text=styles))).startswith(b"%PDF")


def _codes(part: str) -> range:
    start, _, end = part.partition("-")
    return range(int(start, 16), int(end or start, 16) + 1)


def test_the_same_edition_gives_the_same_bytes_in_one_thread_and_in_four() -> None:
    alone = {edition.name: pdf(edition) for edition in (adopted(), draft(), everything())}
    with ThreadPoolExecutor(max_workers=4) as pool:
        together = list(pool.map(pdf, [adopted(), draft(), adopted(), everything()] * 2))
    assert together == [pdf(edition) for edition in [adopted(), draft(), adopted(), everything()] * 2]
    assert together[0] == alone["2018"]


def test_a_large_document_is_set_in_a_process_of_its_own_with_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    source = '#set document(title: "x")\n#read("words/a.txt")'
    here = typesetter.typeset(source, {"words/a.txt": b"hello"}, AS_OF)
    monkeypatch.setattr(typesetter, "LARGE", 0)
    assert typesetter.typeset(source, {"words/a.txt": b"hello"}, AS_OF) == here
    with pytest.raises(UserError, match=r"late\.pdf could not be typeset"):
        typesetter.typeset('#set document(title: "x")\n#text(font: "Comic Sans")[a]', {}, AS_OF, "late.pdf")


def test_emoji_are_refused_before_typesetting_because_no_shipped_font_has_them() -> None:
    assert missing_glyphs("lost 😀 phone ✓") == {"😀"}
