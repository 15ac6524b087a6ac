"""Builds schools, each on whatever worker is free; what cannot be built is reported and holds nobody up."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from clausebook.app.building import build
from clausebook.app.console.terminal import finding_lines
from clausebook.errors import UserError
from clausebook.fleet.checkout import Committed, committed, fetched, laid_out, state_of
from clausebook.fleet.engines import Engine, Trusted, run_pinned
from clausebook.fleet.machine import Machine, executor_here
from clausebook.io.cache import digest
from clausebook.io.executors import Executor, Inline
from clausebook.io.files import OUTPUT, read_files, replace_output
from clausebook.io.freshness import output_listing
from clausebook.model.finding import Finding
from clausebook.model.fleet import Fleet, FleetSchool
from clausebook.model.order import Order

LINES = 6  # of what an engine says against a school

Report = Callable[[str], None]
Made = TypeVar("Made")


@dataclass(frozen=True, kw_only=True)
class Task:
    """One school to build: its history, the day, the engines that may run, and what the worker may use."""

    school: Committed
    as_of: date
    trusted: Trusted
    machine: Machine


@dataclass(frozen=True, kw_only=True)
class Built:
    """What came of one school: its files, or in `trouble` why there are none; `fresh` where nothing had to be done."""

    name: str
    files: dict[str, bytes] = field(default_factory=dict)
    trouble: tuple[str, ...] = ()
    fresh: bool = False
    remarks: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """For the terminal."""
        if self.trouble:
            return "\n".join((f"{self.name}: not built", *(f"  {line}" for line in self.trouble)))
        made = "nothing changed" if self.fresh else f"{len(self.files)} files in schools/{self.name}/{OUTPUT}/"
        return "\n".join((f"{self.name}: {made}", *(f"  note: {one}" for one in self.remarks)))


@dataclass(frozen=True, kw_only=True)
class FleetOrder:
    """What was asked for: the schools of a fleet, as of a day, at a place."""

    root: Path
    fleet: Fleet
    schools: tuple[FleetSchool, ...]
    trusted: Trusted
    as_of: date
    machine: Machine

    @property
    def kept(self) -> Path:
        """Where the fleet keeps clones and what it knows of its last build."""
        return self.root / ".cache" / "fleet"

    def run(self, executor: Executor, work: Callable[[Task], Made], tasks: list[Task]) -> Generator[tuple[Task, Made]]:
        """Each task with what came of it. For one school on this machine no workers are started."""
        alone = len(tasks) < 2 and self.machine.folder
        return (Inline(threads=1) if alone else executor).run(work, tasks)


def build_all(order: FleetOrder, executor: Executor, report: Report) -> Iterator[Built]:
    """Build every school that changed; each as soon as it is done, and written to schools/NAME/output/."""
    tasks: list[Task] = []
    machine = order.machine
    for school in order.schools:
        report(f"looking at {school.name}")
        try:
            folder = fetched(school, order.root, order.kept / "clones")
            key = _key(order, state_of(folder, school.branch)[1])
            if _is_fresh(order, school.name, key):
                yield Built(name=school.name, fresh=True)
                continue
            history = committed(school.name, folder, school.branch)
        except UserError as error:
            yield Built(name=school.name, trouble=(str(error),))
            continue
        tasks.append(Task(school=history, as_of=order.as_of, trusted=order.trusted, machine=machine))
    for done, (task, made) in enumerate(order.run(executor, build_one, tasks), 1):
        report(f"{done} of {len(tasks)} schools: {task.school.name}")
        yield _written(order, task, made)


def lost(task: Task) -> Built:
    """What is said of a school at which one worker after another ended."""
    said = "one worker after another ended while it was built: is there memory enough for it?"
    return Built(name=task.school.name, trouble=(said,))


def _written(order: FleetOrder, task: Task, made: Built) -> Built:
    if made.trouble:
        return made
    folder = order.root / "schools" / made.name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        replace_output(folder, made.files)
        _remember(order, made.name, _key(order, task.school.state))
    except (OSError, UserError) as error:
        return Built(name=made.name, trouble=(str(error),))
    remark = ("what is not committed there was not built",) if task.school.dirty else ()
    return Built(name=made.name, files=made.files, remarks=remark)


def build_one(task: Task) -> Built:
    """Build one school on the worker that this is. Never raises for what is wrong with the school."""
    name = task.school.name
    task.machine.use_shared_cache()
    try:
        folder = laid_out(task.school, task.machine.base)
        engine = task.trusted.engine_of(folder)
        if engine.runs:
            return _here(name, folder, task)
        return _pinned(name, folder, engine, task)
    except UserError as error:
        return Built(name=name, trouble=(str(error),))


def _here(name: str, folder: Path, task: Task) -> Built:
    order = Order(root=folder, as_of=task.as_of)
    outcome = build(order, lambda step: None, executor_here())
    if outcome.failed:
        return Built(name=name, trouble=tuple(_errors(outcome.findings)))
    return Built(name=name, files=dict(outcome.files))


def _errors(findings: Iterable[Finding]) -> Iterator[str]:
    lines = [line for one in findings if one.level == "error" for line in finding_lines(one)]
    yield from lines[:LINES]
    if len(lines) > LINES:
        yield "… python3 build.py check says the rest"


def _pinned(name: str, folder: Path, engine: Engine, task: Task) -> Built:
    words = ["build", "--quiet", "--as-of", task.as_of.isoformat()]
    done = run_pinned(folder, engine, task.machine.base, words)
    if done.returncode:
        said = (done.stdout + done.stderr).strip().splitlines()
        return Built(name=name, trouble=tuple(said[:LINES]) or (f"its engine gave {done.returncode}",))
    files = read_files(folder, (OUTPUT,))
    return Built(name=name, files={path.removeprefix(f"{OUTPUT}/"): content for path, content in files.items()})


def _key(order: FleetOrder, state: str) -> str:
    """The hash of all that decides what a school's build gives."""
    engines = json.dumps([sorted(order.trusted.own), sorted(order.trusted.listed)])
    return digest("fleet", state, order.as_of.isoformat(), engines)


def _note(order: FleetOrder, name: str) -> Path:
    return order.kept / "built" / f"{name}.json"


def _is_fresh(order: FleetOrder, name: str, key: str) -> bool:
    try:
        note = json.loads(_note(order, name).read_bytes())
        return bool(note == {"key": key, "output": _listing(order, name)})
    except (OSError, ValueError):
        return False


def _remember(order: FleetOrder, name: str, key: str) -> None:
    note = _note(order, name)
    with suppress(OSError):
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text(json.dumps({"key": key, "output": _listing(order, name)}), encoding="utf-8")


def _listing(order: FleetOrder, name: str) -> str:
    return output_listing(str(order.root / "schools" / name)).decode("utf-8", "replace")
