"""fleet.yaml: what it may say, what is said against it, and the parts that CI builds."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from clausebook.cli import _parser
from clausebook.errors import UserError
from clausebook.fleet.checkout import fetched
from clausebook.fleet.engines import TrustedEngines
from clausebook.fleet.listing import listed, planned, shard
from clausebook.fleet.rounds import FleetOrder, visit
from clausebook.model.fleet import Fleet, FleetSchool
from tests.fleet.fleets import order, trust


def read(folder: Path, text: str) -> Fleet:
    (folder / "fleet.yaml").write_text(text, encoding="utf-8")
    found = listed(folder)
    assert found.fleet is not None, found.findings
    return found.fleet


def test_a_school_is_a_folder_or_an_address_and_is_named_by_its_last_part(tmp_path: Path) -> None:
    fleet = read(
        tmp_path,
        "schools:\n  - schools/Oak Hill\n  - https://git.example/trust/ash.git\n  - git@git.example:trust/elm.git\n"
        "  - {at: ../beech, id: beech-primary, branch: published}\n",
    )
    assert [school.name for school in fleet.schools] == ["oak-hill", "ash", "elm", "beech-primary"]
    assert [school.is_address for school in fleet.schools] == [False, True, True, False]
    assert fleet.schools[-1].branch == "published"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("schools:\n  - oak\n  - trust/oak\n", 2, "two schools are called oak"),
        ("schools:\n  - at: oak\n    branche: main\n", 3, "unknown key branche"),
        ("schools:\n  - oak\nengines:\n  - 12ab\n", 4, "SHA-256"),
        ("schools: oak\n", 1, "expected a list"),
        ("schools:\n  - [oak\n", 2, "not closed"),
        ("", 1, "empty"),
        ("engines: []\n", 1, "no schools"),
        ("schools: []\n", 1, "lists no schools"),
    ],
)
def test_what_is_wrong_is_a_finding_with_its_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    (tmp_path / "fleet.yaml").write_text(text, encoding="utf-8")
    found = listed(tmp_path)
    assert found.fleet is None
    assert any(words in one.message and one.place.line in (line, 0) for one in found.findings), found


def test_a_folder_without_fleet_yaml_is_said_with_what_to_write(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"there is no fleet\.yaml") as error:
        listed(tmp_path)
    assert "schools:" in error.value.hint


@given(st.integers(1, 40), st.integers(1, 12))
def test_every_school_is_in_one_part(schools: int, parts: int) -> None:
    fleet = tuple(FleetSchool(at=f"school-{number}") for number in range(schools))
    split = [school for number in range(1, parts + 1) for school in shard(fleet, f"{number}/{parts}")]
    assert sorted(split, key=lambda one: one.at) == sorted(fleet, key=lambda one: one.at)


@pytest.mark.parametrize("part", ["0/4", "5/4", "1", "one/4", "1/0", "-1/2"])
def test_a_part_that_is_none_is_refused(part: str) -> None:
    with pytest.raises(UserError, match="is not part of a fleet"):
        shard((FleetSchool(at="oak"),), part)


def test_the_plan_names_each_school_once_and_makes_no_empty_jobs() -> None:
    fleet = Fleet(schools=tuple(FleetSchool(at=name) for name in ("oak", "ash", "elm")))
    jobs = json.loads(planned(fleet, 8, "json"))["include"]
    assert [job["shard"] for job in jobs] == ["1/3", "2/3", "3/3"]
    assert sorted(name for job in jobs for name in job["schools"]) == ["ash", "elm", "oak"]


@pytest.mark.parametrize(("form", "job"), [("github", "jobs"), ("gitlab", "fleet")])
def test_a_workflow_is_yaml_that_builds_each_part(form: str, job: str) -> None:
    fleet = Fleet(schools=tuple(FleetSchool(at=name) for name in ("oak", "ash", "elm")))
    text = planned(fleet, 2, form)
    assert YAML(typ="safe").load(text)[job]
    assert '["1/2", "2/2"]' in text
    assert "build.py fleet build" in text
    assert "[SHARDS]" not in text


def commands(form: str) -> list[str]:
    """What a job of the workflow runs, as a shell is given it."""
    plan = YAML(typ="safe").load(planned(Fleet(schools=(FleetSchool(at="oak"),)), 2, form))
    if form == "gitlab":
        return [*plan["fleet"]["script"], *plan["fleet"]["after_script"]]
    steps = [step["run"] for step in plan["jobs"]["build"]["steps"] if "run" in step]
    return [step.replace("${{ matrix.shard }}", "1/2") for step in steps]


@pytest.mark.parametrize("form", ["github", "gitlab"])
def test_a_shell_runs_each_line_of_a_workflow_and_the_command_takes_its_words(form: str, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python3").write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/said\n')
    (tmp_path / "bin" / "python3").chmod(0o755)
    path = f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"
    variables = {"PATH": path, "GITHUB_ENV": str(tmp_path / "env"), "SHARD": "1/2"}
    for line in commands(form):
        subprocess.run(["sh", "-euc", line], env=variables, cwd=tmp_path, check=True)
    said = (tmp_path / "said").read_text(encoding="utf-8").splitlines()
    assert said == [f"build.py fleet {what} --workers 1 --shard 1/2" for what in ("build", "status")]
    for line in said:
        assert _parser().parse_args(line.split()[1:]).shard == "1/2"
    if form == "github":
        assert (tmp_path / "env").read_text(encoding="utf-8") == "PART=1-2\n"


def test_gitlab_takes_fewer_jobs_than_github_and_no_slash_in_the_name_of_a_cache() -> None:
    fleet = Fleet(schools=(FleetSchool(at="oak"),))
    assert planned(fleet, 201, "github")
    with pytest.raises(UserError, match="not a number of jobs"):
        planned(fleet, 201, "gitlab")
    key = YAML(typ="safe").load(planned(fleet, 2, "gitlab"))["fleet"]["cache"]["key"]
    assert key == "fleet-$CI_NODE_INDEX"


def test_a_number_of_jobs_that_is_none_is_refused() -> None:
    with pytest.raises(UserError, match="not a number of jobs"):
        planned(Fleet(schools=()), 0, "json")


def refused(order: FleetOrder) -> dict[str, str]:
    """What is said of each school at which nothing can be done."""
    found = visit(order, lambda task: ("", ""), lambda name, why: (name, why), lambda step: None)
    return {name: why for _, (name, why) in found if name}


@pytest.mark.source
@pytest.mark.slow
def test_what_is_no_school_is_said_of_it_and_of_no_other(tmp_path: Path) -> None:
    oak = trust(tmp_path, "oak")["oak"]
    oak.commit("Say more", {"more.txt": "more"})
    oak.git("clone", "--quiet", "--depth", "1", oak.root.as_uri(), str(tmp_path / "shallow"))
    oak.git("init", "--quiet", str(tmp_path / "empty"))
    (oak.root / "inside").mkdir()
    read(tmp_path, "schools: [nowhere, oak/inside, empty, shallow, oak, {at: oak, id: elm, branch: elm}]")
    assert refused(order(tmp_path)) == {
        "nowhere": "nowhere is not there\n    hint: look at its address in fleet.yaml",
        "inside": "oak/inside is not a git repository\n    hint: look at its address in fleet.yaml",
        "empty": "empty has no commit yet\n    hint: git branch --all lists what it has",
        "shallow": "shallow is a shallow clone: editions need all of history"
        "\n    hint: git fetch --unshallow brings it",
        "elm": "oak has no branch elm\n    hint: git branch --all lists what it has",
    }


@pytest.mark.source
def test_a_proposal_that_is_not_pushed_outlives_a_fetch_and_other_branches_are_those_of_the_school(
    tmp_path: Path,
) -> None:
    school = trust(tmp_path, "oak")["oak"]
    here = FleetSchool(at=school.root.as_uri(), id="oak")
    school.git("branch", "old")
    clone = fetched(here, tmp_path, tmp_path / "kept")
    school.git("-C", str(clone), "branch", "upstream/0123456789", "main")
    proposed = school.git("rev-parse", "main")
    school.git("branch", "--delete", "old")
    school.commit("Say more", {"notes.txt": "more"})
    fetched(here, tmp_path, tmp_path / "kept")
    assert school.git("-C", str(clone), "branch", "--format=%(refname:short)").split() == [
        "main",
        "upstream/0123456789",
    ]
    assert school.git("-C", str(clone), "rev-parse", "upstream/0123456789") == proposed
    # the school's own branch of that name counts, and one called "upstream" leaves no room for it
    school.git("branch", "upstream/0123456789", "main")
    fetched(here, tmp_path, tmp_path / "kept")
    assert school.git("-C", str(clone), "rev-parse", "upstream/0123456789") == school.git("rev-parse", "main")
    school.git("branch", "--delete", "upstream/0123456789")
    school.git("branch", "upstream")
    fetched(here, tmp_path, tmp_path / "kept")
    assert school.git("-C", str(clone), "branch", "--format=%(refname:short)").split() == ["main", "upstream"]


@pytest.mark.source
@pytest.mark.parametrize("address", ["oak/engine.lock/cache", "oak/engine.lock", "nonsense://bucket"])
def test_a_cache_that_cannot_be_used_is_named_before_anything_is_built(tmp_path: Path, address: str) -> None:
    trust(tmp_path, "oak")
    read(tmp_path, f"schools: [oak]\ncache: {address}\n")
    with pytest.raises(UserError, match=f"the cache .*{address} cannot be used") as error:
        refused(order(tmp_path))
    assert "cache: in fleet.yaml" in error.value.hint


@pytest.mark.parametrize(
    ("lock", "words"),
    [
        ("sha256: {", "names no engine by its SHA-256"),
        (f"version: 9.9\nsha256: {'a' * 64}\n", "the fleet does not list"),
        (None, "it has no engine"),
    ],
)
def test_an_engine_that_may_not_run_is_refused(tmp_path: Path, lock: str | None, words: str) -> None:
    if lock:
        (tmp_path / "engine.lock").write_text(lock, encoding="utf-8")
    with pytest.raises(UserError, match=words):
        TrustedEngines(frozenset({"b" * 64}), {}).engine_of(tmp_path)
