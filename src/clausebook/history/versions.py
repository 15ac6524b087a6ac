"""Versions of clauses, as written, with an owner for every character: what following words through history needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from clausebook.model.clause import Block, Clause, Form, ListConnector, ListItem, Note, Paragraph, Table
from clausebook.model.comparison.block_change import BlockChange, Span, Words
from clausebook.model.edition import ResolvedClause
from clausebook.model.edition_blocks import (
    ResolvedBlock,
    ResolvedConnector,
    ResolvedForm,
    ResolvedFormField,
    ResolvedList,
    ResolvedListItem,
    ResolvedNote,
    ResolvedParagraph,
    ResolvedTable,
)
from clausebook.redline.block_changes import block_changes
from clausebook.redline.bodies import ComparedBody, compare_bodies
from clausebook.redline.fragments import Fragment, flatten
from clausebook.redline.matches import Match
from clausebook.redline.words import diff
from clausebook.resolve.resolve import resolved_citations
from clausebook.text.budget import CLAUSE, Budget
from clausebook.text.inline import Run, inline, plain

Owners = list[int]  # of each character: below 0 one of the old edition, 0 not known, above 0 a commit's place
Key = tuple[str, ...]


@dataclass
class Version:
    """One clause at one commit. `cells` has the owners of each cell of each fragment, `title` those of the title."""

    clause: ResolvedClause
    fragments: list[Fragment]
    cells: list[list[Owners]]
    title: Owners


@dataclass
class Removals:
    """By whom what is gone was taken away, and by whom what is not a word was changed last."""

    words: dict[int, int] = field(default_factory=dict)  # a character of the old edition: a commit's place
    shapes: dict[tuple[str, str], int] = field(default_factory=dict)  # clause and the fragment's text
    sets: dict[Key, int] = field(default_factory=dict)  # "citation" or "role", the clause, and the member


def with_variables(clause: Clause) -> ResolvedClause:
    """The clause with its variables as they are written: what its author wrote, whatever the facts were."""
    return ResolvedClause(
        id=clause.id,
        number="",
        cite="",
        title=clause.title,
        blocks=tuple(map(_block, clause.body)),
        applies_to=clause.applies_to,
        citations=resolved_citations(clause.citations),
        split_from=clause.split_from or "",
        merged_from=clause.merged_from,
    )


def _block(block: Block) -> ResolvedBlock:
    match block:
        case Paragraph():
            cited = resolved_citations(block.citations)
            if not block.items:
                return ResolvedParagraph(text=inline(block.text), duty=block.duty, citations=cited)
            points = tuple(_points(block.items))
            return ResolvedList(stem=inline(block.text), duty=block.duty, citations=cited, points=points)
        case Note():
            return ResolvedNote(text=inline(block.note))
        case Table(table=body):
            rows = tuple(tuple(map(inline, row)) for row in body.rows)
            header = tuple(map(inline, body.header))
            return ResolvedTable(caption=inline(body.caption), header=header, rows=rows)
        case Form(form=body):
            blanks = tuple(ResolvedFormField(inline(blank.label), blank.kind) for blank in body.fields)
            return ResolvedForm(title=inline(body.title), blanks=blanks)
        case _:
            assert_never(block)


def _points(items: Sequence[ListItem | ListConnector]) -> Iterator[ResolvedListItem | ResolvedConnector]:
    for item in items:
        if isinstance(item, ListConnector):
            yield ResolvedConnector(text=inline(item.between))
            continue
        yield ResolvedListItem(
            anchor="",
            letter="",
            cite="",
            text=inline(item.text),
            anchors=(item.id,) if item.id else (),
            duty=item.duty,
            citations=resolved_citations(item.citations),
            points=tuple(_points(item.items)),
        )


def first_version(clause: ResolvedClause, owner: Iterator[int]) -> Version:
    """A version with nothing before it: `owner` gives the owner of each character in turn."""
    fragments = flatten(clause.blocks, clause.id)
    cells = [[[next(owner) for _ in plain(cell)] for cell in one.cells] for one in fragments]
    return Version(clause, fragments, cells, [next(owner) for _ in clause.title])


def next_versions(
    before: Mapping[str, Version], pairs: Sequence[tuple[str, ResolvedClause | None]], by: int, gone: Removals
) -> dict[str, Version]:
    """The versions after one commit, each character with its owner; `gone` learns what the commit took away.

    `before` are the clauses that the commit found, by id. A pair is the id of one of them, "" for none, and what the
    commit made of it, None where it deleted it.
    """
    both = [(before[id].clause if id else None, clause) for id, clause in pairs]
    known = {id(one.clause): one.fragments for one in before.values()}

    def fragments(clause: ResolvedClause) -> list[Fragment]:
        if id(clause) not in known:
            known[id(clause)] = flatten(clause.blocks, clause.id)
        return known[id(clause)]

    made = {}
    for body in compare_bodies(((old, new) for old, new in both if old or new), fragments):
        old, step = before[body.old.id] if body.old else None, _Step(before, by, gone)
        if body.new is None:
            step.matches(body, [])
            continue
        pieces = fragments(body.new)
        cells: list[list[Owners]] = [[[by] * len(plain(cell)) for cell in one.cells] for one in pieces]
        if body.matches:
            step.matches(body, cells)
        elif old:
            cells = [[list(owners) for owners in one] for one in old.cells]
        title = step.words(_title(old, body.new), old.title if old else [])
        step.sets(old.clause if old else None, body.new)
        made[body.id] = Version(body.new, pieces, cells, title)
    return made


def _title(old: Version | None, new: ResolvedClause) -> Words:
    if old is None:
        return (Span("inserted", (Run(new.title),)),)
    if old.clause.title == new.title:
        return (Span("kept", (Run(new.title),)),)
    return diff((Run(old.clause.title),), (Run(new.title),), Budget(CLAUSE))


@dataclass
class _Step:
    """One commit on its way through the clauses it touched."""

    before: Mapping[str, Version]
    by: int
    gone: Removals

    def matches(self, body: ComparedBody, cells: list[list[Owners]]) -> None:
        for match in body.matches:
            self.match(match, cells, body)

    def match(self, match: Match, cells: list[list[Owners]], body: ComparedBody) -> None:
        if match.kind == "pair" and match.olds[0].same_as(match.news[0]):
            self.same(match.olds[0], match.news[0], cells)
            return
        pieces = block_changes([match], body.budget or Budget(CLAUSE))
        olds = [self.before[one.clause].cells[one.index] for one in match.olds]
        news = [cells[one.index] for one in match.news]
        if match.kind == "removed":
            for owners in olds[0]:
                self.take(owners)
        elif match.kind in ("pair", "moved"):
            was, now = iter(olds[0]), 0
            for cell in pieces[0].cells:
                made = self.words(cell.words, next(was) if cell.kind != "added" else [])
                if cell.kind != "removed":
                    news[0][now] = made
                    now += 1
        elif match.kind == "split":
            rest = list(olds[0][0])
            for piece, new in zip(pieces, news, strict=True):
                used = sum(map(_old_length, piece.cells[0].words))
                new[0] = self.words(piece.cells[0].words, rest[:used])
                rest = rest[used:]
        elif match.kind == "merged":
            whole: Owners = []
            for piece, old in zip(pieces, olds, strict=True):
                whole += self.words(piece.cells[0].words, old[0])
            news[0][0] = whole
        self.shape(match, pieces)

    def same(self, old: Fragment, new: Fragment, cells: list[list[Owners]]) -> None:
        """A piece of which nothing changed: what most are of most commits."""
        cells[new.index] = self.before[old.clause].cells[old.index]
        if (old.clause, old.text) in self.gone.shapes:
            self.gone.shapes[new.clause, new.text] = self.gone.shapes[old.clause, old.text]

    def shape(self, match: Match, pieces: Sequence[BlockChange]) -> None:
        """What a commit did to a piece besides its words; the last to do it counts."""
        if match.kind == "moved-away" or not match.news:
            return
        restyled = any(span.kind == "restyled" for piece in pieces for cell in piece.cells for span in cell.words)
        for new in match.news:
            old = match.olds[0] if match.olds else None
            if old is None or restyled or match.kind != "pair" or not old.frame.same_shape(new.frame):
                self.gone.shapes[new.clause, new.text] = self.by
            elif (old.clause, old.text) in self.gone.shapes:
                self.gone.shapes[new.clause, new.text] = self.gone.shapes[old.clause, old.text]
            was, now = set(old.frame.citations) if old else set(), set(new.frame.citations)
            self.note("citation", new.clause, (cited.instrument for cited in was ^ now))

    def words(self, words: Words, old: Owners) -> Owners:
        """Owners of the new side, from those of the old one."""
        found: Owners = []
        at = 0
        for span in words:
            length, was = len(span.words), _old_length(span)
            if span.kind == "inserted":
                found += [self.by] * length
            elif span.kind == "deleted":
                self.take(old[at : at + was])
            else:
                found += old[at : at + length]
            at += was
        return found

    def take(self, owners: Owners) -> None:
        for one in owners:
            if one < 0 and self.by:
                self.gone.words.setdefault(one, self.by)

    def sets(self, old: ResolvedClause | None, new: ResolvedClause) -> None:
        """Roles and citations of the clause itself that came or went."""
        self.note("role", new.id, {*(old.applies_to if old else ())} ^ {*new.applies_to})
        cited = {*(old.citations if old else ())} ^ {*new.citations}
        self.note("citation", new.id, (one.instrument for one in cited))

    def note(self, kind: str, clause: str, members: Iterable[str]) -> None:
        for member in members:
            self.gone.sets[kind, clause, member] = self.by


def _old_length(span: Span) -> int:
    return 0 if span.kind == "inserted" else len(plain(span.was or span.text))
