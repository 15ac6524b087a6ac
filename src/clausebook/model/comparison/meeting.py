"""The reviews of several policies for one meeting: which of them are on the agenda, and what moved between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from clausebook.model.comparison.redline import ClauseChange
from clausebook.model.comparison.review import Review

_ALIKE = 0.8  # of the different words of two clauses are in both: the clause moved to the other policy
_FEWEST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyMove:
    """A clause that left one policy and is in another: title, policy and number on either side."""

    title: str
    old_policy: str
    old_number: str
    new_policy: str
    new_number: str


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """What one meeting decides on: the reviews in the order of their policies. `as_of` is the day of the meeting."""

    school: str
    as_of: date
    reviews: tuple[Review, ...]

    @property
    def moves(self) -> tuple[PolicyMove, ...]:
        """The clauses that moved from one policy to another."""
        return tuple(_moves(self.reviews))

    @property
    def file_stem(self) -> str:
        """File name of its documents, without the ending."""
        return f"meeting-{self.as_of.isoformat()}"


def is_on_agenda(review: Review) -> bool:
    """Whether a meeting has to look at a policy: its draft differs, or its review is due by that day."""
    return not review.redline.is_empty or bool(review.overdue and review.overdue.is_past)


def _moves(reviews: Sequence[Review]) -> Iterator[PolicyMove]:
    gone = [(review, change) for review in reviews for change in review.redline.of_kind("removed")]
    come = [(review, change) for review in reviews for change in review.redline.of_kind("added")]
    for there, new in come:
        found = [(here, old) for here, old in gone if here is not there and _alike(old, new)]
        if len(found) == 1:
            here, old = found[0]
            gone.remove(found[0])
            yield PolicyMove(
                title=new.shown_title,
                old_policy=here.title,
                old_number=old.heading.cite,
                new_policy=there.title,
                new_number=new.heading.cite,
            )


def _alike(old: ClauseChange, new: ClauseChange) -> bool:
    one, two = _words(old), _words(new)
    return len(one & two) >= _FEWEST and len(one & two) >= _ALIKE * len(one | two)


def _words(change: ClauseChange) -> frozenset[str]:
    cells = (cell for piece in change.pieces for cell in piece.cells)
    return frozenset(re.findall(r"\w+", " ".join(span.words for cell in cells for span in cell.words).lower()))
