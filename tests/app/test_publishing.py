"""The ready workflows: asleep until switched on, with few rights, and made of commands that exist."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from clausebook.cli import _parser

ROOT = Path(__file__).resolve().parents[2]
GITHUB, GITLAB = ROOT / ".github" / "workflows" / "policies.yml", ROOT / ".gitlab-ci.yml"
FRESH = ROOT / ".github" / "workflows" / "fresh.yml"
COMMAND = re.compile(r"python3 build\.py ([^|>&;{}`\n]*)")
GUIDE = (ROOT / "docs" / "publishing.md").read_text(encoding="utf-8")


@cache
def read(path: Path) -> dict[str, Any]:
    """A workflow as its service reads it."""
    from ruamel.yaml import YAML

    found: dict[str, Any] = YAML(typ="safe").load(path)
    return found


def lines(path: Path) -> Iterator[str]:
    """Every script of a workflow."""
    if path == GITHUB:
        for job in read(path)["jobs"].values():
            yield from (step["run"] for step in job["steps"] if "run" in step)
    else:
        yield from (line for job in read(path).values() if isinstance(job, dict) for line in job.get("script", ()))


@pytest.mark.parametrize("text", [*lines(GITHUB), *lines(GITLAB), GUIDE])
def test_every_command_that_workflows_and_their_guide_name_exists_with_its_options(text: str) -> None:
    # ${BASE:+--from "$BASE"} becomes what the shell makes of it
    plain = re.sub(r'\$\{\w+:\+(--\w+) "[^"]*"\}', r"\1 HEAD", text)
    for command in COMMAND.findall(plain):
        words = shlex.split(command)
        if words != ["--help"]:
            _parser().parse_args(words)  # exits, and so fails, for what it does not know


def test_the_workflows_check_build_and_summarise() -> None:
    for path in (GITHUB, GITLAB):
        named = {command.split()[0] for text in lines(path) for command in COMMAND.findall(text)}
        assert {"check", "build", "review"} <= named


def test_nothing_runs_before_a_school_switches_it_on() -> None:
    jobs = read(GITHUB)["jobs"]
    assert jobs["build"]["if"] == "vars.POLICIES == 'on'"
    assert all(job["needs"] == "build" for name, job in jobs.items() if name != "build")
    # a job that needs another is left out with it, unless it asks to run whatever happened
    assert "vars.POLICIES == 'on'" in jobs["sarif"]["if"]
    assert "vars.POLICIES_SITE == 'on'" in jobs["publish"]["if"]
    first = read(GITLAB)["workflow"]["rules"][0]
    assert first == {"if": '$POLICIES != "on"', "when": "never"}
    assert "POLICIES_SITE" in read(GITLAB)["pages"]["rules"][0]["if"]


def test_every_switch_is_in_the_guide_and_every_switch_of_the_guide_is_in_a_workflow() -> None:
    text = GITHUB.read_text(encoding="utf-8") + GITLAB.read_text(encoding="utf-8")
    switches = set(re.findall(r"POLICIES\w*", text))
    assert switches == set(re.findall(r"POLICIES\w*", GUIDE))


def test_the_whole_history_is_fetched() -> None:
    (checkout,) = [step for step in read(GITHUB)["jobs"]["build"]["steps"] if "checkout" in step.get("uses", "")]
    assert checkout["with"] == {"fetch-depth": 0, "persist-credentials": False}
    assert read(GITLAB)["build"]["variables"]["GIT_DEPTH"] == "0"


def test_only_jobs_that_run_nothing_of_the_change_may_write() -> None:
    workflow = read(GITHUB)
    assert set(workflow["on"]) == {"pull_request", "push", "workflow_dispatch"}  # never pull_request_target
    assert workflow["permissions"] == {"contents": "read"}
    for name, job in workflow["jobs"].items():
        writes = [right for right, how in job.get("permissions", {}).items() if how == "write"]
        steps = "".join(str(step) for step in job["steps"])
        assert name == "build" or "checkout" not in steps
        assert not writes or "build.py" not in steps
    assert "head.repo.full_name == github.repository" in workflow["jobs"]["comment"]["if"]
    assert "secrets." not in GITHUB.read_text(encoding="utf-8")


def test_actions_are_pinned_and_nothing_of_a_change_is_pasted_into_a_shell() -> None:
    for job in read(GITHUB)["jobs"].values():
        for step in job["steps"]:
            uses = step.get("uses")
            assert uses is None or re.fullmatch(r"(actions|github)/[\w./-]+@[0-9a-f]{40}", uses)
            assert "${{" not in step.get("run", "")  # values come through the environment, where they stay values


def test_the_action_for_other_repositories_runs_commands_that_exist_and_pastes_nothing_into_a_shell() -> None:
    steps = read(ROOT / "action.yml")["runs"]["steps"]
    plain = re.sub(r'\$\{\w+:\+(--\w+) "[^"]*"\}', r"\1 HEAD", "\n".join(step.get("run", "") for step in steps))
    named = [shlex.split(command) for command in COMMAND.findall(plain)]
    assert {words[0] for words in named} == {"--help", "check", "build", "review"}
    for words in named:
        if words != ["--help"]:
            _parser().parse_args(words)
    for step in steps:
        assert "${{" not in step.get("run", "")
        assert re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", step.get("uses", "actions/x@" + "0" * 40))


def test_the_weekly_run_with_fresh_examples_is_apart_asleep_and_may_only_read() -> None:
    workflow = read(FRESH)
    (job,) = workflow["jobs"].values()
    assert (job["if"], workflow["permissions"]) == ("vars.ENGINE == 'on'", {"contents": "read"})
    assert all(re.search(r"@[0-9a-f]{40}$", step["uses"]) for step in job["steps"] if "uses" in step)
    assert any(".ci/fresh" in step.get("run", "") for step in job["steps"])
    assert 'echo "ci: properties with fresh examples; SEED=$seed' in (ROOT / ".ci" / "fresh").read_text(
        encoding="utf-8"
    )
