"""Bodies are found by id or name, people by their address, and nobody is taken for somebody else."""

from __future__ import annotations

import pytest

from clausebook.model.bodies import Bodies, Body, ListedPerson, People, is_same_body
from clausebook.model.finding import SourceLocation

HERE = SourceLocation("policy/bodies.yaml")
BODIES = Bodies(
    place=HERE,
    bodies=(
        Body(place=HERE, id="chair", name="Chair of Governors", kind="governor"),
        Body(place=HERE, id="board", name="governing body", kind="board"),
        Body(place=HERE, id="finance", name="Finance Committee", kind="committee"),
    ),
)


@pytest.mark.parametrize(
    ("words", "id", "name"),
    [
        ("board", "board", "governing body"),
        ("the  Governing Body", "board", "governing body"),
        ("governing-body", "board", "governing body"),
        ("FINANCE", "finance", "Finance Committee"),
        ("The chair of governors", "chair", "Chair of Governors"),
        ("pay-committee", "pay-committee", "pay committee"),
        ("Pay-Committee", "Pay-Committee", "Pay-Committee"),
        ("pay-committee of trustees", "pay-committee of trustees", "pay-committee of trustees"),
        ("", "", ""),
    ],
)
def test_a_body_is_meant_by_its_id_or_its_name(words: str, id: str, name: str) -> None:
    assert (BODIES.id_of(words), BODIES.name_of(words)) == (id, name)
    assert (BODIES.meant(words) is not None) == (id in ("chair", "board", "finance"))


def test_the_board_and_the_chair_are_found_by_their_kind() -> None:
    assert (BODIES.board, BODIES.chair) == ("board", "chair")
    assert (Bodies(place=HERE).board, Bodies(place=HERE).chair) == ("", "")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("the Governing Body", "governing-body", True),
        ("governing body", "governing  body", True),
        ("governing body", "the body", False),
        ("theatre board", "atre board", False),
    ],
)
def test_names_are_the_same_but_for_capitals_hyphens_and_the_article(one: str, other: str, same: bool) -> None:
    assert is_same_body(one, other) is same


@pytest.mark.parametrize(
    ("email", "name"),
    [
        ("a@hill.example", "A"),
        ("A@HILL.example", "A"),
        ("twice@hill.example", ""),
        ("", ""),
        ("kelvin@hill.example", ""),
        ("\u212aelvin@hill.example", "Kelvin"),
        ("nobody@hill.example", ""),
    ],
)
def test_a_person_is_found_by_an_address_that_is_listed_once(email: str, name: str) -> None:
    listed = [("A", "a@hill.example"), ("B", "twice@hill.example"), ("C", "Twice@hill.example"), ("D", "")]
    people = People(
        place=HERE,
        people=tuple(
            ListedPerson(place=HERE, name=who, email=address, rights=("edit",))
            for who, address in (*listed, ("Kelvin", "\u212aelvin@hill.example"))
        ),
    )
    found = people.of(email)
    assert (found.name if found else "") == name
    assert found is None or found.all_rights == {"read", "edit"}
