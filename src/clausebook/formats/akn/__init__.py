"""Edition -> Akoma Ntoso 3.0 (OASIS LegalDocML): the XML that parliaments and law reporters exchange texts in.

What the governors adopted is the content of the document. What the engine adds inside it (letters of items, the word
"Note:") carries status="editorial"; addresses, approval and law are in its meta section.
"""

from __future__ import annotations

from collections.abc import Iterator

from clausebook.formats.akn.body import conclusions, main_body, preface
from clausebook.formats.akn.meta import meta
from clausebook.formats.akn.tree import branch, ids_of, written
from clausebook.model.artefact import Artefact
from clausebook.model.edition import Edition
from clausebook.model.publication import Publication

READS = ()
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
