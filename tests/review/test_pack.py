"""The review command and the build: which files they write, where, and the same ones when run again."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from clausebook.app.building import build
from clausebook.cli import main
from clausebook.model.artefact import Order
from tests.adopted import ROOT
from tests.history.repositories import School, approve_by_hand
from tests.review.schools import AS_OF, school_under_review

pytestmark = pytest.mark.slow

FORMS = ("2018-draft.json", "2018-draft.pdf")


@pytest.fixture
def busy(school: School) -> School:
    """The mini school under review, with the templates it is shown with."""
    for folder in ("templates", "site"):
        shutil.copytree(ROOT / folder, school.root / folder)
    return school_under_review(school)


def review(school: School, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.chdir(school.root)
    return main(["review", "--as-of", AS_OF.isoformat(), *arguments])


def written(school: School) -> dict[str, bytes]:
    folder = school.root / "output" / "phones" / "review"
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())} if folder.exists() else {}


def test_the_command_prints_the_review_and_writes_its_forms(
    busy: School, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert review(busy, monkeypatch) == 0
    shown = capsys.readouterr()
    golden = Path(__file__).parent.parent / "golden" / "review" / "phones" / "expected.txt"
    assert shown.out == golden.read_text(encoding="utf-8")
    assert "wrote output/phones/review/2018-draft.pdf" in shown.err
    assert set(FORMS) <= set(written(busy))


def test_run_again_without_what_it_remembers_it_writes_the_same_bytes(
    busy: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    review(busy, monkeypatch, "--quiet")
    first = written(busy)
    shutil.rmtree(busy.root / "output")
    shutil.rmtree(busy.root / ".cache")
    review(busy, monkeypatch, "--quiet")
    assert written(busy) == first


def test_as_json_it_prints_the_file_and_nothing_else(
    busy: School, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    review(busy, monkeypatch, "--format", "json")
    shown = capsys.readouterr()
    assert shown.out.encode() == written(busy)["2018-draft.json"]
    assert json.loads(shown.out)["schema"] == "review-v1"
    assert shown.err == ""


def test_with_quiet_it_writes_the_forms_and_prints_nothing(
    busy: School, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert review(busy, monkeypatch, "--quiet") == 0
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "")
    assert set(FORMS) <= set(written(busy))


def test_any_two_revisions_have_files_of_their_own(busy: School, monkeypatch: pytest.MonkeyPatch) -> None:
    review(busy, monkeypatch, "--from", "HEAD~3", "--to", "HEAD~1", "--quiet")
    old, new = (busy.git("rev-parse", revision)[:10] for revision in ("HEAD~3", "HEAD~1"))
    assert f"{old}-{new}.pdf" in written(busy)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--from", "2050"), "phones has no edition 2050"),
        (("--to", "2018"), "no edition of phones was approved before 2018"),
        (("--policy", "fones"), "there is no policy fones"),
    ],
)
def test_what_cannot_be_compared_is_reported_with_a_remedy_and_exit_code_2(
    busy: School,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    words: str,
) -> None:
    assert review(busy, monkeypatch, *arguments) == 2
    shown = capsys.readouterr()
    assert words in shown.err
    assert "hint: " in shown.err
    assert shown.out == ""
    assert written(busy) == {}


def test_without_history_the_command_says_what_mends_it(
    busy: School, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(busy.root / ".git")
    assert review(busy, monkeypatch) == 2
    assert "reviews need the full clone" in capsys.readouterr().err


def test_a_build_writes_the_review_of_a_draft_whose_words_differ_and_of_no_other(busy: School) -> None:
    order = Order(root=busy.root, as_of=date(2019, 9, 10), site=False)
    assert not build(order, lambda step: None).failed
    assert set(FORMS) <= set(written(busy))
    approve_by_hand(busy, edition="2019")
    outcome = build(order, lambda step: None)
    assert [path for path in outcome.files if "/review/" in path] == []
    assert written(busy) == {}
