"""Every role of policy/school.yaml, and every fact that only texts use, is used somewhere.

One that nothing names may be a leftover of another school, or stand in the texts written out.
"""

from collections.abc import Iterator

from clausebook.lint.wording import all_texts
from clausebook.model.finding import Finding
from clausebook.model.register import Register
from clausebook.model.variables import names_in

LEVEL = "note"
# the others are shown by the engine itself, or say for other programs what kind of school it is
_FOR_TEXTS = ("authority", "governing_body")


def check(register: Register) -> Iterator[Finding]:
    """Findings at the fact or role."""
    school = register.school
    if school is None or register.flawed:  # what was not read may use it
        return
    named = {name for _, _, text in all_texts(register) for name in names_in(text)}
    for fact in _FOR_TEXTS:
        if getattr(school, fact) and f"school.{fact}" not in named:
            hint = f"delete it, or write {{{{ school.{fact} }}}} where a text means it"
            yield Finding(school.where().key(fact), f"no text names school.{fact}", hint)
    roles = set(_roles_given(register))
    for role in school.roles:
        name = f"school.roles.{role.replace('-', '_')}"
        if role not in roles and name not in named:
            hint = f"delete it, or write {{{{ {name} }}}} where a text means it"
            yield Finding(school.where("roles").key(role), f"nothing names the role {role}", hint)


def _roles_given(register: Register) -> Iterator[str]:
    yield from register.school.contributors.values() if register.school else ()
    for policy in register.policies:
        yield from policy.applies_to
        yield from (policy.owner,) if policy.owner else ()
        yield from (signatory.role for signatory in policy.signatories)
    for clause in register.clauses:
        yield from clause.applies_to
    for approval in register.approvals:
        yield from (signed.role for signed in approval.signatories)
