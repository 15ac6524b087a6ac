"""An approval that is cut off, raced or kept out leaves all or nothing."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import shutil
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from clausebook.app.governing import approve
from clausebook.app.verifying import verified
from clausebook.errors import UserError
from clausebook.history.adoption import adoptions
from clausebook.io.git import open_repository, transaction, write
from clausebook.io.git.command import GitResult
from tests.approving.approvals import FIRST, NOW, RECORD, TODAY, approved, refused
from tests.history.repositories import School, approve_by_hand, mini_school

pytestmark = pytest.mark.slow


def test_an_ignored_file_in_the_way_is_not_overwritten(school: School) -> None:
    school.commit("Ignore", {".gitignore": "approvals/\n"})
    school.write({RECORD: "precious: yes\n"})
    assert f"{RECORD} is there already" in refused(school)


@pytest.mark.parametrize("lock", ["index.lock", "HEAD.lock", "refs/heads/main.lock", "packed-refs.lock"])
def test_a_lock_that_a_killed_git_left_behind_is_named_with_its_age(school: School, lock: str) -> None:
    path = school.root / ".git" / lock
    path.write_text("", encoding="utf-8")
    os.utime(path, (datetime.now(UTC).timestamp() - 7200,) * 2)
    with pytest.raises(UserError) as caught:
        approved(school)
    assert f".git/{lock} (2 hours old)" in caught.value.message
    assert "No git is running here" in caught.value.message or "not known" in caught.value.message
    assert f"rm .git/{lock}" in caught.value.hint
    path.unlink()
    assert (school.git("tag"), school.git("status", "--porcelain")) == ("", "")
    approved(school)


def test_another_git_process_at_work_is_waited_for(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transaction, "git_runs_in", lambda root: True)
    (school.root / ".git" / "index.lock").write_text("", encoding="utf-8")
    with pytest.raises(UserError, match="another git process"):
        approved(school)
    (school.root / ".git" / "index.lock").unlink()
    assert (school.git("tag"), school.git("status", "--porcelain")) == ("", "")


def test_a_tag_that_git_cannot_make_takes_the_commit_with_it(school: School) -> None:
    school.git("tag", "phones")  # a file where the folder phones/ would have to be
    assert "git refused the approval" in refused(school)


def test_hooks_and_editors_of_the_user_are_not_run(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("pre-commit", "commit-msg", "post-checkout"):
        hook = school.root / ".git" / "hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
        hook.chmod(0o755)
    monkeypatch.setenv("GIT_EDITOR", "false")
    approved(school)
    assert school.git("tag") == "phones/2018"


def test_a_file_that_was_only_touched_does_not_stop_the_files_from_following(school: School) -> None:
    os.utime(school.root / "CHANGELOG.md", (1, 1))
    approved(school)
    assert school.git("status", "--porcelain") == ""


class Killed(BaseException):
    """The process is gone."""


def _writing_calls(root: Path, monkeypatch: pytest.MonkeyPatch, kill_at: int) -> list[Sequence[str]]:
    """Let the writer's git calls through until the one to be killed; all that were begun."""
    calls: list[Sequence[str]] = []
    true_run, true_ask = write.run, write.ask

    def counted(call: Any) -> Any:
        def inner(root: Path, arguments: Sequence[str], **options: Any) -> GitResult:
            calls.append(arguments)
            if len(calls) == kill_at:
                raise Killed
            answer: GitResult = call(root, arguments, **options)
            return answer

        return inner

    monkeypatch.setattr(write, "run", counted(true_run))
    monkeypatch.setattr(write, "ask", counted(true_ask))
    return calls


def test_killed_at_any_moment_there_is_a_whole_approval_or_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    for kill_at in range(1, 99):
        school = mini_school(tmp_path / str(kill_at))
        before = school.head
        with monkeypatch.context() as patched:
            calls = _writing_calls(school.root, patched, kill_at)
            with contextlib.suppress(Killed):
                approved(school)
            if len(calls) < kill_at:
                break
        moved, tagged = school.head != before, school.git("tag") == "phones/2018"
        assert moved == tagged, f"killed at {calls[-1]}"
        transaction.finish_begun(school.root, thorough=True)  # as the next command does
        assert school.git("status", "--porcelain") == "", f"killed at {calls[-1]}"
        if moved:
            assert [verdict.is_good for verdict in verified(school.root, None, NOW)] == [True]
        seen.append(moved)
    assert seen == sorted(seen), "once it stands, an approval stands"
    assert (seen[0], seen[-1]) == (False, True)


def test_a_branch_that_moved_meanwhile_is_not_overwritten(school: School) -> None:
    repository = open_repository(school.root)
    assert repository.state.whole
    other = school.commit("Meanwhile", {"README.md": "hello\n"})
    with pytest.raises(UserError, match="git refused the approval"):
        repository.commit_and_tag({RECORD: b"x"}, "m\n", "phones/2018", "t\n")
    assert (school.head, school.git("tag")) == (other, "")


def test_approving_in_a_worktree_moves_only_its_own_branch(school: School) -> None:
    main = school.head
    school.git("worktree", "add", "--quiet", "../tree")
    tree = School(school.root.parent / "tree", start=False)
    approve(tree.root, FIRST, TODAY)
    assert (school.head, tree.git("status", "--porcelain")) == (main, "")
    assert tree.git("rev-parse", "phones/2018^{commit}") == tree.head


def test_a_hand_made_record_and_one_of_the_command_are_read_the_same(school: School, tmp_path: Path) -> None:
    approved(school)
    other = mini_school(tmp_path / "other")
    approve_by_hand(other)
    one, two = (adoptions(open_repository(root))[0].approval for root in (school.root, other.root))
    assert one
    assert two
    assert dataclasses.replace(one, act="") == two


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="NOT TESTED: ssh-keygen is missing, so no tag is signed")
def test_a_user_who_signs_tags_gets_a_signed_tag(
    school: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    settings = tmp_path / "gitconfig"
    text = f'[gpg]\n\tformat = ssh\n[user]\n\tsigningkey = "{key.as_posix()}.pub"\n[tag]\n\tgpgSign = true\n'
    settings.write_text(text, encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    approved(school)
    tag = open_repository(school.root).tags()["phones/2018"]
    assert (tag.annotated, tag.signed, tag.commit) == (True, True, school.head)
    (verdict,) = verified(school.root, None, NOW)
    assert verdict.is_good
    assert any("it is signed" in check.message for check in verdict.checks)


def test_a_tag_that_cannot_be_signed_leaves_nothing_behind(
    school: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = tmp_path / "gitconfig"
    settings.write_text("[gpg]\n\tprogram = no-such-program\n[tag]\n\tgpgSign = true\n", encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    assert "git could not sign the tag" in refused(school)
