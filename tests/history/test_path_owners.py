"""Whose words are at a path: read from the top of the repository, or below any folder."""

from __future__ import annotations

import pytest

from clausebook.history.reasons import owners, words_owner

PATHS = (
    ("clauses/phones/calls.yaml", "phones", "phones"),
    ("policy/phones.yaml", "phones", "phones"),
    ("school/clauses/phones/calls.yaml", "", "phones"),
    ("tests/policy/phones.yaml", "", "phones"),
    ("clauses/phones", "", ""),
    ("policy/approvals/phones/2027.yaml", "", ""),
    ("policy/phones.yml", "", ""),
    ("README.md", "", ""),
)


@pytest.mark.parametrize(("path", "from_the_top", "below"), PATHS)
def test_a_path_belongs_to_the_policy_whose_words_are_there(path: str, from_the_top: str, below: str) -> None:
    assert (words_owner(path), owners([path])) == (from_the_top, {below})
