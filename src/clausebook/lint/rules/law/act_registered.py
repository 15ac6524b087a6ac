"""An Act or regulation that a clause names with its year is registered in policy/instruments.yaml.

The register holds its dates, its address and where both were read. Register it, then cite it.
"""

from collections.abc import Iterator

from clausebook.lint.rules.law._law import mentions
from clausebook.model.decode import nearest
from clausebook.model.finding import Finding
from clausebook.model.register import Register

LEVEL = "warning"


def check(register: Register) -> Iterator[Finding]:
    """Findings at the name."""
    titles = [instrument.title.removeprefix("The ") for instrument in register.instruments]
    for written, named in mentions(register):
        for mention in named:
            if mention.kind == "unknown" and mention.year:
                offered = nearest(mention.piece, titles)
                yield Finding(
                    written.at(mention.piece),
                    f"clause {written.clause.id} names the {mention.piece}, and the register does not have it",
                    offered if offered.startswith("did you") else "register it in policy/instruments.yaml, and cite it",
                )
