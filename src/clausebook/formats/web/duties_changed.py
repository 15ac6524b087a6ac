"""Redline -> what changed of the duties of a role since the edition before, by the ledger: for the pages of duties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from clausebook.formats._labels import edition_called, labels_in
from clausebook.formats.web.escape import words
from clausebook.model.comparison.duty_change import DutyChange, Verdict
from clausebook.model.comparison.phrases import duty_change
from clausebook.model.comparison.review import Review
from clausebook.model.edition import Edition
from clausebook.model.publication import Publication
from clausebook.text.phrases import counted
from clausebook.text.quotation import typographic
from clausebook.text.records import dataclass

# what asks something else of somebody; a rule that is only worded or placed otherwise is not listed
_LISTED: tuple[Verdict, ...] = ("new", "gone", "reversed", "stronger", "weaker", "changed", "narrower", "wider")


@dataclass(frozen=True, slots=True)
class ChangedRule:
    """One duty that changed: its number, its address ("" of one that is gone), its words, and what became of it."""

    cite: str
    url: str
    words: str
    what: str


@dataclass(frozen=True, slots=True)
class ChangedRules:
    """The duties that changed in one way."""

    title: str
    rules: tuple[ChangedRule, ...]


@dataclass(frozen=True, slots=True)
class DutiesChanged:
    """What changed for one role, or for anyone, since an edition: `said` counts it, `url` leads to all changes."""

    since: str
    said: str
    url: str
    groups: tuple[ChangedRules, ...]


def changed_since(
    edition: Edition, role: str, where: Mapping[str, str], publication: Publication, url: str
) -> DutiesChanged | None:
    """What changed since the edition before; None where the edition is compared with none. `role` "" means anyone."""
    review = review_of(edition, publication)
    if review is None or review.old is None:
        return None
    labels = labels_in(publication)
    mine = [one for one in review.redline.duties if not role or _is_of(one, role)]
    by_verdict = {verdict: [one for one in mine if one.verdict == verdict] for verdict in _LISTED}
    groups = tuple(
        ChangedRules(labels[f"rules_{verdict}"], tuple(_rule(one, where, edition) for one in found))
        for verdict, found in by_verdict.items()
        if found
    )
    count = sum(len(group.rules) for group in groups)
    said = f"{counted(count, 'rule')} changed" if count else "no rule changed but in its wording"
    since = labels["since_edition"].format(edition=edition_called(review.old, labels))
    return DutiesChanged(words(since), words(said), url, groups)


def review_of(edition: Edition, publication: Publication) -> Review | None:
    """The comparison of an edition with the one approved before it."""
    return next(_reviews(edition, publication), None)


def _reviews(edition: Edition, publication: Publication) -> Iterator[Review]:
    for review in (*publication.reviews_of(edition.policy), *publication.changes_of(edition.policy)):
        if review.old and review.new.name == edition.name:
            yield review


def _is_of(change: DutyChange, role: str) -> bool:
    return any(role in side.roles for side in (change.old, change.new) if side)


def _rule(change: DutyChange, where: Mapping[str, str], edition: Edition) -> ChangedRule:
    shown = change.shown
    file = where.get(shown.place.anchor, "") if change.new else ""
    url = f"site:{escape(edition.folder)}/{file.removesuffix('.md')}/#{escape(shown.place.anchor)}" if file else ""
    what = "" if change.kind != "changed" else duty_change(change)
    text = shown.written
    text = typographic(text) if change.new and edition.is_draft else text
    return ChangedRule(words(shown.cite), url, words(text), words(what))
