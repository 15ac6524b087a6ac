"""An approved edition and its policy's acts -> the edition as shown now: facts put right, reviews, what is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from clausebook.model.acts.record import Approved, Consulted, Recorded, approval_of
from clausebook.model.acts.status import PolicyStatus, corrected
from clausebook.model.edition import DRAFT, Edition
from clausebook.text.dates import first_day


def as_shown(edition: Edition, acts: Sequence[Recorded], status: PolicyStatus) -> Edition:
    """The edition with its approval as corrected, the acts about it until the day of the status, and its review."""
    if edition.approval is None:
        return replace(edition, acts=consultations(acts, status)) if edition.name == DRAFT else edition
    found = status.edition(edition.name)
    if found is None:
        return edition
    mine = [one for one in corrected(acts) if one.act.edition == edition.name]
    record = next(one for one in mine if isinstance(one.act, Approved))
    recorded, signed = approval_of(record), (who for act in found.signed for who in act.signatories)
    signatories = {who.role: who for who in (*recorded.signatories, *signed)}
    begins = found.begins if found.begins != found.approval.on else None
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
    )


def consultations(acts: Sequence[Recorded], status: PolicyStatus, edition: str = "") -> tuple[Consulted, ...]:
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
