"""Adopted numbers run on without a gap: after 1.2 comes 1.3, and the first clause of section 1 is 1.1.

A gap makes readers look for a clause that is not there. Numbers that were not adopted are computed and have no gaps.
"""

from collections.abc import Iterator

from clausebook.lint.rules.structure._headings import OutlineHeading, headings
from clausebook.model.finding import Finding
from clausebook.model.register import Register

LEVEL = "note"
READS = "policy"


def check(register: Register) -> Iterator[Finding]:
    """Findings at the number after the gap."""
    for policy in register.policies:
        last: dict[str, int] = {}
        seen = set[str]()
        for heading in headings(register, policy):
            above, place = _split(heading)
            before = last.get(above, 0)
            # a number given twice or taken from another section is a clash, and says nothing about gaps
            if above != heading.section or heading.cite in seen:
                continue
            seen.add(heading.cite)
            if place and heading.adopted and place != before + 1:
                yield Finding(heading.place, _message(heading, above, before, place), "renumber, or say why it is so")
            last[above] = place or before


def _split(heading: OutlineHeading) -> tuple[str, int]:
    """ "2.10" is 10 below "2"; 0 where the last part is not a number."""
    above, _, place = heading.cite.rpartition(".")
    return above, int(place) if place.isdecimal() else 0


def _message(heading: OutlineHeading, above: str, before: int, place: int) -> str:
    here = f"{heading.id} has the number {heading.cite}"
    stem = f"{above}." if above else ""
    if place <= before:
        return f"{here} and comes after {stem}{before}"
    after = f"after {stem}{before}" if before else f"as the first of section {above}" if above else "as the first"
    if place == before + 2:
        return f"{here} {after}: {stem}{before + 1} is missing"
    return f"{here} {after}: {stem}{before + 1} to {stem}{place - 1} are missing"
