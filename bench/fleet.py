"""Builds a generated trust: here, on one and two workers of dask, once more, with a broken school and a worker killed.

    .venv/bin/python -m bench.fleet [SCHOOLS [POLICIES]]

40 schools of 5 policies in 2 editions each, an approved one and a draft. The outputs of both runs are compared byte for
byte. Wall and CPU seconds of this process and all of its workers; each run has an empty cache. One worker is run on one
core, too: it typesets and runs git beside the pages, and has more than one core's worth of another.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from pathlib import Path

from clausebook.fleet.building import SchoolBuild, build_all, build_one
from clausebook.fleet.rounds import FleetOrder, SchoolTask
from tests.fleet.fleets import order, trust
from tests.history.repositories import School, approve_by_hand, environment

RULES = (
    "Staff must lock the {thing} away at the end of the day.",
    "Staff must not lend the {thing} to pupils.",
    "Staff should tell the headteacher if the {thing} is lost.",
    "Visitors may use the {thing} with permission.",
)
RUNS = (  # workers, whether they are this process, on how many cores
    (1, True, 0, "this process"),
    (1, False, 1, "1 worker on one core"),
    (1, False, 0, "1 worker"),
    (2, False, 0, "2 workers"),
)
THINGS = ("laptop", "key", "camera", "tablet", "minibus", "projector", "trolley", "radio", "kiln", "ladder")


def grown(school: School, policies: int, chance: random.Random) -> None:
    """Give a school so many policies, each approved once and drafted again."""
    for number in range(1, policies):
        name = f"policy-{number}"
        text = (school.root / "policy" / "phones.yaml").read_text(encoding="utf-8")
        school.write({f"policy/{name}.yaml": text.replace("id: phones", f"id: {name}").replace("Phones", name.title())})
        for clause in ("introduction", "calls", "cameras"):
            words = [one.format(thing=chance.choice(THINGS)) for one in chance.sample(RULES, 3)]
            body = "".join(f"  - {one}\n" for one in words)
            school.write({f"clauses/{name}/{clause}.yaml": f"id: {clause}\ntitle: {clause.title()}\nbody:\n{body}"})
    school.commit("Write the policies")
    approve_by_hand(school)
    for path in sorted((school.root / "clauses").glob("*/calls.yaml")):
        path.write_text(path.read_text(encoding="utf-8") + "  - Nobody needs to ask twice.\n", encoding="utf-8")
    school.commit("Say that nobody needs to ask twice\n\nReason: some did")


def killed(mark: Path, task: SchoolTask) -> SchoolBuild:
    """Build a school; at the third one the worker is killed the first time."""
    if task.school.name == "school-2" and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return build_one(task)


class Distributed(FleetOrder):
    """One worker is one of dask, too, and not this process."""

    @property
    def is_alone(self) -> bool:
        return False


def built(
    folder: Path,
    workers: int,
    here: bool = False,
    work: Callable[[SchoolTask], SchoolBuild] = build_one,
    cores: int = 0,
) -> tuple[dict[str, SchoolBuild], float, float]:
    """What came of every school, wall and CPU seconds; on so many cores, 0 are all."""
    all_cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(all_cores)[: cores or None])
    before, start = os.times(), time.perf_counter()
    asked = order(folder, workers)
    asked = asked if here else Distributed(**vars(asked))
    found = {one.name: one for one in build_all(asked, lambda step: None, work)}
    after = os.times()
    os.sched_setaffinity(0, all_cores)
    return found, time.perf_counter() - start, sum(after[:4]) - sum(before[:4])


def forget(folder: Path) -> None:
    """As if nothing had been built."""
    shutil.rmtree(folder / "schools", ignore_errors=True)
    shutil.rmtree(folder / ".cache" / "fleet" / "schools", ignore_errors=True)
    shutil.rmtree(folder / ".cache" / "fleet" / "built", ignore_errors=True)


def outputs(folder: Path) -> str:
    """A hash of all bytes of all schools."""
    hashed = sha256()
    for path in sorted((folder / "schools").rglob("*")):
        if path.is_file():
            hashed.update(path.relative_to(folder).as_posix().encode() + sha256(path.read_bytes()).digest())
    return hashed.hexdigest()


def main(schools: int, policies: int) -> None:
    """Print a line a run."""
    os.environ.update(environment())
    with tempfile.TemporaryDirectory(prefix="fleet-") as scratch:
        folder = Path(scratch)
        for number, school in enumerate(trust(folder, *(f"school-{one}" for one in range(schools))).values()):
            grown(school, policies, random.Random(number))
        size = subprocess.run(["du", "-sm", str(folder)], capture_output=True, text=True, check=True).stdout.split()[0]
        print(f"{schools} schools, {policies} policies, 2 editions of each at most; {size} MiB of repositories")
        hashes: list[str] = []
        walls: list[float] = []
        for workers, here, cores, name in RUNS:
            forget(folder)
            found, wall, cpu = built(folder, workers, here, cores=cores)
            hashes.append(outputs(folder))
            walls.append(wall)
            files = sum(len(one.files) for one in found.values())
            print(f"{name:28} {wall:8.1f} s {cpu:8.1f} s CPU  {files} files, {bad(found)} not built", flush=True)
        *others, two = walls
        print(f"same bytes: {len(set(hashes)) == 1}; 2 workers are", end=" ")
        print(
            ", ".join(
                f"{wall / two:.2f} times as fast as {name}" for wall, (*_, name) in zip(others, RUNS, strict=False)
            )
        )
        found, wall, cpu = built(folder, 2)
        fresh = sum(one.fresh for one in found.values())
        print(f"{'once more':28} {wall:8.1f} s {cpu:8.1f} s CPU  {fresh} unchanged, {bad(found)} not built")
        forget(folder)
        broken = folder / "school-1" / "clauses" / "phones" / "calls.yaml"
        broken.write_text("id: [calls\n", encoding="utf-8")
        subprocess.run(["git", "commit", "-qam", "Break it"], cwd=folder / "school-1", check=True)
        found, wall, cpu = built(folder, 2, work=partial(killed, folder / "killed"))
        print(f"{'an error, a worker killed':28} {wall:8.1f} s {cpu:8.1f} s CPU  {bad(found)} not built")


def bad(found: dict[str, SchoolBuild]) -> int:
    """How many schools were not built."""
    return sum(1 for one in found.values() if one.trouble)


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    main(given[0] if given else 40, given[1] if len(given) > 1 else 5)
