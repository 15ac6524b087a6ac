"""A hundred compatible pairs of edits and twenty that collide: none passes for the other, and what comes out loads."""

from __future__ import annotations

import pytest

from clausebook.merge import merge_file
from clausebook.source.load import read_file
from tests.adopted import of_the_first_school
from tests.merge.pairs import Pair, colliding, compatible, plain
from tests.merge.taking import taken

pytestmark = of_the_first_school  # the edits are made to its clauses

SMALL = 16  # lines with the markers; the largest field that collides is a deleted paragraph with its list


@pytest.mark.parametrize("pair", compatible(), ids=lambda pair: f"{pair.file} {pair.name}")
def test_compatible_edits_merge_to_the_words_of_both_and_load(pair: Pair) -> None:
    merged = merge_file(pair.file, pair.base, pair.ours, pair.theirs)
    assert merged.conflicts == ()
    assert plain(merged.text) in pair.right
    record, faults = read_file(pair.file, merged.text.encode())
    assert record is not None
    assert faults == ()


@pytest.mark.parametrize("pair", colliding(), ids=lambda pair: f"{pair.file} {pair.name}")
def test_colliding_edits_are_laid_out_and_either_choice_loads(pair: Pair) -> None:
    merged = merge_file(pair.file, pair.base, pair.ours, pair.theirs)
    assert merged.conflicts
    for side in ("ours", "theirs"):
        record, faults = read_file(pair.file, taken(merged.text, side).encode())
        assert record is not None
        assert faults == ()
    assert plain(taken(merged.text, "ours")) == plain(pair.ours)
    assert plain(taken(merged.text, "theirs")) == plain(pair.theirs)


@pytest.mark.parametrize("pair", colliding(), ids=lambda pair: f"{pair.file} {pair.name}")
def test_the_markers_stand_around_nothing_but_the_field(pair: Pair) -> None:
    merged = merge_file(pair.file, pair.base, pair.ours, pair.theirs)
    lines = merged.text.split("\n")
    ends = [n for n, line in enumerate(lines) if line.startswith(">>>>>>>")]
    starts = [conflict.line - 1 for conflict in merged.conflicts]
    assert [lines[n] for n in starts] == ["<<<<<<< ours"] * len(starts)
    assert sum(end - start for start, end in zip(starts, ends, strict=True)) < SMALL


def test_there_are_a_hundred_and_twenty_of_them() -> None:
    assert (len(compatible()), len(colliding())) == (100, 20)
    assert len({(pair.file, pair.name) for pair in compatible()}) > 90


LIST = """id: calls
title: Calls
body:
  - text: "Staff must not:"
    items:
      - call pupils
"""


@pytest.mark.parametrize(
    ("ours", "asked"),
    [
        (LIST.replace("must not", "may"), True),
        (LIST.replace("must not", "should not"), True),
        (LIST.replace("    items", "    duty: may\n    items"), True),
        (LIST.replace("Staff must not", "Members of staff must not"), False),
    ],
    ids=["allowed", "weaker", "by its author", "in other words"],
)
def test_an_item_that_one_side_wrote_below_other_words_that_bind_is_asked_about(ours: str, asked: bool) -> None:
    for items in ("      - call pupils\n      - text pupils\n", "      - call pupils at home\n"):
        theirs = LIST.replace("      - call pupils\n", items)
        merged = merge_file("clauses/phones/calls.yaml", LIST, ours, theirs)
        assert bool(merged.conflicts) == asked
        for side in ("ours", "theirs"):
            record, faults = read_file("clauses/phones/calls.yaml", taken(merged.text, side).encode())
            assert record is not None
            assert faults == ()
