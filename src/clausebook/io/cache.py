"""What was made before, kept under a hash of what it was made from. The folder can be deleted at any time."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

KEPT_FOR = 30 * 24 * 3600  # seconds after last use
LARGEST = 512 * 1024 * 1024  # bytes of all files together


def digest(*parts: bytes | str) -> str:
    """A SHA-256 over parts, each with its length, so that no two lists of parts give the same."""
    hashed = sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        hashed.update(len(data).to_bytes(8, "big"))
        hashed.update(data)
    return hashed.hexdigest()


def digest_files(files: Mapping[str, bytes]) -> str:
    """A SHA-256 over files by path."""
    return digest(*(part for path in sorted(files) for part in (path, files[path])))


class Cache:
    """Groups of files by key. A file that was damaged, or is gone, counts as never made."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str) -> dict[str, bytes] | None:
        """The files kept under a key, by path, or None."""
        index = self.folder / "made" / f"{key}.json"
        try:
            listed: dict[str, str] = json.loads(index.read_bytes())
            files = {path: self._blob(name).read_bytes() for path, name in listed.items()}
        except (OSError, ValueError, AttributeError, TypeError):
            return None
        if any(sha256(content).hexdigest() != listed[path] for path, content in files.items()):
            return None
        _touch([index, *(self._blob(name) for name in listed.values())])
        return files

    def put(self, key: str, files: Mapping[str, bytes]) -> None:
        """Keep files under a key. A full or read-only disk is no trouble: the next build makes them again."""
        try:
            listed = {path: self._keep(content) for path, content in files.items()}
            _write(self.folder / "made" / f"{key}.json", json.dumps(listed, sort_keys=True).encode())
        except OSError:
            return

    def _keep(self, content: bytes) -> str:
        name = sha256(content).hexdigest()
        target = self._blob(name)
        if not target.exists() or target.stat().st_size != len(content):
            _write(target, content)
        else:
            _touch([target])
        return name

    def _blob(self, name: str) -> Path:
        return self.folder / "blobs" / name[:2] / name

    def prune(self, now: float | None = None, largest: int = LARGEST) -> None:
        """Forget what has not been used for a month, and of the rest what was used longest ago, down to a size."""
        before = (time.time() if now is None else now) - KEPT_FOR
        size = 0
        for used, length, path in sorted(self._kept(), reverse=True):
            size += length
            if used < before or size > largest:
                with suppress(OSError):
                    path.unlink()

    def _kept(self) -> Iterator[tuple[float, int, Path]]:
        """When each file was last used, its size and its path."""
        for path in (*self.folder.glob("made/*"), *self.folder.glob("blobs/*/*")):
            with suppress(OSError):
                status = path.stat()
                yield status.st_mtime, status.st_size, path


def _write(target: Path, content: bytes) -> None:
    """Write beside and rename, so that two builds at once never see half a file."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f"{target.name}.{os.getpid()}")
    beside.write_bytes(content)
    os.replace(beside, target)


def _touch(paths: Iterable[Path]) -> None:
    for path in paths:
        with suppress(OSError):
            os.utime(path)
