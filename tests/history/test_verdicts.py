"""The tamper table: what was done to a repository, and what verify says. docs/editions.md has the same table."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from clausebook.history.adoption import adoptions, approved_editions
from clausebook.history.verify import verify
from clausebook.history.verify_changelog import changelog_findings
from clausebook.io.git import open_repository
from clausebook.model.approvals.verdict import as_json, verdict_lines
from clausebook.model.revision import Revisions
from tests.golden_folders import GOLDEN, cases, hold
from tests.history.in_memory import MemoryRepository
from tests.history.repositories import School
from tests.history.tampering import CASES


def printed(revisions: Revisions) -> str:
    """What verify prints, and which editions and findings a build goes on with."""
    editions, findings = approved_editions(revisions)
    lines = [
        *verdict_lines(verify(revisions)),
        "",
        f"in force: {', '.join(one.name for one in adoptions(revisions) if one.is_in_force) or 'none'}",
        f"read: {', '.join(f'{one.name} of {one.commit[:10]}' for one in editions) or 'none'}",
        *(f"{one.level}: {one.place.file}: {one.message}\n    hint: {one.hint} [{one.rule}]" for one in findings),
        *(f"{one.level}: {one.message}\n    hint: {one.hint} [{one.rule}]" for one in changelog_findings(revisions)),
    ]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("name", CASES)
def test_what_was_done_to_a_repository_is_said_with_its_commit_and_what_mends_it(name: str, bless: bool) -> None:
    repository = MemoryRepository()
    CASES[name](repository)
    hold(GOLDEN / "verify" / name.replace("_", "-"), {"expected.txt": printed(repository)}, given=(), bless=bless)


def test_every_golden_verdict_has_its_case() -> None:
    assert {folder.name for folder in cases(GOLDEN / "verify")} == {name.replace("_", "-") for name in CASES}


@pytest.mark.slow
def test_git_says_the_same_of_the_same_history(tmp_path: Path) -> None:
    for name, case in CASES.items():
        memory = MemoryRepository()
        case(memory)
        if memory.dirty or any(tag.signed for tag in memory.tags().values()):
            continue
        school = School(tmp_path / name)
        marks = school.root / "marks"
        subprocess.run(
            ["git", "fast-import", "--quiet", f"--export-marks={marks}"],
            cwd=school.root,
            input=memory.fast_import().encode(),
            check=True,
        )
        school.git("reset", "--quiet", "--hard", "main")
        ids = dict(line[1:].split(" ") for line in marks.read_text(encoding="utf-8").splitlines())
        expected = printed(memory)
        for number, id in enumerate(memory.kept, 1):
            expected = expected.replace(id[:10], ids[str(number)][:10])
        assert printed(open_repository(school.root)) == expected, name


def test_json_has_each_fault_with_its_clause_and_commit() -> None:
    repository = MemoryRepository()
    CASES["words_changed_in_the_approving_commit"](repository)
    as_data = as_json(verify(repository))
    assert as_data["good"] is False
    editions: Any = as_data["editions"]
    (edition,) = editions
    assert [(check["clause"], check["commit"]) for check in edition["checks"] if check["outcome"] == "fault"] == [
        ("calls", repository.head)
    ]
