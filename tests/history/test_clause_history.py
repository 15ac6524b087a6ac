"""The history of each clause of a policy, commit by commit, as the command prints it."""

from __future__ import annotations

from clausebook.history.adoption import all_editions, approved_editions
from clausebook.history.clause_history import history, history_lines
from clausebook.source.load import load
from tests.golden_folders import GOLDEN, hold
from tests.history.in_memory import MemoryRepository
from tests.history.repositories import CLAUSES, SCHOOL
from tests.history.tampering import CALLS, CAMERAS, adopted, approve

INTRODUCTION = "clauses/phones/introduction.yaml"
OUTLINE = "policy/phones.yaml"


def printed(school: MemoryRepository, full: bool = False) -> str:
    """The history of every clause that an edition has."""
    register = load({path: text.encode() for path, text in school.kept[school.head].files.items()})
    editions = tuple(reversed(tuple(all_editions(register, approved_editions(school)[0], school))))
    assert register.school is not None
    clauses = dict.fromkeys(passage.id for edition in editions for passage in edition.passages)
    found = (history(school, "phones", clause, editions, register.school) for clause in clauses)
    return "\n\n".join("\n".join(history_lines(one, full)) for one in found) + "\n"


def test_the_history_of_each_clause_names_its_commits_their_reasons_and_the_words(bless: bool) -> None:
    school = MemoryRepository()
    school.commit(
        "Map the clerk", {"policy/school.yaml": f"{SCHOOL}contributors: {{clerk@hill.example: headteacher}}\n"}
    )
    approve(school)
    school.commit(
        "Mention trips",
        school.replaced(CALLS, "outside lessons", "outside lessons and trips"),
        trailers=(("Reason", "trips are no lessons"), ("Law", "ukpga/2018/12")),
    )
    school.commit("Rename the school", school.replaced("policy/school.yaml", "Hill School", "Dale School"))
    school.commit("Keep a copy", {f"copies/{CALLS}": CLAUSES["calls"]})
    approve(school, "2019")
    split = "id: numbers\ntitle: Numbers\nsplit_from: calls\nbody: [Staff must not give pupils their own numbers.]\n"
    merged = school.replaced(INTRODUCTION, "body:", "merged_from: [cameras]\nbody:")
    outline = school.replaced(OUTLINE, "calls, cameras", "numbers, calls")
    school.commit("Split and merge", {"clauses/phones/numbers.yaml": split, CAMERAS: None, **merged, **outline})
    approve(school, "2020")
    school.commit("Make it a duty", school.replaced(CALLS, "Staff should", "Staff must"))
    school.dirty = ("CHANGELOG.md", INTRODUCTION)
    made = {"expected.txt": printed(school), "full.txt": printed(school, full=True)}
    hold(GOLDEN / "clause-history" / "of-one-school", made, given=(), bless=bless)


def test_the_history_of_policies_that_were_taken_over_begins_there(bless: bool) -> None:
    school = MemoryRepository()
    adopted(school)
    school.commit("Change a clause", school.replaced(CALLS, "outside", "during"))
    approve(school, "2019")
    school.commit("Make it a duty", school.replaced(CALLS, "Staff should", "Staff must"))
    hold(GOLDEN / "clause-history" / "taken-over", {"expected.txt": printed(school)}, given=(), bless=bless)
