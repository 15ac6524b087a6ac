"""Where an edition stands on a given day, in words: in force, superseded or draft, and whether its review is due."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from typing import Literal

from engine.formats.web.escape import words
from engine.model.dates import in_words
from engine.model.edition import Edition
from engine.model.publication import Publication

_DATE_PARTS = 3


@dataclass(frozen=True, slots=True)
class Status:
    """What the banner says. `kind` chooses its colour, `tag` is short, the rest are sentences, escaped."""

    kind: Literal["force", "superseded", "draft"]
    tag: str
    approved: str
    review: str = ""
    overdue: bool = False


def last_day(partial: str) -> date:
    """The last day that a partial date covers: a review due in May 2019 is overdue from 1 June."""
    parts = [int(part) for part in partial.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    longest = calendar.monthrange(year, month)[1]
    return date(year, month, min(parts[2], longest) if len(parts) == _DATE_PARTS else longest)


def status_of(edition: Edition, publication: Publication) -> Status:
    """Status of an edition among its siblings, on the day of the publication."""
    if edition.approval is None:
        return Status("draft", "Draft", f"Not approved by {the(words(edition.approving_body or 'governing body'))}.")
    approved = f"Approved {in_words(edition.approval.approved)} by {the(words(edition.approval.body))}."
    successor = _successor(edition, publication)
    if successor is not None and successor.approval is not None:
        when = in_words(successor.approval.approved)
        return Status(
            "superseded", "Superseded", approved, f"Replaced by the {words(successor.name)} edition, approved {when}."
        )
    due = edition.approval.review_due
    if due is None:
        return Status("force", "In force", approved)
    if publication.as_of > last_day(due):
        return Status("force", "In force", approved, f"Review was due {in_words(due)} and is overdue.", overdue=True)
    return Status("force", "In force", approved, f"Review due {in_words(due)}.")


def the(body: str) -> str:
    """A body's name with its article: "the governing body"."""
    return body if body.lower().startswith("the ") else f"the {body}"


def _successor(edition: Edition, publication: Publication) -> Edition | None:
    """The approved edition that came next, in a list that runs from newest to oldest."""
    approved = [one for one in publication.editions_of(edition.policy) if one.approval]
    place = next(index for index, one in enumerate(approved) if one.name == edition.name)
    return approved[place - 1] if place else None
