"""The engine that runs, from src/ of its repository or from a wheel: where it is, what it brings, and a hash of it."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import clausebook

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
    return source_hash(_PACKAGE, defaults())


def source_hash(package: Path, root: Path) -> str:
    """The hash of an engine that is source: the package and the locks of the repository `root`."""
    hashed = sha256()
    files = [path for path in sorted(package.rglob("*")) if path.is_file() and "__pycache__" not in path.parts]
    for path in (*files, *sorted((root / LOCKS).glob("*.lock"))):
        hashed.update(path.relative_to(root).as_posix().encode())
        hashed.update(sha256(path.read_bytes()).digest())
    return hashed.hexdigest()
