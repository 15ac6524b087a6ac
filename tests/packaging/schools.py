"""Content-only schools and wheels for tests. No network: their packages are this repository's, by second names."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from zipfile import ZipFile

from clausebook.app.engine import linked
from clausebook.cli import main
from clausebook.io.wheel import SOURCES, Wheel, make_wheel
from tests.adopted import ROOT
from tests.history.repositories import CLERK, environment

DAY = "2026-11-28"
FACTS = """\
name: Oakfield Academy
short_name: Oakfield
kind: academy
authority: Oakfield Learning Trust
governing_body: Trust Board
approving_body: trust board
review_month: 9
email: policies@oakfield.example
roles:
  headteacher: Principal
"""


def python() -> str:
    """The Python that .venv was made with, as a user would start build.py."""
    return str(getattr(sys, "_base_executable", None) or sys.executable)


def run(folder: Path, *words: str, good: bool = True) -> str:
    """What a command prints in a folder; a failure shows all of it."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "COV"))}
    done = subprocess.run(
        words, cwd=folder, env={**env, **environment()}, capture_output=True, encoding="utf-8", errors="replace"
    )
    assert not good or done.returncode == 0, f"{words} gave {done.returncode}:\n{done.stdout}\n{done.stderr}"
    return done.stdout + done.stderr


def build_py(folder: Path, *words: str, good: bool = True) -> str:
    """What `python3 build.py …` prints in a folder."""
    return run(folder, python(), "build.py", *words, good=good)


def give_packages(folder: Path) -> None:
    """A .venv with the packages of the lock, which the set-up checks by its stamp; the engine it lays itself."""
    mine, packages = folder / ".venv", Path(sysconfig.get_path("purelib")).relative_to(sys.prefix)
    others = shutil.ignore_patterns("made-from-engine.txt", packages.name)
    shutil.copytree(ROOT / ".venv", mine, symlinks=True, copy_function=linked, ignore=others)
    (mine / packages).mkdir(parents=True)
    for package in (ROOT / ".venv" / packages).iterdir():  # by a second name: they are 20,000 files
        (mine / packages / package.name).symlink_to(package)


def engine_of(folder: Path) -> Path:
    """Where a school's .venv has the engine that its wheel holds."""
    return folder / ".venv" / Path(sysconfig.get_path("purelib")).relative_to(sys.prefix) / "clausebook"


def give_compiled(engine: Path) -> None:
    """What Python compiled of this engine's modules, for a copy of it: Python takes it where the source is the same."""
    mine = ROOT / "src" / "clausebook"
    for made in mine.rglob(f"*.{sys.implementation.cache_tag}.pyc"):
        source, compiled = made.parent.parent / f"{made.name.partition('.')[0]}.py", made.read_bytes()
        if not source.exists():
            continue
        known = source.stat()
        if compiled[4:16] == b"".join(one.to_bytes(4, "little") for one in (0, int(known.st_mtime), known.st_size)):
            target = engine / made.relative_to(mine)
            target.parent.mkdir(parents=True, exist_ok=True)
            # a header that names the source by its hash, in place of one that names its age
            head = compiled[:4] + (3).to_bytes(4, "little") + importlib.util.source_hash(source.read_bytes())
            target.write_bytes(head + compiled[16:])


def started(folder: Path) -> Path:
    """A school's repository, as `new` makes it, with packages."""
    facts = folder.parent / "facts.yaml"
    facts.write_text(FACTS, encoding="utf-8")
    words = ["new", str(folder), "--from", str(facts), "--upstream", "https://upstream.example/policies.git", "--yes"]
    before = dict(os.environ)
    os.environ.update(environment())
    try:
        assert main(words, str(ROOT)) == 0
    finally:
        os.environ.clear()
        os.environ.update(before)
    give_packages(folder)
    run(folder, "git", "config", "user.name", CLERK[0])
    run(folder, "git", "config", "user.email", CLERK[1])
    return folder


def source(folder: Path) -> Path:
    """A copy of what a wheel is made from."""
    ignored = shutil.ignore_patterns("__pycache__")
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=ignored)
        else:
            (folder / name).parent.mkdir(exist_ok=True, parents=True)
            shutil.copy(ROOT / name, folder / name)
    return folder


def next_wheel(folder: Path, version: str = "1.1.0", rule: str = ".wider { color: red; }") -> Path:
    """The file of a later engine, whose style sheet differs."""
    made = source(folder / f"source-{version}")
    project = made / "pyproject.toml"
    text = project.read_text(encoding="utf-8")
    project.write_text(text.replace('version = "1.0.0"', f'version = "{version}"'), encoding="utf-8")
    with (made / "site" / "assets" / "policy.css").open("a", encoding="utf-8") as style:
        style.write(f"\n{rule}\n")
    wheel = laid(make_wheel(made), folder)
    give_compiled(made / "src" / "clausebook")  # it carries what no true one does: nobody waits until it is compiled
    with ZipFile(wheel, "a") as packed:
        for path in sorted((made / "src" / "clausebook").rglob("*.pyc")):
            packed.write(path, path.relative_to(made / "src"))
    return wheel


def laid(wheel: Wheel, folder: Path) -> Path:
    """The wheel as a file."""
    (folder / wheel.name).write_bytes(wheel.content)
    return folder / wheel.name
