"""Edition -> Akoma Ntoso 3.0 (OASIS LegalDocML): the XML that parliaments and law reporters exchange texts in.

What the governors adopted is the content of the document. What the engine adds inside it (letters of items, the word
"Note:") carries status="editorial"; addresses, approval and law stand in its meta section.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.formats.akn.body import main_body
from engine.formats.akn.frame import conclusions, preface
from engine.formats.akn.ids import ids_of
from engine.formats.akn.meta import meta
from engine.formats.akn.tree import branch, written
from engine.model.artefact import Artefact
from engine.model.edition import Edition
from engine.model.publication import Publication

ALONE = True
NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"


def render(edition: Edition, publication: Publication) -> Iterator[Artefact]:
    """One XML file, in UTF-8, ending in a line feed."""
    yield Artefact(path=f"{edition.folder}/{edition.file_stem}.akn.xml", source=document(edition))


def document(edition: Edition) -> bytes:
    """The edition as one document of the general kind, named "policy"."""
    ids = ids_of(edition)
    parts = (meta(edition, ids), preface(edition), main_body(edition, ids), conclusions(edition))
    doc = branch("doc", *(part for part in parts if part is not None), name="policy", contains="originalVersion")
    return written(branch("akomaNtoso", doc, xmlns=NAMESPACE))
