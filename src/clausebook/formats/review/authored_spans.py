"""Pieces of a redline -> the same pieces with their words cut where another author's begin, for tracked changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from clausebook.model.comparison.authorship import ClauseAuthors, PieceAuthors, SpanAuthors
from clausebook.model.comparison.block_change import BlockChange, Span, Words
from clausebook.model.comparison.redline import ClauseChange
from clausebook.redline.tokens import cut


@dataclass(frozen=True, slots=True)
class AuthoredSpan(Span):
    """A stretch of words of one hand: the commits it is from, and whether it is the same at both ends of a move."""

    commits: tuple[str, ...] = ()
    stays: bool = False


def authored(words: Words, whose: Sequence[SpanAuthors], rest: tuple[str, ...] = ()) -> Words:
    """Words cut where another hand begins; `rest` are the commits of what is nobody's own, such as words that moved."""
    found: list[Span] = []
    for place, span in enumerate(words):
        stretches = whose[place] if place < len(whose) else ()
        whole = AuthoredSpan(
            span.kind,
            span.text,
            span.was,
            (),
            span.kind in ("kept", "restyled"),
            moved=span.moved,
            move=span.move,
            elsewhere=span.elsewhere,
        )
        if span.kind not in ("inserted", "deleted") or len(stretches) < 2:
            commits = stretches[0].commits if stretches else ()
            found.append(replace(whole, commits=commits or rest))
            continue
        at = 0
        for stretch in stretches:
            mine, at = cut(span.text, at, at + stretch.length), at + stretch.length
            found.append(replace(whole, text=mine, commits=stretch.commits or rest))
    return tuple(found)


def with_authors(change: ClauseChange, authors: ClauseAuthors) -> tuple[BlockChange, ...]:
    """The pieces of a clause with every stretch of words in its author's hand."""
    return tuple(_authored_piece(piece, authors.piece(n)) for n, piece in enumerate(change.pieces))


def _authored_piece(piece: BlockChange, whose: PieceAuthors) -> BlockChange:
    cells = tuple(
        replace(cell, words=authored(cell.words, whose.cells[n] if n < len(whose.cells) else (), whose.shape))
        for n, cell in enumerate(piece.cells)
    )
    return replace(piece, cells=cells)
