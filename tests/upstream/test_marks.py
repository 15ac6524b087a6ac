"""Records of another school, cleared by an adoption: verify names them, and takes no other deletion for one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from clausebook.app.governing import approve
from clausebook.app.workspace import open_workspace
from clausebook.history.adoption import adoptions, recorded
from clausebook.history.verify import verify
from clausebook.io.git import open_repository
from clausebook.model.approvals.approval import Decision
from clausebook.model.approvals.verdict import Verdict, verdict_lines
from tests.history.repositories import RECORD, School, approve_by_hand
from tests.upstream.schools import AS_OF, Fork, cloned, oakfield

pytestmark = pytest.mark.slow  # real repositories

OWN = RECORD.replace("2018", "2027")
MARK = "policy/upstream.yaml"


def verdicts(school: School) -> tuple[Verdict, ...]:
    return verify(open_repository(school.root))


def said(school: School) -> str:
    return "\n".join(verdict_lines(verdicts(school)))


def approved(fork: Fork, year: str = "2027") -> Fork:
    """The fork with an edition that its own governors approved."""
    approve_by_hand(fork, edition=year)
    return fork


def test_a_cleared_record_is_named_with_its_school_and_the_commit_that_cleared_it(fork: Fork) -> None:
    (verdict,) = verdicts(fork)
    assert verdict.is_good
    assert verdict.is_cleared
    lines = said(fork)
    assert f"the record of another school, Hill School: cleared in commit {fork.head[:10]}" in lines
    assert lines.startswith("no editions checked, no faults; 1 of another school cleared\n")


def test_the_tag_that_came_with_the_clone_is_no_fault(fork: Fork) -> None:
    assert fork.git("tag") == "phones/2018"
    assert all(verdict.is_good for verdict in verdicts(fork))


def test_cleared_records_are_no_editions_of_this_school(fork: Fork) -> None:
    repository = open_repository(fork.root)
    assert adoptions(repository) == ()
    assert [one.name for one in recorded(repository)] == ["2018"]


def test_this_schools_first_approval_compares_with_no_other_schools(fork: Fork) -> None:
    decision = Decision(policy="phones", edition="2027", on="2027-05-12", body="trust board", minute="TB 5")
    written = approve(fork.root, decision, date(2027, 6, 1))
    assert "The first edition in this register: 3 clauses." in written.entry
    assert [verdict.is_good for verdict in verdicts(fork)] == [True, True]


def test_this_school_may_approve_the_same_year_as_the_first_one(fork: Fork) -> None:
    fork.git("tag", "--delete", "phones/2018")
    approve_by_hand(fork)
    cleared, own = verdicts(fork)
    assert cleared.is_cleared
    assert (own.edition, own.commit, own.is_good) == ("2018", fork.head, True)
    assert [one.commit for one in adoptions(open_repository(fork.root))] == [fork.head]


def test_an_own_approval_that_is_deleted_is_a_fault_after_an_adoption_too(fork: Fork) -> None:
    approved(fork)
    fork.git("rm", "--quiet", OWN)
    fork.commit("Tidy")
    assert "FAULT        the record was deleted" in said(fork)


def test_a_mark_that_names_an_own_approval_does_not_hide_that_it_was_deleted(fork: Fork) -> None:
    approved(fork)
    fork.git("rm", "--quiet", OWN)
    fork.replace(MARK, "  - phones/2018\n", "  - phones/2018\n  - phones/2027\n")
    fork.commit("Adopt", {})
    assert "FAULT        the record was deleted" in said(fork)


def test_a_mark_written_later_clears_nothing(fork: Fork) -> None:
    approved(fork)
    fork.git("rm", "--quiet", OWN)
    fork.commit("Tidy")
    fork.replace(MARK, "  - phones/2018\n", "  - phones/2018\n  - phones/2027\n")
    fork.commit("Mark it")
    assert "FAULT        the record was deleted" in said(fork)


def test_a_school_that_never_adopted_cannot_call_a_deletion_an_adoption(upstream: School, fork: Fork) -> None:
    upstream.git("rm", "--quiet", RECORD)
    upstream.commit("Make these policies ours", {MARK: fork.text(MARK)})
    assert "FAULT        the record was deleted" in said(upstream)


def test_even_with_another_name_what_was_cleared_is_said_and_in_which_commit(upstream: School, fork: Fork) -> None:
    """Whoever renames the school can make the mark look right: so every cleared record is told, each time."""
    upstream.git("rm", "--quiet", RECORD)
    upstream.replace("policy/school.yaml", "Hill School", "Dale School")
    upstream.commit("Make these policies ours", {MARK: fork.text(MARK)})
    assert f"not ours     the record of another school, Hill School: cleared in commit {upstream.head[:10]}" in said(
        upstream
    )


def test_a_mark_that_does_not_name_the_record_clears_nothing(upstream: School, fork: Fork) -> None:
    mark = fork.text(MARK).replace("cleared:\n  - phones/2018\n", "").replace("    - Hill School\n", "")
    upstream.git("rm", "--quiet", RECORD)
    upstream.replace("policy/school.yaml", "Hill School", "Dale School")
    upstream.commit("Make these policies ours", {MARK: mark})
    assert "FAULT        the record was deleted" in said(upstream)


def test_a_mark_that_was_deleted_clears_nothing_any_more(fork: Fork) -> None:
    fork.git("rm", "--quiet", MARK)
    fork.commit("Forget upstream")
    assert "FAULT        the record was deleted" in said(fork)


def test_a_tag_that_a_fetch_brought_is_not_checked_and_one_of_this_school_is(upstream: School, fork: Fork) -> None:
    approve_by_hand(upstream, edition="2026")
    fork.git("fetch", "--quiet", "--tags")
    (tag,) = [one for one in verdicts(fork) if one.edition == "2026"]
    assert [(check.subject, check.outcome) for check in tag.checks] == [("tag", "unchecked")]
    approved(fork)
    fork.git("reset", "--quiet", "--hard", "HEAD~1")
    assert "FAULT        tag phones/2027 names an edition whose record is in no commit" in said(fork)


def test_a_record_that_a_merge_brings_along_approves_nothing_here(upstream: School, fork: Fork) -> None:
    approve_by_hand(upstream, edition="2026")
    fork.git("fetch", "--quiet", "--no-tags", "origin")
    fork.git("merge", "--quiet", "--no-edit", "origin/main")
    assert (fork.root / RECORD.replace("2018", "2026")).exists()
    (error,) = [one for one in open_workspace(fork.root, AS_OF).check() if one.level == "error"]
    assert (error.place.file, error.rule) == (RECORD.replace("2018", "2026"), "leftover-of-another-school")
    assert "FAULT        the record of another school, Hill School, is here: a merge brought it" in said(fork)
    fork.git("rm", "--quiet", RECORD.replace("2018", "2026"))
    fork.commit("Leave it to its school")
    assert [verdict.is_cleared for verdict in verdicts(fork)] == [True, True]


def test_a_school_that_took_over_from_a_fork_sees_both_schools_cleared(fork: Fork, tmp_path: Path) -> None:
    approved(fork)
    third = cloned(fork, tmp_path / "third")
    third.adopt(oakfield(name="Elm School", short_name="Elm"), anew=True)
    found = {verdict.edition: verdict.checks[0].message for verdict in verdicts(third)}
    assert set(found) == {"2018", "2027"}
    assert "another school, Hill School" in found["2018"]
    assert "another school, Oakfield Academy" in found["2027"]


def test_the_draft_of_a_fork_has_no_errors(fork: Fork) -> None:
    workspace = open_workspace(fork.root, AS_OF)
    assert [one for one in workspace.check() if one.level == "error"] == []
    assert [edition.reference for edition in workspace.editions] == ["phones/draft"]
