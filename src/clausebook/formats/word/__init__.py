"""Edition -> Word. A .docx with real styles, headings and lists, written by pandoc from its own typed tree."""

from __future__ import annotations

from collections.abc import Iterator

from clausebook.formats._labels import FOLDER as LABELS
from clausebook.formats._labels import labels_in
from clausebook.formats._quotation import set_for_readers
from clausebook.formats.word import pieces
from clausebook.formats.word.body import body
from clausebook.formats.word.cover import about, contents, cover, status
from clausebook.formats.word.package import FOLDER, finisher, reference
from clausebook.formats.word.pieces import Tree
from clausebook.model.artefact import Artefact
from clausebook.model.edition import Edition
from clausebook.model.publication import Labels, Publication
from clausebook.text.dates import first_day

READS = ("templates/word/", LABELS)


def render(edition: Edition, publication: Publication) -> Iterator[Artefact]:
    """One Word file. Raises ValueError, naming the clause, for a character that no Word file can hold."""
    labels = labels_in(publication)
    dated = first_day(edition.approval.approved) if edition.approval else publication.as_of
    yield Artefact(
        path=f"{edition.folder}/{edition.file_stem}.docx",
        renderer="pandoc",
        source=document(set_for_readers(edition), labels),
        files={
            "reference.docx": reference(edition, publication.templates),
            "template.openxml": publication.templates[f"{FOLDER}document.openxml"],
        },
        dated=dated,
        finish=finisher(edition, publication.templates, dated),
    )


def document(edition: Edition, labels: Labels) -> Tree:
    """The whole document as pandoc's typed tree: cover, contents, adopted words, and what the pipeline adds."""
    made = pieces.types()
    blocks = [*cover(edition, labels), *contents(edition, labels), *body(edition), *about(edition, labels)]
    return made.Pandoc(made.Meta(_properties(edition)), blocks)


def _properties(edition: Edition) -> dict[str, Tree]:
    """The file's properties, which a reader sees in the file manager and a screen reader says first."""
    made = pieces.types()
    texts = {
        "title": edition.title,
        "subject": edition.series,
        "author": edition.school.name,
        "category": "Policy",
        # by these a file that comes back with changes is known again
        "description": f"{edition.reference}: {status(edition)}. {edition.fingerprint} {_origin(edition)}".strip(),
        "lang": edition.school.language,
    }
    return {key: made.MetaInlines(pieces.text(value)) for key, value in texts.items() if value}


def _origin(edition: Edition) -> str:
    return f"commit {edition.commit}" if edition.commit else ""
