"""What is kept of the past is what git says of it, whatever was committed since and whatever became of the cache."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from clausebook.app import past
from clausebook.app.past import read_past
from clausebook.app.workspace import open_workspace
from clausebook.history.adoption import approved_editions
from clausebook.io.git import open_repository
from clausebook.model.history import ReadHistory
from clausebook.resolve.resolve import resolve
from clausebook.source.load import load
from tests.history.repositories import FILES, School, approve_by_hand, mini_school, record

DAY = date(2026, 11, 28)


def two_policies(root: Path) -> School:
    """Phones, approved twice, and visits, approved once."""
    school = mini_school(root)
    files = {path.replace("phones", "visits"): text.replace("phones", "visits") for path, text in FILES.items()}
    school.commit("Write about visits", {path: text for path, text in files.items() if "visits" in path})
    approve_by_hand(school)
    approve(school, "visits")
    school.replace("clauses/phones/calls.yaml", "outside", "during")
    school.commit("Say during")
    approve_by_hand(school, edition="2019")
    return school


def approve(school: School, policy: str, edition: str = "2018") -> None:
    repository = open_repository(school.root)
    words = resolve(load(repository.read(repository.commit_of("HEAD"))), policy, edition)
    text = record(words.fingerprint, edition=edition).replace("policy: phones", f"policy: {policy}")
    school.commit(f"Approve {policy}", {f"policy/approvals/{policy}/{edition}.yaml": text})


def fresh(school: School, aside: Path) -> ReadHistory:
    """The same with an empty cache."""
    return read_past(aside, open_repository(school.root))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The policies that were read from git."""
    seen: list[str] = []

    def watched(repository: Any, keep: Any) -> Any:
        def noting(depends: Any, read: Any) -> Any:
            def reading(policies: Iterable[str]) -> Any:
                wanted = list(policies)
                seen.extend(wanted)
                return read(wanted)

            return keep(depends, reading)

        return approved_editions(repository, noting)

    monkeypatch.setattr(past, "approved_editions", watched)
    return seen


def test_only_a_policy_with_a_new_record_is_read_again(tmp_path: Path, asked: list[str]) -> None:
    school = two_policies(tmp_path / "school")
    (tmp_path / "aside").mkdir()
    first = read_past(school.root, open_repository(school.root))
    assert asked == ["phones", "visits"]
    assert [one.reference for one in first.approved] == ["visits/2018", "phones/2019", "phones/2018"]
    asked.clear()
    assert read_past(school.root, open_repository(school.root)) == first
    approve(school, "visits", "2020")
    again = read_past(school.root, open_repository(school.root))
    assert asked == ["visits"]
    school.git("rm", "--quiet", "policy/approvals/phones/2018.yaml")
    school.commit("Delete a record")
    school.replace("clauses/visits/calls.yaml", "outside", "after")
    school.commit("Change words")
    asked.clear()
    last = read_past(school.root, open_repository(school.root))
    assert asked == []
    assert len(again.approved) == 4
    assert last == fresh(school, tmp_path / "aside")


def test_a_cache_of_which_a_part_is_lost_or_changed_is_as_good_as_none(tmp_path: Path) -> None:
    school = two_policies(tmp_path / "school")
    whole = read_past(school.root, open_repository(school.root))
    kept = [path for path in (school.root / ".cache").rglob("*") if path.is_file()]
    before = {path: path.read_bytes() for path in kept}
    for path in kept:
        for change in (path.unlink, lambda path=path: path.write_bytes(before[path][:-3] + b"}}}")):
            change()
            assert read_past(school.root, open_repository(school.root)) == whole
            for one, data in before.items():
                one.write_bytes(data)


def test_a_commit_that_changes_two_policies_is_known_of_both(tmp_path: Path) -> None:
    school = two_policies(tmp_path / "school")
    school.replace("clauses/visits/calls.yaml", "outside", "after")
    school.replace("clauses/phones/calls.yaml", "during", "after")
    school.commit("Say after in both")
    (commit,) = (
        one for one in open_workspace(school.root, DAY).register.commits if one.subject.startswith("Say after")
    )
    assert {touch.path for touch in commit.touches} == {"clauses/phones/calls.yaml", "clauses/visits/calls.yaml"}
