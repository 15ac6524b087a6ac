"""Mention, register, day -> Verdict: whether the law that words name is law on that day, as far as the register knows.

A provision is judged as a provision: one that the register does not know is "not known", never dead or alive.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Literal

from clausebook.model.law.editions import edition_on
from clausebook.model.law.instrument import Instrument
from clausebook.model.law.parts import InstrumentPart, Successor
from clausebook.model.law.status import reached, status
from clausebook.text.law_index import Index, LawName, index
from clausebook.text.law_mentions import Mention
from clausebook.text.provisions import ProvisionUnit, units
from clausebook.text.records import dataclass

Kind = Literal[
    "in force",
    "not yet in force",
    "ended",
    "part ended",
    "old edition",
    "no such edition",
    "edition not known",
    "wrong year",
    "yearless",
    "not registered",
    "not known",
    "of the Union",
]
State = Literal["in force", "not yet in force", "ended", "partly ended", "not known"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LawVerdict:
    """What one named law is on a day. `instruments` are those that are meant or offered, `ref` a provision of it.

    `since` is the day on which it ended or begins, `present` the edition of guidance that is in force, `offered` the
    title that a mistyped year may have meant. `unverified` says that the day or the provision was not seen in
    a source; `extent` where alone a provision ended ("E+W"), "" where that holds wherever the instrument does.
    """

    kind: Kind
    mention: Mention
    instruments: tuple[str, ...] = ()
    ref: str = ""
    since: str = ""
    present: str = ""
    offered: str = ""
    successor: tuple[Successor, ...] = ()
    unverified: bool = False
    note: str = ""
    extent: str = ""


@dataclass(frozen=True, slots=True)
class Provision:
    """What is known of one provision on a day, and the part of the register that says so."""

    ref: str
    state: State
    part: InstrumentPart | None = None


def names_of(instruments: Iterable[Instrument]) -> Index:
    """The index of the names of a register's instruments."""
    return _index(tuple(map(_named, instruments)))


@lru_cache(maxsize=8)
def _index(named: tuple[LawName, ...]) -> Index:
    return index(named)


def _named(instrument: Instrument) -> LawName:
    phrases = tuple((words, part.ref) for part in instrument.parts for words in part.known_as)
    guidance = instrument.kind == "guidance"
    return LawName(instrument.id, instrument.title, instrument.names, guidance, phrases)


def provision_on(instrument: Instrument, ref: str, on: date) -> Provision:
    """What is known of a provision: what its narrowest part says; where no part holds it, what the whole says if that
    has ended; else that it is not known."""
    wanted = units(ref)
    if not wanted:
        return Provision(ref, "not known")
    holding = [(unit.depth, part) for part in instrument.parts for unit in _units(part) if unit.holds(wanted[0])]
    if holding:
        part = max(holding, key=lambda one: one[0])[1]
        return Provision(ref, _inside(instrument, wanted[0], _state(part, on), on), part)
    whole = status(instrument, on)
    if whole.kind == "ended":
        return Provision(ref, "ended")
    if whole.kind == "not yet in force":
        return Provision(ref, "not yet in force")
    inner = [part for part in instrument.parts if any(wanted[0].holds(unit) for unit in _units(part))]
    if inner:
        ended = [part for part in inner if _state(part, on) == "ended"]
        if ended == inner and wanted[0].steps[-1][0] in ("Pt", "Ch"):
            return Provision(ended[0].ref, "ended", ended[0])  # nothing that is known of it is law
        return Provision(ref, "partly ended" if ended else "in force", (ended or inner)[0])
    return Provision(ref, "not known")


def _inside(instrument: Instrument, wanted: ProvisionUnit, state: State, on: date) -> State:
    """The state of a provision that is law, of which something narrower may have ended."""
    if state != "in force":
        return state
    narrower = [
        part for part in instrument.parts for unit in _units(part) if wanted.holds(unit) and str(unit) != str(wanted)
    ]
    return "partly ended" if any(_state(part, on) == "ended" for part in narrower) else state


@lru_cache(maxsize=2048)
def _units_of(ref: str) -> tuple[ProvisionUnit, ...]:
    return units(ref)


def _units(part: InstrumentPart) -> tuple[ProvisionUnit, ...]:
    return _units_of(part.ref)


def _state(part: InstrumentPart, on: date) -> State:
    if part.ended:
        over = reached(part.ended, on)
        if over:
            return "ended"
        if over is None:
            return "not known"
    if not part.in_force:
        return "in force" if part.ended else "not known"
    if part.in_force == "yes":
        return "in force"
    begun = reached(part.in_force, on)
    return "in force" if begun else "not known" if begun is None else "not yet in force"


