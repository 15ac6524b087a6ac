"""The last page of our own Word files -> the citations that its table of legislation lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from clausebook.importer.law import FoundCitations
from clausebook.importer.source_block import SourceBlock
from clausebook.importer.yaml_writer import Trail
from clausebook.model.clause import Citation, Clause
from clausebook.model.law.instrument import LEGISLATION
from clausebook.model.register import Register
from clausebook.resolve.numbering import lettered
from clausebook.text.inline import Inline, plain


def citations(last_page: Sequence[SourceBlock], clauses: Iterable[Clause], register: Register) -> FoundCitations:
    """What the table says each clause and item cites.

    A provision comes back where one place alone cites the instrument, and by one provision: the table does not say
    which of several belongs to which. Why a clause cites an instrument is not in the file.
    """
    made = FoundCitations()
    spots = dict(_spots(clauses))
    for instrument, provisions, anchors in _rows(last_page, register):
        alone = len(anchors) == 1 and len(provisions) == 1
        citation = Citation(instrument=instrument, provision=provisions[0] if alone else "")
        for anchor in anchors:
            if anchor in spots:
                clause, trail = spots[anchor]
                of_clause = made.of_clause.setdefault(clause, {})
                of_clause[trail] = (*of_clause.get(trail, ()), citation)
                made.count += 1
    return made


def _rows(last_page: Sequence[SourceBlock], register: Register) -> Iterator[tuple[str, list[str], list[str]]]:
    """Instrument, provisions and the addresses that cite it, of each row that can be read."""
    for piece in last_page:
        for row in piece.block.rows[1:] if len(piece.block.rows[:1]) and len(piece.block.rows[0]) in (2, 3) else ():
            instrument = _instrument(row[0], register)
            provisions = plain(row[1]).strip() if len(row) == 3 else ""
            anchors = [run.link[1:] for run in row[-1] if run.link.startswith("#")]
            if instrument and anchors:
                yield instrument, provisions.split(", ") if provisions else [], anchors


def _instrument(cell: Inline, register: Register) -> str:
    title = " ".join(plain(cell).split())
    link = next((run.link for run in cell if run.link), "")
    by_link = link.removeprefix(f"{LEGISLATION}/") if link.startswith(f"{LEGISLATION}/") else ""
    found = next((one.id for one in register.instruments if one.id == by_link), "")
    return found or next((one.id for one in register.instruments if title in (one.title, *one.names)), "")


def _spots(clauses: Iterable[Clause]) -> Iterator[tuple[str, tuple[str, Trail]]]:
    """Where each address is written down: the clause, or one of its items."""
    for clause in clauses:
        yield clause.id, (clause.id, ())
        for item in lettered(clause, ""):
            block, *steps = item.trail
            trail: Trail = ("body", block)
            for step in steps:
                trail = (*trail, "items", step)
            yield item.anchor, (clause.id, trail)
