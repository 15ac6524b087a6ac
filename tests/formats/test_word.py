"""The Word file: the adopted words in order, real Word structure, and the same bytes on every run."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import Phase, given, settings

from clausebook.errors import UserError
from clausebook.formats import word
from clausebook.io import pandoc
from clausebook.model.artefact import Artefact
from clausebook.model.blocks import items_of
from clausebook.model.edition import Edition, ResolvedClause, ResolvedSection
from clausebook.model.edition_blocks import (
    ResolvedBlock,
    ResolvedConnector,
    ResolvedForm,
    ResolvedFormField,
    ResolvedList,
    ResolvedListItem,
    ResolvedNote,
    ResolvedParagraph,
    ResolvedTable,
)
from clausebook.model.school import Brand
from clausebook.text.inline import Inline, Run, plain
from clausebook.text.numerals import alphabetic, roman
from clausebook.text.quotation import straight
from tests import adopted, record
from tests.strategies import NASTY, editions, lettered

pytestmark = pytest.mark.slow

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Parts = dict[str, bytes]
# Every example is a run of pandoc; making a failing one small would take hundreds.
few = settings(max_examples=15, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])


def artefact(edition: Edition) -> Artefact:
    (made,) = word.render(edition, adopted.publication(edition))
    return made


_MADE: dict[int, tuple[Edition, Parts]] = {}  # by identity: an edition holds mappings and has no hash


def parts(edition: Edition) -> Parts:
    """The files in the Word file, by name."""
    if id(edition) not in _MADE:
        _MADE[id(edition)] = (edition, unzipped(pandoc.write(artefact(edition))))
    return _MADE[id(edition)][1]


def unzipped(made: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def paragraphs(edition: Edition) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(parts(edition)["word/document.xml"]).iter(f"{W}p"))


def style(paragraph: ElementTree.Element) -> str:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else found.attrib[f"{W}val"]


def text(paragraph: ElementTree.Element) -> str:
    signs = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}softHyphen": "\u00ad"}
    return "".join(
        (part.text or "") if part.tag == f"{W}t" else signs[part.tag]
        for run in paragraph.iter(f"{W}r")
        for part in run
        if part.tag == f"{W}t" or part.tag in signs
    )


def adopted_paragraphs(edition: Edition) -> list[ElementTree.Element]:
    """Those between the first heading and the page about the edition.

    Empty ones are left out: those of empty cells, and those that keep two tables apart that follow each other.
    """
    found = [paragraph for paragraph in paragraphs(edition) if text(paragraph)]
    styles = [style(paragraph) for paragraph in found]
    return found[styles.index("Heading1") : styles.index("AboutHeading")]


def expected(edition: Edition) -> Iterator[str]:
    """The edition's words, a paragraph at a time, read off the edition itself."""
    for chapter in edition.chapters:
        yield f"{chapter.number} {chapter.title}"
        for passage in chapter.all_passages:
            if passage is not chapter.opening:
                yield f"{passage.number} {passage.title}"
            for block in passage.blocks:
                yield from _words(block)


def _words(block: ResolvedBlock) -> Iterator[str]:
    match block:
        case ResolvedParagraph():
            yield plain(block.text)
        case ResolvedList():
            yield from filter(None, [plain(block.stem)])
            yield from _points(block.points)
        case ResolvedNote():
            yield f"Note: {plain(block.text)}"
        case ResolvedTable():
            yield from filter(None, [plain(block.caption)])
            yield from filter(None, (plain(cell) for row in (block.header, *block.rows) for cell in row))
        case ResolvedForm():
            yield plain(block.title)
            for blank in block.blanks:
                yield f"☐ {plain(blank.label)}" if blank.kind == "tick" else f"{plain(blank.label)} \t"


def _points(points: tuple[ResolvedListItem | ResolvedConnector, ...]) -> Iterator[str]:
    for point in points:
        yield plain(point.text)
        if isinstance(point, ResolvedListItem):
            yield from _points(point.points)


def without_typed_letter(paragraph: ElementTree.Element) -> str:
    words = text(paragraph)
    return re.sub(r"^\([a-z0-9]+\)\t", "", words) if style(paragraph).startswith("ItemTyped") else words


# --- the words ---


def test_the_2018_words_are_read_back_in_order_and_nothing_else() -> None:
    read = [text(paragraph) for paragraph in adopted_paragraphs(adopted.approved())]
    assert read == list(expected(adopted.approved())) == record.plain_lines()


