"""Which engine a school is built with, whether it may run here, and the Python that runs it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from clausebook.app.engine import linked
from clausebook.errors import UserError
from clausebook.io.engine import engine_hash, is_source, source_hash
from clausebook.io.venv import ROOT, interpreter, is_pinned
from clausebook.io.wheel import PIN, Wheel, fetch_wheel, pin_text, read_pin, read_wheel, this_engine
from clausebook.model.fleet import Fleet
from clausebook.text.records import dataclass

SOURCE = Path("src") / "clausebook"


@dataclass(frozen=True)
class Engine:
    """An engine: its SHA-256, its version, and whether it is the one that runs the fleet."""

    sha256: str
    version: str
    runs: bool = False


@dataclass(frozen=True)
class TrustedEngines:
    """The engines that may run: the one that runs the fleet, and those that the trust lists, by SHA-256."""

    own: frozenset[str]
    listed: Mapping[str, str]

    def engine_of(self, school: Path) -> Engine:
        """The engine of a school's working tree. Raises UserError where it has none, or one that may not run."""
        if is_pinned(str(school)):
            said = read_pin((school / PIN).read_text(encoding="utf-8"))
            found, version, what = said.get("sha256", ""), said.get("version", ""), "engine.lock pins"
        elif (school / SOURCE / "__init__.py").is_file():
            found, version, what = source_hash(school / SOURCE, school), _version(school), "src/ holds"
        else:
            raise UserError("it has no engine: neither engine.lock nor src/clausebook", "build.py new makes a school")
        if not re.fullmatch("[0-9a-f]{64}", found):
            raise UserError("engine.lock names no engine by its SHA-256", "python3 build.py engine --upgrade WHEEL")
        if found in self.own:
            return Engine(found, version, runs=True)
        if found not in self.listed:
            hint = f"a person who trusts it adds under engines: in fleet.yaml: - {found}"
            raise UserError(f"{what} an engine that the fleet does not list ({version or found[:12]})", hint)
        return Engine(found, self.listed[found] or version)


def _version(school: Path) -> str:
    """The version that a fork's pyproject.toml states."""
    try:
        found: str = tomllib.loads((school / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    return found


def trusted(fleet: Fleet, root: Path) -> TrustedEngines:
    """The engines that may run here. The fleet's own is what `root` pins, or the source that runs, and its wheel."""
    if is_source():
        own = frozenset({engine_hash(), _wheel_of_source(root)})
    else:
        own = frozenset({read_pin((root / PIN).read_text(encoding="utf-8")).get("sha256", "")})
    return TrustedEngines(own, {one.sha256: one.version for one in fleet.engines})


def _wheel_of_source(root: Path) -> str:
    """The SHA-256 of the wheel that the source that runs makes; asked once for each state of the source."""
    note = root / ".cache" / "fleet" / f"wheel-of-{engine_hash()}.txt"
    try:
        return note.read_text(encoding="ascii")
    except OSError:
        found = sha256(this_engine(root).content).hexdigest()
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text(found, encoding="ascii")
        return found


def run_pinned(school: Path, engine: Engine, base: Path, words: list[str]) -> subprocess.CompletedProcess[str]:
    """One command of a listed engine on a school's working tree, in an environment of that engine's own.

    Raises UserError where the wheel is not the one that is pinned, or its packages cannot be installed.
    """
    home = _home(school, engine, base)
    return subprocess.run(
        [interpreter(str(home)), "-X", "utf8", "-P", "-m", "clausebook", *words],
        cwd=school,
        env={**_without_python(), ROOT: str(school)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


def _home(school: Path, engine: Engine, base: Path) -> Path:
    """The folder of an engine's environment, made once on each machine; of a fork's own source it is the fork."""
    if not is_pinned(str(school)):
        _installed(school)
        return school
    home = base / "engines" / engine.sha256
    if not home.is_dir():
        wheel = _wheel(school)
        if sha256(wheel.content).hexdigest() != engine.sha256:
            raise UserError(f"{wheel.name} is not the engine that engine.lock pins", "git restore brings it back")
        fresh = home.with_name(f"{home.name}.{os.getpid()}")
        shutil.rmtree(fresh, ignore_errors=True)
        (fresh / "vendor").mkdir(parents=True)
        (fresh / wheel.path).write_bytes(wheel.content)
        (fresh / PIN).write_text(pin_text(wheel.version, engine.sha256, wheel.path), encoding="utf-8", newline="\n")
        (fresh / "build.py").write_bytes(wheel.file("build.py"))
        _installed(fresh)
        with suppress(OSError):  # another worker was sooner
            fresh.rename(home)
        shutil.rmtree(fresh, ignore_errors=True)
    return home


def _wheel(school: Path) -> Wheel:
    place = read_pin((school / PIN).read_text(encoding="utf-8")).get("wheel", "")
    if place.startswith("https://"):
        return fetch_wheel(place)
    if not (school / place).is_file():
        raise UserError(f"the wheel {place} that engine.lock pins is not committed", "git add it there, and commit")
    return read_wheel(school / place)


def _installed(home: Path) -> None:
    """Let the starter of `home` install its engine's packages: those that run here, where the locks are the same."""
    if not (home / ".venv").exists() and (Path(sys.prefix) / "made-from-run.lock.txt").is_file():
        ignored = shutil.ignore_patterns("made-from-engine.txt", "__pycache__")
        shutil.copytree(sys.prefix, home / ".venv", symlinks=True, copy_function=linked, ignore=ignored)
    done = subprocess.run(
        [str(getattr(sys, "_base_executable", None) or sys.executable), str(home / "build.py"), "engine"],
        cwd=home,
        env=_without_python(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        said = (done.stdout + done.stderr).strip().splitlines() or ["it said nothing"]
        raise UserError(f"its engine cannot be installed: {said[-1]}", "can this machine reach its package index?")


def _without_python() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", ROOT))}
