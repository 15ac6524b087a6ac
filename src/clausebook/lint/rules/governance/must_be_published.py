"""What must be on the school's web site is in force and has an address there.

policy/required.yaml says which policies must be published. A policy without an approved edition is shown as a draft
only; and without policy_site: in policy/school.yaml no notice can say where it is.
"""

from collections.abc import Iterator

from clausebook.model.finding import Finding
from clausebook.model.register import Register
from clausebook.model.required import GROUPS, covered

LEVEL = "warning"
READS = "policy"


def check(register: Register) -> Iterator[Finding]:
    """Findings at the policy."""
    school = register.school
    group = GROUPS.get(school.kind) if school else None
    if school is None or group is None:
        return
    for policy in register.policies:
        for row in covered(policy, register.required):
            if group not in row.kinds or row.published_for(group) != "must":
                continue
            unseen = " (the source of this was not seen)" if "publish" in row.unverified else ""
            if not school.policy_site:
                message = f"{policy.id} must be on the web site{unseen}, and the address of the site is not known"
                hint = "add policy_site: to policy/school.yaml, with the address at which the site is published"
                yield Finding(policy.where("id"), message, hint, "note" if unseen else "warning")
            elif register.status(policy.id).in_force is None:
                message = f"{policy.id} must be on the web site{unseen}, and no edition is in force"
                hint = f"python3 build.py approve, once the governors have approved {policy.id}"
                yield Finding(policy.where("id"), message, hint, "note" if unseen else "warning")
