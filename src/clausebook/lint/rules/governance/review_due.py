"""No policy is past the day of its review.

The day comes from the newest approval record, or, where that says none, is the policy's review month a year after the
approval. Eight weeks before it the rule says so in a note. A policy that was never approved has no review.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from clausebook.lint.rules.governance._approvals import newest_approval
from clausebook.model.finding import Finding
from clausebook.model.location import SourceLocation
from clausebook.model.policy import Policy
from clausebook.model.register import Register
from clausebook.text.dates import first_day, in_words, last_day
from clausebook.text.phrases import months_in_words

LEVEL = "warning"
SOON = timedelta(weeks=8)


def check(register: Register) -> Iterator[Finding]:
    """Findings at the record's review_due, or at the policy's review month."""
    for policy in register.policies:
        due, place = _due(policy, register)
        if not due:
            continue
        if register.as_of > last_day(due):
            message = f"the review of {policy.id} was due {_when(due)}, {_ago(last_day(due), register)}"
            yield Finding(place, message, "review it; python3 build.py approve records the outcome")
        elif register.as_of > last_day(due) - SOON:
            yield Finding(place, f"the review of {policy.id} is due {_when(due)}", level="note")


def _due(policy: Policy, register: Register) -> tuple[str, SourceLocation]:
    """When the review is due, as precisely as is known, and what says so; empty where nothing does."""
    approval = newest_approval(register, policy.id)
    if approval is None:
        return "", SourceLocation()
    if approval.review_due:
        return approval.review_due, approval.where("review_due")
    if policy.review_month:
        year = first_day(approval.approved).year + 1
        return f"{year}-{policy.review_month:02}", policy.where("review_month")
    return "", SourceLocation()


def _when(due: str) -> str:
    return f"{'on' if due.count('-') == 2 else 'in'} {in_words(due)}"


def _ago(due: date, register: Register) -> str:
    months = (register.as_of.year - due.year) * 12 + register.as_of.month - due.month
    return f"{months_in_words(months) or 'less than a month'} ago"
