"""What a clerk writes is kept: one text, one reason, one step of the record, and no other line is touched."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.desk.clerks import Clerk

pytestmark = pytest.mark.slow

CALLS = "/policy/phones/clause/calls"
FILE = "clauses/phones/calls.yaml"


def git(root: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=True).stdout


def lines_changed(root: Path) -> tuple[list[str], list[str]]:
    """The lines that the last commit took out and put in."""
    diff = git(root, "show", "-U0", "--format=", "HEAD").splitlines()
    took = [line[1:] for line in diff if line.startswith("-") and not line.startswith("---")]
    return took, [line[1:] for line in diff if line.startswith("+") and not line.startswith("+++")]


def test_an_edit_is_kept_with_its_reason_under_the_clerks_name(clerk: Clerk, root: Path) -> None:
    clerk.see(f"{CALLS}?do=edit&at=body.1.items.0.text")
    clerk.send(words="call pupils on any phone", reason="a parent asked", headline="No calls", question="Is that so?")
    assert clerk.status == 200
    assert "call pupils on any phone" in clerk.words("article")
    assert lines_changed(root) == (
        ["      - call pupils on their own phones"],
        ["      - call pupils on any phone"],
    )
    said = git(root, "log", "-1", "--format=%an <%ae>%n%B").splitlines()
    assert said[0] == "A clerk <clerk@hill.example>"
    assert said[3:6] == ["Reason: a parent asked", "Headline: No calls", "Decision-needed: Is that so?"]
    assert git(root, "status", "--porcelain", "--untracked-files=no") == ""


def test_without_a_reason_nothing_is_kept_and_nothing_is_lost(clerk: Clerk, root: Path) -> None:
    before = git(root, "rev-parse", "HEAD")
    clerk.see(f"{CALLS}?do=edit&at=body.1.items.0.text")
    clerk.send(words="call nobody", reason="  ")
    assert clerk.status == 422
    assert "Why is this changed?" in clerk.words("fault")
    assert clerk.form().fields["words"].strip() == "call nobody"
    assert git(root, "rev-parse", "HEAD") == before


def test_undo_brings_the_words_back_and_the_record_shows_both(clerk: Clerk, root: Path) -> None:
    before = (root / FILE).read_bytes()
    clerk.see(f"{CALLS}?do=remove&at=body.1.items.1.text")
    clerk.send(reason="no longer true")
    assert (root / FILE).read_bytes() != before
    clerk.send(next(clerk.all("kept")[0].iter("form")))
    assert clerk.status == 200
    assert (root / FILE).read_bytes() == before
    assert git(root, "log", "-1", "--format=%s").startswith("Take back: Remove 1.1(b)")


def test_a_point_and_a_note_move_to_another_clause_with_nothing_else_touched(clerk: Clerk, root: Path) -> None:
    other = root / "clauses/phones/cameras.yaml"
    clerk.see(f"{CALLS}?do=move&at=body.2.note")
    places = [one.get("value") for one in clerk.form().get_element_by_id("to").iter("option")]
    (place,) = [one for one in places if one == "cameras/body|1"]
    clerk.send(to=place, reason="it is about pictures")
    assert clerk.status == 200, clerk.words()
    note = "  - note: The [guide](https://hill.example/guide) says more about *calls*."
    assert lines_changed(root) == ([note], [note])
    assert note in other.read_text().splitlines()
    assert note not in (root / FILE).read_text().splitlines()
    clerk.send(next(clerk.all("kept")[0].iter("form")))
    assert note in (root / FILE).read_text().splitlines()
    assert note not in other.read_text().splitlines()


def test_a_text_that_others_refer_to_does_not_leave_its_clause(clerk: Clerk, root: Path) -> None:
    clerk.see("/policy/phones/clause/cameras?do=edit&at=body.0.text")
    clerk.send(words="Pupils should not call late ([[number of: Calls, point late]]).", reason="r")
    assert clerk.status == 200, clerk.words()
    before = git(root, "rev-parse", "HEAD")
    clerk.see("/policy/phones/clause/cameras?do=add&at=body.0.text&what=point")
    clerk.send(words="never", reason="r")
    clerk.see(f"{CALLS}?do=move&at=body.1.items.2.text")
    places = [one.get("value") for one in clerk.form().get_element_by_id("to").iter("option")]
    clerk.send(to=next(one for one in places if one.startswith("cameras/")), reason="r")
    assert clerk.status == 422
    assert git(root, "rev-parse", "HEAD~1") == before


def test_a_table_gets_a_caption_and_a_column_and_loses_them(clerk: Clerk, root: Path) -> None:
    clerk.see(f"{CALLS}?do=remove&at=body.3.table.caption")
    clerk.send(reason="not needed")
    assert lines_changed(root) == (["      caption: Who answers"], [])
    clerk.see(f"{CALLS}?do=add&at=body.3.table&what=caption")
    clerk.send(words="Who answers", reason="needed after all")
    assert lines_changed(root) == ([], ["      caption: Who answers"])
    before = (root / FILE).read_bytes()
    clerk.see(f"{CALLS}?do=add&at=body.3.table.header.0&what=column")
    assert "In the row “Evening”" in clerk.form().text_content()
    clerk.send(words="Day", cell0="Monday", cell1="Friday: all day", reason="days differ")
    assert lines_changed(root)[1][:3] == [
        "      header: [Hour, Day, Person]",
        "        - [Morning, Monday, The office]",
        '        - [Evening, "Friday: all day", A teacher on duty]',
    ]
    clerk.see(f"{CALLS}?do=remove&at=body.3.table.header.1")
    clerk.send(reason="they do not")
    assert (root / FILE).read_bytes() == before
