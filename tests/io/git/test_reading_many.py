"""Reading many revisions: what one file did wrong is not held against the next, and each distinct file is read once."""

from __future__ import annotations

import pytest

from clausebook.history.adoption import registers
from clausebook.io.git import open_repository
from clausebook.source import load as loading
from clausebook.source.load import load
from clausebook.source.parse import parse
from tests.history.repositories import FILES, School, approve_by_hand

GOOD = b"id: calls\n"


@pytest.mark.parametrize(
    "bad", [b"[" * 5_000, b"a: [", b"a: 2018-02-31", b"a: 1\na: 2", b"%YAML 1.1\n---\na: yes", b"a: &x [*x]"]
)
def test_a_file_after_a_bad_one_reads_as_if_it_were_alone(bad: bytes) -> None:
    parse(bad, "bad.yaml")
    assert parse(GOOD, "good.yaml") == ({"id": "calls"}, ())
    assert parse(b"a: yes", "good.yaml") == ({"a": "yes"}, ())


def test_each_distinct_file_is_read_once_for_all_editions(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    approve_by_hand(school)
    school.replace("clauses/phones/calls.yaml", "outside", "during")
    school.commit("Change")
    approve_by_hand(school, edition="2019")
    seen: list[str] = []
    monkeypatch.setattr(loading, "parse", lambda data, path: seen.append(path) or parse(data, path))
    loading.read_file.cache_clear()
    one, two = [register for _, register in registers(open_repository(school.root))]
    assert len(seen) == len(FILES) - 1 + 1 + 2  # all but the changelog, the clause again, two records
    assert one.clause("phones", "cameras") is two.clause("phones", "cameras")
    assert one.clause("phones", "calls") != two.clause("phones", "calls")


def test_a_register_read_with_a_memory_is_the_one_read_without(school: School) -> None:
    approve_by_hand(school)
    ((introduction, register),) = registers(open_repository(school.root))
    loading.read_file.cache_clear()
    alone = load(open_repository(school.root).read(introduction.commit.id))
    for part in ("school", "policies", "clauses", "instruments", "approvals", "faults", "files"):
        assert getattr(register, part) == getattr(alone, part), part
