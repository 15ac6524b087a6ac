"""Every clause is in its policy's outline, once, and the outline lists only clauses that exist.

A clause that is written and listed nowhere would silently be left out of the policy. A school that does without a
clause of the school it took its policies from says so in the outline, with the reason, and the file stays where it is:

    omit:
      - clause: loan-agreement
        reason: The school lends no equipment.
"""

from collections.abc import Iterable, Iterator

from clausebook.model.clause import Clause
from clausebook.model.decode import nearest
from clausebook.model.finding import Finding, SourceLocation
from clausebook.model.policy import Policy
from clausebook.model.register import Register

READS = "policy"


def check(register: Register) -> Iterator[Finding]:
    """Findings at the outline's entries, and at clauses that no outline lists."""
    if any(policy.place.file != f"policy/{policy.id}.yaml" for policy in register.policies):
        return  # the rule id-is-file-name has said what is wrong, and no clause would find its policy
    listed, written = _by_policy(register.clauses), _by_policy((*register.clauses, *register.omitted))
    for policy in register.policies:
        yield from _listed(policy, register, listed.get(policy.id, []))
        yield from _omitted(policy, register, written.get(policy.id, []))
    outlined = {policy.id: frozenset(policy.clauses) for policy in register.policies}
    for clause in register.clauses:
        policy_of = register.policy(clause.policy)
        if policy_of is None and f"policy/{clause.policy}.yaml" not in register.unreadable:
            yield Finding(
                clause.where("id"),
                f"clause {clause.id} belongs to policy {clause.policy}, which does not exist",
                f"create policy/{clause.policy}.yaml, or move the clause; where an import of {clause.policy} was cut "
                f"off: git clean -dfx clauses/{clause.policy}, and import again",
            )
        elif policy_of and clause.id not in outlined[policy_of.id] and policy_of.place.file not in register.flawed:
            hint = f"add it to a section of policy/{clause.policy}.yaml, or to its omit: list, or delete the file"
            yield Finding(clause.where("id"), f"clause {clause.id} is listed in no section", hint)


def _by_policy(clauses: Iterable[Clause]) -> dict[str, list[str]]:
    """The ids of clauses by their policy: looked through once, however many policies there are."""
    found: dict[str, list[str]] = {}
    for clause in clauses:
        found.setdefault(clause.policy, []).append(clause.id)
    return found


def _listed(policy: Policy, register: Register, known: list[str]) -> Iterator[Finding]:
    seen: set[str] = set()
    for place, id in _entries(policy):
        file = f"clauses/{policy.id}/{id}.yaml"
        if id in seen:
            yield Finding(place, f"policy {policy.id} lists clause {id} twice", "keep one of the two")
        elif register.clause(policy.id, id) is None and file not in register.unreadable:
            offered = nearest(id, known)
            hint = offered if offered.startswith("did you") else f"create {file}"
            yield Finding(place, f"policy {policy.id} lists clause {id}, which does not exist", hint)
        seen.add(id)


def _omitted(policy: Policy, register: Register, known: list[str]) -> Iterator[Finding]:
    """What the list of omitted clauses says of clauses that are listed too, or do not exist."""
    for omission in policy.omit:
        id, place = omission.clause, omission.where("clause")
        if id in policy.clauses:
            yield Finding(place, f"policy {policy.id} omits clause {id}, and lists it", "keep one of the two")
        elif id not in known and f"clauses/{policy.id}/{id}.yaml" not in register.unreadable:
            message = f"policy {policy.id} omits clause {id}, which does not exist"
            yield Finding(place, message, nearest(id, known) or "delete the entry", "warning")
        if not omission.reason.strip():
            hint = "say it: it is what the next governors ask"
            yield Finding(omission.where("reason"), f"no reason is given for omitting clause {id}", hint)


def _entries(policy: Policy) -> Iterator[tuple[SourceLocation, str]]:
    for section in policy.outline:
        if section.opening:
            yield section.where("opening"), section.opening
        for index, id in enumerate(section.clauses):
            yield section.where("clauses", index), id
