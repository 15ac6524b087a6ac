"""A budget affords what it holds, to the last unit, and is spent when too little is left to begin anything."""

from __future__ import annotations

import pytest

from clausebook.text.budget import Budget


@pytest.mark.parametrize(
    ("costs", "afforded"), [((5, 5), (True, True)), ((5, 6, 5), (True, False, True)), ((11,), (False,))]
)
def test_what_cannot_be_afforded_costs_nothing(costs: tuple[int, ...], afforded: tuple[bool, ...]) -> None:
    budget = Budget(10)
    assert tuple(map(budget.afford, costs)) == afforded


@pytest.mark.parametrize(("spent", "is_spent"), [(0, False), (800, False), (801, True), (1000, True)])
def test_less_than_two_hundred_units_are_nothing_to_begin_with(spent: int, is_spent: bool) -> None:
    assert Budget(1000, spent).is_spent is is_spent
