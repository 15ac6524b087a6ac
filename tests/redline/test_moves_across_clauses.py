"""A rule that a generated edit moves to another clause, with an edit or without: ledger and marks know both ends."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from clausebook.model.comparison.block_change import BlockChange, Span
from clausebook.model.comparison.redline import Redline
from clausebook.redline import accept, compare, content, reject
from clausebook.text.inline import plain
from tests.redline.built import edition

RULES = (
    "Staff must lock the store at four and hang the key in the office.",
    "Users should report a lost phone to the office within 24 hours.",
    "Visitors must not walk the corridors without a badge and a host.",
    "Staff may borrow two laptops for a week with the agreement of the office.",
)
PLAIN = ("Food is sold until two.", "The hall has a stage.", "Bags stay outside on the shelf.", "Parents see the list.")
# what an editor does to a rule on the way: words out, words in, and the verdict of it
EDITS = (
    ("the office", "the front office", {"changed", "other-words"}),
    ("must", "should", {"weaker"}),
    ("should", "must", {"stronger"}),
    ("24 hours", "72 hours", {"changed"}),
    ("at four", "at five", {"changed"}),
    ("two laptops", "three laptops", {"changed"}),
    ("without a badge and", "without a badge or", {"changed", "wider", "narrower"}),
)
sides = st.tuples(st.lists(st.sampled_from(PLAIN), unique=True, max_size=3), st.integers(0, 3))


def compared(old: list[list[Any]], new: list[list[Any]]) -> Redline:
    """Two editions of two clauses, whose blocks are texts and lists."""
    found = [edition(bodies, name) for bodies, name in ((old, "old"), (new, "new"))]
    redline = compare(*found)
    assert (accept(redline), reject(redline)) == (content(found[1]), content(found[0]))
    return redline


def put(rule: str, side: tuple[list[str], int], as_item: bool) -> list[Any]:
    """A clause that holds the rule: as a sentence among others of its paragraph, or as an item of a list."""
    beside, place = side
    if as_item:
        who, rest = rule.removesuffix(".").split(" ", 1)
        force = next(word for word in ("must not", "must", "should", "may") if rest.startswith(word))
        items = [one.removesuffix(".").lower() for one in beside] + ["wave to all who pass by the gate"]
        items.insert(place % (len(items) + 1), rest.removeprefix(force).strip())
        return ["This is about a thing.", (f"{who} {force}:", *items)]
    texts = list(beside)
    texts.insert(place % (len(texts) + 1), rule)
    return [" ".join(texts)]


def left(side: tuple[list[str], int], as_item: bool) -> list[Any]:
    """The same clause without it."""
    if as_item:
        items = [one.removesuffix(".").lower() for one in side[0]] + ["wave to all who pass by the gate"]
        return ["This is about a thing.", ("Staff must:", *items)]
    return [" ".join(side[0])] if side[0] else ["Nothing of it is here."]


def moved_words(redline: Redline, clause: str, kind: str) -> str:
    """What is marked as moved away from a clause ("deleted") or here ("inserted"), sentences and whole pieces."""
    pieces = [one for change in redline.clauses if change.id == clause for one in change.pieces]
    spans: list[Span] = [span for one in pieces for cell in one.cells for span in cell.words]
    if whole := [one for one in pieces if one.kind == ("moved" if kind == "inserted" else "moved-away")]:
        return _words_of(redline, whole[0])
    return plain(tuple(run for span in spans if span.moved and span.kind == kind for run in span.text)).strip()


def _words_of(redline: Redline, piece: BlockChange) -> str:
    here = next(
        one for change in redline.clauses for one in change.pieces if (one.link, one.kind) == (piece.link, "moved")
    )
    return plain(tuple(run for span in here.cells[0].words if span.kind == "kept" for run in span.text)).strip()


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(RULES), sides, sides)
def test_a_sentence_that_goes_to_another_clause_is_moved_at_both_ends_and_no_rule_is_new_or_gone(
    rule: str, here: tuple[list[str], int], there: tuple[list[str], int]
) -> None:
    redline = compared([put(rule, here, False), left(there, False)], [left(here, False), put(rule, there, False)])
    assert [(one.verdict, one.has_moved) for one in redline.duties] == [("moved", True)]
    assert moved_words(redline, "c0", "deleted") == rule
    assert moved_words(redline, "c1", "inserted") == rule


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(RULES), st.sampled_from(EDITS), sides, sides)
def test_a_sentence_that_is_edited_on_the_way_is_moved_with_its_edit(
    rule: str, edit: tuple[str, str, set[str]], here: tuple[list[str], int], there: tuple[list[str], int]
) -> None:
    out, come, verdicts = edit
    if out not in rule:
        return
    new = rule.replace(out, come)
    redline = compared([put(rule, here, False), left(there, False)], [left(here, False), put(new, there, False)])
    (found,) = redline.duties
    assert found.has_moved
    assert found.verdict in verdicts
    ends = moved_words(redline, "c0", "deleted"), moved_words(redline, "c1", "inserted")
    assert ends[0] == ends[1]
    words = [[word for word in re.findall(r"\w+", text) if word not in f"{out} {come}"] for text in (ends[0], rule)]
    assert words[0] == words[1]


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(RULES[:1]), st.sampled_from((("", "", {"moved"}), *EDITS)), sides, sides)
def test_an_item_that_goes_to_another_list_is_moved_with_or_without_an_edit(
    rule: str, edit: tuple[str, str, set[str]], here: tuple[list[str], int], there: tuple[list[str], int]
) -> None:
    out, come, verdicts = edit
    if out not in rule or (come and out == "must"):
        return
    new = rule.replace(out, come) if out else rule
    redline = compared([put(rule, here, True), left(there, True)], [left(here, True), put(new, there, True)])
    (found,) = redline.duties
    assert found.has_moved
    assert found.verdict in verdicts
    marked = [one for change in redline.clauses for one in change.pieces if one.kind in ("moved", "moved-away")]
    assert sorted(one.kind for one in marked) == ["moved", "moved-away"]
    assert any(one.is_edited for one in marked) == bool(out)
