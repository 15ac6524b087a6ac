"""Files -> Register. Reads every data file into its record and keeps, as faults, what it could not make sense of."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from clausebook.model.approvals.approval import Approval
from clausebook.model.clause import Clause
from clausebook.model.decode import Decoder
from clausebook.model.finding import LoadError
from clausebook.model.law.instrument import Instruments
from clausebook.model.location import Located, SourceLocation
from clausebook.model.policy import Policy
from clausebook.model.register import Register
from clausebook.model.school import School
from clausebook.model.term import Terms
from clausebook.model.upstream.upstream import Upstream
from clausebook.source.parse import parse

SCHOOL, INSTRUMENTS, TERMS = "policy/school.yaml", "policy/instruments.yaml", "policy/terms.yaml"
UPSTREAM = "policy/upstream.yaml"
_KINDS: tuple[tuple[str, type[Located]], ...] = (
    (re.escape(SCHOOL), School),
    (re.escape(INSTRUMENTS), Instruments),
    (re.escape(TERMS), Terms),
    (re.escape(UPSTREAM), Upstream),
    (r"policy/approvals/[^/]+/[^/]+\.yaml", Approval),
    (r"policy/[^/]+\.yaml", Policy),
    (r"clauses/[^/]+/[^/]+\.yaml", Clause),
)
_LOOKS_LIKE_DATA = re.compile(r"(policy|clauses)/(.*/)?[^/.][^/]*\.(yaml|yml|YAML|YML)")
NO_DAY = date.min  # for those who only want the records, and ask no rule
Reading = tuple[Located | None, tuple[LoadError, ...]]
Read = Callable[[str, bytes], Reading]


@dataclass
class _RegisterBuilder:
    """What has been read so far."""

    records: dict[type[Located], list[Any]] = field(default_factory=lambda: {kind: [] for _, kind in _KINDS})
    faults: list[LoadError] = field(default_factory=list)
    unreadable: set[str] = field(default_factory=set)


@lru_cache(maxsize=1 << 17)
def kind_of(path: str) -> type[Located] | None:
    """The record that a file of this path holds, or None."""
    return next((kind for pattern, kind in _KINDS if re.fullmatch(pattern, path)), None)


def read_file(path: str, data: bytes) -> Reading:
    """The record of one data file, or None where it cannot be read, and what could not be made sense of."""
    kind = kind_of(path)
    value, fault = parse(data, path)
    if fault or kind is None:
        return None, (fault,) if fault else ()
    reader = Decoder()
    record = reader.read(kind, value, SourceLocation(path))
    return record, tuple(reader.faults)


def remembering() -> Read:
    """A reader of files that reads each distinct file once, for those who load many revisions of a register."""
    known: dict[tuple[str, bytes], Reading] = {}

    def remembered(path: str, data: bytes) -> Reading:
        found = known.get((path, data))
        if found is None:
            found = known[path, data] = read_file(path, data)
        return found

    return remembered


def load(files: Mapping[str, bytes], as_of: date = NO_DAY, read: Read = read_file) -> Register:
    """The register of one revision, from its files below policy/ and clauses/ by path.

    `as_of` is the day that rules speak from. `read` turns one file into its record; see `remembering`.
    """
    gathered = _RegisterBuilder()
    for path in sorted(files):
        kind = kind_of(path)
        if kind:
            _gather(path, kind, read(path, files[path]), gathered)
        elif _LOOKS_LIKE_DATA.fullmatch(path):
            gathered.faults.append(_stray(path))
    records = gathered.records
    instruments = [one for whole in records[Instruments] for one in whole.instruments]
    terms = records[Terms][0] if records[Terms] else Terms()
    left_out = {(policy.id, clause) for policy in records[Policy] for clause in policy.omitted}
    return Register(
        school=records[School][0] if records[School] else None,
        policies=tuple(records[Policy]),
        clauses=tuple(clause for clause in records[Clause] if (clause.policy, clause.id) not in left_out),
        omitted=tuple(clause for clause in records[Clause] if (clause.policy, clause.id) in left_out),
        instruments=tuple(instruments),
        subjects=tuple(one for whole in records[Instruments] for one in whole.subjects),
        terms=terms.terms,
        services=terms.services,
        approvals=tuple(records[Approval]),
        upstream=records[Upstream][0] if records[Upstream] else None,
        faults=tuple(gathered.faults),
        unreadable=frozenset(gathered.unreadable),
        files=files,
        as_of=as_of,
    )


def _gather(path: str, kind: type[Located], reading: Reading, gathered: _RegisterBuilder) -> None:
    record, faults = reading
    gathered.faults.extend(faults)
    if record is None:
        gathered.unreadable.add(path)
    else:
        gathered.records[kind].append(record)


def _stray(path: str) -> LoadError:
    if path.startswith("clauses/"):
        hint = "clauses lie in clauses/<policy>/<id>.yaml"
    else:
        hint = "policies lie in policy/<id>.yaml, approvals in policy/approvals/<policy>/<year>.yaml"
    return LoadError("stray-file", SourceLocation(path), "nothing reads this file", hint)
