"""No policy is past the day of its review.

The day is what the governors set when they last approved or reviewed the policy. Where they set none, it follows from
the policy's review_every and review_month, else from policy/required.yaml. Eight weeks before it the rule says so in a
note. A policy that was never approved, or that was withdrawn, has no review.
"""

from collections.abc import Iterator
from datetime import timedelta

from clausebook.model.acts.record import Approved, Reviewed
from clausebook.model.acts.words import ago
from clausebook.model.finding import Finding, SourceLocation
from clausebook.model.policy import Policy
from clausebook.model.register import Register
from clausebook.text.dates import last_day, on_day

LEVEL = "warning"
READS = "policy"
SOON = timedelta(weeks=8)


def check(register: Register) -> Iterator[Finding]:
    """Findings at the act that set the date, or at the policy's review month."""
    for policy in register.policies:
        due = register.status(policy.id).due
        if due is None:
            continue
        place = _place(policy, register)
        if register.as_of > last_day(due.when):
            message = f"the review of {policy.id} was due {on_day(due.when)}, {ago(due.when, register.as_of)}"
            hint = (
                "review it; python3 build.py approve records the outcome, and approve --no-change a review that "
                "changed nothing"
            )
            yield Finding(place, message, hint)
        elif register.as_of > last_day(due.when) - SOON:
            yield Finding(place, f"the review of {policy.id} is due {on_day(due.when)}", level="note")


def _place(policy: Policy, register: Register) -> SourceLocation:
    """Where the date is set: in the last act that says it, else by the policy itself."""
    looked_at = [one.act for one in register.acts_of(policy.id) if isinstance(one.act, Approved | Reviewed)]
    last = looked_at[-1]
    if isinstance(last, Approved | Reviewed) and last.review_due:
        return last.where("review_due")
    return policy.where("review_every" if policy.review_every else "review_month" if policy.review_month else "id")
