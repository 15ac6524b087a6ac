"""Where an edition stands on a given day, in words: in force, superseded or draft, and whether its review is due."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from clausebook.formats.web.escape import words
from clausebook.model.edition import Edition
from clausebook.model.publication import Publication
from clausebook.text.dates import in_words
from clausebook.text.phrases import months_in_words

_DATE_PARTS = 3


@dataclass(frozen=True, slots=True)
class EditionStatus:
    """What the banner says. `kind` chooses its colour, `tag` is short, the rest are sentences, escaped.

    `due` is the last day on which the review is not overdue, `when` the same as the record says it, and `as_of` the
    day that `review` speaks from: with them the page can say what is true on the reader's day.
    """

    kind: Literal["force", "superseded", "draft"]
    tag: str
    approved: str
    review: str = ""
    overdue: bool = False
    since: str = ""
    due: str = ""
    when: str = ""
    as_of: str = ""


def last_day(partial: str) -> date:
    """The last day that a partial date covers: a review due in May 2019 is overdue from 1 June."""
    parts = [int(part) for part in partial.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    longest = calendar.monthrange(year, month)[1]
    return date(year, month, min(parts[2], longest) if len(parts) == _DATE_PARTS else longest)


def status_of(edition: Edition, publication: Publication) -> EditionStatus:
    """Status of an edition among its siblings, on the day of the publication."""
    if edition.approval is None:
        said = f"Not approved by {the(words(edition.approving_body or 'governing body'))}."
        return EditionStatus("draft", "Draft", said, since=said)
    when = in_words(edition.approval.approved)
    approved = f"Approved {when} by {the(words(edition.approval.body))}."
    successor = _successor(edition, publication)
    if successor is not None and successor.approval is not None:
        replaced = f"Replaced by the {words(successor.name)} edition, approved {in_words(successor.approval.approved)}."
        return EditionStatus("superseded", "Superseded", approved, replaced, since=approved)
    since = f"since its approval, {when}."
    due = edition.approval.review_due
    if due is None:
        return EditionStatus("force", "In force", approved, since=since)
    return _awaiting_review(EditionStatus("force", "In force", approved, since=since), due, publication.as_of)


def _awaiting_review(status: EditionStatus, due: str, as_of: date) -> EditionStatus:
    """What is in force, and its review. A review due in May 2019 is overdue from 1 June."""
    end, when = last_day(due), in_words(due)
    overdue = as_of > end
    months = (as_of.year - end.year) * 12 + as_of.month - end.month
    late = f"overdue by {months_in_words(months)}" if months else "overdue"
    return replace(
        status,
        review=f"Review was due {when}: {late} on {in_words(as_of.isoformat())}." if overdue else f"Review due {when}.",
        overdue=overdue,
        due=end.isoformat(),
        when=when,
        as_of=as_of.isoformat(),
    )


def the(body: str) -> str:
    """A body's name with its article: "the governing body"."""
    return body if body.lower().startswith("the ") else f"the {body}"


def _successor(edition: Edition, publication: Publication) -> Edition | None:
    """The approved edition that came next, in a list that runs from newest to oldest."""
    approved = [one for one in publication.editions_of(edition.policy) if one.approval]
    place = next(index for index, one in enumerate(approved) if one.name == edition.name)
    return approved[place - 1] if place else None
