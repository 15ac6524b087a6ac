"""Ten questions that a parent might ask of the review of the 2018 edition, answered on its first two pages."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from clausebook.history.adoption import register_at
from clausebook.io.git import open_repository
from clausebook.model.comparison.review import Review
from clausebook.resolve.resolve import resolve
from clausebook.review.select import compared
from tests import adopted
from tests.office.test_review_word import real
from tests.review.test_pdf_pages import pages, words, written

pytestmark = pytest.mark.slow

DRAFT = "09e0216"  # the last commit of the draft that followed the 2018 edition

# question, and what the first two pages say to it
QUESTIONS = (
    ("What are the governors asked?", "should replace the 2018 edition: to approve it"),
    ("Is the review late?", "7 years and 6 months overdue|overdue"),
    ("Who must keep these rules now?", "Let every duty bind everyone the policy covers"),
    (
        "May teachers ring pupils on their own phones?",
        "contact pupils, parents or guardians from their personal mobile",
    ),
    ("What if a teacher's own child is at the school?", "except where appropriate within family"),
    ("When may staff use their phones?", "in their own time"),
    ("Whom do they tell when a child may be at risk?", "Designated Safeguarding Lead"),
    ("Can the school read messages?", "may be monitored, recorded or intercepted"),
    ("Which law has gone?", "Data Protection Act 1998: 25 May 2018: ended"),
    ("What happens to laptops that are lent?", "Supply the loan agreement"),
)


@cache
def of_2018() -> Review:
    """The draft that followed the 2018 edition, compared with it: both stay what they are whatever is adopted later."""
    repository = open_repository(adopted.ROOT)
    register = register_at(repository, repository.commit_of(DRAFT))
    draft = resolve(register, "acceptable-use", "draft", commit=repository.commit_of(DRAFT))
    return compared(adopted.approved(), draft, repository, register, adopted.AS_OF)


@cache
def first_two_pages() -> str:
    with TemporaryDirectory() as folder:
        return words(" ".join(pages(written(Path(folder), of_2018()))[:2]))


@adopted.of_the_first_school
@pytest.mark.parametrize(("question", "said"), QUESTIONS)
def test_the_first_two_pages_answer(question: str, said: str) -> None:
    assert re.search(said, first_two_pages()), question


def test_the_pack_has_no_more_than_16_pages_and_no_sentence_of_sameness(tmp_path: Path) -> None:
    found = pages(written(tmp_path, real()))
    assert len(found) <= 16
    text = words(" ".join(found))
    for said in ("as before", "stands as it stood", "binds in another way", "in other words:"):
        assert said not in text, said
