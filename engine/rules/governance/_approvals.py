"""The approval records of a policy, for rules about them."""

from engine.model.approvals.approval import Approval
from engine.model.dates import first_day
from engine.model.register import Register


def newest_approval(register: Register, policy: str) -> Approval | None:
    """The record of the policy's last approval, or None."""
    records = [one for one in register.approvals if one.policy == policy]
    return max(records, key=lambda one: (first_day(one.approved), one.edition), default=None)
