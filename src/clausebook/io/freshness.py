"""Whether anything changed since the last good build. Standard library only, because it runs before everything else.

`unchanged` answers from sizes and times of files alone, in the Python that build.py was started with; `is_fresh` reads
the files, for what was touched and not changed.
"""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SEEN = ("policy", "clauses", "templates", "site", "src", "requirements", "vendor")
FILES = ("CHANGELOG.md", "engine.lock")
_ENGINE = os.path.join(".venv", "made-from-engine.txt")
_STATE = os.path.join(".cache", "last-build.json")
_LISTED = os.path.join(".cache", "last-build.txt")
_CHECKED = os.path.join(".cache", "last-check.txt")
UP_TO_DATE = "nothing changed since the last build: output/ is up to date"


def unchanged(root: str, argv: list[str]) -> tuple[int, str] | None:
    """The exit code and output of the last `build` or `check`, where it was asked the same on this day and no file was
    written since; else None."""
    checking = argv[:1] == ["check"]
    if not checking and argv and argv[0] != "build" and not argv[0].startswith("-"):
        return None
    try:
        with open(os.path.join(root, _CHECKED if checking else _LISTED), "rb") as file:
            code, said, known = file.read().split(b"\0", 2)
        if known != listing(root, argv) + (b"" if checking else output_listing(root)):
            return None
        return int(code), said.decode("utf-8")
    except (OSError, ValueError):
        return None


def listing(root: str, argv: list[str]) -> bytes:
    """Size and times of all that a build depends on, with what was asked and the day; read before a build begins."""
    lines = ["\0".join((time.strftime("%Y-%m-%d"), sys.implementation.cache_tag or "", *argv))]
    for path in (*(os.path.join(root, name) for name in (*FILES, _ENGINE)), *_ref_files(root)):
        try:
            lines.append(_line(path, os.stat(path)))
        except OSError:
            continue
    for folder in SEEN:
        list_files(os.path.join(root, folder), lines)
    return "\n".join(lines).encode("utf-8", "surrogateescape")


def engine_listing(root: str) -> bytes:
    """Size and times of every file of the engine that the repository brings, and of what says which one runs."""
    lines: list[str] = []
    for name in ("engine.lock", _ENGINE):
        path = os.path.join(root, name)
        lines.append(_line(path, os.stat(path)) if os.path.exists(path) else "")
    for folder in ("src", "requirements", "vendor"):
        list_files(os.path.join(root, folder), lines)
    return "\n".join(lines).encode("utf-8", "surrogateescape")


def output_listing(root: str) -> bytes:
    """Size and times of every file of output/."""
    lines: list[str] = []
    list_files(os.path.join(root, "output"), lines)
    return "\n".join(lines).encode("utf-8", "surrogateescape")


def list_files(folder: str, lines: list[str]) -> None:
    """Add a line for each file below a folder, with its size and times."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.name[0] == "." or entry.name == "__pycache__":
            continue
        if entry.is_dir(follow_symlinks=False):
            list_files(entry.path, lines)
        else:
            lines.append(_line(entry.path, entry.stat()))


def _line(path: str, status: os.stat_result) -> str:
    return f"{path} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}"


def state_of(root: Path, arguments: str) -> str:
    """A hash of all that a build depends on: every source, the engine, git's refs, and what was asked."""
    from hashlib import sha256

    hashed = sha256(arguments.encode())
    start = len(os.path.join(root, ""))
    for path in sorted(_sources(str(root))):
        hashed.update(path[start:].replace(os.sep, "/").encode("utf-8", "surrogateescape"))
        with open(path, "rb") as file:
            hashed.update(sha256(file.read()).digest())
    hashed.update(refs_of(root).encode())
    return hashed.hexdigest()


def _sources(root: str) -> Iterator[str]:
    yield from (path for name in (*FILES, _ENGINE) if os.path.isfile(path := os.path.join(root, name)))
    for folder in SEEN:
        for parent, folders, names in os.walk(os.path.join(root, folder)):
            folders[:] = [name for name in folders if name != "__pycache__" and not name.startswith(".")]
            yield from (os.path.join(parent, name) for name in names if not name.startswith("."))


def refs_of(root: Path) -> str:
    """A hash of what is checked out and tagged: while it stays the same, so does the history that can be reached."""
    from hashlib import sha256

    hashed = sha256()
    for path in _ref_files(str(root)):
        hashed.update(os.path.relpath(path, root).replace(os.sep, "/").encode("utf-8", "surrogateescape"))
        with open(path, "rb") as file:
            hashed.update(file.read())
    return hashed.hexdigest()


def _ref_files(root: str) -> list[str]:
    """The files in which git keeps what is checked out and what is tagged."""
    return sorted(path for folder in git_folders(root) for path in _refs_below(folder))


def _refs_below(folder: str) -> Iterator[str]:
    for name in ("HEAD", "packed-refs", "shallow", "clausebook-unfinished.json"):
        if os.path.isfile(path := os.path.join(folder, name)):
            yield path
    for name in ("refs", "reftable"):
        for parent, _, names in os.walk(os.path.join(folder, name)):
            yield from (os.path.join(parent, one) for one in names)


def git_folders(root: str) -> list[str]:
    """The folder .git, or what the file .git of a worktree or submodule points to, with the folder it shares."""
    git = os.path.join(root, ".git")
    if os.path.isfile(git):
        git = os.path.join(root, _text(git).removeprefix("gitdir:").strip())
    shared = os.path.join(git, "commondir")
    return [git, os.path.join(git, _text(shared).strip())] if os.path.isfile(shared) else [git]


def _text(path: str) -> str:
    with open(path, encoding="utf-8") as file:
        return file.read()


def is_fresh(root: Path, state: str) -> bool:
    """Whether the last good build was of this very state and every file it wrote is still as it wrote it."""
    import json

    try:
        last = json.loads((root / _STATE).read_bytes())
        return bool(last["state"] == state and last["output"] == output_listing(str(root)).decode("utf-8", "replace"))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def remember(root: Path, state: str, listed: bytes, said: str = UP_TO_DATE) -> None:
    """Note that output/ is now what a build of this state gives. `listed` is the listing of before the build.

    `said` is what answers the same question as long as nothing changes; "" for nothing.
    """
    import json

    try:
        (root / _STATE).parent.mkdir(exist_ok=True)
        written = output_listing(str(root))
        state_file = {"state": state, "output": written.decode("utf-8", "replace")}
        (root / _STATE).write_text(json.dumps(state_file), encoding="utf-8")
        _keep(root / _LISTED, 0, f"{said}\n" if said else "", listed + written)
    except OSError:
        return


def remember_check(root: Path, code: int, said: str, listed: bytes) -> None:
    """Note what a check said. `listed` is the listing of before it read anything."""
    try:
        (root / _CHECKED).parent.mkdir(exist_ok=True)
        _keep(root / _CHECKED, code, said, listed)
    except (OSError, UnicodeEncodeError):
        return


def _keep(path: Path, code: int, said: str, listed: bytes) -> None:
    """Written beside and renamed, so that half an answer is never read."""
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    beside.write_bytes(b"\0".join((str(code).encode(), said.encode("utf-8"), listed)))
    os.replace(beside, path)
