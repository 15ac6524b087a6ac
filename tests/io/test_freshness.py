"""A build is left out only where nothing at all changed since the last good one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from clausebook.io import engine, freshness


def repository(root: Path) -> Path:
    for path in (
        "policy/school.yaml",
        "src/cli.py",
        "templates/a.typ",
        ".git/HEAD",
        ".git/refs/tags/a",
        "output/x",
        "requirements/run.lock",
        "engine.lock",
        "vendor/a.whl",
    ):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("1", encoding="utf-8")
    freshness.remember(root, freshness.state_of(root, "all"), freshness.listing(str(root), []))
    return root


def fresh(root: Path, arguments: str = "all") -> bool:
    return freshness.is_fresh(root, freshness.state_of(root, arguments))


def test_a_build_of_the_same_state_is_fresh(tmp_path: Path) -> None:
    assert fresh(repository(tmp_path))


def _new(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("1", encoding="utf-8")


def _damage(cache: Path) -> None:
    for path in cache.iterdir():
        path.write_text("[", encoding="utf-8")


def answer(root: Path, *argv: str) -> str | None:
    """What is said without reading a file, in the Python outside .venv."""
    found = freshness.unchanged(str(root), list(argv))
    assert found is None or found[0] == 0
    return found[1] if found else None


CHANGES: dict[str, Callable[[Path], object]] = {
    "a clause": lambda root: (root / "policy/school.yaml").write_text("2"),
    "the engine": lambda root: (root / "src/cli.py").write_text("2"),
    "a template": lambda root: (root / "templates/a.typ").write_text("2"),
    "a new file": lambda root: (root / "policy/new.yaml").write_text("1"),
    "a file less": lambda root: (root / "policy/school.yaml").unlink(),
    "a commit": lambda root: (root / ".git/HEAD").write_text("2"),
    "a tag": lambda root: (root / ".git/refs/tags/a").write_text("2"),
    "the locks": lambda root: (root / "requirements/run.lock").write_text("2"),
    "the pin": lambda root: (root / "engine.lock").write_text("2"),
    "the wheel": lambda root: (root / "vendor/a.whl").write_text("2"),
    "the branch, in a repository with a reftable": lambda root: _new(root / ".git/reftable/tables.list"),
    "an output file edited": lambda root: (root / "output/x").write_text("22"),
    "an output file deleted": lambda root: (root / "output/x").unlink(),
    "an output file added": lambda root: (root / "output/y").write_text("1"),
    "the cache deleted": lambda root: shutil.rmtree(root / ".cache"),
    "the cache damaged": lambda root: _damage(root / ".cache"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_it_is_not_fresh_after_a_change_of(tmp_path: Path, change: Callable[[Path], object]) -> None:
    assert answer(repository(tmp_path)) == f"{freshness.UP_TO_DATE}\n"
    change(tmp_path)
    assert not fresh(tmp_path)
    assert answer(tmp_path) is None


def test_a_file_written_again_with_the_same_words_is_read_and_then_fresh(tmp_path: Path) -> None:
    file = repository(tmp_path) / "policy/school.yaml"
    file.write_text("1")
    os.utime(file, ns=(1, 1))
    assert answer(tmp_path) is None
    assert fresh(tmp_path)


def test_a_file_of_the_same_size_and_time_with_other_words_is_not_taken_for_the_same(tmp_path: Path) -> None:
    file = repository(tmp_path) / "policy/school.yaml"
    status = file.stat()
    file.unlink()
    file.write_text("2")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert answer(tmp_path) is None


def test_a_file_saved_while_the_build_ran_is_not_taken_for_built(tmp_path: Path) -> None:
    listed = freshness.listing(str(repository(tmp_path)), [])
    (tmp_path / "policy/school.yaml").write_text("22")
    freshness.remember(tmp_path, "built", listed)
    assert answer(tmp_path) is None


@pytest.mark.parametrize("argv", [["build"], ["--no-site"], ["check"], ["--help"]])
def test_only_the_question_that_was_asked_is_answered(tmp_path: Path, argv: list[str]) -> None:
    assert answer(repository(tmp_path), *argv) is None


def test_a_check_in_which_nothing_changed_gives_the_same_words_and_exit_code(tmp_path: Path) -> None:
    root = repository(tmp_path)
    freshness.remember_check(root, 1, "clauses/a.yaml:1: error: naïve\n", freshness.listing(str(root), ["check"]))
    assert freshness.unchanged(str(root), ["check"]) == (1, "clauses/a.yaml:1: error: naïve\n")
    assert freshness.unchanged(str(root), ["check", "--strict"]) is None
    (root / ".git" / "clausebook-unfinished.json").write_text("{}", encoding="utf-8")
    assert freshness.unchanged(str(root), ["check"]) is None


def test_who_wants_it_quiet_hears_nothing(tmp_path: Path) -> None:
    root = repository(tmp_path)
    freshness.remember(root, "built", freshness.listing(str(root), ["-q"]), said="")
    assert answer(root, "-q") == ""


def test_another_day_is_another_question(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository(tmp_path)
    monkeypatch.setattr(freshness.time, "strftime", lambda form: "2100-01-01")
    assert answer(tmp_path) is None


def test_it_is_not_fresh_for_another_question(tmp_path: Path) -> None:
    assert not fresh(repository(tmp_path), "draft only")


def test_the_refs_of_a_worktree_are_seen(tmp_path: Path) -> None:
    main, tree = tmp_path / "main", tmp_path / "tree"
    for path in (main / ".git/worktrees/tree", main / ".git/refs/tags", tree):
        path.mkdir(parents=True)
    (main / ".git/worktrees/tree/commondir").write_text("../..\n", encoding="utf-8")
    (main / ".git/worktrees/tree/HEAD").write_text("1", encoding="utf-8")
    (tree / ".git").write_text(f"gitdir: {main / '.git/worktrees/tree'}\n", encoding="utf-8")
    before = freshness.state_of(tree, "all")
    (main / ".git/refs/tags/a").write_text("1", encoding="utf-8")
    assert freshness.state_of(tree, "all") != before


def test_the_hash_of_an_engine_is_kept_until_a_file_of_it_or_a_lock_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package, lock = tmp_path / "src/clausebook", tmp_path / "requirements/run.lock"
    for path in (package / "a.py", package / "deep/b.typ", lock, tmp_path / ".cache/made/x"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("one\n", encoding="utf-8")
    seen = {engine._kept_hash(package, tmp_path)}
    with monkeypatch.context() as unread:
        unread.setattr(engine, "source_hash", lambda *_: pytest.fail("it was read again"))
        assert {engine._kept_hash(package, tmp_path)} == seen
    for later, path in enumerate((package / "a.py", package / "deep/b.typ", lock, package / "new.py"), 1):
        path.write_text("two\n", encoding="utf-8")  # as long as before
        os.utime(path, ns=(later, later))  # a disk may give one time to two writes
        found = engine._kept_hash(package, tmp_path)
        assert found == engine.source_hash(package, tmp_path)
        assert found not in seen
        seen.add(found)
    (tmp_path / ".cache/engine.txt").write_bytes(b"\xff")
    assert engine._kept_hash(package, tmp_path) == found
