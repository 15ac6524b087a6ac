"""Nothing that others wrote moves the cursor of a terminal, paints on it or turns words around; words stay words."""

from __future__ import annotations

import json
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausebook.text.visible import json_safe, one_line, visible

CONTROLS = [*map(chr, range(32)), *map(chr, range(0x7F, 0xA0))]
DIRECTION = [
    one
    for one in map(chr, range(sys.maxunicode + 1))
    if unicodedata.bidirectional(one) in {*("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")}
] + ["\u200e", "\u200f", "\u061c"]


@pytest.mark.parametrize("character", [one for one in CONTROLS if one != "\n"], ids=lambda one: f"{ord(one):02x}")
def test_a_control_character_is_shown_by_its_number(character: str) -> None:
    assert visible(f"a{character}b") == f"a\\x{ord(character):02x}b"


@pytest.mark.parametrize("character", DIRECTION, ids=lambda one: f"{ord(one):04x}")
def test_a_mark_of_direction_is_shown_by_its_number(character: str) -> None:
    assert visible(f"a{character}b") == f"aU+{ord(character):04X}b"


@given(st.text())
def test_what_is_visible_obeys_nothing_and_is_shown_once(text: str) -> None:
    shown = visible(text)
    assert not set(shown) & {*CONTROLS, *DIRECTION} - {"\n"}
    assert visible(shown) == shown
    assert "\n" not in one_line(text)


HONEST = ("Staff must not.", "“é” ŵ £5 – €", "ابتدائی می\u200cخواهم", "no\u00a0break", "日本語", "a\nb")


@pytest.mark.parametrize("text", HONEST)
def test_honest_words_stay_as_they_are(text: str) -> None:
    assert visible(text) == text


@given(
    st.recursive(st.text(), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3))
)
def test_json_for_a_terminal_is_the_same_data(data: object) -> None:
    written = json_safe(json.dumps(data, ensure_ascii=False, indent=2))
    assert json.loads(written) == data
    assert visible(written) == written
