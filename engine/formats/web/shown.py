"""Edition -> what the web templates show: every string is ready, escaped and in its final wording."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.formats.web.escape import address, direction, inline, words
from engine.model.edition import (
    Between,
    Block,
    Chapter,
    Cited,
    Edition,
    Form,
    Inline,
    Law,
    Listing,
    Note,
    Paragraph,
    Passage,
    Point,
    Table,
)

# names that the generator or the engine uses below an edition's address
_RESERVED = {
    *("assets", "search", "index", "404", "readme"),
    *("about-this-edition", "legislation-cited", "duties", "acknowledgement", "changes"),
}


@dataclass(frozen=True, slots=True)
class Text:
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
class Source:
    """Legislation or guidance cited: title and provision, its address, and why."""

    title: str
    url: str
    provision: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a list: an item with its letter, or (without a letter) what stands between two items."""

    text: Text
    anchor: str = ""
    further: tuple[str, ...] = ()
    letter: str = ""
    cite: str = ""
    sources: tuple[Source, ...] = ()
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One block of a clause; which fields are filled depends on `kind`."""

    kind: str
    text: Text = Text("")
    label: str = ""
    sources: tuple[Source, ...] = ()
    lines: tuple[Line, ...] = ()
    header: tuple[Text, ...] = ()
    rows: tuple[tuple[Text, ...], ...] = ()
    blanks: tuple[tuple[Text, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A clause as shown: its address, heading and blocks."""

    id: str
    number: str
    title: str
    name: str
    pieces: tuple[Piece, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A section of the edition, one page."""

    file: str
    id: str
    also: str
    number: str
    title: str
    name: str
    opening: Entry | None
    entries: tuple[Entry, ...]


def pages_of(edition: Edition) -> tuple[Page, ...]:
    """All sections as pages, in reading order."""
    where = whereabouts(edition)
    laws = {law.id: law for law in edition.laws}
    return tuple(_page(chapter, where, laws) for chapter in edition.chapters)


def file_of(chapter: Chapter) -> str:
    """The section's Markdown file, whose name is its address."""
    return f"{address_of_section(chapter.id)}.md"


def address_of_section(section: str) -> str:
    """What a section of this id is called below its edition's address."""
    return f"section-{section}" if section in _RESERVED else section


def whereabouts(edition: Edition) -> dict[str, str]:
    """Anchor -> file, for every section, clause and item."""
    found: dict[str, str] = {}
    for chapter in edition.chapters:
        anchors = [chapter.id]
        for passage in chapter.all_passages:
            anchors.append(passage.id)
            for block in passage.blocks:
                anchors.extend(_anchors(block.points) if isinstance(block, Listing) else ())
        found.update(dict.fromkeys(anchors, file_of(chapter)))
    return found


def items_of(edition: Edition) -> dict[str, tuple[str, ...]]:
    """The anchors of each clause's items."""
    return {
        passage.id: tuple(
            anchor for block in passage.blocks if isinstance(block, Listing) for anchor in _anchors(block.points)
        )
        for passage in edition.passages
    }


def heading(number: str, title: str) -> str:
    """Number and title in one line, as a person would say it."""
    return f"{number} {title}".strip()


def _anchors(points: tuple[Point | Between, ...]) -> list[str]:
    found: list[str] = []
    for point in points:
        if isinstance(point, Point):
            found += [point.anchor, *point.anchors, *_anchors(point.points)]
    return found


def _page(chapter: Chapter, where: Mapping[str, str], laws: Mapping[str, Law]) -> Page:
    head = chapter.opening.id if chapter.opening else chapter.id
    return Page(
        file=file_of(chapter),
        id=head,
        also=chapter.id if chapter.id != head else "",
        number=words(chapter.number),
        title=words(chapter.title),
        name=words(heading(chapter.number, chapter.title)),
        opening=_entry(chapter.opening, where, laws) if chapter.opening else None,
        entries=tuple(_entry(passage, where, laws) for passage in chapter.passages),
    )


def _entry(passage: Passage, where: Mapping[str, str], laws: Mapping[str, Law]) -> Entry:
    return Entry(
        id=passage.id,
        number=words(passage.number),
        title=words(passage.title),
        name=words(heading(passage.number, passage.title)),
        pieces=tuple(_piece(block, where, laws) for block in passage.blocks),
        sources=_sources(passage.citations, laws),
    )


def _piece(block: Block, where: Mapping[str, str], laws: Mapping[str, Law]) -> Piece:
    match block:
        case Paragraph():
            return Piece(kind="paragraph", text=_text(block.text, where), sources=_sources(block.citations, laws))
        case Listing():
            lines, sources = _lines(block.points, where, laws), _sources(block.citations, laws)
            return Piece(kind="list", text=_text(block.stem, where), sources=sources, lines=lines)
        case Note():
            return Piece(kind="note", text=_text(block.text, where), label=words(block.label))
        case Table():
            rows = tuple(tuple(_text(cell, where) for cell in row) for row in block.rows)
            header = tuple(_text(cell, where) for cell in block.header)
            return Piece(kind="table", text=_text(block.caption, where), header=header, rows=rows)
        case Form():
            blanks = tuple((_text(blank.label, where), words(blank.kind)) for blank in block.blanks)
            return Piece(kind="form", text=_text(block.title, where), blanks=blanks)


def _lines(points: tuple[Point | Between, ...], where: Mapping[str, str], laws: Mapping[str, Law]) -> tuple[Line, ...]:
    return tuple(
        Line(
            text=_text(point.text, where),
            anchor=point.anchor,
            further=point.anchors,
            letter=words(point.letter),
            cite=words(point.cite),
            sources=_sources(point.citations, laws),
            lines=_lines(point.points, where, laws),
        )
        if isinstance(point, Point)
        else Line(text=_text(point.text, where))
        for point in points
    )


def _text(runs: Inline, where: Mapping[str, str]) -> Text:
    linked = any(run.link.startswith("#") for run in runs)
    return Text(inline(runs, where), direction(runs), linked)


def _sources(citations: tuple[Cited, ...], laws: Mapping[str, Law]) -> tuple[Source, ...]:
    """Citations with the instrument's title and address; an unknown instrument keeps its id as its name."""
    return tuple(
        Source(
            words(laws[cited.instrument].title if cited.instrument in laws else cited.instrument),
            address(laws[cited.instrument].url) if cited.instrument in laws else "",
            words(cited.provision),
            words(cited.why),
        )
        for cited in citations
    )
