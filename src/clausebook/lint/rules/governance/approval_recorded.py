"""An approval says by which minute the governors approved, and who signed.

Governors, inspectors and courts ask for the minute. Where the record says unknown, find the minute and record a
correction: the record itself is never changed. About the newest edition of a policy this is a warning, about older ones
a note. Where a signed PDF is beside the record, that says who signed. Who approved is who the policy says approves
it.
"""

from collections.abc import Iterator

from clausebook.model.acts.record import Approved, SignedBy, Withdrawn, pdf_beside
from clausebook.model.acts.status import corrected, name_known
from clausebook.model.acts.words import without_article
from clausebook.model.finding import Finding, Level
from clausebook.model.register import Register

LEVEL = "warning"
READS = "policy"


def check(register: Register) -> Iterator[Finding]:
    """Findings at the minute, the signatories or the body of the record."""
    for policy in dict.fromkeys(one.policy for one in register.acts):
        acts = [one.act for one in corrected(register.acts_of(policy))]
        approvals = [act for act in acts if isinstance(act, Approved)]
        ended = any(isinstance(act, Withdrawn) for act in acts)
        for act in approvals:
            mine = (one for one in acts if isinstance(one, SignedBy) and one.edition == act.edition)
            signed = {who.role for one in mine for who in one.signatories}
            level: Level = "warning" if act is approvals[-1] and not ended else "note"
            yield from _of(act, policy, level, register, frozenset(signed), ended)


def _of(
    act: Approved, policy: str, level: Level, register: Register, signed: frozenset[str], ended: bool
) -> Iterator[Finding]:
    name, found = f"{policy}/{act.edition}", register.policy(policy)
    correct = f"python3 build.py correct {act.edition} --policy {policy}"
    if found is None and not ended and f"policy/{policy}.yaml" not in register.flawed:
        message = f"the record approves policy {policy}, which does not exist"
        hint = f"put policy/{policy}.yaml back, or record that it was withdrawn: python3 build.py withdraw {policy}"
        yield Finding(act.where("policy"), message, hint)
    if not name_known(act.minute):
        hint = f"look it up in the governors' minutes; {correct} --minute REF"
        yield Finding(act.where("minute"), f"the minute that approved {name} is not recorded", hint, level)
    if pdf_beside(act.place.file) not in register.files:
        yield from _signatures(act, name, level, signed, correct)
    if (
        found
        and found.approving_body
        and without_article(act.body).casefold() != without_article(found.approving_body).casefold()
    ):
        by, says = without_article(act.body), without_article(found.approving_body)
        message = f"{name} was approved by the {by}, the policy says by the {says}"
        yield Finding(act.where("body"), message, f"change the policy, or {correct} --by BODY", "note")


def _signatures(act: Approved, name: str, level: Level, signed: frozenset[str], correct: str) -> Iterator[Finding]:
    hint = f"look at the signed copy; {correct} --signed ROLE=NAME, or ROLE=withheld for a name that is not published"
    if not act.signatories and not signed:
        yield Finding(act.where(), f"the record of {name} does not say who signed", hint, level)
    for who in act.signatories:
        if not name_known(who.name) and who.role not in signed:
            message = f"the record of {name} does not say who signed as {who.role}"
            yield Finding(who.where("name"), message, hint.replace("ROLE", who.role), level)
