"""A clause that continues under another id is known by its words, and only where enough of them are the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clausebook.model.edition import Edition
from clausebook.redline.bodies import continued
from tests.redline.built import edition

WORDS = [f"word{chr(97 + n)}" for n in range(26)]


def of(*clauses: tuple[str, str, list[str]]) -> Edition:
    """An edition of clauses with these ids, titles and words."""
    made = edition([[" ".join(words)] for _, _, words in clauses], "draft")
    section = made.chapters[0]
    passages = tuple(
        replace(one, id=id, title=title) for one, (id, title, _) in zip(section.passages, clauses, strict=True)
    )
    return replace(made, chapters=(replace(section, passages=passages),))


@pytest.mark.parametrize(
    ("same_title", "shared", "known"), [(True, 4, True), (True, 3, False), (False, 6, True), (False, 5, False)]
)
def test_a_clause_is_known_by_six_of_ten_words_or_by_four_and_its_title(
    same_title: bool, shared: int, known: bool
) -> None:
    old = of(("calls", "Calls", WORDS[:10]))
    new = of(("phones", "Calls" if same_title else "Phones", [*WORDS[:shared], *WORDS[10 : 20 - shared]]))
    assert continued(old, new) == ({"calls": "phones"} if known else {})


@pytest.mark.parametrize(("count", "known"), [(6, True), (5, False)])
def test_a_clause_of_few_words_is_not_known_by_them(count: int, known: bool) -> None:
    old, new = of(("calls", "Calls", WORDS[:count])), of(("phones", "Phones", WORDS[:count]))
    assert bool(continued(old, new)) == known


def test_each_clause_has_one_partner_the_one_most_like_it_and_one_that_stays_has_none() -> None:
    old = of(("a", "A", WORDS[:10]), ("b", "B", WORDS[10:20]), ("stays", "S", WORDS[:10]))
    new = of(("x", "X", [*WORDS[:8], *WORDS[20:22]]), ("y", "Y", WORDS[:10]), ("stays", "S", WORDS[10:20]))
    assert continued(old, new) == {"a": "y"}
    assert continued(None, new) == {}


def test_a_clause_that_says_where_it_is_from_is_not_guessed() -> None:
    old, new = of(("a", "A", WORDS[:10])), of(("x", "X", WORDS[:10]))
    section = new.chapters[0]
    for declared in ({"split_from": "a"}, {"merged_from": ("a",)}):
        passages = tuple(replace(one, **declared) for one in section.passages)  # type: ignore[arg-type]
        assert continued(old, replace(new, chapters=(replace(section, passages=passages),))) == {}
