"""A fork follows upstream: whose each clause is, what upstream changed and why, and how it comes in."""

from __future__ import annotations

import contextlib
import os
from datetime import date
from pathlib import Path
from unittest.mock import Mock

import pytest

from clausebook.app.forking import following
from clausebook.app.workspace import open_workspace
from clausebook.errors import UserError
from clausebook.formats.review.comments import comments_of
from clausebook.formats.review.data import data
from clausebook.formats.review.terminal import review_lines
from clausebook.formats.review.view import pack
from clausebook.history.verify import verify
from clausebook.io.git import open_repository, transaction
from clausebook.model.comparison.questions import answers
from clausebook.review.select import draft_review
from clausebook.source.load import load
from tests.history.repositories import POLICY, School, approve_by_hand
from tests.upstream.schools import AS_OF, Fork
from tests.validators import validator

pytestmark = pytest.mark.slow  # real repositories

CALLS, CAMERAS, INTRODUCTION = (f"clauses/phones/{name}.yaml" for name in ("calls", "cameras", "introduction"))
OUTLINE, SCHOOL, TERMS, LAW = (f"policy/{name}.yaml" for name in ("phones", "school", "terms", "instruments"))
PAGERS = "id: pagers\ntitle: Pagers\nbody:\n  - Staff may carry pagers.\n"
OMIT = "omit:\n  - clause: cameras\n    reason: The school has no cameras.\n"


def listed(text: str, entry: str = "calls, cameras", new: str = "calls, cameras, pagers") -> str:
    assert entry in text
    return text.replace(entry, new)


def upstream_moves_on(upstream: School) -> None:
    """Three commits: a clause reworded, a clause added, and the law and glossary brought up to date."""
    upstream.replace(CALLS, "outside lessons", "outside lessons and trips")
    upstream.commit("Mention trips\n\nReason: Trips are no lessons.\nDecision-needed: Are clubs lessons?")
    upstream.write({"clauses/phones/pagers.yaml": PAGERS, OUTLINE: listed(POLICY)})
    upstream.commit("Allow pagers\n\nReason: Nurses asked.\nLaw: ukpga/2018/12")
    upstream.replace(LAW, "    kind: act\n", "    kind: act\n    made: 2018-05-23\n")
    upstream.write({TERMS: "terms:\n  - id: pager\n    term: pager\n    definition: A small receiver.\n"})
    upstream.commit("Bring the register up to date")


def omit_cameras(fork: Fork) -> None:
    fork.write({OUTLINE: listed(fork.text(OUTLINE), "calls, cameras", "calls") + OMIT})
    fork.commit("Leave cameras out\n\nReason: We have none.")


def stands(fork: Fork) -> dict[str, str]:
    return {one.clause: one.state for one in following.holdings(fork.root, AS_OF)}


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
    fork.replace(CALLS, "Staff should make calls outside lessons.", "Staff must make no calls.")
    fork.commit("Forbid calls")
    head = fork.head
    upstream.replace(CALLS, "Staff should make calls outside lessons.", "Staff may make calls in breaks.")
    upstream.replace(CAMERAS, "once used", "once they were used")
    upstream.commit("Allow calls\n\nReason: Breaks are free.")
    taking = fork.take()
    assert [(one.file, one.line > 1) for one in taking.collisions] == [(CALLS, True)]
    assert fork.head == head
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


def solve(fork: Fork) -> None:
    text = fork.text(CALLS)
    start, end = text.index("<<<<<<<"), text.index("\n", text.index(">>>>>>>")) + 1
    fork.write({CALLS: f"{text[:start]}  - Staff should make calls in breaks.\n{text[end:]}"})


def test_a_solved_collision_is_committed_with_upstreams_reasons(upstream: School, fork: Fork) -> None:
    test_a_true_collision_is_laid_out_and_nothing_is_committed(upstream, fork)
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
    test_a_true_collision_is_laid_out_and_nothing_is_committed(upstream, fork)
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


def test_a_revision_of_upstream_can_be_named(upstream: School, fork: Fork) -> None:
    upstream.replace(CALLS, "outside lessons", "after lessons")
    first = upstream.commit("Reword")
    upstream.git("tag", "spring")
    upstream_moves_on_later = upstream.commit("More", {CAMERAS: fork.text(CAMERAS).replace("used", "shown")})
    upstream.git("branch", "next")
    assert [fork.look(ref).new for ref in ("spring", first, "next", "")] == [
        first,
        first,
        upstream_moves_on_later,
        upstream_moves_on_later,
    ]


def test_an_older_revision_than_the_last_one_taken_in_takes_nothing_back(upstream: School, fork: Fork) -> None:
    before = upstream.head
    upstream_moves_on(upstream)
    fork.take()
    with pytest.raises(UserError, match="is older than what was taken in last"):
        fork.take(before)
    assert "trips" in fork.text(CALLS)


def test_an_unknown_revision_is_trouble_that_says_what_there_is(fork: Fork) -> None:
    with pytest.raises(UserError) as caught:
        fork.look("spring")
    assert caught.value.message == "upstream has no revision called spring"
    assert caught.value.hint == "it has main, phones/2018"


def test_an_address_that_does_not_answer_is_trouble_with_a_remedy(fork: Fork) -> None:
    fork.write({"policy/upstream.yaml": fork.text("policy/upstream.yaml").replace("../upstream", "../nowhere")})
    fork.commit("Move")
    with pytest.raises(UserError, match=r"upstream cannot be fetched from .*nowhere") as caught:
        fork.look()
    assert "--no-fetch" in caught.value.hint


