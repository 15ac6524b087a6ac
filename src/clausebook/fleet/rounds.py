"""One round of all schools: each is fetched, packed and given to a worker; what is against one holds up no other."""

from __future__ import annotations

import getpass
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TypeVar

from clausebook.errors import UserError
from clausebook.fleet.checkout import SchoolHistory, committed, fetched, laid_out, state_of
from clausebook.fleet.engines import TrustedEngines
from clausebook.io.cache import SHARED
from clausebook.io.executors import Executor, Inline
from clausebook.io.memory import collect_rarely
from clausebook.io.shared_cache import SharedFolder
from clausebook.model.fleet import Fleet, FleetSchool
from clausebook.text.records import dataclass

FETCHING = 8  # schools at once: git waits for the network

Report = Callable[[str], None]
Made = TypeVar("Made")


@dataclass(frozen=True)
class WorkerSettings:
    """`folder` is where this machine lays schools out, "" for one of its own; `shared` the address of the cache."""

    folder: str = ""
    shared: str = ""

    @property
    def base(self) -> Path:
        """Where schools and engines are laid out."""
        return Path(self.folder or Path(tempfile.gettempdir(), f"clausebook-fleet-{getpass.getuser()}"))

    def prepare(self) -> None:
        """Let this process, and the engines that it starts, look in the cache that the fleet shares."""
        collect_rarely()  # as the command does in its own process
        if self.shared:
            os.environ[SHARED] = self.shared


@dataclass(frozen=True, kw_only=True)
class SchoolTask:
    """One school of so many: its history, the day, the engines that may run, and what the worker may use."""

    school: SchoolHistory
    as_of: date
    trusted: TrustedEngines
    machine: WorkerSettings
    schools: int = 1

    def executor(self) -> Executor:
        """Where this school's units are made: here, or on all workers where they are more than the schools."""
        if "distributed" in sys.modules:
            from clausebook.io.executors.dask import FromWorker, workers

            if self.schools < workers():
                return FromWorker()
        return Inline(threads=1)


@dataclass(frozen=True, kw_only=True)
class FleetOrder:
    """What was asked for: the schools of a fleet, as of a day, at a place, on the workers of a scheduler or of its own.

    One worker is this process; 0 are as many as there are cores.
    """

    root: Path
    fleet: Fleet
    schools: tuple[FleetSchool, ...]
    trusted: TrustedEngines
    as_of: date
    workers: int = 1
    scheduler: str = ""

    @property
    def is_alone(self) -> bool:
        """Whether this process does the work."""
        return self.workers == 1 and not self.scheduler

    @property
    def kept(self) -> Path:
        """Where the fleet keeps clones and what it knows of its last build."""
        return self.root / ".cache" / "fleet"

    @property
    def machine(self) -> WorkerSettings:
        """What a worker may use. One of a scheduler may be on another machine, and has a folder of its own there."""
        cache = self.fleet.cache
        shared = str((self.root / cache).resolve()) if cache and "://" not in cache else cache
        return WorkerSettings("" if self.scheduler else str(self.kept), shared)

    def reach(self, school: FleetSchool) -> Path:
        """The folder of a school's repository, up to date. Raises UserError where git cannot fetch it."""
        return fetched(school, self.root, self.kept / "clones")

    def lay_out(self, school: FleetSchool, theirs: Path) -> Path:
        """A working tree of what a school's repository holds. Raises UserError where git cannot make it."""
        return laid_out(committed(school.name, theirs, school.branch), self.machine.base)


@dataclass(frozen=True)
class FetchedSchool:
    """The folder of a school's repository, and the hash of its branches and tags; or why it could not be had."""

    folder: Path
    state: str
    trouble: str = ""


def reached(order: FleetOrder, report: Report) -> Iterator[tuple[FleetSchool, FetchedSchool]]:
    """Every school, as soon as it is fetched."""

    def reach(school: FleetSchool) -> FetchedSchool:
        try:
            folder = order.reach(school)
            return FetchedSchool(folder, state_of(folder, school.branch)[1])
        except UserError as error:
            return FetchedSchool(order.root, "", str(error))

    for school, found in Inline(threads=FETCHING).run(reach, order.schools):
        report(f"looked at {school.name}")
        yield school, found


def visit(
    order: FleetOrder,
    work: Callable[[SchoolTask], Made],
    failed: Callable[[str, str], Made],
    report: Report,
    known: Callable[[str, str], Made | None] = lambda name, state: None,
) -> Iterator[tuple[str, Made]]:
    """What `work` makes of each school, as soon as it is done, with the hash of its branches and tags.

    `failed` says the same of a school that cannot be had, or at which worker after worker ended, from its name and the
    reason. Where `known` answers, from name and hash, nothing is done. Raises UserError where the cache that all share
    cannot be used, or no worker can be had.
    """
    if order.machine.shared and not order.scheduler:
        SharedFolder(order.machine.shared).insist()
    todo: list[tuple[FleetSchool, FetchedSchool]] = []
    for school, found in reached(order, report):
        made = failed(school.name, found.trouble) if found.trouble else known(school.name, found.state)
        if made is None:
            todo.append((school, found))
        else:
            yield found.state, made
    refused: list[tuple[str, Made]] = []

    def tasks() -> Iterator[SchoolTask]:
        for school, found in todo:
            try:
                history = committed(school.name, found.folder, school.branch)
            except UserError as error:
                refused.append((found.state, failed(school.name, str(error))))
                continue
            yield SchoolTask(
                school=history, as_of=order.as_of, trusted=order.trusted, machine=order.machine, schools=len(todo)
            )

    def lost(task: SchoolTask) -> Made:
        return failed(task.school.name, "one worker after another ended at it: is there memory enough for it?")

    for done, (task, made) in enumerate(_run(order, work, tasks(), len(todo), lost), 1):
        report(f"{done} of {len(todo)} schools: {task.school.name}")
        yield task.school.state, made
    yield from refused


def _run(
    order: FleetOrder,
    work: Callable[[SchoolTask], Made],
    tasks: Iterator[SchoolTask],
    number: int,
    lost: Callable[[SchoolTask], Made],
) -> Iterator[tuple[SchoolTask, Made]]:
    """Each task with what came of it. For one school on this machine no workers are started."""
    if not number or order.is_alone or (number == 1 and not order.scheduler):
        return ((task, work(task)) for task in tasks)
    from clausebook.io.executors.dask import Dask

    return Dask(order.scheduler, order.workers, lost).run(work, tasks)