@pytest.mark.slow
@few
@given(editions())
def test_the_words_of_any_edition_are_read_back_in_order(edition: Edition) -> None:
    read = [without_typed_letter(paragraph) for paragraph in adopted_paragraphs(edition)]
    fold = straight if edition.is_draft else str  # readers of a draft are shown its marks typographically
    assert [fold(one) for one in read] == [fold(one) for one in expected(edition)]


def test_pandoc_reads_the_2018_words_back_from_the_file() -> None:
    command = [str(pandoc.program()), "--from=docx", "--to=plain", "--wrap=none"]
    made = pandoc.write(artefact(adopted.approved()))
    read = subprocess.run(command, input=made, capture_output=True, check=True).stdout.decode("utf-8")
    place = 0
    for words in expected(adopted.approved()):
        for piece in words.split():  # pandoc's plain text marks bold, and sets lists in its own way
            place = read.index(piece, place) + len(piece)


@pytest.mark.parametrize("nasty", [*NASTY, "long " * 20_000, "tab\tin\tthe middle", " blank at both ends "])
def test_hostile_text_comes_back_as_the_same_text(nasty: str) -> None:
    edition = of(
        ResolvedParagraph(text=(Run(nasty),)), ResolvedList(stem=(Run(nasty, code=True),), points=(point(nasty),))
    )
    edition = replace(edition, title=nasty, series=nasty, school=replace(edition.school, name=nasty))
    assert [text(paragraph) for paragraph in adopted_paragraphs(edition)][1:] == [nasty, nasty, nasty]
    by_style = {style(paragraph): text(paragraph) for paragraph in paragraphs(edition)}
    assert (by_style["Title"], by_style["CoverSeries"], by_style["CoverSchool"]) == (nasty, nasty, nasty)
    for name, part in parts(edition).items():
        if name.endswith((".xml", ".rels")):
            ElementTree.fromstring(part)
    header = ElementTree.fromstring(parts(edition)["word/header1.xml"])
    assert nasty in "".join(header.itertext())


@pytest.mark.parametrize("bad", ["\x00", "\x07", "\x1b", "\x7f"[:0] + "\x0b", "\ud800", "\ufffe"])
def test_a_character_no_word_file_can_hold_is_our_bug_and_names_the_clause(bad: str) -> None:
    with pytest.raises(ValueError, match=rf"clause one: U\+{ord(bad):04X} cannot be written to a Word file"):
        artefact(of(ResolvedParagraph(text=(Run(f"bell {bad}"),))))


def test_a_line_break_in_the_text_is_a_line_break_in_word() -> None:
    (_, paragraph) = adopted_paragraphs(of(ResolvedParagraph(text=(Run("one\ntwo\r\nthree\rfour"),))))
    assert text(paragraph) == "one\ntwo\nthree\nfour"


# --- headings, lists, tables ---


def test_headings_are_real_headings_with_the_adopted_numbers() -> None:
    found = [(style(one), text(one)) for one in adopted_paragraphs(adopted.approved()) if style(one).startswith("Head")]
    assert found[:3] == [
        ("Heading1", "1. Introduction"),
        ("Heading2", "1.2 Policy Statement"),
        ("Heading2", "1.3 Policy Coverage"),
    ]
    assert ("Heading2", "3.3. Mobile Devices") in found


def shown_letters(edition: Edition) -> list[str]:
    """The letters as Word shows them: counted by its own rules from numbering.xml, or typed."""
    numbering = ElementTree.fromstring(parts(edition)["word/numbering.xml"])
    kinds = {one.attrib[f"{W}abstractNumId"]: one for one in numbering.iter(f"{W}abstractNum")}
    lists = {one.attrib[f"{W}numId"]: one for one in numbering.iter(f"{W}num")}
    counts: dict[str, int] = {}
    shown = []
    for paragraph in adopted_paragraphs(edition):
        number = paragraph.find(f"{W}pPr/{W}numPr/{W}numId")
        level = paragraph.find(f"{W}pPr/{W}numPr/{W}ilvl")
        if number is None or level is None:
            typed = re.match(r"\(([a-z0-9]+)\)\t", text(paragraph))
            shown.extend([typed[1]] if typed and style(paragraph).startswith("ItemTyped") else [])
            continue
        own, depth = number.attrib[f"{W}val"], level.attrib[f"{W}val"]
        (restart,) = (
            one.find(f"{W}startOverride")
            for one in lists[own].iter(f"{W}lvlOverride")
            if one.attrib[f"{W}ilvl"] == depth
        )
        assert restart is not None
        counts[own] = counts.get(own, int(restart.attrib[f"{W}val"]) - 1) + 1
        kind = lists[own].find(f"{W}abstractNumId")
        assert kind is not None
        (form,) = (
            one.find(f"{W}numFmt")
            for one in kinds[kind.attrib[f"{W}val"]].iter(f"{W}lvl")
            if one.attrib[f"{W}ilvl"] == depth
        )
        assert form is not None
        shown.append(as_word_counts(form.attrib[f"{W}val"], counts[own]))
    return shown


