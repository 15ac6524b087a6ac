"""Acts that were changed, deleted, staged or cut off."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from clausebook.errors import UserError
from clausebook.io.git import transaction, write
from tests.approving.act_records import approved, change, faults, recorded
from tests.history.repositories import School, mini_school

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("kind", ["reviewed", "withdrawn", "corrected"])
def test_an_act_that_was_changed_or_deleted_is_reported(tmp_path: Path, kind: str) -> None:
    school = mini_school(tmp_path / "school")
    approved(school)
    recorded(school, kind, reason="as it was", right={"minute": "FGB/18/4"} if kind == "corrected" else {})
    path = f"policy/approvals/phones/2019-05-14-{kind}-2018.yaml"
    school.replace(path, "FGB/19/7", "FGB/19/8")
    school.commit("Improve it")
    assert any(f"the act {path} was changed" in message for message in faults(school))
    school.git("rm", "-q", path)
    school.commit("Delete it")
    assert any(f"the act {path} was deleted" in message for message in faults(school))


class Killed(BaseException):
    """Stands for a power cut."""


@contextlib.contextmanager
def killed_at(call: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Sequence[str]]]:
    """Let so many git calls of the writer through."""
    calls: list[Sequence[str]] = []

    def counted(true: Any) -> Any:
        def inner(root: Path, arguments: Sequence[str], **options: Any) -> Any:
            calls.append(arguments)
            if len(calls) == call:
                raise Killed
            return true(root, arguments, **options)

        return inner

    with monkeypatch.context() as patched:
        patched.setattr(write, "run", counted(write.run))
        patched.setattr(write, "ask", counted(write.ask))
        with contextlib.suppress(Killed):
            yield calls


@pytest.mark.parametrize("kind", ["approved", "reviewed", "withdrawn", "corrected"])
def test_where_only_the_branch_moved_before_the_cut_the_next_command_brings_the_files(
    tmp_path: Path, kind: str
) -> None:
    school = mini_school(tmp_path / "school")
    approved(school)
    if kind != "approved":
        recorded(school, kind, reason="as it was", right={"minute": "FGB/18/4"} if kind == "corrected" else {})
    at = school.head
    school.git("read-tree", "--reset", "-u", "HEAD~1")  # as the disk is after a power cut: no note of ours either
    assert school.git("status", "--porcelain") != ""
    said = transaction.finish_begun(school.root, thorough=True)
    assert [line for line in said if "was cut off after its commit" in line]
    assert (school.git("status", "--porcelain"), school.head) == ("", at)
    assert faults(school) == []


def test_a_reversal_that_somebody_staged_is_only_taken_for_a_cut_where_all_of_our_last_commit_is_missing(
    tmp_path: Path,
) -> None:
    school = mini_school(tmp_path / "school")
    approved(school)
    school.git("checkout", "-q", "HEAD~1", "--", "CHANGELOG.md")
    assert transaction.finish_begun(school.root, thorough=True) == ()
    school.git("restore", "--staged", "--worktree", ".")
    change(school, "not make")
    school.git("read-tree", "--reset", "-u", "HEAD~1")
    assert transaction.finish_begun(school.root, thorough=True) == (), "a commit that somebody made by hand"


@pytest.mark.parametrize("kind", ["reviewed", "withdrawn"])
def test_killed_at_any_moment_an_act_is_whole_or_not_there_after_the_next_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    chance = random.Random(kind)
    moments = [1, *sorted(chance.sample(range(2, 14), 5)), 99]
    for moment in moments:
        school = mini_school(tmp_path / str(moment))
        approved(school)
        before = school.head
        with killed_at(moment, monkeypatch):
            recorded(school, kind, reason="as it was")
        said = transaction.finish_begun(school.root, thorough=True)
        assert school.git("status", "--porcelain") == "", (moment, said)
        assert not (school.root / ".git" / transaction.NOTE).exists()
        path = school.root / f"policy/approvals/phones/2019-05-14-{kind}-2018.yaml"
        assert path.exists() == (school.head != before), moment
        assert faults(school) == []


def test_the_same_act_is_recorded_once_however_often_it_is_asked_for(school: School) -> None:
    approved(school)
    recorded(school, "reviewed", reason="as it was")
    head = school.head
    with pytest.raises(UserError, match=r"this is recorded already, in policy/approvals/phones/2019-05-14-reviewed"):
        recorded(school, "reviewed", reason="as it was")
    assert school.head == head
    recorded(school, "reviewed", on="2019-11-14", reason="as it was")
    assert school.head != head
