"""What verify says where git itself is needed: after moves, of the working tree, and of a shallow clone."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausebook.history.adoption import adoptions
from clausebook.history.verify import verify
from clausebook.io.git import open_repository
from clausebook.model.approvals.verdict import Verdict, verdict_lines
from tests.history.repositories import RECORD, School, approve_by_hand, mini_school, record, words_of

pytestmark = pytest.mark.slow


def verdicts(school: School) -> tuple[Verdict, ...]:
    return verify(open_repository(school.root))


def faults(school: School) -> list[tuple[str, str, str]]:
    """Subject, clause and commit of every fault."""
    return [(check.subject, check.clause, check.commit) for verdict in verdicts(school) for check in verdict.faults]


def messages(school: School) -> str:
    return "\n".join(verdict_lines(verdicts(school)))


def test_a_record_that_is_in_no_commit_approves_nothing(school: School) -> None:
    school.write({RECORD: record(words_of(school).fingerprint)})
    assert faults(school) == [("record", "", "")]
    assert "in no commit, so it approves nothing" in messages(school)


def test_a_record_changed_only_in_the_working_tree_is_a_fault(school: School) -> None:
    approve_by_hand(school)
    school.replace(RECORD, '"2018-05"', '"2018-06"')
    assert faults(school) == [("unchanged", "", "")]
    assert f"git restore --staged --worktree {RECORD}" in messages(school)


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


def test_editions_of_a_shallow_clone_are_not_guessed(school: School, tmp_path: object) -> None:
    approve_by_hand(school)
    shallow = School(school.root.parent / "shallow", start=False)
    shallow.git("clone", "--quiet", "--depth=1", school.root.as_uri(), ".")
    assert adoptions(open_repository(shallow.root)) == ()
