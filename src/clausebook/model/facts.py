"""What clause text may name: the school's facts, the terms, and the targets of references."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from clausebook.model.blocks import every_item
from clausebook.model.decode import fields_of
from clausebook.model.finding import Located, SourceLocation
from clausebook.model.policy import Policy
from clausebook.model.register import Register
from clausebook.model.school import School


def facts(register: Register) -> Mapping[str, Any]:
    """`school` and `terms`, as mappings of names to words. A hyphen in an id becomes an underscore, as Jinja needs."""
    school = _group(register.school or School(name=""))
    terms = {term.id.replace("-", "_"): term.term for term in register.terms}
    return {"school": school, "terms": terms}


def _group(record: Located) -> dict[str, Any]:
    group: dict[str, Any] = {}
    for name in _fields(record):
        value = getattr(record, name)
        if isinstance(value, Located):
            group[name] = _group(value)
        elif isinstance(value, Mapping):
            group[name] = {key.replace("-", "_"): words for key, words in value.items()}
        elif isinstance(value, str) or value is None:
            group[name] = value or ""
    return group


def _fields(record: Any) -> Mapping[str, Any]:
    kind: Any = type(record)
    return fields_of(kind)


def targets(register: Register, policy: Policy) -> frozenset[str]:
    """What ref() may name in the clauses of one policy: clause ids, and items with an id as clause.item."""
    found = set[str]()
    for clause_id in policy.clauses:
        found.add(clause_id)
        clause = register.clause(policy.id, clause_id)
        found.update(f"{clause_id}.{item.id}" for item in every_item(clause) if item.id) if clause else None
    return frozenset(found)


def strings(record: Located) -> Iterator[tuple[SourceLocation, str]]:
    """Every text of a record and of the records in it, shown or not, each with its place."""
    for name in _fields(record):
        yield from _strings(record.where(name), getattr(record, name))


def _strings(place: SourceLocation, value: Any) -> Iterator[tuple[SourceLocation, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, Located):
        yield from strings(value)
    elif isinstance(value, tuple):
        for index, part in enumerate(value):
            yield from _strings(place.at(index), part)
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from _strings(place.at(key), part)
