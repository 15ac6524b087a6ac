"""The reviews of several policies for one meeting: which of them are on the agenda, and what moved between them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

from clausebook.model.comparison.block_change import Cell
from clausebook.model.comparison.redline import ClauseChange
from clausebook.model.comparison.review import Review
from clausebook.text.records import dataclass

_ALIKE = 0.8  # of the different words of two clauses are in both: the clause moved to the other policy
_FEWEST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyMove:
    """A clause that left one policy and is in another: title, policy and number on either side.

    `old` and `new` are the ids of policy and clause. `is_same` says that words, title and roles are the same.
    """

    title: str
    old_policy: str
    old_number: str
    new_policy: str
    new_number: str
    old: tuple[str, str] = ("", "")
    new: tuple[str, str] = ("", "")
    is_same: bool = False


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """What one meeting decides on: the reviews in the order of their policies. `as_of` is the day of the meeting."""

    school: str
    as_of: date
    reviews: tuple[Review, ...]

    @cached_property
    def moves(self) -> tuple[PolicyMove, ...]:
        """The clauses that moved from one policy to another."""
        return tuple(_moves(self.reviews))

    @cached_property
    def shown(self) -> tuple[Review, ...]:
        """The reviews without the rules of clauses that went to another policy as they were: none is new or gone."""
        same = {side for move in self.moves if move.is_same for side in (move.old, move.new)}
        return tuple(
            _without(review, {clause for policy, clause in same if policy == review.policy}) for review in self.reviews
        )

    @property
    def file_stem(self) -> str:
        """File name of its documents, without the ending."""
        return f"meeting-{self.as_of.isoformat()}"


def is_on_agenda(review: Review) -> bool:
    """Whether a meeting has to look at a policy: its draft differs, or its review is due by that day."""
    return not review.redline.is_empty or bool(review.overdue and review.overdue.is_past)


def _moves(reviews: Sequence[Review]) -> Iterator[PolicyMove]:
    gone = [_Whole(review, change) for review in reviews for change in review.redline.of_kind("removed")]
    come = [_Whole(review, change) for review in reviews for change in review.redline.of_kind("added")]
    by_word: dict[str, list[_Whole]] = defaultdict(list)
    for one in gone if come else ():
        for word in one.words:
            by_word[word].append(one)
    taken: set[int] = set()
    for new in come:
        found = [old for old in _near(new, by_word) if id(old) not in taken and _alike(old, new)]
        if len(found) == 1:
            old = found[0]
            taken.add(id(old))
            yield PolicyMove(
                title=new.change.shown_title,
                old_policy=old.review.title,
                old_number=old.change.heading.cite,
                new_policy=new.review.title,
                new_number=new.change.heading.cite,
                old=(old.review.policy, old.change.id),
                new=(new.review.policy, new.change.id),
                is_same=old.whole == new.whole,
            )


@dataclass(frozen=True, eq=False)
class _Whole:
    """A clause that left its policy or came to it."""

    review: Review
    change: ClauseChange

    @property
    def whole(self) -> tuple[object, ...]:
        """All that a reader reads of it, and whom it applies to."""
        roles = frozenset(entry.value for entry in self.change.applies_to)
        pieces = tuple(
            (piece.frame.part, piece.frame.depth, tuple(map(_text, piece.cells))) for piece in self.change.pieces
        )
        return (self.change.shown_title, roles, pieces)

    @cached_property
    def words(self) -> frozenset[str]:
        """Its different words."""
        cells = (cell for piece in self.change.pieces for cell in piece.cells)
        return frozenset(re.findall(r"\w+", " ".join(span.words for cell in cells for span in cell.words).lower()))


def _text(cell: Cell) -> str:
    return "".join(span.words for span in cell.words)


def _without(review: Review, clauses: set[str]) -> Review:
    if not clauses:
        return review
    duties = tuple(one for one in review.redline.duties if one.clause not in clauses)
    return replace(review, redline=replace(review.redline, duties=duties))


def _near(new: _Whole, by_word: Mapping[str, list[_Whole]]) -> Iterable[_Whole]:
    """Those that share one of its rarest words: of clauses that are alike no more than one word in five differs."""
    known = sorted((word for word in new.words if word in by_word), key=lambda word: (len(by_word[word]), word))
    rarest = known[: len(new.words) - int(_ALIKE * len(new.words)) + 1]
    return {id(one): one for word in rarest for one in by_word[word]}.values()


def _alike(old: _Whole, new: _Whole) -> bool:
    if old.review is new.review:
        return False
    both = len(old.words & new.words)
    return both >= _FEWEST and both >= _ALIKE * len(old.words | new.words)
