"""The approval records of a policy, for rules about them."""

from clausebook.model.approvals.approval import Approval
from clausebook.model.register import Register
from clausebook.text.dates import first_day


def newest_approval(register: Register, policy: str) -> Approval | None:
    """The record of the policy's last approval, or None."""
    records = [one for one in register.approvals if one.policy == policy]
    return max(records, key=lambda one: (first_day(one.approved), one.edition), default=None)
