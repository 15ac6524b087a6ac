"""A build -> manifest.json: every file with its hash, which edition's words it shows, and each policy's newest act."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Mapping
from hashlib import sha256

from clausebook.model.acts.chain import newest_of
from clausebook.model.acts.record import Recorded
from clausebook.model.edition import Edition


def manifest(
    files: Mapping[str, bytes],
    editions: Iterable[Edition],
    signed: Container[str] = (),
    acts: Iterable[Recorded] = (),
) -> bytes:
    """The manifest as JSON: for each path its SHA-256 and size in bytes, and the edition where it belongs to one.

    `signed` are the references of the editions whose PDF somebody has signed: it is published as it was signed.
    `acts` are those of all policies: `newest_acts` has the newest of each, which holds the digests of all before it.
    """
    listed_editions = list(editions)
    listed = [_entry(path, files[path], _edition_of(path, listed_editions), signed) for path in sorted(files)]
    content = {"newest_acts": _newest(tuple(acts)), "files": listed}
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode("utf-8")


def _newest(acts: tuple[Recorded, ...]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for policy in sorted({one.policy for one in acts}):
        newest = newest_of([one for one in acts if one.policy == policy])
        if newest:
            found[policy] = {"act": newest.act.act, "file": newest.path, "digest": newest.digest}
    return found


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
