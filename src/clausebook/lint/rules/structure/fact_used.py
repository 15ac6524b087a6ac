"""Every role of policy/school.yaml, and every fact that only texts use, is used somewhere.

One that nothing names may be a leftover of another school, or be written out in the texts.
"""

from collections.abc import Iterator

from clausebook.lint.wording import all_texts
from clausebook.model.finding import Finding
from clausebook.model.register import Register
from clausebook.model.variables import names_in

LEVEL = "note"
# the others are shown by the engine itself, or say for other programs what kind of school it is
_ROLE = "role "  # before a role that somebody is given
_FOR_TEXTS = ("authority", "governing_body")


def note(register: Register) -> Iterator[tuple[str, str]]:
    """What the texts of each policy name, and the roles that it gives to somebody."""
    for policy, _, text in all_texts(register):
        yield from ((policy, name) for name in names_in(text))
    for one in register.policies:
        given = (*one.applies_to, one.owner, *(signatory.role for signatory in one.signatories))
        yield from ((one.id, f"{_ROLE}{role}") for role in given if role)
    for clause in register.clauses:
        yield from ((clause.policy, f"{_ROLE}{role}") for role in clause.applies_to)
    for approval in register.approvals:
        yield from ((approval.policy, f"{_ROLE}{signed.role}") for signed in approval.signatories)


def judge(register: Register, noted: tuple[str, ...]) -> Iterator[Finding]:
    """Findings at the fact or role."""
    school = register.school
    if school is None or register.flawed:  # what was not read may use it
        return
    named = {*noted, *(f"{_ROLE}{role}" for role in school.contributors.values())}
    for fact in _FOR_TEXTS:
        if getattr(school, fact) and f"school.{fact}" not in named:
            hint = f"delete it, or write {{{{ school.{fact} }}}} where a text means it"
            yield Finding(school.where().key(fact), f"no text names school.{fact}", hint)
    for role in school.roles:
        name = f"school.roles.{role.replace('-', '_')}"
        if name not in named and f"{_ROLE}{role}" not in named:
            hint = f"delete it, or write {{{{ {name} }}}} where a text means it"
            yield Finding(school.where("roles").key(role), f"nothing names the role {role}", hint)
