"""Law chosen by its name: the names that a form offers, and the instrument that a name means."""

from __future__ import annotations

from clausebook.desk.asked import Refused
from clausebook.model.register import Register

OFFERED = 5


def names_of_law(register: Register) -> tuple[str, ...]:
    """The titles of all registered instruments, by alphabet; where two bear one title, each with its id."""
    titles = [one.title for one in register.instruments]
    shown = (one.title if titles.count(one.title) == 1 else f"{one.title} ({one.id})" for one in register.instruments)
    return tuple(sorted(shown, key=str.casefold))


def law_named(register: Register, name: str) -> str:
    """The id of the instrument that is meant. Raises Refused with those that come near."""
    wanted = " ".join(name.split()).casefold()
    if not wanted:
        raise Refused("No law is chosen yet", "Type a part of its name, and choose it from the list.")
    ways: dict[str, list[str]] = {}
    for one in register.instruments:
        for way in (one.title, one.id, f"{one.title} ({one.id})"):
            ways.setdefault(way.casefold(), []).append(one.id)
    if len(found := ways.get(wanted, [])) == 1:
        return found[0]
    near = [one for one in register.instruments if all(word in one.title.casefold() for word in wanted.split())]
    if len(near) == 1:
        return near[0].id
    names = "; ".join(one.title for one in near[:OFFERED])
    remedy = f"These come near: {names}." if near else "The technician can add a law to the register."
    raise Refused(f"The register has no law called {' '.join(name.split())}", remedy)
