"""Hostile text ends in a coarser redline, never in a hanging build. Work is counted in calls, not in seconds."""

from __future__ import annotations

import sys
from collections.abc import Callable
from random import Random
from types import FrameType
from typing import Any

import pytest

from clausebook.model.edition import Edition, ResolvedClause, ResolvedSection
from clausebook.model.edition_blocks import (
    ResolvedBlock,
    ResolvedList,
    ResolvedListItem,
    ResolvedParagraph,
    ResolvedTable,
)
from clausebook.model.school import School
from clausebook.redline import accept, compare, content, reject
from clausebook.text.inline import Run

pytestmark = pytest.mark.slow

MOST_CALLS = 3_000_000  # of any function, difflib's inner loop included: a second or two under the counter


def edition(*bodies: tuple[ResolvedBlock, ...]) -> Edition:
    passages = tuple(
        ResolvedClause(id=f"c{n}", number=str(n), cite=str(n), title="", blocks=body) for n, body in enumerate(bodies)
    )
    chapter = ResolvedSection(id="one", number="1", cite="1", title="", passages=passages)
    return Edition(policy="p", name="n", title="", series="", school=School(name="S"), chapters=(chapter,))


def paragraph(text: str) -> ResolvedBlock:
    return ResolvedParagraph(text=(Run(text),))


def listing(items: list[str]) -> ResolvedBlock:
    return ResolvedList(
        points=tuple(ResolvedListItem(anchor="", letter="", cite="", text=(Run(item),)) for item in items)
    )


def shuffled(items: list[str]) -> list[str]:
    return Random(1).sample(items, len(items))


def numbered(count: int, words: int = 12) -> list[str]:
    random = Random(2)
    return [" ".join(f"w{random.randrange(500)}" for _ in range(words)) + f" n{n}" for n in range(count)]


KB100 = 18_000  # words of four letters and a blank
LONG = [f"word{n}" for n in range(12_000)]
ITEMS = numbered(1000)
ALIKE = [f"staff must not share the school password number {n} with pupils" for n in range(1000)]
HOSTILE: dict[str, tuple[tuple[ResolvedBlock, ...], tuple[ResolvedBlock, ...]]] = {
    "one word repeated": ((paragraph("must " * KB100),), (paragraph("must not " * (KB100 // 2)),)),
    "the words of a long paragraph reversed": ((paragraph(" ".join(LONG)),), (paragraph(" ".join(LONG[::-1])),)),
    "one endless word": ((paragraph("x" * 100_000),), (paragraph("x" * 99_999 + "y"),)),
    "nothing but marks": ((paragraph(".,;" * 33_000),), (paragraph(";,." * 33_000),)),
    "nothing but blanks": ((paragraph("a" + " " * 100_000),), (paragraph(" " * 100_000 + "a"),)),
    "two vocabularies that mix": (
        (paragraph(" ".join(Random(3).choices("abcdefgh", k=20_000))),),
        (paragraph(" ".join(Random(4).choices("abcdefgh", k=20_000))),),
    ),
    "a thousand items reordered": ((listing(ITEMS),), (listing(shuffled(ITEMS)),)),
    "a thousand items reordered and edited": (
        (listing(ITEMS),),
        (listing([item + " and so on" for item in shuffled(ITEMS)]),),
    ),
    "a thousand items that are all alike": ((listing(ALIKE),), (listing([f"{a} today" for a in shuffled(ALIKE)]),)),
    "a thousand items that are the same": ((listing(["the same"] * 1000),), (listing(["the same here"] * 900),)),
    "a thousand items in one paragraph": ((listing(ITEMS),), (paragraph(" ".join(ITEMS)),)),
    "a table of two hundred columns": (
        (ResolvedTable(caption=(), header=tuple((Run(f"c{n}"),) for n in range(200)), rows=()),),
        (ResolvedTable(caption=(), header=tuple((Run(f"c{n}"),) for n in range(200, 0, -1)), rows=()),),
    ),
}


def calls(work: Callable[[], object]) -> int:
    """How many functions the work calls, C functions included."""
    count = 0

    def counter(frame: FrameType, event: str, arg: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counter)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_costs_bounded_work_and_loses_no_word(name: str) -> None:
    old, new = (edition(body) for body in HOSTILE[name])
    assert calls(lambda: compare(old, new)) < MOST_CALLS
    redline = compare(old, new)
    assert accept(redline) == content(new)
    assert reject(redline) == content(old)


def test_paragraphs_that_change_clauses_by_the_hundred_cost_bounded_work() -> None:
    bodies = [(paragraph(text),) for text in numbered(400, words=20)]
    old, new = edition(*bodies), edition(*bodies[190:], *bodies[:190])
    assert calls(lambda: compare(old, new)) < MOST_CALLS
    assert reject(compare(old, new)) == content(old)


def test_two_words_changed_at_the_ends_of_a_hundred_kilobytes_are_two_words_changed() -> None:
    words = [f"word{n}" for n in range(12_000)]
    changed = ["First", *words[1:-1], "last"]
    redline = compare(edition((paragraph(" ".join(words)),)), edition((paragraph(" ".join(changed)),)))
    spans = [span for piece in redline.clauses[0].pieces for cell in piece.cells for span in cell.words]
    assert [(span.kind, span.words) for span in spans if span.kind != "kept"] == [
        ("deleted", "word0"),
        ("inserted", "First"),
        ("deleted", "word11999"),
        ("inserted", "last"),
    ]


def test_a_thousand_items_with_one_moved_show_one_move() -> None:
    moved = [*ITEMS[1:], ITEMS[0]]
    pieces = compare(edition((listing(ITEMS),)), edition((listing(moved),))).clauses[0].pieces
    assert [piece.kind for piece in pieces if piece.kind != "kept"] == ["moved-away", "moved"]
