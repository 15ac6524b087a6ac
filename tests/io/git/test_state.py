"""Git as it really is: each kind of folder behaves right or says what is wrong and the command that mends it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from clausebook.errors import UserError
from clausebook.io.git import command, open_repository
from clausebook.io.git.command import run
from clausebook.io.git.state import _no_history
from tests.history.repositories import FILES, School, mini_school


def test_a_whole_clone_has_history_a_head_and_a_branch(school: School) -> None:
    state = open_repository(school.root).state
    assert (state.history, state.reason, state.head, state.branch, state.dirty) == (
        "whole",
        "",
        school.head,
        "main",
        (),
    )


def test_an_unpacked_zip_says_that_it_has_no_history_and_how_to_get_some(tmp_path: Path) -> None:
    folder = School(tmp_path / "zip", start=False)
    folder.write(FILES)
    repository = open_repository(folder.root)
    assert repository.state.history == "none"
    assert "no git history" in repository.state.reason
    assert repository.state.hint.startswith("git clone")
    with pytest.raises(UserError, match="editions and redlines need the full clone"):
        repository.insist_on_history("editions and redlines")


def test_an_unpacked_zip_inside_another_repository_is_not_taken_for_it(school: School) -> None:
    inner = School(school.root / "downloads" / "zip", start=False)
    state = open_repository(inner.root).state
    assert state.history == "none"
    assert "inside the repository" in state.reason


def test_a_repository_without_commits_says_so(tmp_path: Path) -> None:
    fresh = School(tmp_path / "fresh")
    fresh.write(FILES)
    repository = open_repository(fresh.root)
    assert (repository.state.history, repository.state.head) == ("unborn", "")
    assert "git commit" in repository.state.hint
    assert "clauses/phones/calls.yaml" in repository.state.dirty
    assert (repository.introductions(), repository.tags()) == ((), {})


def test_a_shallow_clone_gives_no_editions_and_names_the_cure_that_works(school: School, tmp_path: Path) -> None:
    school.commit("Say more", {"policy/approvals/phones/2018.yaml": "policy: phones\n"})
    shallow = School(tmp_path / "shallow", start=False)
    shallow.git("clone", "--quiet", "--depth=1", school.root.as_uri(), ".")
    repository = open_repository(shallow.root)
    assert repository.state.history == "shallow"
    assert repository.introductions() == ()
    shallow.git(*repository.state.hint.split()[1:])
    assert open_repository(shallow.root).state.whole


def test_somebody_elses_repository_names_the_command_that_trusts_it(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    state = open_repository(school.root).state
    assert state.history == "none"
    assert "another user" in state.reason
    assert state.hint == f'git config --global --add safe.directory "{school.root.resolve().as_posix()}"'


def test_a_detached_head_reads_like_any_other(school: School) -> None:
    school.git("checkout", "--quiet", "--detach")
    state = open_repository(school.root).state
    assert (state.whole, state.branch, state.head) == (True, "", school.head)


def test_a_dirty_tree_names_each_changed_new_and_deleted_file(school: School) -> None:
    school.replace("clauses/phones/calls.yaml", "outside", "during")
    (school.root / "clauses/phones/cameras.yaml").unlink()
    school.write({"clauses/phones/new clause é.yaml": "id: new\n", "notes.txt": "not watched\n"})
    dirty = open_repository(school.root).state.dirty
    assert dirty == ("clauses/phones/calls.yaml", "clauses/phones/cameras.yaml", "clauses/phones/new clause é.yaml")


def test_a_conflict_that_waits_is_dirty_and_named(school: School) -> None:
    school.git("checkout", "--quiet", "-b", "side")
    school.replace("clauses/phones/calls.yaml", "outside", "before")
    school.commit("Before lessons")
    school.git("checkout", "--quiet", "main")
    school.replace("clauses/phones/calls.yaml", "outside", "after")
    school.commit("After lessons")
    school.git("merge", "side", check=False)
    state = open_repository(school.root).state
    assert (state.unfinished, state.dirty) == ("merge", ("clauses/phones/calls.yaml",))


def test_a_worktree_and_a_submodule_read_like_any_other(school: School, tmp_path: Path) -> None:
    school.git("worktree", "add", "--quiet", str(tmp_path / "tree"))
    worktree = open_repository(tmp_path / "tree").state
    assert (worktree.whole, worktree.linked, worktree.branch) == (True, "worktree", "tree")
    outer = School(tmp_path / "outer")
    outer.git("submodule", "--quiet", "add", school.root.as_uri(), "policies")
    submodule = open_repository(outer.root / "policies").state
    assert (submodule.whole, submodule.linked) == (True, "submodule")


def test_a_worktree_whose_repository_is_gone_says_what_it_lost(school: School, tmp_path: Path) -> None:
    school.git("worktree", "add", "--quiet", str(tmp_path / "tree"))
    shutil.rmtree(school.root)
    state = open_repository(tmp_path / "tree").state
    assert state.history == "none"
    assert "lost the repository" in state.reason
    assert "git worktree repair" in state.hint


def test_a_machine_without_git_says_what_to_install(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(school.root))
    state = open_repository(school.root).state
    assert state.history == "none"
    assert "not installed" in state.reason
    assert "install git" in state.hint


def test_variables_left_by_a_hook_do_not_lead_to_another_repository(
    school: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = mini_school(tmp_path / "other")
    other.commit("One more", {"clauses/phones/more.yaml": "id: more\n"})
    monkeypatch.setenv("GIT_DIR", str(other.root / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other.root / ".git" / "index"))
    assert open_repository(school.root).state.head == school.head


def test_a_user_with_unusual_settings_reads_the_same(
    school: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unusual = tmp_path / "gitconfig"
    settings = "[core]\n quotePath = true\n[log]\n showSignature = true\n follow = true\n[color]\n ui = always\n"
    unusual.write_text(
        settings + "[status]\n short = true\n relativePaths = true\n[diff]\n noprefix = true\n", encoding="utf-8"
    )
    school.commit("Say é", {"clauses/phones/café.yaml": "id: cafe\n"})
    plain = open_repository(school.root)
    before = (plain.state, plain.log("", school.head), plain.files_at(school.head))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(unusual))
    again = open_repository(school.root)
    assert (again.state, again.log("", school.head), again.files_at(school.head)) == before


def test_git_itself_is_asked_in_english(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "de")
    answer = run(school.root, ["rev-parse", "no-such-thing"])
    assert "unknown revision" in answer.err


def test_an_unforeseen_complaint_of_git_is_passed_on(school: School) -> None:
    os.remove(school.root / ".git" / "HEAD")
    state = _no_history(school.root, run(school.root, ["rev-parse", "--show-toplevel"]))
    assert state.reason
    assert state.hint


@pytest.mark.parametrize(
    "arguments",
    [
        ["rev-parse", "HEAD"],
        ["log", "--format=%s%n"],
        ["cat-file", "--batch"],
        ["rev-parse", "--verify", "no-such-name"],
        ["status", "--porcelain=v2"],
    ],
)
def test_git_answers_the_same_with_gitpython_and_without_it(
    school: School, arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    school.write({"policy/new.yaml": "id: new\n"})
    given = b"HEAD\nno-such-name\n"
    plain = run(school.root, arguments, stdin=given)
    monkeypatch.setattr(command, "_READING", frozenset())
    assert plain == run(school.root, arguments, stdin=given)
    assert plain.out or plain.err


def test_without_git_it_says_so_whether_it_reads_or_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for arguments in (["rev-parse", "HEAD"], ["write-tree"]):
        with pytest.raises(UserError, match="git is not installed"):
            run(tmp_path, arguments)
