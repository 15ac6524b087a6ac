"""The engine that runs, from src/ of its repository or from a wheel: where it is, what it brings, and a hash of it."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import clausebook
from clausebook.io.freshness import list_files

_PACKAGE = Path(clausebook.__file__).resolve().parent
LOCKS = "requirements"


def is_source() -> bool:
    """Whether the engine runs from src/ of its repository."""
    return not (_PACKAGE / "defaults").is_dir()


def defaults() -> Path:
    """The folder that holds templates/, site/, schema/ and requirements/ as the engine brings them."""
    return _PACKAGE.parents[1] if is_source() else _PACKAGE / "defaults"


@lru_cache(maxsize=1)
def engine_hash() -> str:
    """A hash of the engine and the versions of what it runs on: made with another one, a thing is made again.

    Read once: the engine that runs is the one that was there when it began.
    """
    if not is_source():  # the wheel says the hash of each of its files, the locks among them
        hashed = sha256()
        for record in sorted(_PACKAGE.parent.glob("clausebook-*.dist-info/RECORD")):
            hashed.update(record.read_bytes())
        return hashed.hexdigest()
    return _kept_hash(_PACKAGE, defaults())


def _kept_hash(package: Path, root: Path) -> str:
    """The hash of an engine that is source, as it was read when all its files had the sizes and times of now."""
    lines: list[str] = []
    for folder in (package, root / LOCKS):
        list_files(str(folder), lines)
    listed = sha256("\n".join(lines).encode("utf-8", "surrogateescape")).hexdigest()
    kept = root / ".cache" / "engine.txt"
    with suppress(OSError, ValueError):
        known, found = kept.read_text(encoding="ascii").split()
        if known == listed:
            return found
    found = source_hash(package, root)
    with suppress(OSError):
        beside = kept.with_name(f"{kept.name}.{os.getpid()}")
        beside.write_text(f"{listed} {found}\n", encoding="ascii")
        os.replace(beside, kept)
    return found


def source_hash(package: Path, root: Path) -> str:
    """The hash of an engine that is source: the package and the locks of the repository `root`."""
    hashed = sha256()
    files = [path for path in sorted(package.rglob("*")) if path.is_file() and not _is_left_out(path, package)]
    for path in (*files, *sorted((root / LOCKS).glob("*.lock"))):
        hashed.update(path.relative_to(root).as_posix().encode())
        hashed.update(sha256(path.read_bytes()).digest())
    return hashed.hexdigest()


def _is_left_out(path: Path, package: Path) -> bool:
    return any(part == "__pycache__" or part.startswith(".") for part in path.relative_to(package).parts)
