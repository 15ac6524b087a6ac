"""A SHA-256 over several texts or files, under which what was made of them is kept."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256


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
