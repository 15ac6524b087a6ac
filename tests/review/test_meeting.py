"""Several policies in one pack: one first page, moves between policies, a ballot for the whole meeting."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pdfua
import pytest

from clausebook.app.reviewing import meeting_lines, meeting_of
from clausebook.errors import UserError
from clausebook.formats.review.meeting import meeting_values
from clausebook.model.artefact import Order
from clausebook.model.comparison.meeting import Meeting
from clausebook.model.edition import Edition
from clausebook.model.register import Register
from clausebook.review.make import review
from tests.history.repositories import CLAUSES, School
from tests.redline.small import edition
from tests.review.schools import CAMERAS, OUTLINE, ROLES
from tests.validators import validator

AS_OF = date(2019, 9, 10)
VISITS = "policy/visits.yaml"


def quiet(words: str) -> None:
    """Nobody watches the progress of a test."""


@pytest.fixture
def two(school: School) -> School:
    """The mini school with a second policy, to which the clause on cameras moves in the newest commit."""
    outline = (school.root / OUTLINE).read_text(encoding="utf-8")
    visits = outline.replace("id: phones", "id: visits").replace("Phones policy", "Visits policy")
    moved = {"policy/school.yaml": ROLES, VISITS: visits.replace("[calls, cameras]", "[calls]")}
    moved |= {f"clauses/visits/{id}.yaml": CLAUSES[id] for id in ("introduction", "calls")}
    school.write(moved)
    school.commit("Write a policy on visits")
    (school.root / CAMERAS).unlink()
    school.write({OUTLINE: outline.replace("[calls, cameras]", "[calls]"), VISITS: visits})
    school.write({"clauses/visits/cameras.yaml": CLAUSES["cameras"]})
    school.commit(
        "Move cameras to visits\n\nReason: They matter on visits.\nDecision-needed: Do trips count as visits?"
    )
    return school


def order(school: School) -> Order:
    return Order(root=school.root, as_of=AS_OF)


def test_a_clause_that_left_one_policy_for_another_is_named_as_a_move(two: School) -> None:
    meeting, files = meeting_of(order(two), (), "HEAD~1", "HEAD", quiet, agenda=False)
    assert [review.policy for review in meeting.reviews] == ["phones", "visits"]
    (move,) = meeting.moves
    assert (move.title, move.old_policy, move.new_policy) == ("Cameras", "Phones policy", "Visits policy")
    assert sorted(path.rpartition(".")[2] for path in files) == ["docx", "html", "json", "pdf"]
    assert {path.rpartition(".")[0] for path in files} == {"output/review/meeting-2019-09-10"}


def test_a_clause_that_moved_as_it_was_is_no_new_rule_and_none_that_is_gone(two: School) -> None:
    meeting, _ = meeting_of(order(two), (), "HEAD~1", "HEAD", quiet, agenda=False)
    assert [move.is_same for move in meeting.moves] == [True]
    packs = meeting_values(meeting)["packs"]
    moved = [one for values in packs for one in values["clauses"] if one["id"] == "cameras"]
    assert [one["headline"] for one in moved] == [
        "moved to Visits policy 1.2, with the same words",
        "moved here from Phones policy 1.2, with the same words",
    ]
    assert [one["pieces"] for one in moved] == [(), ()]


def test_the_rules_of_a_clause_that_moved_as_it_was_are_neither_new_nor_gone(tmp_path: Path) -> None:
    store = {
        "id": "store",
        "title": "Store",
        "body": ["Staff must lock the store at night before the last of them leaves."],
    }
    cats = [{"id": f"cat-{n}", "title": f"Cat {n}", "body": [f"Cat {n} is fed daily."]} for n in range(2)]
    sides = {"old": ([cats[0], store], [cats[1]]), "same": ([cats[0]], [cats[1], store])}
    edited = {**store, "body": ["Staff should lock the store at night before the last of them leaves."]}
    sides["edited"] = ([cats[0]], [cats[1], edited])
    made: dict[str, list[Edition]] = {}
    for side, policies in sides.items():
        for policy, clauses in enumerate(policies):
            (tmp_path / "one.yaml").write_text(json.dumps({"clauses": clauses}), encoding="utf-8")
            found = edition(tmp_path / "one.yaml", "2018" if side == "old" else "draft")
            made.setdefault(side, []).append(replace(found, policy=f"policy-{policy}", title=f"Policy {policy}"))
    for side, verdicts in (("same", [[], []]), ("edited", [["gone"], ["new"]])):
        pairs = zip(made["old"], made[side], strict=True)
        reviews = tuple(review(old, new, (), Register(as_of=AS_OF), AS_OF) for old, new in pairs)
        meeting = Meeting(school="Hill", as_of=AS_OF, reviews=reviews)
        assert [move.is_same for move in meeting.moves] == [side == "same"]
        assert [[one.verdict for one in shown.redline.duties] for shown in meeting.shown] == verdicts


def test_the_questions_of_all_policies_are_numbered_through(two: School) -> None:
    meeting, _ = meeting_of(order(two), (), "HEAD~1", "HEAD", quiet, agenda=False)
    asked = [one for policy in meeting_values(meeting)["policies"] for _, found in policy["ballot"] for one in found]
    assert [one["number"] for one in asked] == [str(n) for n in range(1, len(asked) + 1)]
    text = "\n".join(meeting_lines(meeting))
    assert "“Cameras” moved from Phones policy 1.2 to Visits policy 1.2." in text
    assert "Do trips count as visits?" in text


def test_every_form_names_the_move_and_asks_every_question(two: School) -> None:
    _, files = meeting_of(order(two), (), "HEAD~1", "HEAD", quiet, agenda=False)
    content = {path.rpartition(".")[2]: found for path, found in files.items()}
    told = json.loads(content["json"])
    (move,) = told["moves"]
    assert (move["from"]["policy"], move["to"]["policy"], move["same_words"]) == ("phones", "visits", True)
    rules = [rule for one in told["reviews"] for rule in one.get("duties", ()) if rule["clause"] == "cameras"]
    assert rules == []  # nothing of it is new or gone
    assert [*validator("meeting").iter_errors(told)] == []
    broken = {**told, "reviews": [{**told["reviews"][0], "unheard_of": 1}]}
    assert not validator("meeting").is_valid(broken)
    assert not validator("meeting").is_valid({**told, "moves": [{**move, "same_words": "yes"}]})
    with zipfile.ZipFile(io.BytesIO(content["docx"])) as archive:
        word = re.sub(r"<[^>]+>", "", archive.read("word/document.xml").decode("utf-8"))
    page = html.unescape(re.sub(r"<[^>]+>", "", content["html"].decode("utf-8")))
    for text in (word, page):
        assert "“Cameras” moved from Phones policy 1.2 to Visits policy 1.2." in text
        assert "Do trips count as visits?" in text
    levels = [int(level) for level in re.findall(r"<h(\d)", content["html"].decode("utf-8"))]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    (two.root / "pack.pdf").write_bytes(content["pdf"])
    found = pdfua.validate(str(two.root / "pack.pdf")).findings
    assert [one for one in found if one.severity.name == "ERROR"] == []
    assert b"src=" not in content["html"]  # it needs no other file


def test_the_page_of_a_meeting_is_in_english_and_says_which_words_of_another_school_are_not(two: School) -> None:
    two.replace("policy/school.yaml", "name: Hill School", "language: cy\nname: Ysgol Bryn")
    two.commit("Write in Welsh")
    _, files = meeting_of(order(two), (), "HEAD~2", "HEAD", quiet, agenda=False)
    page = next(found for path, found in files.items() if path.endswith(".html")).decode("utf-8")
    assert '<html lang="en">' in page
    assert '<span lang="cy">' in page


def test_an_agenda_of_one_body_has_its_policies_only(two: School) -> None:
    body = (two.root / OUTLINE).read_text(encoding="utf-8").partition("approving_body: ")[2].partition("\n")[0]
    meeting, _ = meeting_of(order(two), (), "HEAD~1", "HEAD", quiet, agenda=True, body=body.strip('"'))
    assert [review.policy for review in meeting.reviews] == ["phones", "visits"]
    with pytest.raises(UserError, match="no policy is approved by parents"):
        meeting_of(order(two), (), "HEAD~1", "HEAD", quiet, agenda=True, body="parents")


def test_a_list_names_its_policies_and_an_agenda_leaves_out_what_nobody_need_look_at(two: School) -> None:
    meeting, _ = meeting_of(order(two), ("visits",), "HEAD~1", "HEAD", quiet, agenda=True)
    assert [review.policy for review in meeting.reviews] == ["visits"]
    with pytest.raises(UserError, match="nothing is on the agenda"):
        meeting_of(order(two), (), "HEAD", "HEAD", quiet, agenda=True)
    with pytest.raises(UserError, match="there is no policy visit"):
        meeting_of(order(two), ("visit",), "HEAD~1", "HEAD", quiet, agenda=False)
