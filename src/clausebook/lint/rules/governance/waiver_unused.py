"""A waiver of policy/school.yaml hides something.

One that hides nothing was mended, or never matched: its rule, clause or file may be misspelt. Delete it, or correct it.
An error cannot be waived, because the document would be wrong. A waiver names a clause or a file.
"""

from collections.abc import Iterator

from clausebook.model.finding import Finding
from clausebook.model.register import Register
from clausebook.model.waiver import Waiver

LEVEL = "warning"


def review(register: Register, found: tuple[Finding, ...]) -> Iterator[Finding]:
    """Findings at the waiver's rule."""
    for waiver in register.school.waivers if register.school else ():
        if not waiver.has_expired(register.as_of) and (fault := _fault(waiver, found)):
            yield Finding(waiver.where("rule"), *fault)


def _fault(waiver: Waiver, found: tuple[Finding, ...]) -> tuple[str, str] | None:
    if not (waiver.clause or waiver.file):
        return f"the waiver of {waiver.rule} says not where", "add clause: its-id, or file: its path"
    meant = [finding for finding in found if waiver.names(finding)]
    if not meant:
        return f"the waiver of {waiver.rule} hides nothing", "delete it, or correct its rule, clause, file or about"
    if all(finding.level == "error" for finding in meant):
        return (
            f"the waiver of {waiver.rule} is about an error, which cannot be waived",
            "mend it, and delete the waiver",
        )
    return None
