"""Builds schools, each on whatever worker is free; what cannot be built is reported and holds up no other."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import field
from pathlib import Path

from clausebook.app.building import build
from clausebook.app.console.terminal import finding_lines
from clausebook.errors import UserError
from clausebook.fleet.checkout import laid_out
from clausebook.fleet.engines import Engine, run_pinned
from clausebook.fleet.rounds import FleetOrder, Report, SchoolTask, visit
from clausebook.io.cache import digest
from clausebook.io.files import OUTPUT, read_files
from clausebook.io.freshness import output_listing
from clausebook.io.output import replace_output
from clausebook.model.artefact import Order
from clausebook.model.finding import Finding
from clausebook.text.phrases import counted
from clausebook.text.records import dataclass

LINES = 6  # of what an engine says against a school


@dataclass(frozen=True, kw_only=True)
class SchoolBuild:
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
        files = counted(len(self.files), "file")
        made = "nothing changed" if self.fresh else f"{files} in schools/{self.name}/{OUTPUT}/"
        return "\n".join((f"{self.name}: {made}", *(f"  note: {one}" for one in self.remarks)))


def build_all(
    order: FleetOrder, report: Report, work: Callable[[SchoolTask], SchoolBuild] | None = None
) -> Iterator[SchoolBuild]:
    """Build every school that changed; each as soon as it is done, and written to schools/NAME/output/."""

    def known(name: str, state: str) -> SchoolBuild | None:
        return SchoolBuild(name=name, fresh=True) if _is_fresh(order, name, _key(order, state)) else None

    for state, made in visit(order, work or build_one, failed, report, known):
        yield made if made.fresh or made.trouble else _written(order, state, made)


def failed(name: str, why: str) -> SchoolBuild:
    """What is said of a school that cannot be had, or at which one worker after another ended."""
    return SchoolBuild(name=name, trouble=(why,))


def _written(order: FleetOrder, state: str, made: SchoolBuild) -> SchoolBuild:
    folder = order.root / "schools" / made.name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        replace_output(folder, made.files)
        _remember(order, made.name, _key(order, state))
    except (OSError, UserError) as error:
        return failed(made.name, str(error))
    return made


def build_one(task: SchoolTask) -> SchoolBuild:
    """Build one school on the worker that this is. Never raises for what is wrong with the school."""
    task.machine.prepare()
    try:
        folder = laid_out(task.school, task.machine.base)
        engine = task.trusted.engine_of(folder)
        files, trouble = _here(folder, task) if engine.runs else _pinned(folder, engine, task)
    except UserError as error:
        return failed(task.school.name, str(error))
    remarks = ("what is not committed there was not built",) if task.school.dirty else ()
    return SchoolBuild(name=task.school.name, files=files, trouble=trouble, remarks=remarks)


def _here(folder: Path, task: SchoolTask) -> tuple[dict[str, bytes], tuple[str, ...]]:
    outcome = build(Order(root=folder, as_of=task.as_of), lambda step: None, task.executor())
    return (dict(outcome.files), ()) if not outcome.failed else ({}, tuple(_errors(outcome.findings)))


def _errors(findings: Iterable[Finding]) -> Iterator[str]:
    lines = [line for one in findings if one.level == "error" for line in finding_lines(one)]
    yield from lines[:LINES]
    if len(lines) > LINES:
        yield "… python3 build.py check says the rest"


def _pinned(folder: Path, engine: Engine, task: SchoolTask) -> tuple[dict[str, bytes], tuple[str, ...]]:
    words = ["build", "--quiet", "--as-of", task.as_of.isoformat()]
    done = run_pinned(folder, engine, task.machine.base, words)
    if done.returncode:
        said = (done.stdout + done.stderr).strip().splitlines()
        return {}, tuple(said[:LINES]) or (f"its engine gave {done.returncode}",)
    files = read_files(folder, (OUTPUT,))
    return {path.removeprefix(f"{OUTPUT}/"): content for path, content in files.items()}, ()


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