def as_word_counts(form: str, number: int) -> str:
    """ECMA-376, ST_NumberFormat: lowerLetter repeats the letter after z."""
    letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    return {"lowerLetter": letter, "lowerRoman": roman(number), "decimal": str(number)}[form]


def letters(edition: Edition) -> list[str]:
    return [item.letter for passage in edition.passages for item in items_of(passage)]


def test_word_counts_every_item_of_the_2018_text_to_its_letter() -> None:
    assert shown_letters(adopted.approved()) == letters(adopted.approved())
    assert not [one for one in paragraphs(adopted.approved()) if style(one).startswith("ItemTyped")]


@pytest.mark.slow
@few
@given(editions())
def test_word_shows_the_letters_by_which_items_are_cited(edition: Edition) -> None:
    assert shown_letters(edition) == letters(edition)


def test_letters_go_on_where_a_line_is_between_and_in_the_next_list() -> None:
    first = ResolvedList(points=(point("x"), ResolvedConnector(text=(Run("and/or"),)), point("y")))
    edition = of(first, ResolvedParagraph(text=(Run("In between."),)), ResolvedList(points=(point("z"),)))
    assert shown_letters(edition) == ["a", "b", "c"]
    assert style(adopted_paragraphs(edition)[2]) == "Between1"


def test_letters_that_word_would_not_reach_are_typed() -> None:
    edition = of(ResolvedList(points=tuple(point(f"item {place}") for place in range(1, 55))))
    assert shown_letters(edition) == [alphabetic(place) for place in range(1, 55)]
    typed = [text(one) for one in adopted_paragraphs(edition) if style(one).startswith("ItemTyped")]
    assert typed[0] == "(ab)\titem 28"
    assert len(typed) == 26


def test_the_indents_of_lists_are_ours() -> None:
    numbering = parts(adopted.approved())["word/numbering.xml"].decode("utf-8")
    assert 'w:left="567" w:hanging="567"' in numbering
    assert 'w:left="720" w:hanging="360"' not in numbering


def test_the_header_row_of_a_table_repeats_on_every_page() -> None:
    cell = (Run("x"),)
    edition = of(ResolvedTable(caption=(Run("Who keeps what"),), header=(cell, cell), rows=((cell, ()), ((), cell))))
    (table, *_) = ElementTree.fromstring(parts(edition)["word/document.xml"]).iter(f"{W}tbl")
    rows = list(table.iter(f"{W}tr"))
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True, False, False]


def test_rows_of_a_table_stay_whole_and_text_keeps_its_distance() -> None:
    cell = (Run("x"),)
    table = ResolvedTable(caption=(), header=(cell,), rows=((cell,), (cell,)))
    edition = of(table, ResolvedParagraph(text=(Run("After it."),)))
    xml = parts(edition)["word/document.xml"].decode("utf-8")
    (first, *_) = ElementTree.fromstring(xml).iter(f"{W}tbl")
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in first.iter(f"{W}tr"))
    (after,) = (one for one in adopted_paragraphs(edition) if text(one) == "After it.")
    assert after.find(f"{W}pPr/{W}spacing") is not None


def test_style_and_links_are_kept() -> None:
    runs = (Run("bold", bold=True), Run("slanted", italic=True), Run("code", code=True))
    links = (Run("web", link="https://a.example/?b=c&d=e"), Run("here", link="#one"))
    xml = parts(of(ResolvedParagraph(text=runs + links)))["word/document.xml"].decode("utf-8")
    assert re.search(r"<w:b />(?:(?!</w:r>).)*bold", xml)
    assert re.search(r"<w:i />(?:(?!</w:r>).)*slanted", xml)
    assert re.search(r'w:val="VerbatimChar"(?:(?!</w:r>).)*code', xml)
    assert re.search(r'<w:hyperlink w:anchor="one">(?:(?!</w:hyperlink>).)*here', xml)
    relations = parts(of(ResolvedParagraph(text=runs + links)))["word/_rels/document.xml.rels"].decode("utf-8")
    assert 'Target="https://a.example/?b=c&amp;d=e"' in relations


