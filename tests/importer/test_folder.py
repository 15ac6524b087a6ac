"""`import FOLDER`: every document of a folder becomes a policy of its own, or says in a row of a table why not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from clausebook.app import reading_documents
from clausebook.app.importing_folder import PAGE
from clausebook.cli import main
from clausebook.importer.table import is_newer, proposed_id, version_of
from clausebook.io.files import write_files
from tests.importer import made
from tests.importer.reading import AS_OF, facts

pytestmark = pytest.mark.slow

KEYS = ("Keys", "Staff must sign for each key.", "Staff must not lend a key to anybody.")
VISITORS = ("Visitors", "Visitors must sign in at the office.", "Visitors must wear a badge that all can see.")
TRIPS = ("Trips", "The leader of a trip must write down its risks.", "Parents must agree before a trip in writing.")


def text(title: str, heading: str, *sentences: str) -> str:
    """A policy as a text file."""
    return f"# {title}\n\n## {heading}\n\n" + "\n\n".join(sentences) + "\n"


def policies(folder: Path) -> None:
    """Three policies, two of them in folders, and things that are none."""
    (folder / "sites").mkdir(parents=True)
    (folder / "keys.md").write_text(text("Policy on Keys", *KEYS), encoding="utf-8")
    (folder / "sites" / "Visitors_Policy_FINAL.md").write_text(text("Visitors Policy", *VISITORS), encoding="utf-8")
    body = made.bold("Trips Policy") + made.bold("1. Trips") + "".join(made.paragraph(one) for one in TRIPS[1:])
    (folder / "trips.docx").write_bytes(made.docx(body))
    (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    (folder / "~$trips.docx").write_bytes(b"lock")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with the school's facts, and a folder of documents beside it."""
    write_files(tmp_path / "school", facts())
    policies(tmp_path / "old")
    return tmp_path / "school"


@pytest.fixture(autouse=True)
def few_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """These are few files, read in this process; one test has one read by processes of their own."""
    monkeypatch.setattr(reading_documents, "_FEW", 9)


def run(root: Path, *options: str) -> int:
    return main(["import", str(root.parent / "old"), "--root", str(root), *options])


def rows(root: Path, capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, Any]:
    """What the command says to programs, by file."""
    capsys.readouterr()
    run(root, "--format", "json", *options)
    return {row["file"]: row for row in json.loads(capsys.readouterr().out)["files"]}


