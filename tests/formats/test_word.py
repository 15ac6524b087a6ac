"""The Word file: the adopted words in order, real Word structure, and the same bytes on every run."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given

from clausebook.io import pandoc
from clausebook.model.blocks import items_of
from clausebook.model.edition import Edition
from clausebook.model.edition_blocks import (
    ResolvedBlock,
    ResolvedConnector,
    ResolvedForm,
    ResolvedList,
    ResolvedListItem,
    ResolvedNote,
    ResolvedParagraph,
    ResolvedTable,
)
from clausebook.text.inline import Run, plain
from clausebook.text.numerals import alphabetic, roman
from clausebook.text.quotation import straight
from tests import adopted, record
from tests.formats.word_files import W, adopted_paragraphs, artefact, few, of, paragraphs, parts, point, style, text
from tests.strategies import NASTY, editions

pytestmark = pytest.mark.slow


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
    for one in points:
        yield plain(one.text)
        if isinstance(one, ResolvedListItem):
            yield from _points(one.points)


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