def judged(
    mention: Mention, rows: Mapping[str, Instrument], on: date, namesakes: Mapping[str, tuple[str, ...]]
) -> LawVerdict:
    """The verdict on one mention on one day."""
    if mention.kind == "unknown":
        return LawVerdict(kind="not registered", mention=mention)
    if mention.kind == "other-year":
        return _other_year(mention, rows, namesakes)
    if mention.kind == "union":
        row = rows[mention.ids[0]]
        since = next((day for part, day in row.in_force.items() if part.startswith("as ")), "")
        if reached(since, on) is not False:
            return LawVerdict(kind="of the Union", mention=mention, instruments=(row.id,), since=since)
    if mention.kind == "yearless":
        living = tuple(id for id in mention.ids if status(rows[id], on).is_law)
        if len(living) == 1 < len(mention.ids) and status(rows[living[0]], on).kind == "partly ended":
            living = ()  # what is left of one may be no more meant than what ended
        if len(mention.ids) == 1 and status(rows[mention.ids[0]], on).kind == "ended":
            return _whole(mention, rows[mention.ids[0]], on)
        return LawVerdict(kind="yearless", mention=mention, instruments=living if len(living) == 1 else mention.ids)
    instrument = rows[mention.ids[0]]
    if instrument.kind == "guidance" and mention.year and not instrument.ended:
        return _edition(mention, instrument, on)
    found = [_provision(mention, instrument, ref, on) for ref in mention.refs]
    worst = next((one for one in found if one.kind not in ("in force", "not known")), None)
    return (
        worst
        or next((one for one in found if one.kind == "not known"), None)
        or (found[0] if found else _whole(mention, instrument, on))
    )


def _provision(mention: Mention, instrument: Instrument, ref: str, on: date) -> LawVerdict:
    found = provision_on(instrument, ref, on)
    part = found.part
    if part is None and found.state == "ended":
        return _whole(mention, instrument, on)
    kinds: Mapping[State, Kind] = {
        "in force": "in force",
        "not yet in force": "not yet in force",
        "ended": "part ended",
        "partly ended": "in force",
        "not known": "not known",
    }
    return LawVerdict(
        kind=kinds[found.state],
        mention=mention,
        instruments=(instrument.id,),
        ref=found.ref,
        since=(part.ended or part.in_force) if part else "",
        successor=part.successor if part and found.state in ("ended", "partly ended") else (),
        unverified=bool(part and {"ref", "ended", "in_force"}.intersection(part.unverified)),
        note=f"{part.ref} of it has ended" if part and found.state == "partly ended" else part.note if part else "",
        extent=part.extent if part and found.state == "ended" else "",
    )


def _whole(mention: Mention, instrument: Instrument, on: date) -> LawVerdict:
    today = status(instrument, on)
    kinds: Mapping[str, Kind] = {
        "ended": "ended",
        "partly ended": "part ended",
        "not yet in force": "not yet in force",
        "unknown": "not known",
    }
    kind = kinds.get(today.kind, "in force")
    if instrument.kind == "guidance" and kind == "not yet in force" and (instrument.editions or instrument.history):
        kind = "in force"
    ended = kind in ("ended", "part ended")
    return LawVerdict(
        kind=kind,
        mention=mention,
        instruments=(instrument.id,),
        since=(instrument.ended or "") if ended else instrument.in_force.get("main", ""),
        successor=tuple(Successor(instrument=id) for id in instrument.replaced_by) if ended else (),
        unverified=ended and "ended" in instrument.unverified,
        note=instrument.ended_scope if kind == "part ended" else "",
    )


def _edition(mention: Mention, instrument: Instrument, on: date) -> LawVerdict:
    found = edition_on(instrument, mention.year, on)
    kinds: Mapping[str, Kind] = {
        "in force": "in force",
        "old": "old edition",
        "not yet": "not yet in force",
        "no such edition": "no such edition",
    }
    return LawVerdict(
        kind=kinds.get(found.kind, "edition not known"),
        mention=mention,
        instruments=(instrument.id,),
        since=found.since,
        present=found.present,
        note=found.note or ("that edition is not registered" if found.kind == "not registered" else ""),
    )


def _other_year(
    mention: Mention, rows: Mapping[str, Instrument], namesakes: Mapping[str, tuple[str, ...]]
) -> LawVerdict:
    base = mention.called.rpartition(" ")[0]
    real = mention.year in namesakes.get(base, ())
    if len(mention.ids) == 1 and not real:
        only = rows[mention.ids[0]]
        year = (only.title.removeprefix("The ").rsplit(" ", 1)[-1]).strip("()")
        remade = only.id.startswith("uksi/") and mention.year < year  # regulations follow others of the same title
        if year.isdigit() and is_near(mention.year, year) and not remade:
            return LawVerdict(kind="wrong year", mention=mention, instruments=mention.ids, offered=only.title)
    return LawVerdict(kind="not registered", mention=mention)


def is_near(one: str, other: str) -> bool:
    """Whether a year may be a slip of the other: one digit differs, two are turned round, or it is the year beside."""
    differing = [place for place, (left, right) in enumerate(zip(one, other, strict=True)) if left != right]
    if len(differing) == 1 or abs(int(one) - int(other)) == 1:
        return True
    return len(differing) == 2 and differing[1] == differing[0] + 1 and sorted(one) == sorted(other)
