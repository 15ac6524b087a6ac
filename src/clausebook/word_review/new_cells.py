"""What goes as a whole, and words in cells that were empty."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count, groupby

from clausebook.model.documents.returned import ParagraphReading
from clausebook.model.finding import Step
from clausebook.word_review.edits import Edit
from clausebook.word_review.rewording import fresh
from clausebook.word_review.units import TextUnit

Spot = tuple[int, int]  # table and row


def in_cells(
    places: Sequence[int],
    built: Sequence[ParagraphReading],
    back: Sequence[ParagraphReading],
    units: Mapping[int, TextUnit],
    pairs: Mapping[int, int],
) -> Iterator[tuple[tuple[int, ...], TextUnit, Edit]]:
    """The new paragraphs that one edit takes in, the unit beside them, and the edit. What is left out is unsure.

    `places` are new paragraphs of the file that came back. A cell with two paragraphs is none of these.
    """
    rows: dict[Spot, list[TextUnit]] = {}
    for n, m in pairs.items():
        cell, unit = back[m].cell, units.get(n)
        if cell is not None and unit is not None and ("rows" in unit.trail or "header" in unit.trail):
            rows.setdefault(cell[:2], []).append(unit)
    cells = [m for m in places if back[m].cell is not None and _is_alone(m, back)]
    for spot, found in groupby(cells, key=lambda m: _spot(back[m])):
        row = list(found)
        if spot is None:
            continue
        if spot in rows:
            yield from _filled(row, rows[spot][0], back, units)
        elif len(row) == sum(_spot(one) == spot for one in back):
            yield from _new_row(row, spot, built, back, rows)


def _filled(
    row: Sequence[int], beside: TextUnit, back: Sequence[ParagraphReading], units: Mapping[int, TextUnit]
) -> Iterator[tuple[tuple[int, ...], TextUnit, Edit]]:
    """Words in cells of a row that is there, which were empty."""
    known = {(one.file, one.trail) for one in units.values()}
    for m in row:
        trail = (*beside.trail[:-1], back[m].cell[2])  # type: ignore[index]
        words = fresh(back[m].text, beside.show)
        if words is not None and "rows" in trail and (beside.file, trail) not in known:
            yield (m,), beside, Edit(trail=trail, words=words)


def _new_row(
    row: Sequence[int],
    spot: Spot,
    built: Sequence[ParagraphReading],
    back: Sequence[ParagraphReading],
    rows: Mapping[Spot, Sequence[TextUnit]],
) -> Iterator[tuple[tuple[int, ...], TextUnit, Edit]]:
    """A whole row behind the one above it, which is there."""
    above = [one for one in rows if one[0] == spot[0] and one[1] == spot[1] - 1]
    width = max((one.cell[2] + 1 for one in built if one.cell and one.cell[0] == spot[0]), default=0)
    texts = {back[m].cell[2]: back[m].text for m in row}  # type: ignore[index]
    if not above or max(texts) >= width:
        return
    beside = rows[above[0]][0]
    words = tuple(fresh(texts[at], beside.show) if at in texts else "" for at in range(width))
    if None in words:
        return
    is_first = "header" in beside.trail
    trail = (*beside.trail[: beside.trail.index("header")], "rows", 0) if is_first else beside.trail[:-1]
    yield tuple(row), beside, Edit(trail=trail, row=tuple(one or "" for one in words), first=is_first)


def _spot(one: ParagraphReading) -> Spot | None:
    return one.cell[:2] if one.cell is not None else None


def _is_alone(m: int, back: Sequence[ParagraphReading]) -> bool:
    """Whether nothing else is in the same cell."""
    return sum(one.cell == back[m].cell for one in back) == 1


def in_a_row() -> Callable[[int], int]:
    """Neighbouring numbers share a key."""
    steps = count()
    return lambda number: number - next(steps)


Trail = tuple[Step, ...]


def whole_entry(unit: TextUnit, kept: set[tuple[str, Trail]]) -> Trail | None:
    """The largest entry that goes with a deleted text, or None where something in it stays that cannot stand alone."""
    if unit.kind == "title":
        return None
    best: Trail | None = None
    for trail in _around(unit):
        if any(file == unit.file and other[: len(trail)] == trail for file, other in kept):
            break
        best = trail
    return best if best != ("body",) else None


def _around(unit: TextUnit) -> Iterator[Trail]:
    """The entries that may go with a text, from the smallest to its block: members of lists, and lists of items."""
    for length in range(len(unit.trail), 0, -1):
        step, within = unit.trail[length - 1], unit.trail[length - 2 : length - 1]
        if step == "items" or (isinstance(step, int) and within[0] in ("items", "rows", "fields", "body")):
            yield unit.trail[:length]
    yield ("body",)


def why_kept(unit: TextUnit) -> str:
    """What to say of a deleted text whose entry stays."""
    if unit.kind == "title":
        return "take the clause out of the outline by hand, if the governors so decide"
    return "what hangs on it is still there: see to it in the clause by hand"


def row_stays(
    n: int, pairs: Mapping[int, int], built: Sequence[ParagraphReading], back: Sequence[ParagraphReading]
) -> bool:
    """Whether the row of a cell whose words are gone is where it was: then the cell was emptied."""
    cell = built[n].cell
    if cell is None:
        return False
    beside = (back[m].cell for one, m in pairs.items() if (built[one].cell or ())[:2] == cell[:2])
    return any(other is not None and other[:2] == cell[:2] for other in beside)
