"""Review -> Typst source of its PDF. The layout is in templates/pdf/review.typ; Typst makes the bytes."""

from __future__ import annotations

from collections.abc import Iterator

from clausebook.formats.pdf.markup import environment
from clausebook.formats.review.view import pack
from clausebook.model.artefact import Artefact
from clausebook.model.comparison.review import Review
from clausebook.model.publication import Publication

TEMPLATE = "templates/pdf/review.typ"


def render_review(review: Review, publication: Publication) -> Iterator[Artefact]:
    """One PDF for the review, as source for Typst."""
    template = environment(publication.templates).get_template(TEMPLATE)
    yield Artefact(
        path=f"{review.folder}/{review.file_stem}.pdf",
        source=template.render(review=pack(review)),
        renderer="typst",
        dated=review.as_of,
    )
