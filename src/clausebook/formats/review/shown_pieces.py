"""Pieces of a changed clause -> ready values: what changed with its neighbours, each with the reasons beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from clausebook.formats.review.descriptions import ChangeDescriptions
from clausebook.formats.review.first_pages import cited
from clausebook.formats.review.spans import Values, has_marks, shown_cells, span_of, spans
from clausebook.model.comparison.block_change import BlockChange, Cell
from clausebook.model.comparison.redline import ClauseChange
from clausebook.model.comparison.review import Review
from clausebook.text.phrases import counted, listed

_BLANKS = {"text": "[to write]", "date": "[date]", "signature": "[signature]", "tick": "[tick]"}
_LABELS = {"caption": "Table:", "form": "Form:", **_BLANKS}


def cited_pieces(
    change: ClauseChange, review: Review, descriptions: ChangeDescriptions
) -> tuple[str, list[tuple[Values, BlockChange]]]:
    """The pieces with the reasons beside each; where all have the same one, it is beside the heading only."""
    reviewed, heading = review.by_clause[change.id], _cites_of_heading(change, review)
    beside = [cited(reviewed.commits_of(place), review) for place in range(len(change.pieces))]
    different = {words for words in beside if words}
    if len(different) == 1 and heading in ("", *different):
        heading, beside = different.pop(), ["" for _ in beside]
    pieces = [
        (
            {**_piece(piece, descriptions), "cites": words if piece.frame.part != "row" or has_marks(piece) else ""},
            piece,
        )
        for piece, words in zip(change.pieces, beside, strict=True)
    ]
    return heading, pieces


def _cites_of_heading(change: ClauseChange, review: Review) -> str:
    """The reasons for what happened to the clause as a whole; all of them where the pieces have none."""
    reviewed = review.by_clause[change.id]
    known = [commit for place in range(len(change.pieces)) for commit in reviewed.commits_of(place)]
    commits = reviewed.commits_of_heading if known else reviewed.cited
    return cited(commits, review)


def runs(pieces: Sequence[tuple[Values, BlockChange]]) -> Iterator[Values]:
    """Pieces as the layout sets them: items of a list that follow each other make one list.

    Of what did not change only the piece next to a change is shown; the rest is named by its number.
    """
    seen = [one for one in pieces if one[0]["note"] or one[0]["cells"] or one[0]["laws"]]
    shown = [*_with_neighbours([*_blanks_together(seen)])]
    for key, group in groupby(shown, lambda one: (one[1].frame.part == "point", one[1].frame.depth)):
        yield {"list": key[0], "depth": key[1], "pieces": tuple(value for value, _ in group)}


def _blanks_together(seen: Sequence[tuple[Values, BlockChange]]) -> Iterator[tuple[Values, BlockChange]]:
    """The blanks of a form that came or went together, in one line."""
    for key, group in groupby(seen, lambda one: one[1].kind if one[1].frame.part in _BLANKS else ""):
        found = list(group)
        if key not in ("added", "removed") or len(found) < 2:
            yield from found
            continue
        value, piece = found[0]
        names = "; ".join(span["text"][0].text for one, _ in found for cell in one["cells"] for span in cell[:1])
        cites = ", ".join(dict.fromkeys(one["cites"] for one, _ in found if one["cites"]))
        line = span_of("added" if key == "added" else "removed", names)
        yield {**value, "label": "To fill in:", "cells": ((line,),), "cites": cites}, piece


def _with_neighbours(seen: Sequence[tuple[Values, BlockChange]]) -> Iterator[tuple[Values, BlockChange]]:
    changed = [piece.kind != "kept" for _, piece in seen]
    skipped: list[tuple[Values, BlockChange]] = []
    for place, one in enumerate(seen):
        if any(changed[max(place - 1, 0) : place + 2]) or one[1].frame.part in ("stem", "header"):
            yield from _unchanged(skipped)
            skipped = []
            yield one
        else:
            skipped.append(one)
    yield from _unchanged(skipped)


def _unchanged(skipped: Sequence[tuple[Values, BlockChange]]) -> Iterator[tuple[Values, BlockChange]]:
    """What is left out, in a line; one piece alone is shown."""
    if len(skipped) < 2:
        yield from skipped
        return
    labels = [value["label"] for value, _ in skipped if value["label"].startswith("(")]
    named = (
        listed(labels)
        if len(labels) == len(skipped)
        else counted(len(skipped), "paragraph or item", "paragraphs and items")
    )
    value, piece = skipped[0]
    left_out = span_of("kept", f"{named} unchanged")
    yield {**value, "label": "…", "was": "", "note": "", "laws": (), "cells": ((left_out,),)}, piece


def _piece(piece: BlockChange, descriptions: ChangeDescriptions) -> Values:
    return {
        "label": _label(piece),
        "was": f"({piece.old.letter})" if piece.old and piece.old.part == "point" else "",
        "note": descriptions.note(piece),
        "cells": tuple(filter(None, map(_cell, shown_cells(piece)))),
        "laws": tuple(descriptions.laws(piece)),
    }


def _label(piece: BlockChange) -> str:
    frame = piece.frame
    was = "was " if piece.new is None and piece.kind != "merged" else ""
    if frame.part == "point":
        return f"{was}({frame.letter})"
    return f"{was}{frame.label}" if frame.part == "note" else _LABELS.get(frame.part, "")


def _cell(cell: Cell) -> tuple[Values, ...]:
    found = spans(cell.words)
    if found or cell.kind == "kept":
        return found
    return (span_of(cell.kind, "an empty cell"),)
