"""A build that would say something else than its edition writes nothing; verify judges what lies in output/ already."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from clausebook.app.building import build
from clausebook.app.workspace import open_workspace
from clausebook.cli import main
from clausebook.model.artefact import Order, Outcome
from tests.adopted import AS_OF, files_below
from tests.history.repositories import School, approve_by_hand, mini_school

pytestmark = pytest.mark.slow

PDF = Path("output/phones/2018/phones-2018.pdf")
STYLE = "templates/pdf/style.typ"
DAY = ("--as-of", "2026-11-22")


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> School:
    """A school with one approved edition."""
    made = mini_school(tmp_path / "school")
    approve_by_hand(made)
    monkeypatch.chdir(made.root)
    return made


def built(school: School) -> Outcome:
    """A build of the documents alone."""
    return build(Order(root=school.root, as_of=AS_OF, site=False), lambda _: None)


def reads(school: School) -> dict[str, bytes]:
    """Everything in output/, by path."""
    return {
        path.relative_to(school.root).as_posix(): path.read_bytes()
        for path in sorted((school.root / "output").rglob("*"))
        if path.is_file()
    }


def test_a_template_that_changes_words_builds_nothing_and_leaves_output_as_it_was(school: School) -> None:
    assert not built(school).failed
    before = reads(school)
    style = files_below("templates")[STYLE].decode()
    school.write({STYLE: f'#show "must not": [may]\n{style}'})
    outcome = built(school)
    assert outcome.failed
    told = [one.message for one in outcome.findings if one.rule == "read-back"]
    assert told
    assert all("PDF of phones/" in one and "it says “may:” on page" in one for one in told), told
    assert reads(school) == before
    # once the template is mended, the same words are built again
    school.write({STYLE: style})
    assert not built(school).failed


def test_a_file_that_was_read_back_once_is_not_read_again(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not built(school).failed
    monkeypatch.setattr("clausebook.readback.read_pdf", lambda *_: pytest.fail("it was read again"))
    assert not built(school).failed


def test_verify_judges_published_files_by_what_they_hold(school: School, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", *DAY]) == 0
    assert "not checked  published files: output/ has none of phones/2018" in capsys.readouterr().out
    assert main(["verify", "--strict", *DAY]) == 1
    assert not built(school).failed
    capsys.readouterr()
    assert main(["verify", *DAY]) == 0
    assert "published files in output/ say what the edition says" in capsys.readouterr().out
    status = PDF.stat()
    PDF.write_bytes(PDF.read_bytes()[:-1] + b" ")
    import os

    os.utime(PDF, ns=(status.st_atime_ns, status.st_mtime_ns))  # neither size nor time gives it away
    assert main(["verify", *DAY]) == 1
    assert f"FAULT        {PDF.as_posix()} is not what the last build wrote" in capsys.readouterr().out


def test_an_approved_edition_shows_the_definitions_of_its_own_day(school: School) -> None:
    def terms(definition: str) -> dict[str, str]:
        return {"policy/terms.yaml": f"terms:\n  - id: phone\n    term: phone\n    definition: {definition}\n"}

    school.commit("Say what a phone is", terms("A device to call with."))
    workspace = open_workspace(school.root, date(2026, 11, 22))
    assert workspace.glossaries == {"phones/2018": ()}
    assert [term.definition for term in workspace.register.terms] == ["A device to call with."]


def test_a_definition_of_today_does_not_replace_that_of_the_approval(tmp_path: Path) -> None:
    school = mini_school(tmp_path / "school")
    text = "terms:\n  - id: phone\n    term: phone\n    definition: {}\n"
    school.commit("Say what a phone is", {"policy/terms.yaml": text.format("A device to call with.")})
    approve_by_hand(school)
    school.commit("Say it otherwise", {"policy/terms.yaml": text.format("A toy.")})
    workspace = open_workspace(school.root, date(2026, 11, 22))
    (terms,) = workspace.glossaries.values()
    assert [term.definition for term in terms] == ["A device to call with."]
    draft = next(one for one in workspace.editions if one.is_draft)
    approved = next(one for one in workspace.editions if not one.is_draft)
    from clausebook.app.building import published

    shown = published(workspace, Order(root=school.root, as_of=AS_OF))
    assert [term.definition for term in shown.terms_of(draft)] == ["A toy."]
    assert [term.definition for term in shown.terms_of(approved)] == ["A device to call with."]
    assert replace(shown, glossaries={}).terms_of(approved) == ()
