"""Who wrote what: the commits that each changed stretch of words, title, citation and role of a clause came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from clausebook.text.records import dataclass

UNSAVED = "unsaved"  # in the place of a commit: words of the working tree that are in no commit yet


@dataclass(frozen=True, slots=True)
class Stretch:
    """So many characters of one span, and the commits that any of them is from; none where that is not known."""

    length: int
    commits: tuple[str, ...] = ()


SpanAuthors = tuple[Stretch, ...]
NOBODY: SpanAuthors = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceAuthors:
    """What is known of one piece: cell by cell and span by span whose the words are, and who did the rest to it.

    `shape` are the commits that moved it, split it, joined it, or made another part of it. `citations` are those that
    changed what it cites.
    """

    cells: tuple[tuple[SpanAuthors, ...], ...] = ()
    shape: tuple[str, ...] = ()
    citations: tuple[str, ...] = ()

    @property
    def commits(self) -> tuple[str, ...]:
        """All commits that made the piece what it is, those of its words first."""
        return distinct((*stretches(span for cell in self.cells for span in cell), *self.shape, *self.citations))

    def span(self, cell: int, place: int) -> SpanAuthors:
        """Whose the words of one span are; nothing where that is not known."""
        spans = self.cells[cell] if cell < len(self.cells) else ()
        return spans[place] if place < len(spans) else NOBODY


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseAuthors:
    """The same for a whole clause: its title span by span, its roles and citations, and its pieces in order."""

    title: tuple[SpanAuthors, ...] = ()
    applies_to: tuple[str, ...] = ()
    citations: tuple[str, ...] = ()
    number: tuple[str, ...] = ()
    pieces: tuple[PieceAuthors, ...] = ()

    @property
    def heading(self) -> tuple[str, ...]:
        """The commits that changed its number, title, roles, citations or the meaning of its terms."""
        return distinct((*self.number, *stretches(self.title), *self.applies_to, *self.citations))

    @property
    def commits(self) -> tuple[str, ...]:
        """Every commit that anything about the clause is from."""
        return distinct((*self.heading, *(one for piece in self.pieces for one in piece.commits)))

    def piece(self, place: int) -> PieceAuthors:
        """What is known of one piece."""
        return self.pieces[place] if place < len(self.pieces) else PieceAuthors()


def stretches(spans: Iterable[SpanAuthors]) -> Iterator[str]:
    """The commits of all stretches, in order."""
    for span in spans:
        for stretch in span:
            yield from stretch.commits


def distinct(commits: Iterable[str]) -> tuple[str, ...]:
    """Each commit once, in order."""
    return tuple(dict.fromkeys(commits))
