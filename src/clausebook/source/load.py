"""Files -> Register. Reads every data file into its record and keeps, as faults, what it could not make sense of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from functools import lru_cache, partial
from typing import Any, Protocol, cast

from clausebook.model.acts.chain import in_chain_order
from clausebook.model.acts.record import KINDS, Act, AnyAct, Approved, RecordedAct, approval_of, digest_of, from_record
from clausebook.model.alternative import Alternative
from clausebook.model.answers import Answers
from clausebook.model.approvals.approval import Approval
from clausebook.model.bodies import Bodies, People
from clausebook.model.by_policy import ByPolicy
from clausebook.model.clause import Clause
from clausebook.model.decode import Decoder, nearest
from clausebook.model.finding import LoadError, Located, SourceLocation
from clausebook.model.law.instrument import Instruments, merged_law
from clausebook.model.policy import Policy
from clausebook.model.question import Questions
from clausebook.model.register import IrregularFile, Register
from clausebook.model.required import RequiredPolicies
from clausebook.model.school import School
from clausebook.model.term import Terms
from clausebook.model.upstream import Upstream
from clausebook.source.copies import copy_fault, copy_of
from clausebook.source.parse import parse
from clausebook.text.records import dataclass

SCHOOL, INSTRUMENTS, TERMS = "policy/school.yaml", "policy/instruments.yaml", "policy/terms.yaml"
UPSTREAM = "policy/upstream.yaml"
BODIES, REQUIRED = "policy/bodies.yaml", "policy/required.yaml"
QUESTIONS = "policy/questions.yaml"  # what people ask
PEOPLE = "policy/people.yaml"  # who may do what at a hosted desk
ANSWERS = "policy/answers.yaml"  # what the governors decided
LAW_LOCAL = "policy/instruments.local.yaml"  # a school's own rows and checks
_SHARED = (SCHOOL, TERMS, INSTRUMENTS, LAW_LOCAL, "policy/instruments/")
_KINDS: tuple[tuple[str, type[Located]], ...] = (
    (re.escape(SCHOOL), School),
    (r"policy/instruments(?:\.local|/[^/]+)?\.yaml", Instruments),
    (re.escape(TERMS), Terms),
    (re.escape(UPSTREAM), Upstream),
    (re.escape(BODIES), Bodies),
    (re.escape(REQUIRED), RequiredPolicies),
    (re.escape(QUESTIONS), Questions),
    (re.escape(PEOPLE), People),
    (re.escape(ANSWERS), Answers),
    (r"policy/approvals/[^/]+/[^/]+\.yaml", Approval),
    (r"policy/alternatives/[^/]+/[^/]+\.yaml", Alternative),
    (r"policy/[^/]+\.yaml", Policy),
    (r"clauses/[^/]+/[^/]+\.yaml", Clause),
)
_LOOKS_LIKE_DATA = re.compile(r"(policy|clauses)/(.*/)?[^/.][^/]*\.(yaml|yml|YAML|YML)")
NO_DAY = date.min  # for those who only want the records, and ask no rule
Reading = tuple[Located | None, tuple[LoadError, ...]]


def sources_of(policy: str) -> tuple[str, ...]:
    """How the paths begin of all files that the words of one policy are made from."""
    return (f"policy/{policy}.yaml", f"clauses/{policy}/", *_SHARED)


def sources_of_record(policy: str) -> tuple[str, ...]:
    """How the paths begin of all files that an approved edition of one policy is read from."""
    return (*sources_of(policy), f"policy/approvals/{policy}/", BODIES)


@dataclass(frozen=True, slots=True)
class KeptReading:
    """What an earlier run read in a file: the id in it, what could not be made sense of, and how to get the record."""

    named: str
    faults: tuple[LoadError, ...]
    record: Callable[[], Located | None]


class ReadingStore(Protocol):
    """The readings of earlier runs."""

    def find(self, path: str, data: bytes) -> KeptReading | None:
        """That of a file with these bytes, or None."""

    def keep(self, path: str, data: bytes, reading: Reading) -> None:
        """Keep a new one."""


@dataclass
class _RegisterBuilder:
    """What has been read so far. Clauses of an earlier run, policy by policy, are made when they are asked for."""

    records: dict[type[Located], list[Any]] = field(default_factory=lambda: {kind: [] for _, kind in _KINDS})
    clauses: dict[str, list[Callable[[], Located | None]]] = field(default_factory=dict)
    acts: list[RecordedAct] = field(default_factory=list)
    faults: list[LoadError] = field(default_factory=list)
    unreadable: set[str] = field(default_factory=set)


@lru_cache(maxsize=1 << 17)
def kind_of(path: str) -> type[Located] | None:
    """The record that a file of this path holds, or None."""
    return next((kind for pattern, kind in _KINDS if re.fullmatch(pattern, path)), None)


@lru_cache(maxsize=1 << 15)  # most files are the same in most revisions, and the tree's come last
def read_file(path: str, data: bytes) -> Reading:
    """The record of one data file, or None where it cannot be read, and what could not be made sense of."""
    kind = kind_of(path)
    value, misread = parse(data, path)
    if value is None or kind is None:
        return None, misread
    if kind is Approval and isinstance(value, Mapping) and "act" in value:
        kind = KINDS.get(str(value["act"]))
        if kind is None:
            known = nearest(str(value["act"]), KINDS)
            place = SourceLocation(path).at("act")
            return None, (*misread, LoadError("schema", place, f"there is no act {value['act']}", known))
    reader = Decoder()
    record = reader.read(kind, value, SourceLocation(path))
    return record, (*misread, *reader.faults)


def policy_of(path: str) -> str:
    """The policy whose words or records are in a file, by its place; "" where all share the file."""
    parts = path.split("/")
    if parts[0] == "clauses" and len(parts) > 2:
        return parts[1]
    if path.startswith(("policy/approvals/", "policy/alternatives/")) and len(parts) > 3:
        return parts[2]
    return parts[-1].removesuffix(".yaml") if kind_of(path) is Policy else ""


def load(files: Mapping[str, bytes], as_of: date = NO_DAY, kept: ReadingStore | None = None) -> Register:
    """The register of one revision, from its files below policy/ and clauses/ by path.

    `as_of` is the day that rules speak from. With `kept`, only files that no earlier run read are parsed.
    """
    gathered = _RegisterBuilder()
    for path in sorted(files):
        kind = kind_of(path)
        if isinstance(files[path], IrregularFile):
            gathered.faults.extend(_no_file(path, files[path]))
        elif kind:
            known = kept.find(path, files[path]) if kept else None
            if known and kind is Clause and path.endswith(f"/{known.named}.yaml"):
                gathered.faults.extend(known.faults)
                gathered.clauses.setdefault(policy_of(path), []).append(known.record)
                continue
            reading = (known.record(), known.faults) if known else read_file(path, files[path])
            if kept and not known:
                kept.keep(path, files[path], reading)
            if kind in (Clause, Policy) and (other := copy_of(path, reading[0], files)):
                gathered.faults.append(copy_fault(path, other, files))
            else:
                _gather(path, reading, files[path], gathered)
        elif _LOOKS_LIKE_DATA.fullmatch(path):
            gathered.faults.append(_stray(path))
    records = gathered.records
    law = merged_law(records[Instruments], LAW_LOCAL)
    bodies = records[Bodies][0] if records[Bodies] else Bodies()
    acts = [_with_names(one, bodies) for one in gathered.acts]
    terms = records[Terms][0] if records[Terms] else Terms()
    left_out = {(policy.id, clause) for policy in records[Policy] for clause in policy.omitted}
    clauses = _clauses(gathered)
    return Register(
        school=records[School][0] if records[School] else None,
        policies=tuple(records[Policy]),
        clauses=clauses.mapped(lambda found: (one for one in found if (one.policy, one.id) not in left_out)),
        omitted=clauses.mapped(lambda found: (one for one in found if (one.policy, one.id) in left_out)),
        instruments=law.instruments,
        subjects=law.subjects,
        former_bodies=law.former_bodies,
        namesakes=law.namesakes,
        contents=law.contents,
        law_version=law.version,
        terms=terms.terms,
        services=terms.services,
        alternatives=tuple(records[Alternative]),
        asked=records[Questions][0] if records[Questions] else Questions(),
        approvals=tuple(approval_of(one) for one in acts if isinstance(one.act, Approved)),
        acts=ordered_acts(acts),
        bodies=bodies,
        required=records[RequiredPolicies][0] if records[RequiredPolicies] else RequiredPolicies(),
        people=records[People][0] if records[People] else People(),
        answers=records[Answers][0] if records[Answers] else Answers(),
        upstream=records[Upstream][0] if records[Upstream] else None,
        faults=tuple(gathered.faults),
        unreadable=frozenset(gathered.unreadable),
        files=files,
        as_of=as_of,
    )


def _gather(path: str, reading: Reading, data: bytes, gathered: _RegisterBuilder) -> None:
    record, faults = reading
    gathered.faults.extend(faults)
    if record is None:
        gathered.unreadable.add(path)
    elif isinstance(record, Approval | Act):
        gathered.acts.append(_recorded(record, data))
    elif isinstance(record, Clause):
        gathered.clauses.setdefault(policy_of(path), []).append(lambda: record)
    else:
        gathered.records[type(record)].append(record)


def _clauses(gathered: _RegisterBuilder) -> ByPolicy[Clause]:
    def made(policy: str) -> tuple[Clause, ...]:
        return tuple(one for get in gathered.clauses[policy] if isinstance(one := get(), Clause))

    found = gathered.clauses
    return ByPolicy({policy: partial(made, policy) for policy in found}, dict.fromkeys(found, ""))


def _recorded(record: Approval | Act, data: bytes) -> RecordedAct:
    digest = digest_of(data)
    if isinstance(record, Approval):
        return RecordedAct(from_record(record), digest, is_old=True)
    return RecordedAct(cast(AnyAct, record), digest)


def _with_names(one: RecordedAct, bodies: Bodies) -> RecordedAct:
    """The act with the names of bodies in place of their ids."""
    if one.is_old:
        return one
    act = replace(one.act, body=bodies.name_of(one.act.body))
    if isinstance(act, Approved):
        act = replace(act, ratify_by=bodies.name_of(act.ratify_by))
    return replace(one, act=act)


def ordered_acts(acts: Iterable[RecordedAct], history: Sequence[str] = ()) -> tuple[RecordedAct, ...]:
    """All acts, policy by policy, each in its order; `history` are paths as git met them."""
    by_policy: dict[str, list[RecordedAct]] = {}
    for one in acts:
        by_policy.setdefault(one.policy, []).append(one)
    return tuple(one for policy in sorted(by_policy) for one in in_chain_order(by_policy[policy], history))


def _no_file(path: str, found: bytes) -> Iterator[LoadError]:
    if _LOOKS_LIKE_DATA.fullmatch(path):
        message = f"{found.decode()} has the name of a data file, and nothing can be read from it"
        yield LoadError("stray-file", SourceLocation(path), message, "move it out of the folder")


def _stray(path: str) -> LoadError:
    if path.startswith("clauses/"):
        hint = "clauses are in clauses/<policy>/<id>.yaml"
    else:
        hint = "policies are in policy/<id>.yaml, approvals in policy/approvals/<policy>/<year>.yaml"
    return LoadError("stray-file", SourceLocation(path), "nothing reads this file", hint)
