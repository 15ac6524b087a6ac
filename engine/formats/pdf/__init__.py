"""Edition -> Typst source of its PDF. The layout is in templates/pdf; the typeset door makes the bytes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from engine.formats.pdf.markup import environment
from engine.formats.pdf.view import document
from engine.model.artefact import Artefact
from engine.model.edition import Edition
from engine.model.publication import Publication

TEMPLATE = "templates/pdf/edition.typ"


ALONE = True


def render(edition: Edition, publication: Publication) -> Iterator[Artefact]:
    """One PDF for the edition, as source for the typeset door."""
    template = environment(publication.templates).get_template(TEMPLATE)
    yield Artefact(
        path=f"{edition.folder}/{edition.file_stem}.pdf",
        source=template.render(document=document(edition)),
        door="typeset",
        dated=dated(edition, publication.as_of),
    )


def dated(edition: Edition, as_of: date) -> date:
    """The day the words are from: their approval's (the first day of it, where only month or year is known)."""
    if edition.approval is None:
        return as_of
    year, month, day = (*map(int, edition.approval.approved.split("-")), 1, 1)[:3]
    return date(year, month, day)
