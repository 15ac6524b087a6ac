"""A build -> manifest.json: every file with its hash, which edition's words it shows, and each policy's newest act."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Mapping
from hashlib import sha256

from clausebook.model.acts.chain import newest_of
from clausebook.model.acts.record import RecordedAct
from clausebook.model.edition import Edition


def manifest(
    files: Mapping[str, bytes],
    editions: Iterable[Edition],
    signed: Container[str] = (),
    acts: Iterable[RecordedAct] = (),
) -> bytes:
    """The manifest as JSON: for each path its SHA-256 and size in bytes, and the edition where it belongs to one.

    `signed` are the references of the editions whose PDF somebody has signed: it is published as it was signed.
    `acts` are those of all policies: `newest_acts` has the newest of each, which holds the digests of all before it.
    """
    known = {edition.folder: edition for edition in reversed(tuple(editions))}
    listed = [_entry(path, files[path], known.get(_folder_of(path)), signed) for path in sorted(files)]
    head = json.dumps({"newest_acts": _newest(tuple(acts))}, indent=1, ensure_ascii=False).removesuffix("\n}")
    # written out, because json has no quick way to set lines in, and there are eighty files a policy
    rows = (",\n".join(f"   {_json(key)}: {_json(value)}" for key, value in entry.items()) for entry in listed)
    lines = ",\n".join(f"  {{\n{row}\n  }}" for row in rows)
    return (f'{head},\n "files": ' + (f"[\n{lines}\n ]" if lines else "[]") + "\n}\n").encode()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _newest(acts: tuple[RecordedAct, ...]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for policy in sorted({one.policy for one in acts}):
        newest = newest_of([one for one in acts if one.policy == policy])
        if newest:
            found[policy] = {"act": newest.act.act, "file": newest.path, "digest": newest.digest}
    return found


def _folder_of(path: str) -> str:
    """The folder of an edition that a file would be in."""
    return "/".join(path.removeprefix("site/").split("/")[:-1][:2])


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
