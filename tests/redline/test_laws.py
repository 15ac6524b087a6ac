"""What must hold for any two editions."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clausebook.model.comparison.block_change import Words, new_words, old_words
from clausebook.model.edition import Edition, ResolvedClause, ResolvedSection
from clausebook.model.edition_blocks import ResolvedBlock, ResolvedList
from clausebook.model.school import School
from clausebook.redline import accept, compare, content, reject
from clausebook.redline.words import diff
from clausebook.text.budget import Budget
from clausebook.text.inline import Inline, plain
from tests.redline.strategies import edited, edited_lists, editions, inlines

slow = pytest.mark.slow
calm = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
a_year_later = editions().flatmap(lambda old: st.tuples(st.just(old), edited(old)))


def one_clause(block: ResolvedBlock) -> Edition:
    """An edition of one clause of one block."""
    passage = ResolvedClause(id="a", number="1.1", cite="1.1", title="A", blocks=(block,))
    chapter = ResolvedSection(id="one", number="1", cite="1", title="One", passages=(passage,))
    return Edition(policy="p", name="n", title="P", series="", school=School(name="S"), chapters=(chapter,))


@slow
@calm
@given(editions(), editions())
def test_accepting_every_change_gives_the_new_edition_and_rejecting_every_change_the_old(
    old: Edition, new: Edition
) -> None:
    redline = compare(old, new)
    assert accept(redline) == content(new)
    assert reject(redline) == content(old)


@slow
@calm
@given(a_year_later)
def test_the_same_holds_for_an_edition_and_what_a_year_of_editing_makes_of_it(pair: tuple[Edition, Edition]) -> None:
    redline = compare(*pair)
    assert accept(redline) == content(pair[1])
    assert reject(redline) == content(pair[0])


@slow
@settings(max_examples=300)
@given(edited_lists())
def test_the_same_holds_for_a_list_whose_items_were_split_joined_moved_and_reworded(
    pair: tuple[ResolvedList, ResolvedList],
) -> None:
    old, new = (one_clause(block) for block in pair)
    redline = compare(old, new)
    assert accept(redline) == content(new)
    assert reject(redline) == content(old)


@calm
@given(editions())
def test_a_first_edition_is_all_added_and_rejecting_it_leaves_nothing(new: Edition) -> None:
    redline = compare(None, new)
    assert accept(redline) == content(new)
    assert reject(redline) == content(None)
    assert all(clause.kinds == ("added",) for clause in redline.clauses)


@calm
@given(editions())
def test_an_edition_compared_with_itself_has_nothing_to_show(edition: Edition) -> None:
    redline = compare(edition, edition)
    assert redline.is_empty
    assert redline.counts == {}
    assert redline.duties == ()
    assert redline.causes == {}
    assert redline.unchanged == redline.clauses


@slow
@calm
@given(editions(), editions())
def test_only_equal_content_makes_an_empty_redline(old: Edition, new: Edition) -> None:
    assert compare(old, new).is_empty == (content(old) == content(new))


@calm
@given(inlines, inlines)
def test_a_change_never_cuts_a_word_or_a_number(old: Inline, new: Inline) -> None:
    words = diff(old, new, Budget(100_000))
    assert plain(old_words(words)) == plain(old)
    assert plain(new_words(words)) == plain(new)
    for side in ("inserted", "deleted"):
        _assert_no_cut(words, skipped=side)


def _assert_no_cut(words: Words, skipped: str) -> None:
    shown = [span.words for span in words if span.kind != skipped and span.words]
    for left, right in pairwise(shown):
        around = left[-2:] + "|" + right[:2]
        assert not (left[-1].isalnum() and right[0].isalnum()), around
        assert not (left[-1].isdigit() and right[0] in ".,:%" and right[1:2].isdigit()), around
        assert not (len(left) > 1 and left[-2].isdigit() and left[-1] in ".,:" and right[0].isdigit()), around
        assert not (left[-1] in "£$€" and right[0].isdigit()), around
        assert not (left[-1].isalpha() and right[0] in "'’-" and right[1:2].isalpha()), around
        assert not (left[-1].isdigit() and right.startswith((" hours", "%"))), around
