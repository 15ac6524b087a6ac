"""Texts are merged sentence by sentence, and written down so that YAML reads them as they were."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from clausebook.merge.prose import LINE, DivergedSentence, merge_texts, written

WORDS = ("Staff", "must", "yes", "- x", "a: b", "a #b", "'q'", "2018", "no.", "{{ x }}", "1:30", '"', "[", "~", "é", "")
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=30).map(" ".join)


@given(texts, st.sampled_from(("", "'", '"', ">")), st.integers(0, 12), st.sampled_from(("", "\n")))
def test_what_is_written_down_is_read_as_it_was(text: str, style: str, before: int, end: str) -> None:
    head, lines = written(text + end, style, before)
    below = "".join(f"  {line}\n" for line in lines)
    assert YAML(typ="safe").load(f"key: {head}\n{below}") == {"key": text + end}


def test_a_text_keeps_its_style_where_that_can_hold_it_and_a_long_one_is_folded() -> None:
    assert written("Go.", "", 4) == ("Go.", [])
    assert written("Go: now.", "", 4) == ('"Go: now."', [])
    assert written("It's so.", "'", 4) == ("'It''s so.'", [])
    assert written("Go. Stay.", ">", 4) == (">-", ["Go.", "Stay."])
    assert written("Go. Stay.\n", ">", 4) == (">", ["Go.", "Stay."])
    assert written(" Go.", ">", 4) == ('" Go."', [])
    long = "x" * (LINE - 4)
    assert written(long, "", 4) == (long, [])
    assert written(long, "", 5) == (">-", [long])


A, B, C, D = "Staff must sign in.", "Bags stay outside.", "Phones are off.", "Doors are locked at four."


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged"),
    [
        ([A, B], [A, B], [A, B], [A, B]),
        ([A, B], [A, B, C], [A, B], [A, B, C]),
        ([A, B], [A, B], [A, C, B], [A, C, B]),
        ([A, B], [A], [A, B, C], [A, C]),
        ([A, B], [A, C], [A, C], [A, C]),
        ([A, B], [B, A], [A, B], [B, A]),
        ([A, B, C], [B, A, C], [A, C, B], [B, A, C]),
        ([A, B, C, D], [D, A, B, C], [A, D, B, C], None),
        ([A], ["Staff should sign in."], [A], ["Staff should sign in."]),
        ([A], [A], ["Staff must sign out."], ["Staff must sign out."]),
        (
            [A, B],
            ["Staff should sign in.", B],
            ["Staff must sign out.", B],
            [DivergedSentence("Staff should sign in.", "Staff must sign out."), B],
        ),
        ([A, B], [B], ["Staff must sign out.", B], [DivergedSentence("", "Staff must sign out."), B]),
        ([A, B], ["Staff must sign out.", B], [B], [DivergedSentence("Staff must sign out.", ""), B]),
        ([A, B], [A], [B], []),
    ],
)
def test_sentences_that_one_side_changed_are_that_sides(
    base: list[str], ours: list[str], theirs: list[str], merged: list[object] | None
) -> None:
    assert merge_texts(*(" ".join(side) for side in (base, ours, theirs))) == merged
