"""An approval record says by which minute the governors approved, and who signed.

Governors, inspectors and courts ask for the minute. Where the record says unknown, find the minute and amend the
record by hand, with the reason in the commit message. About the newest record of a policy this is a warning, about
older ones a note. Where a signed PDF lies beside the record, that says who signed. Who approved is who the policy says
approves it.
"""

from collections.abc import Iterator

from clausebook.lint.rules.governance._approvals import newest_approval
from clausebook.model.approvals.approval import UNKNOWN, Approval
from clausebook.model.finding import Finding, Level
from clausebook.model.register import Register

LEVEL = "warning"


def check(register: Register) -> Iterator[Finding]:
    """Findings at the minute, the signatories or the body of the record."""
    for approval in register.approvals:
        policy = register.policy(approval.policy)
        level: Level = "warning" if approval is newest_approval(register, approval.policy) else "note"
        name = f"{approval.policy}/{approval.edition}"
        if policy is None and f"policy/{approval.policy}.yaml" not in register.flawed:
            message = f"the record approves policy {approval.policy}, which does not exist"
            yield Finding(approval.where("policy"), message, f"put policy/{approval.policy}.yaml back")
        if approval.minute.strip().lower() in ("", UNKNOWN):
            hint = "look it up in the governors' minutes"
            yield Finding(approval.where("minute"), f"the minute that approved {name} is not recorded", hint, level)
        if f"policy/approvals/{name}.pdf" not in register.files:
            yield from _signatures(approval, name, level)
        if policy and policy.approving_body and not _same(approval.body, policy.approving_body):
            by, says = _bare(approval.body), _bare(policy.approving_body)
            message = f"{name} was approved by the {by}, the policy says by the {says}"
            yield Finding(approval.where("body"), message, "correct the one that is wrong", "note")


def _signatures(approval: Approval, name: str, level: Level) -> Iterator[Finding]:
    hint = "look at the signed copy; write the name only where the school publishes it"
    if not approval.signatories:
        yield Finding(approval.where(), f"the record of {name} does not say who signed", hint, level)
    for signed in approval.signatories:
        if signed.name.strip().lower() in ("", UNKNOWN):
            message = f"the record of {name} does not say who signed as {signed.role}"
            yield Finding(signed.where("name"), message, hint, level)


def _same(one: str, other: str) -> bool:
    return _bare(one).casefold() == _bare(other).casefold()


def _bare(body: str) -> str:
    return body[4:] if body.lower().startswith("the ") else body
