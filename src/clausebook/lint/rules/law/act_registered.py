"""An Act or regulation that a clause names with its year is registered in policy/instruments.yaml.

The register holds its dates, its address and where both were read. That it is missing says nothing about whether it is
law: register it in policy/instruments.local.yaml, then cite it.
"""

from collections.abc import Iterator

from clausebook.lint.law_named import LawNamed, mentions
from clausebook.model.decode import nearest
from clausebook.model.finding import Finding
from clausebook.model.register import Register

LEVEL = "warning"
READS = "policy"
_HINT = "register it in policy/instruments.local.yaml, and cite it; or look at its name and year"


def check(register: Register) -> Iterator[Finding]:
    """Findings at the name, once a clause."""
    titles = [instrument.title.removeprefix("The ") for instrument in register.instruments]
    seen: set[tuple[int, str]] = set()
    for written, named in mentions(register):
        for law in named:
            called, key = law.mention.called, (id(written.clause), law.mention.called)
            if law.verdict.kind == "not registered" and law.mention.year and key not in seen:
                seen.add(key)
                yield Finding(
                    written.at(law.piece),
                    f"clause {written.clause.id} names the {called}, and the register does not have it",
                    _slip(law, titles) or _HINT,
                )


def _slip(law: LawNamed, titles: list[str]) -> str:
    """What is offered where the title of the same year is all but the same: "Equalty Act 2010"."""
    offered = [title for title in titles if title.endswith(law.mention.year)]
    found = nearest(law.mention.called, offered, cutoff=0.88)
    return found if found.startswith("did you") else ""
