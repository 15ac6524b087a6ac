"""Publication -> "Our policies": the state of every policy, who answers for it, and the reviews month by month."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from clausebook.formats._labels import date_in, labels_in
from clausebook.formats._planner import planned
from clausebook.formats.web.escape import words
from clausebook.formats.web.status import KINDS
from clausebook.model.acts.status import PolicyStatus
from clausebook.model.acts.words import coming_line, due_line, policy_line
from clausebook.model.publication import Publication


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyRow:
    """One policy in the list: its state in a tag and a sentence, its owner, who approves it, and its reviews."""

    title: str
    url: str
    kind: str
    tag: str
    said: str
    owner: str
    body: str
    reviewed: str
    due: str
    overdue: bool


@dataclass(frozen=True, slots=True)
class PlannedMonth:
    """One month of the planner: the policies whose review is due in it, each with the body that is asked."""

    name: str
    reviews: tuple[tuple[str, str, str], ...]  # title, address, body


def rows_of(publication: Publication) -> tuple[PolicyRow, ...]:
    """Every policy once, in the order of the publication."""
    return tuple(_row(policy, publication) for policy in _ids(publication))


def planner_of(publication: Publication) -> tuple[PlannedMonth, ...]:
    """The coming twelve months from the day of the publication; what is overdue stands first, in a row of its own."""
    found = planned(publication)
    months = dict.fromkeys(one.month for one in found)
    return tuple(
        PlannedMonth(
            month,
            tuple(
                (words(one.title), f"site:{escape(one.folder)}/", words(one.body))
                for one in found
                if one.month == month
            ),
        )
        for month in months
    )


def _ids(publication: Publication) -> Iterator[str]:
    yield from dict.fromkeys(edition.policy for edition in publication.editions)


def _row(policy: str, publication: Publication) -> PolicyRow:
    status, main = publication.status(policy), publication.main(policy)
    draft, labels = publication.editions_of(policy)[0], labels_in(publication)
    return PolicyRow(
        title=words(main.title),
        url=f"site:{escape(main.folder)}/",
        kind=KINDS[status.state],
        tag=labels[f"tag_{KINDS[status.state]}"],
        said=words(_said(status)),
        owner=words(draft.owner or main.owner or labels["not_known"]),
        body=words(_body(policy, publication) or labels["not_known"]),
        reviewed=date_in(status.reviewed, labels) if status.reviewed else labels["not_known"],
        due=due_line(status.due, status.day) if status.due else _no_review(status),
        overdue=status.overdue is not None,
    )


def _said(status: PolicyStatus) -> str:
    lines = [policy_line(status), *(coming_line(one) for one in status.coming if status.in_force)]
    return " ".join(lines)


def _no_review(status: PolicyStatus) -> str:
    return "No review: the policy is withdrawn." if status.state == "withdrawn" else "No day for a review is on record."


def _body(policy: str, publication: Publication) -> str:
    main = publication.main(policy)
    return main.approval.body if main.approval else main.approving_body
