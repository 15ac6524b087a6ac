"""Numbers, letters and inline Markdown: adopted numbers stand, letters run on, and no word is lost or added."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausebook.model.edition_blocks import ResolvedParagraph
from clausebook.model.numbering import cite, clause_numbers, section_numbers
from clausebook.resolve.numbering import lettered
from clausebook.resolve.resolve import resolve
from clausebook.source.load import load
from clausebook.text.inline import Run, inline, plain
from clausebook.text.numerals import alphabetic, roman
from tests.lint.mini import base

CALLS = "clauses/phones/calls.yaml"


def numbers(**adopted: str) -> tuple[list[str], dict[str, str]]:
    files = base()
    for id, number in adopted.items():
        path = f"clauses/phones/{id}.yaml"
        files[path] = files[path].replace(b"\nbody:", f'\nnumber: "{number}"\nbody:'.encode(), 1)
    register = load(files)
    clauses = {clause.id: clause for clause in register.clauses}
    (policy,) = register.policies
    return section_numbers(policy, clauses), clause_numbers(policy, clauses)


def test_numbers_follow_the_outline() -> None:
    assert numbers() == (["1", "2"], {"introduction": "1", "calls": "1.1", "cameras": "1.2", "returning": "2.1"})


def test_adopted_numbers_stand_as_they_are_and_the_rest_follow_their_section() -> None:
    sections, clauses = numbers(introduction="7.", calls="7.10")
    assert sections == ["7.", "2"]
    assert clauses == {"introduction": "7.", "calls": "7.10", "cameras": "7.2", "returning": "2.1"}


def test_a_number_is_cited_without_the_full_stop_after_it() -> None:
    assert [cite(number) for number in ("3.3.", "2.10", "A.")] == ["3.3", "2.10", "A"]


def test_letters_run_on_through_the_lists_of_a_clause_and_skip_what_is_no_item() -> None:
    body = (
        "body:\n  - items: [a, {between: or}, b]\n  - Text.\n"
        "  - items:\n      - {text: c, items: [d, {text: e, items: [f, {between: and}, g]}]}\n"
    )
    files = {CALLS: f"id: calls\ntitle: Calls\n{body}".encode()}
    (clause,) = load(files).clauses
    assert [letter.cite for letter in lettered(clause, "2.2.")] == [
        "2.2(a)",
        "2.2(b)",
        "2.2(c)",
        "2.2(c)(i)",
        "2.2(c)(ii)",
        "2.2(c)(ii)(1)",
        "2.2(c)(ii)(2)",
    ]
    anchors = [letter.anchor for letter in lettered(clause, "2.2")]
    assert anchors[-1] == "calls.c.ii.2"
    assert len(set(anchors)) == len(anchors)


def test_letters_and_numerals_go_on_as_far_as_lists_do() -> None:
    assert [alphabetic(place) for place in (1, 26, 27, 52, 53, 702, 703)] == ["a", "z", "aa", "az", "ba", "zz", "aaa"]
    assert [roman(place) for place in (1, 4, 9, 14, 40, 99, 400)] == ["i", "iv", "ix", "xiv", "xl", "xcix", "cd"]


@given(st.sets(st.integers(1, 2000), min_size=2, max_size=50))
def test_no_two_places_share_a_letter_or_a_numeral(places: set[int]) -> None:
    assert len({alphabetic(place) for place in places}) == len(places)
    assert len({roman(place) for place in places}) == len(places)


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("", ()),
        ("  \n ", ()),
        ("a\n  b\tc", (Run("a b c"),)),
        ("a **b** *c*", (Run("a "), Run("b", bold=True), Run(" "), Run("c", italic=True))),
        ("***a***", (Run("a", bold=True, italic=True),)),
        ("`a *b*`", (Run("a *b*", code=True),)),
        ("[a](https://b.example)", (Run("a", link="https://b.example"),)),
        (r"\*a\*", (Run("*a*"),)),
        ("a * b ** c", (Run("a * b ** c"),)),
        ("<b>a</b> &amp; # 1. - ~x~", (Run("<b>a</b> &amp; # 1. - ~x~"),)),
        ("![a](b.png)", (Run("!"), Run("a", link="b.png"))),
        ("snake_case_word", (Run("snake_case_word"),)),
    ],
)
def test_inline_markdown_is_bold_italic_code_and_links_and_nothing_else(text: str, runs: tuple[Run, ...]) -> None:
    assert inline(text) == runs


@given(st.text(st.characters(blacklist_characters="\\`*_[]()", blacklist_categories=["Cs"])))
def test_text_without_marks_keeps_every_character_but_blanks(text: str) -> None:
    assert plain(inline(text)) == re.sub(r"[ \t\r\n]+", " ", text).strip(" ")


@given(st.text("ab *_`[]()\\!<&", max_size=40))
def test_marks_add_no_letter_and_neighbours_differ_in_style(text: str) -> None:
    runs = inline(text)
    assert sum(letter in "ab" for letter in plain(runs)) <= sum(letter in "ab" for letter in text)
    assert all(run.text for run in runs)
    styles = [(run.bold, run.italic, run.code, run.link) for run in runs]
    assert all(one != next_one for one, next_one in pairwise(styles))


def test_the_marks_of_a_fact_are_words_in_a_title_and_in_a_text() -> None:
    name = "St *A* & _B_"
    files = base()
    school = files["policy/school.yaml"]
    files["policy/school.yaml"] = re.sub(rb"(?m)^name: .*$", f'name: "{name}"'.encode(), school)
    files[CALLS] = files[CALLS].replace(b"title: Calls", b'title: "Calls to {{ school.name }}"')
    files[CALLS] = files[CALLS].replace(b"Staff should make calls outside", b"Call {{ school.name }} outside")
    edition = resolve(load(files), "phones", "draft")
    (clause,) = (one for one in edition.passages if one.id == "calls")
    paragraph = clause.blocks[0]
    assert clause.title == f"Calls to {name}"
    assert isinstance(paragraph, ResolvedParagraph)
    assert plain(paragraph.text) == f"Call {name} outside lessons."
