"""The headings of a policy, for rules about numbers: each with its place, its id, its printed number and its title."""

from collections.abc import Iterator

from clausebook.model.clause import Clause
from clausebook.model.finding import SourceLocation
from clausebook.model.numbering import cite, clause_numbers, section_numbers
from clausebook.model.policy import Policy
from clausebook.model.register import Register
from clausebook.text.records import dataclass


@dataclass(frozen=True)
class OutlineHeading:
    """A section's or clause's heading. `adopted` says whether its number was given or is computed."""

    place: SourceLocation
    id: str
    number: str
    title: str
    adopted: bool
    section: str = ""  # the number of the section it is in; empty for the section's own heading

    @property
    def cite(self) -> str:
        """The number without a full stop after it."""
        return cite(self.number)


def headings(register: Register, policy: Policy) -> tuple[OutlineHeading, ...]:
    """All headings in reading order. Clauses that do not exist are left out."""
    return tuple(_headings(register, policy))


def _headings(register: Register, policy: Policy) -> Iterator[OutlineHeading]:
    found = ((id, register.clause(policy.id, id)) for id in policy.clauses)
    clauses = {id: clause for id, clause in found if clause}
    numbers = clause_numbers(policy, clauses)
    for section, number in zip(policy.outline, section_numbers(policy, clauses), strict=True):
        opening = clauses.get(section.opening or "")
        if opening:
            yield _of(opening, number, "")
        elif not section.opening:
            field = "number" if section.number else "title"
            yield OutlineHeading(section.where(field), section.id or "", number, section.title, bool(section.number))
        for id in section.clauses:
            if id in clauses:
                yield _of(clauses[id], numbers[id], cite(number))


def _of(clause: Clause, number: str, section: str) -> OutlineHeading:
    field = "number" if clause.number else "title"
    return OutlineHeading(clause.where(field), clause.id, number, clause.title, bool(clause.number), section)
