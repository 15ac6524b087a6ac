"""Whether anything changed since the last good build. Standard library only, because it runs before everything else."""

from __future__ import annotations

import json
import os
from hashlib import sha256
from pathlib import Path

SEEN = ("policy", "clauses", "templates", "site", "src")
LOCKS = ("requirements.lock",)
_STATE = Path(".cache") / "last-build.json"


def state_of(root: Path, arguments: str) -> str:
    """A hash of all that a build depends on: every source, the engine, git's refs, and what was asked."""
    hashed = sha256(arguments.encode())
    for path in sorted(_sources(root)):
        hashed.update(path.relative_to(root).as_posix().encode())
        hashed.update(sha256(path.read_bytes()).digest())
    hashed.update(refs_of(root).encode())
    return hashed.hexdigest()


def _sources(root: Path) -> list[Path]:
    found = [root / lock for lock in LOCKS if (root / lock).exists()]
    for folder in SEEN:
        for parent, folders, names in os.walk(root / folder):
            folders[:] = [name for name in folders if name != "__pycache__" and not name.startswith(".")]
            found.extend(Path(parent) / name for name in names if not name.startswith("."))
    return found


def refs_of(root: Path) -> str:
    """A hash of what is checked out and tagged: while it stays the same, so does the history that can be reached."""
    hashed = sha256()
    for path in _refs(root):
        hashed.update(str(path.relative_to(root) if path.is_relative_to(root) else path).encode())
        hashed.update(path.read_bytes())
    return hashed.hexdigest()


def _refs(root: Path) -> list[Path]:
    """The files in which git keeps what is checked out and what is tagged."""
    found: list[Path] = []
    for folder in _git_folders(root):
        found.extend(path for name in ("HEAD", "packed-refs", "shallow") if (path := folder / name).is_file())
        for parent, _, names in os.walk(folder / "refs"):
            found.extend(Path(parent) / name for name in names)
    return sorted(found)


def _git_folders(root: Path) -> list[Path]:
    """The folder .git, or what the file .git of a worktree or submodule points to, with the folder it shares."""
    git = root / ".git"
    if git.is_file():
        git = root / git.read_text(encoding="utf-8").removeprefix("gitdir:").strip()
    shared = git / "commondir"
    common = [git / shared.read_text(encoding="utf-8").strip()] if shared.is_file() else []
    return [git, *common]


def is_fresh(root: Path, state: str) -> bool:
    """Whether the last good build was of this very state and every file it wrote is still as it wrote it."""
    try:
        last = json.loads((root / _STATE).read_bytes())
        return bool(last["state"] == state and last["output"] == _written(root))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def remember(root: Path, state: str) -> None:
    """Note that output/ is now what a build of this state gives."""
    try:
        (root / _STATE).parent.mkdir(exist_ok=True)
        (root / _STATE).write_text(json.dumps({"state": state, "output": _written(root)}), encoding="utf-8")
    except OSError:
        return


def _written(root: Path) -> dict[str, list[int]]:
    """Size and time of every file of output/, by path."""
    written: dict[str, list[int]] = {}
    waiting = [str(root / "output")]
    while waiting:
        for entry in os.scandir(waiting.pop()):
            if entry.is_dir(follow_symlinks=False):
                waiting.append(entry.path)
            else:
                status = entry.stat()
                written[entry.path] = [status.st_size, status.st_mtime_ns]
    return dict(sorted(written.items()))
