"""The PDF of a review: its first page, its words read back, its tags, and what independent validators say of it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from clausebook.formats.review import pdf
from clausebook.io.typst import typeset
from clausebook.model.comparison.review import Review
from clausebook.model.edition import Edition
from clausebook.model.edition_blocks import (
    ResolvedCitation,
    ResolvedConnector,
    ResolvedForm,
    ResolvedFormField,
    ResolvedList,
    ResolvedListItem,
    ResolvedNote,
    ResolvedParagraph,
    ResolvedTable,
)
from clausebook.model.publication import Publication
from clausebook.text.inline import Run
from tests.adopted import files_below
from tests.formats.pdf_cases import HOSTILE, everything, inline, run, small
from tests.history.repositories import School
from tests.review.schools import reviewed, school_under_review
from tests.review.test_forms import bare
from tests.validators import pdf_failures, stray_lengths

pytestmark = pytest.mark.slow


def made(found: Review) -> bytes:
    """The PDF's bytes."""
    looks = files_below("templates", "site")
    publication = Publication(school=found.new.school, editions=(), as_of=found.as_of, templates=looks)
    (artefact,) = pdf.render_review(found, publication)
    return typeset(artefact.source, artefact.files, found.as_of, artefact.path)


def written(folder: Path, found: Review) -> Path:
    path = folder / "review.pdf"
    path.write_bytes(made(found))
    return path


@pytest.fixture
def phones(school: School, tmp_path: Path) -> Path:
    """The mini school's review as a PDF."""
    return written(tmp_path, reviewed(school_under_review(school)))


def reworked() -> Edition:
    """One of each kind of block, after the one of each: moved, joined, nested, emptied and in another style."""
    points: tuple[ResolvedListItem | ResolvedConnector, ...] = (
        ResolvedListItem(
            anchor="rules.a",
            letter="a",
            cite="1(a)",
            text=inline("second, and more"),
            citations=(ResolvedCitation("x"),),
        ),
        ResolvedConnector(text=inline("and")),
        ResolvedListItem(anchor="rules.b", letter="b", cite="1(b)", text=inline("first")),
    )
    table = ResolvedTable(
        caption=inline("What"), header=(inline("A"), inline("B")), rows=((inline("one"), inline("")),) * 2
    )
    return small(
        ResolvedParagraph(text=(Run("Plain, ", bold=True), Run("then linked", link="https://a.example"))),
        ResolvedList(stem=inline("Staff must:"), points=points),
        ResolvedNote(text=inline("mind this")),
        table,
        ResolvedForm(
            title=inline("Sign"),
            blanks=(ResolvedFormField(inline("Name"), "text"), ResolvedFormField(inline("Signed"), "signature")),
        ),
    )


def pages(path: Path) -> list[str]:
    """The text of each page in the order of its content."""
    return run("pdftotext", "-raw", path, "-").split("\f")[:-1]


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_the_file_is_pdf_ua_1_and_pdf_a_3a_at_once(phones: Path, tmp_path: Path, profile: str) -> None:
    assert pdf_failures(phones, profile) == {}
    assert pdf_failures(written(tmp_path, bare(everything(), reworked())), profile) == {}
    assert pdf_failures(written(tmp_path, bare(None, everything())), profile) == {}


def test_a_wrong_length_is_seen(phones: Path) -> None:
    content = phones.read_bytes()
    assert stray_lengths(re.sub(rb"/Length (\d)", rb"/Length 1\1", content, count=1)) != []


def test_the_file_is_sound(phones: Path) -> None:
    assert "No syntax or stream encoding errors found" in run("qpdf", "--check", phones)


def test_the_same_review_gives_the_same_bytes(school: School) -> None:
    found = reviewed(school_under_review(school))
    assert made(found) == made(found)


def test_the_first_pages_answer_all_questions_and_the_ballot_ends_with_the_resolution(phones: Path) -> None:
    found = [words(page) for page in pages(phones)]
    first = " ".join(found[:2])
    for question in (
        "asked to decide?",
        "What would change?",
        "changed in the law?",
        "else do we need",
        "have no reason?",
    ):
        assert question in first, question
    for line in ("4 months overdue.", "Which rules would change?", "Stronger: should became must"):
        assert line in first, line
    (ballot,) = [page for page in found if "Ballot: what the governors decide" in page and "Resolution" in page]
    for line in ("Are clubs lessons?", "Yes No", "approve it unchanged", "refer it back", "Minute", "Signature"):
        assert line in ballot, line


def test_a_reason_is_printed_once_and_cited_beside_the_words(phones: Path) -> None:
    text = words(" ".join(pages(phones)))
    assert text.count("Trips are no lessons.") == 1
    number = re.search(r"R(\d+) Trips are no lessons", text)
    assert number
    assert len(re.findall(rf"\bR{number[1]}\b", text)) >= 2


def test_a_page_says_which_words_came_and_which_went_in_the_order_of_reading(phones: Path) -> None:
    text = words(" ".join(pages(phones)))
    assert "Staff [removed: should] [added: must] make calls outside lessons [added: and trips]" in text
    assert not re.search(r"\w\[(removed|added):|\]\w", text)


def test_every_page_of_a_draft_says_that_it_is_one(phones: Path) -> None:
    assert [number for number, text in enumerate(pages(phones), 1) if "NOT APPROVED" not in text] == []


def test_underlines_and_strikes_are_in_the_tags_too(phones: Path) -> None:
    tags = run("pdfinfo", "-struct", phones)
    assert "TextDecorationType /Underline" in tags
    assert "TextDecorationType /LineThrough" in tags


def test_a_review_of_two_approved_editions_asks_for_no_resolution(school: School, tmp_path: Path) -> None:
    from tests.history.repositories import approve_by_hand

    approve_by_hand(school_under_review(school), edition="2019")
    text = " ".join(pages(written(tmp_path, reviewed(school, "2018", "2019"))))
    assert "Resolution" not in text
    assert "NOT APPROVED" not in text


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_words_can_be_set_as_old_and_as_new_ones(name: str) -> None:
    plain, hostile = (
        small(ResolvedParagraph(text=inline("Before"))),
        small(ResolvedParagraph(text=inline(HOSTILE[name]))),
    )
    assert made(bare(plain, hostile)).startswith(b"%PDF")
    assert made(bare(hostile, plain)).startswith(b"%PDF")


def test_however_much_there_is_to_say_the_answers_keep_to_the_first_page(school: School, tmp_path: Path) -> None:
    found = reviewed(school_under_review(school))
    law = replace(
        found.laws[0], title="An Act with a title of more than average length 1998", still_in=found.laws[0].cited_in
    )
    calls = found.by_clause["calls"]
    clauses = (*found.clauses, *(replace(calls, reasons=calls.reasons[1:]) for _ in range(40)))
    crowded = replace(found, laws=(law,) * 40, clauses=clauses, decisions=found.decisions * 60)
    first, second, third, *_ = pages(written(tmp_path, crowded))
    assert "Is the review overdue?" in words(first)
    assert "Which rules would change?" in second
    assert "Ballot" in second + third
