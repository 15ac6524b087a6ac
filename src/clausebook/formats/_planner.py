"""Publication -> the reviews of the coming year: which policy, in which month, before which body."""

from __future__ import annotations

from clausebook.model.acts.words import without_article
from clausebook.model.publication import Publication
from clausebook.text.dates import MONTHS, first_day
from clausebook.text.records import dataclass

MONTHS_AHEAD = 12
OVERDUE, LATER = "Overdue", "Later"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedReview:
    """One review that is due: its month in words, Overdue, or Later. `why` is why then, `owner` who looks after it."""

    month: str
    policy: str
    title: str
    folder: str
    body: str
    owner: str
    due: str
    why: str


def months_of(publication: Publication) -> tuple[str, ...]:
    """The headings of the year in their order: what is overdue, the coming twelve months, what comes later."""
    year, month = publication.as_of.year, publication.as_of.month
    return (OVERDUE, *(_name(year, month + ahead) for ahead in range(MONTHS_AHEAD)), LATER)


def planned(publication: Publication) -> tuple[PlannedReview, ...]:
    """Every review that is due, in the order of its month and then of the publication."""
    months = months_of(publication)
    found = []
    for policy in dict.fromkeys(edition.policy for edition in publication.editions):
        status, main = publication.status(policy), publication.main(policy)
        if status.due is None:
            continue
        first, start = publication.editions_of(policy)[0], first_day(status.due.when)
        name = OVERDUE if status.overdue is not None else _name(start.year, start.month)
        # a date of a year alone, or of this month's past days, is due in the months to come
        name = name if name in months else _in_time(start.year, start.month, publication)
        body = first.approving_body or (main.approval.body if main.approval else "")
        found.append(
            PlannedReview(
                month=name,
                policy=policy,
                title=main.title,
                folder=main.folder,
                body=without_article(body) or "not known",
                owner=first.owner or main.owner,
                due=status.due.when,
                why=status.due.why,
            )
        )
    return tuple(sorted(found, key=lambda one: months.index(one.month)))


def _in_time(year: int, month: int, publication: Publication) -> str:
    """A due date that is not past and in no coming month: it began before this month, or comes later."""
    today = publication.as_of
    return _name(today.year, today.month) if (year, month) < (today.year, today.month) else LATER


def _name(year: int, month: int) -> str:
    return f"{MONTHS[(month - 1) % 12]} {year + (month - 1) // 12}"
