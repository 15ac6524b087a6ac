"""`import --review`: one commit with the reason, nothing else touched, and one line for whatever is wrong."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypeAlias

import pytest

from clausebook.app.returning import take_back
from clausebook.app.workspace import open_workspace
from clausebook.cli import main
from clausebook.errors import UserError
from clausebook.io import pandoc
from clausebook.word_review.built import as_built
from tests.adopted import ROOT, files_below
from tests.history.repositories import School, approve_by_hand, mini_school
from tests.programs import program
from tests.word_review.schools import AS_OF, CALLS, SHAPES
from tests.word_review.word_processor import Document

Edited = Callable[..., Path]
Capsys: TypeAlias = pytest.CaptureFixture[str]
pytestmark = pytest.mark.slow
REASON = "The governors want it plainer."


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> School:
    """An approved edition and a draft after it, with the templates that Word files are made with: tests copy it."""
    made = mini_school(tmp_path_factory.mktemp("model") / "school")
    approve_by_hand(made)
    shutil.copytree(ROOT / "templates", made.root / "templates")
    made.commit("Say more about calls", {CALLS: SHAPES, ".gitignore": "/.cache/\n"})
    return made


@pytest.fixture
def school(model: School, tmp_path: Path) -> School:
    """The same, for one test alone."""
    shutil.copytree(model.root, tmp_path / "school")
    made = School(tmp_path / "school", start=False)
    made.now = model.now
    return made


@cache
def word_file(commit: str, root: Path, kind: str) -> bytes:
    """The Word file of the draft as it was at a commit, or of its review."""
    draft, *older = open_workspace(root, AS_OF).editions_of("phones")
    old = older[0] if kind == "review" else None
    return pandoc.write(as_built(draft, old, AS_OF, files_below("templates", "site")))


@pytest.fixture
def edited(model: School, tmp_path: Path) -> Edited:
    """What makes the draft's Word file, or its review's, come back with one change, tracked for somebody or not."""
    return lambda kind="policy", who="": _edited(word_file(model.head, model.root, kind), tmp_path, who)


def _edited(data: bytes, folder: Path, who: str) -> Path:
    document = Document(data)
    document.replace("Photographs", "Pictures", who)
    path = folder / "back.docx"
    path.write_bytes(document.saved())
    return path


@pytest.mark.parametrize("kind", ["policy", "review"])
def test_the_change_is_one_commit_with_its_reason_and_its_author(school: School, edited: Edited, kind: str) -> None:
    before = school.head
    take_back(school.root, edited(kind), AS_OF, reason=REASON, author="Jo Governor <jo@hill.example>")
    assert school.git("rev-parse", "HEAD~1") == before
    assert school.git("diff", "--name-only", "HEAD~1", "HEAD") == "clauses/phones/cameras.yaml"
    assert school.git("status", "--porcelain") == ""
    assert school.git("log", "-1", "--format=%an <%ae>") == "Jo Governor <jo@hill.example>"
    assert school.git("log", "-1", "--format=%(trailers:key=Reason,valueonly)").strip() == REASON
    message = school.git("log", "-1", "--format=%B")
    assert message.startswith(
        "Take in changes made in Word to cameras\n\nFrom back.docx, made of phones/draft.\n* 1.2: "
    )
    assert "Pictures of pupils" in (school.root / "clauses/phones/cameras.yaml").read_text(encoding="utf-8")


def test_a_dry_run_writes_nothing_and_asks_for_no_reason(school: School, edited: Edited, capsys: Capsys) -> None:
    before = school.head
    command = ["import", "--review", str(edited()), "--dry-run", "--root", str(school.root)]
    assert main(command) == 0
    assert (school.head, school.git("status", "--porcelain")) == (before, "")
    assert "Now in the clauses (1)\n  1.2: “Photographs of pupils" in capsys.readouterr().out


def test_tracked_changes_wait_until_their_author_is_named(school: School, edited: Edited, capsys: Capsys) -> None:
    command = [
        "import",
        "--review",
        str(edited(who="Jo Governor")),
        "--root",
        str(school.root),
        "--reason",
        "x",
    ]
    assert main(command) == 0
    assert "“Pictures” added (Jo Governor, 2027-03-02)" in capsys.readouterr().out
    before = school.head
    assert main([*command, "--accept", "Jo Governor"]) == 0
    assert school.git("rev-parse", "HEAD~1") == before


def test_the_words_a_file_was_made_from_are_found_in_history(school: School, edited: Edited) -> None:
    path = edited()
    school.commit("Go on", {CALLS: SHAPES.replace("title: Calls", "title: Telephone calls")})
    taken, guessed = take_back(school.root, path, AS_OF, reason=REASON)
    assert not guessed
    assert [change.outcome for change in taken.changes] == ["applied"]
    assert "title: Telephone calls" in (school.root / CALLS).read_text(encoding="utf-8")


def test_a_file_that_lost_its_properties_is_compared_with_the_draft_and_that_is_said(
    school: School, edited: Edited
) -> None:
    path = edited()
    document = Document(path.read_bytes())
    del document.parts["docProps/core.xml"]
    path.write_bytes(document.saved())
    _, guessed = take_back(school.root, path, AS_OF, reason=REASON)
    assert guessed


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"reason": ""}, "needs a reason"),
        ({"policy": "nowhere"}, "is of the policy phones"),
        ({"accept": ["Nobody"]}, "no tracked change"),
        ({"author": "Jo"}, "'Jo' is not an author"),
    ],
)
def test_what_is_wrong_with_the_command_is_said_and_nothing_is_written(
    school: School, edited: Edited, change: dict[str, object], said: str
) -> None:
    before = school.head
    with pytest.raises(UserError, match=said):
        take_back(school.root, edited(), AS_OF, **{"reason": REASON, **change})
    assert (school.head, school.git("status", "--porcelain")) == (before, "")


def test_a_clause_with_work_in_progress_is_not_touched(school: School, edited: Edited) -> None:
    path = edited()
    school.replace("clauses/phones/cameras.yaml", "title: Cameras", "title: Photographs")
    before = school.head
    with pytest.raises(UserError, match="differs from the last commit"):
        take_back(school.root, path, AS_OF, reason=REASON)
    assert school.head == before


def test_words_that_are_in_no_commit_are_not_guessed_at(school: School, edited: Edited) -> None:
    path = edited()
    document = Document(path.read_bytes())
    core = document.parts["docProps/core.xml"].decode()
    document.parts["docProps/core.xml"] = _other_fingerprint(core).encode()
    path.write_bytes(document.saved())
    with pytest.raises(UserError, match="in no commit here"):
        take_back(school.root, path, AS_OF, reason=REASON)


def _other_fingerprint(core: str) -> str:
    import re

    return re.sub(r"commit [0-9a-f]{40}", "", re.sub(r"(v1:sha256:)[0-9a-f]{8}", r"\g<1>00000000", core))


@pytest.mark.parametrize("kind", ["text", "zip", "cut", "password", "bomb", "missing", "entities"])
def test_bad_input_is_one_line_and_nothing_is_written(
    school: School, edited: Edited, kind: str, capsys: Capsys
) -> None:
    path, before = _bad(edited(), kind), school.head
    assert main(["import", "--review", str(path), "--reason", "x", "--root", str(school.root)]) == 2
    said = capsys.readouterr().err
    assert said.startswith("build.py: ")
    assert "Traceback" not in said
    assert (school.head, school.git("status", "--porcelain")) == (before, "")


def _bad(file: Path, kind: str) -> Path:
    path = file.parent / "bad.docx"
    good = file.read_bytes()
    match kind:
        case "text":
            path.write_bytes(b"only words")
        case "zip":
            with zipfile.ZipFile(path, "w") as archive:
                archive.writestr("a.txt", "a")
        case "cut":
            path.write_bytes(good[: len(good) // 2])
        case "password":
            path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"))
        case "bomb":
            document = Document(good)
            parts = {**document.parts, "word/document.xml": b" " * (60 << 20)}
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
                for name, data in parts.items():
                    archive.writestr(name, data)
        case "entities":
            document = Document(good)
            document.saved()
            main_part = document.parts["word/document.xml"]
            document.parts["word/document.xml"] = main_part.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "b">]>', 1)
            with zipfile.ZipFile(path, "w") as archive:
                for name, data in document.parts.items():
                    archive.writestr(name, data)
    return path


def test_a_file_that_libreoffice_saved_comes_back_the_same(model: School, school: School, edited: Edited) -> None:
    folder = school.root.parent / "saved"
    for name, data in ((kind, word_file(model.head, model.root, kind)) for kind in ("policy", "review")):
        (school.root.parent / f"{name}.docx").write_bytes(data)
    edited()
    files = [str(school.root.parent / f"{name}.docx") for name in ("policy", "review", "back")]
    profile = f"-env:UserInstallation={(school.root.parent / 'profile').as_uri()}"
    command = [program("soffice"), "--headless", profile, "--convert-to", "docx", "--outdir", str(folder), *files]
    subprocess.run(command, capture_output=True, timeout=240, check=True)
    for name, outcomes in (("policy", []), ("review", []), ("back", ["applied"])):
        taken, guessed = take_back(school.root, folder / f"{name}.docx", AS_OF, dry_run=True)
        assert not guessed
        assert [change.outcome for change in taken.changes] == outcomes, taken.changes
