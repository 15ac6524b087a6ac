"""Quotation marks: readers of a draft see typographic ones, and straight again the words are as they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausebook.text.quotation import straight, typographic

MARKED = st.text(alphabet=st.sampled_from("ab1 '\"‘’“”.,()-\n"), max_size=40) | st.text(max_size=30)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("the school's and pupils' phones", "the school’s and pupils’ phones"),
        ('called "the policy", or "it"', "called “the policy”, or “it”"),
        ('("a" and "b")', "(“a” and “b”)"),
        ("called 'the policy' here", "called ‘the policy’ here"),
        ("pupils' 'own' phones", "pupils’ ‘own’ phones"),
        ("'tis a pupil", "’tis a pupil"),
        ("from the '90s", "from the ’90s"),
        ("a 6' fence, a 12\" ruler", "a 6' fence, a 12\" ruler"),
        ('"6" and more"', "“6” and more”"),
        ("already ‘set’ and it's", "already ‘set’ and it’s"),
        ('note " said so. " here', "note “ said so. ” here"),
        ("'", "’"),
        ("", ""),
    ],
)
def test_marks_are_set_as_a_printer_sets_them(written: str, shown: str) -> None:
    assert typographic(written) == shown


@given(MARKED)
def test_setting_marks_changes_nothing_else_and_can_be_undone(written: str) -> None:
    shown = typographic(written)
    assert len(shown) == len(written)
    assert straight(shown) == straight(written)
    assert all(old == new or (old in "'\"" and new in "‘’“”") for old, new in zip(written, shown, strict=True))


@given(MARKED)
def test_what_is_straight_differs_in_these_four_marks_alone(written: str) -> None:
    assert [one for one in straight(written) if one not in "'\""] == [one for one in written if one not in "'\"‘’“”"]