def test_each_document_becomes_a_policy_whose_id_comes_from_its_title(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(root) == 0
    said = capsys.readouterr().out
    assert sorted(path.stem for path in (root / "policy").glob("*.yaml") if path.stem in said) >= ["keys", "trips"]
    for policy in ("keys", "visitors", "trips"):
        assert (root / f"policy/{policy}.yaml").exists(), policy
        assert (root / f"docs/imported/{policy}.md").exists(), policy
    assert "3 files: 3 taken in" in said
    assert "1 file was not looked at, being no documents: 1 .jpg" in said
    assert main(["check", "--root", str(root), "-q"]) == 0


def test_the_row_counts_clauses_items_and_words_in_and_out(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = rows(root, capsys, "--dry-run")["keys.md"]
    words = sum(len(one.split()) for one in KEYS)
    assert (row["policy"], row["title"], row["clauses"]) == ("keys", "Policy on Keys", 1)
    assert (row["in_clauses"], row["words"]) == (words, words + len(["Policy", "on", "Keys"]))
    assert row["builds"] is True
    assert not (root / "clauses/keys").exists()


def test_one_bad_file_is_a_row_and_the_others_are_taken_in(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_documents, "_FEW", 3)
    old = root.parent / "old"
    (old / "broken.docx").write_bytes(b"PK\x03\x04 broken")
    (old / "broken.pdf").write_bytes(b"%PDF-1.7 broken")
    (old / "empty.md").write_bytes(b"")
    assert run(root) == 1
    said = capsys.readouterr().out
    for name in ("broken.docx", "broken.pdf", "empty.md"):
        assert f"not taken in: {name}: " in said
    assert "6 files: 3 not taken in and 3 taken in" in said
    assert (root / "policy/visitors.yaml").exists()


def test_a_fault_of_the_import_in_one_file_does_not_stop_the_others(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from clausebook.app import reading_documents

    honest = reading_documents.read

    def faulty(file: Path) -> Any:
        if file.name == "keys.md":
            raise ZeroDivisionError("of ours")
        return honest(file)

    monkeypatch.setattr(reading_documents, "read", faulty)
    found = rows(root, capsys)
    assert "ZeroDivisionError: of ours" in found["keys.md"]["reason"]
    assert [row["outcome"] for row in found.values()].count("taken") == 2


def test_a_second_run_keeps_what_the_first_took_in_and_takes_in_the_rest(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(root)
    edited = root / "clauses/keys/keys.yaml"
    edited.write_text(edited.read_text(encoding="utf-8") + "# looked at\n", encoding="utf-8")
    (root.parent / "old" / "late.md").write_text(text("Fire", "Drills", "Staff must hold a drill each term."), "utf-8")
    found = rows(root, capsys)
    assert {name: row["outcome"] for name, row in found.items()} == {
        "keys.md": "taken before",
        "late.md": "taken",
        "sites/Visitors_Policy_FINAL.md": "taken before",
        "trips.docx": "taken before",
    }
    assert edited.read_text(encoding="utf-8").endswith("# looked at\n")
    assert "Drills" in (root / "clauses/fire/drills.yaml").read_text(encoding="utf-8")


def test_a_run_that_was_cut_off_goes_on_where_it_ended(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from clausebook.app import importing_folder

    honest, calls = importing_folder.write, []

    def cut_off(*given: Any) -> None:
        calls.append(given)
        if len(calls) == 2:
            raise KeyboardInterrupt
        honest(*given)

    monkeypatch.setattr(importing_folder, "write", cut_off)
    with pytest.raises(KeyboardInterrupt):
        importing_folder.import_documents(
            [root.parent / "old"], importing_folder.ReadingSettings(root=root, as_of=AS_OF)
        )
    monkeypatch.setattr(importing_folder, "write", honest)
    outcomes = sorted(row["outcome"] for row in rows(root, capsys).values())
    assert outcomes == ["taken", "taken", "taken before"]


def test_one_file_twice_and_one_policy_in_two_formats_come_in_once(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = root.parent / "old"
    (old / "copy of keys.md").write_bytes((old / "keys.md").read_bytes())
    body = made.paragraph("Visitors Policy", "Title") + made.paragraph("Visitors", "Heading1")
    body += "".join(made.paragraph(one) for one in VISITORS[1:])
    (old / "other name.docx").write_bytes(made.docx(body, {"styles.xml": made.styles(1)}))
    found = rows(root, capsys)
    assert sorted(row["outcome"] for row in found.values()) == ["taken", "taken", "taken", "the same", "the same"]
    assert found["sites/Visitors_Policy_FINAL.md"]["reason"] == "the same words as other name.docx"


def test_the_newest_version_is_taken_and_where_that_is_not_known_none_is(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = root.parent / "old"
    for name, third in (
        ("keys policy v1", "Keys are blue."),
        ("keys policy final v2", "Keys are red."),
        ("Fire (a)", ""),
    ):
        (old / f"{name}.md").write_text(text("Policy on Keys", *KEYS, third), encoding="utf-8")
    (old / "keys.md").unlink()
    (old / "Fire (a).md").unlink()
    for name in ("trips old", "trips 2024"):
        (old / f"{name}.md").write_text(text("Trips Policy", *TRIPS, f"As {name}."), encoding="utf-8")
    (old / "trips.docx").unlink()
    (old / "trips 2024.md").rename(old / "trips of 2024, old.md")
    found = rows(root, capsys)
    assert found["keys policy final v2.md"]["outcome"] == "taken"
    assert found["keys policy v1.md"]["reason"] == "an older version of keys policy final v2.md"
    undecided = [row for row in found.values() if row["outcome"] == "undecided"]
    assert {row["file"] for row in undecided} == {"trips old.md", "trips of 2024, old.md"}
    assert not (root / "policy/trips.yaml").exists()


def test_two_policies_of_one_title_get_ids_of_their_own(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = root.parent / "old"
    (old / "infants.md").write_text(text("Admissions", *VISITORS), encoding="utf-8")
    (old / "juniors.md").write_text(text("Admissions", *TRIPS), encoding="utf-8")
    (old / "trips.docx").unlink()
    (old / "sites" / "Visitors_Policy_FINAL.md").unlink()
    found = rows(root, capsys)
    assert [found[name]["policy"] for name in ("infants.md", "juniors.md")] == ["admissions", "juniors"]


def test_the_page_has_every_doubt_with_a_box_to_tick_and_no_markup_of_others(root: Path) -> None:
    old = root.parent / "old"
    named = text("Pets <script>alert(1)</script> & more", "Pets", "Ask [name of person] first, then [insert date].")
    (old / "pets.md").write_text(named, encoding="utf-8")
    run(root)
    page = (root / PAGE).read_text(encoding="utf-8")
    assert page.count("type=checkbox") >= 2
    assert "the placeholder [name of person] is not filled in" in page
    assert "alert(1)</script>" not in page
    assert 'href="../../policy/keys.yaml"' in page


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("Visitors Policy v1", "Visitors Policy final v2"),
        ("Visitors Policy", "Visitors Policy v2"),
        ("visitors-draft", "visitors"),
        ("VisitorsPolicy_2023-09-01", "Visitors Policy 2024-01-05"),
        ("Visitors policy Sept 2023", "Visitors Policy (June 2024)"),
        ("Visitors 2022-23", "Visitors 2024-25"),
        ("Visitors v1.9", "Visitors v1.10"),
        ("old Visitors", "Visitors"),
    ],
)
def test_names_say_which_version_is_newer(older: str, newer: str) -> None:
    one, other = version_of(newer), version_of(older)
    assert one.name == other.name == "visitors"
    assert is_newer(one, other) is True
    assert is_newer(other, one) is False


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Visitors v2 draft", "Visitors v1 final"),
        ("Visitors", "Visitors"),
        ("Visitors 2024 old", "Visitors 2023"),
        ("Visitors", "Visitors (1)"),
    ],
)
def test_names_that_disagree_or_say_nothing_tell_no_order(one: str, other: str) -> None:
    assert is_newer(version_of(one), version_of(other)) is None


@pytest.mark.parametrize(
    ("title", "stem", "policy"),
    [
        ("Visitors Policy", "x", "visitors"),
        ("Oakfield School Policy on Visitors", "x", "visitors"),
        ("", "Visitors_Policy_FINAL_v2 (3)", "visitors"),
        ("Policy", "policy", "policy"),
        ("2024", "12", "policy"),
        ("Política de visitas", "x", "politica-de-visitas"),
    ],
)
def test_an_id_is_proposed_from_the_title_or_the_file(title: str, stem: str, policy: str) -> None:
    assert proposed_id(title, stem, "Oakfield School") == policy


def test_a_folder_without_documents_and_a_path_that_is_not_there_are_said(root: Path, tmp_path: Path) -> None:
    (tmp_path / "bare").mkdir()
    for path in ("bare", "nowhere"):
        assert main(["import", str(tmp_path / path), "keys.md", "--root", str(root)]) == 2
