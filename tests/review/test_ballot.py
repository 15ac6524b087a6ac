"""Questions on the ballot: who answers each, and what there is to tick."""

from __future__ import annotations

from datetime import date

import pytest

from clausebook.model.comparison.ballot import ANSWERERS, ballot, by_answerer, counted
from clausebook.model.comparison.review import OpenQuestion, Review
from clausebook.model.history import Reason
from clausebook.redline import compare
from tests.redline.built import edition

YES_OR_NO, OTHER = ("Yes", "No"), ("Yes", "No", "Other:")
QUESTIONS = (
    ("Are clubs lessons?", "governors", YES_OR_NO),
    ("Should staff pay, and how much?", "governors", OTHER),
    ("Is it two or three?", "governors", OTHER),
    ("Must it be said orally or in writing?", "governors", YES_OR_NO),
    ("What is the fee to be?", "governors", ()),
    ("Whether clubs are lessons", "governors", ()),
    ("Which laptop is meant?", "clerk", ()),
    ("Is there a register?", "clerk", YES_OR_NO),
    ("Does the school have a safe, and where is it?", "clerk", OTHER),
    ("Can the date be confirmed?", "clerk", YES_OR_NO),
    ("Has the clerk seen it?", "clerk", YES_OR_NO),
    ("Was this what the school's solicitors said?", "adviser", YES_OR_NO),
    ("Should the clerk ask an advisor?", "adviser", YES_OR_NO),
    ("The wording is for the governors to check", "adviser", ()),
    ("[clerk] Are clubs lessons?", "clerk", YES_OR_NO),
    ("[Adviser]  What is the fee?", "adviser", ()),
    ("[GOVERNORS] Which laptop is meant?", "governors", ()),
    ("[Parents] Which laptop is meant?", "governors", ()),
)


def review() -> Review:
    """A review with all these questions."""
    old, new = edition([["Old words."], ["More."]], "2018"), edition([["New words."], ["More."]], "draft")
    reason = Reason(commit="1" * 40, on="2018-05-12", who="Clerk", subject="Ask")
    asked = tuple(OpenQuestion(words=words, clauses=("c0",), reason=reason) for words, _, _ in QUESTIONS)
    day = date(2019, 5, 1)
    return Review(policy="p", title="P", old=old, new=new, as_of=day, redline=compare(old, new), decisions=asked)


@pytest.mark.parametrize("number", range(len(QUESTIONS)), ids=lambda number: QUESTIONS[number][0])
def test_a_question_goes_to_whoever_can_answer_it_with_what_there_is_to_tick(number: int) -> None:
    words, answerer, options = QUESTIONS[number]
    found = ballot(review())[number]
    assert (found.number, found.answerer, found.options, found.clauses) == (number + 1, answerer, options, ("1.0",))
    assert found.words == (
        words if not words.startswith("[") or "Parents" in words else words.partition("]")[2].strip()
    )


def test_questions_are_counted_and_listed_by_who_answers_them_and_number_on_from_the_policy_before() -> None:
    found = ballot(review(), 7)
    assert [one.number for one in found] == list(range(7, 7 + len(QUESTIONS)))
    numbers = counted(found)
    assert numbers == {who: sum(one[1] == who for one in QUESTIONS) for who in ANSWERERS}
    assert {title: len(ones) for title, ones in by_answerer(found)} == {
        ANSWERERS[who]: numbers[who] for who in ANSWERERS
    }
    assert [title for title, _ in by_answerer(found[:2])] == ["Decide now"]
    assert counted(()) == dict.fromkeys(ANSWERERS, 0)
