"""Words as they are written and as they are read: pages show the ones, comparisons use the others."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from clausebook.model.duties.wording import _traced, read_words, worded
from clausebook.text.sentences import sentences

PARTS = (
    "Staff",
    "Pupils ",
    "must",
    "not",
    "n't",
    "“not”",
    " (not) ",
    "(don't) have to ",
    "4.1 ",
    "e.g. ",
    "é",
    "e\u0301",
)
PARTS += (
    " ",
    "\xa0",
    "\u2003",
    "\n",
    "\u200b",
    "\ufeff",
    "~~",
    "<b>",
    "</b>",
    "<br />",
    ". ",
    "! ",
    "*",
    "[",
    "]",
    "'",
)


@given(st.lists(st.sampled_from(PARTS), max_size=20).map("".join))
def test_every_written_character_is_in_one_sentence_and_sentences_end_as_they_are_read(text: str) -> None:
    traced, found = _traced(text), worded(text)
    assert traced.text == read_words(text)
    assert len(traced.places) == len(traced.text) + 1
    assert tuple(one.read for one in found) == sentences(read_words(text))
    kept = "".join("".join(one.written.split()) for one in found)
    assert kept == "".join(text.split()) or (not found and not read_words(text))


def test_a_sentence_keeps_its_marks_tags_blanks_and_number() -> None:
    found = worded("4.1 Drivers must “not” speed. <b>They</b>\xa0(don't) have to pay. ~~Or so.~~")
    assert [one.written for one in found] == [
        "4.1 Drivers must “not” speed.",
        "<b>They</b>\xa0(don't) have to pay. ~~Or so.~~",
    ]
    assert [one.read for one in found] == ["Drivers must not speed.", "They don't have to pay."]
