"""Instrument -> what happened to it, dated as precisely as is known, and the periods in which its status was one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from clausebook.model.law.instrument import Instrument
from clausebook.model.law.status import MAIN, Kind, span, status
from clausebook.text.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One fact of an instrument's life. `on` is a date as precise as is known, a rule in words, or "".

    `by` is the id of the instrument that did it, `part` what it happened to where not to the whole, `detail` what the
    register says besides. `unverified` says that the date was not seen in a source.
    """

    field: str
    on: str
    what: str
    part: str = ""
    by: str = ""
    detail: str = ""
    unverified: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Days on which an instrument had one status. `first` is None where it always had, `last` where it still has."""

    kind: Kind
    first: date | None = None
    last: date | None = None


def events(instrument: Instrument) -> tuple[Event, ...]:
    """Everything the register says of it: the dated facts in order of time, then those without a day."""
    found = list(_events(instrument))
    dated = sorted((one for one in found if span(one.on)), key=lambda one: span(one.on) or ())
    return (*dated, *(one for one in found if not span(one.on)))


def _events(instrument: Instrument) -> Iterator[Event]:
    unseen = set(instrument.unverified)
    for field, when in (("made", instrument.made), ("laid", instrument.laid), ("published", instrument.published)):
        if when:
            yield Event(field=field, on=when, what=field, unverified=field in unseen)
    for part, when in instrument.in_force.items():
        whole = "" if part == MAIN else part
        doubt = bool({"in_force", f"in_force.{part}"} & unseen)
        yield Event(field=f"in_force.{part}", on=when, what="in force", part=whole, unverified=doubt)
    for edition, when in instrument.history.items():
        yield Event(field="history", on=when, what="edition in force", part=edition, unverified="history" in unseen)
    for one in instrument.editions:
        if one.begins:
            doubt = bool(one.unverified)
            yield Event(field="editions", on=one.begins, what="edition in force", part=one.edition, unverified=doubt)
    yield from _of_parts(instrument)
    doubt = bool({"amended_by", "amended_by.date"} & unseen)
    for change in instrument.amended_by:
        effect = f"{change.effect}, not seen in a source" if "amended_by.effect" in unseen else change.effect
        detail = "; ".join(filter(None, (effect, change.by)))
        yield Event(
            field="amended_by",
            on=change.date or "",
            what="amended",
            by=change.instrument,
            detail=detail,
            unverified=doubt and bool(change.date),
        )
    if instrument.ended:
        yield _end(instrument, "ended" in unseen)


def _of_parts(instrument: Instrument) -> Iterator[Event]:
    """What happened to single provisions, where the whole row does not say it."""
    for part in instrument.parts:
        if part.in_force and part.in_force != "yes" and part.in_force not in instrument.in_force.values():
            doubt = "in_force" in part.unverified
            yield Event(field="parts", on=part.in_force, what="in force", part=part.ref, unverified=doubt)
        if part.ended and part.ended != instrument.ended:
            doubt = "ended" in part.unverified
            yield Event(field="parts", on=part.ended, what="ended", part=part.ref, unverified=doubt)


def _end(instrument: Instrument, unverified: bool) -> Event:
    by = instrument.ended_by
    return Event(
        field="ended",
        on=instrument.ended or "",
        what="ended",
        part=instrument.ended_scope,
        by=by.instrument if by else "",
        detail=by.provision if by else "",
        unverified=unverified,
    )


def periods(instrument: Instrument) -> tuple[Period, ...]:
    """Its status from the beginning of time to its end, a period for each time it stays the same.

    Asked of clausebook.model.law.status on every day on which a date of the register may change it.
    """
    days = sorted(set(_turns(instrument)))
    if not days:
        return (Period(kind=status(instrument, date(1, 1, 1)).kind),)
    kinds = [(day, status(instrument, day).kind) for day in days]
    found = [Period(kind=status(instrument, days[0] - timedelta(days=1)).kind)]
    for day, kind in kinds:
        before = found[-1]
        if kind != before.kind:
            found[-1] = Period(kind=before.kind, first=before.first, last=day - timedelta(days=1))
            found.append(Period(kind=kind, first=day))
    return tuple(found)


def _turns(instrument: Instrument) -> Iterator[date]:
    """The days on which its status can change."""
    year = instrument.id.split("/")[1] if instrument.id.count("/") == 2 else ""
    known = (*(one.on for one in _events(instrument)), year, instrument.compiled or "")
    for when in known:
        days = span(when)
        if days and days[0] > date.min:
            yield from days
