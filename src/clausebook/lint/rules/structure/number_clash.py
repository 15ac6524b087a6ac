"""Every heading of a policy has a number of its own, below the number of its section.

Adopted numbers stay as the governors adopted them, so a number given twice, or 2.3 in section 3, is shown and not
mended: a citation of it would mean two clauses, or the wrong one.
"""

from collections.abc import Iterator

from clausebook.lint.rules.structure._headings import headings
from clausebook.model.finding import Finding
from clausebook.model.register import Register

LEVEL = "warning"
READS = "policy"


def check(register: Register) -> Iterator[Finding]:
    """Findings at the heading's number, or at its title where the number is computed."""
    for policy in register.policies:
        first: dict[str, str] = {}
        for heading in headings(register, policy):
            if heading.cite in first:
                message = f"{heading.id} has the number {heading.cite}, as {first[heading.cite]} has"
                yield Finding(heading.place, message, "give one of the two another number")
            elif heading.adopted and heading.section and not heading.cite.startswith(f"{heading.section}."):
                message = f"{heading.id} has the number {heading.cite} and is in section {heading.section}"
                yield Finding(heading.place, message, "renumber it, or move it in the outline")
            first.setdefault(heading.cite, heading.id)
