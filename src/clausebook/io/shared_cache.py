"""A folder that many machines share, at any address that fsspec knows. It needs `clausebook[fleet]`."""

from __future__ import annotations

from clausebook.errors import UserError


class SharedFolder:
    """Reads and writes small files by name. What cannot be read or written counts as not kept.

    Whoever can write there decides what is published: the contents are checked against their hash, but not what is kept
    under which key.
    """

    def __init__(self, address: str) -> None:
        """Raises UserError where fsspec, or what it needs for this address, is not installed."""
        try:
            import fsspec
        except ImportError:
            raise UserError("a shared cache needs fsspec", "pip install 'clausebook[fleet]'") from None
        try:
            self._files, self._top = fsspec.core.url_to_fs(address)
        except (ImportError, ValueError, OSError) as error:
            raise UserError(f"the cache {address} cannot be used ({error})", "look at cache: in fleet.yaml") from error

    def insist(self) -> None:
        """Raises UserError where nothing can be read there, and no folder can be made for it."""
        try:
            self._files.makedirs(self._top, exist_ok=True)
        except Exception as refused:  # it may be there, for others to write
            if not self._is_there():
                message = f"the cache {self._top} cannot be used ({refused})"
                raise UserError(
                    message, "look at cache: in fleet.yaml, and whether this machine may read it"
                ) from refused

    def _is_there(self) -> bool:
        try:
            return bool(self._files.isdir(self._top))
        except Exception:  # each file system raises errors of its own
            return False

    def read(self, name: str) -> bytes | None:
        """The bytes kept under a name, or None."""
        try:
            content: bytes = self._files.cat_file(f"{self._top}/{name}")
        except Exception:  # each file system raises errors of its own, and all mean: not kept
            return None
        return content

    def write(self, name: str, content: bytes) -> None:
        """Keep bytes under a name, whole or not at all where the file system can rename."""
        import os
        import uuid

        target = f"{self._top}/{name}"
        beside = f"{target}.{os.getpid()}-{uuid.uuid4().hex[:8]}"
        try:
            self._files.makedirs(target.rpartition("/")[0], exist_ok=True)
            self._files.pipe_file(beside, content)
            self._files.mv(beside, target)
        except Exception:  # full, or not ours to write: what is made is made all the same
            return
