"""The school has the policies that a school of its kind must have.

policy/required.yaml says which, on what basis, and what of it was not seen in a source. Which of them concern the
school depends on the kind and phase in policy/school.yaml: where they are not given, nothing is asked for. One text may
meet several duties: a policy says covers: with the ids of the list. The list is not complete, and no legal advice.
"""

from collections.abc import Iterator

from clausebook.model.finding import Finding
from clausebook.model.register import Register
from clausebook.model.required import GROUPS, RequiredPolicy

LEVEL = "warning"


def check(register: Register) -> Iterator[Finding]:
    """Findings at the school's kind."""
    school = register.school
    group = GROUPS.get(school.kind) if school else None
    if school is None or group is None or school.nation not in (None, "England"):
        return
    covered = {id for policy in register.policies for id in (*policy.covers, policy.id)}
    for row in register.required.policies:
        level = row.level_for(group)
        if row.id in covered or group not in row.kinds or level is None:
            continue
        if row.phases and not set(row.phases) & set(school.phase):
            continue  # a phase that the school does not have, or has not stated
        asked = "is expected to have" if level == "good-practice" else "must have"
        known = f" if {row.only_if}" if row.only_if else ""
        message = f"{_a(school.kind)} {asked} “{row.title}”{_basis(row)}{known}, and no policy covers it"
        hint = f"write it as policy {row.id}, or say covers: [{row.id}] in the policy that has it"
        note = level == "good-practice" or row.only_if
        yield Finding(school.where("kind"), message, hint, "note" if note else "warning")


def _basis(row: RequiredPolicy) -> str:
    named = [f"{one.id}{f' {one.ref}' if one.ref else ''}" for one in row.basis]
    unseen = "; the source of the basis was not seen" if "basis" in row.unverified else ""
    return f" ({', '.join(named)}{unseen})" if named else ""


def _a(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"
