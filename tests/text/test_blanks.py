"""Every blank of Unicode reads as a blank, what shows nothing reads as nothing, and places in the text stay."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausebook.text.blanks import BLANKS, alike, fold, invisible, is_composed, named, read

EVERY = [chr(point) for point in range(sys.maxunicode + 1)]
SPACES = [
    character for character in EVERY if character.isspace() or unicodedata.category(character) in ("Zs", "Zl", "Zp")
]
# signs of Arabic, Syriac, Kaithi and Egyptian that are drawn, though their class is that of the invisible ones
DRAWN = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD, *range(0x13430, 0x13456)}
FORMATS = [one for one in EVERY if unicodedata.category(one) == "Cf" and ord(one) not in DRAWN]


@pytest.mark.parametrize("blank", SPACES, ids=lambda one: f"U+{ord(one):04X}")
def test_a_blank_of_any_kind_reads_as_a_plain_one(blank: str) -> None:
    assert fold(f"must{blank}not") == "must not"
    assert read(f"must{blank}{blank}not ") == "must not"
    assert alike(f"must{blank}not", "must not")


def test_every_blank_of_unicode_is_known() -> None:
    assert set(SPACES) <= BLANKS


@pytest.mark.parametrize("character", FORMATS, ids=lambda one: f"U+{ord(one):04X}")
def test_a_character_that_shows_nothing_reads_as_nothing(character: str) -> None:
    assert read(f"n{character}ot") == "not"
    assert list(invisible(f"n{character}ot")) == [(1, character)]


def test_accents_of_their_own_read_like_composed_letters() -> None:
    assert alike("cafe\u0301", "café")
    assert not is_composed("cafe\u0301")
    assert is_composed("café")


def test_a_character_is_named_for_a_clerk() -> None:
    assert named("\u00a0") == "U+00A0, a no-break space"
    assert named("\u2028") == "U+2028, a line separator"
    assert named("\x85") == "U+0085, a next line"


@given(st.text())
def test_folding_moves_nothing_and_changes_blanks_only(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert all(one == other or (one in BLANKS and other == " ") for one, other in zip(text, folded, strict=True))


@given(st.text())
def test_what_is_read_reads_the_same_again(text: str) -> None:
    assert read(read(text)) == read(text)
