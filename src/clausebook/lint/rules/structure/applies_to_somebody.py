"""Every clause applies to somebody: to the roles it names in applies_to:, or to those of its policy.

A role is named once, and a clause names roles only where they are not its policy's.
"""

from collections.abc import Iterator

from clausebook.model.clause import Clause
from clausebook.model.finding import Finding
from clausebook.model.policy import Policy
from clausebook.model.register import Register

LEVEL = "warning"
READS = "policy"


def check(register: Register) -> Iterator[Finding]:
    """Findings at the policy's id, or at the role or the list that says nothing."""
    for policy in register.policies:
        if policy.place.file in register.flawed:
            continue
        clauses = [one for one in (register.clause(policy.id, id) for id in policy.clauses) if one]
        without = [clause for clause in clauses if not clause.applies_to]
        if not policy.applies_to and without:
            hint = "add applies_to: to the policy, or to each clause"
            yield Finding(policy.where("id"), f"clause {without[0].id} applies to nobody{_more(without)}", hint)
        yield from _repeated(policy)
        for clause in clauses:
            yield from _repeated(clause)
            if clause.applies_to and clause.applies_to == policy.applies_to:
                message = f"clause {clause.id} names the same roles as its policy"
                yield Finding(clause.where().key("applies_to"), message, "delete the line", level="note")


def _more(without: list[Clause]) -> str:
    return f", nor do {len(without) - 1} more" if len(without) > 1 else ""


def _repeated(record: Policy | Clause) -> Iterator[Finding]:
    for index, role in enumerate(record.applies_to):
        if role in record.applies_to[:index]:
            yield Finding(record.where("applies_to", index), f"role {role} is named twice", "delete one of the two")
