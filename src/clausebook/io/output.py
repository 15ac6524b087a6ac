"""Files of a build -> output/, in one step. What a build before wrote is known by its size and times, and not read."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import stat
import sys
from collections.abc import Callable, Mapping
from functools import cached_property, partial
from pathlib import Path

from clausebook.errors import UserError
from clausebook.io.files import OUTPUT, bytes_of, insist_inside
from clausebook.model.artefact import MadeFiles, WrittenFile

_SPARE = ".cache/spare"  # the output of the build before the last one
_WRITTEN = ".cache/last-output.json"
_TICK, _COARSE_TICK = 50_000_000, 2_100_000_000  # nanoseconds in which a file may be written twice at one time
Mark = tuple[int, int, int, int]  # size, time of the words, time of any change, number on the disk


class WrittenFiles:
    """What the last build wrote into output/: the hash of each file with its size, its times and its number.

    A file with all of these is the file that was written. One that was written as late as this list was may have been
    written again at the same time: it is not on the list.
    """

    def __init__(self, root: Path, kept: Callable[[str], bytes | None]) -> None:
        """`kept` gives the bytes with a hash from elsewhere, should output/ be changed meanwhile."""
        self._root, self._output, self._kept = root, str(root / OUTPUT), kept

    @cached_property
    def _marks(self) -> dict[str, tuple[str, Mark]]:
        try:
            said = json.loads((self._root / _WRITTEN).read_bytes())
            return {str(path): (str(sha256), (*mark,)) for path, (sha256, *mark) in said.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}  # a cache is anybody's

    def find(self, path: str, sha256: str) -> WrittenFile | None:
        """The file that is there under a path of output/, where it has this hash."""
        known = self._marks.get(path)
        if known is None or known[0] != sha256 or _mark_of(f"{self._output}/{path}") != known[1]:
            return None
        return WrittenFile(sha256, known[1][0], known[1], partial(self._read, path, sha256))

    def _read(self, path: str, sha256: str) -> bytes:
        """Its bytes. Raises UserError where somebody changed output/ and .cache/ while a build was running."""
        for read in (partial(bytes_of, self._root / OUTPUT / path), partial(self._kept, sha256)):
            content = read()
            if content is not None and hashlib.sha256(content).hexdigest() == sha256:
                return content
        raise UserError(f"{OUTPUT}/{path} was changed while it was being read", "build once more")


def replace_output(root: Path, made: Mapping[str, bytes]) -> None:
    """Make output/ hold these files and nothing else, in one step: killed at any moment, the last good output stays.

    The folder that is exchanged away is kept in .cache/ and is what the next one is made of: most files are the same,
    and to make the folders takes longer than all else. No file is ever written into: two folders may share it.
    Raises UserError where the disk is full or another program keeps a file of output/ open.
    """
    files = made if isinstance(made, MadeFiles) else MadeFiles(made)
    output, fresh, spare = root / OUTPUT, root / f".{OUTPUT}-new", root / _SPARE
    recover(root)
    try:
        shutil.rmtree(fresh, ignore_errors=True)
        with contextlib.suppress(OSError):
            os.replace(spare, fresh)
        try:
            laid = _lay(files, fresh, output)
        except OSError:  # a folder where a file was, or somebody's link
            shutil.rmtree(fresh, ignore_errors=True)
            laid = _lay(files, fresh, output)
        _exchange(fresh, output)
    except OSError as error:
        shutil.rmtree(fresh, ignore_errors=True)
        hint = "make room on the disk" if error.errno == 28 else "close programs that show files of output/"
        raise UserError(f"cannot write {OUTPUT}/ ({error.strerror})", hint) from error
    with contextlib.suppress(OSError):
        if spare.parent.is_dir():
            os.replace(fresh, spare)
    shutil.rmtree(fresh, ignore_errors=True)
    _remember(root, files, laid)


def _lay(files: MadeFiles, fresh: Path, output: Path) -> dict[str, Mark]:
    """Make the folder `fresh` hold these files and nothing else. What `output` holds already is linked."""
    fresh.mkdir(exist_ok=True)
    folders, there, laid = {""}, set[str](), dict[str, Mark]()
    _list(str(fresh), "", folders, there)
    for path in files:
        insist_inside(path)
        target, written = f"{fresh}/{path}", files.written.get(path)
        if path in there:
            there.discard(path)
            mark = _mark_of(target) if written else _holds(target, files[path])
            if mark and (not written or mark == written.mark):
                laid[path] = mark
                continue
            os.unlink(target)
        _make(path.rpartition("/")[0], fresh, folders)
        if not _linked(f"{output}/{path}", target, path, files):
            Path(target).write_bytes(files[path])
        laid[path] = _mark(os.lstat(target))
    for path in there:
        os.unlink(f"{fresh}/{path}")
    wanted = {path[:at] for path in files for at, letter in enumerate(path) if letter == "/"}
    for folder in sorted(folders - wanted - {""}, reverse=True):
        os.rmdir(f"{fresh}/{folder}")
    return laid


def _list(root: str, below: str, folders: set[str], files: set[str]) -> None:
    """Add what is below a folder; a link is a file, wherever it leads."""
    with os.scandir(f"{root}/{below}") as entries:
        for entry in entries:
            path = f"{below}/{entry.name}" if below else entry.name
            if entry.is_dir(follow_symlinks=False):
                folders.add(path)
                _list(root, path, folders, files)
            else:
                files.add(path)


def _make(folder: str, fresh: Path, folders: set[str]) -> None:
    """Make a folder with those above it. Raises OSError where there is something else."""
    if folder in folders:
        return
    _make(folder.rpartition("/")[0], fresh, folders)
    os.mkdir(f"{fresh}/{folder}")
    folders.add(folder)


def _mark(status: os.stat_result) -> Mark:
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def _mark_of(path: str) -> Mark | None:
    try:
        return _mark(os.lstat(path))
    except (OSError, ValueError):
        return None


def _holds(path: str, content: bytes) -> Mark | None:
    """The mark of a path that is a file with this content, and no link to one."""
    status = os.lstat(path)
    if not stat.S_ISREG(status.st_mode) or status.st_size != len(content):
        return None
    with open(path, "rb", buffering=0) as file:
        return _mark(status) if file.read() == content else None


def _linked(old: str, target: str, path: str, files: MadeFiles) -> bool:
    """Whether the old file is what this path is to hold, and is now the target too."""
    written = files.written.get(path)
    with contextlib.suppress(OSError):  # not there, or a disk that knows no links
        if (_mark_of(old) == written.mark) if written else _holds(old, files[path]):
            os.link(old, target)
            return True
    return False


def _remember(root: Path, files: MadeFiles, laid: Mapping[str, Mark]) -> None:
    """Note what output/ holds now; a full disk does no harm. On Windows no time tells of a change."""
    listed, beside = root / _WRITTEN, root / f"{_WRITTEN}.{os.getpid()}"
    with contextlib.suppress(OSError):
        listed.unlink(missing_ok=True)
        if sys.platform == "win32" or not listed.parent.is_dir():
            return
        beside.write_bytes(b"")
        now, here = os.stat(beside), os.stat(root / OUTPUT)
        if now.st_dev != here.st_dev:  # another clock
            return
        sure = {
            path: [files.hash_of(path), *mark] for path, mark in laid.items() if _is_older(mark[1], now.st_mtime_ns)
        }
        beside.write_bytes(json.dumps(sure).encode("utf-8", "surrogatepass"))
        os.replace(beside, listed)


def _is_older(written: int, now: int) -> bool:
    return written < now - (_TICK if written % 1_000_000_000 else _COARSE_TICK)


def recover(root: Path) -> None:
    """Finish what a kill between two renames left: where output/ is missing, the last good one is put back."""
    output, old = root / OUTPUT, root / f".{OUTPUT}-old"
    if not output.exists() and old.exists():
        os.replace(old, output)
    shutil.rmtree(old, ignore_errors=True)


def _exchange(fresh: Path, output: Path) -> None:
    """Put one folder in the other's place: in one system call where there is such a call, else in two renames."""
    if not output.exists():
        os.replace(fresh, output)
    elif not _swapped(fresh, output):
        old = output.with_name(f".{OUTPUT}-old")
        os.replace(output, old)
        try:
            os.replace(fresh, output)
        except OSError:
            os.replace(old, output)
            raise
        os.replace(old, fresh)


def _swapped(one: Path, other: Path) -> bool:
    """Whether the kernel exchanged the two folders (Linux renameat2, macOS renamex_np)."""
    if sys.platform == "win32":
        return False
    import ctypes

    here, swap = -100, 2  # AT_FDCWD; RENAME_EXCHANGE and RENAME_SWAP are both 2
    with contextlib.suppress(OSError, AttributeError):
        kernel = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            return bool(kernel.renamex_np(os.fsencode(one), os.fsencode(other), swap) == 0)
        return bool(kernel.renameat2(here, os.fsencode(one), here, os.fsencode(other), swap) == 0)
    return False
