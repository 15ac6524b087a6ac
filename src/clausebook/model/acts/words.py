"""A status in words: the one place that says in force, superseded, withdrawn, due and by whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from clausebook.model.acts.chain import AFTER, ReviewDue
from clausebook.model.acts.record import (
    Act,
    AppliesFrom,
    Approved,
    Consulted,
    Corrected,
    Ratified,
    Response,
    Reviewed,
    SignedBy,
    Withdrawn,
)
from clausebook.model.acts.status import EditionState, PolicyStatus, State, name_known
from clausebook.model.listing import Listed
from clausebook.text.dates import in_words, last_day, months_over, on_day
from clausebook.text.phrases import listed, months_in_words

# for programs: index.json and `status --format json`
WORDS: dict[State, Listed] = {
    "in force": "in force",
    "approved": "approved, not yet in force",
    "superseded": "superseded",
    "withdrawn": "withdrawn",
    "refused": "not ratified",
    "draft": "draft",
}
TAGS: dict[State, str] = {
    "in force": "In force",
    "approved": "Not yet in force",
    "superseded": "Superseded",
    "withdrawn": "Withdrawn",
    "refused": "Not ratified",
    "draft": "Draft",
}


def with_article(body: str) -> str:
    """A body's name with its article, for running text: "the governing body"."""
    return body if body.lower().startswith("the ") else f"the {body}"


def without_article(body: str) -> str:
    """A body's name without its article."""
    return body[4:] if body.lower().startswith("the ") else body


def approved_line(one: EditionState) -> str:
    """Who approved the edition, and when."""
    how = ", by chair's action" if one.approval.chairs_action else ""
    return f"Approved {in_words(one.approval.on)} by {with_article(one.approval.body)}{how}."


def standing_line(one: EditionState) -> str:
    """What more is to be said of an edition on the day: from when it applies, or what took its place."""
    match one.state:
        case "approved" if one.waits_for:
            return f"Not in force until {with_article(one.waits_for)} ratifies it."
        case "approved":
            return f"In force from {in_words(one.begins)}."
        case "superseded":
            later = f"the {one.next.called}, approved {in_words(one.next.on)}" if one.next else "a later one"
            ended = f"{withdrawn_line(one.withdrawn)} " if one.withdrawn else ""
            return f"{ended}Replaced by {later}{'' if one.ever else ', before it came into force'}."
        case "refused":
            by = (
                with_article(one.ratified.body)
                if one.ratified and one.ratified.body
                else "the body that was to ratify it"
            )
            return f"{by[:1].upper()}{by[1:]} refused to ratify it {on_day(one.ratified.on) if one.ratified else ''}."
        case "in force" if one.waits_for:
            return f"In force until {with_article(one.waits_for)} decides whether to ratify it."
        case "in force" if one.begins != one.approval.on:
            return f"In force since {in_words(one.begins)}."
        case _:
            return ""


def coming_line(one: EditionState) -> str:
    """An edition that is approved and still to come."""
    return f"The {one.approval.called} is approved. {standing_line(one)}"


def ratified_line(act: Ratified) -> str:
    """Who ratified an approval, and when."""
    by = f" by {with_article(act.body)}" if act.body else ""
    return f"Ratified{by} {on_day(act.on)}."


def consultation_line(act: Act) -> str:
    """A consultation as a document says it that is read on any day: until when, with whom; "" for another act."""
    if not isinstance(act, Consulted):
        return ""
    outcome = f" {_sentence(act.outcome)}" if act.outcome else ""
    return f"For consultation until {in_words(act.until)}, with {listed(act.people)}.{outcome}"


def asked_line(act: Consulted, day: date) -> str:
    """Who is or was asked about a draft, and until when."""
    if act.outcome:
        return f"Consultation with {listed(act.people)} until {in_words(act.until)}: {act.outcome.rstrip('.')}."
    if last_day(act.until) < day:
        return f"Consultation with {listed(act.people)} ended {on_day(act.until)}; its outcome is not recorded."
    return f"For consultation until {in_words(act.until)}, with {listed(act.people)}."


def consultation_lines(acts: Iterable[Act], day: date) -> Iterator[str]:
    """Every consultation among the acts: who is or was asked, what they said, and what became of it."""
    for act in acts:
        if isinstance(act, Consulted):
            yield asked_line(act, day)
            yield from map(response_line, act.responses)


def response_line(one: Response) -> str:
    """What one group said, and what became of it."""
    became = _sentence(one.outcome or "What became of it is not recorded")
    return f"{one.of[:1].upper()}{one.of[1:]}: “{one.said.strip().rstrip('.')}”. {became}"


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:].rstrip('.')}."


def due_line(due: ReviewDue | None, day: date) -> str:
    """When the review is due, and whether it is overdue on the day; "" where no day is known."""
    if due is None:
        return ""
    months = months_over(due.when, day)
    if months is None:
        return f"Review due {in_words(due.when)}."
    late = f"overdue by {months_in_words(months)}" if months else "overdue"
    return f"Review was due {in_words(due.when)}: {late} on {in_words(day.isoformat())}."


def ago(due: str, day: date) -> str:
    """How long ago a date was over: "2 years and 6 months ago"."""
    return f"{months_in_words(months_over(due, day) or 0) or 'less than a month'} ago"


def reviewed_line(act: Reviewed) -> str:
    """That the edition was reviewed and no word changed: when, and by which minute."""
    by = f" by {with_article(act.body)}" if act.body else ""
    return f"Reviewed without change {in_words(act.on)}{by} ({minute_words(act.minute)})."


def withdrawn_line(act: Withdrawn) -> str:
    """That the policy was withdrawn: when, by whom, and why."""
    by = f" by {with_article(act.body)}" if act.body else ""
    effect = f", from {in_words(act.takes_effect)}" if act.takes_effect else ""
    successor = f" The policy {act.successor} takes its place." if act.successor else ""
    return f"Withdrawn {in_words(act.on)}{by}{effect}. Reason: {act.reason.rstrip('.')}.{successor}"


def minute_words(minute: str) -> str:
    """A minute's reference in words."""
    return f"minute {minute}" if name_known(minute) else "minute not known"


def policy_line(status: PolicyStatus) -> str:
    """The state of a policy in one sentence."""
    force = status.in_force
    if status.state == "withdrawn" and status.withdrawn:
        return withdrawn_line(status.withdrawn)
    if force:
        ends = status.ends and status.ends.takes_effect
        until = f" It is withdrawn from {in_words(ends)}." if ends else ""
        return f"The {force.approval.called} is in force.{until}"
    coming = status.coming
    if coming:
        return coming_line(coming[-1])
    return "No edition is approved."


def act_line(act: Act) -> str:
    """An act in one sentence, with its day and minute: for the history of a record."""
    by = f" by {with_article(act.body)}" if act.body else ""
    return f"{_what(act)}{by}, {in_words(act.on)} ({minute_words(act.minute)}).{''.join(_more(act))}"


def _what(act: Act) -> str:
    match act:
        case Approved():
            return "Approved"
        case Ratified(outcome="refused"):
            return "Ratification refused"
        case Ratified():
            return "Ratified"
        case Reviewed():
            return "Reviewed without change"
        case AppliesFrom():
            return f"In force from {in_words(act.applies_from)}, as decided"
        case Corrected():
            return "Record corrected"
        case SignedBy():
            return f"Signed with {'a key' if act.how == 'key' else 'ink'}"
        case Withdrawn():
            return "Withdrawn"
        case Consulted():
            return f"Consultation until {in_words(act.until)}"
        case _:
            raise AssertionError(f"an act of another kind: {act}")


def _more(act: Act) -> Iterator[str]:
    match act:
        case Approved():
            if act.chairs_action:
                yield f" The chair acted for the body: {act.chairs_action.rstrip('.')}."
            if act.applies_from:
                yield f" In force from {in_words(act.applies_from)}."
            if act.ratify_by:
                yield f" To be ratified by {with_article(act.ratify_by)}."
            if act.review_due:
                yield f" Next review due {in_words(act.review_due)}."
        case Reviewed() if act.review_due:
            yield f" Next review due {in_words(act.review_due)}."
        case Corrected():
            for field, value in act.right.items():
                if field == AFTER:
                    yield " It comes after another act than was recorded."
                    continue
                was = f", was {act.wrong[field]}" if act.wrong.get(field) else ""
                yield f" {field.replace('_', ' ').capitalize()} is {value}{was}."
            yield f" Reason: {act.reason.rstrip('.')}." if act.reason else ""
        case Ratified() if act.reason:
            yield f" Reason: {act.reason.rstrip('.')}."
        case Withdrawn():
            if act.takes_effect:
                yield f" Takes effect {on_day(act.takes_effect)}."
            yield f" Reason: {act.reason.rstrip('.')}."
            if act.successor:
                yield f" The policy {act.successor} takes its place."
        case SignedBy():
            for who in act.signatories:
                yield f" {who.name if name_known(who.name) else 'Name not recorded'}, {who.role.replace('-', ' ')}."
        case Consulted():
            yield f" With {listed(act.people)}."
            yield f" {_sentence(act.outcome)}" if act.outcome else ""
            yield from (f" {response_line(one)}" for one in act.responses)
        case _:
            pass
