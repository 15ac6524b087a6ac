"""A definition that differs is a change of each clause that uses the term, named in every form of a review."""

from __future__ import annotations

import json

import pytest

from clausebook.formats.review.comments import comments_of
from clausebook.formats.review.data import data
from clausebook.formats.review.terminal import review_lines
from clausebook.formats.review.view import pack
from clausebook.model.comparison.questions import answers
from clausebook.model.comparison.redline import CommonCause
from clausebook.model.comparison.review import Review
from tests.history.repositories import School
from tests.review.schools import CALLS, reviewed
from tests.validators import validator

TERMS = "policy/terms.yaml"


def glossary(**definitions: str) -> dict[str, str]:
    """The file of terms, with these and one that no clause uses."""
    lines = ["terms:"]
    for term, definition in {**definitions, "trampoline": "Padding."}.items():
        lines += [f"  - id: {term}", f"    term: {term}", f'    definition: "{definition}"']
    return {TERMS: "\n".join(lines) + "\n"}


def between(school: School, old: dict[str, str], new: dict[str, str]) -> Review:
    """The review from one glossary to another, in a commit of its own."""
    first = school.commit("Define", old)
    school.commit("Define otherwise\n\nReason: The old one was narrow.", new)
    return reviewed(school, first, "HEAD")


def causes(review: Review) -> dict[CommonCause, tuple[str, ...]]:
    return dict(review.redline.causes)


def test_a_changed_definition_is_a_change_of_the_clauses_whose_words_use_the_term(school: School) -> None:
    review = between(school, glossary(pupil="A child."), glossary(pupil="A child or young person."))
    assert causes(review) == {
        CommonCause("definition", "pupil", "A child.", "A child or young person."): ("calls", "cameras"),
    }
    assert review.redline.counts == {"definition": 2}
    assert [reason.why for reason in review.by_clause["calls"].reasons] == [("The old one was narrow.",)]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ({"pupil": "A child."}, {"pupil": "Any child."}, "changed: before “A child”, now “Any child”"),
        ({}, {"pupil": "A child."}, "is new: “A child”"),
        ({"pupil": "A child."}, {}, "is gone: before “A child”"),
    ],
)
def test_every_form_names_the_term_with_what_it_meant_and_means(
    school: School, old: dict[str, str], new: dict[str, str], said: str
) -> None:
    review = between(school, glossary(**old), glossary(**new))
    (line,) = [line for answer in answers(review) for line in answer.lines if "definition of" in line]
    assert line == f"The definition of “pupil” {said} (used in 1.1 and 1.2)."
    assert line[1:-1] in " ".join(" ".join(review_lines(review)).split())
    values = pack(review)
    assert values["causes"] == (line.removesuffix("."),)
    assert {clause["headline"] for clause in values["clauses"]} == {"a term that it uses is defined differently"}
    assert all(said in repr(list(comments_of(clause, review))) for clause in review.clauses)
    told = json.loads(json.dumps(data(review)))
    validator("review").validate(told)
    (one,) = told["definitions"]
    assert one == {
        "term": "pupil",
        **({"old": old["pupil"]} if old else {}),
        **({"new": new["pupil"]} if new else {}),
        "clauses": ["calls", "cameras"],
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (glossary(bicycle="Two wheels."), glossary(bicycle="Wheels.")),  # no clause uses it
        (glossary(pup="A dog."), glossary(pup="A young dog.")),  # part of a word is another word
        (glossary(pupil="A child."), glossary(pupil="A  child.")),  # blanks
        (
            {TERMS: "terms: []\nservices: []\n"},
            glossary(pupil="A child."),
        ),  # what the older side's glossary said is not known
    ],
)
def test_nothing_is_said_of_what_no_clause_uses_or_nobody_can_see(
    school: School, old: dict[str, str], new: dict[str, str]
) -> None:
    assert between(school, old, new).redline.is_empty


@pytest.mark.parametrize("side", ["new", "gone"])
def test_a_glossary_that_only_one_side_has_is_said_to_be_unknown_on_the_other(school: School, side: str) -> None:
    none, some = {TERMS: "terms: []\nservices: []\n"}, glossary(pupil="A child.")
    review = between(school, *((none, some) if side == "new" else (some, none)))
    assert (review.redline.glossary, causes(review)) == (side, {})
    school.replace(CALLS, "outside lessons", "after lessons")
    first = review.old.commit if review.old else ""
    lines = [line for answer in answers(reviewed(school, first)) for line in answer.lines if "glossary" in line]
    (said,) = lines
    assert said.startswith("Only the draft has a glossary: how" if side == "new" else f"Only revision {first[:10]} has")
    assert said.endswith("defines its terms is not known.")


def test_no_rule_is_said_to_be_as_it_was_where_a_term_it_uses_is_defined_differently(school: School) -> None:
    review = between(school, glossary(pupil="A child."), glossary(pupil="Any child."))
    (staff,) = [answer for answer in answers(review) if answer.id == "staff"]
    assert staff.lines == (
        "No rule was added, removed or changed in its own words; a term used in 1.1 and 1.2 is defined differently.",
    )


def test_the_reason_of_a_definition_is_that_of_the_commit_that_changed_it(school: School) -> None:
    first = school.commit("Define", glossary(pupil="A child."))
    school.commit("Touch another\n\nReason: Not this.", glossary(pupil="A child.", bicycle="Two wheels."))
    mine = school.commit(
        "Widen\n\nReason: All ages.", glossary(pupil="A child or young person.", bicycle="Two wheels.")
    )
    review = reviewed(school, first, "HEAD")
    assert review.by_clause["cameras"].cited == (mine,)


def test_the_draft_is_compared_with_the_glossary_of_the_working_tree(school: School) -> None:
    first = school.commit("Define", glossary(pupil="A child."))
    school.write(glossary(pupil="Any child."))
    school.replace(CALLS, "outside lessons", "after lessons")
    review = reviewed(school, first)
    assert review.redline.counts == {"changed": 1, "definition": 2}
