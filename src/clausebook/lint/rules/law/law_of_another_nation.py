"""A clause cites law that extends to the school's nation.

policy/school.yaml may say which nation the school is in, and the register of law says of Acts and regulations where
they extend to. Law that does not extend there is no law for the school. Where the register records no extent, or one
that differs by part, and for guidance, nothing is known, and a school outside England sees that: the register was put
together for schools in England. Without a nation nothing is said.
"""

from collections.abc import Iterator

from clausebook.lint.law_named import cited
from clausebook.model.finding import Finding
from clausebook.model.law.parts import nations_of, shown
from clausebook.model.register import Register

LEVEL = "warning"
READS = "clause"


def check(register: Register) -> Iterator[Finding]:
    """Findings at the citation."""
    nation = register.school.nation if register.school else None
    if nation is None:
        return
    for clause, citation, instrument in cited(register):
        there = nations_of(instrument.extent)
        if there and nation not in there:
            message = f"clause {clause.id} cites {instrument.title}, which extends to {shown(there)}, not to {nation}"
            hint = f"cite the law of {nation}, or say in `nation:` of policy/school.yaml where the school is"
            yield Finding(citation.where("instrument"), message, hint)
        elif not there and nation != "England":
            message = f"clause {clause.id} cites {instrument.title}: whether it holds in {nation} is not known"
            hint = "the register of law was made for schools in England: look it up"
            yield Finding(citation.where("instrument"), message, hint, level="note")
