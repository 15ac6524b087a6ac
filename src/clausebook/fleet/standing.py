"""The state of each school: its policies, what is missing, its law, and how far it is behind engine and upstream."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from packaging.version import InvalidVersion, Version

import clausebook
from clausebook.app.checking import checkup
from clausebook.app.legal import digest as law_digest
from clausebook.app.standing import dashboard
from clausebook.app.workspace import read_register
from clausebook.errors import UserError
from clausebook.fleet.checkout import laid_out
from clausebook.fleet.engines import Engine, run_pinned
from clausebook.fleet.rounds import FleetOrder, Report, SchoolTask, visit
from clausebook.io.files import write_files
from clausebook.io.git.command import run
from clausebook.model.acts.overview import overview_json
from clausebook.model.fleet import FleetSchool, FleetStanding, PolicyStanding, SchoolStanding, UpstreamStanding
from clausebook.model.rule import as_json as findings_json
from clausebook.text.dates import in_words
from clausebook.text.phrases import counted
from clausebook.text.records import dataclass

MISSING = "required-policy"
PAGE, DATA = "status/index.html", "status/status.json"


def looked_at(order: FleetOrder, report: Report) -> FleetStanding:
    """How every school is, in the order of fleet.yaml."""
    found = {standing.name: standing for _, standing in visit(order, look_at, unseen, report)}
    upstream, remarks = _upstream(order)
    newest = max((clausebook.__version__, *(one.version for one in order.fleet.engines)), key=_number)
    schools = tuple(_compared(found[school.name], newest, upstream) for school in order.schools)
    return FleetStanding(version=1, as_of=order.as_of.isoformat(), schools=schools, remarks=remarks)


def unseen(name: str, why: str) -> SchoolStanding:
    """What is said of a school that cannot be had, or at which one worker after another ended."""
    return SchoolStanding(name=name, trouble=(why,))


def look_at(task: SchoolTask) -> SchoolStanding:
    """How one school is, on the worker that this is. Never raises for what is wrong with the school."""
    task.machine.prepare()
    try:
        folder = laid_out(task.school, task.machine.base)
        engine = task.trusted.engine_of(folder)
        said = _here(folder, task.as_of) if engine.runs else _pinned(folder, engine, task)
        return _standing(task.school.name, folder, engine, said, task.as_of)
    except UserError as error:
        return unseen(task.school.name, str(error))


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


def _pinned(folder: Path, engine: Engine, task: SchoolTask) -> _Said:
    day = ["--as-of", task.as_of.isoformat()]
    status = run_pinned(folder, engine, task.machine.base, ["status", "--format", "json", *day])
    check = run_pinned(folder, engine, task.machine.base, ["check", "--format", "json", *day])
    law = run_pinned(folder, engine, task.machine.base, ["law", "digest", *day])
    try:
        findings = json.loads(check.stdout)
        plain = json.loads(status.stdout) if status.returncode == 0 else {}
    except ValueError as error:
        said = (check.stderr or status.stderr).strip().splitlines() or ["it said nothing"]
        raise UserError(f"its engine cannot report its state: {said[0]}", "build.py status there says more") from error
    remarks = tuple(status.stderr.strip().splitlines()[:1]) if status.returncode else ()
    return _Said(plain, findings, tuple(law.stdout.splitlines()) if law.returncode == 0 else (), remarks)


def _standing(name: str, folder: Path, engine: Engine, said: _Said, day: date) -> SchoolStanding:
    findings = said.check.get("findings", [])
    register = read_register(folder, day)
    changed = dict.fromkeys(line.split("**")[1] for line in said.law if line.startswith("- **"))
    return SchoolStanding(
        name=name,
        school=register.school.name if register.school else "",
        engine=engine.version or (clausebook.__version__ if engine.runs else ""),
        policies=tuple(_policy(one) for one in said.status.get("policies", [])),
        required_missing=tuple(one["message"] for one in findings if one["rule"] == MISSING),
        errors=sum(1 for one in findings if one["level"] == "error"),
        warnings=sum(1 for one in findings if one["level"] == "warning"),
        law="\n".join(said.law),
        law_changed=tuple(changed),
        upstream=UpstreamStanding(commit=register.upstream.commit) if register.upstream else None,
        remarks=said.remarks,
    )


def _policy(said: Mapping[str, Any]) -> PolicyStanding:
    """Another engine may say more; that is left out."""
    known = {field.name for field in fields(PolicyStanding)}
    plain: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in said.items()}
    return PolicyStanding(**{name: value for name, value in plain.items() if name in known})


def _upstream(order: FleetOrder) -> tuple[Path | None, tuple[str, ...]]:
    """The repository of upstream, where fleet.yaml names one and it can be had; else why not."""
    if not order.fleet.upstream:
        return None, ()
    try:
        return order.reach(FleetSchool(at=order.fleet.upstream, id="upstream")), ()
    except UserError as error:
        return None, (f"how far schools are behind upstream is not known: {error}",)


def _compared(standing: SchoolStanding, newest: str, upstream: Path | None) -> SchoolStanding:
    """With how far it is behind upstream, and behind the newest engine that the trust has."""
    taken = standing.upstream
    if taken and upstream:
        taken = replace(taken, behind=_behind(upstream, taken.commit))
    newer = newest if standing.engine and _number(standing.engine) < _number(newest) else ""
    return replace(standing, upstream=taken, newer_engine=newer)


def _behind(upstream: Path, commit: str) -> int | None:
    answer = run(upstream, ["rev-list", "--count", f"{commit}..HEAD", "--", "policy", "clauses"])
    return int(answer.text) if not answer.code and answer.text.isdecimal() else None


def _number(version: str) -> Version:
    """A version that is none is before all others."""
    try:
        return Version(version)
    except InvalidVersion:
        return Version("0.dev0")


def write_status(root: Path, found: FleetStanding) -> tuple[str, ...]:
    """Write status/ below the fleet's folder: a page that needs nothing else, and JSON. The paths."""
    files = {PAGE: page(found).encode("utf-8"), DATA: f"{found.as_json()}\n".encode()}
    write_files(root, files)
    return tuple(files)


def page(found: FleetStanding) -> str:
    """The page as HTML."""
    looks = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    looks.filters.update(in_words=in_words, law=_law_as_html, counted=counted)
    attention = sum(1 for one in found.schools if one.trouble or one.remarks or one.open)
    return looks.get_template("status.html").render(found=found, attention=attention)


def _law_as_html(digest: str) -> Markup:
    """The digest below its title. The names in it are a school's words: no markup of theirs and no links."""
    from markdown_it import MarkdownIt

    below = digest.partition("\n")[2].replace("\n## ", "\n#### ")
    plain = MarkdownIt("commonmark", {"html": False}).disable(["link", "image", "autolink", "reference"])
    return Markup(plain.render(below))


def engines_of(order: FleetOrder) -> Iterator[tuple[str, bool]]:
    """The SHA-256 of each school's engine in a line; and whether it may run."""
    for school in order.schools:
        try:
            engine = order.trusted.engine_of(order.lay_out(school, order.reach(school)))
        except UserError as error:
            yield f"{school.name}: {error}", False
            continue
        runs = "the engine that runs here" if engine.runs else "listed"
        yield f"{school.name}: {engine.sha256} {engine.version} ({runs})", True
