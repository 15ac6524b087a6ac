"""fleet.yaml -> the schools of a trust."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clausebook.errors import UserError
from clausebook.model.decode import Decoder
from clausebook.model.finding import Finding, LoadError
from clausebook.model.fleet import Fleet, FleetSchool
from clausebook.model.location import SourceLocation
from clausebook.source.locate import locate
from clausebook.source.parse import parse

FILE = "fleet.yaml"


@dataclass(frozen=True)
class Listed:
    """The fleet, or the findings that stand against it."""

    fleet: Fleet | None
    findings: tuple[Finding, ...] = ()


def listed(root: Path) -> Listed:
    """The fleet that `root`/fleet.yaml describes. Raises UserError where there is no such file."""
    try:
        data = (root / FILE).read_bytes()
    except OSError as error:
        hint = "write schools: and below it a folder or git address a line, each behind a dash"
        raise UserError(f"there is no {FILE} in {root} ({error.strerror})", hint) from error
    value, faults = parse(data, FILE)
    reader = Decoder()
    plain: Any = value if value is not None else {}
    fleet = None if faults else reader.read(Fleet, plain, SourceLocation(FILE))
    found = [*faults, *reader.faults, *(_twice(fleet) if fleet else ())]
    findings = (Finding(one.place, one.message, one.hint, "error", one.kind) for one in found)
    return Listed(None if found else fleet, locate(findings, {FILE: data}))


def _twice(fleet: Fleet) -> list[LoadError]:
    """Two schools of one name would share a folder."""
    names = Counter(school.name for school in fleet.schools)
    return [
        LoadError(
            "schema", school.place, f"two schools are called {school.name}", "give one of them another name with id:"
        )
        for school in fleet.schools
        if names[school.name] > 1
    ]


def shard(schools: tuple[FleetSchool, ...], part: str) -> tuple[FleetSchool, ...]:
    """Part K/N of the schools, such as 2/4: every school is in one part. Raises UserError for another text."""
    number, slash, parts = part.partition("/")
    if not (slash and number.isdecimal() and parts.isdecimal() and 0 < int(number) <= int(parts)):
        raise UserError(f"--shard {part} is no part of a fleet", "write --shard 1/4 to 4/4")
    return schools[int(number) - 1 :: int(parts)]
