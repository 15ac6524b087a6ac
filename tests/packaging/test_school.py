"""A school's repository holds no engine, builds the same bytes with a wheel, and sees what another wheel changes."""

from __future__ import annotations

import filecmp
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import httpx
import pytest
from lxml import html

from clausebook.io import venv
from clausebook.io.cache import SHARED
from clausebook.io.wheel import read_pin, read_wheel, this_engine
from tests.adopted import ROOT
from tests.history.repositories import environment
from tests.packaging.schools import (
    DAY,
    build_py,
    engine_of,
    give_compiled,
    give_packages,
    laid,
    next_wheel,
    python,
    run,
    source,
    started,
)

pytestmark = pytest.mark.slow

BUILD = ("build", "--as-of", DAY)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A school that `new` made, built once; tests that change it take a clone."""
    school = started(tmp_path_factory.mktemp("new") / "school")
    build_py(school, "engine")
    give_compiled(engine_of(school))
    build_py(school, *BUILD)
    return school


@pytest.fixture
def school(model: Path, tmp_path: Path) -> Path:
    """A clone of the school, with packages and the engine."""
    run(tmp_path, "git", "clone", "--quiet", str(model), "school")
    clone = tmp_path / "school"
    for made in (".cache", "output", ".venv"):
        shutil.copytree(model / made, clone / made, symlinks=True)
    run(clone, "git", "config", "user.name", "A Clerk")
    run(clone, "git", "config", "user.email", "clerk@oakfield.example")
    return clone


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a later engine."""
    return next_wheel(tmp_path_factory.mktemp("later"))


def differing(one: Path, other: Path) -> Iterator[str]:
    """Paths that only one of two folders has, or whose bytes differ."""
    sides = [{path.relative_to(side) for path in side.rglob("*") if path.is_file()} for side in (one, other)]
    yield from (str(path) for path in sides[0] ^ sides[1])
    yield from (str(path) for path in sides[0] & sides[1] if not filecmp.cmp(one / path, other / path, shallow=False))


def committed(school: Path) -> str:
    return run(school, "git", "log", "-1", "--format=%s").strip()


def test_new_makes_a_repository_of_content_a_pin_and_one_commit(model: Path) -> None:
    files = run(model, "git", "ls-files").splitlines()
    assert len(files) < 50
    scripts = [path for path in files if (model / path).read_bytes().startswith(b"#!")]
    assert "build.py" in scripts
    listed = run(model, "git", "ls-files", "--stage", *scripts).splitlines()
    assert {line[:6] for line in listed} == {"100755"}
    assert not [path for path in files if path.startswith(("src/", "templates/", "tests/", "policy/approvals/"))]
    assert run(model, "git", "rev-list", "--count", "HEAD").strip() == "1"
    assert run(model, "git", "status", "--porcelain") == ""
    assert "commit: " in (model / "policy" / "upstream.yaml").read_text(encoding="utf-8")
    assert "Oakfield Academy" in (model / "README.md").read_text(encoding="utf-8")


def test_the_wheel_makes_the_same_bytes_as_the_engine_in_the_repository(model: Path, tmp_path: Path) -> None:
    run(tmp_path, "git", "clone", "--quiet", str(model), "in-repo")
    within = tmp_path / "in-repo"
    (within / "engine.lock").unlink()
    shutil.rmtree(within / "vendor")
    shutil.copytree(source(tmp_path / "source"), within, dirs_exist_ok=True)
    give_packages(within)
    give_compiled(within / "src" / "clausebook")
    build_py(within, *BUILD)
    assert list(differing(model / "output", within / "output")) == []
    assert len(list((model / "output").rglob("*.pdf"))) > 1


def test_the_schemas_that_editors_read_are_written_and_git_does_not_see_them(model: Path) -> None:
    assert json.loads((model / "schema" / "clause.json").read_text(encoding="utf-8"))
    assert run(model, "git", "status", "--porcelain", "--untracked-files=all") == ""


