"""Edition -> Typst source of its PDF. The layout is in templates/pdf; Typst makes the bytes."""

from __future__ import annotations

from collections.abc import Iterator

from clausebook.formats._labels import labels_of
from clausebook.formats._quotation import set_for_readers
from clausebook.formats.pdf import proof
from clausebook.formats.pdf.markup import environment
from clausebook.formats.pdf.view import printed
from clausebook.model.artefact import Artefact
from clausebook.model.edition import Edition
from clausebook.model.publication import Publication
from clausebook.text.dates import first_day

TEMPLATE = "templates/pdf/edition.typ"
READS = ("templates/pdf/", "templates/labels/")


def render(edition: Edition, publication: Publication) -> Iterator[Artefact]:
    """One PDF for the edition: the signed one as it is, or source for Typst."""
    path = f"{edition.folder}/{edition.file_stem}.pdf"
    if signed := publication.signed.get(edition.reference):
        yield Artefact(path=path, source=signed)
        return
    template = environment(publication.templates).get_template(TEMPLATE)
    labels = labels_of(edition.school.language, publication.templates)
    yield Artefact(
        path=path,
        source=template.render(document=printed(set_for_readers(edition), labels)),
        renderer="typst",
        files=proof.attached(edition),
        dated=first_day(edition.approval.approved) if edition.approval else publication.as_of,
        finish=proof.finisher(edition),
    )
