"""A fork follows upstream: whose each clause is, what upstream changed and why, and how it comes in."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from unittest.mock import Mock

import pytest

from clausebook.app.forking import following
from clausebook.app.workspace import open_workspace
from clausebook.errors import UserError
from clausebook.io.git import transaction
from clausebook.review.select import draft_review
from clausebook.source.load import load
from tests.history.repositories import School, approve_by_hand
from tests.upstream.phones import (
    CALLS,
    CAMERAS,
    INTRODUCTION,
    LAW,
    OMIT,
    OUTLINE,
    PAGERS,
    SCHOOL,
    collision_laid_out,
    listed,
    omit_cameras,
    solve,
    stands,
    upstream_moves_on,
)
from tests.upstream.schools import AS_OF, Fork

pytestmark = pytest.mark.slow  # real repositories


def test_a_fresh_fork_has_every_clause_as_upstream_has_it(fork: Fork) -> None:
    assert stands(fork) == dict.fromkeys(("introduction", "calls", "cameras"), "upstream's")


def test_changed_omitted_local_and_removed_clauses_are_distinguished(fork: Fork) -> None:
    fork.write({CALLS: fork.text(CALLS).replace("should", "must"), "clauses/phones/pagers.yaml": PAGERS})
    fork.write({OUTLINE: listed(fork.text(OUTLINE), "calls, cameras", "calls, pagers") + OMIT})
    assert stands(fork) == {
        "introduction": "upstream's",
        "calls": "changed",
        "pagers": "local",
        "cameras": "omitted",
    }
    (fork.root / CAMERAS).unlink()
    fork.write({OUTLINE: fork.text(OUTLINE).replace(OMIT, "")})
    assert stands(fork)["cameras"] == "removed"


def test_layout_and_comments_make_no_clause_a_changed_one(fork: Fork) -> None:
    fork.write({CALLS: "# ours\n" + fork.text(CALLS).replace("title: Calls", 'title: "Calls"')})
    assert stands(fork)["calls"] == "upstream's"


def test_an_omitted_clause_is_not_built_and_draws_no_finding(fork: Fork) -> None:
    fork.replace(CAMERAS, "Photographs", "At Hill School photographs")
    omit_cameras(fork)
    workspace = open_workspace(fork.root, AS_OF)
    assert [one for one in workspace.check() if "cameras" in one.place.file or one.level == "error"] == []
    assert [passage.id for passage in workspace.editions[0].passages] == ["introduction", "calls"]


def test_upstreams_changes_are_shown_with_its_reasons_and_with_what_this_school_did(
    upstream: School, fork: Fork
) -> None:
    fork.replace(CALLS, "Staff should", "Staff must")
    fork.commit("Make it a duty")
    upstream_moves_on(upstream)
    found = fork.look()
    (review,) = found.reviews
    told = {
        clause.change.id: (clause.here, [why for one in clause.reasons for why in one.why]) for clause in review.clauses
    }
    assert told == {
        "calls": ("this school changed it too, and both changes are to be joined", ["Trips are no lessons."]),
        "pagers": ("this school does not have it yet", ["Nurses asked."]),
    }
    assert found.other == ("policy/instruments.yaml: 1 changed (ukpga/2018/12)", "policy/terms.yaml: 1 new (pager)")


def test_upstreams_words_are_shown_with_this_schools_facts(upstream: School, fork: Fork) -> None:
    upstream.replace(INTRODUCTION, "lends phones", "gladly lends phones")
    upstream.commit("Be glad")
    (review,) = fork.look().reviews
    assert review.new.school.name == "Oakfield Academy"
    assert "Hill" not in repr(review.redline)


def test_an_omitted_clause_that_upstream_changed_is_reported_with_the_schools_reason(
    upstream: School, fork: Fork
) -> None:
    omit_cameras(fork)
    upstream.replace(CAMERAS, "once used", "once they were used")
    upstream.commit("Say it longer")
    (review,) = fork.look().reviews
    assert [clause.here for clause in review.clauses] == [
        "this school omits it, and it stays omitted: The school has no cameras"
    ]


def test_what_only_upstream_changed_comes_in_and_what_only_the_school_changed_stays(
    upstream: School, fork: Fork
) -> None:
    fork.replace(CAMERAS, "are deleted", "are deleted within a week")
    fork.commit("Say when")
    mine = fork.text(CAMERAS)
    upstream_moves_on(upstream)
    taking = fork.take()
    assert taking.collisions == ()
    assert fork.text(CAMERAS) == mine
    assert fork.text(CALLS) == (upstream.root / CALLS).read_text("utf-8")
    assert fork.text("clauses/phones/pagers.yaml") == PAGERS
    assert fork.text(LAW) == (upstream.root / LAW).read_text("utf-8")
    assert "pagers" in fork.text(OUTLINE)
    assert "approving_body: trust board\n" in fork.text(OUTLINE)
    assert "review_month: 9\n" in fork.text(OUTLINE)
    assert fork.git("status", "--porcelain") == ""


def test_facts_and_records_are_never_touched(upstream: School, fork: Fork) -> None:
    before = fork.text(SCHOOL)
    upstream.replace(SCHOOL, "staff: Staff", "staff: All staff")
    approve_by_hand(upstream, edition="2019")
    upstream_moves_on(upstream)
    fork.take()
    assert fork.text(SCHOOL) == before
    assert not (fork.root / "policy/approvals").exists()
    assert fork.git("tag") == "phones/2018"


def test_both_sides_changes_to_one_clause_are_joined(upstream: School, fork: Fork) -> None:
    fork.replace(CALLS, "call pupils on their own phones", "call pupils")
    fork.commit("Shorten")
    upstream_moves_on(upstream)
    assert fork.take().collisions == ()
    assert "outside lessons and trips" in fork.text(CALLS)
    assert "      - call pupils\n" in fork.text(CALLS)


def test_the_commit_moves_the_mark_so_that_nothing_comes_in_twice(upstream: School, fork: Fork) -> None:
    upstream_moves_on(upstream)
    fork.take()
    mark = load({"policy/upstream.yaml": fork.text("policy/upstream.yaml").encode()}).upstream
    assert mark
    assert mark.commit == upstream.head
    head = fork.head
    assert fork.look().is_empty
    assert fork.take().writing.files == {}
    assert fork.head == head


def test_what_came_in_is_part_of_the_next_review_with_upstreams_reason(upstream: School, fork: Fork) -> None:
    approve_by_hand(fork, edition="2027")
    upstream_moves_on(upstream)
    fork.take()
    workspace = open_workspace(fork.root, AS_OF)
    review = draft_review(workspace.editions, workspace.repository, workspace.register, AS_OF)
    assert review
    reasons = {clause.change.id: [(one.who, one.why) for one in clause.reasons] for clause in review.clauses}
    assert reasons == {
        "calls": [("upstream", ("Trips are no lessons.",))],
        "pagers": [("upstream", ("Nurses asked.",))],
    }
    assert [(matter.words, matter.clauses) for matter in review.decisions] == [("Are clubs lessons?", ("calls",))]


def test_a_change_that_upstream_gave_no_reason_for_counts_as_one_without(upstream: School, fork: Fork) -> None:
    approve_by_hand(fork, edition="2027")
    upstream.replace(CALLS, "outside lessons", "after lessons")
    upstream.commit("Reword")
    fork.take()
    found = [one for one in open_workspace(fork.root, AS_OF).check() if one.rule == "change-reasoned"]
    assert [one.place.file for one in found] == [CALLS]
    assert "(Reword)" in found[0].message


def test_a_reason_that_passed_through_two_forks_is_still_shown(upstream: School, fork: Fork, tmp_path: Path) -> None:
    from tests.upstream.schools import cloned, oakfield

    third = cloned(fork, tmp_path / "third")
    third.adopt(oakfield(name="Elm School", short_name="Elm"), anew=True)
    upstream_moves_on(upstream)
    fork.take()
    third.take()
    assert "Reason: Trips are no lessons." in third.git("log", "-1", "--format=%b")
    assert "outside lessons and trips" in third.text(CALLS)


def test_a_true_collision_is_laid_out_and_nothing_is_committed(upstream: School, fork: Fork) -> None:
    taking = collision_laid_out(upstream, fork)
    assert [(one.file, one.line > 1) for one in taking.collisions] == [(CALLS, True)]
    assert fork.git("log", "-1", "--format=%s").strip() == "Forbid calls"
    assert fork.text(CALLS).count("<<<<<<<") == 1
    (error,) = [one for one in following.left_to_do(fork.root, AS_OF) if one.rule == "yaml-syntax"]
    assert error.place.file == CALLS
    assert "once they were used" in fork.text(CAMERAS)


def test_laid_out_changes_that_were_cut_off_are_taken_back_by_the_next_command(
    upstream: School, fork: Fork, monkeypatch: pytest.MonkeyPatch
) -> None:
    fork.replace(CALLS, "Staff should make calls outside lessons.", "Staff must make no calls.")
    fork.commit("Forbid calls")
    upstream.replace(CALLS, "Staff should make calls outside lessons.", "Staff may make calls in breaks.")
    upstream.replace(CAMERAS, "once used", "once they were used")
    upstream.commit("Allow calls")

    class Killed(BaseException):
        pass

    for moment in range(1, 4):
        # the first move is the note's own
        moves = [os.replace] * moment + [Mock(side_effect=Killed)]

        with monkeypatch.context() as patched, contextlib.suppress(Killed):
            patched.setattr(os, "replace", lambda source, target, moves=moves: moves.pop(0)(source, target))
            fork.take()
        said = transaction.finish_begun(fork.root)
        assert said == ("upstream --take was cut off: what it had written was taken back. Run it once more",), moment
        assert fork.git("status", "--porcelain") == ""
        assert not (fork.root / ".git" / transaction.NOTE).exists()
    assert fork.take().collisions


def test_a_solved_collision_is_committed_with_upstreams_reasons(upstream: School, fork: Fork) -> None:
    collision_laid_out(upstream, fork)
    with pytest.raises(UserError, match=f"^{CALLS}:\\d+: "):
        fork.finish()
    with pytest.raises(UserError, match="laid out and are not committed yet"):
        fork.take()
    solve(fork)
    commit = fork.finish()
    assert fork.head == commit
    assert fork.git("status", "--porcelain") == ""
    assert "Staff should make calls in breaks." in fork.text(CALLS)
    message = fork.git("log", "-1", "--format=%b")
    assert f"Taken-into: {CALLS} {CAMERAS}\nReason: Breaks are free." in message
    assert fork.look().is_empty


def test_finishing_without_a_beginning_is_trouble(fork: Fork) -> None:
    with pytest.raises(UserError, match="nothing was laid out"):
        fork.finish()
