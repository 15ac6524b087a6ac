"""Redline -> rows for Word: both editions in one row of paragraphs and tables, each saying what came and what went."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from clausebook.formats.review.descriptions import ChangeDescriptions
from clausebook.formats.review.spans import AuthoredSpan, authored, with_authors
from clausebook.formats.review.tracked_blocks import TrackedBlock, of_blocks, of_pieces, one_sided, swap
from clausebook.model.comparison.authorship import ClauseAuthors
from clausebook.model.comparison.block_change import (
    BlockChange,
    Frame,
    Span,
    Words,
    new_words,
    old_words,
)
from clausebook.model.comparison.redline import ChapterChange, ClauseChange, Heading, Redline
from clausebook.text.inline import Inline, Run
from clausebook.text.records import dataclass

Mark = Literal["kept", "inserted", "deleted"]
DEEPEST = 3  # templates/word/styles.xml has styles for three levels
TAB = "\t"
_ABOUT = "About Text"
_TICK = "\N{BALLOT BOX} "
_STYLES = {
    "paragraph": "Body Text",
    "stem": "Stem",
    "point": "Item",
    "note": "Note",
    "caption": "Table Caption",
    "form": "Form Title",
    "text": "Form Line",
    "date": "Form Line",
    "signature": "Form Line",
    "tick": "Form Line",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackedLine:
    """One paragraph of either edition, or of both.

    `mark` says what became of the paragraph itself, that is of its end: one whose end was deleted runs into the next.
    `level` is 1 or 2 for headings, `depth` that of a list item, 0 for what is none. `anchors` are its addresses.
    `heads` is the id of the clause whose heading it is, `remark` what is to be said of it beside its words. `move` is
    the name of the move that the paragraph is one end of. `commits` are those that its end is from.
    """

    style: str
    words: Words
    mark: Mark = "kept"
    level: int = 0
    depth: int = 0
    anchors: tuple[str, ...] = ()
    clause: str = ""
    heads: str = ""
    remark: str = ""
    move: str = ""
    commits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """One row of a table, and whether the row itself came or went."""

    cells: tuple[Words, ...]
    mark: Mark = "kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table; the first row is its header."""

    rows: tuple[GridRow, ...]
    clause: str = ""


Row = TrackedLine | Grid
_Remark = Callable[[BlockChange | None], str]
_Ends = Callable[[TrackedBlock, str], tuple[str, ...]]


def track(redline: Redline, authors: Mapping[str, ClauseAuthors] | None = None) -> Iterator[Row]:
    """Chapters and clauses of both editions in reading order, unchanged ones included; `authors` by the clause's id."""
    yield from _Track(redline, authors or {}).rows()