# --- the document around the words ---


def styled(edition: Edition, *names: str) -> list[str]:
    return [text(paragraph) for paragraph in paragraphs(edition) if style(paragraph) in names]


def test_the_cover_says_what_the_2018_cover_said() -> None:
    assert styled(adopted.approved(), "CoverSchool", "CoverSeries", "Title", "CoverFact", "SignatureLine") == [
        "Hanson School",
        "Hanson Policy for School Staff",
        "Acceptable use of ICT, mobile devices and social networking sites",
        "Approved by the governing body: May 2018",
        "To be reviewed: May 2019",
        "Signed on behalf of the governing body: \t",
    ]


def test_a_draft_claims_no_approval_and_says_so_on_every_page() -> None:
    assert styled(adopted.draft(), "CoverStatus") == ["Draft, not approved by the governing body"]
    assert not [line for line in styled(adopted.draft(), "CoverFact") if line.startswith("Approved")]
    for header in ("word/header1.xml", "word/header2.xml"):
        draft = parts(adopted.draft())[header].decode("utf-8")
        assert "DRAFT, not approved" in draft
        assert 'string="DRAFT"' in draft
        assert "DRAFT" not in parts(adopted.approved())[header].decode("utf-8")


def test_header_and_footer_name_the_document_and_count_its_pages() -> None:
    header = parts(adopted.approved())["word/header1.xml"].decode("utf-8")
    footer = parts(adopted.approved())["word/footer1.xml"].decode("utf-8")
    assert adopted.approved().title in header
    assert "2018 edition, approved May 2018" in header
    assert "NUMPAGES" in footer
    section = list(ElementTree.fromstring(parts(adopted.approved())["word/document.xml"]).iter(f"{W}sectPr"))[-1]
    used = [one.tag.removeprefix(W) + one.attrib[f"{W}type"] for one in section if "Reference" in one.tag]
    assert sorted(used) == [
        "footerReferencedefault",
        "footerReferencefirst",
        "headerReferencedefault",
        "headerReferencefirst",
    ]
    assert section.find(f"{W}titlePg") is not None


def test_the_contents_list_every_heading_and_lead_to_it() -> None:
    headings = [text(one) for one in adopted_paragraphs(adopted.approved()) if style(one).startswith("Heading")]
    assert styled(adopted.approved(), "TOC1", "TOC2") == [*headings, "About this edition"]
    xml = parts(adopted.approved())["word/document.xml"].decode("utf-8")
    assert (
        xml.count('w:fldCharType="begin"')
        == xml.count('w:fldCharType="separate"')
        == xml.count('w:fldCharType="end"')
        == 1
    )


@pytest.mark.slow
@few
@given(editions())
def test_every_link_inside_the_file_leads_somewhere(edition: Edition) -> None:
    document = ElementTree.fromstring(parts(edition)["word/document.xml"])
    names = [one.attrib[f"{W}name"] for one in document.iter(f"{W}bookmarkStart")]
    links = {one.attrib[f"{W}anchor"] for one in document.iter(f"{W}hyperlink") if f"{W}anchor" in one.attrib}
    assert links
    assert links <= set(names)
    assert len(names) == len(set(names))
    assert all(len(name) <= 40 for name in names)


def test_the_last_page_says_what_is_no_part_of_the_adopted_text() -> None:
    about = styled(adopted.approved(), "AboutText", "AboutFact")
    assert "no part of the text that the governing body adopts" in about[0]
    assert f"Fingerprint\t{adopted.approved().fingerprint}" in about
    assert f"Source commit\t{adopted.approved().commit}" in about
    assert "Minute\tnot known" in about


def test_no_empty_paragraph_makes_space() -> None:
    assert [style(one) for one in paragraphs(adopted.approved()) if not text(one).strip()] == []


