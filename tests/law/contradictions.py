"""Row -> where its dates contradict each other: begun before it was made, ended before it began, and the like."""

from __future__ import annotations

from collections.abc import Iterator

from clausebook.model.law.instrument import Instrument
from clausebook.model.law.status import span
from clausebook.text.provisions import units


def contradictions(row: Instrument) -> Iterator[str]:
    """Each contradiction in words."""
    made = row.made or ""
    begun = {part: when for part, when in row.in_force.items() if span(when)}
    pairs = [(made, when, f"{part} in force before it was made") for part, when in begun.items()]
    pairs += [(row.made or "", row.laid or "", "laid before it was made")]
    pairs += [(begun.get("main", made), row.ended or "", "ended before it began")]
    pairs += [
        (made, change.date or "", f"amended by {change.instrument} before it was made") for change in row.amended_by
    ]
    pairs += [
        (_year(change.instrument), change.date or "", f"amended before {change.instrument} was made")
        for change in row.amended_by
    ]
    if row.ended_by:
        pairs.append((_year(row.ended_by.instrument), row.ended or "", "ended before the instrument that ended it"))
    yield from (f"{row.id}: {words} ({first}, {second})" for first, second, words in pairs if _is_after(first, second))
    if row.made and _year(row.id) and row.made[:4] != _year(row.id):
        yield f"{row.id}: made in {row.made[:4]}"
    yield from _of_parts(row)
    for one in row.editions:
        if one.published and one.in_force and _is_after(one.published, one.in_force):
            yield f"{row.id}: edition {one.edition} in force before it was published"
        if one.exists != "seen" and one.begins:
            yield f"{row.id}: edition {one.edition} has a day and is not said to exist"


def _of_parts(row: Instrument) -> Iterator[str]:
    for part in row.parts:
        if not units(part.ref):
            yield f"{row.id}: {part.ref} names no provision"
        if _is_after(part.in_force, part.ended or ""):
            yield f"{row.id}: {part.ref} ended before it began"
        if row.ended and not row.ended_scope and span(part.in_force) and _is_after(part.in_force, row.ended):
            yield f"{row.id}: {part.ref} began after the whole had ended"
        if row.made and _is_after(row.made, part.ended or part.in_force):
            yield f"{row.id}: {part.ref} has a day before the whole was made"


def _is_after(first: str, second: str) -> bool:
    """Whether the first is after the second for certain."""
    one, two = span(first), span(second)
    return bool(one and two and one[0] > two[1])


def _year(id: str) -> str:
    parts = id.split("/")
    return parts[1] if len(parts) == 3 else ""
