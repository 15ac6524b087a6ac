"""Two editions and the register -> what the law did between the old approval and the day of the review."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from clausebook.model.comparison.review import LawReview, LegislationEvent
from clausebook.model.edition import Edition, Law, Target
from clausebook.model.law.instrument import Instrument
from clausebook.model.law.status import MAIN, span, status
from clausebook.model.register import Register
from clausebook.text.dates import first_day, last_day

LONGEST = 60  # characters of a title in running text


def since(
    old: Edition | None, new: Edition, register: Register, as_of: date, committed: date | None = None
) -> tuple[LawReview, ...]:
    """The instruments the old edition cites, in the order of its citations, then those that only the new one cites.

    What happened counts from the old edition's approval; where it has none, from the day it was `committed`. Where
    neither day is known, nothing is told to have happened since.
    """
    before = {law.id: law for law in old.laws} if old else {}
    now = {law.id: law for law in new.laws}
    start = first_day(old.approval.approved) if old and old.approval else committed
    laws = {**now, **before}
    ids = (*before, *(id for id in now if id not in before))
    return tuple(_review(laws[id], before.get(id), now, register, start, as_of) for id in ids)


def _review(
    law: Law, before: Law | None, now: dict[str, Law], register: Register, start: date | None, as_of: date
) -> LawReview:
    instrument = register.instrument_by_id.get(law.id)
    replaced_by = _heirs(instrument) if instrument else ()
    return LawReview(
        instrument=law.id,
        title=short_title(instrument) if instrument else law.title,
        url=law.url,
        status=status(instrument, as_of) if instrument else None,
        happenings=_happenings(instrument, register, start, as_of) if instrument and before else (),
        replaced_by=replaced_by,
        cited_in=before.cited_by if before else (),
        still_in=_places(now, law.id),
        instead=tuple(id for id in replaced_by if id in now and before),
    )


def _heirs(instrument: Instrument) -> tuple[str, ...]:
    """What took its place: as the register says, and what ended it, should it say no more."""
    return instrument.replaced_by or ((instrument.ended_by.instrument,) if instrument.ended_by else ())


def _places(now: dict[str, Law], id: str) -> tuple[Target, ...]:
    return now[id].cited_by if id in now else ()


def _happenings(
    instrument: Instrument, register: Register, start: date | None, as_of: date
) -> tuple[LegislationEvent, ...]:
    """What may have happened since the first day, first things first; of a coarse date the day is not known."""
    found = [
        LegislationEvent(
            on=when, words=words, detail=detail, unverified=_unseen(instrument, field), ahead=first_day(when) > as_of
        )
        for field, when, words, detail in _events(instrument, register)
        if span(when) and start is not None and last_day(when) >= start
    ]
    return tuple(sorted(found, key=lambda one: one.on))


def _unseen(instrument: Instrument, field: str) -> bool:
    return bool({field, field.split(".", 1)[0]} & set(instrument.unverified))


def _events(instrument: Instrument, register: Register) -> Iterator[tuple[str, str, str, str]]:
    """Field, date, words and detail of each fact that a reader of the old edition could not know."""
    for part, when in instrument.in_force.items():
        yield f"in_force.{part}", when, "came into force" if part == MAIN else f"came into force: {part}", ""
    for edition, when in instrument.history.items():
        yield "history", when, f"edition {edition} came into force", ""
    for change in instrument.amended_by:
        yield "amended_by", change.date or "", f"amended by the {_title(change.instrument, register)}", change.effect
    if instrument.ended:
        by = instrument.ended_by
        cause = f" by the {_title(by.instrument, register)}" if by else ""
        part = " in part" if instrument.ended_scope else ""
        yield "ended", instrument.ended, f"ended{part}{cause}", "; ".join(_ending(instrument))


def _ending(instrument: Instrument) -> Iterator[str]:
    if instrument.ended_scope:
        yield f"the part that ended: {instrument.ended_scope}"
    if instrument.ended_by and instrument.ended_by.provision:
        yield f"ended by {instrument.ended_by.provision}"
    if instrument.survives:
        yield f"still law: {instrument.survives}"


def _title(id: str, register: Register) -> str:
    found = register.instrument_by_id.get(id)
    return short_title(found) if found else id


def short_title(instrument: Instrument) -> str:
    """The title or, where that is too long for a sentence, a name that means the same instrument."""
    title = instrument.title.removeprefix("The ")
    return title if len(title) <= LONGEST or not instrument.names else instrument.names[0]