def test_title_language_and_dates_are_in_the_properties() -> None:
    core = parts(adopted.approved())["docProps/core.xml"].decode("utf-8")
    assert f"<dc:title>{adopted.approved().title}</dc:title>" in core
    assert "<dc:language>en-GB</dc:language>" in core
    assert core.count("2018-05-01T00:00:00Z") == 2
    assert 'w:lang w:val="en-GB"' in re.sub(r'(w:lang)(.*?)( w:val="en-GB")', r"\1\3", styles_of(adopted.approved()))


def styles_of(edition: Edition) -> str:
    return parts(edition)["word/styles.xml"].decode("utf-8")


def test_word_does_not_open_the_file_in_compatibility_mode() -> None:
    settings_part = parts(adopted.approved())["word/settings.xml"].decode("utf-8")
    assert 'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"' in settings_part


def test_a_brand_colour_too_pale_to_read_is_darkened() -> None:
    edition = adopted.approved()
    pale = replace(edition, school=replace(edition.school, brand=Brand(primary="#ffe600", accent="#7a1f3d")))
    assert "FFE600" not in styles_of(pale)
    assert "7A1F3D" in styles_of(pale)


def test_every_style_that_the_file_uses_is_ours() -> None:
    document = parts(everything())["word/document.xml"].decode("utf-8")
    used = set(re.findall(r'<w:(?:pStyle|rStyle|tblStyle) w:val="(.*?)"', document))
    ours = set(
        re.findall(r'w:styleId="(.*?)"', (adopted.ROOT / "templates/word/styles.xml").read_text(encoding="utf-8"))
    )
    assert used <= ours
    assert {"Note", "FormLine", "FormTitle", "TableCaption", "Between2", "Stem"} <= used


# --- how it is made ---


def test_the_same_edition_gives_the_same_bytes_also_beside_other_threads() -> None:
    made: list[bytes] = []
    threads = [threading.Thread(target=lambda: made.append(pandoc.write(artefact(adopted.draft())))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 2
    assert set(made) == {pandoc.write(artefact(adopted.draft()))}


def test_a_format_runs_no_pandoc_and_needs_none() -> None:
    # The package plumbum asks for the machine's name while it is imported, so other programs are let through.
    lines = (
        "import subprocess, os; os.environ['PATH'] = os.path.dirname('/usr/bin/uname')\n"
        "start = subprocess.Popen.__init__\n"
        "def guarded(self, command, *a, **k):\n"
        "    if 'pandoc' in str(command): raise SystemExit('pandoc was started')\n"
        "    start(self, command, *a, **k)\n"
        "subprocess.Popen.__init__ = guarded\n"
        "from tests import adopted; from clausebook.formats import word\n"
        "print(next(word.render(adopted.draft(), adopted.publication(adopted.draft()))).path)\n"
    )
    command = [sys.executable, "-c", lines]
    done = subprocess.run(command, cwd=adopted.ROOT, capture_output=True, encoding="utf-8", check=False)
    assert (done.stdout.strip(), done.stderr) == ("acceptable-use/draft/acceptable-use-draft.docx", "")


def test_what_pandoc_refuses_is_reported_in_one_line() -> None:
    broken = replace(artefact(adopted.draft()), files={"reference.docx": b"not a zip"})
    with pytest.raises(UserError, match=r"pandoc could not make acceptable-use/draft/acceptable-use-draft\.docx: .+"):
        pandoc.write(broken)


# --- small editions ---


def point(words: str, *points: ResolvedListItem | ResolvedConnector) -> ResolvedListItem:
    return ResolvedListItem(anchor="", letter="", cite="", text=(Run(words),), points=points)


def of(*blocks: ResolvedBlock) -> Edition:
    """The 2018 edition with one clause of these blocks in place of its own."""
    passage = lettered(ResolvedClause(id="one", number="1.", cite="1", title="One", blocks=blocks))
    chapter = ResolvedSection(id="one", number="1.", cite="1", title="One", opening=passage)
    return replace(adopted.approved(), chapters=(chapter,), laws=())


def everything() -> Edition:
    words: Inline = (Run("x"),)
    form = ResolvedForm(title=words, blanks=tuple(_blank(kind) for kind in ("text", "date", "signature", "tick")))
    nested = point("x", point("y"), ResolvedConnector(text=words), point("z", point("deep")))
    return of(
        ResolvedList(stem=words, points=(nested,)),
        ResolvedNote(text=words),
        ResolvedTable(caption=words, header=(words,), rows=((words,),)),
        form,
    )


def _blank(kind: str) -> ResolvedFormField:
    return ResolvedFormField((Run(kind),), kind)
