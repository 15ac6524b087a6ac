"""The tamper table: what was done to a real repository, and what verify says. docs/editions.md has the same table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from clausebook.history.adoption import adoptions
from clausebook.history.verify import verify
from clausebook.io.git import open_repository
from clausebook.model.approvals.verdict import Verdict, as_json, verdict_lines
from tests.history.repositories import POLICY, RECORD, SCHOOL, School, approve_by_hand, mini_school, record, words_of

pytestmark = pytest.mark.slow

CALLS = "clauses/phones/calls.yaml"


def verdicts(school: School) -> tuple[Verdict, ...]:
    return verify(open_repository(school.root))


def faults(school: School) -> list[tuple[str, str, str]]:
    """Subject, clause and commit of every fault."""
    return [(check.subject, check.clause, check.commit) for verdict in verdicts(school) for check in verdict.faults]


def messages(school: School) -> str:
    return "\n".join(verdict_lines(verdicts(school)))


def rewrite(school: School, change: Callable[[], None]) -> str:
    """Amend the commit before the approval, and put the same record on top again: the new approving commit."""
    text = (school.root / RECORD).read_text(encoding="utf-8")
    school.git("reset", "--quiet", "--hard", "HEAD~1")
    change()
    school.git("add", "--all")
    school.git("commit", "--quiet", "--amend", "--no-edit")
    return school.commit("Approve phones 2018", {RECORD: text})


def test_an_untouched_approval_is_good_in_every_respect(school: School) -> None:
    commit = approve_by_hand(school)
    (verdict,) = verdicts(school)
    assert (verdict.policy, verdict.edition, verdict.approved, verdict.commit) == ("phones", "2018", "2018-05", commit)
    assert [(check.subject, check.outcome) for check in verdict.checks] == [
        ("record", "good"),
        ("unchanged", "good"),
        ("words", "good"),
        ("tag", "good"),
    ]
    assert messages(school).startswith("1 edition checked, no faults\n")


def test_no_approvals_are_no_fault(school: School) -> None:
    assert verdicts(school) == ()
    assert messages(school) == "no edition has been approved yet"


@pytest.mark.parametrize(("tag", "with_digests"), [(True, True), (True, False), (False, True)])
def test_one_comma_changed_by_an_amended_commit_names_its_clause(school: School, tag: bool, with_digests: bool) -> None:
    approve_by_hand(school, tag=tag, with_digests=with_digests)
    rewrite(school, lambda: school.replace("clauses/phones/cameras.yaml", "pupils, once used,", "pupils once used"))
    words = [(clause, commit) for subject, clause, commit in faults(school) if subject == "words"]
    assert words == [("cameras", school.git("rev-parse", "HEAD~1"))]
    assert "clause cameras does not have the approved words" in messages(school)
    assert not adoptions(open_repository(school.root))[0].is_in_force


def test_one_comma_changed_in_the_approving_commit_itself_is_found_without_tag_or_digests(school: School) -> None:
    before = school.head
    approve_by_hand(school, tag=False, with_digests=False)
    school.replace(CALLS, "outside", "during")
    school.git("add", "--all")
    school.git("commit", "--quiet", "--amend", "--no-edit")
    assert faults(school) == [("words", "calls", school.head)]
    assert f"the approved words stand in commit {before[:10]}" in messages(school)


def test_without_tag_digests_or_the_old_commit_the_words_are_still_known_to_be_wrong(school: School) -> None:
    approve_by_hand(school, tag=False, with_digests=False)
    commit = rewrite(school, lambda: school.replace(CALLS, "outside", "during"))
    assert faults(school) == [("words", "", commit)]
    assert "no commit was found that has those" in messages(school)


def test_an_edited_record_names_the_field_and_the_commit(school: School) -> None:
    approve_by_hand(school)
    school.replace(RECORD, "body: governing body", "body: headteacher")
    edited = school.commit("Correct the record")
    assert faults(school) == [("unchanged", "", edited)]
    assert "body governing body became headteacher" in messages(school)


def test_an_edited_date_names_both_dates(school: School) -> None:
    approve_by_hand(school)
    school.replace(RECORD, '"2018-05"', '"2018-06"')
    edited = school.commit("Correct the date")
    assert faults(school) == [("unchanged", "", edited)]
    assert "approved 2018-05 became 2018-06" in messages(school)
    (found,) = adoptions(open_repository(school.root))
    assert found.approval is not None
    assert found.approval.approved == "2018-05"


def test_an_edited_and_restored_record_is_good_and_both_commits_are_told(school: School) -> None:
    approve_by_hand(school)
    school.replace(RECORD, '"2018-05"', '"2018-06"')
    edited = school.commit("Correct the date")
    school.replace(RECORD, '"2018-06"', '"2018-05"')
    school.commit("Put it back")
    assert faults(school) == []
    assert f"changed in commit {edited[:10]}" in messages(school)


def test_a_fingerprint_recomputed_without_approval_does_not_make_new_words_approved(school: School) -> None:
    commit = approve_by_hand(school)
    school.replace(CALLS, "outside", "during")
    school.commit("Change a clause")
    recomputed = school.commit("Refresh", {RECORD: record(words_of(school).fingerprint)})
    assert faults(school) == [("unchanged", "", recomputed)]
    (found,) = adoptions(open_repository(school.root))
    assert found.commit == commit
    assert found.edition is not None
    assert "outside" in str(found.edition)


def test_a_fingerprint_recomputed_in_rewritten_history_is_caught_by_the_tag(school: School) -> None:
    tagged = approve_by_hand(school)
    school.git("reset", "--quiet", "--hard", "HEAD~1")
    school.replace(CALLS, "outside", "during")
    school.git("add", "--all")
    school.git("commit", "--quiet", "--amend", "--no-edit")
    approve_by_hand(school, tag=False)
    assert faults(school) == [("tag", "", tagged)]
    assert "history was rewritten" in messages(school)


def test_a_fingerprint_recomputed_in_rewritten_history_with_its_tag_cannot_be_known_from_the_repository(
    school: School,
) -> None:
    approve_by_hand(school)
    school.git("reset", "--quiet", "--hard", "HEAD~1")
    school.replace(CALLS, "outside", "during")
    school.git("add", "--all")
    school.git("commit", "--quiet", "--amend", "--no-edit")
    approve_by_hand(school)
    assert faults(school) == []  # docs/editions.md says so, and names what does catch it


def test_a_school_fact_changed_later_does_not_disturb_the_old_edition(school: School) -> None:
    approve_by_hand(school)
    before = adoptions(open_repository(school.root))[0].edition
    changed = {"policy/school.yaml": SCHOOL.replace("Hill School", "Dale School")}
    school.commit("Rename the school", {**changed, "policy/phones.yaml": POLICY.replace("Phones", "Mobiles")})
    assert faults(school) == []
    assert adoptions(open_repository(school.root))[0].edition == before
    assert "Dale School" in str(words_of(school))


def test_a_clause_changed_later_does_not_disturb_the_old_edition(school: School) -> None:
    approve_by_hand(school)
    before = adoptions(open_repository(school.root))[0].edition
    school.replace(CALLS, "outside", "during")
    school.commit("Change a clause")
    (school.root / "clauses/phones/cameras.yaml").unlink()
    assert faults(school) == []
    assert adoptions(open_repository(school.root))[0].edition == before


def test_a_moved_tag_names_both_commits(school: School) -> None:
    approve_by_hand(school)
    school.replace(CALLS, "outside", "during")
    later = school.commit("Change a clause")
    school.tag("phones/2018", later, words_of(school).fingerprint)
    assert faults(school) == [("tag", "", later)]
    assert f"names commit {later[:10]}, but the record was introduced by" in messages(school)


def test_a_tag_made_for_other_words_is_caught_though_it_names_the_right_commit(school: School) -> None:
    commit = approve_by_hand(school)
    school.tag("phones/2018", commit, "v1:sha256:" + "0" * 64)
    assert faults(school) == [("tag", "", commit)]


def test_a_deleted_record_names_the_commit_that_deleted_it_and_how_to_get_it_back(school: School) -> None:
    approve_by_hand(school)
    (school.root / RECORD).unlink()
    deleted = school.commit("Tidy up")
    assert faults(school) == [("record", "", deleted)]
    assert f"hint: git revert {deleted[:10]}" in messages(school)
    school.git("revert", "--no-edit", deleted)
    assert faults(school) == []


def test_a_record_deleted_with_its_history_is_missed_by_its_tag(school: School) -> None:
    tagged = approve_by_hand(school)
    school.git("reset", "--quiet", "--hard", "HEAD~1")
    assert faults(school) == [("record", "", tagged)]
    assert "tag phones/2018 names an edition whose record is in no commit" in messages(school)


def test_history_rewritten_under_the_tag_is_told_and_so_is_what_was_rewritten(school: School) -> None:
    tagged = approve_by_hand(school)
    commit = rewrite(school, lambda: school.replace(CALLS, "outside", "during"))
    assert faults(school) == [("words", "calls", school.git("rev-parse", "HEAD~1")), ("tag", "", tagged)]
    assert f"git diff {tagged[:10]} {commit[:10]} -- policy clauses" in messages(school)


def test_a_missing_tag_is_not_checked_and_a_lightweight_one_agrees_with_less_to_say(school: School) -> None:
    commit = approve_by_hand(school, tag=False)
    (verdict,) = verdicts(school)
    assert [check.outcome for check in verdict.checks if check.subject == "tag"] == ["unchecked"]
    school.git("tag", "phones/2018", commit)
    (verdict,) = verdicts(school)
    assert [(check.outcome, "lightweight" in check.message) for check in verdict.checks if check.subject == "tag"] == [
        ("good", True)
    ]


def test_a_record_nobody_committed_approves_nothing(school: School) -> None:
    school.write({RECORD: record(words_of(school).fingerprint)})
    assert faults(school) == [("record", "", "")]
    assert "in no commit, so it approves nothing" in messages(school)


def test_a_record_changed_in_the_working_tree_only_is_told(school: School) -> None:
    approve_by_hand(school)
    school.replace(RECORD, '"2018-05"', '"2018-06"')
    assert faults(school) == [("unchanged", "", "")]
    assert f"git restore --staged --worktree {RECORD}" in messages(school)


def test_a_record_that_speaks_of_another_edition_is_caught(school: School) -> None:
    text = record(words_of(school).fingerprint, edition="2017")
    commit = school.commit("Approve", {RECORD: text})
    assert faults(school) == [("record", "", commit)]
    assert "speaks of phones 2017, not of phones 2018" in messages(school)


def test_a_record_that_is_no_record_is_caught_and_the_others_are_still_checked(school: School) -> None:
    approve_by_hand(school)
    broken = school.commit("Approve", {RECORD.replace("2018", "2019"): "policy: [phones\n"})
    assert faults(school) == [("record", "", broken)]


def test_words_that_cannot_be_resolved_any_more_are_a_fault_and_no_traceback(school: School) -> None:
    school.replace("clauses/phones/introduction.yaml", "school.name", "school.nmae")
    text = record("v1:sha256:" + "0" * 64)
    commit = school.commit("Approve", {RECORD: text})
    assert faults(school) == [("words", "", commit)]


def test_a_merge_that_wrote_new_words_after_the_approval_changes_no_edition(school: School) -> None:
    approve_by_hand(school)
    school.git("checkout", "--quiet", "-b", "side")
    school.replace(CALLS, "outside", "before")
    school.commit("Before lessons")
    school.git("checkout", "--quiet", "main")
    school.replace(CALLS, "outside", "after")
    school.commit("After lessons")
    school.git("merge", "side", check=False)
    school.write({CALLS: "id: calls\ntitle: Calls\nbody: [Staff should make calls between lessons.]\n"})
    school.commit("Merge")
    assert faults(school) == []


def test_folders_that_moved_disturb_no_edition(school: School) -> None:
    approve_by_hand(school)
    before = adoptions(open_repository(school.root))[0].edition
    (school.root / "policy/approvals/mobiles").mkdir(parents=True)
    (school.root / "clauses/mobiles").mkdir(parents=True)
    school.git("mv", RECORD, "policy/approvals/mobiles/2018.yaml")
    for name in ("introduction", "calls", "cameras"):
        school.git("mv", f"clauses/phones/{name}.yaml", f"clauses/mobiles/{name}.yaml")
    school.git("mv", "policy/phones.yaml", "policy/mobiles.yaml")
    school.replace("policy/mobiles.yaml", "id: phones", "id: mobiles")
    school.commit("The policy is called mobiles now")
    (found,) = adoptions(open_repository(school.root))
    assert (found.policy, found.edition) == ("mobiles", before)
    assert "tag phones/2018 agrees" in messages(school)
    assert faults(school) == []


def test_a_register_that_moved_to_the_top_keeps_its_editions(tmp_path: Path) -> None:
    school = mini_school(tmp_path / "moved")
    commit = approve_by_hand(school, tag=False)
    before = adoptions(open_repository(school.root))[0].edition
    assert before is not None
    (school.root / "texts").mkdir()
    for folder in ("policy", "clauses"):
        school.git("mv", folder, "texts")
    school.git("commit", "--quiet", "--amend", "--message", "Approve phones 2018")
    for folder in ("policy", "clauses"):
        school.git("mv", f"texts/{folder}", folder)
    school.commit("Move the register to the top")
    (found,) = adoptions(open_repository(school.root))
    assert (found.introduction.base, found.commit != commit) == ("texts/", True)
    assert found.edition is not None
    assert found.edition.fingerprint == before.fingerprint
    assert faults(school) == []


def test_a_signed_pdf_beside_the_record_is_named_as_not_checked(school: School) -> None:
    approve_by_hand(school)
    school.commit("File the signed copy", {RECORD.replace(".yaml", ".pdf"): "%PDF-1.7\n"})
    (verdict,) = verdicts(school)
    assert (verdict.checks[-1].subject, verdict.checks[-1].outcome, verdict.is_good) == ("pdf", "unchecked", True)


def test_json_says_the_same_as_the_lines(school: School) -> None:
    approve_by_hand(school)
    rewrite(school, lambda: school.replace(CALLS, "outside", "during"))
    told = as_json(verdicts(school))
    assert told["good"] is False
    (edition,) = told["editions"]  # type: ignore[misc]
    assert [check["clause"] for check in edition["checks"] if check["outcome"] == "fault" and "clause" in check] == [
        "calls"
    ]


def test_editions_of_a_shallow_clone_are_not_guessed(school: School, tmp_path: object) -> None:
    approve_by_hand(school)
    shallow = School(school.root.parent / "shallow", start=False)
    shallow.git("clone", "--quiet", "--depth=1", school.root.as_uri(), ".")
    assert adoptions(open_repository(shallow.root)) == ()
