"""The same words give the same bytes: from the cache, from nothing, in this process, in others, and on dask."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from clausebook.app.building import build
from clausebook.io.executors import Executor, Inline
from clausebook.io.executors.dask import Dask
from clausebook.io.executors.pool import Pool
from clausebook.model.artefact import Order
from tests.fleet.fleets import DAY
from tests.history.repositories import School, approve_by_hand, mini_school

pytestmark = pytest.mark.slow
WALK = (  # file, words, other words: a clause, a fact that all share, the clause as it was
    ("clauses/phones/calls.yaml", "outside lessons", "after lessons"),
    ("policy/school.yaml", "Hill", "Dale"),
    ("clauses/phones/calls.yaml", "after lessons", "outside lessons"),
)


def built(root: Path, executor: Executor | None = None) -> Mapping[str, bytes]:
    outcome = build(Order(root=root, as_of=DAY), lambda step: None, executor)
    assert not outcome.failed, outcome.findings
    return outcome.files


def copied(school: School, to: Path) -> Path:
    """The school's folder as it is now; of what was there before, the cache stays."""
    for part in (".git", "policy", "clauses"):
        shutil.rmtree(to / part, ignore_errors=True)
    return Path(shutil.copytree(school.root, to, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".cache", "output")))


def test_after_a_walk_of_edits_five_ways_to_build_give_the_same_bytes(tmp_path: Path) -> None:
    school = mini_school(tmp_path / "cached")
    approve_by_hand(school)
    built(school.root)
    for file, old, new in WALK:
        school.replace(file, old, new)
        found = built(school.root)
    assert built(copied(school, tmp_path / "clean"), Inline()) == found
    assert built(copied(school, tmp_path / "pool"), Pool(workers=2)) == found
    assert built(copied(school, tmp_path / "dask"), Dask(workers=1)) == found
