"""What becomes of omitted, removed, moved and new clauses when upstream's changes come in."""

from __future__ import annotations

import pytest

from clausebook.app.forking import following
from clausebook.errors import UserError
from clausebook.source.load import load
from tests.history.repositories import POLICY, School
from tests.upstream.phones import (
    CALLS,
    CAMERAS,
    INTRODUCTION,
    OUTLINE,
    PAGERS,
    collision_laid_out,
    listed,
    omit_cameras,
    solve,
    stands,
    upstream_moves_on,
)
from tests.upstream.schools import AS_OF, Fork

pytestmark = pytest.mark.slow


def test_an_omitted_clause_stays_omitted_and_its_file_follows_upstream(upstream: School, fork: Fork) -> None:
    omit_cameras(fork)
    upstream.replace(CAMERAS, "once used", "once they were used")
    upstream.write({OUTLINE: listed(POLICY, "calls, cameras", "cameras, calls")})
    upstream.commit("Cameras first")
    taking = fork.take()
    assert f"taken      {CAMERAS}: phones omits cameras, and goes on to" in taking.writing.lines
    assert "once they were used" in fork.text(CAMERAS)
    assert stands(fork)["cameras"] == "omitted"
    assert following.left_to_do(fork.root, AS_OF) == ()


def test_a_clause_that_upstream_removed_goes_where_this_school_left_it_alone(upstream: School, fork: Fork) -> None:
    upstream.git("rm", "--quiet", CAMERAS)
    upstream.commit("No cameras", {OUTLINE: listed(POLICY, "calls, cameras", "calls")})
    fork.take()
    assert not (fork.root / CAMERAS).exists()
    assert following.left_to_do(fork.root, AS_OF) == ()


def test_a_clause_that_upstream_removed_and_this_school_changed_stays_listed_as_its_own(
    upstream: School, fork: Fork
) -> None:
    fork.replace(CAMERAS, "are deleted", "are deleted within a week")
    fork.write({OUTLINE: fork.text(OUTLINE).replace("[calls, cameras]", "\n      - calls\n      - cameras")})
    fork.commit("Say when")
    upstream.git("rm", "--quiet", CAMERAS)
    upstream.commit("No cameras", {OUTLINE: listed(POLICY, "calls, cameras", "calls")})
    taking = fork.take()
    assert any(line.startswith(f"kept       {CAMERAS}") for line in taking.writing.lines)
    assert "within a week" in fork.text(CAMERAS)
    assert stands(fork)["cameras"] == "local"


def test_a_clause_listed_between_brackets_is_listed_again_too(upstream: School, fork: Fork) -> None:
    fork.replace(CAMERAS, "are deleted", "are deleted within a week")
    fork.commit("Say when")
    upstream.git("rm", "--quiet", CAMERAS)
    upstream.commit("No cameras", {OUTLINE: listed(POLICY, "calls, cameras", "calls")})
    fork.take()
    assert "clauses: [calls, cameras]" in fork.text(OUTLINE)
    assert following.left_to_do(fork.root, AS_OF) == ()


def test_what_people_wrote_into_the_mark_stays(upstream: School, fork: Fork) -> None:
    text = fork.text("policy/upstream.yaml").replace("  names:\n", "  places: [Hilltown]  # their town\n  names:\n")
    fork.commit("Remember their town", {"policy/upstream.yaml": text})
    upstream_moves_on(upstream)
    before = fork.text("policy/upstream.yaml").split('commit: "')[1][:40]
    fork.take()
    assert fork.text("policy/upstream.yaml") == text.replace(before, upstream.head)


def test_files_of_upstream_that_cannot_be_read_are_not_taken_for_removed(upstream: School, fork: Fork) -> None:
    upstream.commit("Break it", {CALLS: "id: calls\ntitle: Calls: and more\n"})
    with pytest.raises(UserError, match=rf"upstream's {CALLS}:2 at {upstream.head[:10]} cannot be read") as caught:
        fork.take()
    assert "another revision" in caught.value.hint


def test_records_that_somebody_adds_meanwhile_are_not_committed_with_what_came_in(upstream: School, fork: Fork) -> None:
    collision_laid_out(upstream, fork)
    solve(fork)
    fork.write({"policy/approvals/phones/2027.yaml": "policy: phones\n"})
    fork.finish()
    assert fork.git("status", "--porcelain") == "?? policy/approvals/"


def test_a_clause_that_this_school_removed_does_not_come_back(upstream: School, fork: Fork) -> None:
    fork.git("rm", "--quiet", CAMERAS)
    fork.commit("No cameras", {OUTLINE: listed(fork.text(OUTLINE), "calls, cameras", "calls")})
    upstream.replace(CAMERAS, "once used", "once they were used")
    upstream.commit("Say it longer")
    taking = fork.take()
    assert taking.writing.lines == (f"not taken  {CAMERAS}: this school removed it",)
    assert taking.writing.files == {}


def test_of_a_clause_that_this_school_removed_and_upstream_left_alone_nothing_is_said(
    upstream: School, fork: Fork
) -> None:
    fork.git("rm", "--quiet", CAMERAS)
    fork.commit("No cameras", {OUTLINE: listed(fork.text(OUTLINE), "calls, cameras", "calls")})
    upstream.replace(CALLS, "outside lessons", "after lessons")
    upstream.commit("Reword")
    assert fork.take().writing.lines == (f"taken      {CALLS}",)


def test_a_whole_policy_that_this_school_removed_stays_away(upstream: School, fork: Fork) -> None:
    fork.git("rm", "--quiet", "-r", "clauses/phones", OUTLINE)
    fork.commit("No policy on phones")
    upstream_moves_on(upstream)
    assert fork.look().reviews == ()
    fork.take()
    assert not (fork.root / "clauses").exists()
    assert not (fork.root / OUTLINE).exists()


def test_a_clause_that_upstream_moved_is_called_moved_and_moves_here_too(upstream: School, fork: Fork) -> None:
    fork.write({OUTLINE: listed(fork.text(OUTLINE)), "clauses/phones/pagers.yaml": PAGERS})
    fork.commit("Own clause")
    end = "    clauses: [calls]\n  - id: end\n    title: At the end\n    clauses: [cameras]\n"
    upstream.commit(
        "Move cameras\n\nReason: They come last.", {OUTLINE: listed(POLICY, "    clauses: [calls, cameras]\n", end)}
    )
    (review,) = fork.look().reviews
    moved = {clause.change.id: clause for clause in review.clauses}["cameras"]
    assert moved.change.kinds[0] == "moved"
    assert [one.why for one in moved.reasons] == [("They come last.",)]
    fork.take()
    policy = load({OUTLINE: fork.text(OUTLINE).encode()}).policies[0]
    assert [section.clauses for section in policy.outline] == [("calls", "pagers"), ("cameras",)]


def test_a_new_policy_comes_in_under_this_schools_body(upstream: School, fork: Fork) -> None:
    new = POLICY.replace("id: phones", "id: pagers").replace("clauses: [calls, cameras]", "clauses: []")
    start = fork.text(INTRODUCTION)
    upstream.commit("Add a policy", {"policy/pagers.yaml": new, "clauses/pagers/introduction.yaml": start})
    assert "policy pagers is new upstream" in fork.look().other
    fork.take()
    assert "approving_body: trust board\nreview_month: 9\n" in fork.text("policy/pagers.yaml")
    assert following.left_to_do(fork.root, AS_OF) == ()
