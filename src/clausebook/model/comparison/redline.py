"""A redline: the comparison shown to governors. What became of every clause, and what changes for staff."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import ClassVar, Literal, get_args

from clausebook.model.comparison.block_change import BlockChange, ListChange, Span, Words, has_changed, is_changed
from clausebook.model.comparison.duty_change import DutyChange, StatementChange
from clausebook.model.edition import SignatureLine
from clausebook.model.edition_blocks import ResolvedBlock, ResolvedCitation
from clausebook.model.policy import ContentsLine
from clausebook.text.records import dataclass

Position = Literal["kept", "added", "removed", "moved", "moved-away"]
ClauseKind = Literal[
    "added",
    "removed",
    "split",
    "merged",
    "moved",
    "renamed",
    "renumbered",
    "retitled",
    "changed",
    "rearranged",
    "duty",
    "punctuation",
    "references",
    "formatting",
    "spacing",
    "citations",
    "applies-to",
    "definition",
]

CLAUSE_KINDS: tuple[ClauseKind, ...] = get_args(ClauseKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """Number and address of a clause or chapter on one side. The title is held as words."""

    PUBLISHED: ClassVar = ("id", "number", "cite")

    id: str
    number: str
    cite: str
    opens: bool = False


def _renumbering(old: Heading, new: Heading) -> Iterator[ClauseKind]:
    """A number that people cite differently, or one printed differently: "3.3." and "3.3" are cited alike."""
    if old.cite != new.cite:
        yield "renumbered"
    elif old.number != new.number:
        yield "punctuation"


@dataclass(frozen=True, slots=True)
class CommonCause:
    """Why many clauses changed at once: a school fact, the number of a clause referred to, the definition of a term."""

    kind: Literal["fact", "reference", "definition"]
    name: str
    old: str
    new: str


@dataclass(frozen=True, kw_only=True)
class ClauseChange:
    """One clause of either edition and what became of it.

    `position` says where it is: a clause that moved appears twice, in full where it is now and as a bare
    `moved-away` where it was. `pieces` is empty where every block is as it was; `blocks` holds them then.
    `applies_throughout` says that who it applies to changed as it did in most clauses; the redline says that once.
    `reweighed` says that by the ledger a rule of it became stronger or weaker, or was reversed.
    `split_from`, `split_into`, `merged_from` and `merged_into` are ids of other clauses, as the author declared them.
    """

    id: str
    position: Position = "kept"
    old: Heading | None = None
    new: Heading | None = None
    title: Words = ()
    applies_to: tuple[ListChange[str], ...] = ()
    applies_throughout: bool = False
    reweighed: bool = False
    citations: tuple[ListChange[ResolvedCitation], ...] = ()
    blocks: tuple[ResolvedBlock, ...] = ()
    pieces: tuple[BlockChange, ...] = ()
    causes: tuple[CommonCause, ...] = ()
    split_from: str = ""
    split_into: tuple[str, ...] = ()
    merged_from: tuple[str, ...] = ()
    merged_into: tuple[str, ...] = ()

    @property
    def heading(self) -> Heading:
        """The heading to show: the new one where there is one."""
        found = self.new or self.old
        assert found is not None  # every clause has a side
        return found

    @property
    def shown_title(self) -> str:
        """The title to show: the new one where there is one."""
        other = "deleted" if self.new else "inserted"
        return "".join(span.words for span in self.title if span.kind != other).strip()

    @cached_property
    def kinds(self) -> tuple[ClauseKind, ...]:
        """Everything that happened to it, weightiest first; nothing for an unchanged clause or a bare `moved-away`."""
        if self.position == "moved-away":
            return ()
        happened = set(self._as_a_whole())
        if self.position not in ("added", "removed"):
            happened |= set(self._heading_and_roles())
        if happened.isdisjoint(("added", "removed")) or self.split_from or self.merged_into:
            happened |= {kind for piece in self.pieces for kind in _kinds_of(piece)}
        if self.reweighed:
            happened.add("duty")
        elif len(happened) > 1:
            happened.discard("duty")  # a list that binds by other words is no stronger
        return tuple(kind for kind in CLAUSE_KINDS if kind in happened)

    def _as_a_whole(self) -> Iterator[ClauseKind]:
        if self.split_from or self.split_into:
            yield "split"
        if self.merged_from or self.merged_into:
            yield "merged"
        if self.position == "moved":
            yield "moved"
        elif self.position == "added":
            yield "added"
        elif self.position == "removed":
            yield "removed"

    def _heading_and_roles(self) -> Iterator[ClauseKind]:
        if self.old and self.new:
            if self.old.id != self.new.id:
                yield "renamed"
            yield from _renumbering(self.old, self.new)
        if is_changed(self.title):
            yield "retitled"
        if has_changed(self.applies_to) and not self.applies_throughout:
            yield "applies-to"
        if has_changed(self.citations):
            yield "citations"
        if any(cause.kind == "definition" for cause in self.causes):
            yield "definition"

    @property
    def is_unchanged(self) -> bool:
        """Whether there is nothing to show for it."""
        return not self.kinds


def _kinds_of(piece: BlockChange) -> Iterator[ClauseKind]:
    if piece.old and piece.new and piece.old.citations != piece.new.citations:
        yield "citations"
    if piece.kind in ("spacing", "formatting", "references", "punctuation"):
        yield piece.kind
    elif piece.kind in ("reworded", "replaced", "added", "removed"):
        yield "rearranged" if _only_moved(piece) else "changed"
    elif piece.kind in ("split", "merged", "moved", "moved-away"):
        yield "rearranged"
        if any(_says_more(span) for cell in piece.cells for span in cell.words):
            yield "changed"
    if piece.old and piece.new and not piece.old.same_shape(piece.new) and not _only_moved(piece):
        yield "rearranged" if piece.old.part != piece.new.part or piece.old.depth != piece.new.depth else "duty"


def _only_moved(piece: BlockChange) -> bool:
    """Whether nothing happened to its words but that some moved here or away."""
    changed = [span for cell in piece.cells for span in cell.words if span.kind != "kept" and not span.is_blank]
    return bool(changed) and all(span.moved for span in changed)


def _says_more(span: Span) -> bool:
    """Whether a change says more than that two parts were joined or parted, by "and" or a comma."""
    if span.kind in ("kept", "restyled") or span.moved:
        return False
    return any(word not in ("and", "or") for word in re.findall(r"\w+", span.words))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterChange:
    """One section of either edition, and what became of it and of its clauses.

    Where a clause opens the section, number and title are that clause's. A section that moved appears twice, as
    clauses do: in full where it is now, and as a bare `moved-away` where it was.
    """

    position: Position = "kept"
    old: Heading | None = None
    new: Heading | None = None
    title: Words = ()
    clauses: tuple[ClauseChange, ...] = ()

    @property
    def heading(self) -> Heading:
        """The heading to show: the new one where there is one."""
        found = self.new or self.old
        assert found is not None  # every chapter has a side
        return found

    @property
    def kinds(self) -> tuple[ClauseKind, ...]:
        """What happened to the heading, weightiest first. What happened inside is said by its clauses."""
        happened: list[ClauseKind] = []
        if self.position in ("added", "removed", "moved"):
            happened.append(self.position)
        if self.old and self.new:
            happened.extend(_renumbering(self.old, self.new))
        if self.old and self.new and is_changed(self.title):
            happened.append("retitled")
        return tuple(happened)


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """A fact about the policy itself, such as its owner, on both sides."""

    name: str
    old: str
    new: str

    @property
    def is_changed(self) -> bool:
        """Whether both sides differ."""
        return self.old != self.new


@dataclass(frozen=True, kw_only=True)
class Redline:
    """Two editions of one policy compared. `old` and `new` are edition names; without an old one, `old` is "".

    `applies_to` says once what changed alike in most clauses; it is empty where nothing did.
    `statements` are sentences that bind nobody and say something else. `glossary` says that only
    the new side has one, or only the old: then nothing is known of what a term meant on the other.
    """

    policy: str
    old: str
    new: str
    title: Words = ()
    series: Words = ()
    details: tuple[Detail, ...] = ()
    signatures: tuple[ListChange[SignatureLine], ...] = ()
    printed_contents: tuple[ListChange[ContentsLine], ...] = ()
    chapters: tuple[ChapterChange, ...] = ()
    duties: tuple[DutyChange, ...] = ()
    statements: tuple[StatementChange, ...] = ()
    glossary: Literal["", "new", "gone"] = ""
    applies_to: tuple[ListChange[str], ...] = ()

    @property
    def clauses(self) -> tuple[ClauseChange, ...]:
        """All clauses of both editions in reading order, unchanged ones and bare `moved-away` ones included."""
        return tuple(clause for chapter in self.chapters for clause in chapter.clauses)

    @cached_property
    def changed(self) -> tuple[ClauseChange, ...]:
        """The clauses with something to show, in reading order."""
        return tuple(clause for clause in self.clauses if clause.kinds)

    @cached_property
    def unchanged(self) -> tuple[ClauseChange, ...]:
        """The clauses that did not change."""
        return tuple(c for c in self.clauses if c.position != "moved-away" and not c.kinds)

    def of_kind(self, kind: ClauseKind) -> tuple[ClauseChange, ...]:
        """The clauses to which this happened."""
        return tuple(clause for clause in self.changed if kind in clause.kinds)

    @cached_property
    def counts(self) -> dict[ClauseKind, int]:
        """How many clauses each thing happened to. A clause counts once for each kind, so the sum says nothing."""
        counted = Counter(kind for clause in self.changed for kind in clause.kinds)
        return {kind: counted[kind] for kind in CLAUSE_KINDS if counted[kind]}

    @cached_property
    def causes(self) -> dict[CommonCause, tuple[str, ...]]:
        """Each fact or reference that changed words, with the ids of the clauses it changed."""
        found: dict[CommonCause, list[str]] = {}
        for clause in self.changed:
            for cause in clause.causes:
                found.setdefault(cause, []).append(clause.id)
        return {cause: tuple(ids) for cause, ids in found.items()}

    @property
    def is_empty(self) -> bool:
        """Whether both editions read the same, to the last comma and the last bold word."""
        return not (
            self.changed
            or any(chapter.kinds for chapter in self.chapters)
            or any(chapter.position == "moved-away" for chapter in self.chapters)
            or any(clause.position == "moved-away" for clause in self.clauses)
            or is_changed(self.title)
            or is_changed(self.series)
            or any(detail.is_changed for detail in self.details)
            or has_changed(self.applies_to)
            or has_changed(self.signatures)
            or has_changed(self.printed_contents)
        )