def test_test_checks_verifies_follows_links_and_builds_twice(school: Path) -> None:
    said = build_py(school, "test", "--as-of", DAY)
    assert [line[:6] for line in said.splitlines() if line.startswith(("good", "FAILED"))] == ["good  "] * 3


def test_a_file_of_the_schools_own_replaces_the_wheels_and_no_other(school: Path, model: Path) -> None:
    own = school / "site" / "assets" / "policy.css"
    own.parent.mkdir(parents=True)
    shutil.copy(ROOT / "site" / "assets" / "policy.css", own)
    with own.open("a", encoding="utf-8") as style:
        style.write("\n.ours { color: red; }\nh1 { letter-spacing: 0.01em; }\n")
    build_py(school, *BUILD)
    assert list(differing(model / "output", school / "output")) != []
    assert ".ours { color: red; }" in (school / "output/site/assets/policy.css").read_text(encoding="utf-8")
    build_py(model, *BUILD)
    same = "site/assets/search.js"
    assert (school / "output" / same).read_bytes() == (model / "output" / same).read_bytes()


def test_an_upgrade_shows_what_changes_before_it_is_one_commit_that_git_revert_takes_back(
    school: Path, later: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SHARED, str(tmp_path / "shared"))  # what is built to be shown is not built once more
    before = (school / "output/site/assets/policy.css").read_bytes()
    head = run(school, "git", "rev-parse", "HEAD")
    said = build_py(school, "engine", "--upgrade", str(later), "--as-of", DAY, good=False)
    assert "there is no terminal to ask at" in said
    assert re.search(r"from clausebook 1\.0\.0 \([0-9a-f]{12}\) to 1\.1\.0 \([0-9a-f]{12}\)", said)
    assert "changed  site/assets/policy.css" in said
    assert "changed  acceptable-use/draft/acceptable-use-draft.pdf" not in said
    assert run(school, "git", "rev-parse", "HEAD") == head
    assert run(school, "git", "status", "--porcelain") == ""
    build_py(school, "engine", "--upgrade", str(later), "--as-of", DAY, "--yes")
    assert committed(school) == "Build with clausebook 1.1.0"
    assert [path.name for path in (school / "vendor").iterdir()] == [later.name]
    assert "clausebook 1.1.0" in build_py(school, "engine")
    build_py(school, *BUILD)
    assert (school / "output/site/assets/policy.css").read_bytes() != before
    run(school, "git", "revert", "--no-edit", "HEAD")
    assert "clausebook 1.0.0" in build_py(school, "engine")
    give_compiled(engine_of(school))
    build_py(school, *BUILD)
    assert (school / "output/site/assets/policy.css").read_bytes() == before


def test_two_branches_that_both_upgraded_are_told_what_to_do(school: Path, later: Path, tmp_path: Path) -> None:
    other = next_wheel(tmp_path, "1.2.0", ".narrower { color: red; }")
    run(school, "git", "switch", "--quiet", "--create", "other")
    moved(school, other)
    run(school, "git", "switch", "--quiet", "main")
    moved(school, later)
    run(school, "git", "merge", "--no-edit", "other", good=False)
    said = build_py(school, good=False)
    assert "engine.lock names two engines" in said
    assert said.count("\n") == 1
    run(school, "git", "checkout", "--ours", "engine.lock")
    assert "clausebook 1.1.0" in build_py(school, "engine")


def moved(school: Path, file: Path) -> None:
    """A commit that pins another wheel."""
    for old in (school / "vendor").iterdir():
        old.unlink()
    wheel = read_wheel(file)
    (school / wheel.path).write_bytes(wheel.content)
    (school / "engine.lock").write_text(wheel.pin, encoding="utf-8")
    run(school, "git", "add", "--all")
    run(school, "git", "commit", "--quiet", "--message", f"Take {wheel.version}")


