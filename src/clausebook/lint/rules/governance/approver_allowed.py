"""A policy is approved by a body that may approve it.

policy/bodies.yaml says what kind of body approves and what the school's scheme lets it approve; policy/required.yaml
says whom law and guidance allow. Where approval may be delegated the board's own scheme goes first, so that this is
only a note.
"""

from collections.abc import Iterator

from clausebook.model.finding import Finding
from clausebook.model.policy import Policy
from clausebook.model.register import Register
from clausebook.model.required import GROUPS, Group, covered

LEVEL = "warning"
READS = "policy"


def check(register: Register) -> Iterator[Finding]:
    """Findings at the policy's approving body."""
    group = GROUPS.get(register.school.kind) if register.school else None
    for policy in register.policies:
        body = register.bodies.meant(policy.approving_body)
        if body is None:
            continue
        if body.approves and policy.id not in body.approves:
            message = f"{policy.id} is approved by the {body.name}, whose scheme does not name it"
            hint = "add it to approves: in policy/bodies.yaml, or name another body"
            yield Finding(policy.where("approving_body"), message, hint)
        if group:
            yield from _by_list(policy, body.kind, body.name, group, register)


def _by_list(policy: Policy, kind: str, name: str, group: Group, register: Register) -> Iterator[Finding]:
    for row in covered(policy, register.required):
        allowed = row.approvers_for(group)
        if group not in row.kinds or not allowed or kind in allowed:
            continue
        delegable = row.delegable.get(group) or row.delegable.get("all")
        unseen = "; the source of this was not seen" if "approver" in row.unverified else ""
        whose = f"“{row.title}” is for the {' or '.join(allowed)} to approve"
        message = f"{policy.id} is approved by the {name}; {whose}{unseen}"
        sure = delegable == "no" and "approver" not in row.unverified
        hint = row.delegable_note or "look at the scheme of delegation"
        yield Finding(policy.where("approving_body"), message, hint, "warning" if sure else "note")
