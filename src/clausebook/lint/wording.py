"""Rules about variables and references: looks through every text of clauses and policies."""

import re
from collections.abc import Iterator
from functools import lru_cache

from clausebook.model.blocks import texts
from clausebook.model.facts import facts, strings, targets
from clausebook.model.finding import Finding, Located, SourceLocation
from clausebook.model.register import Register
from clausebook.model.variables import TemplateProblem, check_template

_TERMS = "policy/terms.yaml"
_BRACES = re.compile(r"\{\{[^{}]*\}\}|\{%[^{}%]*%\}")


def findings_in_texts(register: Register, kinds: tuple[str, ...]) -> Iterator[Finding]:
    """What is wrong with the variables of every text, of the kinds asked for."""
    known = facts(register)
    reachable = {policy.id: dict.fromkeys(targets(register, policy)) for policy in register.policies}
    for policy_id, place, text in all_texts(register):
        for doubt in check_template(text, known, reachable.get(policy_id, {})):
            if doubt.kind in kinds and not _follows(doubt, policy_id, register):
                spot = place.span(text, doubt.start, doubt.start + len(doubt.piece))
                yield Finding(spot, doubt.message, _omitted(doubt, policy_id, register) or doubt.hint)


def _follows(doubt: TemplateProblem, policy_id: str, register: Register) -> bool:
    """Whether the doubt only follows from another finding: a file that was not read in full lacks names."""
    if doubt.kind == "reference":
        policy = register.policy(policy_id)
        files = {f"policy/{policy_id}.yaml", f"clauses/{policy_id}/{doubt.name.split('.')[0]}.yaml"}
        return policy is None or bool(files & register.flawed)
    if doubt.name.startswith("school."):
        return register.school is None or register.school.place.file in register.flawed
    return doubt.name.startswith("terms.") and _TERMS in register.flawed


def _omitted(doubt: TemplateProblem, policy_id: str, register: Register) -> str:
    """A hint for a reference to a clause that the policy leaves out on purpose."""
    policy, clause = register.policy(policy_id), doubt.name.split(".")[0]
    if doubt.kind != "reference" or policy is None or clause not in policy.omitted:
        return ""
    return f"policy {policy_id} omits clause {clause}: say it here without it, or list the clause again"


def outside_braces(text: str) -> str:
    """The text with blanks for its variables, so that what is found is where it is in the file."""
    return _BRACES.sub(lambda found: " " * len(found[0]), text)


def all_texts(register: Register) -> Iterator[tuple[str, SourceLocation, str]]:
    """Every text that may hold variables: the policy's id, the text's place, the text."""
    for clause in register.clauses:
        for record, field, text in texts(clause):
            # an item written as plain text has no field of its own in the file
            yield clause.policy, record.where(field), text
    for policy in register.policies:
        for field in ("title", "series", "approving_body"):
            yield policy.id, policy.where(field), getattr(policy, field)
        for section in policy.outline:
            yield policy.id, section.where("title"), section.title
        for line in policy.signatories:
            yield policy.id, line.where("label"), line.label


@lru_cache(maxsize=2)
def every_string(register: Register) -> tuple[tuple[SourceLocation, str], ...]:
    """Every text of every data file, shown or not, with its place."""
    school = (register.school,) if register.school else ()
    records: tuple[Located, ...] = (*register.clauses, *register.policies, *register.instruments, *register.terms)
    law = (*register.subjects, *register.former_bodies)
    others = (*register.services, *register.approvals, *register.bodies.bodies, *law, *school)
    return tuple(found for one in (*records, *others) for found in _strings(one))


_READ: dict[int, tuple[Located, tuple[tuple[SourceLocation, str], ...]]] = {}
_MOST = 20_000


def _strings(record: Located) -> tuple[tuple[SourceLocation, str], ...]:
    """The texts of a record, which most registers share with the one before: the same object has the same texts."""
    known = _READ.get(id(record))
    if known is None or known[0] is not record:
        if len(_READ) >= _MOST:
            _READ.clear()
        known = _READ[id(record)] = record, tuple(strings(record))
    return known[1]
