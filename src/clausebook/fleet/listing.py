"""fleet.yaml -> the schools of a trust, and the parts of them that CI builds, one in each job."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from clausebook.errors import UserError
from clausebook.model.decode import Decoder
from clausebook.model.finding import Finding, LoadError, SourceLocation
from clausebook.model.fleet import Fleet, FleetSchool
from clausebook.source.locate import locate
from clausebook.source.parse import parse
from clausebook.text.records import dataclass

FILE = "fleet.yaml"
_HINT = "write schools: and below it a folder or git address a line, each behind a dash"
_FORMS = {"github": "github.yml", "gitlab": "gitlab.yml"}


@dataclass(frozen=True)
class FleetListing:
    """The fleet, or the findings that are against it."""

    fleet: Fleet | None
    findings: tuple[Finding, ...] = ()


def listed(root: Path) -> FleetListing:
    """The fleet that `root`/fleet.yaml describes. Raises UserError where there is no such file."""
    try:
        data = (root / FILE).read_bytes()
    except OSError as error:
        raise UserError(f"there is no {FILE} in {root} ({error.strerror})", _HINT) from error
    value, faults = parse(data, FILE)
    reader = Decoder()
    plain: Any = value if value is not None else {}
    fleet = None if faults else reader.read(Fleet, plain, SourceLocation(FILE))
    found = [*faults, *reader.faults, *(_against(fleet) if fleet else ())]
    findings = (Finding(one.place, one.message, one.hint, "error", one.kind) for one in found)
    return FleetListing(None if found else fleet, locate(findings, {FILE: data}))


def _against(fleet: Fleet) -> Iterator[LoadError]:
    """Two schools of one name would share a folder; without schools nothing would be built, and no error said."""
    if not fleet.schools:
        yield LoadError("schema", fleet.where("schools"), "the fleet lists no schools", _HINT)
    names = Counter(school.name for school in fleet.schools)
    for school in fleet.schools:
        if names[school.name] > 1:
            message, hint = f"two schools are called {school.name}", "give one of them another name with id:"
            yield LoadError("schema", school.place, message, hint)


def shard(schools: tuple[FleetSchool, ...], part: str) -> tuple[FleetSchool, ...]:
    """Part K/N of the schools, such as 2/4: every school is in one part. Raises UserError for another text."""
    number, slash, parts = part.partition("/")
    if not (slash and number.isdecimal() and parts.isdecimal() and 0 < int(number) <= int(parts)):
        raise UserError(f"--shard {part} is not part of a fleet", "write --shard 1/4 to 4/4")
    return schools[int(number) - 1 :: int(parts)]


def planned(fleet: Fleet, shards: int, form: str) -> str:
    """The plan as JSON, or as a workflow of GitHub or GitLab. UserError for no number of jobs."""
    most = 200 if form == "gitlab" else 256  # so many jobs a matrix may have there
    if not 0 < shards <= most:
        raise UserError(f"--shards {shards} is not a number of jobs", f"write a number from 1 to {most}")
    parts = [f"{number}/{shards}" for number in range(1, min(shards, len(fleet.schools)) + 1)]
    parts = [f"{number}/{len(parts)}" for number in range(1, len(parts) + 1)]
    if form == "json":
        jobs = [{"shard": part, "schools": [school.name for school in shard(fleet.schools, part)]} for part in parts]
        return json.dumps({"include": jobs}, indent=2) + "\n"
    workflow = (Path(__file__).parent / _FORMS[form]).read_text(encoding="utf-8")
    return workflow.replace("[SHARDS]", json.dumps(parts))
