"""A fork with a folder engine/ becomes src/ by a plain merge, and any fork content-only by one command."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausebook.cli import main
from tests.adopted import ROOT, of_the_first_school
from tests.packaging.schools import DAY, FACTS, build_py, engine_of, give_compiled, give_packages, python, run

pytestmark = [pytest.mark.slow, of_the_first_school]

CLAUSE = "clauses/acceptable-use/reporting.yaml"
OWN = "templates/web/glossary.md"


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fork of the last commit with a folder engine/: adopted, reworded, approved, with a template of its own."""
    folder = tmp_path_factory.mktemp("old") / "fork"
    last = run(ROOT, "git", "log", "-1", "--format=%H", "--diff-filter=D", "--", "engine/cli/__init__.py").strip()
    run(folder.parent, "git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(folder))
    run(folder, "git", "switch", "--quiet", "--force-create", "main", f"{last}^")
    run(folder, "git", "config", "--local", "--add", "include.path", "../.gitconfig")
    run(folder, "git", "config", "user.name", "A Clerk")
    run(folder, "git", "config", "user.email", "clerk@oakfield.example")
    give_packages(folder)
    (folder.parent / "facts.yaml").write_text(FACTS, encoding="utf-8")
    of_before(folder, "adopt", "--from", "../facts.yaml", "--upstream", str(ROOT), "--yes")
    change(folder, CLAUSE, "must", "should")
    change(folder, OWN, "", "<!-- ours -->\n")
    change(folder, ".gitignore", "", "/our-notes/\n")
    run(folder, "git", "commit", "--quiet", "--all", "--message", "Reword reporting")
    words = [
        "2026",
        "--policy",
        "acceptable-use",
        "--on",
        "2026-05-12",
        "--minute",
        "TB 2026-05/3",
        "--by",
        "trust board",
    ]
    of_before(folder, "approve", *words)
    return folder


@pytest.fixture
def fork(old: Path, tmp_path: Path) -> Path:
    """A copy of the fork, to be changed."""
    run(tmp_path, "cp", "--archive", "--link", str(old), "fork")
    return tmp_path / "fork"


def of_before(folder: Path, *words: str) -> None:
    """Run the fork's own old engine, inside its .venv."""
    inside = folder / ".venv" / "bin" / "python"
    run(folder, "env", "BUILD_PY_INSIDE_VENV=1", f"PYTHONPATH={folder}", str(inside), "build.py", *words)


def change(folder: Path, name: str, before: str, after: str) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert before in text
    (folder / name).unlink()
    (folder / name).write_text(text.replace(before, after, 1), encoding="utf-8")


def subjects(folder: Path) -> list[str]:
    return run(folder, "git", "log", "--format=%s").splitlines()


def test_a_plain_merge_of_upstream_brings_the_package_and_keeps_what_is_the_schools(fork: Path) -> None:
    head = run(ROOT, "git", "rev-parse", "HEAD").strip()
    run(fork, "git", "fetch", "--quiet", str(ROOT), head)
    run(fork, "git", "merge", "--quiet", "--no-edit", "FETCH_HEAD")
    files = run(fork, "git", "ls-files").splitlines()
    assert [path for path in files if path.startswith("engine/") or path == ".gitconfig"] == []
    assert "src/clausebook/__main__.py" in files
    assert "policy/approvals/acceptable-use/2018.yaml" not in files
    assert "should" in (fork / CLAUSE).read_text(encoding="utf-8")
    assert (fork / OWN).read_text(encoding="utf-8").startswith("<!-- ours -->")
    (fork / ".venv" / "made-from-engine.txt").unlink(missing_ok=True)
    give_compiled(fork / "src" / "clausebook")
    build_py(fork, "build", "--as-of", DAY, "--no-site")
    assert "1 edition checked, no faults" in build_py(fork, "verify")
    settings = (fork / ".git" / "config").read_text(encoding="utf-8")
    assert ".gitconfig" not in settings
    assert "-m clausebook merge-driver" in settings
    assert main(["engine", "--adopt", "--root", str(fork), "--yes"]) == 0
    content_only(fork)


def test_a_fork_of_the_old_layout_becomes_content_only_with_its_history(fork: Path) -> None:
    before = subjects(fork)
    assert main(["engine", "--adopt", "--root", str(fork), "--yes"]) == 0
    assert subjects(fork)[1:] == before
    content_only(fork)


def content_only(fork: Path) -> None:
    """The fork holds content, a pin and what it changed of the looks; what it approved is still what was approved."""
    files = run(fork, "git", "ls-files").splitlines()
    assert len(files) < 50
    assert {path.split("/")[0] for path in files} >= {"policy", "clauses", "vendor", "engine.lock", "build.py"}
    assert [path for path in files if path.startswith(("engine/", "src/", "tests/", "site/"))] == []
    assert [path for path in files if path.startswith("templates/")] == [OWN]
    assert (fork / ".gitignore").read_text(encoding="utf-8").startswith("/our-notes/\n")
    build_py(fork, "engine")
    give_compiled(engine_of(fork))
    assert run(fork, "git", "status", "--porcelain") == ""
    build_py(fork, "build", "--as-of", DAY, "--no-site")
    assert "1 edition checked, no faults" in build_py(fork, "verify")
    assert "content-only already" in run(fork, python(), "build.py", "engine", "--adopt", good=False)
