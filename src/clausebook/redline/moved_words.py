"""Clause changes -> the same, where a sentence that is in another place, be it in another clause, is known as moved.

A column of a table that is in another place is known as moved by `moved`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from clausebook.model.comparison.block_change import BlockChange, Cell, Span, Words
from clausebook.model.comparison.redline import ClauseChange
from clausebook.redline.fragments import PROSE
from clausebook.redline.tokens import cut, words_of
from clausebook.text.sentences import pieces

FEWEST = 4  # words of a sentence that is known again


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence that came or went: its clause, and its piece, span and place in the span, from 0."""

    clause: str
    place: tuple[int, int, int]
    words: tuple[str, ...]
    cite: str


@dataclass
class _Moves:
    """What is known so far: for each span of each piece, the sentences that moved, with their number and other end."""

    marked: dict[str, dict[tuple[int, int], dict[int, tuple[int, str]]]] = field(default_factory=dict)
    count: int = 0

    def join(self, old: _Sentence, new: _Sentence) -> None:
        self.count += 1
        crosses = old.clause != new.clause
        for one, other in ((old, new), (new, old)):
            piece, span, part = one.place
            spans = self.marked.setdefault(one.clause, {}).setdefault((piece, span), {})
            spans[part] = (self.count, other.cite if crosses else "")


def with_moved_sentences(changes: Mapping[str, ClauseChange]) -> dict[str, ClauseChange]:
    """Sentences that were taken out of one piece and put into another are marked as moved on both sides.

    Those that stay in their clause are found first, then those that went to another clause.
    """
    gone = [one for key, change in changes.items() for one in _cut_sentences(key, change, "deleted")]
    come = [one for key, change in changes.items() for one in _cut_sentences(key, change, "inserted")] if gone else []
    moves = _Moves()
    known: set[_Sentence] = set()
    for within in (True, False):
        waiting: dict[object, list[_Sentence]] = defaultdict(list)
        for one in gone:
            if one not in known:
                waiting[one.clause if within else "", one.words].append(one)
        for one in come:
            found = waiting.get((one.clause if within else "", one.words)) if one not in known else None
            if found:
                old = found.pop(0)
                moves.join(old, one)
                known |= {old, one}
    return {
        key: replace(change, pieces=tuple(_marked(change.pieces, moves.marked[key]))) if key in moves.marked else change
        for key, change in changes.items()
    }


def moved(cell: Cell) -> Cell:
    """A cell of a column that is in another place."""
    return replace(cell, words=tuple(replace(span, moved=True) for span in cell.words))


def _cut_sentences(key: str, change: ClauseChange, kind: str) -> Iterator[_Sentence]:
    for n, piece in enumerate(change.pieces):
        if piece.kind not in ("reworded", "added", "removed", "replaced", "split", "merged", "moved"):
            continue
        if piece.frame.part not in PROSE or not piece.cells:
            continue
        side = piece.old if kind == "deleted" else piece.new
        heading = change.old if kind == "deleted" else change.new
        cite = (side.cite if side else "") or (heading.cite if heading else "")
        for m, span in enumerate(piece.cells[0].words):
            if span.kind == kind and not span.moved:
                for place, text in enumerate(pieces(span.words)):
                    if _is_sentence(text):
                        yield _Sentence(key, (n, m, place), words_of(text), cite)


def _is_sentence(text: str) -> bool:
    text = text.strip()
    return text[:1].isupper() and text[-1:] in (".", "!", "?") and len(words_of(text)) >= FEWEST


def _marked(
    found: tuple[BlockChange, ...], marks: Mapping[tuple[int, int], Mapping[int, tuple[int, str]]]
) -> Iterator[BlockChange]:
    for n, piece in enumerate(found):
        if not any(place[0] == n for place in marks):
            yield piece
            continue
        words: list[Span] = []
        for m, span in enumerate(piece.cells[0].words):
            words += _cut(span, marks[n, m]) if (n, m) in marks else [span]
        yield replace(piece, cells=(replace(piece.cells[0], words=tuple(words)), *piece.cells[1:]))


def _cut(span: Span, marks: Mapping[int, tuple[int, str]]) -> Words:
    """A span cut where a sentence that moved begins and ends; the blank after a sentence goes with it."""
    found: list[Span] = []
    at = 0
    for place, text in enumerate(pieces(span.words)):
        part, at = cut(span.text, at, at + len(text)), at + len(text)
        if place in marks:
            number, elsewhere = marks[place]
            found.append(Span(span.kind, part, moved=True, move=number, elsewhere=elsewhere))
        elif found and not found[-1].moved:
            found[-1] = replace(found[-1], text=(*found[-1].text, *part))
        else:
            found.append(Span(span.kind, part))
    return tuple(found)
