"""Block changes -> the same, where a sentence that is in another place, or a column, is known as moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from clausebook.model.comparison.block_change import BlockChange, Cell, Span
from clausebook.redline.fragments import PROSE
from clausebook.redline.tokens import words_of

FEWEST = 4  # words of a sentence that is known again


def with_moved_sentences(pieces: Sequence[BlockChange]) -> tuple[BlockChange, ...]:
    """Sentences that were taken out of one piece of a clause and put into another are marked as moved on both sides."""
    waiting: dict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
    for n, piece in enumerate(pieces):
        for m, span in enumerate(_words(piece)):
            if span.kind == "deleted" and _is_sentence(span):
                waiting[words_of(span.words)].append((n, m))
    moved: set[tuple[int, int]] = set()
    for n, piece in enumerate(pieces):
        for m, span in enumerate(_words(piece)):
            if span.kind == "inserted" and _is_sentence(span) and waiting.get(words_of(span.words)):
                moved |= {(n, m), waiting[words_of(span.words)].pop(0)}
    return tuple(_marked(piece, {m for where, m in moved if where == n}) for n, piece in enumerate(pieces))


def moved(cell: Cell) -> Cell:
    """A cell of a column that is in another place."""
    return replace(cell, words=tuple(replace(span, moved=True) for span in cell.words))


def _words(piece: BlockChange) -> Sequence[Span]:
    known = piece.kind in ("reworded", "added", "removed", "replaced") and piece.frame.part in PROSE
    return piece.cells[0].words if known and piece.cells else ()


def _is_sentence(span: Span) -> bool:
    text = span.words.strip()
    return text[:1].isupper() and text[-1:] in (".", "!", "?") and len(words_of(text)) >= FEWEST


def _marked(piece: BlockChange, places: set[int]) -> BlockChange:
    if not places:
        return piece
    words = tuple(replace(span, moved=True) if m in places else span for m, span in enumerate(piece.cells[0].words))
    return replace(piece, cells=(replace(piece.cells[0], words=words), *piece.cells[1:]))
