"""Git's merge driver: registers it, reads the three versions git hands over, and writes the merged file.

Standard library only: registering runs before anything is installed.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from clausebook.io.freshness import git_folders

LONGEST = 30  # seconds; the whole glossary takes a tenth of one
NAME = "clauses and policies, merged by field, list and sentence"
# Without .venv, or where the merge by field gives no answer in time or at all, git's own merge by lines is used, with
# its markers: never one side alone. No file of the working tree but .venv takes part, so that no branch can change it.
DRIVER = (
    "p=.venv/bin/python; test -x $p || p=.venv/Scripts/python.exe; rm -f %A.merged; "
    "if test -x $p; then "
    "$p -P -X utf8 -m clausebook merge-driver %O %A %B %A.merged --path %P --size %L --ours %X --theirs %Y; c=$?; "
    "if test $c -le 1 && test -f %A.merged && mv -f %A.merged %A; then exit $c; fi; "
    "rm -f %A.merged %A.merged.half; "
    "fi; "
    "echo build.py: merging %P line by line >&2; "
    "git merge-file -q --marker-size=%L -L ours -L base -L theirs %A %O %B"
)
_MARK = "2"  # moves with DRIVER; an older one in .git/config is then replaced
_TRACKED = ".gitconfig"  # what earlier engines had .git/config include: a file that a branch could change


def register(root: str) -> None:
    """Write the driver into the repository's own .git/config, which git does not clone; once.

    The include of a tracked file, which earlier engines wrote there, is taken out. Where there is no git, or no work
    tree of its own, nothing happens.
    """
    if _is_registered(root):
        return
    shared = _git(root, "rev-parse", "--show-cdup", "--git-common-dir").splitlines()
    if len(shared) != 2 or shared[0]:
        return
    for key, value in (("name", NAME), ("driver", DRIVER), ("engine", _MARK)):
        _git(root, "config", "--local", f"merge.clause.{key}", value)
    for path in _git(root, "config", "--local", "--get-all", "include.path").splitlines():
        if path == f"../{_TRACKED}" or Path(path) == Path(root, _TRACKED).resolve():
            _git(root, "config", "--local", "--unset-all", "include.path", f"^{re.escape(path)}$")


def _is_registered(root: str) -> bool:
    """Whether .git/config says so in so many words: asked before every command, so git is not."""
    for folder in git_folders(root):
        try:
            with open(os.path.join(folder, "config"), encoding="utf-8") as file:
                text = file.read()
        except (OSError, UnicodeDecodeError):
            continue
        return f"engine = {_MARK}\n" in text and _TRACKED not in text
    return False


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
    """One version. Raises UnicodeDecodeError for what is not text."""
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
