"""Spans of a redline -> ready values: kind, words and what is said aloud; cut where another author's words begin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from clausebook.model.comparison import phrases
from clausebook.model.comparison.authorship import ClauseAuthors, PieceAuthors, SpanAuthors
from clausebook.model.comparison.block_change import BlockChange, Cell, Span, Words, is_changed
from clausebook.model.comparison.redline import ClauseChange
from clausebook.redline.tokens import cut
from clausebook.text.inline import Inline, Run
from clausebook.text.records import dataclass

Values = dict[str, Any]
_KINDS = {"inserted": "added", "deleted": "removed"}


def spans(words: Words) -> tuple[Values, ...]:
    """Spans as the layout shows them: what happened, the words, and what a voice says besides.

    Blanks are outside of marks. `apart` says that a mark would run into the one before it.
    """
    found: list[Values] = []
    for place, span in enumerate(words):
        if span.kind == "kept" or (span.is_blank and span.kind != "restyled"):
            found.append(shown("kept", _bare_of_links(span.text), of=_KINDS.get(span.kind, "")))
        else:
            found += _marked(span, _where_moved(span, words, place))
    return _apart(one for one in found if one["text"])


def _where_moved(span: Span, words: Words, place: int) -> str:
    """Where words moved, to be shown behind them: once behind a sentence that was edited on its way."""
    if not span.moved or (span.move and any(one.move == span.move for one in words[place + 1 :])):
        return ""
    edited = span.move and sum(one.move == span.move for one in words) > 1
    return f"{phrases.happened_to(span)}{' and edited' if edited else ''}"


def shown_cells(piece: BlockChange) -> tuple[Cell, ...]:
    """The cells as they are shown: below its head, a column that moved is where it is now, and has no marks."""
    if piece.frame.part != "row":
        return piece.cells
    found: list[Cell] = []
    for cell in piece.cells:
        if cell.kind == "kept" or not cell.words or not all(span.moved for span in cell.words):
            found.append(cell)
        elif cell.kind == "added":
            found.append(Cell(words=tuple(Span("kept", span.text) for span in cell.words)))
    return tuple(found)


def has_marks(piece: BlockChange) -> bool:
    """Whether anything that is shown of its words came, went or changed."""
    return any(cell.kind != "kept" or is_changed(cell.words) for cell in shown_cells(piece))


def _apart(found: Iterable[Values]) -> tuple[Values, ...]:
    """The same spans, each marked where it would run into the one before it."""
    shown = tuple(found)
    for before, after in pairwise(shown):
        after["apart"] = "kept" not in (before["kind"], after["kind"])
    return shown


def _marked(span: Span, told: str) -> Iterator[Values]:
    """A changed span, its outer blanks kept apart from it."""
    text = span.words
    lead, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    kind = _KINDS.get(span.kind, "restyled")
    voice = phrases.restyling(span) if kind == "restyled" else phrases.happened_to(span)
    if lead:
        yield shown("kept", (replace(span.text[0], text=" ", link=""),), of=kind)
    yield {
        **shown(kind, _bare_of_links(_stripped(span.text)), voice, phrases.marks(span)),
        "moved": span.moved,
        "told": told,
    }
    if tail:
        yield shown("kept", (replace(span.text[-1], text=" ", link=""),), of=kind)


def _stripped(text: Inline) -> Inline:
    """The runs without blanks at either end."""
    runs = list(text)
    while runs and not runs[0].text.strip():
        runs.pop(0)
    while runs and not runs[-1].text.strip():
        runs.pop()
    if runs:
        runs[0] = replace(runs[0], text=runs[0].text.lstrip())
        runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip())
    return tuple(runs)


def _bare_of_links(text: Inline) -> Inline:
    """A link may lead to what only one side has."""
    return tuple(replace(run, link="") for run in text if run.text)


def shown(kind: str, text: Inline, voice: str = "", mark: str = "", of: str = "") -> Values:
    """One span. `of` says of a blank that is shown as kept whose it is: it is on one side only."""
    return {
        "kind": kind,
        "text": text,
        "voice": voice,
        "mark": mark,
        "apart": False,
        "of": of,
        "moved": False,
        "told": "",
    }


def span_of(kind: str, words: str) -> Values:
    return shown(kind, (Run(words),), "" if kind == "kept" else kind)


def swap(old: str | None, new: str | None) -> tuple[Values, ...]:
    found = (*((span_of("removed", old),) if old else ()), *((span_of("added", new),) if new else ()))
    return _apart((*found, span_of("kept", " "))) if found else ()


@dataclass(frozen=True, slots=True)
class AuthoredSpan(Span):
    """A stretch of words by the same authors: its commits, and whether it is the same at both ends of a move."""

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
