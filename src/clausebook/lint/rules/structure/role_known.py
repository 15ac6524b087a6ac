"""Every role that a policy, a clause or the list of contributors names is one of policy/school.yaml."""

from collections.abc import Iterator

from clausebook.model.clause import Clause
from clausebook.model.decode import nearest
from clausebook.model.finding import Finding, SourceLocation
from clausebook.model.policy import Policy
from clausebook.model.register import Register

READS = "policy"


def check(register: Register) -> Iterator[Finding]:
    """Findings at the role."""
    if register.school is None or register.school.place.file in register.flawed:
        return
    known = register.school.roles
    for place, role in _named(register):
        if role not in known:
            yield Finding(place, f"role {role} is not in policy/school.yaml", nearest(role, known))


def _named(register: Register) -> Iterator[tuple[SourceLocation, str]]:
    if register.school:
        for address, role in register.school.contributors.items():
            yield register.school.where("contributors", address), role
    records: tuple[Policy | Clause, ...] = (*register.policies, *register.clauses)
    for record in records:
        for index, role in enumerate(record.applies_to):
            yield record.where("applies_to", index), role
    for policy in register.policies:
        if policy.owner:
            yield policy.where("owner"), policy.owner
        for signatory in policy.signatories:
            yield signatory.where("role"), signatory.role
