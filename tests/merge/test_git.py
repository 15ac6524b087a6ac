"""Plain git with the merge driver: merge, rebase, cherry-pick and stash; and git's own merge wherever it cannot run."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from clausebook.io import merge_driver
from clausebook.source.parse import parse
from tests.history.repositories import School, mini_school

ROOT = Path(__file__).resolve().parent.parent.parent
CLAUSE = "clauses/phones/calls.yaml"
OURS = ("call pupils on their own phones", "call pupils on their own phones or tablets")
THEIRS = (
    "give pupils their own numbers",
    "give pupils any private numbers",
)  # on the next line: git calls it a conflict
OTHER = ("call pupils on their own phones", "ring pupils on their own phones")
# A .venv whose Python goes wrong in its own way; git must then merge as if there were no driver.
BROKEN = {
    "crashes": "kill -SEGV $$",
    "crashes after half the work": 'echo half > "${10}.half"; exit 139',
    "fails": "exit 1",
    "does not know the command": "exit 2",
    "says it is done and wrote nothing": "exit 0",
    "is not for this machine": None,
}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="the stand-in for .venv's Python is a shell script"),
]


def stand_in(school: School, script: str | None) -> None:
    """A .venv in the school's folder, with a shell script for its Python."""
    python = school.root / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True, exist_ok=True)
    python.write_text(f"#!/bin/sh\n{script}\n" if script is not None else "\0\0\0\0no program", encoding="utf-8")
    python.chmod(python.stat().st_mode | stat.S_IXUSR)


@pytest.fixture
def school(tmp_path: Path) -> School:
    """A school with the driver registered, and a branch `other` that changed the line below ours."""
    made = mini_school(tmp_path / "Ysgol Tŷ Gwyn")
    made.write({name: (ROOT / name).read_text(encoding="utf-8") for name in (".gitattributes",)})
    made.write({".gitignore": "/.venv/\n"})
    made.commit("Set up")
    stand_in(made, f'exec "{sys.executable}" "$@"')
    merge_driver.register(str(made.root))
    made.git("switch", "--quiet", "--create", "other")
    made.replace(CLAUSE, *THEIRS)
    made.commit("Say private")
    made.git("switch", "--quiet", "main")
    made.replace(CLAUSE, *OURS)
    made.commit("Say tablets")
    return made


def text_of(school: School) -> str:
    """The clause in the working tree."""
    return (school.root / CLAUSE).read_text(encoding="utf-8")


def stash(school: School) -> None:
    """What a person does who has unsaved work and switches."""
    school.git("switch", "--quiet", "other")
    school.git("reset", "--quiet", "--soft", "HEAD~1")
    school.git("stash")
    school.git("switch", "--quiet", "main")
    school.git("stash", "pop", check=False)


WAYS: dict[str, Callable[[School], object]] = {
    "merge": lambda school: school.git("merge", "--quiet", "--no-edit", "other", check=False),
    "rebase": lambda school: school.git("rebase", "--quiet", "other", check=False),
    "cherry-pick": lambda school: school.git("cherry-pick", "other", check=False),
    "stash": stash,
}


@pytest.mark.parametrize("way", WAYS)
def test_two_edits_on_neighbouring_lines_come_together(school: School, way: str) -> None:
    WAYS[way](school)
    assert OURS[1] in text_of(school)
    assert THEIRS[1] in text_of(school)
    assert "<<<<<<<" not in text_of(school)
    assert school.git("diff", "--name-only", "--diff-filter=U") == ""


@pytest.mark.parametrize("way", WAYS)
def test_a_true_conflict_is_marked_around_its_field_and_git_knows_of_it(school: School, way: str) -> None:
    school.git("switch", "--quiet", "other")
    school.replace(CLAUSE, *OTHER)
    school.git("commit", "--quiet", "--all", "--amend", "--no-edit")
    school.git("switch", "--quiet", "main")
    WAYS[way](school)
    assert school.git("diff", "--name-only", "--diff-filter=U") == CLAUSE
    lines = text_of(school).split("\n")
    start = next(n for n, line in enumerate(lines) if line.startswith("<<<<<<<"))
    assert {lines[start + 1].strip(), lines[start + 3].strip()} == {f"- {OURS[1]}", f"- {OTHER[1]}"}
    assert lines[start + 5].strip() == f"- {THEIRS[1]}"


@pytest.mark.parametrize("state", [*BROKEN, "is gone"])
def test_where_the_driver_cannot_run_git_merges_line_by_line_with_both_sides_marked(school: School, state: str) -> None:
    if state == "is gone":
        (school.root / ".venv" / "bin" / "python").unlink()
    else:
        stand_in(school, BROKEN[state])
    WAYS["merge"](school)
    text = text_of(school)
    assert school.git("diff", "--name-only", "--diff-filter=U") == CLAUSE
    assert text.index("<<<<<<< ours") < text.index(OURS[1]) < text.index("=======") < text.index(THEIRS[1])
    assert sorted(path.name for path in school.root.glob(".merge_file*")) == []


