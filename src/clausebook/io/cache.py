"""What was made before, kept under a hash of what it was made from. The folder can be deleted at any time."""

from __future__ import annotations

import json
import math
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from clausebook.io.files import bytes_of
from clausebook.text.digest import digest as digest
from clausebook.text.digest import digest_files as digest_files

KEPT_FOR = 30 * 24 * 3600  # seconds after last use
PRUNED_EACH = 3600  # seconds
SHARED = "CLAUSEBOOK_CACHE"  # names a cache that machines share
_NAME = re.compile(r"[0-9a-f]{64}")
LARGEST = 512 * 1024 * 1024  # bytes of all files together, but for those that this process used
_BEGUN = time.time() - 1  # a file's time may be a little behind the clock's


class Store(Protocol):
    """Small files by name, kept where other machines find them too."""

    def read(self, name: str) -> bytes | None:
        """The bytes kept under a name, or None."""

    def write(self, name: str, content: bytes) -> None:
        """Keep bytes under a name."""


def shared_store() -> Store | None:
    """The cache that CLAUSEBOOK_CACHE names, a folder or an fsspec address, or None. Raises UserError for a bad one."""
    address = os.environ.get(SHARED, "")
    return _store(address) if address else None


@lru_cache(maxsize=4)
def _store(address: str) -> Store:
    from clausebook.io.shared_cache import SharedFolder

    return SharedFolder(address)


class Cache:
    """Groups of files by key. A file that was damaged, or is gone, counts as never made.

    What is not here is looked for in the `shared` store, and what is put here is put there too.
    """

    def __init__(self, folder: Path, shared: Store | None = None) -> None:
        self.folder = folder
        self._shared = shared

    def get(self, key: str) -> dict[str, bytes] | None:
        """The files kept under a key, by path, or None."""
        index = self.folder / "made" / f"{key}.json"
        used = [index]

        def blob(name: str) -> bytes | None:
            used.append(self._blob(name))
            return bytes_of(used[-1])

        found = _whole(bytes_of(index), blob)
        if found is not None:
            _touch(used)
            return found
        if self._shared is None:
            return None
        store = self._shared
        found = _whole(store.read(f"made/{key}.json"), lambda name: store.read(_blob_path(name)))
        if found is not None:
            self._put_here(key, found)
        return found

    def listed(self, key: str) -> Mapping[str, str] | None:
        """The hash of each file kept here under a key, by path; the files may be gone."""
        index = self.folder / "made" / f"{key}.json"
        found = _listed(bytes_of(index))
        if found is not None:
            _touch([index, *(map(self._blob, found.values()) if self._is_due() else ())])
        return found

    def content(self, name: str) -> bytes | None:
        """The bytes with this hash that are kept here, or None."""
        found = bytes_of(self._blob(name))
        _touch([self._blob(name)])
        return found if found is not None and sha256(found).hexdigest() == name else None

    def put(self, key: str, files: Mapping[str, bytes]) -> None:
        """Keep files under a key. A full or read-only disk does no harm: the next build makes them again."""
        self._put_here(key, files)
        if self._shared is not None:
            listed = {path: sha256(content).hexdigest() for path, content in files.items()}
            for path, name in listed.items():
                self._shared.write(_blob_path(name), files[path])
            self._shared.write(f"made/{key}.json", _index(listed))

    def _put_here(self, key: str, files: Mapping[str, bytes]) -> None:
        try:
            listed = {path: self._keep(content) for path, content in files.items()}
            _write(self.folder / "made" / f"{key}.json", _index(listed))
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
        return self.folder / _blob_path(name)

    def tidy(self) -> None:
        """Prune where it was not done for an hour: to look at each file takes longer than many a build has."""
        if not self._is_due():
            return
        self.prune(since=_BEGUN)
        with suppress(OSError):
            _write(self.folder / "pruned", b"")

    def _is_due(self) -> bool:
        with suppress(OSError):
            return time.time() - (self.folder / "pruned").stat().st_mtime >= PRUNED_EACH
        return True

    def prune(self, now: float | None = None, largest: int | None = None, since: float = math.inf) -> None:
        """Forget what has not been used for a month, and of the rest what was used longest ago, down to a size.

        What was used `since` a time stays: a build that is larger would else be made whole again by the next one.
        """
        largest = LARGEST if largest is None else largest
        before = (time.time() if now is None else now) - KEPT_FOR
        size = 0
        for used, length, path in sorted(self._kept(), reverse=True):
            size += length
            if used < before or (size > largest and used < since):
                with suppress(OSError):
                    path.unlink()

    def _kept(self) -> Iterator[tuple[float, int, Path]]:
        """When each file was last used, its size and its path."""
        for path in (*self.folder.glob("made/*"), *self.folder.glob("blobs/*/*")):
            with suppress(OSError):
                status = path.stat()
                yield status.st_mtime, status.st_size, path


def _whole(index: bytes | None, blob: Callable[[str], bytes | None]) -> dict[str, bytes] | None:
    """The files that an index lists, where it can be read and each is what its name says; else None."""
    listed = _listed(index)
    if listed is None:
        return None
    files = {path: blob(name) for path, name in listed.items()}
    whole = {path: content for path, content in files.items() if content is not None}
    same = all(path in whole and sha256(whole[path]).hexdigest() == name for path, name in listed.items())
    return whole if same else None


def _listed(index: bytes | None) -> dict[str, str] | None:
    """Path to hash, where this is what says so; else None."""
    try:
        listed: dict[str, str] = json.loads(index or b"")
        return listed if all(map(_NAME.fullmatch, listed.values())) else None
    except (ValueError, AttributeError, TypeError):
        return None


def _index(listed: Mapping[str, str]) -> bytes:
    return json.dumps(listed, sort_keys=True).encode()


def _blob_path(name: str) -> str:
    return f"blobs/{name[:2]}/{name}"


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
