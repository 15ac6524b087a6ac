"""A translation or an easy-read summary is of the words that its edition has today.

It is bound to them by their fingerprint. When the words change, its page says that it is out of date until somebody has
read it again, and has written the new fingerprint into it. Approved words never change: what is bound to another
fingerprint there was made from a draft.
"""

from collections.abc import Iterator

from clausebook.model.alternative import Alternative
from clausebook.model.decode import nearest
from clausebook.model.edition import DRAFT
from clausebook.model.finding import Finding
from clausebook.model.register import Register
from clausebook.resolve.resolve import resolve


def check(register: Register) -> Iterator[Finding]:
    """A warning at what is of other words, or of an edition that is not there."""
    for one in register.alternatives:
        if register.policy(one.policy) is None and not register.acts_of(one.policy):
            known = [policy.id for policy in register.policies]
            yield Finding(
                one.where("policy"), f"there is no policy {one.policy}", nearest(one.policy, known), level="warning"
            )
            continue
        now = _fingerprint(register, one)
        if now is None:
            editions = [approval.edition for approval in register.approvals if approval.policy == one.policy]
            message = f"{one.id} is of the {one.edition} edition of {one.policy}, which does not exist"
            yield Finding(one.where("edition"), message, nearest(one.edition, [*editions, DRAFT]), level="warning")
        elif now and now != one.fingerprint:
            message = f"{one.id} was made from other words than {one.policy}/{one.edition} has"
            hint = f"read it against them, then write fingerprint: {now}"
            yield Finding(one.where("fingerprint"), message, hint, level="warning")


def _fingerprint(register: Register, one: Alternative) -> str | None:
    """Of the words today; None where there is no such edition, "" for a draft with errors, which other rules name."""
    if one.edition != DRAFT:
        approval = register.approval_by_key.get((one.policy, one.edition))
        return approval.fingerprint if approval else None
    if register.policy(one.policy) is None:
        return None
    try:
        return resolve(register, one.policy, DRAFT).fingerprint
    except (KeyError, ValueError, TypeError, AttributeError, LookupError):
        return ""
