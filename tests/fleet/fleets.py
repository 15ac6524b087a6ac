"""A small trust in a temporary folder: real repositories whose engine is the one that runs the tests."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from datetime import date
from functools import cache
from pathlib import Path

from clausebook.fleet.engines import trusted
from clausebook.fleet.listing import listed
from clausebook.fleet.rounds import FleetOrder
from clausebook.io.wheel import PIN, pin_text
from clausebook.model.fleet import Fleet
from tests.history.repositories import FILES, School

DAY = date(2026, 11, 28)


@cache
def made_once() -> Path:
    """A folder for what a fleet keeps of its own engine: its wheel is made once for all tests."""
    folder = tempfile.mkdtemp(prefix="fleet-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def own_engine() -> str:
    """engine.lock for the engine that runs: its wheel is not needed, because it is there already."""
    own = trusted(Fleet(schools=()), made_once()).own
    return "".join(pin_text("1.0.0", digest, "vendor/engine.whl") for digest in sorted(own)[:1])


def pinned() -> dict[str, str]:
    """The files of a small content-only school."""
    return {**FILES, PIN: own_engine()}


def trust(folder: Path, *names: str) -> dict[str, School]:
    """Schools below `folder`, one commit each, and a fleet.yaml that lists them."""
    folder.mkdir(parents=True, exist_ok=True)
    files = pinned()
    schools: dict[str, School] = {}
    for name in names:
        schools[name] = school = School(folder / name)
        school.write({**files, "policy/school.yaml": files["policy/school.yaml"].replace("Hill", name.capitalize())})
        school.git("add", "--all")
        school.git("commit", "--quiet", "--message", "Begin")
    (folder / "fleet.yaml").write_text("schools:\n" + "".join(f"  - {name}\n" for name in names), encoding="utf-8")
    return schools


def order(folder: Path, workers: int = 1) -> FleetOrder:
    """Everything that the fleet lists, on this machine."""
    found = listed(folder)
    assert found.fleet is not None, found.findings
    return FleetOrder(
        root=folder,
        fleet=found.fleet,
        schools=found.fleet.schools,
        trusted=trusted(found.fleet, made_once()),
        as_of=DAY,
        workers=workers,
    )
