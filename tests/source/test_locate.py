"""Where a finding stands: the line and column of the very words, also where YAML folds, quotes or nests them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausebook.model.finding import Finding, SourceLocation
from clausebook.source.locate import locate
from clausebook.text.blanks import lines_of, position
from clausebook.text.words import times_before

FILE = "clauses/phones/calls.yaml"
TEXT = """\
id: calls
title: "A \\"quoted\\" title"
body:
  - >-
    Staff name the name and the surname
    of the head
    of the school, and the name again.
  - items:
      - 'it''s a name'
      - {text: a name, id: name}
  - table: {header: [name, a name], rows: [[x, name]]}
"""


def meant(place: SourceLocation, text: str = TEXT) -> tuple[int, str]:
    """The line a place is on, and the characters of it that the caret stands under."""
    (found,) = locate([Finding(place, "m")], {FILE: text.encode()})
    start = found.place.column - 1
    return found.place.line, found.excerpt[start : start + found.width]


def at(*trail: str | int) -> SourceLocation:
    return SourceLocation(FILE).at(*trail)


@pytest.mark.parametrize(
    ("place", "line", "words"),
    [
        (at("id"), 1, "calls"),
        (at().key("id"), 1, "id"),
        (at("title"), 2, '"A \\"quoted\\" title"'),
        (at("title").on('"quoted"'), 2, '\\"quoted\\"'),
        (at("body"), 4, "-"),
        (at().key("body"), 3, "body"),
        (at("body", 0), 4, ">-"),
        (at("body", 0).on("name"), 5, "name"),
        (at("body", 0).on("name", 1), 5, "name"),
        (at("body", 0).on("name", 2), 7, "name"),
        (at("body", 0).on("head of the school"), 6, "head"),
        (at("body", 0).on("and the surname of the head"), 5, "and the surname"),
        (at("body", 0, "text").on("again"), 7, "again"),
        (at("body", 1), 8, "items"),
        (at("body", 1, "items", 0), 9, "'it''s a name'"),
        (at("body", 1, "items", 0, "text").on("it's"), 9, "it''s"),
        (at("body", 1, "items", 1), 10, "{text: a name, id: name}"),
        (at("body", 1, "items", 1, "id"), 10, "name"),
        (at("body", 2, "table", "rows", 0), 11, "[x, name]"),
        (at("body", 2, "table", "rows", 0, 1), 11, "name"),
        (at("body", 0).on("not there"), 4, ">-"),
        (at("body", 9), 4, "-"),
    ],
)
def test_the_caret_is_under_the_words_that_are_meant(place: SourceLocation, line: int, words: str) -> None:
    assert meant(place) == (line, words)


def test_the_second_of_two_words_is_found_by_its_place_in_the_text() -> None:
    text = "Staff name the name and the surname of the head of the school, and the name again."
    offsets = [offset for offset in range(len(text)) if text.startswith("name", offset) and text[offset - 1] == " "]
    lines = [meant(at("body", 0).span(text, offset, offset + 4))[0] for offset in offsets]
    assert lines == [5, 5, 7]


def test_a_finding_about_a_whole_file_is_on_its_first_line_without_an_excerpt() -> None:
    (found,) = locate([Finding(SourceLocation(FILE), "m")], {FILE: TEXT.encode()})
    assert (found.place.line, found.place.column, found.excerpt) == (1, 1, "")


def test_a_finding_about_a_file_that_is_not_there_has_no_line() -> None:
    (found,) = locate([Finding(SourceLocation("gone.yaml").at("a"), "m")], {})
    assert (found.place.line, found.excerpt) == (0, "")


def test_a_file_that_does_not_parse_still_shows_the_line_that_is_known() -> None:
    place = SourceLocation(FILE, line=2, column=4)
    assert meant(place, "a: [\nb: c\n") == (2, "c")


def test_findings_come_in_the_order_of_files_and_lines_whatever_order_they_are_found_in() -> None:
    places = [at("body", 2), at("id"), SourceLocation("a.yaml"), at("title"), at("body", 0).on("head")]
    found = [Finding(place, message) for place in places for message in ("b", "a")]
    assert locate(found, {FILE: TEXT.encode()}) == locate(reversed(found), {FILE: TEXT.encode()})
    lines = [(one.place.file, one.place.line) for one in locate(found, {FILE: TEXT.encode()})]
    assert lines == sorted(lines)


@given(st.text("ab\n\r\x85\u2028\x0c ", max_size=30), st.data())
def test_a_position_leads_to_its_character(text: str, data: st.DataObject) -> None:
    characters = [index for index, letter in enumerate(text) if letter in "ab"]
    if characters:
        offset = data.draw(st.sampled_from(characters))
        line, column = position(text, offset)
        assert lines_of(text)[line - 1][column - 1] == text[offset]


def test_words_are_counted_whole_and_across_line_ends() -> None:
    assert times_before("name", "names, a name, rename, name", 22) == 1
    assert times_before("a name", "a\n name, a  name", 9) == 1


@pytest.mark.parametrize(
    ("trail", "line", "words"),
    [
        (("body", 2), 11, "table"),
        (("body", 3), 4, ""),
        (("body", "x"), 4, ""),
        (("title", 0), 2, "title"),
        (("nothing",), 1, ""),
    ],
)
def test_a_trail_that_leads_nowhere_ends_at_the_deepest_place_there_is(
    trail: tuple[str | int, ...], line: int, words: str
) -> None:
    found, shown = meant(at(*trail))
    assert found == line
    assert words in shown
