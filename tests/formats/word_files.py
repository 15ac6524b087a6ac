"""A Word file, taken apart: paragraphs with their styles, and the words of each."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

from hypothesis import Phase, settings

from clausebook.formats import word
from clausebook.io import pandoc
from clausebook.model.artefact import Artefact
from clausebook.model.edition import Edition, ResolvedClause, ResolvedSection
from clausebook.model.edition_blocks import (
    ResolvedBlock,
    ResolvedConnector,
    ResolvedListItem,
)
from clausebook.text.inline import Run
from tests import adopted
from tests.strategies import lettered

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Parts = dict[str, bytes]
# Every example is a run of pandoc; making a failing one small would take hundreds.
few = settings(max_examples=15, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])


def artefact(edition: Edition) -> Artefact:
    (made,) = word.render(edition, adopted.publication(edition))
    return made


_MADE: dict[int, tuple[Edition, Parts]] = {}  # by identity: an edition holds mappings and has no hash


def parts(edition: Edition) -> Parts:
    """The files in the Word file, by name."""
    if id(edition) not in _MADE:
        _MADE[id(edition)] = (edition, unzipped(pandoc.write(artefact(edition))))
    return _MADE[id(edition)][1]


def unzipped(made: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def paragraphs(edition: Edition) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(parts(edition)["word/document.xml"]).iter(f"{W}p"))


def style(paragraph: ElementTree.Element) -> str:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else found.attrib[f"{W}val"]


def text(paragraph: ElementTree.Element) -> str:
    signs = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}softHyphen": "\u00ad"}
    return "".join(
        (part.text or "") if part.tag == f"{W}t" else signs[part.tag]
        for run in paragraph.iter(f"{W}r")
        for part in run
        if part.tag == f"{W}t" or part.tag in signs
    )


def adopted_paragraphs(edition: Edition) -> list[ElementTree.Element]:
    """Those between the first heading and the page about the edition.

    Empty ones are left out: those of empty cells, and those that keep two tables apart that follow each other.
    """
    found = [paragraph for paragraph in paragraphs(edition) if text(paragraph)]
    styles = [style(paragraph) for paragraph in found]
    return found[styles.index("Heading1") : styles.index("AboutHeading")]


# --- small editions ---


def point(words: str, *points: ResolvedListItem | ResolvedConnector) -> ResolvedListItem:
    return ResolvedListItem(anchor="", letter="", cite="", text=(Run(words),), points=points)


def of(*blocks: ResolvedBlock) -> Edition:
    """The 2018 edition with one clause of these blocks in place of its own."""
    passage = lettered(ResolvedClause(id="one", number="1.", cite="1", title="One", blocks=blocks))
    chapter = ResolvedSection(id="one", number="1.", cite="1", title="One", opening=passage)
    return replace(adopted.approved(), chapters=(chapter,), laws=())
