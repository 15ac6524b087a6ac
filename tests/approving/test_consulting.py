"""A consultation from the first day to its outcome: marked on the draft, responses collected and listed, and kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest

from clausebook.app.workspace import open_workspace
from clausebook.cli import main
from clausebook.io import pandoc
from clausebook.word_review.built import as_built
from tests.adopted import files_below
from tests.history.repositories import School, mini_school
from tests.word_review.schools import AS_OF
from tests.word_review.word_processor import Document

pytestmark = pytest.mark.slow
CALLS = "clauses/phones/calls.yaml"
OPEN = "For consultation until 24 December 2018, with staff and parents."
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def school(tmp_path: Path) -> School:
    made = mini_school(tmp_path / "school")
    made.commit("Ignore what is built", {".gitignore": "/output/\n/.cache/\n"})
    return made


@pytest.fixture
def run(school: School, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(list(arguments), str(school.root))
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def begun(run: Run) -> None:
    asked = ("--until", "2018-12-24", "--with", "staff", "--with", "parents")
    code, _, err = run("consult", "--policy", "phones", "--on", "2018-11-01", *asked)
    assert code == 0, err


def banner(school: School, edition: str = "draft") -> str:
    page = (school.root / f"output/site/phones/{edition}/index.html").read_text("utf-8")
    return unescape(page.split('class="strip__words">')[1].split("</p>")[0])


def test_an_open_consultation_is_on_the_site_in_the_review_pack_and_in_the_status(school: School, run: Run) -> None:
    run("approve", "2018", "--policy", "phones", "--on", "2018-05-08", "--minute", "M", "--by", "governing body")
    school.replace(CALLS, "Staff should make", "Staff must make")
    school.commit("Make it a must\n\nReason: clear")
    begun(run)
    assert run("build", "-q", "--as-of", "2018-12-01")[0] == 0
    assert OPEN in banner(school)
    pack = json.loads((school.root / "output/phones/review/2018-draft.json").read_text("utf-8"))
    assert OPEN in json.dumps(pack, ensure_ascii=False)
    assert OPEN in " ".join(run("status", "--as-of", "2018-12-01")[1].split())
    assert "ended on 24 December 2018; its outcome is not recorded" in run("status", "--as-of", "2019-01-05")[1]


def test_a_word_file_becomes_responses_of_a_group_and_is_collected_once(
    school: School, run: Run, tmp_path: Path
) -> None:
    begun(run)
    (draft,) = open_workspace(school.root, AS_OF).editions_of("phones")
    word = Document(pandoc.write(as_built(draft, None, AS_OF, files_below("templates", "site"))))
    word.remark("Photographs", "Jo Parent", "What about school trips?")
    word.replace("Photographs", "Pictures", "Jo Parent")
    path, into = tmp_path / "back.docx", tmp_path / "responses.yaml"
    path.write_bytes(word.saved())
    collect = ("consult", "--policy", "phones", "--collect", str(path), "--of", "parents", "--responses", str(into))
    assert run(*collect)[0] == 0
    text = into.read_text("utf-8")
    assert "What about school trips?" in text
    assert "Pictures" in text
    assert "Jo Parent" not in text
    assert run(*collect)[1].startswith("added 0 of parents")
    assert into.read_text("utf-8") == text


def test_responses_and_the_outcome_are_listed_on_the_draft_and_stay_with_the_edition(
    school: School, run: Run, tmp_path: Path
) -> None:
    begun(run)
    into = tmp_path / "responses.yaml"
    into.write_text(
        "responses:\n  - of: parents\n    said: What about school trips?\n    outcome: ''\n"
        "  - {of: staff, said: Too strict, outcome: The rule is a should again}\n",
        "utf-8",
    )
    consult = ("consult", "--policy", "phones", "--on", "2019-01-10", "--responses", str(into))
    assert run(*consult)[0] == 0
    assert run("consult", "--policy", "phones", "--on", "2019-01-12", "--outcome", "one rule was changed")[0] == 0
    assert run("build", "-q", "--as-of", "2019-02-01")[0] == 0
    assert "until 24 December 2018: one rule was changed." in banner(school)
    said = (
        "Parents: “What about school trips?”. What became of it is not recorded.",
        "Staff: “Too strict”. The rule is a should again.",
    )
    draft = (school.root / "output/site/phones/draft/about-this-edition/index.html").read_text("utf-8")
    assert all(one in unescape(draft) for one in said)
    run("approve", "2019", "--policy", "phones", "--on", "2019-02-08", "--minute", "M", "--by", "governing body")
    assert run("build", "-q", "--as-of", "2019-02-10")[0] == 0
    approved = (school.root / "output/site/phones/2019/about-this-edition/index.html").read_text("utf-8")
    assert all(one in unescape(approved) for one in said)
    assert "consultation" not in banner(school)
    assert run("verify")[0] == 0


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("responses:\n  - {of: staff, sayd: x}\n", "responses.yaml:2"),
        ("- a\n", "responses.yaml"),
        ("responses: [\n", "responses.yaml"),
        ("responses:\n  - {of: ' ', said: x}\n", "response 1 says nothing"),
    ],
)
def test_a_mistake_in_the_file_of_responses_is_one_line_with_its_place(
    run: Run, tmp_path: Path, text: str, says: str
) -> None:
    begun(run)
    into = tmp_path / "responses.yaml"
    into.write_text(text, "utf-8")
    code, _, err = run("consult", "--policy", "phones", "--responses", str(into))
    assert code == 2
    assert says in err
    assert "Traceback" not in err


def test_an_outcome_without_a_consultation_is_refused_with_the_command_that_begins_one(run: Run) -> None:
    code, _, err = run("consult", "--policy", "phones", "--outcome", "nothing")
    assert code == 2
    assert "no consultation on phones is on record" in err
    assert "consult --policy phones --until DATE --with staff" in err
