"""Numbers as letters, roman numerals and words, and back again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausebook.text.numerals import alphabetic, in_words, of_roman, roman
from clausebook.text.phrases import counted, listed


@given(st.integers(1, 100_000))
def test_letters_give_back_their_number(number: int) -> None:
    back = 0
    for letter in alphabetic(number):
        back = back * 26 + ord(letter) - ord("a") + 1
    assert back == number


@given(st.integers(1, 3999))
def test_roman_numerals_give_back_their_number(number: int) -> None:
    assert of_roman(roman(number)) == of_roman(roman(number).upper()) == number


@pytest.mark.parametrize("text", ["", "iiii", "vx", "ic", "a", "1", "iv.", "é"])
def test_what_is_no_roman_numeral_has_no_value(text: str) -> None:
    assert of_roman(text) == 0


def test_small_numbers_are_words() -> None:
    assert [in_words(number) for number in (0, 1, 20, 21)] == ["0", "one", "twenty", "21"]


def test_words_are_listed_as_in_a_sentence() -> None:
    assert [listed(words) for words in ((), ("a",), ("a", "b"), ("a", "b", "c"))] == ["", "a", "a and b", "a, b and c"]
    assert listed(["a", "b"], "or") == "a or b"
    assert listed("abcde", most=3) == "a, b and 3 more"
    assert listed("abc", most=3) == "a, b and c"


def test_things_are_counted() -> None:
    assert (counted(1, "clause"), counted(0, "clause"), counted(2, "copy", "copies")) == (
        "1 clause",
        "no clauses",
        "2 copies",
    )
