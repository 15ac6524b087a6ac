"""What is beside a clause: its findings and what mends them, what is in force with the redline, law, terms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from clausebook.desk.entries import Entry
from clausebook.desk.plain_words import Named, finding_in_words, named_by
from clausebook.desk.reviewing import changes_of
from clausebook.desk.visit import PageRequest
from clausebook.model.blocks import every_citation
from clausebook.model.clause import Clause
from clausebook.model.edition import ResolvedClause
from clausebook.model.finding import Finding
from clausebook.model.term import Term, pattern_of
from clausebook.text.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SidePanel:
    """All of it, ready to show. `findings` has each finding's level, words, hint and the entry it is about."""

    findings: tuple[dict[str, Any], ...]
    in_force: dict[str, Any] | None
    laws: tuple[dict[str, str], ...]
    terms: tuple[Term, ...]


def beside(asked: PageRequest, clause: Clause, passage: ResolvedClause, found: Sequence[Entry]) -> SidePanel:
    """What there is to say of a clause."""
    register = asked.workspace.register
    findings = [one for one in asked.workspace.findings if one.place.file == clause.place.file]
    titles = {one.id: one.title for one in register.instruments}
    return SidePanel(
        findings=tuple(_shown(one, found, titles, named_by(register)) for one in findings),
        in_force=_in_force(asked, clause),
        laws=tuple(_laws(asked, clause)),
        terms=tuple(_terms(asked, found)),
    )


def _shown(finding: Finding, found: Sequence[Entry], titles: Mapping[str, str], named: Named) -> dict[str, Any]:
    what, hint = finding_in_words(finding, named)
    trail = finding.place.trail
    about = [one for one in found if trail[: len(one.trail)] == one.trail or (one.member and trail == one.member)]
    entry = about[-1] if about else None
    return {
        "level": finding.level,
        "what": what,
        "hint": hint,
        "entry": entry,
        "mend": mended(finding, entry.words) if entry else None,
        "laws": tuple(title for id in laws_to_cite(finding) if (title := titles.get(id))),
    }


def _in_force(asked: PageRequest, clause: Clause) -> dict[str, Any] | None:
    """What became of the clause since the newest approved edition, ready to show; None where there is none.

    Comparing takes longer than all else: where many people share a desk it waits until it is asked for.
    """
    approved = asked.workspace.approved_of(clause.policy)
    if not approved:
        return None
    found = changes_of(asked, clause.policy, bool(asked.query.get("changes")))
    mine = [one for one in found or () if one["id"] == clause.id and not one["section"]]
    return {"name": approved[0].name, "change": mine[0] if mine else None, "waits": found is None}


def _laws(asked: PageRequest, clause: Clause) -> Iterator[dict[str, str]]:
    known = asked.workspace.register.instrument_by_id
    for id in dict.fromkeys(one.instrument for one in every_citation(clause)):
        law = known.get(id)
        yield {"title": law.title if law else id, "url": law.url if law else ""}


def _terms(asked: PageRequest, found: Sequence[Entry]) -> Iterator[Term]:
    terms = [one for one in asked.workspace.register.terms if one.definition]
    words = " ".join(one.says for one in found)
    names = {name for hit in pattern_of(terms).finditer(words) for name, text in hit.groupdict().items() if text}
    yield from (term for number, term in enumerate(terms) if f"t{number}" in names)


_HINTS = (
    re.compile(r'the glossary has "(?P<word>[^"]+)"'),
    re.compile(r"write (?P<word>\{\{ [^{}]+ \}\})"),
    re.compile(r"did you mean (?P<word>[\w./ -]+)\?"),
)


@dataclass(frozen=True, slots=True)
class Fix:
    """The mended text, and the words that are exchanged."""

    words: str
    old: str
    new: str


def mended(finding: Finding, words: str) -> Fix | None:
    """The text with what the hint says; None where the mending is not mechanical, or the place not plain."""
    hint = next((found for one in _HINTS if (found := one.fullmatch(finding.hint))), None)
    piece = finding.place.within
    if hint is None or not piece or len(re.findall(rf"(?<!\w){re.escape(piece)}(?!\w)", words)) != 1:
        return None
    new = hint["word"]
    if piece[:1].isupper() and new[:1].islower():
        new = new[:1].upper() + new[1:]
    made = re.sub(rf"(?<!\w){re.escape(piece)}(?!\w)", lambda _: new, words)
    return Fix(made, piece, new)


def laws_to_cite(finding: Finding) -> tuple[str, ...]:
    """The ids of the laws that the hint would have cited."""
    found = re.search(r"add citations: \[([^\]]+)\]", finding.hint)
    return tuple(id.strip() for id in found[1].split(",")) if found else ()
