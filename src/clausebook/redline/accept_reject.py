"""Redline -> content: what is said when every change is accepted, and what was said when every one is rejected."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar, assert_never

from clausebook.model.comparison.block_change import BlockChange, Cell, ListChange, Words, join, new_words, old_words
from clausebook.model.comparison.redline import ChapterChange, ClauseChange, Heading, Redline
from clausebook.model.edition import Edition, ResolvedClause, ResolvedSection, SignatureLine
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
from clausebook.model.policy import ContentsLine
from clausebook.redline.fragments import Row, bare_point, rebuild
from clausebook.text.inline import Inline, plain
from clausebook.text.records import dataclass

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Content:
    """What an edition says, in one canonical form: words, style, structure, numbers, titles, citations and roles.

    Chapters and passages hold no letters, no addresses and no facts, because these follow from the rest; neighbouring
    runs of one style are one run.
    """

    title: str = ""
    series: str = ""
    details: tuple[tuple[str, str], ...] = ()
    signatures: tuple[SignatureLine, ...] = ()
    printed_contents: tuple[ContentsLine, ...] = ()
    chapters: tuple[ResolvedSection, ...] = ()


def details(edition: Edition | None) -> dict[str, str]:
    """Facts about the policy itself, in words."""
    if edition is None:
        return {}
    month = str(edition.review_month) if edition.review_month else ""
    return {"approving body": edition.approving_body, "owner": edition.owner, "review month": month}


def content(edition: Edition | None) -> Content:
    """The content of an edition; of no edition, nothing."""
    if edition is None:
        return Content()
    return Content(
        title=edition.title,
        series=edition.series,
        details=tuple((name, value) for name, value in details(edition).items() if value),
        signatures=edition.signatures,
        printed_contents=edition.printed_contents,
        chapters=tuple(_chapter(chapter) for chapter in edition.chapters),
    )


def _chapter(chapter: ResolvedSection) -> ResolvedSection:
    return replace(
        chapter,
        opening=_passage(chapter.opening) if chapter.opening else None,
        passages=tuple(_passage(passage) for passage in chapter.passages),
    )


def _passage(passage: ResolvedClause) -> ResolvedClause:
    return ResolvedClause(
        id=passage.id,
        number=passage.number,
        cite=passage.cite,
        title=passage.title,
        blocks=without_letters(passage.blocks),
        applies_to=passage.applies_to,
        citations=passage.citations,
    )


def without_letters(blocks: Iterable[ResolvedBlock]) -> tuple[ResolvedBlock, ...]:
    """Blocks without letters and addresses, runs joined."""
    return tuple(_block(block) for block in blocks)


def _one(inline: Inline) -> Inline:
    return join((inline,))


def _block(block: ResolvedBlock) -> ResolvedBlock:
    if isinstance(block, ResolvedParagraph | ResolvedNote):
        return replace(block, text=_one(block.text))
    if isinstance(block, ResolvedList):
        return replace(block, stem=_one(block.stem), points=_points(block.points))
    if isinstance(block, ResolvedTable):
        rows = tuple(tuple(map(_one, row)) for row in block.rows)
        return ResolvedTable(caption=_one(block.caption), header=tuple(map(_one, block.header)), rows=rows)
    if isinstance(block, ResolvedForm):
        blanks = tuple(ResolvedFormField(_one(blank.label), blank.kind) for blank in block.blanks)
        return ResolvedForm(title=_one(block.title), blanks=blanks)
    assert_never(block)


def _points(points: Sequence[ResolvedListItem | ResolvedConnector]) -> tuple[ResolvedListItem | ResolvedConnector, ...]:
    return tuple(
        replace(point, text=_one(point.text))
        if isinstance(point, ResolvedConnector)
        else bare_point(_one(point.text), point.duty, point.citations, _points(point.points))
        for point in points
    )


# ---- from the redline alone


def accept(redline: Redline) -> Content:
    """What the new edition says: every insertion taken in, every deletion left out."""
    return _Side(redline, new=True).content()


def reject(redline: Redline) -> Content:
    """What the old edition said: every insertion left out, every deletion put back where it was."""
    return _Side(redline, new=False).content()


class _Side:
    """One side of a redline, put together again from its spans, entries and frames."""

    def __init__(self, redline: Redline, new: bool) -> None:
        self.redline = redline
        self.new = new
        self.skipped = "moved-away" if new else "moved"
        self.words: Callable[[Words], Inline] = new_words if new else old_words
        full = [clause for clause in redline.clauses if clause.position != "moved-away"]
        self.clauses = {clause.old.id: clause for clause in full if clause.old}
        self.chapters = {c.old.id: c for c in redline.chapters if c.old and c.position != "moved-away"}
        self.moved = {piece.link: piece for clause in full for piece in clause.pieces if piece.kind == "moved"}

    def content(self) -> Content:
        redline = self.redline
        named = [(detail.name, detail.new if self.new else detail.old) for detail in redline.details]
        return Content(
            title=plain(self.words(redline.title)),
            series=plain(self.words(redline.series)),
            details=tuple((name, value) for name, value in named if value),
            signatures=self._values(redline.signatures),
            printed_contents=self._values(redline.printed_contents),
            chapters=tuple(self._chapter(chapter) for chapter in redline.chapters if self._has(chapter)),
        )

    def _heading(self, change: ChapterChange | ClauseChange) -> Heading | None:
        return change.new if self.new else change.old

    def _has(self, change: ChapterChange | ClauseChange) -> bool:
        return self._heading(change) is not None and change.position != self.skipped

    def _values(self, entries: tuple[ListChange[T], ...]) -> tuple[T, ...]:
        absent = "removed" if self.new else "added"
        return tuple(entry.value for entry in entries if entry.kind != absent)

    def _chapter(self, change: ChapterChange) -> ResolvedSection:
        heading = self._heading(change)
        assert heading is not None  # asked before
        if change.position == "moved-away":
            change = self.chapters[heading.id]
        passages = [(clause, self._passage(clause)) for clause in change.clauses if self._has(clause)]
        first = self._heading(passages[0][0]) if passages else None
        opening = passages.pop(0)[1] if first and first.opens else None
        return ResolvedSection(
            id=heading.id,
            number=heading.number,
            cite=heading.cite,
            title=plain(self.words(change.title)),
            opening=opening,
            passages=tuple(passage for _, passage in passages),
        )

    def _passage(self, change: ClauseChange) -> ResolvedClause:
        heading = self._heading(change)
        assert heading is not None  # asked before
        if change.position == "moved-away":
            change = self.clauses[heading.id]
        return ResolvedClause(
            id=heading.id.partition("\n")[0],
            number=heading.number,
            cite=heading.cite,
            title=plain(self.words(change.title)),
            blocks=self._blocks(change),
            applies_to=self._values(change.applies_to),
            citations=self._values(change.citations),
        )

    def _blocks(self, change: ClauseChange) -> tuple[ResolvedBlock, ...]:
        return rebuild(self._rows(change.pieces)) if change.pieces else without_letters(change.blocks)

    def _rows(self, pieces: Sequence[BlockChange]) -> list[Row]:
        rows: list[Row] = []
        links: set[int] = set()
        for piece in pieces:
            if piece.kind == self.skipped:
                continue
            frame = piece.new if self.new else piece.old
            cells = self._cells(self.moved[piece.link].cells if piece.kind == "moved-away" else piece.cells)
            if piece.kind in ("split", "merged") and piece.link in links and frame is None:
                # Words of a further part belong to the piece that the first part began.
                rows[-1] = (rows[-1][0], (join((*rows[-1][1], *cells)),))
            elif frame is not None:
                rows.append((frame, cells))
                links.add(piece.link)
        return rows

    def _cells(self, cells: tuple[Cell, ...]) -> tuple[Inline, ...]:
        absent = "removed" if self.new else "added"
        return tuple(self.words(cell.words) for cell in cells if cell.kind != absent)
