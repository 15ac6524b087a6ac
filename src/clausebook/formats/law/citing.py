"""Publication -> every instrument with the editions, clauses and items that cite it."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from clausebook.formats.web.escape import words
from clausebook.formats.web.view_model import page_of_anchor
from clausebook.model.edition import Edition, Law
from clausebook.model.law.instrument import Instrument
from clausebook.model.publication import Publication


@dataclass(frozen=True, slots=True, kw_only=True)
class Citing:
    """One edition that cites an instrument: its words for it, the provisions, and links to the places."""

    edition: Edition
    law: Law
    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedLaw:
    """One instrument. `known` is its row in the register, None where only an older edition still cites it."""

    id: str
    title: str
    url: str
    kind: str
    known: Instrument | None
    citing: tuple[Citing, ...]


def cited_laws(publication: Publication) -> tuple[CitedLaw, ...]:
    """All registered instruments in the register's order, then those that only editions know."""
    citing: dict[str, list[Citing]] = {}
    for edition in publication.editions:
        where = page_of_anchor(edition)
        for law in edition.laws:
            places = tuple(
                (
                    words(target.cite),
                    f"site:{escape(edition.folder)}/{where[target.anchor].removesuffix('.md')}/#{target.anchor}",
                )
                for target in law.cited_by
                if target.anchor in where
            )
            citing.setdefault(law.id, []).append(Citing(edition=edition, law=law, places=places))
    register = publication.register.instruments if publication.register else ()
    known = {one.id: one for one in register}
    return tuple(_cited(id, known.get(id), tuple(citing.get(id, ()))) for id in dict.fromkeys((*known, *citing)))


def _cited(id: str, known: Instrument | None, citing: tuple[Citing, ...]) -> CitedLaw:
    if known:
        return CitedLaw(id=id, title=known.title, url=known.url, kind=known.kind, known=known, citing=citing)
    law = citing[0].law
    return CitedLaw(id=id, title=law.title, url=law.url, kind=law.kind, known=None, citing=citing)
