"""A small trust in a temporary folder: real repositories whose engine is the one that runs the tests."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from clausebook.fleet.building import FleetOrder
from clausebook.fleet.engines import trusted
from clausebook.fleet.listing import listed
from clausebook.fleet.machine import Machine
from clausebook.io.wheel import PIN, pin_text
from tests.history.repositories import FILES, School

DAY = date(2026, 11, 28)


def own_engine(folder: Path) -> str:
    """engine.lock for the engine that runs: its wheel is not needed, because it is there already."""
    (folder / "fleet.yaml").write_text("schools: []\n", encoding="utf-8")
    found = listed(folder).fleet
    assert found is not None
    own = trusted(found, folder).own
    return "".join(pin_text("1.0.0", digest, "vendor/engine.whl") for digest in sorted(own)[:1])


def pinned(folder: Path) -> dict[str, str]:
    """The files of a small content-only school."""
    return {**FILES, PIN: own_engine(folder)}


def trust(folder: Path, *names: str) -> dict[str, School]:
    """Schools below `folder`, one commit each, and a fleet.yaml that lists them."""
    folder.mkdir(parents=True, exist_ok=True)
    files = pinned(folder)
    schools: dict[str, School] = {}
    for name in names:
        schools[name] = school = School(folder / name)
        school.write({**files, "policy/school.yaml": files["policy/school.yaml"].replace("Hill", name.capitalize())})
        school.git("add", "--all")
        school.git("commit", "--quiet", "--message", "Begin")
    (folder / "fleet.yaml").write_text("schools:\n" + "".join(f"  - {name}\n" for name in names), encoding="utf-8")
    return schools


def order(folder: Path) -> FleetOrder:
    """Everything that the fleet lists, on this machine."""
    found = listed(folder)
    assert found.fleet is not None, found.findings
    return FleetOrder(
        root=folder,
        fleet=found.fleet,
        schools=found.fleet.schools,
        trusted=trusted(found.fleet, folder),
        as_of=DAY,
        machine=Machine(str(folder / ".cache" / "fleet"), found.fleet.cache),
    )
