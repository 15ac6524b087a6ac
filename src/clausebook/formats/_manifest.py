"""Files and editions -> manifest.json: every file of a build with its hash, and which edition's words it shows."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Mapping
from hashlib import sha256

from clausebook.model.edition import Edition


def manifest(files: Mapping[str, bytes], editions: Iterable[Edition], signed: Container[str] = ()) -> bytes:
    """The manifest as JSON: for each path its SHA-256 and size in bytes, and the edition where it belongs to one.

    `signed` are the references of the editions whose PDF somebody has signed: it is published as it was signed.
    """
    listed_editions = list(editions)
    listed = [_entry(path, files[path], _edition_of(path, listed_editions), signed) for path in sorted(files)]
    return (json.dumps({"files": listed}, indent=1, ensure_ascii=False) + "\n").encode("utf-8")


def _edition_of(path: str, editions: list[Edition]) -> Edition | None:
    inside = path.removeprefix("site/")
    return next((edition for edition in editions if inside.startswith(f"{edition.folder}/")), None)


def _entry(path: str, content: bytes, edition: Edition | None, signed: Container[str]) -> dict[str, object]:
    entry: dict[str, object] = {"path": path, "sha256": sha256(content).hexdigest(), "bytes": len(content)}
    if edition:
        entry |= {
            "policy": edition.policy,
            "edition": edition.name,
            "status": "draft" if edition.is_draft else "approved",
            "fingerprint": edition.fingerprint,
            "commit": edition.commit,
        }
        if edition.reference in signed and path.endswith(f"/{edition.file_stem}.pdf"):
            entry["signed"] = True
    return entry
