"""What is chosen by its name. In a text box a mark: "[[governing body]]" for a fact, a term, the number of a clause.

A text is shown with marks only where reading them back gives the text to the letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from clausebook.desk.visit import RefusedRequest
from clausebook.model.facts import facts, targets
from clausebook.model.register import Register
from clausebook.resolve.resolve import wordings
from clausebook.text.inline import plain
from clausebook.text.records import dataclass

_MARK = re.compile(r"\[\[([^\[\]]+)\]\]")
_HOLDER = re.compile(r"\{\{[^{}]*\}\}")


@dataclass(frozen=True, slots=True)
class Chip:
    """One mark: its name in the box, what is written for it, what it reads as now, and the group it is listed in."""

    name: str
    written: str
    reads: str
    group: str

    @property
    def mark(self) -> str:
        """As it is in a text box."""
        return f"[[{self.name}]]"


@dataclass(frozen=True)
class Chips:
    """All marks that the texts of one policy may hold."""

    all: tuple[Chip, ...]

    @property
    def by_name(self) -> Mapping[str, Chip]:
        """Name to mark."""
        return {chip.name: chip for chip in self.all}

    @property
    def groups(self) -> Mapping[str, tuple[Chip, ...]]:
        """The marks by their group, in order."""
        names = dict.fromkeys(chip.group for chip in self.all)
        return {name: tuple(chip for chip in self.all if chip.group == name) for name in names}

    def shown(self, text: str) -> str:
        """A text for a text box."""
        marks = {chip.written: chip.mark for chip in self.all}
        made = _HOLDER.sub(lambda found: marks.get(found[0], found[0]), text)
        return made if self.written(made) == text else text

    def written(self, text: str) -> str:
        """What was in a text box, as it is written down."""
        known = self.by_name
        return _MARK.sub(lambda found: known[found[1]].written if found[1] in known else found[0], text)


def chips_of(register: Register, policy: str) -> Chips:
    """The marks of a policy. A title that two clauses bear is not a name for either: their ids are."""
    found = register.policy(policy)
    if found is None:
        return Chips(())
    chips = [*_facts(register), *_references(register, policy)]
    names = [chip.name for chip in chips]
    return Chips(tuple(chip for chip in chips if names.count(chip.name) == 1))


def _facts(register: Register) -> Iterator[Chip]:
    known = facts(register)
    for name, value in known["school"].items():
        if isinstance(value, Mapping):
            kind = name.removesuffix("s").replace("_", " ")
            for key, words in value.items():
                if words and name == "roles":
                    yield Chip(f"{kind}: {words}", f"{{{{ school.{name}.{key} }}}}", str(words), "People by their role")
        elif value and name in SHOWN:
            yield Chip(SHOWN[name], f"{{{{ school.{name} }}}}", str(value), "The school")
    for key, words in known["terms"].items():
        yield Chip(f"term: {words}", f"{{{{ terms.{key} }}}}", str(words), "Defined terms")


# of the school's facts those that a sentence may need
SHOWN = {
    "name": "school name",
    "short_name": "short school name",
    "governing_body": "governing body",
    "authority": "authority",
    "email": "school e-mail",
    "contact": "contact for questions",
    "website": "school web site",
    "policy_site": "policy web site",
}


def _references(register: Register, policy: str) -> Iterator[Chip]:
    found = register.policy(policy)
    if found is None:
        return
    inline, words = wordings(register, policy)
    titles = {id: words(clause.title) for id in found.clauses if (clause := register.clause(policy, id))}
    for target in sorted(targets(register, found), key=lambda one: (found.clauses.index(one.split(".")[0]), one)):
        written = f"{{{{ ref('{target}') }}}}"
        home, _, item = target.partition(".")
        title = titles.get(home, home)
        if list(titles.values()).count(title) > 1 or "[" in title or "]" in title:
            title = home.replace("-", " ")
        name = f"number of: {title}" + (f", point {item.replace('-', ' ')}" if item else "")
        try:
            reads = plain(inline(written))
        except (KeyError, ValueError):
            continue
        yield Chip(name, written, reads, "Numbers of clauses")


OFFERED = 5


def names_of_law(register: Register) -> tuple[str, ...]:
    """The titles of all registered instruments, by alphabet; where two bear one title, each with its id."""
    titles = [one.title for one in register.instruments]
    shown = (one.title if titles.count(one.title) == 1 else f"{one.title} ({one.id})" for one in register.instruments)
    return tuple(sorted(shown, key=str.casefold))


def law_named(register: Register, name: str) -> str:
    """The id of the instrument that is meant. Raises RefusedRequest with those that come near."""
    wanted = " ".join(name.split()).casefold()
    if not wanted:
        raise RefusedRequest("No law is chosen yet", "Type a part of its name, and choose it from the list.")
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
    raise RefusedRequest(f"The register has no law called {' '.join(name.split())}", remedy)
