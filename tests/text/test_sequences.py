"""What two rows of words share is found in order, each word once, in short texts and in long ones."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clausebook.text.budget import Budget
from clausebook.text.sequences import LONG, longest_increasing, matches

PLENTY = 10_000_000


def shared(a: list[str], b: list[str], budget: int = PLENTY) -> list[tuple[int, int, int]]:
    """The stretches, after a look that each is one, and that they are in order."""
    found = matches(a, b, Budget(budget))
    assert all(a[i : i + size] == b[j : j + size] for i, j, size in found)
    assert all(i + n <= x and j + n <= y for (i, j, n), (x, y, _) in pairwise(found))
    return found


@settings(max_examples=60)
@given(st.lists(st.sampled_from("abcd "), max_size=12), st.lists(st.sampled_from("abcd "), max_size=12))
def test_what_both_begin_and_end_with_is_shared(a: list[str], b: list[str]) -> None:
    total = sum(size for _, _, size in shared(a, b))
    assert (total == len(a) == len(b)) == (a == b)
    assert total >= (a[:1] == b[:1] != [])


@pytest.mark.parametrize("repeated", [0, 7])
def test_of_a_long_text_all_is_found_but_what_was_changed(repeated: int) -> None:
    """Words that occur once are matched first; `repeated` is how many different words fill each second place."""
    chance = random.Random(repeated)
    old = [f"w{n}" if not repeated or n % 2 else f"r{chance.randrange(repeated)}" for n in range(LONG + 200)]
    for _ in range(20):
        new, at = list(old), sorted(chance.sample(range(0, len(old), 9), 6))
        for place in at:
            new[place] = f"new {place}"
        del new[at[-1]]
        new.insert(at[0], "more")
        assert sum(size for _, _, size in shared(old, new)) == len(old) - 6


def test_a_long_text_of_which_no_word_occurs_once_is_matched_too() -> None:
    old = [f"w{n // 2}" for n in range(2 * LONG)]
    new = [*old[:700], "x", *old[701:]]
    assert sum(size for _, _, size in shared(old, new)) == len(old) - 1


def test_without_work_to_spend_only_the_beginning_and_the_end_are_matched() -> None:
    assert shared(list("abcxdef"), list("abyxzef"), budget=0) == [(0, 0, 2), (5, 5, 2)]


def test_a_blank_goes_with_the_word_beside_it() -> None:
    assert shared(["a", " ", "b", " ", "c"], ["x", " ", "b", " ", "y"]) == [(1, 1, 3)]


@given(st.lists(st.integers(0, 99), unique=True, max_size=9))
def test_no_rising_row_is_longer_than_the_longest(values: list[int]) -> None:
    chain = [values[n] for n in longest_increasing(values)]
    assert chain == sorted(chain)
    best = [1] * len(values)
    for n, value in enumerate(values):
        best[n] = 1 + max((best[m] for m in range(n) if values[m] < value), default=0)
    assert len(chain) == max(best, default=0)
