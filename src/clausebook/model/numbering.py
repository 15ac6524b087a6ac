"""Outline and clauses -> numbers. Adopted numbers stay as they are; the rest follow the outline."""

from __future__ import annotations

from clausebook.model.clause import Clause
from clausebook.model.policy import Policy, Section


def section_numbers(policy: Policy, clauses: dict[str, Clause]) -> list[str]:
    """The number of each section as printed: its own, its opening clause's, or its place in the outline."""
    return [_own_number(section, clauses) or str(place) for place, section in enumerate(policy.outline, 1)]


def _own_number(section: Section, clauses: dict[str, Clause]) -> str:
    opening = clauses.get(section.opening or "")
    return (opening.number if opening else section.number) or ""


def clause_numbers(policy: Policy, clauses: dict[str, Clause]) -> dict[str, str]:
    """The number of every clause as printed, by id."""
    numbers: dict[str, str] = {}
    for section, number in zip(policy.outline, section_numbers(policy, clauses), strict=True):
        if section.opening:
            numbers[section.opening] = number
        for place, clause_id in enumerate(section.clauses, 1):
            clause = clauses.get(clause_id)
            numbers[clause_id] = (clause.number if clause else None) or f"{cite(number)}.{place}"
    return numbers


def cite(number: str) -> str:
    """A number as people cite it: the full stop that may be printed after it is not part of it."""
    return number.rstrip(".")
