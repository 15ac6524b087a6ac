"""Git's merge driver: registers it, reads the three versions git hands over, and writes the merged file.

Standard library only: registering runs before anything is installed.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CONFIG = ".gitconfig"
LONGEST = 30  # seconds; the whole glossary takes a tenth of one


def register(root: str) -> None:
    """Have the repository's own .git/config include .gitconfig, once; where that cannot be, nothing happens.

    git does not clone .git/config, and a merge driver has to stand there.
    """
    shared = _git(root, "rev-parse", "--show-cdup", "--git-common-dir").splitlines()
    if len(shared) != 2 or shared[0] or not os.path.isfile(os.path.join(root, CONFIG)):
        return  # no git, no work tree of its own, or none of ours
    folder = os.path.join(root, shared[1])
    beside = os.path.isfile(os.path.join(folder, os.pardir, CONFIG))
    path = f"../{CONFIG}" if beside else Path(root, CONFIG).resolve().as_posix()
    if path not in _git(root, "config", "--local", "--get-all", "include.path").splitlines():
        _git(root, "config", "--local", "--add", "include.path", path)


def _git(root: str, *arguments: str) -> str:
    """What git answers, "" where it refuses or is not there."""
    kept = {name: value for name, value in os.environ.items() if name not in ("GIT_DIR", "GIT_WORK_TREE", "GIT_CONFIG")}
    try:
        done = subprocess.run(
            ["git", *arguments],
            cwd=root,
            env=kept,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except OSError:
        return ""
    return done.stdout if done.returncode == 0 else ""


def read(path: str) -> str:
    """One version. Raises UnicodeDecodeError for what is no text."""
    return Path(path).read_bytes().decode("utf-8")


def write(path: str, text: str) -> None:
    """The merged file: whole, or not there at all."""
    half = f"{path}.half"
    with open(half, "w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(half, path)


@contextmanager
def limited(seconds: float = LONGEST) -> Iterator[None]:
    """End this process, whatever it is at, when that takes too long: git then goes on by itself."""
    import faulthandler

    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()
            sys.stderr.flush()
