"""The forms of a review that any machine can make: text for the terminal, JSON, and the source of the PDF."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clausebook.formats._registry import all_formats, all_review_forms
from clausebook.formats.review import data, pdf, view
from clausebook.formats.review.terminal import review_lines
from clausebook.model.comparison.block_change import Span, new_words, old_words
from clausebook.model.comparison.review import Review
from clausebook.model.edition import Edition
from clausebook.model.edition_blocks import ResolvedParagraph
from clausebook.model.publication import Publication
from clausebook.model.register import Register
from clausebook.review.make import review
from tests.adopted import files_below
from tests.formats.pdf_cases import HOSTILE, inline, small
from tests.golden_folders import GOLDEN, hold
from tests.history.repositories import School
from tests.redline.strategies import edited, editions
from tests.review.schools import reviewed, school_under_review
from tests.validators import validator

pytestmark = pytest.mark.slow

CASE = GOLDEN / "review" / "phones"
calm = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
a_year_later = editions().flatmap(lambda old: st.tuples(st.just(old), edited(old)))


@pytest.fixture
def small_review(school: School) -> Review:
    """The mini school's review."""
    return reviewed(school_under_review(school))


def bare(old: Edition | None, new: Edition) -> Review:
    """A review without commits and without law."""
    return review(old, new, (), Register(as_of=date(2027, 5, 1)), date(2027, 5, 1))


def publication(found: Review) -> Publication:
    return Publication(
        school=found.new.school, editions=(found.new,), as_of=found.as_of, templates=files_below("templates", "site")
    )


def written(found: Review) -> Any:
    (artefact,) = data.render_review(found, publication(found))
    return json.loads(artefact.source)


def source(found: Review) -> str:
    (artefact,) = pdf.render_review(found, publication(found))
    return str(artefact.source)


def test_the_terminal_shows_what_a_governor_reads(small_review: Review, bless: bool) -> None:
    hold(CASE, {"expected.txt": "\n".join(review_lines(small_review)) + "\n"}, given=(), bless=bless)


def test_no_line_on_the_terminal_is_wider_than_80_columns() -> None:
    lines = (CASE / "expected.txt").read_text(encoding="utf-8").split("\n")
    assert [line for line in lines if len(line) > 80 or line != line.rstrip()] == []


def test_removed_and_added_words_never_run_together_on_the_terminal() -> None:
    text = (CASE / "expected.txt").read_text(encoding="utf-8")
    assert "[removed: should] [added: must]" in text
    assert not re.search(r"\w\[(removed|added)|\]\w", text)


def test_every_form_is_found_and_none_is_taken_for_a_format_of_editions() -> None:
    assert {"data", "pdf"} <= {form.name for form in all_review_forms()}
    assert "review" not in {form.name for form in all_formats()}


def test_the_json_keeps_to_its_schema(small_review: Review) -> None:
    validator("review").validate(written(small_review))


@calm
@given(a_year_later)
def test_the_json_of_any_review_keeps_to_its_schema(pair: tuple[Edition, Edition]) -> None:
    validator("review").validate(written(bare(*pair)))
    validator("review").validate(written(bare(None, pair[1])))


def test_the_schema_refuses_what_it_does_not_know_and_what_is_missing(small_review: Review) -> None:
    good = written(small_review)
    assert not validator("review").is_valid({**good, "unheard_of": 1})
    assert not validator("review").is_valid({key: value for key, value in good.items() if key != "commits"})
    good["chapters"][0]["clauses"][0]["pieces"][0]["cells"][0]["words"][0]["kind"] = "vanished"
    assert not validator("review").is_valid(good)


def test_every_commit_that_the_json_names_is_reported_once(small_review: Review) -> None:
    made = written(small_review)
    told = [commit["id"] for commit in made["commits"]]
    clauses = [clause for chapter in made["chapters"] for clause in chapter["clauses"]]
    named = {id for clause in clauses for id in clause.get("commits", ())}
    assert len(told) == len(set(told))
    assert named
    assert named <= set(told)


def test_the_words_of_the_json_hold_both_editions(small_review: Review) -> None:
    made = written(small_review)
    (calls,) = [one for chapter in made["chapters"] for one in chapter["clauses"] if one["id"] == "calls"]
    spans = calls["pieces"][0]["cells"][0]["words"]
    old = "".join(span["text"] for span in spans if span["kind"] != "inserted")
    new = "".join(span["text"] for span in spans if span["kind"] != "deleted")
    assert old == "Staff should make calls outside lessons."
    assert new == "Staff must make calls outside lessons and trips."


def test_no_form_holds_a_name_or_an_address_of_whoever_wrote_the_commits(small_review: Review) -> None:
    for text in (json.dumps(written(small_review)), source(small_review), "\n".join(review_lines(small_review))):
        assert "hill.example" not in text
        assert "A teacher" not in text
        assert "a contributor" in text


def test_the_same_review_gives_the_same_source(small_review: Review) -> None:
    assert source(small_review) == source(small_review)
    assert data.data(small_review) == data.data(small_review)


def test_the_pdf_says_beside_a_change_why_by_which_role_and_when(small_review: Review) -> None:
    made = view.pack(small_review)
    (calls,) = [one for one in made["clauses"] if one["title"] == "Calls"]
    first, second = calls["reasons"]
    assert first["why"] == ("Trips are no lessons.",)
    assert first["who"].startswith("Clerk, ")
    assert first["questions"] == "see question 1"
    assert second["unstated"] == "No reason is given for “Make it a duty”."


@calm
@given(a_year_later)
def test_marks_in_the_pdf_never_run_together_and_lose_no_word(pair: tuple[Edition, Edition]) -> None:
    redline = bare(*pair).redline
    for words in (cell.words for clause in redline.changed for piece in clause.pieces for cell in piece.cells):
        shown = view.spans(words)
        assert all(b["apart"] for a, b in pairwise(shown) if "kept" not in (a["kind"], b["kind"]))
        assert all(one["voice"] for one in shown if one["kind"] != "kept")
        new = "".join(run.text for one in shown if one["kind"] != "removed" for run in one["text"])
        old = "".join(run.text for one in shown if one["kind"] != "added" for run in one["text"])
        assert new.split() == "".join(run.text for run in new_words(words)).split()
        assert old.split() == "".join(run.text for run in old_words(words)).split()


def test_two_marks_with_no_blank_between_them_are_set_apart() -> None:
    words = (Span("kept", inline("by ")), Span("deleted", inline("email")), Span("inserted", inline("e-mail, or post")))
    assert [one["apart"] for one in view.spans(words)] == [False, False, True]


def test_an_added_comma_is_called_by_its_name() -> None:
    found = bare(
        small(ResolvedParagraph(text=inline("Use it well"))), small(ResolvedParagraph(text=inline("Use it, well")))
    )
    (piece,) = found.redline.changed[0].pieces
    (mark,) = [one for one in view.spans(piece.cells[0].words) if one["kind"] == "added"]
    assert (mark["voice"], mark["mark"]) == ("added", "comma")


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_words_stay_string_literals_in_the_source(name: str) -> None:
    found = bare(small(ResolvedParagraph(text=inline("Before"))), small(ResolvedParagraph(text=inline(HOSTILE[name]))))
    hostile = replace(found, title=HOSTILE[name])
    code = re.sub(r'"(?:[^"\\]|\\u\{[0-9a-f]+\})*"', '""', source(hostile).split("#let review = ")[1].split("\n")[0])
    assert "zqx" not in code
    assert not re.search(r"[#$@<*`]", code)
