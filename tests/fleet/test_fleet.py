"""A trust's schools built together: the same bytes as each by itself, whatever happens to one of them or a worker."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from clausebook.app.building import build
from clausebook.fleet.building import SchoolBuild, build_all, build_one
from clausebook.fleet.checkout import committed
from clausebook.fleet.proposing import propose_all
from clausebook.fleet.rounds import SchoolTask, WorkerSettings
from clausebook.fleet.standing import looked_at
from clausebook.io.wheel import PIN, pin_text, read_pin, read_wheel
from clausebook.model.artefact import Order
from tests.fleet.fleets import DAY, order, trust
from tests.history.repositories import School, environment
from tests.packaging.schools import next_wheel

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def no_git_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commits are made by nobody in particular."""
    for name, value in environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("CLAUSEBOOK_CACHE", "")  # what a fleet sets in its process ends with the test


def built(
    folder: Path, workers: int = 1, work: Callable[[SchoolTask], SchoolBuild] = build_one
) -> dict[str, SchoolBuild]:
    return {one.name: one for one in build_all(order(folder, workers), lambda step: None, work)}


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def alone(school: School, at: Path) -> dict[str, bytes]:
    """What the school's own build gives in a clone of it."""
    school.git("clone", "--quiet", str(school.root), str(at))
    assert not build(Order(root=at, as_of=DAY), lambda step: None).failed
    return files(at / "output")


def test_two_workers_give_each_school_the_bytes_of_its_own_build_and_hold_nobody_up(tmp_path: Path) -> None:
    schools = trust(tmp_path / "trust", "oak", "ash", "elm")
    schools["elm"].replace("clauses/phones/calls.yaml", "id: calls", "id: [calls")
    schools["elm"].git("commit", "--quiet", "--all", "--message", "Break it")
    schools["oak"].write({"clauses/phones/calls.yaml": "not committed, not built\n"})
    with (tmp_path / "trust" / "fleet.yaml").open("a", encoding="utf-8") as listing:
        listing.write("  - nowhere\n")
    found = built(tmp_path / "trust", workers=2)
    assert "calls.yaml" in found["elm"].trouble[0]
    assert "is not there" in found["nowhere"].trouble[0]
    assert found["oak"].remarks == ("what is not committed there was not built",)
    for name in ("oak", "ash"):
        assert files(tmp_path / "trust" / "schools" / name / "output") == alone(schools[name], tmp_path / name)
    again = built(tmp_path / "trust")
    assert [again[name].fresh for name in ("oak", "ash", "elm")] == [True, True, False]
    schools["ash"].replace("clauses/phones/calls.yaml", "outside lessons", "after lessons")
    schools["ash"].git("commit", "--quiet", "--all", "--message", "Say after")
    again = built(tmp_path / "trust")
    assert (again["oak"].fresh, again["ash"].fresh, bool(again["ash"].files)) == (True, False, True)


def killed_once(mark: Path, task: SchoolTask) -> SchoolBuild:
    """Something of a school; at ash the worker is killed the first time."""
    if task.school.name == "ash" and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return SchoolBuild(name=task.school.name, files={"made.txt": task.school.name.encode()})


def killed_always(task: SchoolTask) -> SchoolBuild:
    if task.school.name == "ash":
        os._exit(9)
    return SchoolBuild(name=task.school.name, files={"made.txt": task.school.name.encode()})


@pytest.mark.parametrize("always", [False, True], ids=["once", "always"])
def test_a_worker_that_is_killed_loses_no_school_but_the_one_that_kills_it(tmp_path: Path, always: bool) -> None:
    trust(tmp_path, "oak", "ash", "elm")
    found = built(tmp_path, 2, killed_always if always else partial(killed_once, tmp_path / "killed"))
    assert all(found[name].files for name in ("oak", "elm"))
    assert bool(found["ash"].files) is not always
    assert not always or "is there memory" in found["ash"].trouble[0]


def test_a_school_may_pin_another_engine_if_the_trust_lists_it(tmp_path: Path) -> None:
    schools = trust(tmp_path, "oak", "ash")
    wheel = read_wheel(next_wheel(tmp_path / "wheel", rule="th { --wider: 1 }"))
    digest = read_pin(wheel.pin)["sha256"]
    (tmp_path / "oak" / "vendor").mkdir()
    (tmp_path / "oak" / wheel.path).write_bytes(wheel.content)
    schools["oak"].write({PIN: pin_text(wheel.version, digest, wheel.path)})
    schools["oak"].git("add", "--all")
    schools["oak"].git("commit", "--quiet", "--message", "Take a later engine")
    assert "does not list" in built(tmp_path)["oak"].trouble[0]
    with (tmp_path / "fleet.yaml").open("a", encoding="utf-8") as listing:
        listing.write(f"engines:\n  - {{sha256: {digest}, version: {wheel.version}}}\n")
    found = built(tmp_path)
    assert found["oak"].files, found["oak"].trouble
    style = "site/assets/policy.css"
    assert b"--wider" in found["oak"].files[style]
    assert b"--wider" not in found["ash"].files[style]
    oak, ash = looked_at(order(tmp_path), lambda step: None).schools
    assert (oak.engine, oak.newer_engine, ash.newer_engine) == ("1.1.0", "", "1.1.0")
    assert [one.policy for one in oak.policies] == ["phones"]
    (tmp_path / "oak" / wheel.path).write_bytes(wheel.content + b"x")
    schools["oak"].git("commit", "--quiet", "--all", "--message", "Change the wheel")
    shutil.rmtree(tmp_path / ".cache" / "fleet" / "engines")
    assert "not the engine" in built(tmp_path)["oak"].trouble[0]


