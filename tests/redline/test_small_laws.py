"""Laws of a redline on small editions, fast: nothing is lost where texts repeat, move, or begin alike."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clausebook.model.edition import ResolvedSection
from clausebook.redline import accept, compare, content, reject
from clausebook.redline.words import diff
from clausebook.text.budget import Budget
from clausebook.text.inline import Run
from tests.redline.built import edition as built

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


LOCK = "Staff must lock the store at four and hang the key in the office."
REPORT = "Users should report a lost phone to the office within 24 hours."
VISIT = "Visitors must not walk the corridors without a badge and a host."
FOOD = "Food is sold until two in the hall by the stage."


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ([[f"{LOCK} {REPORT}"], [f"{FOOD} {VISIT}"]], [[LOCK, f"{REPORT} {VISIT}"], [FOOD]]),
        ([[LOCK, REPORT], [f"{FOOD} {VISIT}"]], [[f"{LOCK} {VISIT} {REPORT}"], [FOOD]]),
        ([[LOCK, f"{REPORT} {VISIT}"], [FOOD]], [[f"{LOCK} {REPORT}"], [f"{FOOD} {VISIT}"]]),
    ],
)
def test_a_sentence_that_moves_out_of_or_into_a_paragraph_that_is_split_or_merged_is_moved_as_it_is(
    old: list[list[str]], new: list[list[str]]
) -> None:
    redline = compare(built(old, "2018"), built(new, "draft"))
    spans = [
        span
        for clause in redline.clauses
        for piece in clause.pieces
        for cell in piece.cells
        for span in cell.words
        if not span.is_blank
    ]
    assert {span.words.strip() for span in spans if span.moved} == {VISIT}
    assert sorted(span.kind for span in spans if span.moved) == ["deleted", "inserted"]
    assert {span.kind for span in spans if not span.moved} == {"kept"}


def test_a_sentence_that_two_clauses_lost_is_moved_within_the_clause_that_has_it_still() -> None:
    old = built([[f"{LOCK} {REPORT}"], [f"{FOOD} {REPORT}", VISIT]], "2018")
    new = built([[LOCK], [FOOD, f"{VISIT} {REPORT}"]], "draft")
    spans = [
        (clause.id, span.kind, span.moved, span.elsewhere)
        for clause in compare(old, new).clauses
        for piece in clause.pieces
        for cell in piece.cells
        for span in cell.words
        if REPORT in span.words
    ]
    assert spans == [("c0", "deleted", False, ""), ("c1", "deleted", True, ""), ("c1", "inserted", True, "")]
