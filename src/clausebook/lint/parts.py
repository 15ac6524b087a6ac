"""Register -> its parts, single clauses and single policies. What a rule says that it reads is all that it is given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from clausebook.model.answers import Answers
from clausebook.model.bodies import People
from clausebook.model.by_policy import ByPolicy, of_policies, policies_of
from clausebook.model.finding import LoadError
from clausebook.model.policy import Policy
from clausebook.model.question import Questions
from clausebook.model.register import IrregularFile, Register
from clausebook.model.revision import Commit
from clausebook.source.load import ANSWERS, PEOPLE, QUESTIONS, policy_of
from clausebook.text.digest import digest

_WHOLE = (ANSWERS, PEOPLE, QUESTIONS)  # only rules about the whole register see these


class RegisterParts:
    """The clauses of a register, by their file, and its policies with their records, by id; "" is what all share.

    The key of a part is the hash of all that a rule is given of it; `facts` is that of what every part is given.
    """

    def __init__(self, register: Register) -> None:
        self._register = register
        self.files: Mapping[str, bytes] = register.files
        self._keys: dict[str, str] = {}

    def policy_of(self, path: str) -> str:
        """The policy that a file belongs to, "" where all share it."""
        return self._policies[path] if path in self._policies else policy_of(path)

    @cached_property
    def _policies(self) -> dict[str, str]:
        return {path: policy_of(path) for path in self.files}

    @cached_property
    def _files_of(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {"": []}
        for path in sorted(self.files):
            found.setdefault(self._policies[path], []).append(path)
        return found

    @cached_property
    def _faults(self) -> dict[str, list[LoadError]]:
        found: dict[str, list[LoadError]] = {}
        for fault in self._register.faults:
            found.setdefault(fault.place.file, []).append(fault)
        return found

    @cached_property
    def policies(self) -> tuple[str, ...]:
        """All policies that have a file or a record, in the order of their clauses' files; what all share is first."""
        named = {*self._files_of, *(one.policy for one in self._register.acts)}
        return tuple(sorted({*named, *policies_of(self._register.approved)}, key=lambda one: one and f"{one}/"))

    @cached_property
    def are_mixed(self) -> bool:
        """Whether a file holds a record of another policy than its name or folder says."""
        register = self._register
        records = (*register.policies, *register.alternatives, *(one.act for one in register.acts))
        return any(
            self.policy_of(one.place.file) != (one.id if isinstance(one, Policy) else one.policy) for one in records
        )

    def clauses_of(self, policy: str) -> tuple[str, ...]:
        """The files of a policy's clauses."""
        return tuple(path for path in self._files_of.get(policy, ()) if path.startswith("clauses/"))

    @cached_property
    def facts(self) -> str:
        """The hash of the day, and of the files that all policies share."""
        shared = (path for path in self._files_of[""] if path not in _WHOLE)
        return digest(self._register.as_of.isoformat(), *(part for path in shared for part in self._file(path)))

    def key_of(self, part: str) -> str:
        """The hash of a policy, or of the clause that is in this file."""
        if part not in self._keys:
            own = self._clause(part) if part in self.files else ("policy", *self._record(part))
            self._keys[part] = digest(*own)
        return self._keys[part]

    def _clause(self, path: str) -> Iterator[bytes | str]:
        """The clause, and which clauses its policy leaves out: no rule looks at those."""
        policy = self._register.policy(self.policy_of(path))
        yield from ("clause", " ".join(policy.omitted) if policy else "")
        yield from self._file(path)

    def _file(self, path: str) -> Iterator[bytes | str]:
        content = self.files[path]
        yield from (path, content, type(content).__name__ if isinstance(content, IrregularFile) else "")
        yield from (repr(fault) for fault in self._faults.get(path, ()))

    def _record(self, policy: str) -> Iterator[bytes | str]:
        if not policy:
            return
        for path in self._files_of.get(policy, ()):
            yield from self._file(path)
        for one in self._register.acts_of(policy):
            yield f"act {one.path} {one.digest} {one.is_old}"
        yield f"editions {self._approved.get(policy, '')}"
        for commit in self._commits.get(policy, ()):
            yield f"commit {commit.id} {commit.touches}"

    @cached_property
    def _approved(self) -> Mapping[str, str]:
        """What the approved editions of each policy are made from."""
        approved, found = self._register.approved, dict[str, str]()
        if isinstance(approved, ByPolicy):
            return approved.keys
        for one in approved:
            found[one.policy] = f"{found.get(one.policy, '')} {one.reference} {one.commit} {one.fingerprint}"
        return found

    @cached_property
    def _commits(self) -> dict[str, list[Commit]]:
        found: dict[str, list[Commit]] = {}
        for one in self._register.commits:
            for policy in dict.fromkeys(self.policy_of(touch.path) for touch in one.touches):
                touches = tuple(touch for touch in one.touches if self.policy_of(touch.path) == policy)
                found.setdefault(policy, []).append(replace(one, touches=touches))
        return found

    @cached_property
    def _shared(self) -> Register:
        """What every part is given."""
        return replace(
            self._register,
            policies=(),
            clauses=(),
            omitted=(),
            alternatives=(),
            approvals=(),
            acts=(),
            approved=(),
            commits=(),
            asked=Questions(),
            people=People(),
            answers=Answers(),
            faults=tuple(one for one in self._register.faults if self._is_shared(one.place.file)),
            unreadable=frozenset(filter(self._is_shared, self._register.unreadable)),
            files={},
        )

    def _is_shared(self, path: str) -> bool:
        return not self.policy_of(path) and path not in _WHOLE

    def of_clauses(self, files: frozenset[str]) -> Register:
        """The clauses in these files and what all share, and nothing else."""
        shared, policies = self._shared, {self.policy_of(file) for file in files}
        return replace(
            shared,
            clauses=tuple(one for one in of_policies(self._register.clauses, policies) if one.place.file in files),
            faults=(*shared.faults, *(one for one in self._register.faults if one.place.file in files)),
            unreadable=shared.unreadable | (self._register.unreadable & files),
        )

    def of_policies(self, ids: frozenset[str]) -> Register:
        """These policies with their clauses and records and what all share, and nothing else."""
        register, shared, own = self._register, self._shared, ids - {""}
        return replace(
            shared,
            policies=tuple(one for one in register.policies if one.id in ids),
            clauses=of_policies(register.clauses, ids),
            omitted=of_policies(register.omitted, ids),
            alternatives=of_policies(register.alternatives, ids),
            approvals=of_policies(register.approvals, ids),
            acts=of_policies(register.acts, ids),
            approved=of_policies(register.approved, ids),
            commits=tuple(self._within(ids)),
            faults=(*shared.faults, *(one for one in register.faults if self.policy_of(one.place.file) in own)),
            unreadable=shared.unreadable | {one for one in register.unreadable if self.policy_of(one) in own},
            files={path: data for path, data in register.files.items() if path and self.policy_of(path) in ids},
        )

    def _within(self, ids: frozenset[str]) -> Iterator[Commit]:
        for one in self._register.commits:
            touches = tuple(touch for touch in one.touches if self.policy_of(touch.path) in ids)
            if touches:
                yield replace(one, touches=touches)