@pytest.mark.parametrize("how", ["changed", "gone"])
def test_a_wheel_that_is_not_the_pinned_one_is_refused_in_a_line(school: Path, how: str) -> None:
    (school / ".venv" / "made-from-engine.txt").unlink()
    (wheel,) = (school / "vendor").iterdir()
    wheel.write_bytes(wheel.read_bytes() + b"x") if how == "changed" else wheel.unlink()
    said = build_py(school, "engine", good=False)
    assert said.startswith("build.py: ")
    assert said.count("\n") == 1
    assert not (school / ".venv" / "made-from-engine.txt").exists()


def test_an_installed_engine_needs_its_wheel_no_more(school: Path) -> None:
    shutil.rmtree(school / "vendor")
    assert "clausebook 1.0.0" in build_py(school, "engine")


def test_source_and_pin_together_are_refused_in_one_line(school: Path) -> None:
    (school / "src" / "clausebook").mkdir(parents=True)
    (school / "src" / "clausebook" / "__init__.py").touch()
    said = build_py(school, good=False)
    assert said.startswith("build.py: src/clausebook and engine.lock are both here")
    assert said.count("\n") == 1


def test_a_commands_repository_is_the_nearest_one_upward(school: Path) -> None:
    folder = school / "clauses" / "acceptable-use"
    inside = school / ".venv" / ("Scripts" if (school / ".venv" / "Scripts").exists() else "bin") / "python"
    said = run(folder, str(inside), "-P", "-m", "clausebook", "check", "--format", "json", good=False)
    assert str(ROOT) not in said
    assert '"clauses/acceptable-use/' in said


def test_a_pin_says_what_a_wheel_is(tmp_path: Path) -> None:
    wheel = this_engine(ROOT)
    assert read_pin(wheel.pin)["version"] == wheel.version
    assert laid(wheel, tmp_path).name == Path(read_pin(wheel.pin)["wheel"]).name
    assert this_engine(ROOT) == wheel  # no clock in it


def test_the_wheel_carries_the_locks_of_its_extras_and_a_command_is_given_its_own(school: Path) -> None:
    wheel = school / read_pin((school / "engine.lock").read_text(encoding="utf-8"))["wheel"]
    asked = (
        f"import sys; sys.path.insert(0, {str(wheel)!r}); from clausebook.io import venv; root = {str(school)!r};"
        "print(*(venv._lock_for(root, [one]) for one in ('check', 'fleet', 'desk')));"
        "import hashlib; print(*(hashlib.sha256(venv._lock(root, one)).hexdigest()"
        " for one in ('run.lock', 'fleet.lock', 'desk.lock')))"
    )
    names, hashes = run(school, sys.executable, "-c", asked).splitlines()
    assert names.split() == ["run.lock", "fleet.lock", "desk.lock"]
    kept = [(ROOT / "requirements" / name).read_bytes() for name in names.split()]
    assert hashes.split() == [sha256(lock).hexdigest() for lock in kept]


def test_the_desk_runs_from_the_wheel_and_keeps_a_change(school: Path) -> None:
    stamp = Path(venv._stamp_path(str(school), "desk.lock"))  # the tests' packages hold those of the desk
    stamp.write_text(venv._stamp(str(ROOT), "desk.lock"), encoding="utf-8")
    command = [python(), "build.py", "desk", "--no-browser", "--port", "0", "--as-of", DAY]
    env = os.environ | environment() | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, cwd=school, env=env, stdout=subprocess.PIPE, text=True) as desk:
        assert desk.stdout
        try:
            opened = next((line.split()[-1] for line in desk.stdout if "the desk is open: " in line), "")
            browser = httpx.Client(follow_redirects=True, timeout=60)
            home = browser.get(opened)
            assert "Oakfield Academy" in home.text
            address = opened.partition("/?")[0]
            form = html.fromstring(browser.get(f"{address}/school").text).get_element_by_id("form")
            data = dict(form.form_values()) | {"contact": "the office", "reason": "it moved"}
            answer = browser.post(f"{address}/school", data=data)
            assert "Kept." in answer.text
        finally:
            desk.terminate()
    assert committed(school) == "Change the school's facts"
    assert "contact: the office" in (school / "policy/school.yaml").read_text(encoding="utf-8")
