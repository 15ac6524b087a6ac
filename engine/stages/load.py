"""Files -> Register. Reads every data file into its noun and keeps, as faults, what it could not make sense of."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from engine.model.approval import Approval
from engine.model.clause import Clause
from engine.model.finding import Fault
from engine.model.instrument import Instruments
from engine.model.place import Place, Sourced
from engine.model.policy import Policy
from engine.model.register import Register
from engine.model.school import School
from engine.model.shape import Reader
from engine.model.term import Terms
from engine.stages.parse import parse

SCHOOL, INSTRUMENTS, TERMS = "policy/school.yaml", "policy/instruments.yaml", "policy/terms.yaml"
_KINDS: tuple[tuple[str, type[Sourced]], ...] = (
    (re.escape(SCHOOL), School),
    (re.escape(INSTRUMENTS), Instruments),
    (re.escape(TERMS), Terms),
    (r"policy/approvals/[^/]+/[^/]+\.yaml", Approval),
    (r"policy/[^/]+\.yaml", Policy),
    (r"clauses/[^/]+/[^/]+\.yaml", Clause),
)
_LOOKS_LIKE_DATA = re.compile(r"(policy|clauses)/(.*/)?[^/.][^/]*\.(yaml|yml|YAML|YML)")
NO_DAY = date.min  # for those who only want the nouns, and ask no rule
Parse = Callable[[bytes, str], tuple[Any, Fault | None]]


@dataclass
class _Gathered:
    """What has been read so far."""

    nouns: dict[type[Sourced], list[Any]] = field(default_factory=lambda: {kind: [] for _, kind in _KINDS})
    faults: list[Fault] = field(default_factory=list)
    unreadable: set[str] = field(default_factory=set)


def load(files: Mapping[str, bytes], as_of: date = NO_DAY, parse: Parse = parse) -> Register:
    """The register of one revision, from its files below policy/ and clauses/ by path.

    `as_of` is the day that rules speak from. `parse` turns the bytes of one file into plain values; a door that keeps
    parsed files hands in its own.
    """
    gathered = _Gathered()
    for path in sorted(files):
        kind = next((kind for pattern, kind in _KINDS if re.fullmatch(pattern, path)), None)
        if kind:
            _read(path, files[path], kind, gathered, parse)
        elif _LOOKS_LIKE_DATA.fullmatch(path):
            gathered.faults.append(_stray(path))
    nouns = gathered.nouns
    instruments = [one for whole in nouns[Instruments] for one in whole.instruments]
    terms = nouns[Terms][0] if nouns[Terms] else Terms()
    return Register(
        school=nouns[School][0] if nouns[School] else None,
        policies=tuple(nouns[Policy]),
        clauses=tuple(nouns[Clause]),
        instruments=tuple(instruments),
        terms=terms.terms,
        services=terms.services,
        approvals=tuple(nouns[Approval]),
        faults=tuple(gathered.faults),
        unreadable=frozenset(gathered.unreadable),
        files=files,
        as_of=as_of,
    )


def _read(path: str, data: bytes, kind: type[Sourced], gathered: _Gathered, parse: Parse) -> None:
    value, fault = parse(data, path)
    reader = Reader()
    noun = None if fault else reader.read(kind, value, Place(path))
    gathered.faults.extend([fault] if fault else reader.faults)
    if noun is None:
        gathered.unreadable.add(path)
    else:
        gathered.nouns[kind].append(noun)


def _stray(path: str) -> Fault:
    if path.startswith("clauses/"):
        hint = "clauses lie in clauses/<policy>/<id>.yaml"
    else:
        hint = "policies lie in policy/<id>.yaml, approvals in policy/approvals/<policy>/<year>.yaml"
    return Fault("stray-file", Place(path), "nothing reads this file", hint)
