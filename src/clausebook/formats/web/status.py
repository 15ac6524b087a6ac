"""The status of an edition on a given day, as the banner says it. What is said comes from model/acts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from clausebook.formats._labels import labels_in
from clausebook.formats.web.escape import words
from clausebook.model.acts.status import EditionState, PolicyStatus, State
from clausebook.model.acts.words import (
    approved_line,
    asked_line,
    coming_line,
    due_line,
    ratified_line,
    reviewed_line,
    standing_line,
    with_article,
    withdrawn_line,
)
from clausebook.model.edition import Edition
from clausebook.model.publication import Publication
from clausebook.text.dates import in_words, last_day
from clausebook.text.records import dataclass

Kind = Literal["force", "superseded", "draft", "coming", "withdrawn", "refused"]
KINDS: dict[State, Kind] = {
    "in force": "force",
    "approved": "coming",
    "superseded": "superseded",
    "withdrawn": "withdrawn",
    "refused": "refused",
    "draft": "draft",
}


@dataclass(frozen=True, slots=True)
class EditionStatus:
    """What the banner says. `kind` chooses its colour, `tag` is short, the rest are sentences, escaped.

    `due` is the last day on which the review is not overdue, `when` the same as the record says it, and `as_of` the
    day that `review` speaks from: with them the page can say what is true on the reader's day.
    """

    kind: Kind
    tag: str
    approved: str
    review: str = ""
    overdue: bool = False
    since: str = ""
    due: str = ""
    when: str = ""
    as_of: str = ""


def status_of(edition: Edition, publication: Publication) -> EditionStatus:
    """Status of an edition among its siblings, on the day of the publication."""
    policy, one = publication.status(edition.policy), publication.edition_status(edition)
    if one is None:
        return _draft(edition, policy, _tag("draft", publication))
    approved = words(approved_line(one))
    if one.state != "in force":
        said = withdrawn_line(policy.withdrawn) if one.state == "withdrawn" and policy.withdrawn else standing_line(one)
        kind = KINDS[one.state]
        return EditionStatus(kind, _tag(kind, publication), approved, words(said), since=approved)
    return _in_force(policy, one, approved, _tag("force", publication))


def _tag(kind: Kind, publication: Publication) -> str:
    return labels_in(publication)[f"tag_{kind}"]


def _draft(edition: Edition, policy: PolicyStatus, tag: str) -> EditionStatus:
    said = f"Not approved by {with_article(words(edition.approving_body or 'governing body'))}."
    asked = policy.consultation
    if asked:
        said += f" {words(asked_line(asked, policy.day))}"
    return EditionStatus("draft", tag, said, since=said)


def _in_force(policy: PolicyStatus, one: EditionState, approved: str, tag: str) -> EditionStatus:
    more = " ".join(words(line) for line in _more(policy, one))
    said = f"{approved} {more}".rstrip()
    since = f"since its approval, {in_words(one.approval.on)}."
    if policy.due is None:
        return EditionStatus("force", tag, said, since=since)
    return EditionStatus(
        kind="force",
        tag=tag,
        approved=said,
        review=due_line(policy.due, policy.day),
        overdue=policy.overdue is not None,
        since=since,
        due=last_day(policy.due.when).isoformat(),
        when=in_words(policy.due.when),
        as_of=policy.day.isoformat(),
    )


def _more(policy: PolicyStatus, one: EditionState) -> Iterator[str]:
    """What else is true of the edition in force: from when, who has yet to ratify it, reviews, what comes."""
    if standing_line(one):
        yield standing_line(one)
    if one.ratified:
        yield ratified_line(one.ratified)
    if one.reviews:
        yield reviewed_line(one.reviews[-1])
    for coming in policy.coming:
        yield coming_line(coming)
    if policy.ends:
        yield withdrawn_line(policy.ends)
