"""Every citation names an instrument of the register of law.

The register holds what is known of an Act or of guidance, and from which source. An instrument that is not in it has
no title, no dates and no link.
"""

from collections.abc import Iterator

from clausebook.model.blocks import every_citation
from clausebook.model.decode import nearest
from clausebook.model.finding import Finding
from clausebook.model.register import Register

READS = "clause"

OWN = "policy/instruments.local.yaml"


def check(register: Register) -> Iterator[Finding]:
    """Findings at the instrument's id."""
    if any(file.startswith("policy/instruments") for file in register.flawed):
        return
    for clause in register.clauses:
        for citation in every_citation(clause):
            if citation.instrument not in register.instrument_by_id:
                offered = nearest(citation.instrument, register.instrument_by_id, cutoff=0.9)
                yield Finding(
                    citation.where("instrument"),
                    f"clause {clause.id} cites {citation.instrument}, which is not registered",
                    offered if offered.startswith("did you") else f"register it in {OWN}",
                )
