"""The register: everything loaded from one revision of the repository."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from functools import cached_property
from typing import TypeVar

from clausebook.model.acts.chain import Cycle
from clausebook.model.acts.record import RecordedAct
from clausebook.model.acts.status import PolicyStatus, status_on
from clausebook.model.alternative import Alternative
from clausebook.model.answers import Answers
from clausebook.model.approvals.approval import Approval
from clausebook.model.bodies import Bodies, People
from clausebook.model.by_policy import ByPolicy
from clausebook.model.clause import Clause
from clausebook.model.edition import Edition
from clausebook.model.finding import LoadError
from clausebook.model.law.instrument import Instrument, Subject
from clausebook.model.law.parts import Contents, OldName
from clausebook.model.policy import Policy
from clausebook.model.question import Questions
from clausebook.model.required import RequiredPolicies, cycle
from clausebook.model.revision import Commit
from clausebook.model.school import School
from clausebook.model.term import Service, Term
from clausebook.model.upstream import Upstream
from clausebook.text.records import dataclass

One = TypeVar("One")


class IrregularFile(bytes):
    """What there is in place of a data file that cannot be read: a pipe, a device, a folder. Its words say which."""


@dataclass(frozen=True, kw_only=True, eq=False)  # equal only to itself, so that what is worked out of one can be kept
class Register:
    """School facts, policies, clauses, instruments, terms and approvals, with what could not be made sense of.

    `clauses` holds every clause file that could be read, in order of its path, duplicates and strays included;
    look clauses up through `clause()`. `omitted` are the clauses that their policy leaves out on purpose: no rule looks
    at them, and nothing is built of them. `unreadable` names the files that gave no record at all. `as_of` is the day
    that is spoken from. `acts` are all acts, each policy's in their order. `approved` are the approved editions, newest
    first for each policy, and `commits` what touched policies and clauses since the newest of them: both only where
    there is history.
    """

    school: School | None = None
    policies: tuple[Policy, ...] = ()
    clauses: Sequence[Clause] = ()
    omitted: Sequence[Clause] = ()
    instruments: tuple[Instrument, ...] = ()
    subjects: tuple[Subject, ...] = ()
    former_bodies: tuple[OldName, ...] = ()
    namesakes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    contents: tuple[Contents, ...] = ()
    law_version: str = ""
    terms: tuple[Term, ...] = ()
    services: tuple[Service, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    asked: Questions = field(default_factory=Questions)
    approvals: tuple[Approval, ...] = ()
    acts: tuple[RecordedAct, ...] = ()
    bodies: Bodies = field(default_factory=Bodies)
    required: RequiredPolicies = field(default_factory=RequiredPolicies)
    people: People = field(default_factory=People)
    answers: Answers = field(default_factory=Answers)
    upstream: Upstream | None = None
    faults: tuple[LoadError, ...] = ()
    unreadable: frozenset[str] = frozenset()
    files: Mapping[str, bytes] = field(default_factory=dict)
    as_of: date
    approved: Sequence[Edition] = ()
    commits: tuple[Commit, ...] = ()

    @cached_property
    def flawed(self) -> frozenset[str]:
        """Files that were not understood in full: that something is missing from them says nothing yet."""
        return self.unreadable | {fault.place.file for fault in self.faults}

    @cached_property
    def _clauses_by_policy(self) -> dict[str, dict[str, Clause]]:
        found: dict[str, dict[str, Clause]] = {}
        for clause in () if isinstance(self.clauses, ByPolicy) else self.clauses:
            found.setdefault(clause.policy, {}).setdefault(clause.id, clause)
        return found

    @cached_property
    def _policy_by_id(self) -> dict[str, Policy]:
        return {policy.id: policy for policy in self.policies}

    @cached_property
    def instrument_by_id(self) -> dict[str, Instrument]:
        """Registered instruments by id."""
        return {instrument.id: instrument for instrument in self.instruments}

    @cached_property
    def approval_by_key(self) -> dict[tuple[str, str], Approval]:
        """Approval records by policy and edition."""
        return {(approval.policy, approval.edition): approval for approval in self.approvals}

    @cached_property
    def _acts_by_policy(self) -> dict[str, tuple[RecordedAct, ...]]:
        found: dict[str, list[RecordedAct]] = {}
        for one in self.acts:
            found.setdefault(one.policy, []).append(one)
        return {policy: tuple(acts) for policy, acts in found.items()}

    @cached_property
    def _statuses(self) -> dict[str, PolicyStatus]:
        return {}

    def acts_of(self, policy: str) -> tuple[RecordedAct, ...]:
        """The acts of one policy, in their order."""
        return self._acts_by_policy.get(policy, ())

    def cycle_of(self, policy: str) -> Cycle:
        """How often a policy is reviewed: its own words, and what the required list says of what it covers."""
        found = self.policy(policy)
        return cycle(found, self.required) if found else Cycle()

    def status(self, policy: str) -> PolicyStatus:
        """What a policy's acts say of it on the day of the register."""
        if policy not in self._statuses:
            self._statuses[policy] = status_on(self.acts_of(policy), self.as_of, self.cycle_of(policy))
        return self._statuses[policy]

    def with_law_of(self, other: Register) -> Register:
        """This register with the other's facts of law and services: the words of an edition, the facts of today."""
        return replace(
            self,
            instruments=other.instruments,
            subjects=other.subjects,
            former_bodies=other.former_bodies,
            namesakes=other.namesakes,
            contents=other.contents,
            law_version=other.law_version,
            services=other.services,
            faults=tuple(_law_of_other(self.faults, other.faults, lambda one: one.place.file)),
            unreadable=frozenset(_law_of_other(self.unreadable, other.unreadable, str)),
            files=dict(_law_of_other(self.files.items(), other.files.items(), lambda one: one[0])),
        )

    def clause(self, policy: str, clause: str) -> Clause | None:
        """The clause of that id in the policy's folder, or None."""
        known = self._clauses_by_policy
        if policy not in known and isinstance(self.clauses, ByPolicy):
            known[policy] = {one.id: one for one in reversed(self.clauses.of(policy))}
        return known.get(policy, {}).get(clause)

    def policy(self, policy: str) -> Policy | None:
        """The policy of that id, or None."""
        return self._policy_by_id.get(policy)


def _law_of_other(mine: Iterable[One], others: Iterable[One], path: Callable[[One], str]) -> Iterator[One]:
    yield from (one for one in mine if not path(one).startswith("policy/instruments"))
    yield from (one for one in others if path(one).startswith("policy/instruments"))
