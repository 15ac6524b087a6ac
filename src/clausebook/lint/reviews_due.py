"""Policy, day -> when it is next reviewed, as far as its record and its month of review say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from clausebook.model.law.status import span
from clausebook.model.policy import Policy
from clausebook.model.register import Register


def reviews_due(register: Register, policy: Policy) -> Iterator[str]:
    """The coming review as 2019-05, and the one after it: what is written for the one is to last until the other."""
    today = register.as_of
    due = register.status(policy.id).due
    if due and first_of(due.when) > today:
        yield due.when
    if policy.review_month and policy.review_every in (None, "1 year"):
        year = today.year + (policy.review_month <= today.month)
        yield f"{year}-{policy.review_month:02}"
        yield f"{year + 1}-{policy.review_month:02}"


def next_review(register: Register, policy_id: str) -> date:
    """The first day of the month of the coming review; the day of the check where none is known."""
    policy = register.policy(policy_id)
    return first_of(next(reviews_due(register, policy), "")) if policy else register.as_of


def first_of(partial: str) -> date:
    """The first day that a partial date can mean; the beginning of time for none."""
    days = span(partial)
    return days[0] if days else date.min
