"""Sentences with bold words, links, numbers and marks, edited word by word, are shown with the same words changed."""

from __future__ import annotations

import re

from clausebook.model.comparison.block_change import Span, new_words, old_words
from clausebook.redline.words import diff
from clausebook.text.budget import Budget
from clausebook.text.inline import inline, plain
from tests.golden_folders import GOLDEN, hold
from tests.redline.test_many_edits import Dice

SENTENCES = (
    "Staff must lock **the store** at four o'clock, and hang the key in the office.",
    "See [the policy on data](https://hill.example/data) and section 3(2)(a); it is 12.5 pages long.",
    "Pupils' phones (and tablets) are switched off, put away - and *never* used in lessons. They may be used at lunch.",
    "“Private” means that nobody else reads it: neither parents nor staff, nor the head-teacher.",
)
MARKS = (",", ";", " -", "’s", ")", ".", " of", " not")


def edited(text: str, seed: int) -> str:
    """The text with one to four words exchanged, moved, put in, left out, or set in bold."""
    dice, words = Dice(seed), text.split(" ")
    for _ in range(1 + dice.roll(4)):
        at = dice.roll(len(words))
        match dice.roll(8):
            case 0:
                words[at : at + 1] = ["other", "words"][: 1 + dice.roll(2)]
            case 1:
                words[at : at + 1 + dice.roll(3)] = []
            case 2:
                words.insert(at, ("always", "at least", "3", "(if asked)")[dice.roll(4)])
            case 3:
                words.insert(dice.roll(len(words)), words.pop(at))
            case 4:
                words[at] = f"**{words[at]}**" if "*" not in words[at] else words[at].replace("*", "")
            case 5:
                words[at] = words[at].rstrip(",.;:") + MARKS[dice.roll(len(MARKS))]
            case 6:
                words[at] = re.sub(r"[0-9]", "7", words[at]).capitalize()
            case _:
                half = dice.roll(len(words) - 1) + 1
                words = words[half:] + words[:half]
        words = words or ["Gone."]
    return " ".join(words)


def shown(span: Span) -> str:
    flags = "".join(sign for sign, is_so in (("m", span.moved), ("b", span.is_blank)) if is_so)
    return f"{span.kind[:3]}{flags}<{plain(span.text)}>"


def test_word_by_word_edits_are_shown_as_they_were(bless: bool) -> None:
    made = []
    for seed in range(160):
        old = inline(SENTENCES[seed % 4])
        new = inline(edited(SENTENCES[seed % 4], seed))
        spans = diff(old, new, Budget(1_000_000))
        assert plain(old_words(spans)) == plain(old)
        assert plain(new_words(spans)) == plain(new)
        made.append(f"{seed}: {' '.join(map(shown, spans))}")
    hold(GOLDEN / "word-edits", {"expected.txt": "\n".join(made) + "\n"}, given=(), bless=bless)