class _Track:
    """One redline on its way to rows."""

    def __init__(self, redline: Redline, authors: Mapping[str, ClauseAuthors]) -> None:
        self.redline, self.authors = redline, authors
        authored_redline = replace(redline, chapters=tuple(map(self.by_author, redline.chapters)))
        full = [clause for clause in authored_redline.clauses if clause.position != "moved-away"]
        self.clauses_by_id = {clause.id: clause for clause in full}
        self.clauses = {clause.old.id: clause for clause in full if clause.old}
        self.chapters = {c.old.id: c for c in redline.chapters if c.old and c.position != "moved-away"}
        self.moved = {piece.link: piece for clause in full for piece in clause.pieces if piece.kind == "moved"}
        self.descriptions = ChangeDescriptions(authored_redline)  # knows a piece by itself

    def by_author(self, change: ChapterChange) -> ChapterChange:
        """The chapter with the words of each clause marked as their authors'."""
        known = (one if one.position == "moved-away" else self.clause_by_author(one) for one in change.clauses)
        return replace(change, clauses=tuple(known))

    def clause_by_author(self, change: ClauseChange) -> ClauseChange:
        """The clause with each stretch of its words marked as its author's, as far as that is known."""
        known = self.authors.get(change.id, ClauseAuthors())
        return replace(change, title=authored(change.title, known.title), pieces=with_authors(change, known))

    def ends(self, one: TrackedBlock, clause: str) -> tuple[str, ...]:
        """The commits that the end of a paragraph is from: of whoever moved or made it, else of its words."""
        known = self.authors.get(clause)
        change = self.clauses_by_id.get(clause)
        if known is None or change is None or one.piece is None:
            return ()
        place = next((n for n, piece in enumerate(change.pieces) if piece is one.piece), -1)
        whose = known.piece(place)
        return whose.shape or whose.commits

    def rows(self) -> Iterator[Row]:
        for chapter in self.redline.chapters:
            yield from self.chapter(chapter, _mark(chapter))

    def chapter(self, change: ChapterChange, mark: Mark) -> Iterator[Row]:
        away = change.position == "moved-away"
        if away and change.old:
            change = self.chapters[change.old.id]
        opening = next((clause for clause in change.clauses if _opens(clause, mark)), None)
        heading = _heading(change, mark, level=1)
        remark = "The whole section moved." if change.position == "moved" and not away else ""
        yield replace(heading, heads=opening.id if opening else "", clause=opening.id if opening else "", remark=remark)
        for clause in change.clauses:
            within: Mark = mark if mark != "kept" else _mark(clause)
            if _has_side(clause, within):
                away = clause.position == "moved-away"
                yield from self.clause(clause if away else self.clauses_by_id.get(clause.id, clause), within)

    def clause(self, change: ClauseChange, mark: Mark) -> Iterator[Row]:
        remark, away = "", change.position == "moved-away"
        if away and change.old:
            change = self.clauses[change.old.id]
            remark = f"Moved to {change.heading.cite}." if change.heading.cite else "Moved."
        name = f"clause-{change.id}" if change.position == "moved" and mark != "kept" else ""
        for heading in _clause_headings(change, mark):
            yield replace(heading, clause=change.id, heads=change.id if not remark else "", remark=remark)
        tracked = of_pieces(change.pieces, self.moved) if change.pieces else of_blocks(change.blocks)
        if mark != "kept":
            tracked = one_sided(tracked, new=mark == "inserted")
        for place, row in enumerate(_laid_out(tracked, change.id, self.remark, self.ends)):
            if isinstance(row, TrackedLine) and name and not change.pieces:
                yield replace(row, move=f"{name}-{place}", words=tuple(_staying(span) for span in row.words))
            else:
                yield row

    def remark(self, piece: BlockChange | None) -> str:
        """What is to be said of a piece that was moved, split or joined."""
        if piece is None or piece.kind not in ("moved", "moved-away", "split", "merged"):
            return ""
        note = self.descriptions.note(piece)
        return f"{note[:1].upper()}{note[1:]}." if note else ""


def _mark(change: ChapterChange | ClauseChange) -> Mark:
    """On which side a chapter or clause is where it is."""
    if change.position in ("added", "moved"):
        return "inserted"
    return "deleted" if change.position in ("removed", "moved-away") else "kept"


def _has_side(clause: ClauseChange, mark: Mark) -> bool:
    if mark == "inserted":
        return clause.new is not None and clause.position != "moved-away"
    return mark == "kept" or (clause.old is not None and clause.position != "moved")


def _opens(clause: ClauseChange, mark: Mark) -> bool:
    """Whether the clause opens its chapter on the side that counts, so that the heading is its own."""
    if not _has_side(clause, mark):
        return False
    heading = clause.old if mark == "deleted" else clause.new
    return heading is not None and heading.opens


def _heading(change: ChapterChange | ClauseChange, mark: Mark, level: int) -> TrackedLine:
    """Number and title in one line, as adopted on each side."""
    old, new = change.old, change.new
    title = change.title
    if mark == "inserted":
        words = _inserted(_titled(new, new_words(title)))
    elif mark == "deleted":
        words = _deleted(_titled(old, old_words(title)))
    elif old and new and old.number != new.number:
        words = (*_renumbered(old.number, new.number), *title)
    else:
        number = change.heading.number
        words = (*_kept(f"{number} " if number else ""), *title)
    shown = old if mark == "deleted" else new or old
    anchors = (shown.id.partition("\n")[0],) if shown else ()
    return TrackedLine(style=f"heading {level}", words=words, mark=mark, level=level, anchors=anchors)


