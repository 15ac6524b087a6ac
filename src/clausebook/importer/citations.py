"""What a draft cites: from its words, and in a Word file of ours from the table on its last page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from clausebook.importer.source_block import SourceBlock
from clausebook.importer.yaml_writer import Trail
from clausebook.lint.law_named import LawNamed, mentions
from clausebook.model.clause import Citation, Clause
from clausebook.model.finding import SourceLocation
from clausebook.model.law.instrument import LEGISLATION
from clausebook.model.register import Register
from clausebook.resolve.numbering import lettered
from clausebook.text.inline import Inline, plain, plain_words

_IN_TEXT = ("paragraph", "stem", "item")


@dataclass
class FoundCitations:
    """Citations by clause and by the trail of the text, and what names law that was not recognised."""

    of_clause: dict[str, dict[Trail, tuple[Citation, ...]]] = field(default_factory=dict)
    doubts: list[tuple[SourceLocation, str, str]] = field(default_factory=list)
    count: int = 0


def cite(clauses: Iterable[Clause], register: Register) -> FoundCitations:
    """The citations of clauses that name instruments of the register.

    An Act named without its year is cited where the same document names one of that name with its year.
    """
    drafted = replace(register, clauses=tuple(clauses), policies=(), approved=(), commits=(), faults=())
    found = mentions(drafted)
    exact = {one.id for _, named in found for mention in named if mention.known for one in mention.offered}
    made = FoundCitations()
    for written, named in found:
        trail = written.place.trail[:-1] if written.kind in _IN_TEXT else ()
        for mention in named:
            meant = _meant(mention, exact)
            if meant:
                of_clause = made.of_clause.setdefault(written.clause.id, {})
                if all(one.instrument != meant for one in of_clause.get(trail, ())):
                    of_clause[trail] = (*of_clause.get(trail, ()), Citation(instrument=meant))
                    made.count += 1
            doubt = _doubt(mention, meant)
            if doubt:
                made.doubts.append((written.at(mention.piece), *doubt))
    return made


def _meant(mention: LawNamed, exact: Iterable[str]) -> str:
    if mention.known:
        return mention.offered[0].id
    if mention.mention.kind == "yearless":
        named = [one.id for one in mention.offered if one.id in exact]
        return named[0] if len(named) == 1 else ""
    return ""


def _doubt(mention: LawNamed, meant: str) -> tuple[str, str] | None:
    """What is unsure about a mention, and the next move."""
    offered = " or ".join(f"{one.title} ({one.id})" for one in mention.offered)
    if mention.mention.kind == "yearless" and not mention.mention.short:
        if meant:
            return f"names the {mention.piece} without its year; {meant} was cited, which the text names elsewhere", ""
        return f"names the {mention.piece} without its year", f"write which: {offered}"
    if mention.verdict.kind == "wrong year":
        return f"names the {mention.mention.called}, which is not registered", f"is this meant: {offered}?"
    if mention.verdict.kind == "not registered":
        return (
            f"names the {mention.mention.called}, which is not registered",
            "register it in policy/instruments.local.yaml, then cite it",
        )
    return None


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
    title = plain_words(cell)
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
