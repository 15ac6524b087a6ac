"""A piece of a clause in a redline: a paragraph, an item, a row, the spans of its words and what became of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from typing import ClassVar, Generic, Literal, TypeVar

from clausebook.model.blocks import Part
from clausebook.model.clause import Duty
from clausebook.model.edition_blocks import ResolvedCitation
from clausebook.text.inline import Inline, Run, plain
from clausebook.text.records import dataclass

T = TypeVar("T")

SpanKind = Literal["kept", "inserted", "deleted", "restyled"]
ListChangeKind = Literal["kept", "added", "removed"]
BlockChangeKind = Literal[
    "kept",
    "reworded",
    "punctuation",
    "references",
    "spacing",
    "formatting",
    "reshaped",
    "replaced",
    "added",
    "removed",
    "moved",
    "moved-away",
    "split",
    "merged",
]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of words and what became of it. `was` is the old style of the same words, for restyled spans only.

    `moved` says that the same words were taken out, or put in, in another place: a sentence or a column that moved.
    Both ends of a sentence's move share the number `move`; `elsewhere` is the number of the other clause or item.
    """

    kind: SpanKind
    text: Inline
    was: Inline = ()
    moved: bool = field(default=False, kw_only=True)
    move: int = field(default=0, kw_only=True)
    elsewhere: str = field(default="", kw_only=True)

    @property
    def words(self) -> str:
        """The words without their style."""
        return plain(self.text)

    @property
    def is_blank(self) -> bool:
        """Whether it holds nothing but spaces."""
        return not self.words.strip()


Words = tuple[Span, ...]


def old_words(words: Words) -> Inline:
    """The old side: what was there before, with its style."""
    return join(span.was or span.text for span in words if span.kind != "inserted")


def new_words(words: Words) -> Inline:
    """The new side: what is there now, with its style."""
    return join(span.text for span in words if span.kind != "deleted")


def join(parts: Iterable[Inline]) -> Inline:
    """Inlines end to end, neighbours of one style made one run and empty runs dropped."""
    runs: list[Run] = []
    for part in parts:
        for run in part:
            if not run.text:
                continue
            if runs and style(runs[-1]) == style(run):
                runs[-1] = Run(runs[-1].text + run.text, *style(run))
            else:
                runs.append(run)
    return tuple(runs)


def style(run: Run) -> tuple[bool, bool, bool, str]:
    """Everything about a run but its words."""
    return run.bold, run.italic, run.code, run.link


def is_changed(words: Words) -> bool:
    """Whether anything at all happened to these words or their style."""
    return any(span.kind != "kept" for span in words)


def is_spacing(words: Words) -> bool:
    """Whether what changed cannot be seen: kinds of blank or hyphen, ways to write the same letter."""
    styles = [[style(run) for run in side] for side in (old_words(words), new_words(words))]
    return is_formatting(words) and styles[0] == styles[1]


def is_formatting(words: Words) -> bool:
    """Whether only style or spacing changed, and no word did."""
    return all(span.kind in ("kept", "restyled") or span.is_blank for span in words)


@dataclass(frozen=True, slots=True)
class ListChange(Generic[T]):
    """One member of a short list (citations, roles, signature lines) and what became of it."""

    kind: ListChangeKind
    value: T


def has_changed(entries: tuple[ListChange[T], ...]) -> bool:
    """Whether any member came or went."""
    return any(entry.kind != "kept" for entry in entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """The words of a piece, or of one cell of a table row. `kind` says whether the cell itself came or went."""

    kind: ListChangeKind = "kept"
    words: Words = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What a piece is apart from its words: which part of a clause, how deep, how cited, what it binds to.

    `inherits` says that the duty is that of the words above the list.
    """

    PUBLISHED: ClassVar = ("part", "depth", "letter", "cite", "anchor", "label", "duty", "citations")

    part: Part
    depth: int = 0
    letter: str = ""
    cite: str = ""
    anchor: str = ""
    label: str = ""
    duty: Duty | None = None
    inherits: bool = False
    citations: tuple[ResolvedCitation, ...] = ()

    def same_shape(self, other: Frame) -> bool:
        """Whether it is the same kind of thing with the same duty. Letters and addresses follow from the order.

        A duty that an item has from the introduction of its list is not the item's to change.
        """
        same_duty = self.duty == other.duty or (self.inherits and other.inherits)
        return same_duty and (self.part, self.depth, self.label) == (other.part, other.depth, other.label)

    def same_as(self, other: Frame) -> bool:
        """Whether the citations are the same as well."""
        return self.same_shape(other) and self.citations == other.citations


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockChange:
    """One paragraph, list introduction, item, note, table row or blank of a form, and what became of it.

    Pieces are in the order of the new text, with what was taken away where it used to be. `old` and `new` are
    the frames on either side, None where there is none. A piece that moved appears twice under one `link`: as `moved`
    with its words where it is now, and as `moved-away` without words where it was. The parts of a `split` stand side by
    side under one `link`, the first with the `old` frame; those of a `merged` piece likewise, the first with the `new`.
    `elsewhere` is the id of the other clause where a move crossed clauses.
    """

    kind: BlockChangeKind
    old: Frame | None = None
    new: Frame | None = None
    cells: tuple[Cell, ...] = ()
    link: int = 0
    elsewhere: str = ""

    @property
    def frame(self) -> Frame:
        """The frame to show: the new one where there is one."""
        found = self.new or self.old
        assert found is not None  # every piece has a side
        return found

    @property
    def is_edited(self) -> bool:
        """Whether words or style changed, wherever the piece is."""
        return any(cell.kind != "kept" or is_changed(cell.words) for cell in self.cells)

    @property
    def dropped_citations(self) -> tuple[ResolvedCitation, ...]:
        """Citations the piece no longer carries."""
        return _without(self.old, self.new)

    @property
    def new_citations(self) -> tuple[ResolvedCitation, ...]:
        """Citations the piece did not carry before."""
        return _without(self.new, self.old)


def _without(these: Frame | None, those: Frame | None) -> tuple[ResolvedCitation, ...]:
    if these is None or (those is None):
        return these.citations if these else ()
    return tuple(cited for cited in these.citations if cited not in those.citations)
