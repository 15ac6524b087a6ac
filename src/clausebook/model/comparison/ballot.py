"""The questions that a review puts to the governors, as they answer them: decide now, ask an adviser, ask the clerk."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from clausebook.model.comparison.review import OpenQuestion, Review
from clausebook.text.records import dataclass

Answerer = Literal["governors", "adviser", "clerk"]
ANSWERERS: dict[Answerer, str] = {
    "governors": "Decide now",
    "adviser": "For the adviser",
    "clerk": "For the clerk to confirm",
}
_ADVISER = re.compile(r"\b(?:advis[eo]rs?|solicitors?|lawyers?|impact assessment)\b", re.IGNORECASE)
_CHECK = re.compile(r"\bfor the governors to check\b", re.IGNORECASE)
_CLERK = re.compile(r"\b(?:clerk|confirm(?:ed|s)?)\b", re.IGNORECASE)
_FACT = re.compile(
    r"^(?:which|where|when|who|was|is there|does the school have|has the school|what is the name)\b", re.IGNORECASE
)
_YES_OR_NO = re.compile(
    r"^(?:do|does|did|is|are|was|were|has|have|had|should|shall|may|must|can|could|will|would)\b", re.IGNORECASE
)
_SECOND = re.compile(
    r", and (?:where|which|who|when|what|how|is|are|should|do|does|again|within)\b|\bor\b(?! in)", re.IGNORECASE
)
_ASKED = re.compile(r"^\[(?P<who>governors|adviser|clerk)\]\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotQuestion:
    """One question on the ballot: its number, the clauses it is about, who answers it, and the answers to tick.

    Without `options` it is answered in words; an option that ends with a colon takes words as well.
    """

    number: int
    words: str
    clauses: tuple[str, ...]
    answerer: Answerer
    options: tuple[str, ...]


def ballot(review: Review, first: int = 1) -> tuple[BallotQuestion, ...]:
    """Every question of a review, numbered in the order of its commits."""
    return tuple(_decision(number, one, review) for number, one in enumerate(review.decisions, first))


def by_answerer(decisions: Sequence[BallotQuestion]) -> Iterator[tuple[str, tuple[BallotQuestion, ...]]]:
    """The questions by who answers them, with the heading over them."""
    for answerer, title in ANSWERERS.items():
        found = tuple(one for one in decisions if one.answerer == answerer)
        if found:
            yield title, found


def _decision(number: int, question: OpenQuestion, review: Review) -> BallotQuestion:
    asked = _ASKED.match(question.words)
    words = question.words[asked.end() :] if asked else question.words
    return BallotQuestion(
        number=number,
        words=words,
        clauses=tuple(review.cites(question.clauses)),
        answerer=_named(asked["who"]) if asked else _answerer(words),
        options=_options(words),
    )


def _named(who: str) -> Answerer:
    return next(one for one in ANSWERERS if one == who.lower())


def _answerer(words: str) -> Answerer:
    """By what the question says of itself; a question of fact, or one that says "confirm", is the clerk's.

    What is "for the governors to check" is for whoever advises them.
    """
    if _ADVISER.search(words):
        return "adviser"
    if _CLERK.search(words) or _FACT.match(words):
        return "clerk"
    return "adviser" if _CHECK.search(words) else "governors"


def _options(words: str) -> tuple[str, ...]:
    if not _YES_OR_NO.match(words):
        return ()
    return ("Yes", "No", "Other:") if _SECOND.search(words) else ("Yes", "No")


def counted(decisions: Iterable[BallotQuestion]) -> dict[Answerer, int]:
    """How many questions each answers."""
    found: dict[Answerer, int] = dict.fromkeys(ANSWERERS, 0)
    for one in decisions:
        found[one.answerer] += 1
    return found
