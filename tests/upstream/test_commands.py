"""The commands of a fork as a person types them: what is asked, what is printed, and how they end."""

from __future__ import annotations

import builtins
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from clausebook.cli import main
from tests.history.repositories import School
from tests.upstream.schools import Fork, cloned, type_in
from tests.upstream.test_upstream import CALLS, upstream_moves_on

pytestmark = pytest.mark.slow  # real repositories

FACTS = """\
name: Oakfield Academy
short_name: Oakfield
kind: academy
governing_body: the trust board
approving_body: trust board
review_month: 9
"""


@pytest.fixture
def clone(upstream: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fork:
    """A fresh clone in which commands are typed."""
    fork = cloned(upstream, tmp_path / "clone")
    type_in(fork.root, monkeypatch)
    return fork


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    file = tmp_path / "facts.yaml"
    file.write_text(FACTS, encoding="utf-8")
    return file


def typing(monkeypatch: pytest.MonkeyPatch, answers: Callable[[str], str]) -> None:
    """A person at a terminal who answers what is asked."""
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(builtins, "input", answers)


def test_a_dry_run_shows_everything_and_writes_nothing(
    clone: Fork, facts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = clone.head
    assert main(["adopt", "--from", str(facts), "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert "changes  policy/school.yaml: Oakfield Academy (was Hill School)" in said
    assert "removes  policy/approvals/phones/2018.yaml" in said
    assert said.endswith("nothing was written\n")
    assert (clone.head, clone.git("status", "--porcelain")) == (head, "")


def test_with_a_file_nothing_is_asked_and_a_second_time_nothing_is_left_to_do(
    clone: Fork, facts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["adopt", "--from", str(facts)]) == 0
    head = clone.head
    assert main(["adopt", "--from", str(facts)]) == 0
    assert "these policies are those of Oakfield Academy already: nothing to change" in capsys.readouterr().out
    assert clone.head == head


def test_half_filled_facts_are_findings_and_exit_code_1(
    clone: Fork, facts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts.write_text(FACTS.replace("kind: academy", 'kind: ""'), encoding="utf-8")
    head = clone.head
    assert main(["adopt", "--from", str(facts)]) == 1
    assert f"{facts.as_posix()}:3:7: error: kind is not filled in [schema]" in capsys.readouterr().out
    assert clone.head == head


def test_at_a_terminal_everything_is_asked_and_nothing_happens_without_a_yes(
    clone: Fork, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = {
        "Name of your school": "Elm School",
        "Short name": "Elm",
        "Kind of school": "community school",
        "What the governors": "the governors",
        "Who approves": "full governing body",
        "Month": "June",
        "June is not a month": "6",
        "What you call: Headteacher": "Head",
        "Main colour": "#224466",
    }
    asked: list[str] = []

    def answers(question: str) -> str:
        asked.append(question)
        return next((answer for start, answer in said.items() if question.startswith(start)), "")

    typing(monkeypatch, answers)
    head = clone.head
    assert main(["adopt"]) == 2
    assert (asked[-1], clone.head) == ("Go ahead? [y/N] ", head)
    said["Go ahead?"] = "y"
    assert main(["adopt"]) == 0
    school = clone.text("policy/school.yaml")
    assert "name: Elm School\n" in school
    assert "  headteacher: Head\n" in school
    assert '  primary: "#224466"\n' in school
    assert "review_month: 6\n" in clone.text("policy/phones.yaml")


def test_answers_that_end_too_soon_are_trouble_and_no_traceback(
    clone: Fork, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def nobody(question: str) -> str:
        raise EOFError

    typing(monkeypatch, nobody)
    assert main(["adopt"]) == 2
    assert "the answers ended too soon" in capsys.readouterr().err


def test_without_a_terminal_and_without_facts_every_missing_one_is_named(
    clone: Fork, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    assert main(["adopt", "--name", "Elm School"]) == 2
    assert "short_name is not filled in" in capsys.readouterr().err


@pytest.fixture
def adopted(clone: Fork, facts: Path, capsys: pytest.CaptureFixture[str]) -> Fork:
    assert main(["adopt", "--from", str(facts), "-q"]) == 0
    assert capsys.readouterr().out == ""
    return clone


def test_whose_each_clause_is_can_be_read_by_people_and_programs(
    adopted: Fork, capsys: pytest.CaptureFixture[str]
) -> None:
    adopted.replace(CALLS, "should", "must")
    assert main(["upstream", "--status"]) == 0
    assert "  calls                                changed by this school\n" in capsys.readouterr().out
    assert main(["upstream", "--status", "--format", "json"]) == 0
    clauses = json.loads(capsys.readouterr().out)["clauses"]
    assert {"policy": "phones", "clause": "calls", "is": "changed"} in clauses


def test_taking_says_what_comes_in_and_a_dry_run_writes_none_of_it(
    upstream: School, adopted: Fork, capsys: pytest.CaptureFixture[str]
) -> None:
    upstream_moves_on(upstream)
    head = adopted.head
    assert main(["upstream", "--take", "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert f"taken      {CALLS}\n" in said
    assert said.endswith("nothing was written\n")
    assert adopted.head == head
    assert main(["upstream", "--take"]) == 0
    assert adopted.head != head
    assert main(["upstream", "--take"]) == 0
    assert "nothing to take in" in capsys.readouterr().out


def test_a_new_title_and_a_clause_under_a_new_id_are_named_as_what_they_are(
    upstream: School, adopted: Fork, capsys: pytest.CaptureFixture[str]
) -> None:
    adopted.replace(CALLS, "outside lessons", "before lessons")
    adopted.commit("Ring before lessons")
    upstream.git("mv", CALLS, "clauses/phones/ringing.yaml")
    upstream.replace("clauses/phones/ringing.yaml", "id: calls", "id: ringing")
    upstream.replace("policy/phones.yaml", "[calls, cameras]", "[ringing, cameras]")
    upstream.replace("policy/phones.yaml", "title: Phones policy", "title: Telephones policy")
    upstream.commit("Other names")
    assert main(["upstream"]) == 0
    said = capsys.readouterr().out
    assert "phones: 1 clause changed\n  the title: Phones policy became Telephones policy\n" in said
    assert "here: this school changed it as calls, which stays: join both by hand" in said


def test_a_collision_is_printed_with_its_place_and_the_next_move(
    upstream: School, adopted: Fork, capsys: pytest.CaptureFixture[str]
) -> None:
    adopted.replace(CALLS, "Staff should make calls outside lessons.", "Staff must make no calls.")
    adopted.commit("Forbid calls")
    upstream.replace(CALLS, "Staff should make calls outside lessons.", "Staff may make calls in breaks.")
    upstream.commit("Allow calls")
    assert main(["upstream", "--take"]) == 1
    said = capsys.readouterr().out
    assert f"{CALLS}:4: both upstream and this school changed this: " in said
    assert "python3 build.py upstream --take --finish" in said


def test_options_that_belong_to_taking_alone_are_wrong_use(adopted: Fork, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["upstream", "--finish"]) == 2
    assert "belong to --take" in capsys.readouterr().err


def test_a_role_without_a_title_is_wrong_use(clone: Fork, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["adopt", "--role", "headteacher"]) == 2
    assert "--role headteacher=Principal" in capsys.readouterr().err
