"""Files in, files out: reads the working tree and replaces output/ as a whole."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from clausebook.errors import UserError
from clausebook.io.engine import defaults
from clausebook.io.git.transaction import Begun, created, noted, put_back
from clausebook.model.register import IrregularFile

SOURCES = ("policy", "clauses")
LOOKS = ("templates", "site")
OUTPUT = "output"
_SKIPPED = {"__pycache__"}
_IRREGULAR = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def bytes_of(path: Path) -> bytes | None:
    """What is in a file; None where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError:
        return None


def read_files(root: Path, folders: Iterable[str] = SOURCES) -> dict[str, bytes]:
    """The files below some folders, by path relative to `root` with forward slashes, in order of path.

    Only regular files are read: for a pipe, a device or a folder with the name of a data file there is an
    IrregularFile. Hidden files and links that lead out of the repository are left out. Raises UserError for a file it
    cannot read.
    """
    files: dict[str, bytes] = {}
    for folder in folders:
        for name in _walk(f"{root}/", folder, Path(os.path.realpath(root))):
            path = f"{root}/{name}"
            try:
                irregular = _irregular(path)
                if not irregular:
                    with open(path, "rb", buffering=0) as file:
                        files[name] = file.readall()
                elif folder in SOURCES:
                    files[name] = IrregularFile(irregular.encode())
                elif not os.path.isdir(path):
                    raise UserError(f"{name} is {irregular}, and no file", "take it out of the folder")
            except OSError as error:
                raise UserError(f"cannot read {name} ({error.strerror})", "close programs that hold it open") from error
    return dict(sorted(files.items()))


def _irregular(path: str) -> str:
    """What the path leads to, where that is not a regular file: reading it could wait for ever, or never end."""
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        return "a link that leads nowhere"
    except OSError as error:
        if error.errno == errno.ELOOP:
            return "a link that leads to itself"
        raise
    return "" if stat.S_ISREG(mode) else next((words for kind, words in _IRREGULAR if kind(mode)), "something else")


def read_looks(root: Path) -> dict[str, bytes]:
    """Templates and the site's frame: what the engine brings, with the repository's own files over it, file by file."""
    return dict(sorted({**read_files(defaults(), LOOKS), **read_files(root, LOOKS)}.items()))


def read_law() -> dict[str, bytes]:
    """The register of law as the engine brings it, for a text outside a repository."""
    index = defaults() / "policy" / "instruments.yaml"
    found = {"policy/instruments.yaml": index.read_bytes()} if index.is_file() else {}
    return {**found, **read_files(defaults(), ("policy/instruments",))}


def _walk(root: str, folder: str, inside: Path) -> Iterator[str]:
    """The files below a folder, by path from the root."""
    try:
        entries = list(os.scandir(f"{root}{folder}"))
    except OSError:
        return
    for entry in entries:
        path, is_folder = f"{folder}/{entry.name}", _leads_to_folder(entry)
        if entry.name.startswith(".") or (is_folder and entry.name in _SKIPPED):
            continue
        leads_out = entry.is_symlink() and not Path(os.path.realpath(entry.path)).is_relative_to(inside)
        if not leads_out and (not is_folder or entry.name.endswith((".yaml", ".yml"))):
            yield path
        if is_folder and not entry.is_symlink():
            yield from _walk(root, path, inside)


def _leads_to_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def write_files(root: Path, files: Mapping[str, bytes]) -> None:
    """Write single files of the repository, each in one step; a script is one that can be run.

    Raises UserError where the disk refuses.
    """
    for path, content in files.items():
        target = root / _inside(path)
        beside = target.with_name(f".{target.name}-new")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(content)
            if content.startswith(b"#!"):
                beside.chmod(0o755)
            os.replace(beside, target)
        except OSError as error:
            raise UserError(f"cannot write {path} ({error.strerror})", "look at the rights of the folder") from error


def remove_file(root: Path, path: str) -> None:
    """Remove one file of the repository, and nothing where there is none. Raises UserError where the disk refuses."""
    try:
        (root / _inside(path)).unlink(missing_ok=True)
    except OSError as error:
        raise UserError(f"cannot remove {path} ({error.strerror})", "close programs that hold it open") from error


def write_new_files(root: Path, files: Mapping[str, bytes], what: str) -> None:
    """Write new files, all of them or none, whatever happens. `what` names the command in a few words.

    Raises UserError where one exists or the disk refuses.
    """
    for path in files:
        if (root / _inside(path)).exists():
            raise UserError(f"{path} is there already, and nothing is overwritten", "choose another name")
    folders = {folder for path in files for folder in _inside(path).parents if not (root / folder).exists()}
    try:
        with noted(root, Begun(what=what, created=created(files))):
            write_files(root, files)
    except BaseException:
        for path in files:
            (root / _inside(path)).unlink(missing_ok=True)
        for folder in sorted(folders, key=lambda one: -len(one.parts)):
            with contextlib.suppress(OSError):
                (root / folder).rmdir()
        raise


def lay_out(root: Path, files: Mapping[str, bytes | None], what: str, head: str) -> None:
    """Put files over those of the commit `head`, all of them or none; None removes one. `what` names the command.

    Raises UserError where the disk refuses, and everything is as it was.
    """
    written = {path: content for path, content in files.items() if content is not None}
    begun = Begun(what=what, head=head, laid={**dict.fromkeys(files, ""), **created(written)})
    try:
        with noted(root, begun):
            write_files(root, written)
            for path in files:
                if path not in written:
                    remove_file(root, path)
    except Exception:
        put_back(root, begun)
        raise


def _inside(path: str) -> Path:
    """A path that stays inside. Raises ValueError for one that does not: no data file may lead out of its folder."""
    insist_inside(path)
    return Path(*PurePosixPath(path).parts)


def insist_inside(path: str) -> None:
    if path.startswith("/") or ".." in path.split("/") or ":" in path or "\\" in path:
        raise ValueError(f"{path} leads out of its folder")
