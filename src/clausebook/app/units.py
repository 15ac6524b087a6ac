"""Publication -> units -> files: what another process or another machine is given to make, and what it makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from clausebook.errors import UserError
from clausebook.formats._registry import Format, all_formats, format_called
from clausebook.io.cache import digest, digest_files
from clausebook.io.engine import engine_hash
from clausebook.io.jobs import Files, produce
from clausebook.io.memory import roomy
from clausebook.model.artefact import Unit
from clausebook.model.codec import from_json, to_json
from clausebook.model.edition import Edition
from clausebook.model.publication import Publication
from clausebook.source.load import NO_DAY

__all__ = ["Unit", "make", "units"]


def units(publication: Publication) -> Iterator[Unit]:
    """Every edition in every format that reads nothing but the edition and its looks."""
    forms = [(form, _looks(form, publication)) for form in all_formats() if form.reads is not None]
    for edition in publication.editions:
        words = to_json(edition)
        for form, looks in forms:
            yield _unit(form, edition, words, looks, publication)


def _looks(form: Format, publication: Publication) -> dict[str, bytes]:
    return {path: content for path, content in publication.templates.items() if path.startswith(form.reads or ())}


def _unit(form: Format, edition: Edition, words: bytes, looks: dict[str, bytes], publication: Publication) -> Unit:
    as_of = publication.as_of.isoformat() if edition.is_draft else ""
    signed = publication.signed.get(edition.reference, b"")
    key = digest("unit", form.name, engine_hash(), words, digest_files(looks), as_of, signed)
    return Unit(
        policy=edition.policy,
        edition=edition.name,
        form=form.name,
        words=words,
        looks=looks,
        as_of=as_of,
        signed=signed,
        engine=engine_hash(),
        key=key,
    )


@roomy
def make(unit: Unit) -> Files:
    """The files of a unit, by path below output/; the same bytes in any process on any machine.

    Raises UserError where the unit is for another engine than the one that runs, and for what a renderer refuses.
    """
    if unit.engine != engine_hash():
        raise UserError(f"{unit.name} is to be made by another engine than this one", "run the engine that it names")
    edition = _edition(unit.words)
    publication = Publication(
        school=edition.school,
        editions=(edition,),
        as_of=date.fromisoformat(unit.as_of) if unit.as_of else NO_DAY,
        templates=unit.looks,
        signed={edition.reference: unit.signed} if unit.signed else {},
    )
    return {one.path: produce(one) for one in format_called(unit.form).render(edition, publication)}


@lru_cache(maxsize=4)
def _edition(words: bytes) -> Edition:
    found: Edition = from_json(words)
    return found
