"""Two registers of law -> what changed between them; for each policy, what changed in law since its approval."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from clausebook.lint.law_named import called
from clausebook.model.blocks import citations_of, every_citation
from clausebook.model.law.editions import renewal_due
from clausebook.model.law.instrument import Instrument
from clausebook.model.law.status import span, status
from clausebook.model.law.timeline import Event, events
from clausebook.model.register import Register
from clausebook.text.dates import in_words
from clausebook.text.phrases import counted

_ABOUT_THE_ROW = {"place", "note", "sources", "compiled", "asked", "proofs", "names", "address"}


def law_difference(before: Register, after: Register) -> Iterator[str]:
    """What differs between two versions of the register: rows that came and went, and facts that changed."""
    old, new = before.instrument_by_id, after.instrument_by_id
    if before.law_version != after.law_version:
        yield f"register {before.law_version or 'without a version'} -> {after.law_version or 'without a version'}"
    yield from (f"+ {id}: {new[id].title}" for id in new if id not in old)
    yield from (f"- {id}: {old[id].title}" for id in old if id not in new)
    changed = 0
    for id in (id for id in new if id in old):
        found = list(_changed(old[id], new[id], after.as_of))
        changed += bool(found)
        yield from (f"  {id}: {words}" for words in found)
    added, gone = len(new.keys() - old.keys()), len(old.keys() - new.keys())
    yield f"{counted(added, 'row')} more, {counted(gone, 'row')} fewer, {counted(changed, 'row')} changed"


def _changed(old: Instrument, new: Instrument, on: date) -> Iterator[str]:
    one, other = status(old, on).kind, status(new, on).kind
    if one != other:
        yield f"on {on} {one} -> {other}"
    for spec in fields(Instrument):
        if spec.name not in _ABOUT_THE_ROW and getattr(old, spec.name) != getattr(new, spec.name):
            yield f"{spec.name}: {_short(getattr(old, spec.name))} -> {_short(getattr(new, spec.name))}"


def _short(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(filter(None, map(_named, value))) or "none"
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {part}" for key, part in value.items()) or "none"
    return str(value) if value not in (None, "") else "none"


def _named(one: Any) -> str:
    for name in ("ref", "edition", "instrument"):
        if hasattr(one, name):
            days = [
                str(getattr(one, day)) for day in ("in_force", "ended", "date", "published") if getattr(one, day, "")
            ]
            return " ".join([str(getattr(one, name)), *days])
    return str(one)


def law_digest(register: Register, since: date | None = None) -> Iterator[str]:
    """For each policy, what happened to the law that it cites since its approval, or since a day: a page for governors.

    What comes until the next review is included. A day that was not seen in a source is marked.
    """
    yield f"# What changed in law, to {in_words(register.as_of.isoformat())}"
    for policy in register.policies:
        known = register.status(policy.id)
        approved = max((one.approved for one in register.approvals if one.policy == policy.id), default="")
        days = span(approved) if approved else None
        begins = since or (days[0] if days else None)
        yield f"\n## {policy.title}\n"
        if begins is None:
            yield "It has no approval on record: give --since DATE."
            continue
        yield f"Since {in_words(begins.isoformat()) if since else f'its approval ({in_words(approved)})'}:\n"
        found = list(_since(register, policy.id, begins))
        yield from found or ["- nothing that the register knows of"]
        if known.due:
            yield f"\nNext review: {in_words(known.due.when)}."


def _since(register: Register, policy: str, begins: date) -> Iterator[str]:
    cited: dict[str, list[str]] = {}
    for title, instrument in _citations(register, policy):
        if title not in cited.setdefault(instrument, []):
            cited[instrument].append(title)
    for id, titles in cited.items():
        row = register.instrument_by_id.get(id)
        if row is None:
            yield f"- {id} is not registered: nothing is known of it (cited in {', '.join(titles)})"
            continue
        lines = [_line(event, register) for event in events(row) if _is_after(event, begins)]
        due = renewal_due(row, register.as_of)
        lines += [f"a new edition was due in {in_words(due)}, and it was not looked up"] if due else []
        lines += [f"expected: {one}" for one in row.expected]
        if lines:
            yield f"- **{row.title}** (cited in {', '.join(titles)})"
            yield from (f"  - {line}" for line in lines)


def _citations(register: Register, policy: str) -> Iterator[tuple[str, str]]:
    """Title of the clause and the instrument: of the edition that the governors approved last, else of the draft."""
    edition = next((one for one in register.approved if one.policy == policy), None)
    if edition:
        for passage in edition.passages:
            yield from ((passage.title, one.instrument) for _, cited in citations_of(passage) for one in cited)
        return
    for clause in register.clauses:
        for citation in every_citation(clause) if clause.policy == policy else ():
            yield clause.title, citation.instrument


def _is_after(event: Event, begins: date) -> bool:
    days = span(event.on)
    return bool(days and days[1] >= begins)


def _line(event: Event, register: Register) -> str:
    day = in_words(event.on)
    coming = " (to come)" if (days := span(event.on)) and days[0] > register.as_of else ""
    by = register.instrument_by_id.get(event.by)
    cause = f" by {called(by) if by else event.by}" if event.by else ""
    part = f"edition {event.part} " if event.what == "edition in force" else f"{event.part}: " if event.part else ""
    what = event.what.removeprefix("edition ")
    detail = f" ({event.detail})" if event.detail else ""
    doubt = " [day not seen in a source]" if event.unverified else ""
    return f"{day}{coming}: {part}{what}{cause}{detail}{doubt}"