@pytest.mark.parametrize("address", ["ext::sh -c touch% ran", "--upload-pack=touch ran"])
def test_an_address_that_would_run_a_program_runs_none(fork: Fork, address: str) -> None:
    text = fork.text("policy/upstream.yaml").replace("../upstream", address)
    fork.commit("Move", {"policy/upstream.yaml": text})
    with pytest.raises(UserError):
        fork.look()
    assert not list(fork.root.rglob("ran"))


def test_without_a_fetch_nothing_is_asked_of_the_network(upstream: School, fork: Fork) -> None:
    with pytest.raises(UserError, match="nothing of upstream was fetched yet"):
        following.followed(fork.request(fetch=False), lambda step: None)
    fork.look()
    upstream_moves_on(upstream)
    assert following.followed(fork.request(fetch=False), lambda step: None).is_empty


def test_a_fetch_touches_no_branch_and_no_tag_of_this_school(upstream: School, fork: Fork) -> None:
    before = fork.git("for-each-ref", "refs/heads", "refs/tags", "refs/remotes")
    upstream_moves_on(upstream)
    upstream.git("tag", "phones/2030")
    fork.look()
    assert fork.git("for-each-ref", "refs/heads", "refs/tags", "refs/remotes") == before


def test_a_dirty_tree_is_not_merged_into(upstream: School, fork: Fork) -> None:
    upstream_moves_on(upstream)
    fork.write({CAMERAS: fork.text(CAMERAS) + "\n"})
    with pytest.raises(UserError, match="the working tree differs from the last commit"):
        fork.take()


def test_a_school_that_took_over_nothing_has_no_upstream(upstream: School) -> None:
    with pytest.raises(UserError, match="were not taken from another school"):
        following.holdings(upstream.root, AS_OF)


def test_a_recorded_commit_that_is_not_here_is_trouble_that_names_it(fork: Fork) -> None:
    text = fork.text("policy/upstream.yaml")
    commit = text.split('commit: "')[1][:40]
    fork.commit("Break", {"policy/upstream.yaml": text.replace(commit, "0" * 39 + "a")})
    with pytest.raises(UserError, match="names commit 0000000000, which is not here"):
        fork.look()


def test_a_history_without_a_common_past_still_merges_and_is_reported(upstream: School, tmp_path: Path) -> None:
    """As on a forge that makes a new repository out of a template: one commit, and no history in common."""
    fork = Fork(tmp_path / "template")
    for path in upstream.git("ls-files").splitlines():
        fork.write({path: (upstream.root / path).read_text("utf-8")})
    fork.commit("Begin with a template")
    fork.adopt(address=str(upstream.root))
    upstream_moves_on(upstream)
    assert not fork.look().related
    fork.take()
    assert "outside lessons and trips" in fork.text(CALLS)
    assert all(verdict.is_good for verdict in verify(open_repository(fork.root)))


def test_what_plain_git_merged_is_known_to_be_here(upstream: School, fork: Fork) -> None:
    upstream_moves_on(upstream)
    fork.git("fetch", "--quiet", "--no-tags", "origin")
    fork.git("merge", "--quiet", "--no-edit", "origin/main")
    assert fork.look().is_empty
    assert fork.take().writing.files == {}
    assert set(stands(fork).values()) == {"upstream's"}
    upstream.replace(CALLS, "and trips", "and outings")
    upstream.commit("Reword")
    (review,) = fork.look().reviews
    assert [clause.change.id for clause in review.clauses] == ["calls"]


def test_the_history_of_a_repository_stays_readable_as_of_any_day(fork: Fork) -> None:
    assert open_repository(fork.root).log("", fork.head)[-1].subject == "Make these policies those of Oakfield Academy"
    assert open_workspace(fork.root, date(2030, 1, 1)).register.upstream


def test_every_form_of_upstreams_changes_says_what_this_school_did(upstream: School, fork: Fork) -> None:
    omit_cameras(fork)
    upstream.replace(CAMERAS, "once used", "once they were used")
    upstream.commit("Say it longer\n\nReason: It reads better.")
    (review,) = fork.look().reviews
    here = "this school omits it, and it stays omitted: The school has no cameras"
    shown = data(review)
    assert list(validator("review").iter_errors(shown)) == []
    assert here in [clause.get("here") for chapter in shown["chapters"] for clause in chapter["clauses"]]
    told = pack(review)
    assert [clause["notes"][0] for clause in told["clauses"]] == [here]
    assert (told["undecided"], told["draft"]) == (False, False)
    assert [answer.id for answer in answers(review)] == ["asked", "here", "changed", "staff", "decisions", "reasons"]
    assert f"  here: {here}"[:60] in "\n".join(review_lines(review))
    (first, why) = comments_of(review.clauses[0], review)
    assert first.lines[0] == f"{here[:1].upper()}{here[1:]}."
    assert (why.who, why.lines[1]) == ("upstream", "It reads better.")


def test_a_term_that_upstream_defines_differently_is_a_change_of_the_clauses_that_use_it(
    upstream: School, fork: Fork
) -> None:
    terms = "terms:\n  - {id: lesson, term: lesson, definition: %s}\n"
    upstream.commit("Define lesson", {"policy/terms.yaml": terms % "Teaching in class"})
    fork.take()
    upstream.commit("Define lesson otherwise", {"policy/terms.yaml": terms % "All teaching"})
    (review,) = fork.look().reviews
    assert [clause.id for clause in review.redline.of_kind("definition")] == ["calls"]
