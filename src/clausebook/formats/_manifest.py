"""A build -> manifest.json: every file with its hash, which edition's words it shows, and each policy's newest act."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Mapping

from clausebook.model.acts.chain import newest_of
from clausebook.model.acts.record import RecordedAct
from clausebook.model.artefact import MadeFiles
from clausebook.model.edition import Edition


def manifest(
    made: Mapping[str, bytes],
    editions: Iterable[Edition],
    signed: Container[str] = (),
    acts: Iterable[RecordedAct] = (),
) -> bytes:
    """The manifest as JSON: for each path its SHA-256 and size in bytes, and the edition where it belongs to one.

    `signed` are the references of the editions whose PDF somebody has signed: it is published as it was signed.
    `acts` are those of all policies: `newest_acts` has the newest of each, which holds the digests of all before it.
    """
    files = made if isinstance(made, MadeFiles) else MadeFiles(made)
    known = {edition.folder: edition for edition in reversed(tuple(editions))}
    head = json.dumps({"newest_acts": _newest(tuple(acts))}, indent=1, ensure_ascii=False).removesuffix("\n}")
    # written out, because json has no quick way to set lines in, and there are eighty files a policy
    belongs = {edition.folder: _of(edition) for edition in known.values()}
    signatures = {f"{one.folder}/{one.file_stem}.pdf" for one in known.values() if one.reference in signed}
    rows = []
    for path in sorted(files):
        row = f'   "path": {_json(path)},\n   "sha256": "{files.hash_of(path)}",\n   "bytes": {files.size_of(path)}'
        signature = ',\n   "signed": true' if path.removeprefix("site/") in signatures else ""
        rows.append(f"{row}{belongs.get(_folder_of(path), '')}{signature}")
    lines = ",\n".join(f"  {{\n{row}\n  }}" for row in rows)
    return (f'{head},\n "files": ' + (f"[\n{lines}\n ]" if rows else "[]") + "\n}\n").encode()


_json = json.JSONEncoder(ensure_ascii=False).encode


def _newest(acts: tuple[RecordedAct, ...]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    by_policy: dict[str, list[RecordedAct]] = {}
    for one in acts:
        by_policy.setdefault(one.policy, []).append(one)
    for policy in sorted(by_policy):
        newest = newest_of(by_policy[policy])
        if newest:
            found[policy] = {"act": newest.act.act, "file": newest.path, "digest": newest.digest}
    return found


def _folder_of(path: str) -> str:
    """The folder of an edition that a file would be in."""
    return "/".join(path.removeprefix("site/").split("/")[:-1][:2])


def _of(edition: Edition) -> str:
    """What an entry says of the edition that its file belongs to."""
    said = {
        "policy": edition.policy,
        "edition": edition.name,
        "status": "draft" if edition.is_draft else "approved",
        "fingerprint": edition.fingerprint,
        "commit": edition.commit,
    }
    return "".join(f",\n   {_json(key)}: {_json(value)}" for key, value in said.items())
