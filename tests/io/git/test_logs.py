"""The logs of many paths, read by one process: each is what git says of those paths alone."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from clausebook.io.git import open_repository
from tests.history.repositories import School

PATHS = tuple((f"policy/{name}.yaml", f"clauses/{name}/") for name in ("oak", "oaks", "elm"))


def grown(root: Path, seed: int) -> list[str]:
    """A history of small changes, most of them to one policy; sometimes with a merge, or a file that moves."""
    school, chance = School(root), random.Random(seed)
    commits = [school.commit("Begin", {f"policy/{name}.yaml": f"id: {name}\n" for name in ("oak", "oaks", "elm")})]
    for number in range(12):
        changed = {f"clauses/{chance.choice(['oak', 'oaks', 'elm'])}/{chance.choice('abc')}.yaml": f"{number} {seed}\n"}
        if chance.random() < 0.2:
            changed |= {"policy/oak.yaml": f"id: oak {number}\n", "notes.txt": f"{number}\n"}
        if seed % 3 == 1 and number == 6:
            school.git("checkout", "--quiet", "-b", "side", commits[2])
            commits.append(school.commit("Say aside", {"clauses/elm/side.yaml": "aside\n"}))
            school.git("checkout", "--quiet", "main")
            school.git("merge", "--quiet", "--no-ff", "--message", "Merge", "side")
        elif seed % 3 == 2 and number == 6:
            school.git("mv", "policy/oaks.yaml", "clauses/elm/moved.yaml")
        commits.append(school.commit(f"Change {number}", changed))
    return commits


@pytest.mark.parametrize("seed", range(6))
def test_the_logs_of_many_paths_are_those_that_git_gives_one_by_one(tmp_path: Path, seed: int) -> None:
    commits = grown(tmp_path, seed)
    wanted = [(random.Random(seed + at).choice(commits), paths) for at, paths in enumerate(PATHS)]
    repository = open_repository(tmp_path)
    one_by_one = tuple(repository.log(old, repository.state.head, paths) for old, paths in wanted)
    assert repository.logs(wanted) == one_by_one
    assert any(one_by_one)
