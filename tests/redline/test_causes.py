"""What changed a clause from outside is named: a fact, the number of what it refers to, or those it applies to."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from clausebook.model.comparison.redline import Redline
from clausebook.model.edition import Edition
from clausebook.redline import compare
from clausebook.resolve.resolve import resolve
from clausebook.source.load import load
from tests.redline.built import edition as built
from tests.redline.small import POLICY, files_of

REFERRING = {"id": "a", "title": "A", "body": ["{{ school.name }}: see {{ ref('b') }} and {{ ref('c') }}."]}
B, C, D = ({"id": id, "title": id.upper(), "body": [f"The {id}."]} for id in "bcd")


def edition(*clauses: dict[str, Any], name: str = "Hill") -> Edition:
    register = load(files_of({"clauses": list(clauses), "school": {"name": name}}))
    assert not register.faults
    return resolve(register, POLICY, "draft")


def causes(redline: Redline) -> list[tuple[str, str, str, str]]:
    """Kind, name, old and new value of each cause in the clause that refers to others."""
    found = next(one for one in redline.clauses if one.id == "a")
    assert {one for one in redline.causes if "a" in redline.causes[one]} == set(found.causes)
    return [(one.kind, one.name, one.old, one.new) for one in found.causes]


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        ((REFERRING, B, C), []),
        ((REFERRING, B, C, D), []),
        ((REFERRING, B, D, C), [("reference", "c", "2.3", "2.4")]),
        ((REFERRING, C, B), [("reference", "b", "2.2", "2.3"), ("reference", "c", "2.3", "2.2")]),
    ],
)
def test_only_a_reference_whose_number_changed_is_a_cause(new: Any, expected: list[Any]) -> None:
    assert causes(compare(edition(REFERRING, B, C), edition(*new))) == expected


def test_only_a_fact_whose_value_changed_is_a_cause_and_a_new_reference_is_none() -> None:
    old = {**REFERRING, "body": ["{{ school.name }}: see {{ ref('b') }}."]}
    assert causes(compare(edition(old, B, C), edition(REFERRING, B, C))) == []
    assert causes(compare(edition(old, B, C), edition(REFERRING, B, C, name="Dale"))) == [
        ("fact", "school.name", "Hill", "Dale")
    ]


@pytest.mark.parametrize(("changed", "shown"), [(0, 0), (1, 1), (2, 0), (3, 0)])
def test_a_change_of_people_that_half_of_the_clauses_share_is_shown_once(changed: int, shown: int) -> None:
    old, new = (built([[f"Rule {n}."] for n in range(4)], name, ("staff",)) for name in ("2018", "draft"))
    section = new.chapters[0]
    passages = tuple(
        replace(one, applies_to=("staff", "volunteers")) if n < changed else one
        for n, one in enumerate(section.passages)
    )
    redline = compare(old, replace(new, chapters=(replace(section, passages=passages),)))
    assert [(one.kind, one.value) for one in redline.applies_to if one.kind != "kept"] == (
        [("added", "volunteers")] if changed > 1 else []
    )
    assert [("applies-to" in one.kinds) for one in redline.clauses].count(True) == shown
