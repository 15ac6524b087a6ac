"""Redline and the versions of clauses -> who wrote what of a change. Where that is not known, no name is given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import accumulate, groupby

from clausebook.history.reasons import Commits
from clausebook.history.versions import Owners, Version
from clausebook.history.versions_chain import Chain, Read
from clausebook.model.clause import Clause
from clausebook.model.comparison.authorship import (
    ClauseAuthors,
    PieceAuthors,
    SpanAuthors,
    Stretch,
    distinct,
    stretches,
)
from clausebook.model.comparison.block_change import BlockChange, Cell, Words, old_words
from clausebook.model.comparison.redline import ClauseChange, Redline
from clausebook.model.edition import Edition, ResolvedClause
from clausebook.redline.fragments import Fragment, flatten
from clausebook.redline.tokens import TOKEN
from clausebook.text.inline import plain


def authors(
    redline: Redline,
    sides: tuple[Edition | None, Edition],
    log: Commits,
    read: Read,
    written: Mapping[str, Clause],
    unsaved: frozenset[str],
) -> dict[str, ClauseAuthors]:
    """Who wrote what of each changed clause, by its id.

    `written` are the clauses of the new edition as written, `unsaved` the ids of those with words in no commit.
    """
    chain = Chain(log, read)
    chain.run()
    olds, news = ({p.id: p for p in side.passages} if side else {} for side in sides)
    found = {}
    for change in redline.changed:
        new = news.get(change.id)
        final = chain.final(change.id, written.get(change.id), change.id not in unsaved) if new else None
        if final is None and not (new is None and change.id in chain.origins):
            continue
        found[change.id] = _Clause(chain, change, olds, new, final).authors()
    return found


class _Clause:
    """One changed clause beside what history knows of it."""

    def __init__(
        self,
        chain: Chain,
        change: ClauseChange,
        olds: Mapping[str, ResolvedClause],
        new: ResolvedClause | None,
        final: Version | None,
    ) -> None:
        self.chain, self.change, self.olds = chain, change, olds
        self.final = final
        self.now = flatten(new.blocks, new.id) if new else []
        self.was: dict[str, list[tuple[str, list[Owners]]]] = {}
        self.next = 0

    def authors(self) -> ClauseAuthors:
        sets, id = self.chain.gone.sets, self.change.id
        return ClauseAuthors(
            title=self.title(),
            applies_to=self.names(
                sets.get(("role", id, entry.value), 0) for entry in self.change.applies_to if entry.kind != "kept"
            ),
            citations=self.names(
                sets.get(("citation", id, entry.value.instrument), 0)
                for entry in self.change.citations
                if entry.kind != "kept"
            ),
            pieces=tuple(self.pieces()),
        )

    def names(self, places: Iterable[int]) -> tuple[str, ...]:
        return distinct(name for place in places for name in self.chain.names[max(place, 0)])

    def title(self) -> tuple[SpanAuthors, ...]:
        change, origin = self.change, self.chain.origins.get(self.change.id)
        old = projected(origin.clause.title, origin.title, plain(old_words(change.title))) if origin else []
        final = self.final
        new = projected(final.clause.title, final.title, change.shown_title) if final else []
        return self.spans(change.title, _Side(old), _Side(new))

    # ---- pieces

    def pieces(self) -> Iterator[PieceAuthors]:
        groups: dict[tuple[str, int], tuple[_Side, _Side]] = {}
        for piece in self.change.pieces:
            if piece.kind == "moved-away":
                yield PieceAuthors()
            elif piece.kind in ("split", "merged"):
                yield self.part(piece, groups)
            else:
                new = self.new_cells() if piece.new else ([], None)
                old = self.old_cells(piece.elsewhere or self.change.id, piece.cells) if piece.old else []
                yield self.piece(piece, old, new)

    def part(self, piece: BlockChange, groups: dict[tuple[str, int], tuple[_Side, _Side]]) -> PieceAuthors:
        """A part of what was split or merged: the side that is whole is read on from part to part."""
        key, split = (piece.kind, piece.link), piece.kind == "split"
        fragment: Fragment | None = None
        if key not in groups:
            group = [one for one in self.change.pieces if (one.kind, one.link) == key]
            together = (Cell(words=tuple(span for one in group for span in one.cells[0].words)),)
            olds = self.old_cells(self.change.id, together) if split else []
            news, fragment = ([], None) if split else self.new_cells()
            groups[key] = _Side(olds[0] if olds else []), _Side(news[0] if news else [])
        old, new = groups[key]
        if split:
            cells, fragment = self.new_cells()
            new = _Side(cells[0] if cells else [])
        else:
            cells = self.old_cells(self.change.id, piece.cells)
            old = _Side(cells[0] if cells else [])
        found = self.spans(piece.cells[0].words, old, new)
        return PieceAuthors(cells=(found,), shape=self.shape(piece, fragment, ()), citations=self.cited(piece))

    def piece(self, piece: BlockChange, old: list[Owners], new: tuple[list[Owners], Fragment | None]) -> PieceAuthors:
        cells, was, now = [], iter(old), iter(new[0])
        for cell in piece.cells:
            left = next(was, []) if cell.kind != "added" and piece.old else []
            right = next(now, []) if cell.kind != "removed" and piece.new else []
            cells.append(self.spans(cell.words, _Side(left), _Side(right)))
        shape = self.shape(piece, new[1], () if any(stretches(span for cell in cells for span in cell)) else old)
        return PieceAuthors(cells=tuple(cells), shape=shape, citations=self.cited(piece))

    def shape(self, piece: BlockChange, fragment: Fragment | None, gone: Sequence[Owners]) -> tuple[str, ...]:
        """Who moved the piece, split it, or made another part of it; `gone` are words that are elsewhere now."""
        shapes = self.chain.gone.shapes
        if piece.kind == "removed":
            homes = Counter(filter(None, (self.chain.home.get(one) for owners in gone for one in owners)))
            return self.names(shapes.get(home, 0) for home, _ in homes.most_common(1))
        changed = piece.kind in ("added", "moved", "split", "merged", "reshaped", "formatting") or (
            piece.old and piece.new and not piece.old.same_shape(piece.new)
        )
        if not changed or fragment is None:
            return ()
        return self.names([shapes.get((self.change.id, fragment.text), 0)])

    def cited(self, piece: BlockChange) -> tuple[str, ...]:
        if not (piece.old and piece.new):
            return ()
        ids = (cited.instrument for cited in (*piece.dropped_citations, *piece.new_citations))
        return self.names(self.chain.gone.sets.get(("citation", self.change.id, id), 0) for id in ids)

    def new_cells(self) -> tuple[list[Owners], Fragment | None]:
        """Owners of the next piece of the new edition, cell by cell."""
        at, final = self.next, self.final
        self.next += 1
        if final is None or len(final.fragments) != len(self.now) or at >= len(self.now):
            return [], None
        return filled(final.fragments[at], final.cells[at], self.now[at]), final.fragments[at]

    def old_cells(self, clause: str, cells: Sequence[Cell]) -> list[Owners]:
        """Owners of the piece of the old edition that has these words."""
        text = "\n".join(plain(old_words(cell.words)) for cell in cells if cell.kind != "added")
        if clause not in self.was:
            self.was[clause] = self.old_pieces(clause)
        known = self.was[clause]
        place = next((n for n, (words, _) in enumerate(known) if words == text), None)
        return known.pop(place)[1] if place is not None else []

    def old_pieces(self, clause: str) -> list[tuple[str, list[Owners]]]:
        passage, origin = self.olds.get(clause), self.chain.origins.get(clause)
        if passage is None or origin is None:
            return []
        fragments = flatten(passage.blocks, clause)
        if len(fragments) != len(origin.fragments):
            return []
        both = zip(fragments, origin.fragments, origin.cells, strict=True)
        return [(one.text, filled(raw, cells, one)) for one, raw, cells in both]

    def spans(self, words: Words, old: _Side, new: _Side) -> tuple[SpanAuthors, ...]:
        """The writer of each changed span. Spans side by side are one change: they share a writer."""
        gone = self.chain.gone.words
        owned: list[tuple[str, Owners]] = []
        for span in words:
            length = len(span.words)
            if span.kind == "inserted":
                owned.append((span.kind, [max(one, 0) for one in new.take(length)]))
            elif span.kind == "deleted":
                owned.append((span.kind, [gone.get(one, 0) for one in old.take(length)]))
            else:
                old.take(length), new.take(length)
                owned.append(("", [0] * length))
        found: list[SpanAuthors] = []
        for changed, region in groupby(owned, key=lambda one: bool(one[0])):
            spans = [owners for _, owners in region]
            known = Counter(one for owners in spans for one in owners if one)
            sole = next(iter(known)) if len(known) == 1 else 0
            found += [self.stretched(owners, sole) if changed else () for owners in spans]
        return tuple(found)

    def stretched(self, owners: Owners, sole: int) -> SpanAuthors:
        owners = [sole] * len(owners) if sole else owners
        runs = ((place, len(list(run))) for place, run in groupby(owners))
        return tuple(Stretch(length, self.chain.names[place]) for place, length in runs)


class _Side:
    """The owners of one side's characters, read from front to back; where they run out, not known."""

    def __init__(self, owners: Owners) -> None:
        self.owners = owners
        self.at = 0

    def take(self, length: int) -> Owners:
        found = self.owners[self.at : self.at + length]
        self.at += length
        return found + [0] * (length - len(found))


def filled(written: Fragment, owners: list[Owners], read: Fragment) -> list[Owners]:
    """The owners of each cell of a piece as it reads."""
    if len(written.cells) != len(read.cells):
        return []
    cells = zip(written.cells, owners, read.cells, strict=True)
    return [projected(plain(raw), mine, plain(shown)) for raw, mine, shown in cells]


def projected(written: str, owners: Owners, read: str) -> Owners:
    """The owner of each character of a text as it reads; what stands for a variable is whoever's the variable is."""
    if written == read:
        return owners
    was, now = TOKEN.findall(written), TOKEN.findall(read)
    starts = list(accumulate(map(len, was), initial=0))
    found: Owners = []
    for kind, i, i2, j, j2 in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        mine = owners[starts[i] : starts[i2]]
        length = sum(map(len, now[j:j2]))
        if kind == "equal":
            found += mine
        else:
            known = set(mine)
            found += [known.pop() if len(known) == 1 else 0] * length
    return found
