"""Acts and guidance named in the draft's words -> citations, where the register knows for certain which is meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from clausebook.importer.yaml_writer import Trail
from clausebook.lint.law_named import LawNamed, mentions
from clausebook.model.clause import Citation, Clause
from clausebook.model.finding import SourceLocation
from clausebook.model.register import Register

_IN_TEXT = ("paragraph", "stem", "item")


@dataclass
class FoundCitations:
    """Citations by clause and by the trail of the text, and what names law that could not be told."""

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
