"""What the commands ask, refuse and write: approve on a terminal and without one, chair's action, ink, labels."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from clausebook.cli import main
from tests.history.repositories import School, mini_school

pytestmark = pytest.mark.slow

Run = Callable[..., tuple[int, str, str]]
WHOLE = ("approve", "2018", "--policy", "phones", "--on", "2018-05-08", "--minute", "FGB/1", "--by", "governing body")


@pytest.fixture
def school(tmp_path: Path) -> School:
    return mini_school(tmp_path / "school")


@pytest.fixture
def run(school: School, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(list(arguments), str(school.root))
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def at_a_terminal(monkeypatch: pytest.MonkeyPatch, *answers: str) -> list[str]:
    """A person at a terminal who gives those answers, then no more. Gives the questions."""
    waiting, asked = list(answers), []

    def answer(question: str = "") -> str:
        asked.append(question)
        if not waiting:
            raise EOFError
        return waiting.pop(0)

    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", answer)
    return asked


def acts(school: School) -> list[str]:
    return sorted(path.name for path in (school.root / "policy/approvals/phones").glob("*.yaml"))


def test_without_a_terminal_one_line_says_what_is_missing_and_nothing_is_written(
    school: School, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False)
    before = school.git("rev-parse", "HEAD")
    code, out, err = run("approve", "2018", "--policy", "phones")
    assert (code, out) == (2, "")
    assert err.splitlines()[0] == "build.py: approve needs --on, --minute and --by"
    assert err.splitlines()[1] == "    hint: approve 2018 --policy phones --on DATE --minute REF --by BODY"
    assert err.count("\n") == 2  # the line and its hint
    assert school.git("rev-parse", "HEAD") == before


def test_on_a_terminal_only_what_is_missing_is_asked_and_a_wrong_answer_is_asked_again(
    school: School, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = at_a_terminal(monkeypatch, "", "May", "2018-05", "FGB/1", "", "", "", "y")
    code, out, _ = run("approve", "2018")
    assert code == 0, out
    assert [question.split(" [")[0].split(" (")[0].rstrip(": ") for question in asked] == [
        *("Which policy", "Day of the meeting", "Day of the meeting", "Reference of the minute", "Who decided"),
        *("Next review, if the meeting set it", "In force from, if not at once"),
        "Record that phones/2018 is approved?",
    ]
    assert "write 2027-05-12, or 2027-05" in out
    assert acts(school) == ["2018-05-approved-2018.yaml"]


@pytest.mark.parametrize("answers", [("", "2018-05-08", "FGB/1", "", "", "", "n"), ("", "2018-05-08")])
def test_a_person_who_says_no_or_leaves_writes_nothing(
    school: School, run: Run, monkeypatch: pytest.MonkeyPatch, answers: tuple[str, ...]
) -> None:
    at_a_terminal(monkeypatch, *answers)
    code, _, _ = run("approve", "2018")
    assert code == 2
    assert acts(school) == []


def test_a_chairs_action_is_in_force_and_waits_for_the_board_until_it_is_ratified(school: School, run: Run) -> None:
    school.commit("Bodies", {"policy/bodies.yaml": _BODIES})
    code, _, err = run(*WHOLE[:-2], "--chairs-action", "the phones came on Monday", "--chair", "A. Example")
    assert code == 0, err
    record = (school.root / "policy/approvals/phones/2018-05-08-approved-2018.yaml").read_text("utf-8")
    assert 'body: "the-chair"' in record
    assert 'ratify_by: "governing-body"' in record
    assert 'until_ratified: "in-force"' in record
    assert 'chairs_action: "the phones came on Monday"' in record
    _, out, _ = run("status", "--as-of", "2018-06-01")
    assert "is in force" in out
    assert "not yet ratified by the governing body" in out
    meeting = ("--on", "2018-07-02", "--minute", "FGB/2", "--by", "governing-body")
    assert "names no body" not in run("ratify", "2018", "--policy", "phones", *meeting)[1]
    _, out, _ = run("status", "--as-of", "2018-08-01")
    assert "is in force" in out
    assert "ratified" not in out


def test_who_chaired_is_a_fact_of_the_meeting_and_asks_for_no_ratification(school: School, run: Run) -> None:
    assert run(*WHOLE, "--chair", "A. Example")[0] == 0
    record = (school.root / "policy/approvals/phones/2018-05-08-approved-2018.yaml").read_text("utf-8")
    assert 'chair: "A. Example"' in record
    assert "ratify" not in record


def test_ink_is_recorded_once_and_status_says_who_signed_and_who_has_not(school: School, run: Run) -> None:
    run(*WHOLE)
    status = json.loads(run("status", "--format", "json")[1])["policies"][0]
    role = status["unsigned"][0]
    ink = ("sign", "2018", "--policy", "phones", "--role", role, "--ink", "B. Example", "--on", "2018-05-09")
    assert run(*ink)[0] == 0
    after = json.loads(run("status", "--format", "json")[1])["policies"][0]
    assert role not in after.get("unsigned", [])
    assert after["signed"] == [{"role": role, "name": "B. Example", "how": "ink", "on": "2018-05-09"}]
    code, _, err = run(*ink)
    assert (code, "this is recorded already" in err) == (2, True)
    code, _, err = run(*("C. Other" if word == "B. Example" else word for word in ink))
    assert code == 2
    assert f"correct 2018 --policy phones --act signed --signed {role}=NAME" in err
    assert run("sign", "2018", "--policy", "phones", "--role", "cook", "--ink", "C", "--on", "2018-05-09")[0] == 2
    assert acts(school) == ["2018-05-08-approved-2018.yaml", "2018-05-09-signed-2018.yaml"]
    assert run("verify")[0] == 0


def test_a_label_is_wherever_the_edition_is_named_to_people(school: School, run: Run) -> None:
    run(*WHOLE, "--label", "Spring 2018")
    code, out, err = run("build", "-q")
    assert code == 0, out + err
    output = school.root / "output"
    called = "2018 edition (Spring 2018)"
    for page in ("phones/2018/index.html", "phones/draft/index.html", "policies/index.html", "clauses/index.html"):
        assert called in (output / "site" / page).read_text("utf-8"), page
    for page in ("feed.xml", "calendar.ics", "phones/changes/index.html"):
        assert called in (output / "site" / page).read_text("utf-8").replace("\r\n ", ""), page
    assert called in run("status")[1]
    assert "Spring 2018" in (school.root / "CHANGELOG.md").read_text("utf-8")
    listed = json.loads((output / "site/index.json").read_text("utf-8"))["policies"][0]["editions"]
    assert [one["label"] for one in listed if one["name"] == "2018"] == ["Spring 2018"]
    assert run("verify")[0] == 0


_BODIES = """\
bodies:
  - {id: governing-body, name: governing body, kind: board}
  - {id: the-chair, name: chair of governors, kind: governor}
"""
