"""How each school stands: its policies, what is missing, its law, and how far it is behind engine and upstream."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from clausebook.app.checking import checkup
from clausebook.app.legal import digest as law_digest
from clausebook.app.standing import dashboard
from clausebook.app.workspace import read_register
from clausebook.errors import UserError
from clausebook.fleet.building import FleetOrder, Report, Task, lost
from clausebook.fleet.checkout import committed, fetched, laid_out
from clausebook.fleet.engines import Engine, run_pinned
from clausebook.io.executors import Executor
from clausebook.io.git.command import run
from clausebook.model.acts.overview import overview_json
from clausebook.model.checkup import as_json as findings_json
from clausebook.model.fleet import FleetSchool
from clausebook.text.phrases import counted

MISSING = "required-policy"
_LATE = ("not_ratified", "unsigned", "undecided")


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One school. `policies` are those of `status --format json`; what cannot be told is left out, or in `trouble`.

    `behind` is how many of upstream's commits the school has not taken in, None where that is not known.
    """

    name: str
    school: str = ""
    engine: str = ""
    policies: tuple[Mapping[str, Any], ...] = ()
    missing: tuple[str, ...] = ()
    errors: int = 0
    warnings: int = 0
    law: tuple[str, ...] = ()
    taken_in: str = ""
    behind: int | None = None
    newer_engine: str = ""
    trouble: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    def count(self, what: str) -> int:
        """How many policies have something: "overdue_months", "unsigned", "not_ratified" and the like."""
        return sum(1 for one in self.policies if one.get(what))

    @property
    def in_force(self) -> int:
        """How many policies have an edition in force."""
        return self.count("in_force")

    @property
    def open(self) -> tuple[str, ...]:
        """What somebody has to see to, in words."""
        unsigned, unratified = self.count("unsigned"), self.count("not_ratified")
        found = [f"{counted(self.count('overdue_months'), 'review')} overdue"] if self.count("overdue_months") else []
        found += [f"{counted(unsigned, 'edition')} with no name for a signature"] if unsigned else []
        found += [f"{counted(unratified, 'edition')} not ratified"] if unratified else []
        found += [f"{counted(self.count('draft_open'), 'draft')} open"] if self.count("draft_open") else []
        found += [f"{counted(len(self.missing), 'required document')} missing"] if self.missing else []
        found += [f"{counted(self.errors, 'error')} in the texts"] if self.errors else []
        found += [f"{counted(self.behind, 'change')} of upstream not taken in"] if self.behind else []
        found += [f"engine {self.engine}: {self.newer_engine} is on the list"] if self.newer_engine else []
        return tuple(found)

    @property
    def lines(self) -> tuple[str, ...]:
        """For the terminal."""
        if self.trouble:
            return (f"{self.name}: not known", *(f"  {line}" for line in self.trouble))
        policies = f"{self.in_force} of {counted(len(self.policies), 'policy', 'policies')} in force"
        head = f"{self.name}: {self.school}, {policies if self.policies else 'its policies are not known'}"
        return (head, *(f"  {line}" for line in (*self.remarks, *self.open)))

    def as_json(self) -> dict[str, Any]:
        """As plain values; what is not known is left out."""
        found: dict[str, Any] = {
            "name": self.name,
            "school": self.school,
            "engine": self.engine,
            "newer_engine": self.newer_engine,
            "policies": list(self.policies),
            "required_missing": list(self.missing),
            "errors": self.errors,
            "warnings": self.warnings,
            "upstream": {"commit": self.taken_in, "behind": self.behind} if self.taken_in else "",
            "law": "\n".join(self.law),
            "trouble": list(self.trouble),
            "remarks": list(self.remarks),
        }
        return {name: value for name, value in found.items() if value not in ("", None, [])}


def looked_at(order: FleetOrder, executor: Executor, report: Report) -> tuple[Standing, ...]:
    """How every school stands, in the order of fleet.yaml."""
    tasks: list[Task] = []
    found: dict[str, Standing] = {}
    for school in order.schools:
        report(f"looking at {school.name}")
        try:
            history = committed(school.name, fetched(school, order.root, order.kept / "clones"), school.branch)
        except UserError as error:
            found[school.name] = Standing(name=school.name, trouble=(str(error),))
            continue
        tasks.append(Task(school=history, as_of=order.as_of, trusted=order.trusted, machine=order.machine))
    for number, (task, standing) in enumerate(order.run(executor, look_at, tasks), 1):
        report(f"{number} of {len(tasks)} schools: {task.school.name}")
        found[task.school.name] = standing
    upstream = _upstream(order)
    return tuple(_compared(found[school.name], order, upstream) for school in order.schools)


def unseen(task: Task) -> Standing:
    """What is said of a school at which one worker after another ended."""
    return Standing(name=task.school.name, trouble=lost(task).trouble)


