"""An Act or regulation that a clause names with its year is registered in policy/instruments.yaml.

The register holds its dates, its address and where both were read. That it is missing says nothing about whether it is
law: register it in policy/instruments.local.yaml, then cite it.
"""

from collections.abc import Iterator

from clausebook.lint.law_named import mentions, slip
from clausebook.model.finding import Finding
from clausebook.model.register import Register

LEVEL = "warning"
READS = "policy"
_HINT = "register it in policy/instruments.local.yaml, and cite it; or look at its name and year"


def check(register: Register) -> Iterator[Finding]:
    """Findings at the name, once a clause."""
    seen: set[tuple[int, str]] = set()
    for written, named in mentions(register):
        for law in named:
            called, key = law.mention.called, (id(written.clause), law.mention.called)
            if law.verdict.kind == "not registered" and law.mention.year and key not in seen:
                seen.add(key)
                yield Finding(
                    written.at(law.piece),
                    f"clause {written.clause.id} names the {called}, and the register does not have it",
                    slip(law.mention, register) or _HINT,
                )
