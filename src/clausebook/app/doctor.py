"""What is wrong with this machine or clone, and what mends it: one line for each thing that was looked at."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

from clausebook.io.git import open_repository
from clausebook.io.git.command import run
from clausebook.io.git.transaction import NOTE, locks
from clausebook.text.records import dataclass

_ROOM = 1_000_000_000  # bytes: a build of a large school, twice
_GIT = (2, 30)
_PYTHON = (3, 11)


@dataclass(frozen=True, slots=True)
class HealthCheck:
    """One thing: "good", "wrong" (some command will fail), or "note" (something is not there that may be wanted)."""

    what: str
    outcome: Literal["good", "wrong", "note"]
    found: str
    hint: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """For the terminal."""
        mark = {"good": "ok", "wrong": "WRONG", "note": "note"}[self.outcome]
        line = f"{mark:<6} {self.what}: {self.found}"
        return (line, f"       hint: {self.hint}") if self.hint else (line,)


def examine(root: Path, today: date) -> tuple[HealthCheck, ...]:
    """Everything, in order. Never raises for what it finds."""
    return (
        _python(),
        _git(root),
        *(_repository(root) if shutil.which("git") else ()),
        _room(root),
        _clock(root, today),
        *_programs(),
    )


def _python() -> HealthCheck:
    here = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] < _PYTHON:
        return HealthCheck("Python", "wrong", f"{here} is too old", "install Python 3.11 or newer")
    return HealthCheck("Python", "good", here)


def _git(root: Path) -> HealthCheck:
    if not shutil.which("git"):
        return HealthCheck("git", "wrong", "not installed, or not on the PATH", "install git, then open a new terminal")
    said = run(root, ["version"]).text.removeprefix("git version ").split()[0]
    numbers = tuple(int(part) for part in said.split(".")[:2] if part.isdecimal())
    if numbers < _GIT:
        return HealthCheck("git", "wrong", f"{said} is too old to approve", "install git 2.30 or newer")
    return HealthCheck("git", "good", said)


def _repository(root: Path) -> Iterator[HealthCheck]:
    repository = open_repository(root)
    state = repository.state
    if state.whole:
        yield HealthCheck("history", "good", "the whole clone is here")
    else:
        yield HealthCheck("history", "wrong", state.reason, state.hint)
    who = run(root, ["var", "GIT_COMMITTER_IDENT"])
    if who.code == 0:
        yield HealthCheck("name and email", "good", who.text.rpartition(">")[0] + ">")
    else:
        hint = 'git config --global user.name "Your Name", and git config --global user.email you@your.school'
        yield HealthCheck("name and email", "wrong", "git does not know who you are", hint)
    if not state.branch and state.head:
        yield HealthCheck("branch", "wrong", "none is checked out, so an approval would be lost", "git switch main")
    if state.unfinished:
        hint = f"git {state.unfinished} --continue, or --abort"
        yield HealthCheck("branch", "wrong", f"a {state.unfinished} is not finished", hint)
    yield from _left_behind(root)
    yield _tags(root)
    hooks = run(root, ["config", "--get", "core.hooksPath"]).text
    yield (
        HealthCheck("hooks", "note", f"git runs those of {hooks}")
        if hooks
        else HealthCheck("hooks", "good", "git's own")
    )


def _left_behind(root: Path) -> Iterator[HealthCheck]:
    found = locks(root)
    if found:
        named = " ".join(
            path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path) for path in found
        )
        yield HealthCheck(
            "lock files", "wrong", f"git's lock files are in the way: {named}", f"if no git runs: rm {named}"
        )
    if (root / ".git" / NOTE).exists():
        yield HealthCheck(
            "commands", "wrong", "an earlier command was cut off", "run any command: it ends what was begun"
        )


def _tags(root: Path) -> HealthCheck:
    repository = open_repository(root)
    from clausebook.history.adoption import adoptions

    lost = [one.tag for one in adoptions(repository) if one.tag not in repository.tags()]
    if lost:
        return HealthCheck("tags", "note", f"not here: {', '.join(lost)}", "git fetch --tags")
    return HealthCheck("tags", "good", "every approval has its tag")


def _room(root: Path) -> HealthCheck:
    free = shutil.disk_usage(root).free
    if free < _ROOM:
        return HealthCheck("disk", "wrong", f"{free // 1_000_000} MB are free", "make room on the disk")
    return HealthCheck("disk", "good", f"{free // 1_000_000_000} GB are free")


def _clock(root: Path, today: date) -> HealthCheck:
    newest = run(root, ["log", "-1", "--format=%ct"]).text if shutil.which("git") else ""
    day = datetime.fromtimestamp(int(newest), UTC).date() if newest.isdecimal() else None
    if day and day > today:
        hint = "set the clock of this machine"
        return HealthCheck(
            "clock", "wrong", f"today is {today.isoformat()}, the last commit is of {day.isoformat()}", hint
        )
    return HealthCheck("clock", "good", today.isoformat())


def _programs() -> Iterator[HealthCheck]:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office:
        yield HealthCheck("LibreOffice", "good", "here")
    else:
        yield HealthCheck("LibreOffice", "note", "not here: only some tests need it")
    try:
        import typst  # noqa: F401

        yield HealthCheck("PDF engine and fonts", "good", "typst, with its own fonts")
    except ImportError:
        yield HealthCheck("PDF engine and fonts", "wrong", "typst is not installed", "python3 build.py sets it up")
