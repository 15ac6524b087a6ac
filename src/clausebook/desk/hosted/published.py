"""The published branch of each school, mirrored, and a working copy for each person."""

from __future__ import annotations

import hashlib
import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from clausebook.errors import UserError
from clausebook.io.git import open_repository
from clausebook.io.git.command import run
from clausebook.io.git.identity import set_identity
from clausebook.io.git.sharing import fetched, joined, shared_with
from clausebook.io.git.transaction import finish_begun
from clausebook.model.bodies import ListedPerson, People, same_address
from clausebook.model.hosting import HostedSchool
from clausebook.source.load import PEOPLE, read_file

LONGEST = 900.0  # seconds for which rights are believed while the shared repository does not answer


@dataclass
class Published:
    """What is published of one school. `people` are those of the last answer, and `at` is when that was."""

    school: HostedSchool
    folder: Path
    clock: Callable[[], float]
    fresh_for: float
    people: People = field(default_factory=People)
    at: float | None = None
    fault: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def rights(self) -> People:
        """Who is listed: no one, where the list cannot be read."""
        with self.lock:
            now = self.clock()
            if self.at is None or now - self.at >= self.fresh_for:
                self._renew(now)
            return self.people

    def _renew(self, now: float) -> None:
        try:
            self.fault = ""
            self._fetch()
            self.people, self.at = self._read(), now
        except UserError as error:
            self.fault = error.message
            if self.at is None or now - self.at > LONGEST:
                self.people = People()

    def _fetch(self) -> None:
        clone, branch = self.folder, self.school.branch
        ref = f"+refs/heads/{branch}:refs/heads/{branch}"
        if not (clone / "HEAD").is_file():
            shutil.rmtree(clone, ignore_errors=True)
            clone.parent.mkdir(parents=True, exist_ok=True)
            done = run(clone.parent, ["init", "--quiet", "--bare", clone.name])
            if done.code:
                raise UserError(f"{clone} cannot be made: {done.complaint}")
        done = run(clone, ["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", self.school.at, ref])
        if done.code:
            raise UserError(f"{self.school.at} cannot be fetched: {done.complaint}", "look at the address and branch")

    def _read(self) -> People:
        answer = run(self.folder, ["cat-file", "blob", f"refs/heads/{self.school.branch}:{PEOPLE}"])
        if answer.code:
            self.fault = f"{self.school.id} publishes no {PEOPLE}"
            return People()
        record, faults = read_file(PEOPLE, answer.out)
        if faults or not isinstance(record, People):
            self.fault = f"{PEOPLE} of {self.school.id} has mistakes: {'; '.join(one.message for one in faults)}"
            return People()
        return record


@dataclass
class Copies:
    """The working copies below a folder, by school and person. No part of a path is what somebody sent."""

    folder: Path
    ready: set[tuple[Path, str, str]] = field(default_factory=set)
    locks: dict[Path, threading.Lock] = field(default_factory=dict)

    def place(self, school: HostedSchool, email: str) -> Path:
        """Where a person's copy of a school is, or will be."""
        return self.folder / school.id / hashlib.sha256(same_address(email).encode()).hexdigest()[:24]

    def of(self, school: HostedSchool, person: ListedPerson) -> Path:
        """The person's copy. Raises UserError where it cannot be made."""
        root = self.place(school, person.email)
        with self.locks.setdefault(root, threading.Lock()):
            there = (root / ".git").is_dir()  # a person who was deleted may be listed again
            if not there or (root, person.name, person.email) not in self.ready:
                if not there:
                    _clone(school, root)
                finish_begun(root, thorough=True)  # the desk may have been killed while it wrote
                set_identity(root, person.name, person.email)
                self.ready.add((root, person.name, person.email))
        return root

    def bring_up_to_date(self, school: HostedSchool, person: ListedPerson) -> None:
        """Bring in what others published, where the person has nothing of their own that is not shared."""
        root = self.of(school, person)
        with self.locks[root]:
            repository = open_repository(root)
            state = repository.state
            if not state.branch or repository.changes():
                return
            theirs = fetched(root, shared_with(root, state.branch), state.branch)
            if theirs and theirs != state.head and repository.is_ancestor(state.head, theirs):
                joined(root, state.branch, state.head, theirs, {}, "Bring in what others published\n")

    def unshared(self, school: HostedSchool, email: str) -> tuple[str, ...]:
        """The subjects of what a person kept and did not share, and the files that are not kept; () where none."""
        root = self.place(school, email)
        if not (root / ".git").is_dir():
            return ()
        log = run(root, ["log", "--format=%s", "HEAD", "--not", "--remotes"])
        dirty = run(root, ["status", "--porcelain", "--untracked-files=no"])
        return (*log.text.splitlines(), *dirty.text.splitlines())

    def remove(self, school: HostedSchool, email: str) -> bool:
        """Remove a person's copy; whether there was one."""
        root = self.place(school, email)
        with self.locks.setdefault(root, threading.Lock()):
            was = root.is_dir()
            shutil.rmtree(root, ignore_errors=True)
            self.ready = {one for one in self.ready if one[0] != root}
        return was


def _clone(school: HostedSchool, root: Path) -> None:
    """Beside its place first: a copy is whole, or not there."""
    root.parent.mkdir(parents=True, exist_ok=True)
    beside = root.with_name(f"{root.name}-new")
    shutil.rmtree(beside, ignore_errors=True)
    done = run(
        root.parent, ["clone", "--quiet", "--no-hardlinks", "--branch", school.branch, "--", school.at, beside.name]
    )
    if done.code:
        shutil.rmtree(beside, ignore_errors=True)
        raise UserError(f"{school.id} cannot be fetched: {done.complaint}", "look at the address and the branch")
    shutil.rmtree(root, ignore_errors=True)
    beside.rename(root)
