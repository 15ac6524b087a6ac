"""The facts of law in plain words, and every instrument with the editions, clauses and items that cite it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import partial
from html import escape

from clausebook.formats.web.escape import words
from clausebook.formats.web.view_model import page_of_anchor
from clausebook.model.edition import Edition, Law
from clausebook.model.law.instrument import Instrument
from clausebook.model.law.status import StatusGround, span
from clausebook.model.law.timeline import Event
from clausebook.model.publication import Publication
from clausebook.text.dates import in_words
from clausebook.text.records import dataclass

LONGEST = 70  # characters of a title inside a sentence
_DATE = re.compile(r"\b(on )?([12][0-9]{3}-[0-9]{2}(?:-[0-9]{2})?)\b")
_ID = re.compile(r"\b[a-z]{3,}/[0-9]{4}/[0-9]+\b")
_EXACT = 2  # hyphens in a date known to the day
_KINDS = {"act": "Act", "si": "Regulations", "eu-regulation": "EU regulation", "guidance": "Guidance"}
_SURE = {
    "high": "Most of this was checked against the Act or regulation itself.",
    "medium": "Most of this was read on a page about the instrument, not in the instrument itself.",
    "low": "Some of this has not been checked.",
}


def day(partial: str) -> str:
    """A date in words, and that its day is not recorded where it is not."""
    missing = {0: ", day and month not recorded", 1: ", day not recorded"}
    return in_words(partial) + missing.get(partial.count("-"), "")


def titles(publication: Publication) -> Mapping[str, str]:
    """How instruments are called inside a sentence, by id."""
    register = publication.register.instruments if publication.register else ()
    return {one.id: called(one) for one in register}


def called(instrument: Instrument) -> str:
    """The title; another name that means the same where the title would fill a line."""
    title = instrument.title.removeprefix("The ")
    if len(title) > LONGEST:
        title = next((name for name in instrument.names if len(name) <= LONGEST), title)
    return f"the {title}" if instrument.kind != "guidance" and not title.startswith("SI ") else title


def event_words(event: Event, names: Mapping[str, str]) -> str:
    """What happened, in a line: "amended by the Police and Justice Act 2006"; its rule where there is no day."""
    by = f" by {names.get(event.by, event.by)}" if event.by else ""
    text = {"in force": "came into force", "edition in force": "came into force: edition"}.get(event.what, event.what)
    part = {"in force": f": {event.part}", "edition in force": f" {event.part}"}.get(
        event.what, f", but only {event.part}"
    )
    detail = f" ({event.detail})" if event.detail else ""
    doubt = " (not seen in a source)" if event.unverified else ""
    rule = "" if span(event.on) else f": {event.on or 'day not recorded'}"
    return plainly(f"{text}{part if event.part else ''}{by}{detail}{rule}{doubt}", names)


def ground_words(ground: StatusGround, names: Mapping[str, str]) -> str:
    """One fact that a status rests on, without codes."""
    text = ground.words if ground.field == "id" else plainly(ground.words, names)
    return f"{text} (not seen in a source)" if ground.unverified else text


def plainly(text: str, names: Mapping[str, str]) -> str:
    """Words of the register with dates and instruments as people write them."""
    return _DATE.sub(_dated, _ID.sub(lambda found: names.get(found[0], found[0]), text))


def _dated(found: re.Match[str]) -> str:
    exact = found[2].count("-") == _EXACT
    return f"{('on ' if exact else 'in ') if found[1] else ''}{in_words(found[2])}"


def kind_words(kind: str) -> str:
    """What kind of instrument it is."""
    return _KINDS.get(kind, kind)


def sure_words(confidence: str) -> str:
    """How sure the register is of a row, in a sentence."""
    return _SURE[confidence]


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
    for policy in dict.fromkeys(edition.policy for edition in publication.editions):
        editions = publication.editions_of(policy)
        cited = publication.fact(policy, "cited", partial(_cited_in_each, editions))
        for edition, found in zip(editions, cited, strict=True):
            for law, places in zip(edition.laws, found, strict=True):
                citing.setdefault(law.id, []).append(Citing(edition=edition, law=law, places=places))
    register = publication.register.instruments if publication.register else ()
    known = {one.id: one for one in register}
    return tuple(_cited(id, known.get(id), tuple(citing.get(id, ()))) for id in dict.fromkeys((*known, *citing)))


def _cited_in_each(editions: Iterable[Edition]) -> tuple[tuple[tuple[tuple[str, str], ...], ...], ...]:
    return tuple(map(_cited_in, editions))


def _cited_in(edition: Edition) -> tuple[tuple[tuple[str, str], ...], ...]:
    """Of each instrument that an edition cites, the places with their addresses."""
    where = page_of_anchor(edition)
    return tuple(
        tuple(
            (
                words(target.cite),
                f"site:{escape(edition.folder)}/{where[target.anchor].removesuffix('.md')}/#{target.anchor}",
            )
            for target in law.cited_by
            if target.anchor in where
        )
        for law in edition.laws
    )


def _cited(id: str, known: Instrument | None, citing: tuple[Citing, ...]) -> CitedLaw:
    if known:
        return CitedLaw(id=id, title=known.title, url=known.url, kind=known.kind, known=known, citing=citing)
    law = citing[0].law
    return CitedLaw(id=id, title=law.title, url=law.url, kind=law.kind, known=None, citing=citing)
