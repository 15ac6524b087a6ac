"""Edition -> what the web templates show: every string is ready, escaped and in its final wording."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field, replace
from datetime import date
from typing import assert_never

from clausebook.formats._labels import date_in, labels_in
from clausebook.formats.web.escape import address, direction, inline, lang_of, words
from clausebook.formats.web.glossary_links import NONE, DefinedTerm, GlossaryLinks
from clausebook.model.blocks import items_of as items_in
from clausebook.model.edition import Edition, Law, ResolvedClause, ResolvedSection
from clausebook.model.edition_blocks import (
    ResolvedBlock,
    ResolvedCitation,
    ResolvedConnector,
    ResolvedForm,
    ResolvedList,
    ResolvedListItem,
    ResolvedNote,
    ResolvedParagraph,
    ResolvedTable,
)
from clausebook.model.law.instrument import Instrument
from clausebook.model.law.observed import cited_url, has_versions
from clausebook.model.publication import Publication
from clausebook.text.dates import first_day
from clausebook.text.inline import Inline
from clausebook.text.records import dataclass

# names that the generator or the engine uses below an edition's address
_RESERVED = {
    *("assets", "search", "index", "404", "readme"),
    *("about-this-edition", "legislation-cited", "duties", "acknowledgement", "changes"),
}


@dataclass(frozen=True, slots=True)
class InlineView:
    """Inline Markdown, and the attributes of the element that holds it.

    Words without a link into the edition are handed through as HTML: Python-Markdown takes minutes for 100 kB of stars.
    """

    markdown: str
    dir: str = ""
    linked: bool = False

    @property
    def attributes(self) -> str:
        """Direction and the way Markdown is to treat the words."""
        return f'{self.dir} markdown="span"' if self.linked else self.dir


@dataclass(frozen=True, slots=True)
class CitedSource:
    """Legislation or guidance cited: title, provision, address, why; `dated` says that the address is of a past day."""

    title: str
    url: str
    provision: str
    why: str
    dated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ListLine:
    """One line of a list: an item with its letter, or (without a letter) what is between two items."""

    text: InlineView
    anchor: str = ""
    further: tuple[str, ...] = ()
    letter: str = ""
    cite: str = ""
    sources: tuple[CitedSource, ...] = ()
    lines: tuple[ListLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockView:
    """One block of a clause; which fields are filled depends on `kind`."""

    kind: str
    text: InlineView = InlineView("")
    label: str = ""
    sources: tuple[CitedSource, ...] = ()
    lines: tuple[ListLine, ...] = ()
    header: tuple[InlineView, ...] = ()
    rows: tuple[tuple[InlineView, ...], ...] = ()
    blanks: tuple[tuple[InlineView, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseView:
    """A clause as shown: its address, heading and blocks. `defined` are the glossary's words in it."""

    id: str
    number: str
    cite: str
    title: str
    name: str
    pieces: tuple[BlockView, ...]
    sources: tuple[CitedSource, ...]
    defined: tuple[DefinedTerm, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionPage:
    """A section of the edition, one page. `stood` is the day whose law its links show, in words; "" for today's."""

    file: str
    id: str
    also: str
    number: str
    title: str
    name: str
    opening: ClauseView | None
    entries: tuple[ClauseView, ...]
    stood: str = ""

    @property
    def defined(self) -> tuple[DefinedTerm, ...]:
        """The glossary's words on the page, each once, by the alphabet."""
        entries = (*((self.opening,) if self.opening else ()), *self.entries)
        found = {one.id: one for entry in entries for one in entry.defined}
        return tuple(sorted(found.values(), key=lambda one: one.term.lower()))


def pages_of(edition: Edition, publication: Publication | None = None) -> tuple[SectionPage, ...]:
    """All sections as pages, in reading order. The publication knows today's law and glossary."""
    register = publication.register if publication else None
    showing = _Showing(
        where=page_of_anchor(edition),
        laws={law.id: law for law in edition.laws},
        instruments=register.instrument_by_id if register else {},
        on=law_day(edition),
        glossary_links=GlossaryLinks.of(publication.terms_of(edition) if publication else ()),
        lang=lang_of(edition.school.language),
        day=(lambda day: date_in(day.isoformat(), labels_in(publication))) if publication else date.isoformat,
    )
    return tuple(showing.page(chapter) for chapter in edition.chapters)


def law_day(edition: Edition) -> date | None:
    """The day whose law an edition speaks of: the first that its approval may mean; None for a draft."""
    return first_day(edition.approval.approved) if edition.approval else None


def file_of(chapter: ResolvedSection) -> str:
    """The section's Markdown file, whose name is its address."""
    return f"{address_of_section(chapter.id)}.md"


def address_of_section(section: str) -> str:
    """What a section of this id is called below its edition's address."""
    return f"section-{section}" if section in _RESERVED else section


def page_of_anchor(edition: Edition) -> dict[str, str]:
    """Anchor -> file, for every section, clause and item."""
    found: dict[str, str] = {}
    for chapter in edition.chapters:
        anchors = [chapter.id]
        for passage in chapter.all_passages:
            anchors.append(passage.id)
            anchors.extend(_anchors(passage))
        found.update(dict.fromkeys(anchors, file_of(chapter)))
    return found


def items_of(edition: Edition) -> dict[str, tuple[str, ...]]:
    """The anchors of each clause's items."""
    return {passage.id: tuple(_anchors(passage)) for passage in edition.passages}


def heading(number: str, title: str) -> str:
    """Number and title in one line, as a person would say it."""
    return f"{number} {title}".strip()


def _anchors(passage: ResolvedClause) -> Iterator[str]:
    return (anchor for item in items_in(passage) for anchor in (item.anchor, *item.anchors))


@dataclass(frozen=True)
class _Showing:
    """What showing a clause needs to know of its edition. `glossary_links` are for words its clause has not met."""

    where: Mapping[str, str]
    laws: Mapping[str, Law]
    instruments: Mapping[str, Instrument]
    on: date | None
    glossary_links: GlossaryLinks = field(default=NONE)
    lang: str = ""
    day: Callable[[date], str] = date.isoformat

    def page(self, chapter: ResolvedSection) -> SectionPage:
        head = chapter.opening.id if chapter.opening else chapter.id
        return SectionPage(
            file=file_of(chapter),
            id=head,
            also=chapter.id if chapter.id != head else "",
            number=words(chapter.number),
            title=words(chapter.title),
            name=words(heading(chapter.number, chapter.title)),
            opening=self.entry(chapter.opening) if chapter.opening else None,
            entries=tuple(self.entry(passage) for passage in chapter.passages),
            stood=self.day(self.on) if self.on else "",
        )

    def entry(self, passage: ResolvedClause) -> ClauseView:
        here = replace(self, glossary_links=self.glossary_links.reset())
        return ClauseView(
            id=passage.id,
            number=words(passage.number),
            cite=words(passage.cite or passage.title),
            title=words(passage.title),
            name=words(heading(passage.number, passage.title)),
            pieces=tuple(here.piece(block) for block in passage.blocks),
            sources=here.sources(passage.citations),
            defined=here.glossary_links.linked_terms,
        )

    def piece(self, block: ResolvedBlock) -> BlockView:
        match block:
            case ResolvedParagraph():
                return BlockView(kind="paragraph", text=self.text(block.text), sources=self.sources(block.citations))
            case ResolvedList():
                stem, lines = self.text(block.stem), self.lines(block.points)
                return BlockView(kind="list", text=stem, sources=self.sources(block.citations), lines=lines)
            case ResolvedNote():
                return BlockView(kind="note", text=self.text(block.text), label=words(block.label))
            case ResolvedTable():
                caption, header = self.text(block.caption), tuple(self.text(cell) for cell in block.header)
                rows = tuple(tuple(self.text(cell) for cell in row) for row in block.rows)
                return BlockView(kind="table", text=caption, header=header, rows=rows)
            case ResolvedForm():
                blanks = tuple((self.text(blank.label), words(blank.kind)) for blank in block.blanks)
                return BlockView(kind="form", text=self.text(block.title), blanks=blanks)
            case _:
                assert_never(block)

    def lines(self, points: tuple[ResolvedListItem | ResolvedConnector, ...]) -> tuple[ListLine, ...]:
        return tuple(
            ListLine(
                text=self.text(point.text),
                anchor=point.anchor,
                further=point.anchors,
                letter=words(point.letter),
                cite=words(point.cite),
                sources=self.sources(point.citations),
                lines=self.lines(point.points),
            )
            if isinstance(point, ResolvedListItem)
            else ListLine(text=self.text(point.text))
            for point in points
        )

    def text(self, runs: Inline) -> InlineView:
        linked = any(run.link.startswith("#") for run in runs)
        return InlineView(inline(runs, self.where, self.glossary_links.marked), direction(runs) + self.lang, linked)

    def sources(self, citations: tuple[ResolvedCitation, ...]) -> tuple[CitedSource, ...]:
        return tuple(self.source(cited) for cited in citations)

    def source(self, cited: ResolvedCitation) -> CitedSource:
        """A citation with the instrument's title and address; an unknown instrument keeps its id as its name."""
        law, instrument = self.laws.get(cited.instrument), self.instruments.get(cited.instrument)
        url = cited_url(instrument, cited.provision, self.on) if instrument else law.url if law else ""
        return CitedSource(
            title=words(law.title if law else cited.instrument),
            url=address(url),
            provision=words(cited.provision),
            why=words(cited.why),
            dated=bool(self.on and instrument and has_versions(instrument, self.on)),
        )