def test_machines_that_share_a_cache_make_nothing_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trust(tmp_path, "oak")
    with (tmp_path / "fleet.yaml").open("a", encoding="utf-8") as listing:
        listing.write(f"cache: {(tmp_path / 'shared').as_posix()}\n")
    first = built(tmp_path)["oak"].files
    assert first
    shutil.rmtree(tmp_path / ".cache" / "fleet" / "schools")
    shutil.rmtree(tmp_path / "schools")

    def never(*given: object) -> dict[str, bytes]:
        raise AssertionError("made again")

    monkeypatch.setattr("clausebook.app.building.make", never)
    assert built(tmp_path)["oak"].files == first


def test_a_worker_without_the_fleets_folder_builds_from_what_it_is_sent(tmp_path: Path) -> None:
    schools = trust(tmp_path / "trust", "oak")
    asked = order(tmp_path / "trust")
    task = SchoolTask(
        school=committed("oak", schools["oak"].root, ""),
        as_of=DAY,
        trusted=asked.trusted,
        machine=WorkerSettings(str(tmp_path / "elsewhere")),
    )
    shutil.rmtree(schools["oak"].root)
    assert build_one(task).files


def test_upstreams_change_becomes_a_branch_with_its_reason_and_nothing_else_is_touched(tmp_path: Path) -> None:
    schools = trust(tmp_path, "oak", "ash", "up")
    up = schools["up"]
    for name in ("oak", "ash"):
        commit = up.git("rev-parse", "HEAD")
        schools[name].write({"policy/upstream.yaml": f"address: {up.root.as_posix()}\ncommit: {commit}\n"})
        schools[name].git("add", "--all")
        schools[name].git("commit", "--quiet", "--message", "Follow upstream")
    schools["ash"].replace("clauses/phones/calls.yaml", "outside lessons", "in no lesson")
    schools["ash"].git("commit", "--quiet", "--all", "--message", "Say it otherwise")
    up.replace("clauses/phones/calls.yaml", "outside lessons", "after lessons")
    up.git("commit", "--quiet", "--all", "--message", "Say after lessons\n\nReason: lessons come first")
    with (tmp_path / "fleet.yaml").open("w", encoding="utf-8") as listing:
        listing.write("schools: [oak, ash]\nupstream: up\n")
    before = {name: schools[name].git("rev-parse", "HEAD") for name in ("oak", "ash")}
    assert [one.upstream and one.upstream.behind for one in looked_at(order(tmp_path), lambda step: None).schools] == [
        1,
        1,
    ]
    oak, ash = propose_all(order(tmp_path), False, lambda step: None)
    assert (oak.branch.startswith("upstream/"), oak.pushed, oak.trouble) == (True, False, ())
    assert "changed the same words" in ash.trouble[0]
    assert "calls.yaml" in ash.trouble[1]
    assert "after lessons" in schools["oak"].git("show", f"{oak.branch}:clauses/phones/calls.yaml")
    assert "lessons come first" in schools["oak"].git("log", "-1", "--format=%B", oak.branch)
    assert (tmp_path / oak.pack).is_dir()
    assert list((tmp_path / oak.pack).rglob("*.pdf"))
    assert {name: schools[name].git("rev-parse", "HEAD") for name in ("oak", "ash")} == before
    assert schools["oak"].git("status", "--porcelain") == ""
    assert schools["ash"].git("branch", "--list", "upstream/*") == ""
    (again, _) = propose_all(order(tmp_path), False, lambda step: None)
    assert again.lines == ("proposed before, and left as it is",)


def test_a_proposal_reaches_an_addressed_school_only_with_push_and_what_stops_one_school_is_said(
    tmp_path: Path,
) -> None:
    schools = trust(tmp_path, "oak", "ash", "yew", "fir", "up")
    up = schools["up"]
    follow = f"address: {up.root.as_posix()}\ncommit: {up.git('rev-parse', 'HEAD')}\n"
    for name in ("oak", "ash", "fir"):
        schools[name].commit("Follow upstream", {"policy/upstream.yaml": follow})
    up.replace("clauses/phones/calls.yaml", "outside lessons", "after lessons")
    up.git("commit", "--quiet", "--all", "--message", "Say after lessons\n\nReason: lessons come first")
    schools["ash"].git("branch", "upstream")
    origin = tmp_path / "origin.git"
    up.git("clone", "--quiet", "--bare", str(schools["oak"].root), str(origin))
    listing = f"schools:\n  - {{at: '{origin.as_uri()}', id: oak}}\n  - ash\n  - yew\n  - fir\n"
    (tmp_path / "fleet.yaml").write_text(listing, encoding="utf-8")
    for push, before in ((False, False), (False, True), (True, True)):
        oak, ash, yew, fir = propose_all(order(tmp_path), push, lambda step: None)
        assert (bool(oak.pushed), oak.trouble) == (push, ())
        assert ("proposed before, and left as it is" in oak.lines) == before
        assert ("(not pushed)" in oak.line) == (not before)
        assert bool(up.git("-C", str(origin), "branch", "--list", "upstream/*")) == push
    assert "after lessons" in up.git("-C", str(origin), "show", f"{oak.branch}:clauses/phones/calls.yaml")
    assert "git branch -m upstream" in ash.trouble[0]
    assert yew.line == "yew: follows no upstream"
    # there is nowhere to push to, and the branch is there all the same
    assert fir.line.splitlines()[0] == f"fir: branch {fir.branch} (not pushed)"
    assert "cannot be pushed" in fir.trouble[0]
    assert fir.branch in schools["fir"].git("branch", "--list", "upstream/*")
