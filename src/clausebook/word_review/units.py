"""A policy's clauses -> its units: every text that has a paragraph of its own in Word, and where it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, assert_never

from clausebook.model import edition_blocks as shown
from clausebook.model.clause import Clause, Form, ListConnector, ListItem, Note, Paragraph, Table
from clausebook.model.documents.returned import LOOKS, PLAIN
from clausebook.model.edition import Edition, ResolvedClause
from clausebook.model.finding import Step
from clausebook.model.policy import Policy
from clausebook.model.register import Register
from clausebook.resolve.resolve import wordings
from clausebook.text.inline import Inline, plain
from clausebook.text.records import dataclass

UnitKind = Literal["title", "paragraph", "stem", "item", "between", "note", "cell", "caption", "form", "blank"]
TICK = "☐ "


@dataclass(frozen=True, slots=True, kw_only=True)
class TextUnit:
    """One text: the file and the trail it is written at, as it is written and as it reads.

    `before` is what Word shows in front of it that is not part of it: a number, "Note:", a box to tick. `cite` is how
    its place is cited. `block` is the index of its block in the body, -1 for a title; `cites` says whether law is cited
    at this very text. `show` gives the words of a text as it is written, `look` a sign for each of their letters.
    """

    kind: UnitKind
    clause: str
    file: str
    trail: tuple[Step, ...]
    written: str
    reads: str
    show: Callable[[str], str]
    look: Callable[[str], str]
    cite: str
    before: str = ""
    block: int = -1
    depth: int = 0
    cites: bool = False


def units(register: Register, edition: Edition) -> Iterator[TextUnit]:
    """Every text of the policy that says something, in the order in which Word shows them."""
    policy = register.policy(edition.policy)
    if policy is None:
        return
    inline, words = wordings(register, edition.policy)
    maker = _Maker(register, policy, lambda text: plain(inline(text)), lambda text: _looks(inline(text)), words)
    for number, (section, chapter) in enumerate(zip(policy.outline, edition.chapters, strict=True)):
        if not chapter.opening:
            file, trail = policy.place.file, ("outline", number, "title")
            yield maker.title(chapter.id, file, trail, section.title, chapter.number, chapter.cite)
        for passage in chapter.all_passages:
            yield from (unit for unit in maker.clause(passage) if unit.reads)


def _looks(text: Inline) -> str:
    return "".join(LOOKS[run.bold, run.italic] * len(run.text) for run in text)


@dataclass(frozen=True)
class _Maker:
    register: Register
    policy: Policy
    show: Callable[[str], str]
    look: Callable[[str], str]
    show_title: Callable[[str], str]

    def title(self, id: str, file: str, trail: tuple[Step, ...], written: str, number: str, cite: str) -> TextUnit:
        before = f"{number} " if number else ""
        reads = self.show_title(written)
        return TextUnit(
            kind="title",
            clause=id,
            file=file,
            trail=trail,
            written=written,
            reads=reads,
            show=self.show_title,
            look=lambda text: PLAIN * len(self.show_title(text)),
            cite=cite or reads,
            before=before,
        )

    def clause(self, passage: ResolvedClause) -> Iterator[TextUnit]:
        clause = self.register.clause(self.policy.id, passage.id)
        if clause is None:
            return
        yield self.title(clause.id, clause.place.file, ("title",), clause.title, passage.number, passage.cite)
        for index, (block, seen) in enumerate(zip(clause.body, passage.blocks, strict=True)):
            cite, trail = passage.cite or passage.title, ("body", index)
            match block:
                case Paragraph():
                    yield from self.prose(clause, block, seen, index, cite)
                case Note():
                    label = f"{seen.label} " if isinstance(seen, shown.ResolvedNote) and seen.label else ""
                    yield self.unit("note", clause, (*trail, "note"), block.note, cite, label)
                case Table():
                    yield from self.table(clause, block, (*trail, "table"), cite)
                case Form():
                    yield from self.form(clause, block, (*trail, "form"), cite)
                case _:
                    assert_never(block)

    def unit(
        self,
        kind: UnitKind,
        clause: Clause,
        trail: tuple[Step, ...],
        written: str,
        cite: str,
        before: str = "",
        depth: int = 0,
        cites: bool = False,
    ) -> TextUnit:
        block = trail[1] if len(trail) > 1 and isinstance(trail[1], int) else -1
        return TextUnit(
            kind=kind,
            clause=clause.id,
            file=clause.place.file,
            trail=trail,
            written=written,
            reads=self.show(written),
            show=self.show,
            look=self.look,
            cite=cite,
            before=before,
            block=block,
            depth=depth,
            cites=cites,
        )

    def prose(
        self, clause: Clause, block: Paragraph, seen: shown.ResolvedBlock, index: int, cite: str
    ) -> Iterator[TextUnit]:
        kind: UnitKind = "stem" if block.items else "paragraph"
        yield self.unit(kind, clause, ("body", index, "text"), block.text, cite, cites=bool(block.citations))
        if isinstance(seen, shown.ResolvedList):
            yield from self.items(clause, block.items, seen.points, ("body", index, "items"), cite, 1)

    def items(
        self,
        clause: Clause,
        items: tuple[ListItem | ListConnector, ...],
        points: tuple[shown.ResolvedListItem | shown.ResolvedConnector, ...],
        trail: tuple[Step, ...],
        cite: str,
        depth: int,
    ) -> Iterator[TextUnit]:
        for place, (item, point) in enumerate(zip(items, points, strict=True)):
            if isinstance(item, ListConnector) or isinstance(point, shown.ResolvedConnector):
                words = item.between if isinstance(item, ListConnector) else ""
                yield self.unit("between", clause, (*trail, place, "between"), words, cite, depth=depth)
                continue
            here = point.cite or cite
            cites = bool(item.citations)
            yield self.unit("item", clause, (*trail, place, "text"), item.text, here, depth=depth, cites=cites)
            yield from self.items(clause, item.items, point.points, (*trail, place, "items"), here, depth + 1)

    def table(self, clause: Clause, block: Table, trail: tuple[Step, ...], cite: str) -> Iterator[TextUnit]:
        body = block.table
        yield self.unit("caption", clause, (*trail, "caption"), body.caption, cite)
        for column, cell in enumerate(body.header):
            yield self.unit("cell", clause, (*trail, "header", column), cell, cite)
        for number, row in enumerate(body.rows):
            for column, cell in enumerate(row):
                yield self.unit("cell", clause, (*trail, "rows", number, column), cell, cite)

    def form(self, clause: Clause, block: Form, trail: tuple[Step, ...], cite: str) -> Iterator[TextUnit]:
        yield self.unit("form", clause, (*trail, "title"), block.form.title, cite)
        for number, blank in enumerate(block.form.fields):
            before = TICK if blank.kind == "tick" else ""
            yield self.unit("blank", clause, (*trail, "fields", number, "label"), blank.label, cite, before)