def look_at(task: Task) -> Standing:
    """How one school stands, on the worker that this is. Never raises for what is wrong with the school."""
    task.machine.use_shared_cache()
    try:
        folder = laid_out(task.school, task.machine.base)
        engine = task.trusted.engine_of(folder)
        said = _here(folder, task.as_of) if engine.runs else _pinned(folder, engine, task)
        return _standing(task.school.name, folder, engine, said, task.as_of)
    except UserError as error:
        return Standing(name=task.school.name, trouble=(str(error),))


@dataclass(frozen=True)
class _Said:
    """What an engine says of a school: `status`, `check` and `law digest`."""

    status: Mapping[str, Any]
    check: Mapping[str, Any]
    law: tuple[str, ...]
    remarks: tuple[str, ...] = ()


def _here(folder: Path, day: date) -> _Said:
    check = findings_json(checkup(folder, day))
    try:
        status = overview_json(dashboard(folder, day).policies, day.isoformat())
    except UserError as error:  # a draft with errors: the findings say which
        return _Said({}, check, (), (str(error),))
    return _Said(status, check, tuple(law_digest(folder, day, None)))


def _pinned(folder: Path, engine: Engine, task: Task) -> _Said:
    day = ["--as-of", task.as_of.isoformat()]
    status = run_pinned(folder, engine, task.machine.base, ["status", "--format", "json", *day])
    check = run_pinned(folder, engine, task.machine.base, ["check", "--format", "json", *day])
    law = run_pinned(folder, engine, task.machine.base, ["law", "digest", *day])
    try:
        findings = json.loads(check.stdout)
        plain = json.loads(status.stdout) if status.returncode == 0 else {}
    except ValueError as error:
        said = (check.stderr or status.stderr).strip().splitlines() or ["it said nothing"]
        raise UserError(f"its engine cannot say how it stands: {said[0]}", "build.py status there says more") from error
    remarks = tuple(status.stderr.strip().splitlines()[:1]) if status.returncode else ()
    return _Said(plain, findings, tuple(law.stdout.splitlines()) if law.returncode == 0 else (), remarks)


def _standing(name: str, folder: Path, engine: Engine, said: _Said, day: date) -> Standing:
    findings = said.check.get("findings", [])
    register = read_register(folder, day)
    return Standing(
        name=name,
        school=register.school.name if register.school else "",
        engine=engine.version,
        policies=tuple(said.status.get("policies", [])),
        missing=tuple(one["message"] for one in findings if one["rule"] == MISSING),
        errors=sum(1 for one in findings if one["level"] == "error"),
        warnings=sum(1 for one in findings if one["level"] == "warning"),
        law=said.law,
        taken_in=register.upstream.commit if register.upstream else "",
        remarks=said.remarks,
    )


def _upstream(order: FleetOrder) -> Path | None:
    """The repository of upstream, where fleet.yaml names one and it can be had."""
    if not order.fleet.upstream:
        return None
    try:
        return fetched(FleetSchool(at=order.fleet.upstream, id="upstream"), order.root, order.kept / "clones")
    except UserError:
        return None


def _compared(standing: Standing, order: FleetOrder, upstream: Path | None) -> Standing:
    """With how far it is behind upstream, and behind the newest engine of the list."""
    behind = _behind(upstream, standing.taken_in) if upstream and standing.taken_in else None
    newest = order.fleet.engines[-1].version if order.fleet.engines else ""
    newer = newest if newest and standing.engine and _number(standing.engine) < _number(newest) else ""
    return replace(standing, behind=behind, newer_engine=newer)


def _behind(upstream: Path, commit: str) -> int | None:
    answer = run(upstream, ["rev-list", "--count", f"{commit}..HEAD", "--", "policy", "clauses"])
    return int(answer.text) if not answer.code and answer.text.isdecimal() else None


def _number(version: str) -> tuple[int, ...]:
    """1.10.0 as numbers, which are compared as such; a version without digits is before all others."""
    return tuple(int(part) for part in re.findall(r"\d+", version))


def status_json(found: tuple[Standing, ...], day: date) -> str:
    """All schools, for programs."""
    plain = {"as_of": day.isoformat(), "schools": [one.as_json() for one in found]}
    return json.dumps(plain, indent=2, ensure_ascii=False)


def engines_of(order: FleetOrder) -> Iterator[str]:
    """The SHA-256 of each school's engine, and whether it may run."""
    for school in order.schools:
        try:
            history = committed(school.name, fetched(school, order.root, order.kept / "clones"), school.branch)
            engine = order.trusted.engine_of(laid_out(history, order.machine.base))
        except UserError as error:
            yield f"{school.name}: {error}"
            continue
        runs = "the engine that runs here" if engine.runs else "listed"
        yield f"{school.name}: {engine.sha256} {engine.version} ({runs})"
