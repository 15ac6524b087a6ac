"""Whoever follows docs/developers/add-….md to the letter gets what the page promises."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_clean_code import typed

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted((ROOT / "docs" / "developers").glob("add-*.md"))
# a fenced block: its indent, its language, the file it belongs to (none for a command), its lines
BLOCK = re.compile(r"^( *)```(\w+)(?: (\S+))?\n(.*?)^\1```$", re.M | re.S)


def steps(page: Path) -> list[tuple[str, str, str]]:
    """The blocks of a page in order: language, file, text without the indent of the list it stands in."""
    found = BLOCK.findall(page.read_text(encoding="utf-8"))
    return [(kind, file, re.sub(rf"^{indent}", "", text, flags=re.M)) for indent, kind, file, text in found]


def copied(folder: Path) -> Path:
    """A clone of the repository as the working tree is now, with its set-up."""
    subprocess.run(["git", "clone", "--quiet", "--shared", str(ROOT), str(folder)], check=True)
    listed = ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    for path in filter(None, subprocess.run(listed, check=True, capture_output=True, text=True).stdout.split("\0")):
        if (ROOT / path).is_file():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / path, folder / path)
        else:
            (folder / path).unlink(missing_ok=True)
    # what is compiled is good for a file of the same age: a page's commands need not do it again
    for compiled in (*(ROOT / "src").rglob("__pycache__"), *(ROOT / "tests").rglob("__pycache__")):
        shutil.copytree(compiled, folder / compiled.relative_to(ROOT), dirs_exist_ok=True)
    (folder / ".venv").symlink_to(ROOT / ".venv")
    for memory in (".cache", ".mypy_cache"):
        if (ROOT / memory).exists():
            shutil.copytree(ROOT / memory, folder / memory, dirs_exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One copy for all pages, committed as it is: what mypy and the engine keep of a file is good for the next page."""
    typed()
    folder = copied(tmp_path_factory.mktemp("docs") / "copy")
    git = ["git", "-C", str(folder), "-c", "user.name=A Reader", "-c", "user.email=reader@example.org"]
    subprocess.run([*git, "add", "--all"], check=True)
    subprocess.run([*git, "commit", "--quiet", "--allow-empty", "--message=As it is now"], check=True)
    return folder


@pytest.fixture
def copy(shared: Path) -> Iterator[Path]:
    """The copy, which is put back afterwards."""
    yield shared
    subprocess.run(["git", "-C", str(shared), "reset", "--quiet", "--hard"], check=True)
    subprocess.run(["git", "-C", str(shared), "clean", "--quiet", "--force", "-d"], check=True)


def test_there_is_a_page_for_each_thing_that_is_added_often() -> None:
    assert [page.stem for page in PAGES] == [
        "add-a-block-kind",
        "add-a-command",
        "add-a-field",
        "add-a-format",
        "add-a-rule",
    ]


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_does_what_it_says(page: Path, copy: Path) -> None:
    ran = 0
    for kind, file, text in steps(page):
        if file:
            target = copy / file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        elif kind == "diff":
            done = subprocess.run(
                ["git", "apply", "--recount", "--unidiff-zero", "-"],
                input=text,
                text=True,
                cwd=copy,
                capture_output=True,
            )
            assert done.returncode == 0, f"{page.name}: {done.stderr}"
        elif kind == "sh":
            env = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST")}
            command = ["bash", "-euo", "pipefail", "-c", text]
            done = subprocess.run(command, cwd=copy, env=env, text=True, capture_output=True)
            assert done.returncode == 0, f"{page.name}: {text}\n{done.stdout[-3000:]}{done.stderr[-3000:]}"
            ran += 1
    assert ran, "a page without a command promises nothing"
