"""A policy names its owner, approving body, review month, the people it applies to and its signatories.

For a policy without an owner no role is responsible, and one without a review month is never overdue. The owner is
a role of policy/school.yaml, never a person.
"""

from collections.abc import Iterator

from clausebook.model.finding import Finding
from clausebook.model.register import Register

LEVEL = "warning"
READS = "policy"
_NEEDED = (
    ("owner", "no owner", "add owner: with a role of policy/school.yaml"),
    ("approving_body", "no approving body", "add approving_body: who adopts it, such as governing body"),
    ("review_month", "no review month", "add review_month: a number from 1 to 12, or review_every: a cycle"),
    ("signatories", "no signatory", "add signatories: with a role for each line"),
)


def check(register: Register) -> Iterator[Finding]:
    """Findings at the policy."""
    for policy in register.policies:
        if policy.place.file in register.flawed:
            continue
        for field, lack, hint in _NEEDED:
            if not getattr(policy, field) and not (field == "review_month" and policy.review_every):
                yield Finding(policy.where("id"), f"policy {policy.id} has {lack}", hint)
