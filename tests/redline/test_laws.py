"""What must hold for any two editions."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clausebook.model.comparison.block_change import Words, new_words, old_words
from clausebook.model.edition import Edition, ResolvedBlock, ResolvedClause, ResolvedList, ResolvedSection
from clausebook.model.school import School
from clausebook.redline import accept, compare, content, reject
from clausebook.redline.words import diff
from clausebook.text.budget import Budget
from clausebook.text.inline import Inline, Run, plain
from tests.redline.built import edition as built
from tests.redline.strategies import edited, edited_lists, editions, inlines

pytestmark = pytest.mark.slow

calm = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
a_year_later = editions().flatmap(lambda old: st.tuples(st.just(old), edited(old)))


def one_clause(block: ResolvedBlock) -> Edition:
    """An edition of one clause of one block."""
    passage = ResolvedClause(id="a", number="1.1", cite="1.1", title="A", blocks=(block,))
    chapter = ResolvedSection(id="one", number="1", cite="1", title="One", passages=(passage,))
    return Edition(policy="p", name="n", title="P", series="", school=School(name="S"), chapters=(chapter,))


@calm
@given(editions(), editions())
def test_accepting_every_change_gives_the_new_edition_and_rejecting_every_change_the_old(
    old: Edition, new: Edition
) -> None:
    redline = compare(old, new)
    assert accept(redline) == content(new)
    assert reject(redline) == content(old)


@calm
@given(a_year_later)
def test_the_same_holds_for_an_edition_and_what_a_year_of_editing_makes_of_it(pair: tuple[Edition, Edition]) -> None:
    redline = compare(*pair)
    assert accept(redline) == content(pair[1])
    assert reject(redline) == content(pair[0])


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


REPEATED = st.lists(st.sampled_from(("Lock it.", "Lock it.", "Staff must sign in.", "Bags stay outside.")), max_size=6)


@settings(max_examples=150, deadline=None)
@given(REPEATED, REPEATED)
def test_paragraphs_that_repeat_each_other_are_counted_and_never_lost(old: list[str], new: list[str]) -> None:
    before, after = built([old], "2018"), built([new], "draft")
    redline = compare(before, after)
    assert accept(redline) == content(after)
    assert reject(redline) == content(before)
    kept = [piece for clause in redline.clauses for piece in clause.pieces if piece.kind == "kept"]
    assert len(kept) <= sum((Counter(old) & Counter(new)).values())
    assert redline.is_empty == (old == new)


@settings(max_examples=60, deadline=None)
@given(st.permutations((0, 1, 2)), st.lists(st.booleans(), min_size=3, max_size=3))
def test_sections_that_moved_and_were_renamed_are_put_together_again(order: list[int], renamed: list[bool]) -> None:
    whole = built([[f"Rule {n} of the school."] for n in range(3)], "2018")
    sections = tuple(
        ResolvedSection(id=f"s{n}", number=f"{n}", cite=f"{n}", title=f"Section {n}", passages=(passage,))
        for n, passage in enumerate(whole.chapters[0].passages)
    )
    moved = tuple(replace(sections[n], title="Another") if renamed[n] else sections[n] for n in order)
    before, after = replace(whole, chapters=sections), replace(whole, name="draft", chapters=moved)
    redline = compare(before, after)
    assert accept(redline) == content(after)
    assert reject(redline) == content(before)


@pytest.mark.parametrize("place", range(3))
def test_a_sentence_that_begins_like_its_neighbour_is_inserted_and_deleted_as_a_whole(place: int) -> None:
    sentences = ["Bags stay outside. ", "Bags are searched. ", "Bags go home."]
    without = [one for n, one in enumerate(sentences) if n != place]
    if place == 2:
        without[-1], sentences[1] = without[-1].rstrip(), "Bags are searched."
        sentences[2] = " Bags go home."
    for old, new, kind in ((without, sentences, "inserted"), (sentences, without, "deleted")):
        spans = diff((Run("".join(old)),), (Run("".join(new)),), Budget(10_000))
        assert [span.words for span in spans if span.kind == kind] == [sentences[place]]
        assert {span.kind for span in spans} == {"kept", kind}
