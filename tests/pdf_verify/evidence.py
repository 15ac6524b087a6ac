"""Evidence that was read out of signed files once, as JSON: what is judged needs no keys, no PDF and no reading.

One file is recorded whole; of every other what differs from it, by path, so that a person sees what an attack did.
`--bless` on test_evidence_recorded.py records all of them again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from clausebook.model.approvals.adoption import Adoption
from clausebook.model.approvals.pdf_evidence import Evidence
from clausebook.model.codec import from_json, to_json
from clausebook.pdf_verify.read.evidence import read_content
from tests.golden_folders import GOLDEN
from tests.pdf_verify.test_tamper_table import PREPARED, UPDATES
from tests.signing import attacks
from tests.signing.keys import READ
from tests.signing.more_attacks import REMARKED
from tests.signing.sealed import Sealed

FOLDER = GOLDEN / "evidence"
WHOLE, RECORDS = "twice", "records"
GOOD = (WHOLE, "stamped", "kept", "archived", "filled")

# name -> the bytes of the file, and whether it is read with the authorities of the tests
FILES: dict[str, tuple[Callable[[Sealed], bytes], bool]] = {
    **{name: (lambda school, name=name: getattr(school, name), True) for name in (*GOOD, "once", "unsigned")},
    **{
        name: (lambda school, change=change: change(school.twice), False)
        for name, (change, _) in {**UPDATES, **REMARKED}.items()
    },
    **{
        name: (lambda school, change=change: attacks.prepared(change)(school.unsigned), False)
        for name, (change, _) in PREPARED.items()
    },
}


def made(school: Sealed, name: str) -> Evidence:
    """The evidence in a file that is made now. The bytes themselves are not kept: only `original` is held to them."""
    content, trusting = FILES[name]
    return replace(read_content(content(school), "file.pdf", READ, school.trust if trusting else None), content=b"")


@cache
def recorded(name: str) -> Evidence:
    """The evidence as it was recorded."""
    kept = json.loads(_file(name).read_text(encoding="utf-8"))
    if name != WHOLE:
        gone = set(kept["gone"])
        leaves = {path: value for path, value, ways in _base() if gone.isdisjoint(ways)}
        kept = _tree({**leaves, **kept["other"]})
    found = from_json(json.dumps(kept).encode())
    assert isinstance(found, Evidence)
    return found


@cache
def adoptions() -> tuple[Adoption, ...]:
    """The records of the repository that the files belong to."""
    found: tuple[Adoption, ...] = from_json(_file(RECORDS).read_bytes())
    return found


def record(school: Sealed) -> None:
    """Write all of it anew."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.json"):
        old.unlink()
    _write(RECORDS, json.loads(to_json(school.adoptions)))
    _write(WHOLE, _plain(made(school, WHOLE)))
    base = dict(_leaves(_whole()))
    for name in FILES:
        if name != WHOLE:
            leaves = dict(_leaves(_plain(made(school, name))))
            other = {path: value for path, value in leaves.items() if base.get(path, ...) != value}
            there = {way for path in leaves for way in _ways(path)}
            gone = {next(way for way in _ways(path) if way not in there) for path in base.keys() - leaves.keys()}
            _write(name, {"gone": sorted(gone), "other": other})


def masked(evidence: Evidence) -> dict[str, Any]:
    """The leaves of a record without what new keys change: digests, numbers of certificates, how long they are."""
    return {
        path: re.sub(r"\b[0-9a-fA-F]{12,}\b", "…", value) if isinstance(value, str) else value
        for path, value in _leaves(_plain(evidence))
        if not path.endswith(("/end", "/size"))
    }


@cache
def _base() -> tuple[tuple[str, Any, tuple[str, ...]], ...]:
    """The leaves of the whole record, each with its path and those above it."""
    return tuple((path, value, tuple(_ways(path))) for path, value in _leaves(_whole()))


def _whole() -> Any:
    return json.loads(_file(WHOLE).read_text(encoding="utf-8"))


def _file(name: str) -> Any:
    return FOLDER / f"{re.sub(r'[^a-z]+', '-', name.lower()).strip('-')}.json"


def _write(name: str, value: Any) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
    _file(name).write_text(text + "\n", encoding="utf-8", newline="\n")


def _plain(evidence: Evidence) -> Any:
    return json.loads(to_json(evidence))


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value that holds no other, with its path; an empty list or object is one."""
    if isinstance(value, dict | list) and value:
        for key, one in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _leaves(one, f"{path}/{key}" if isinstance(value, dict) else f"{path}/#{key}")
    else:
        yield path, value


def _ways(path: str) -> list[str]:
    """A path and those above it, from the top."""
    parts = path.split("/")
    return ["/".join(parts[:n]) for n in range(2, len(parts) + 1)]


def _tree(leaves: dict[str, Any]) -> Any:
    root: dict[str, Any] = {}
    for path, value in leaves.items():
        *way, last = path.split("/")[1:]
        here = root
        for key in way:
            here = here.setdefault(key, {})
        here[last] = value
    return _listed(root)


def _listed(value: Any) -> Any:
    if not isinstance(value, dict) or not value:
        return value
    if next(iter(value)).startswith("#"):
        return [_listed(one) for _, one in sorted(value.items(), key=lambda pair: int(pair[0][1:]))]
    return {key: _listed(one) for key, one in value.items()}
