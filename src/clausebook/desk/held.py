"""The newest reading of each working copy, held while nothing in it changes: a page must not read it all again."""

from __future__ import annotations

import os
from collections import OrderedDict
from datetime import date
from pathlib import Path
from threading import Lock

from clausebook.app.workspace import Workspace, open_workspace
from clausebook.io.files import read_files
from clausebook.io.freshness import git_folders, refs_of
from clausebook.io.git.state import WATCHED

MOST = 64  # working copies; a hosted desk has one a person
Sign = tuple[object, ...]


_LOCK = Lock()
_HELD: OrderedDict[Path, tuple[Sign, Workspace]] = OrderedDict()


def workspace_of(root: Path, day: date) -> Workspace:
    """The workspace of a folder as it is now; all that it is read from is compared first."""
    sign = _sign(root, day)
    with _LOCK:
        held = _HELD.get(root)
        if held and held[0] == sign:
            _HELD.move_to_end(root)
            return held[1]
    made = open_workspace(root, day, before=held[1] if held else None)
    if _sign(root, day) == sign:  # it did not change while it was read
        with _LOCK:
            _HELD[root] = (sign, made)
            while len(_HELD) > MOST:
                _HELD.popitem(last=False)
    return made


def is_newest(workspace: Workspace) -> bool:
    """Whether nothing was kept in the folder since it was read."""
    with _LOCK:
        return _HELD.get(workspace.root, ((), None))[1] is workspace


def _sign(root: Path, day: date) -> Sign:
    """All that a workspace is read from: the data files themselves, and where git is."""
    files = read_files(root, WATCHED[:2])
    log = root / WATCHED[2]
    folders = git_folders(str(root))
    index = [_stat(os.path.join(folder, name)) for folder in folders for name in ("index", "config", "info/exclude")]
    names = [sorted(os.listdir(folder)) for folder in folders if os.path.isdir(folder)]
    return day, files, log.read_bytes() if log.is_file() else None, refs_of(root), index, names


def _stat(path: str) -> tuple[int, ...]:
    try:
        found = os.stat(path)
    except OSError:
        return ()
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino
