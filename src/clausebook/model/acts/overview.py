"""The state of one policy as a clerk wants to see it, and an approved edition as it is shown now, with its
policy's acts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from clausebook.model.acts.record import Approved, Consulted, RecordedAct, approval_of
from clausebook.model.acts.status import PolicyStatus, corrected, name_known
from clausebook.model.acts.words import WORDS, asked_line, due_line, policy_line, standing_line, with_article
from clausebook.model.edition import DRAFT, Edition
from clausebook.text.dates import first_day, in_words
from clausebook.text.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyOverview:
    """One policy. `open` are matters that somebody has to see to, in sentences."""

    id: str
    title: str
    owner: str
    body: str
    status: PolicyStatus
    draft_open: bool
    unsigned: tuple[str, ...]
    questions: int

    @property
    def open(self) -> tuple[str, ...]:
        """What is still to be done, in sentences."""
        waiting = [one for one in self.status.editions if one.waits_for and one.state in ("approved", "in force")]
        found = [f"The {one.approval.called} is not yet ratified by {with_article(one.waits_for)}." for one in waiting]
        coming = [one for one in self.status.coming if one not in waiting]
        found += [f"The {one.approval.called}: {standing_line(one)}" for one in coming]
        found += ["The draft has changes that are not approved."] if self.draft_open else []
        asked = self.status.consultation
        found += [asked_line(asked, self.status.day)] if asked else []
        found += [f"No name is recorded for who signed as {role}." for role in self.unsigned]
        if self.questions:
            asks = "1 question waits" if self.questions == 1 else f"{self.questions} questions wait"
            found += [f"{asks} for the governors' decision."]
        return tuple(found)

    @property
    def lines(self) -> tuple[str, ...]:
        """For the terminal."""
        due = due_line(self.status.due, self.status.day)
        head = f"{self.id}: {policy_line(self.status)}{f' {due}' if due else ''}"
        signed = [f"Signed by {who}." for who in self.signed]
        return (head, *(f"  {line}" for line in (*signed, *self.open)))

    @property
    def signed(self) -> tuple[str, ...]:
        """Who signed the edition in force, by its acts: name, role, and whether with ink or a key."""
        acts = self.status.in_force.signed if self.status.in_force else ()
        return tuple(
            f"{who.name if name_known(who.name) else 'somebody whose name is not recorded'} as "
            f"{who.role.replace('-', ' ')} with {'a key' if act.how == 'key' else 'ink'}, {in_words(act.on)}"
            for act in acts
            for who in act.signatories
        )

    def as_json(self) -> dict[str, object]:
        """As plain values; what is not known is left out."""
        force, due = self.status.in_force, self.status.due
        found: dict[str, object] = {
            "policy": self.id,
            "title": self.title,
            "owner": self.owner,
            "approved_by": self.body,
            "state": WORDS[self.status.state],
            "in_force": force.name if force else "",
            "coming": [{"edition": one.name, "from": one.begins} for one in self.status.coming],
            "review_due": due.when if due else "",
            "why": due.why if due else "",
            "overdue_months": self.status.overdue,
            "draft_open": self.draft_open,
            "signed": [
                {"role": who.role, "name": who.name, "how": act.how, "on": act.on}
                for act in (force.signed if force else ())
                for who in act.signatories
            ],
            "unsigned": list(self.unsigned),
            "undecided": self.questions,
            "not_ratified": [one.name for one in self.status.editions if one.waits_for],
        }
        return {name: value for name, value in found.items() if value not in ("", None, [])}


def unsigned_roles(status: PolicyStatus, has_signed_pdf: bool) -> tuple[str, ...]:
    """The roles of the edition in force for which no name is recorded."""
    force = status.in_force
    if force is None:
        return ()
    signed = {who.role for act in force.signed for who in act.signatories}
    if has_signed_pdf and not any(act.how == "key" for act in force.signed):
        return ()  # a file that was signed before its signatures were acts: it says itself by whom
    return tuple(who.role for who in force.approval.signatories if not name_known(who.name) and who.role not in signed)


def overview_json(found: Iterable[PolicyOverview], day: str) -> dict[str, object]:
    """All policies as plain values, for `status --format json`."""
    return {"as_of": day, "policies": [one.as_json() for one in found]}


def as_shown(edition: Edition, acts: Sequence[RecordedAct], status: PolicyStatus) -> Edition:
    """The edition with its approval as corrected, the acts about it until the day of the status, and its review."""
    if edition.approval is None:
        if edition.name != DRAFT:
            return edition
        return replace(edition, acts=consultations(acts, status), chapters=edition.unread)
    found = status.edition(edition.name)
    if found is None:
        return edition
    mine = [one for one in corrected(acts) if one.act.edition == edition.name]
    record = next(one for one in mine if isinstance(one.act, Approved))
    recorded, signed = approval_of(record), (who for act in found.signed for who in act.signatories)
    signatories = {who.role: who for who in (*recorded.signatories, *signed)}
    begins = found.begins if found.begins != found.approval.on and found.ever else None
    return replace(
        edition,
        approval=replace(
            recorded,
            place=edition.approval.place,
            applies_from=begins,
            signatories=tuple(signatories.values()),
        ),
        acts=(
            *consultations(acts, status, edition.name),
            *(one.act for one in mine if one is not record and first_day(one.act.on) <= status.day),
        ),
        review_due=found.due.when if found.due else "",
        chapters=edition.unread,
    )


def consultations(acts: Sequence[RecordedAct], status: PolicyStatus, edition: str = "") -> tuple[Consulted, ...]:
    """The consultations on the draft that became an edition; "" for today's draft. The last word on each one alone."""
    found: dict[tuple[str, tuple[str, ...]], Consulted] = {}
    for one in corrected(acts):
        if isinstance(one.act, Approved):
            if one.act.edition == edition:
                break
            found = {}
        if isinstance(one.act, Consulted) and first_day(one.act.on) <= status.day:
            found[one.act.until, one.act.people] = one.act
    return tuple(found.values())
