"""Register -> the law as text: what is registered and where it is cited, the timeline of one instrument, its drift."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from clausebook.errors import UserError
from clausebook.model.blocks import every_citation
from clausebook.model.decode import nearest
from clausebook.model.law.instrument import Instrument
from clausebook.model.law.observed import Drift
from clausebook.model.law.status import point_in_time_url, span, status
from clausebook.model.law.timeline import Event, events
from clausebook.model.law.verdict import names_of
from clausebook.model.numbering import cite, clause_numbers
from clausebook.model.register import Register
from clausebook.text.dates import first_day, in_words
from clausebook.text.law_names import read


def law_list(register: Register) -> Iterator[str]:
    """One line an instrument: id, status on the day, title; below it, where it is cited."""
    for instrument in register.instruments:
        kind = status(instrument, register.as_of).kind
        yield f"{instrument.id:22} {kind:18} {instrument.title}"
        for policy, clauses in _cited_in(register, instrument.id).items():
            yield f"{'':41} cited in {policy}: {', '.join(clauses)}"


def find_instrument(register: Register, name: str) -> Instrument:
    """The instrument of that id, title or other name. Raises UserError with the nearest where there is none."""
    for instrument in register.instruments:
        known = (instrument.id, instrument.title, instrument.title.removeprefix("The "), *instrument.names)
        if name.lower() in (one.lower() for one in known):
            return instrument
    meant = [one for one in read(name, names_of(register.instruments)) if one.kind == "known"]
    if len(meant) == 1:  # "the data protection act, 2018", "S.I. 2018/356"
        return register.instrument_by_id[meant[0].ids[0]]
    offered = nearest(name, [one for row in register.instruments for one in (row.id, row.title, *row.names)])
    hint = offered if offered.startswith("did you") else "python3 build.py law list"
    raise UserError(f"{name} is not registered", hint)


def law_shown(register: Register, instrument: Instrument, notes: bool = False) -> Iterator[str]:
    """What is registered of one instrument: status, timeline, where it is cited, how sure its facts are.

    `notes` adds what those who keep the register wrote down for themselves.
    """
    yield instrument.title
    yield f"  {instrument.kind}, {instrument.id}" + (f", {instrument.url}" if instrument.url else "")
    yield f"  on {register.as_of}: {status(instrument, register.as_of).words}"
    yield from _block("timeline", _timeline(instrument))
    cited = (f"{policy} {', '.join(clauses)}" for policy, clauses in _cited_in(register, instrument.id).items())
    yield from _block("cited in", cited)
    yield from _block("as it was when the governors approved", _as_approved(register, instrument))
    yield from _block("what it asks of a policy", [instrument.duty] if instrument.duty else [])
    yield from _block("note", [instrument.note] if instrument.note and notes else [])
    sure = f"confidence {instrument.confidence}, compiled {instrument.compiled or 'on a day not recorded'}, "
    sure += f"source asked on {instrument.asked}" if instrument.asked else "source not asked since"
    unseen = [f"not seen in a source: {', '.join(instrument.unverified)}"] if instrument.unverified else []
    yield from _block("how sure this is", [sure, *unseen, *(f"source: {one}" for one in instrument.sources)])


def _block(heading: str, lines: Iterable[str]) -> Iterator[str]:
    for place, line in enumerate(lines):
        if not place:
            yield f"\n  {heading}"
        yield f"    {line}"


def _timeline(instrument: Instrument) -> Iterator[str]:
    for event in events(instrument):
        if span(event.on):
            yield f"{event.on:10}  {_words(event)}"
        else:
            yield f"{'?':10}  {_words(event)}: {event.on or 'no day recorded'}"


def _words(event: Event) -> str:
    """What happened, for those who know the ids of instruments."""
    doubt = " (not seen in a source)" if event.unverified else ""
    by = f" by {event.by}" if event.by else ""
    if event.what == "in force":
        return f"in force{': ' if event.part else ''}{event.part}{doubt}"
    if event.what == "edition in force":
        return f"edition {event.part} in force{doubt}"
    if event.what == "ended":
        scope = f", but only {event.part}" if event.part else ""
        return f"ended{by}{', ' if event.detail else ''}{event.detail}{scope}{doubt}"
    return f"{event.what}{by}{': ' if event.detail else ''}{event.detail}{doubt}"


def _as_approved(register: Register, instrument: Instrument) -> Iterator[str]:
    """For each approved edition of a policy that cites it: the law as it was that day, where the site shows it."""
    citing = _cited_in(register, instrument.id)
    for approval in register.approvals:
        address = point_in_time_url(instrument, first_day(approval.approved))
        if approval.policy not in citing:
            continue
        day = in_words(approval.approved)
        exact = "" if approval.approved.count("-") == 2 else ", day not recorded, shown as of the first"
        found = address or "not yet made by then"
        yield f"{approval.policy}/{approval.edition} ({day}{exact}): {found}"


def _cited_in(register: Register, instrument: str) -> dict[str, list[str]]:
    """Policy to the numbers of its clauses that cite the instrument, in reading order."""
    found: dict[str, list[str]] = {}
    for policy in register.policies:
        known = {id: clause for id in policy.clauses if (clause := register.clause(policy.id, id))}
        numbers = clause_numbers(policy, known)
        for id, clause in known.items():
            if any(citation.instrument == instrument for citation in every_citation(clause)):
                found.setdefault(policy.id, []).append(f"{cite(numbers[id])} {id}")
    return found


def drift_lines(drifts: tuple[Drift, ...], asked: date | None = None) -> Iterator[str]:
    """What differs, and at the end the YAML that is proposed; nothing has been written."""
    for one in drifts:
        for words in (one.unseen,) if one.unseen else one.differences:
            yield f"{one.instrument}: {words}"
    differ = [one for one in drifts if one.differences]
    unseen = sum(1 for one in drifts if one.unseen)
    agree = len(drifts) - len(differ) - unseen
    yield f"{agree} agree, {len(differ)} differ, {unseen} could not be compared; guidance is not on the site"
    proposed = [line for one in differ for line in one.proposed]
    if proposed:
        yield "\nproposed; read the source first, then merge it into the row in policy/instruments.local.yaml:\n"
        yield from (f"  {line}" for line in proposed)
    compared = [one for one in drifts if not one.unseen]
    if asked and compared:
        yield "\nthe site was asked; once you have read what differs, write under checks: in that file:\n"
        yield from (f"  - {{instrument: {one.instrument}, asked: {asked}}}" for one in compared)
