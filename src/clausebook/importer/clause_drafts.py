"""Entries -> clauses of a draft: each text as a clerk edits it, and where every block of the source went."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from itertools import groupby

from clausebook.importer.body_builder import BodyBuilder, DraftEntry, DraftNode
from clausebook.importer.facts import TextWriter
from clausebook.importer.outline import OutlinePart, item_id
from clausebook.importer.source_block import SourceBlock
from clausebook.model.clause import (
    Block,
    Clause,
    Form,
    FormBody,
    FormField,
    ListConnector,
    ListItem,
    Note,
    Paragraph,
    Table,
    TableBody,
)
from clausebook.model.documents.import_result import Definition, Placement, PlacementKind
from clausebook.model.finding import SourceLocation
from clausebook.text.inline import Inline, Run, plain_words
from clausebook.text.records import dataclass

_MEANS = re.compile(
    r"[\"“‘']?(?P<term>[A-Z][^.:;“”\"]{1,50}?)[\"”’']?\s*(?:means?:?|refers? to|is defined as|shall mean)\s+"
    r"(?P<said>.+)"
)
_DEFINED = re.compile(r"[\"“‘']?(?P<term>[A-Z][^.:;“”\"–]{1,50}?)[\"”’']?\s*(?:[–—:]|\s-)\s+(?P<said>.+)")
_GLOSSARY = re.compile(r"definition|glossary|terminology|interpretation|terms used|what .*\bmean|meaning", re.I)
_FIRST_PERSON = re.compile(r"I (?:will|shall|agree|understand|have|am|do|must|know|confirm|promise|accept)\b|I['’]ll\b")
_PROMISE = re.compile(r"I (?:will|shall|agree|promise|confirm|accept|must)\b|I['’]ll\b")
_FEWEST = 3  # sentences in the first person that make an agreement
_PROMISES = re.compile(r"I (?:will|shall|agree|promise|accept|understand)\b")


@dataclass
class DraftBuilder:
    """Makes the clauses one by one. `known` are ids of targets that the repository has ("clause.item")."""

    policy: str
    words: TextWriter
    ours: bool = False
    known: tuple[str, ...] = ()
    clauses: list[Clause] = field(default_factory=list)
    landed: list[Placement] = field(default_factory=list)
    definitions: list[Definition] = field(default_factory=list)
    doubts: list[tuple[SourceBlock, str, str]] = field(default_factory=list)

    def add(self, part: OutlinePart) -> None:
        """The clause of one part."""
        body = BodyBuilder(self.ours)
        body.add_all(part.content)
        if not self.ours:
            body.entries = list(self._agreed(body.entries))
        self.doubts.extend(body.doubts)
        title = self._title(part)
        blocks = tuple(
            self._block(entry, DraftPlace(part, f"entry {place}"), title) for place, entry in enumerate(body.entries, 1)
        )
        place = SourceLocation(f"clauses/{self.policy}/{part.id}.yaml")
        self.clauses.append(Clause(id=part.id, title=title, number=part.number or None, body=blocks, place=place))
        self._promises(part)

    def _title(self, part: OutlinePart) -> str:
        if not part.heading:
            return self.words.plain(part.title, part.content[0])
        self.landed.append(_landed(part.heading, "heading", part.id, "title"))
        return self.words.plain(part.title, part.heading)

    def section(self, part: OutlinePart) -> str:
        """The title of a section that no clause opens."""
        assert part.heading is not None  # only text above the first heading has none, and that is a clause
        self.landed.append(_landed(part.heading, "heading", "", f"section {part.id}"))
        return self.words.plain(part.title, part.heading)

    def _block(self, entry: DraftEntry, at: DraftPlace, title: str) -> Block:
        match entry.kind:
            case "note":
                self._land(entry.node, "note", at, "Note:")
                return Note(note=self._text(entry.node, at))
            case "table":
                return self._table(entry, at)
            case "form":
                return self._form(entry, at, title)
            case "prose":
                self._land(entry.node, "paragraph", at)
                items = tuple(self._items(entry.node.items, at))
                return Paragraph(text=self._text(entry.node, at), items=items)

    def _items(self, nodes: Iterable[DraftNode], at: DraftPlace) -> Iterator[ListItem | ListConnector]:
        for place, node in enumerate(nodes, 1):
            here = at.below(f"item {place}")
            self._land(node, "between" if node.between else "item", here)
            if node.between:
                yield ListConnector(between=self._text(node, here))
                continue
            own = item_id(node.pieces[0].anchors, at.part.id, self.known) if self.ours else ""
            items = tuple(self._items(node.items, here))
            yield ListItem(text=self._text(node, here), id=own or None, items=items)

    def _text(self, node: DraftNode, at: DraftPlace) -> str:
        if not node.pieces:
            return ""
        self._define(node, at)
        return self.words.text(node.text, node.pieces[0])

    def _land(self, node: DraftNode, kind: PlacementKind, at: DraftPlace, label: str = "") -> None:
        for piece in node.pieces:
            self.landed.append(_landed(piece, kind, at.part.id, at.where, label))

    def _table(self, entry: DraftEntry, at: DraftPlace) -> Table:
        piece = entry.node.pieces[0]
        self._land(entry.node, "table", at)
        rows = piece.block.rows
        width = max(len(row) for row in rows)
        if any(len(row) != width for row in rows):
            self.doubts.append((piece, "is a table with joined or missing cells", "look at its rows"))
        if not piece.block.headers:
            self.doubts.append((piece, "is a table whose first row was taken for its header", "look at it"))
        texts = [tuple(self.words.text(cell, piece) for cell in _wide(row, width)) for row in rows]
        caption = self.words.text(entry.node.text, piece)
        return Table(table=TableBody(caption=caption, header=texts[0], rows=tuple(texts[1:])))

    def _form(self, entry: DraftEntry, at: DraftPlace, title: str) -> Form | Paragraph:
        self._land(entry.node, "form", at)
        if not entry.fields:  # a title with nothing to fill in below it
            return Paragraph(text=self._text(entry.node, at))
        for piece in dict.fromkeys(piece for piece, _ in entry.fields):
            self.landed.append(_landed(piece, "form", at.part.id, at.where))
        made = tuple(FormField(label=self.words.plain(one.label, piece), kind=one.kind) for piece, one in entry.fields)
        return Form(form=FormBody(title=self._text(entry.node, at) or title, fields=made))

    def _define(self, node: DraftNode, at: DraftPlace) -> None:
        """Keep what the words define, to be offered as a term."""
        said = plain_words(node.text)
        found = _MEANS.fullmatch(said) or (_DEFINED.fullmatch(said) if _GLOSSARY.search(at.part.title) else None)
        if found and not node.between:
            term, definition = found["term"].strip(), found["said"]
            self.definitions.append(
                Definition(term=term, definition=definition, clause=at.part.id, origin=node.pieces[0].origin)
            )

    def _agreed(self, entries: Sequence[DraftEntry]) -> Iterator[DraftEntry]:
        """The entries; sentences in the first person that are in a row, each a paragraph, as one list."""
        above: DraftEntry | None = None
        for is_row, group in groupby(entries, _is_in_first_person):
            row = list(group)
            few = len(row) < _FEWEST and not (len(row) > 1 and all(_PROMISE.match(_said(one)) for one in row))
            if is_row and not few:
                items = [entry.node for entry in row]
                said = "begins promises in the first person that became one list"
                self.doubts.append((items[0].pieces[0], said, "look at it"))
                if above and above.kind == "prose" and not above.node.items and _said(above).endswith(":"):
                    above.node.items = items
                    continue
                row = [DraftEntry("prose", DraftNode(items=items))]
            yield from row
            above = row[-1]

    def _promises(self, part: OutlinePart) -> None:
        promised = [piece for piece in part.content if _PROMISES.match(piece.words)]
        if len(promised) >= _FEWEST:
            message = f"begins an agreement of {len(promised)} promises in the first person"
            hint = "say in the clause who signs it: duties are read from must and should"
            self.doubts.append((promised[0], message, hint))


def _said(entry: DraftEntry) -> str:
    return plain_words(entry.node.text)


def _is_in_first_person(entry: DraftEntry) -> bool:
    return entry.kind == "prose" and not entry.node.items and bool(_FIRST_PERSON.match(_said(entry)))


@dataclass(frozen=True)
class DraftPlace:
    """Where in a clause a piece goes: the part that becomes the clause, and the entry or item in words."""

    part: OutlinePart
    where: str

    def below(self, step: str) -> DraftPlace:
        """One step further in."""
        return DraftPlace(self.part, f"{self.where}, {step}")


def _landed(piece: SourceBlock, kind: PlacementKind, clause: str, where: str, label: str = "") -> Placement:
    mark = label or piece.mark.text or piece.block.mark
    words = piece.block.all_words if piece.kind == "table" else piece.words
    return Placement(origin=piece.origin, kind=kind, words=words, mark=mark, clause=clause, part=where)


def _wide(row: tuple[Inline, ...], width: int) -> tuple[Inline, ...]:
    empty: Inline = (Run(""),)
    return (*row, *[empty] * (width - len(row)))
