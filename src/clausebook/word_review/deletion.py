"""A text that is gone from the file -> the entry of the clause that goes with it, or why it stays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from clausebook.model.documents.returned import ParagraphReading
from clausebook.model.finding import Step
from clausebook.word_review.units import Unit

Trail = tuple[Step, ...]


def whole_entry(unit: Unit, kept: set[tuple[str, Trail]]) -> Trail | None:
    """The largest entry that goes with a deleted text, or None where something in it stays that cannot stand alone."""
    if unit.kind == "title":
        return None
    best: Trail | None = None
    for trail in _around(unit):
        if any(file == unit.file and other[: len(trail)] == trail for file, other in kept):
            break
        best = trail
    return best if best != ("body",) else None


def _around(unit: Unit) -> Iterator[Trail]:
    """The entries that may go with a text, from the smallest to its block: members of lists, and lists of items."""
    for length in range(len(unit.trail), 0, -1):
        step, within = unit.trail[length - 1], unit.trail[length - 2 : length - 1]
        if step == "items" or (isinstance(step, int) and within[0] in ("items", "rows", "fields", "body")):
            yield unit.trail[:length]
    yield ("body",)


def why_kept(unit: Unit) -> str:
    """What to say of a deleted text whose entry stays."""
    if unit.kind == "title":
        return "take the clause out of the outline by hand, if the governors so decide"
    return "what hangs on it is still there: see to it in the clause by hand"


def row_stays(
    n: int, pairs: Mapping[int, int], built: Sequence[ParagraphReading], back: Sequence[ParagraphReading]
) -> bool:
    """Whether the row of a cell whose words are gone stands where it stood: then the cell was emptied."""
    cell = built[n].cell
    if cell is None:
        return False
    beside = (back[m].cell for one, m in pairs.items() if (built[one].cell or ())[:2] == cell[:2])
    return any(other is not None and other[:2] == cell[:2] for other in beside)