def _renumbered(old: str, new: str) -> Words:
    """Both numbers, each with the blank after it: struck and underlined, they would run into each other."""
    return swap(_run(f"{old} " if old else ""), _run(f"{new} " if new else ""))


def _clause_headings(change: ClauseChange, mark: Mark) -> Iterator[TrackedLine]:
    """None where the clause opens its chapter, whose heading is then its own; one side's where it does on the other."""
    old = change.old is not None and mark != "inserted" and not change.old.opens
    new = change.new is not None and mark != "deleted" and not change.new.opens
    if old and new:
        yield _heading(change, "kept", level=2)
    elif old:
        yield _heading(change, "deleted", level=2)
    elif new:
        yield _heading(change, "inserted", level=2)


def _titled(heading: Heading | None, title: Inline) -> Inline:
    number = _run(f"{heading.number} ") if heading and heading.number else ()
    return (*number, *title)


def _run(text: str) -> Inline:
    return (Run(text),) if text else ()


def _kept(text: str) -> Words:
    return (Span("kept", _run(text)),) if text else ()


def _inserted(words: Inline) -> Words:
    return (Span("inserted", words),) if words else ()


def _deleted(words: Inline) -> Words:
    return (Span("deleted", words),) if words else ()


# ---- pieces laid out as paragraphs and tables


def _staying(span: Span) -> Span:
    """Words of a clause that moved as it was."""
    return AuthoredSpan(span.kind, span.text, span.was, (), stays=True)


def _laid_out(tracked: Sequence[TrackedBlock], clause: str, remark: _Remark, ends: _Ends) -> Iterator[Row]:
    rows: list[GridRow] = []
    for one in tracked:
        part = one.frame.part
        if part in ("header", "row"):
            if part == "header" and rows:
                yield Grid(rows=tuple(rows), clause=clause)
                rows = []
            rows.append(GridRow(cells=tuple(cell.words for cell in one.cells), mark=one.mark))
            continue
        if rows:
            yield Grid(rows=tuple(rows), clause=clause)
            rows = []
        yield _line(one, clause, remark(one.piece), ends(one, clause))
    if rows:
        yield Grid(rows=tuple(rows), clause=clause)


def _line(one: TrackedBlock, clause: str, remark: str, commits: tuple[str, ...]) -> TrackedLine:
    frame = one.frame
    words = (*_around(one, _before), *(span for cell in one.cells for span in cell.words), *_around(one, _after))
    style = f"Between {min(frame.depth, DEEPEST)}" if frame.part == "between" else _STYLES[frame.part]
    return TrackedLine(
        style=style,
        words=words,
        mark=one.mark,
        depth=frame.depth if frame.part == "point" else 0,
        anchors=(frame.anchor,) if frame.anchor and one.new else (),
        clause=clause,
        remark=remark,
        move=f"move-{one.piece.link}" if one.piece and one.piece.kind in ("moved", "moved-away") else "",
        commits=commits,
    )


def _around(one: TrackedBlock, of: Callable[[Frame], Inline]) -> Words:
    """What is shown before or after the words on each side: a note's label, a box to tick, a line to write on."""
    old = of(one.old) if one.old else None
    new = of(one.new) if one.new else None
    if old is None or new is None:
        shown = new if old is None else old
        return (Span("inserted" if old is None else "deleted", shown),) if shown else ()
    return swap(old, new)


def _before(frame: Frame) -> Inline:
    if frame.part == "note" and frame.label:
        return (Run(frame.label, bold=True), Run(" "))
    return (Run(_TICK),) if frame.part == "tick" else ()


def _after(frame: Frame) -> Inline:
    return (Run(f" {TAB}"),) if frame.part in ("text", "date", "signature") else ()
