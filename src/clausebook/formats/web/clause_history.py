"""A clause through the editions: when it last changed and why, its history, and where the other editions have it.

All of it can change when another edition is approved, so it is stamped into pages that are already made.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from clausebook.formats.web.escape import change_folder, words
from clausebook.formats.web.view_model import heading, page_of_anchor
from clausebook.model.comparison.phrases import headline
from clausebook.model.comparison.review import Review, ReviewedClause
from clausebook.model.edition import Edition, ResolvedClause
from clausebook.model.history import SOMEBODY, Reason
from clausebook.model.publication import Publication
from clausebook.text.dates import in_words
from clausebook.text.records import dataclass

# of these alone a reader says that the clause did not change
_SLIGHT = {"renumbered", "references", "rearranged", "moved"}


@dataclass(frozen=True, slots=True)
class ChangeReason:
    """One reason: when and why, as the commit says it, and the role of its author where that is known."""

    on: str
    who: str
    words: str


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """What one edition did to the clause, with the way to the changed words."""

    edition: str
    what: str
    whys: tuple[ChangeReason, ...]
    url: str


@dataclass(frozen=True, slots=True)
class OtherEdition:
    """The clause in another edition; without an address it is not there, and `note` says what is known of that."""

    edition: str
    tag: str
    name: str
    url: str
    note: str


@dataclass(frozen=True, slots=True)
class ClauseHistoryView:
    """What is below one clause."""

    name: str
    last: str
    steps: tuple[HistoryEntry, ...]
    elsewhere: tuple[OtherEdition, ...]


def clause_histories_of(edition: Edition, publication: Publication) -> dict[str, ClauseHistoryView]:
    """Clause id to its history."""
    chain = tuple(_chain(edition, publication))
    others = [
        (other, page_of_anchor(other)) for other in publication.editions_of(edition.policy) if other is not edition
    ]
    first = _first(edition, chain, publication)
    return {passage.id: _history_of(passage, edition, chain, first, others) for passage in edition.passages}


def _chain(edition: Edition, publication: Publication) -> Iterator[Review]:
    """The comparisons that led to the edition, newest first."""
    reviews = {
        review.new.name: review
        for review in (*publication.changes_of(edition.policy), *publication.reviews_of(edition.policy))
        if review.old
    }
    name = edition.name
    while name in reviews:
        review = reviews.pop(name)
        yield review
        name = review.old.name if review.old else ""


def _first(edition: Edition, chain: tuple[Review, ...], publication: Publication) -> str:
    """The name of the oldest edition, where the chain reaches it: what was before it is not recorded."""
    approved = [one.name for one in publication.editions_of(edition.policy) if one.approval]
    reached = (chain[-1].old or edition).name if chain else edition.name
    return reached if approved and reached == approved[-1] else ""


def _history_of(
    passage: ResolvedClause,
    edition: Edition,
    chain: tuple[Review, ...],
    first: str,
    others: list[tuple[Edition, dict[str, str]]],
) -> ClauseHistoryView:
    compared = [(review, review.by_clause[passage.id]) for review in chain if passage.id in review.by_clause]
    weighty = [(review.new, clause) for review, clause in compared if set(clause.change.kinds) - _SLIGHT]
    steps = [_step(review, clause) for review, clause in compared]
    added = any("added" in clause.change.kinds for _, clause in compared)
    if first and not added:
        steps.append(HistoryEntry(words(f"In the {first} edition"), "the first on record", (), ""))
    return ClauseHistoryView(
        name=words(passage.cite or passage.title),
        last=_last(edition, weighty[0] if weighty else None, first),
        steps=tuple(steps),
        elsewhere=tuple(_elsewhere(passage, other, where) for other, where in others),
    )


def _last(edition: Edition, newest: tuple[Edition, ReviewedClause] | None, first: str) -> str:
    if newest is not None:
        then, clause = newest
        what = "New" if "added" in clause.change.kinds else "Last changed"
        here = "this draft" if then.is_draft else "this edition"
        return words(f"{what} in {here if then.name == edition.name else f'the {_called(then)}'}")
    if first == edition.name:
        return "In the first edition we hold"
    return words(f"Unchanged since {first}, the first edition we hold") if first else ""


def _called(edition: Edition) -> str:
    return "draft" if edition.is_draft else edition.called


def _step(review: Review, clause: ReviewedClause) -> HistoryEntry:
    return HistoryEntry(
        edition=words(f"In the {_called(review.new)}"),
        what=words(headline(clause.change)),
        whys=tuple(dict.fromkeys(why for reason in reversed(clause.reasons) for why in _whys(reason))),
        url=f"site:{escape(change_folder(review))}/#{escape(clause.change.id)}",
    )


def _whys(reason: Reason) -> Iterator[ChangeReason]:
    for said in reason.why or (reason.subject,):
        yield ChangeReason(words(in_words(reason.on)), words(reason.who) if reason.who != SOMEBODY else "", words(said))


def _elsewhere(passage: ResolvedClause, other: Edition, where: dict[str, str]) -> OtherEdition:
    found = next((one for one in other.passages if one.id == passage.id), None)
    url = f"site:{escape(other.folder)}/{where[passage.id].removesuffix('.md')}/#{escape(passage.id)}" if found else ""
    return OtherEdition(
        edition=words("Draft" if other.is_draft else other.called),
        tag="not approved" if other.is_draft else "",
        name=words(heading(found.number, found.title)) if found else "",
        url=url,
        note="" if found else words(_absence(passage, other)),
    )


def _absence(passage: ResolvedClause, other: Edition) -> str:
    """What is known of a clause that the other edition lacks: what its words came from, or what became of them."""
    theirs = {one.id: one for one in other.passages}
    origins = [theirs[id] for id in (passage.split_from, *passage.merged_from) if id in theirs]
    successors = [one for one in other.passages if passage.id in (one.split_from, *one.merged_from)]
    for found, words_were in ((origins, "its words came from"), (successors, "its words are now in")):
        if found:
            names = " and ".join(heading(one.number, one.title) for one in found)
            return f"this clause did not exist; {words_were} {names}" if found is origins else f"{words_were} {names}"
    return "does not have this clause"
