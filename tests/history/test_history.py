"""history CLAUSE: edition by edition, who, when, why, and the words that changed, wherever the file lay."""

from __future__ import annotations

from datetime import date

import pytest

from clausebook.app.governing import history_lines, history_of
from clausebook.errors import UserError
from tests.history.repositories import School, approve_by_hand

pytestmark = pytest.mark.slow

CALLS = "clauses/phones/calls.yaml"
TODAY = date(2020, 1, 1)


def lines(school: School, clause: str = "calls") -> list[str]:
    return list(history_lines(history_of(school.root, clause, TODAY), full=True))


def text(school: School, clause: str = "calls") -> str:
    return "\n".join(lines(school, clause))


def day(school: School, commit: str) -> str:
    return school.git("log", "-1", "--format=%as", commit)


def test_each_edition_says_when_who_why_and_which_words(school: School) -> None:
    first = school.head
    approve_by_hand(school)
    school.replace(CALLS, "outside lessons", "outside lessons and trips")
    second = school.commit("Mention trips\n\nTeachers asked.\n\nReason: trips are no lessons\nLaw: ukpga/2018/12")
    approve_by_hand(school, edition="2019")
    school.replace(CALLS, "Staff should", "Staff must")
    third = school.commit("Make it a duty")
    assert lines(school) == [
        "phones: clause calls",
        "",
        "2018, approved 2018-05: added",
        "  1.1 Calls",
        f"  {day(school, first)} a contributor: Write the phones policy ({first[:10]})",
        "",
        "2019, approved 2018-05: changed",
        "  1.1 Calls",
        f"  {day(school, second)} a contributor: Mention trips ({second[:10]})",
        "      Teachers asked.",
        "      Reason: trips are no lessons",
        "      Law: ukpga/2018/12",
        "  paragraph: Staff should make calls outside lessons{+ and trips+}.",
        "",
        "draft, not approved: changed, duty",
        "  1.1 Calls",
        f"  {day(school, third)} a contributor: Make it a duty ({third[:10]})",
        "  paragraph: Staff [-should-]{+must+} make calls outside lessons and trips.",
    ]


def test_a_clause_is_followed_by_its_id_through_a_move_to_another_folder(school: School) -> None:
    approve_by_hand(school)
    school.git("mv", "clauses", "texts")
    school.commit("Move the clauses away")
    school.git("mv", "texts", "clauses")
    school.replace(CALLS, "outside", "during")
    school.commit("Move them back, and change one")
    shown = text(school)
    assert "Move the clauses away" in shown
    assert "Move them back, and change one" in shown
    assert "make calls [-outside-]{+during+} lessons" in shown


def test_a_file_that_bore_another_name_is_reported_as_a_guess(school: School) -> None:
    approve_by_hand(school)
    school.git("mv", CALLS, "clauses/phones/telephone.yaml")
    school.replace("clauses/phones/telephone.yaml", "id: calls", "id: telephone")
    school.replace("policy/phones.yaml", "[calls,", "[telephone,")
    school.commit("Say telephone")
    assert f"its file was {CALLS} before (git's guess)" in text(school, "telephone")
    for clause in ("calls", "telephone"):
        assert "calls continues as telephone" in text(school, clause)


def test_a_merge_that_wrote_new_words_is_among_the_reasons(school: School) -> None:
    approve_by_hand(school)
    school.git("checkout", "--quiet", "-b", "side")
    school.replace(CALLS, "outside", "before")
    school.commit("Before lessons")
    school.git("checkout", "--quiet", "main")
    school.replace(CALLS, "outside", "after")
    school.commit("After lessons")
    school.git("merge", "side", check=False)
    school.write({CALLS: "id: calls\ntitle: Calls\nbody: [Staff should make calls between lessons.]\n"})
    school.commit("Merge: between lessons")
    shown = text(school)
    for subject in ("Before lessons", "After lessons", "Merge: between lessons"):
        assert subject in shown


def test_words_that_are_in_no_commit_are_named_as_such(school: School) -> None:
    approve_by_hand(school)
    school.replace(CALLS, "outside", "during")
    shown = text(school)
    assert "the working tree holds words that are in no commit" in shown
    assert "[-outside-]{+during+}" in shown
    assert "no commit" not in text(school, "cameras")


def test_an_unknown_clause_names_the_nearest(school: School) -> None:
    with pytest.raises(UserError, match="no edition has a clause call\n") as caught:
        text(school, "call")
    assert "did you mean calls?" in str(caught.value)


def test_a_clause_of_two_policies_must_be_named_with_its_policy(school: School) -> None:
    other = "id: bags\ntitle: Bags policy\noutline:\n  - opening: calls\n"
    school.commit(
        "Another policy", {"policy/bags.yaml": other, "clauses/bags/calls.yaml": "id: calls\ntitle: C\nbody: [x]\n"}
    )
    with pytest.raises(UserError, match="say bags/calls or phones/calls"):
        text(school, "calls")
    assert lines(school, "bags/calls")[0] == "bags: clause calls"


def test_a_long_clause_is_cut_around_what_changed(school: School) -> None:
    long = "word " * 200
    school.replace(CALLS, "Staff should make calls outside lessons.", f"{long}old {long}")
    school.commit("Long")
    approve_by_hand(school)
    school.replace(CALLS, "old", "new")
    school.commit("Short change")
    changed = next(line for line in lines(school) if "[-old-]" in line)
    assert len(changed) < 140
