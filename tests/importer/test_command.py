"""The command `import`: a draft and a report, all of it or nothing, and never over something that is there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from clausebook.cli import main
from clausebook.errors import UserError
from clausebook.io.files import write_files
from clausebook.model.policy import RESERVED, RESERVED_FILES
from tests.importer import made
from tests.importer.reading import facts

TEXT = """Lock-up Policy at Oakfield Primary School

1. Doors

Oakfield Primary School locks its doors at four.

2. Windows

Staff must close them. See the Data Protection Act 2018.
"""
CLAUSES = ["clauses/lock-up/doors.yaml", "clauses/lock-up/windows.yaml"]
REPORT = "docs/imported/lock-up.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with the school's facts and no policy yet, and a document to import."""
    write_files(tmp_path, facts())
    (tmp_path / "lock-up.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def run(root: Path, *options: str, file: str = "lock-up.txt") -> int:
    return main(["import", str(root / file), "--policy", "lock-up", "--root", str(root), *options])


def files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_a_document_becomes_a_policy_its_clauses_and_a_report(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = files(root)
    assert run(root) == 0
    assert sorted(files(root).keys() - before.keys()) == [*CLAUSES, REPORT, "policy/lock-up.yaml"]
    assert {path: data for path, data in files(root).items() if path in before} == before
    said = capsys.readouterr().out
    assert "became 2 clauses of the policy lock-up" in said
    assert f"the report {REPORT}" in said


def test_the_draft_has_no_error_that_forbids_a_build(root: Path) -> None:
    run(root)
    assert main(["check", "--root", str(root), "-q"]) == 0


def test_a_dry_run_says_the_same_and_writes_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = files(root)
    assert run(root, "--dry-run") == 0
    assert files(root) == before
    said = capsys.readouterr().out
    assert all(f"would write {path}" in said for path in [*CLAUSES, "policy/lock-up.yaml"])


@pytest.mark.parametrize("there", ["policy/lock-up.yaml", "clauses/lock-up/mine.yaml", REPORT])
def test_nothing_that_is_there_is_overwritten(there: str, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_files(root, {there: b"# mine\n"})
    before = files(root)
    assert run(root) == 2
    assert files(root) == before
    assert "is there already, and nothing is overwritten" in capsys.readouterr().err


def test_an_import_that_was_cut_off_is_finished_by_running_it_again(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(root) == 0
    whole = files(root)
    (root / "policy/lock-up.yaml").unlink()
    (root / CLAUSES[0]).unlink()
    (root / f"clauses/lock-up/.{Path(CLAUSES[0]).name}-new").write_bytes(b"id: ha")
    capsys.readouterr()
    assert run(root) == 0
    assert "An earlier import of lock-up was cut off: all of it was written again." in capsys.readouterr().out
    assert files(root) == whole


def test_a_part_of_an_import_that_somebody_changed_is_not_written_over(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(root) == 0
    (root / "policy/lock-up.yaml").unlink()
    (root / CLAUSES[0]).write_bytes(b"id: mine\n")
    before = files(root)
    assert run(root) == 2
    assert f"{Path(CLAUSES[0]).name} is not as this import would write it" in capsys.readouterr().err
    assert files(root) == before


NO_POLICY = sorted(RESERVED_FILES | RESERVED | {"approvals"})


@pytest.mark.parametrize("policy", ["Lock Up", "../lock-up", "", "x" * 61, *NO_POLICY])
def test_an_id_that_cannot_be_one_is_refused(policy: str, root: Path) -> None:
    before = files(root)
    assert main(["import", str(root / "lock-up.txt"), f"--policy={policy}", "--root", str(root)]) == 2
    assert files(root) == before


def test_a_disk_that_refuses_half_way_leaves_nothing_behind(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files(root)
    whole = write_files

    def refuse(where: Path, given: dict[str, bytes]) -> None:
        whole(where, dict(list(given.items())[:2]))
        raise UserError("cannot write (No space left on device)", "make room")

    monkeypatch.setattr("clausebook.io.files.write_files", refuse)
    assert run(root) == 2
    assert files(root) == before
    assert not (root / "clauses").exists()


def test_a_document_that_cannot_be_read_writes_nothing_and_says_one_line(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "old.doc").write_bytes(made.COMPOUND + "WordDocument".encode("utf-16-le"))
    before = files(root)
    assert run(root, file="old.doc") == 2
    assert files(root) == before
    assert capsys.readouterr().err == (
        "build.py: old.doc is a Word file of the old kind (.doc)\n"
        "    hint: open it in Word or LibreOffice and save it as .docx\n"
    )


def test_a_document_of_headings_alone_is_refused(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "a.md").write_text("# One\n\n# Two\n", encoding="utf-8")
    assert run(root, file="a.md") == 2
    assert "holds no text of a policy" in capsys.readouterr().err


def test_another_name_of_the_school_becomes_the_schools_name_on_request(root: Path) -> None:
    run(root, "--school-name", "Oakfield Primary School")
    assert "{{ school.name }} locks its doors" in (root / CLAUSES[0]).read_text(encoding="utf-8")
    assert "Oakfield Primary School" in (root / REPORT).read_text(encoding="utf-8")


def test_a_school_that_is_not_this_one_is_said(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(root)
    said = capsys.readouterr().out
    assert "names Oakfield Primary School, 2 times in all" in said
    assert '--school-name "Oakfield Primary School" makes {{ school.name }} of it' in said


def test_programs_can_read_the_report(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root, "--format", "json", "--dry-run") == 0
    report = json.loads(capsys.readouterr().out)
    assert report["files"] == [*CLAUSES, "policy/lock-up.yaml"]
    assert [one["words"] for one in report["landed"] if one["kind"] == "heading"] == ["Doors", "Windows"]
    assert report["lost"] == []


def test_the_same_document_gives_the_same_bytes(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    write_files(other, files(root))
    run(root)
    run(other)
    assert files(root) == files(other)
