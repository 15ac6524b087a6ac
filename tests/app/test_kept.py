"""What is kept of files and findings gives the register and the findings of a fresh check, whatever was edited."""

from __future__ import annotations

import random
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from clausebook.app.kept import KeptFindings, KeptReadings, memo
from clausebook.io.files import read_files
from clausebook.lint.run import inspect
from clausebook.model.codec import to_json
from clausebook.model.duties import ledger
from clausebook.model.duties.ledger import duties_in
from clausebook.model.edition import DRAFT
from clausebook.model.edition_blocks import ResolvedParagraph
from clausebook.model.register import Register
from clausebook.resolve.resolve import resolve
from clausebook.source.load import load
from clausebook.text.inline import Run
from tests.lint.test_parts import school, step

DAY = date(2026, 11, 1)
PARTS = (
    "school",
    "policies",
    "clauses",
    "omitted",
    "instruments",
    "terms",
    "services",
    "alternatives",
    "approvals",
    "acts",
)


def written(root: Path, files: dict[str, bytes]) -> None:
    for folder in ("policy", "clauses"):
        shutil.rmtree(root / folder, ignore_errors=True)
    for path, data in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)


def read(root: Path) -> Register:
    kept = KeptReadings(root)
    register = load(read_files(root), DAY, kept)
    kept.close()
    return register


def said(register: Register) -> list[bytes]:
    """All that was read, with the place of each record."""
    return [to_json(tuple(found) if name in ("clauses", "omitted") else found) for name, found in parts(register)]


def parts(register: Register) -> list[tuple[str, object]]:
    everything = [(name, getattr(register, name)) for name in PARTS]
    return [*everything, ("faults", tuple(sorted(register.faults, key=repr))), ("unreadable", register.unreadable)]


def test_a_walk_of_edits_reads_and_finds_what_a_fresh_start_does(tmp_path: Path) -> None:
    chance, files = random.Random(5), school()
    for number in range(12):
        files = step(files, chance)
        written(tmp_path, files)
        if number == 6:  # a disk that loses what it likes
            for path in sorted((tmp_path / ".cache" / "made").iterdir())[::2]:
                path.write_bytes(b"{")
        found, fresh = read(tmp_path), load(read_files(tmp_path), DAY)
        assert said(found) == said(fresh)
        with memo(tmp_path):
            checked = inspect(found, known=KeptFindings(tmp_path))
        assert checked == inspect(fresh)


def test_a_file_that_did_not_change_is_not_parsed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, school())
    read(tmp_path)
    parsed: list[str] = []
    monkeypatch.setattr("clausebook.source.load.read_file", lambda path, data: (parsed.append(path), (None, ()))[1])
    (tmp_path / "clauses/phones/calls.yaml").write_bytes(b"id: calls\ntitle: Calls\nbody: [Staff must not call.]\n")
    register = read(tmp_path)
    assert parsed == ["clauses/phones/calls.yaml"]
    assert len(register.policies) == 3


def test_the_duties_of_a_clause_are_read_again_where_what_they_are_read_from_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path, school())
    edition = resolve(read(tmp_path), "phones", DRAFT)
    (clause, *_), people = edition.passages, edition.school
    other = replace(clause, blocks=(*clause.blocks, ResolvedParagraph(text=(Run("Head teachers must call."),))))
    roles = replace(people, roles={"visitor": "Head teachers"})
    known = frozenset({("", other.blocks[-1])})
    ways = [(clause, people, frozenset()), (other, people, frozenset()), (other, people, known)]
    ways += [(other, roles, frozenset()), (replace(other, applies_to=("visitor",)), people, frozenset())]
    fresh = [duties_in(*way) for way in ways]
    assert len(set(fresh)) == len(ways) - 1  # without what is known, the other clause binds as little as the first
    asked: list[int] = []
    unkept = ledger._Gathering.duties
    monkeypatch.setattr(ledger._Gathering, "duties", lambda self: (asked.append(1), unkept(self))[1])
    for number, _ in enumerate(ways, 1):
        ledger._READ.forget()
        with memo(tmp_path):
            assert [duties_in(*way) for way in ways[:number]] == fresh[:number]
        assert len(asked) == number  # each is read once, whatever was kept beside it