def test_where_the_driver_cannot_run_edits_far_apart_still_merge(school: School) -> None:
    stand_in(school, BROKEN["crashes"])
    school.git("switch", "--quiet", "other")
    school.git("reset", "--quiet", "--hard", "HEAD~1")
    school.replace(CLAUSE, "title: Calls", "title: Telephone calls")
    school.commit("Retitle")
    school.git("switch", "--quiet", "main")
    WAYS["merge"](school)
    assert "title: Telephone calls" in text_of(school)
    assert OURS[1] in text_of(school)
    assert "<<<<<<<" not in text_of(school)


def test_where_the_driver_was_never_registered_git_merges_as_it_always_did(school: School) -> None:
    school.git("config", "--local", "--remove-section", "merge.clause")
    WAYS["merge"](school)
    assert "<<<<<<< HEAD" in text_of(school)
    assert THEIRS[1] in text_of(school)


def test_a_clause_that_does_not_parse_is_merged_line_by_line(school: School) -> None:
    school.replace(CLAUSE, "title: Calls", "title: Calls: and more")
    school.commit("Break it")
    WAYS["merge"](school)
    assert "title: Calls: and more" in text_of(school)
    assert "<<<<<<< ours" in text_of(school)


def test_clauses_outlines_and_registers_are_merged_by_field_and_records_of_approval_are_not(school: School) -> None:
    paths = (CLAUSE, "policy/phones.yaml", "policy/terms.yaml", "policy/approvals/phones/2018.yaml", "CHANGELOG.md")
    said = school.git("check-attr", "merge", "--", *paths).splitlines()
    assert [line.rpartition(": ")[2] for line in said] == ["clause", "clause", "clause", "unspecified", "unspecified"]


def test_registering_twice_changes_nothing(school: School) -> None:
    before = (school.root / ".git" / "config").read_text(encoding="utf-8")
    merge_driver.register(str(school.root))
    assert (school.root / ".git" / "config").read_text(encoding="utf-8") == before
    assert school.git("config", "--get-all", "merge.clause.driver") == merge_driver.DRIVER


@pytest.mark.parametrize("path", ["../.gitconfig", "{root}/.gitconfig"])
def test_the_include_of_a_tracked_file_is_taken_out_and_other_includes_stay(school: School, path: str) -> None:
    school.git("config", "--local", "--add", "include.path", "../mine")
    school.git("config", "--local", "--add", "include.path", path.format(root=school.root.resolve()))
    merge_driver.register(str(school.root))
    assert school.git("config", "--local", "--get-all", "include.path") == "../mine"


def test_a_driver_of_an_earlier_engine_is_replaced(school: School) -> None:
    school.git("config", "--local", "merge.clause.driver", "something old")
    school.git("config", "--local", "merge.clause.engine", "1")
    merge_driver.register(str(school.root))
    assert school.git("config", "merge.clause.driver") == merge_driver.DRIVER


def test_no_file_that_a_branch_could_change_is_run_by_a_merge(school: School) -> None:
    (school.root / "build.py").write_text("raise SystemExit('changed by a branch')", encoding="utf-8")
    (school.root / "clausebook.py").write_text("raise SystemExit('changed by a branch')", encoding="utf-8")
    WAYS["merge"](school)
    assert THEIRS[1] in text_of(school)
    assert "<<<<<<<" not in text_of(school)


def test_a_linked_worktree_merges_in_the_same_way(school: School) -> None:
    linked = School(school.root.parent / "linked", start=False)
    school.git("worktree", "add", "--quiet", "--detach", str(linked.root), "main")
    stand_in(linked, f'exec "{sys.executable}" "$@"')
    merge_driver.register(str(linked.root))
    assert school.git("config", "--get-all", "merge.clause.driver") == merge_driver.DRIVER
    WAYS["merge"](linked)
    assert THEIRS[1] in text_of(linked)
    assert "<<<<<<<" not in text_of(linked)


@pytest.mark.parametrize("make", ["no git", "inside another"])
def test_registering_where_it_does_not_belong_does_nothing(tmp_path: Path, make: str) -> None:
    root = tmp_path / "a"
    root.mkdir()
    if make != "no git":
        School(root)
    if make == "inside another":
        root = root / "b"
        root.mkdir()
    merge_driver.register(str(root))
    assert [path for path in tmp_path.rglob("config") if "clause" in path.read_text(encoding="utf-8")] == []


def test_a_driver_that_takes_too_long_ends_itself_and_writes_nothing() -> None:
    code = "from clausebook.io.merge_driver import limited\nwith limited(0.05):\n    while True: pass"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode not in (0, 2)
    assert done.stderr == b""


def test_check_names_the_field_both_sides_and_the_lines_to_delete(school: School) -> None:
    school.git("switch", "--quiet", "other")
    school.replace(CLAUSE, *OTHER)
    school.commit("Say ring")
    school.git("switch", "--quiet", "main")
    WAYS["merge"](school)
    _, (fault,) = parse(text_of(school).encode(), CLAUSE)
    assert fault.place.line == 7
    assert fault.message.startswith("two versions of item 1 in entry 2 of the body are left here by a merge: ")
    assert fault.hint.startswith("keep the right one, and delete lines 7, 9 and 11, which begin with <<<<<<<")
