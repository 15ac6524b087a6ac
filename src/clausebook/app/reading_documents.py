"""Reads many documents side by side: each becomes the draft of a policy, or the reason why it could not be one."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from clausebook.app.importing import Imported, drafted, judged, read
from clausebook.app.workspace import read_register
from clausebook.errors import UserError
from clausebook.importer.table import proposed_id
from clausebook.io.cache import Cache, digest, digest_files
from clausebook.io.documents import FORMATS
from clausebook.io.engine import engine_hash
from clausebook.io.executors import Inline
from clausebook.io.executors.pool import Pool
from clausebook.model.codec import from_json, to_json
from clausebook.model.register import Register
from clausebook.text.records import dataclass

ENDINGS = (*FORMATS, ".docm", ".htm", ".xhtml", ".markdown", ".text")
_FEW = 3  # files that are not worth processes of their own


@dataclass(frozen=True, kw_only=True)
class ReadingSettings:
    """What every file is read with."""

    root: Path
    as_of: date
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DocumentToRead:
    """One file to read: where it is, the name it is shown by, its SHA-256, and its policy's id where settled."""

    file: Path
    shown: str
    hash: str
    request: ReadingSettings
    policy: str = ""


@dataclass(frozen=True, kw_only=True)
class ReadFile:
    """A file that was read, or why it could not be."""

    task: DocumentToRead
    done: Imported | None = None
    reason: str = ""
    hint: str = ""

    @property
    def draft(self) -> Imported:
        """What came of it, where it could be read."""
        if self.done is None:
            raise ValueError(f"{self.task.shown} was not read")
        return self.done


def documents_at(paths: Sequence[Path]) -> tuple[list[tuple[str, Path]], tuple[str, ...]]:
    """The documents at some paths, with the names they are shown by, in order; and what is none."""
    found: dict[str, Path] = {}
    others: list[str] = []
    for path in paths:
        if path.is_dir():
            for folder, below, names in os.walk(path):
                below[:] = sorted(name for name in below if not name.startswith("."))
                for name in sorted(names):
                    file = Path(folder, name)
                    if not name.startswith((".", "~$")):
                        shown = file.relative_to(path).as_posix()
                        if file.suffix.lower() in ENDINGS:
                            found.setdefault(shown if found.get(shown, file) == file else file.as_posix(), file)
                        else:
                            others.append(shown)
        elif path.exists():
            found.setdefault(path.name if found.get(path.name, path) == path else path.as_posix(), path)
        else:
            raise UserError(f"{path} is not there", "name a folder, or files")
    if not found:
        raise UserError("there is no document to import there", f"import {', '.join(FORMATS)}")
    return sorted(found.items()), tuple(others)


def hash_of(file: Path) -> str:
    """The SHA-256 of a file; "" where it cannot be read, which reading it will say."""
    try:
        with file.open("rb") as stream:
            hashed = sha256()
            while part := stream.read(1 << 20):
                hashed.update(part)
            return hashed.hexdigest()
    except OSError:
        return ""


def all_read(tasks: list[DocumentToRead], report: Callable[[str], None]) -> Iterator[ReadFile]:
    """All files read, side by side, in the order of the tasks. One that ends its process again and again is said."""
    done: dict[str, ReadFile] = {}
    executor = Pool() if len(tasks) > _FEW else Inline(threads=1)
    try:
        for task, made in executor.run(read_one, tasks):
            done[task.shown] = made
            report(f"read {task.shown}")
    except UserError:  # some file ends every process that reads it: each of those left gets one of its own
        for task in (one for one in tasks if one.shown not in done):
            try:
                done.update((one.shown, made) for one, made in Pool(workers=1).run(read_one, [task]))
            except UserError:
                hint = "is there memory left? import the document it was made from"
                done[task.shown] = ReadFile(task=task, reason="it ends every process that reads it", hint=hint)
    yield from (done[task.shown] for task in tasks)


def read_one(task: DocumentToRead) -> ReadFile:
    """Read one file and draft its policy, or take that from the cache. Nothing is raised: the others go on."""
    try:
        return ReadFile(task=task, done=_kept(task))
    except UserError as error:
        return ReadFile(task=task, reason=error.message, hint=error.hint)
    except Exception as error:  # a mistake of the import in one file: it is said in its row
        what = f"the import itself failed on it ({type(error).__name__}: {error})"
        hint = "python3 build.py import FILE --policy ID shows where; report it"
        return ReadFile(task=task, reason=" ".join(what.split())[:300], hint=hint)


def _kept(task: DocumentToRead) -> Imported:
    register = _register(task.request)
    cache = Cache(task.request.root / ".cache")
    about = (task.hash, task.file.name, task.policy, *task.request.aliases, task.request.as_of.isoformat())
    key = digest("import", *about, digest_files(register.files), engine_hash())
    with suppress(ValueError, KeyError):
        importation, report, checkup = from_json((cache.get(key) or {})["import"])
        return Imported(importation=importation, report=report, checkup=checkup)
    made = _drafted(task, register)
    cache.put(key, {"import": to_json((made.importation, made.report, made.checkup))})
    return made


def _drafted(task: DocumentToRead, register: Register) -> Imported:
    """The draft below the id that its title proposes; the file's name proposes one for finding the title."""
    source, stem = read(task.file), task.file.stem
    guess = task.policy or proposed_id("", stem)
    made = drafted(register, source, guess, task.request.aliases)
    school = register.school.name if register.school else ""
    policy = task.policy or proposed_id(made.title, stem, school)
    return judged(register, made if policy == guess else drafted(register, source, policy, task.request.aliases))


@lru_cache(maxsize=2)
def _register(request: ReadingSettings) -> Register:
    """The register, read once in each process."""
    return read_register(request.root, request.as_of)
