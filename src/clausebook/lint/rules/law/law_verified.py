"""What clauses rely on in policy/instruments.yaml was read in a source.

A row of low confidence, or whose status today rests on a field listed under `unverified`, may be wrong. Look it up at
legislation.gov.uk, add the source, take the field off the list, and set `compiled` to that day.
"""

from collections.abc import Iterator

from clausebook.lint.law_named import cited
from clausebook.model.finding import Finding, SourceLocation
from clausebook.model.law.instrument import Instrument
from clausebook.model.law.status import status
from clausebook.model.register import Register

LEVEL = "note"
FEW = 8  # clauses that a finding lists


def note(register: Register) -> Iterator[tuple[str, str]]:
    """Each instrument that a clause cites, with the clause."""
    yield from ((clause.policy, f"{instrument.id} {clause.id}") for clause, _, instrument in cited(register))


def judge(register: Register, cites: tuple[str, ...]) -> Iterator[Finding]:
    """Findings at the row, once for each instrument that a clause cites."""
    users: dict[str, dict[str, None]] = {}
    for instrument, clause in (one.split(" ", 1) for one in cites):
        users.setdefault(instrument, {})[clause] = None
    for id, clauses in users.items():
        finding = _judged(register.instrument_by_id[id], list(clauses), register)
        if finding:
            yield finding


def _judged(instrument: Instrument, clauses: list[str], register: Register) -> Finding | None:
    doubtful = [field for field in status(instrument, register.as_of).unverified if field != "ended_scope"]
    presumed = status(instrument, register.as_of).kind == "presumed in force"
    more = f" and {len(clauses) - FEW} more clauses" if len(clauses) > FEW else ""
    relied = f"{', '.join(clauses[:FEW])}{more} {'rely' if len(clauses) > 1 else 'relies'} on {instrument.title}"
    hint = f"look it up: {instrument.url}" if instrument.url else "look it up, and add the source"
    if instrument.confidence == "low":
        return Finding(instrument.where("confidence"), f"{relied}, which is registered partly from memory", hint)
    if doubtful:
        field = doubtful[0]
        named = (at for at, name in enumerate(instrument.unverified) if name in (field, field.split(".")[0]))
        index = next(named, None)
        where = _edition(instrument, field) if index is None else instrument.where("unverified", index)
        what = field.replace("in_force.", "date in force: ").replace("editions.", "edition of ").removesuffix(": main")
        return Finding(where, f"{relied}, whose {what} was not seen in a source", hint)
    if presumed:
        return Finding(instrument.where("id"), f"{relied}, for which no day is recorded from which it applies", hint)
    return None


def _edition(instrument: Instrument, field: str) -> SourceLocation:
    """The place of the edition that the field names."""
    found = (one for one in instrument.editions if field == f"editions.{one.edition}")
    edition = next(found, None)
    return edition.where("edition") if edition else instrument.where("editions")
