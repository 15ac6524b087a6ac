"""Several policies in one pack: one first page, moves between policies, a ballot for the whole meeting."""

from __future__ import annotations

from datetime import date

import pytest

from clausebook.app.reviewing import meeting_lines, met
from clausebook.errors import UserError
from clausebook.formats.review.meeting import meeting_values
from clausebook.model.order import Order
from tests.history.repositories import CLAUSES, School
from tests.review.schools import CAMERAS, OUTLINE, ROLES

AS_OF = date(2019, 9, 10)
VISITS = "policy/visits.yaml"


def quiet(words: str) -> None:
    """Nobody watches the progress of a test."""


@pytest.fixture
def two(school: School) -> School:
    """The mini school with a second policy, to which the clause on cameras moves in the newest commit."""
    outline = (school.root / OUTLINE).read_text(encoding="utf-8")
    visits = outline.replace("id: phones", "id: visits").replace("Phones policy", "Visits policy")
    moved = {"policy/school.yaml": ROLES, VISITS: visits.replace("[calls, cameras]", "[calls]")}
    moved |= {f"clauses/visits/{id}.yaml": CLAUSES[id] for id in ("introduction", "calls")}
    school.write(moved)
    school.commit("Write a policy on visits")
    (school.root / CAMERAS).unlink()
    school.write({OUTLINE: outline.replace("[calls, cameras]", "[calls]"), VISITS: visits})
    school.write({"clauses/visits/cameras.yaml": CLAUSES["cameras"]})
    school.commit(
        "Move cameras to visits\n\nReason: They matter on visits.\nDecision-needed: Do trips count as visits?"
    )
    return school


def order(school: School) -> Order:
    return Order(root=school.root, as_of=AS_OF)


def test_a_clause_that_left_one_policy_for_another_is_named_as_a_move(two: School) -> None:
    meeting, files = met(order(two), (), "HEAD~1", "HEAD", quiet, agenda=False)
    assert [review.policy for review in meeting.reviews] == ["phones", "visits"]
    (move,) = meeting.moves
    assert (move.title, move.old_policy, move.new_policy) == ("Cameras", "Phones policy", "Visits policy")
    assert list(files) == ["output/review/meeting-2019-09-10.pdf"]


def test_the_questions_of_all_policies_are_numbered_through(two: School) -> None:
    meeting, _ = met(order(two), (), "HEAD~1", "HEAD", quiet, agenda=False)
    asked = [one for policy in meeting_values(meeting)["policies"] for _, found in policy["ballot"] for one in found]
    assert [one["number"] for one in asked] == [str(n) for n in range(1, len(asked) + 1)]
    text = "\n".join(meeting_lines(meeting))
    assert "“Cameras” moved from Phones policy 1.2 to Visits policy 1.2." in text
    assert "Do trips count as visits?" in text


def test_a_list_names_its_policies_and_an_agenda_leaves_out_what_nobody_need_look_at(two: School) -> None:
    meeting, _ = met(order(two), ("visits",), "HEAD~1", "HEAD", quiet, agenda=True)
    assert [review.policy for review in meeting.reviews] == ["visits"]
    with pytest.raises(UserError, match="nothing is on the agenda"):
        met(order(two), (), "HEAD", "HEAD", quiet, agenda=True)
    with pytest.raises(UserError, match="there is no policy visit"):
        met(order(two), ("visit",), "HEAD~1", "HEAD", quiet, agenda=False)
