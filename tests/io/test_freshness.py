"""A build is left out only where nothing at all changed since the last good one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from clausebook.io import freshness


def repository(root: Path) -> Path:
    for path in (
        "policy/school.yaml",
        "src/cli.py",
        "templates/a.typ",
        ".git/HEAD",
        ".git/refs/tags/a",
        "output/x",
    ):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("1", encoding="utf-8")
    (root / "requirements.lock").write_text("1", encoding="utf-8")
    freshness.remember(root, freshness.state_of(root, "all"))
    return root


def fresh(root: Path, arguments: str = "all") -> bool:
    return freshness.is_fresh(root, freshness.state_of(root, arguments))


def test_a_build_of_the_same_state_is_fresh(tmp_path: Path) -> None:
    assert fresh(repository(tmp_path))


CHANGES: dict[str, Callable[[Path], object]] = {
    "a clause": lambda root: (root / "policy/school.yaml").write_text("2"),
    "the engine": lambda root: (root / "src/cli.py").write_text("2"),
    "a template": lambda root: (root / "templates/a.typ").write_text("2"),
    "a new file": lambda root: (root / "policy/new.yaml").write_text("1"),
    "a file less": lambda root: (root / "policy/school.yaml").unlink(),
    "a commit": lambda root: (root / ".git/HEAD").write_text("2"),
    "a tag": lambda root: (root / ".git/refs/tags/a").write_text("2"),
    "the locks": lambda root: (root / "requirements.lock").write_text("2"),
    "an output file edited": lambda root: (root / "output/x").write_text("22"),
    "an output file deleted": lambda root: (root / "output/x").unlink(),
    "an output file added": lambda root: (root / "output/y").write_text("1"),
    "the cache deleted": lambda root: (root / ".cache/last-build.json").unlink(),
    "the cache damaged": lambda root: (root / ".cache/last-build.json").write_text("["),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_it_is_not_fresh_after_a_change_of(tmp_path: Path, change: Callable[[Path], object]) -> None:
    change(repository(tmp_path))
    assert not fresh(tmp_path)


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
