"""Instrument, day -> Status. Whether it was law on that day, worked out from its dates each time and never stored.

A day counts from its beginning: what came into force on 25 May 2018 is law on that day, and what ended on 25 May 2018
is law up to 24 May. So an Act and the one that replaces it never overlap and leave no gap. Of a date known only as
2018-05, 1 to 30 May are unknown: that it has happened is certain only on the 31st.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import ClassVar, Literal

from clausebook.model.law.instrument import LEGISLATION, Instrument
from clausebook.text.records import dataclass

Kind = Literal[
    "not yet in force",
    "in force",
    "partly in force",
    "presumed in force",
    "partly ended",
    "ended",
    "unknown",
]
LAW: frozenset[Kind] = frozenset({"in force", "partly in force", "presumed in force", "partly ended"})
MAIN = "main"
STAGED = "staged"
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_ID = re.compile(r"[a-z]+/([0-9]{4})/[0-9]+")


@dataclass(frozen=True, slots=True)
class StatusGround:
    """One fact that a status rests on: the field of the instrument, what it says, and whether it is unverified."""

    field: str
    words: str
    unverified: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LawStatus:
    """What an instrument is on a day, and what that rests on.

    "in force": the instrument, or every part of it that the register dates, has begun. "partly in force": some parts
    have. "presumed in force": it was made before, it was law later, and the register has no day on which it began.
    "partly ended": the part named in `ended_scope` has ended. "ended": all of it has, but for what `survives` names.
    "unknown": the dates are too coarse or not recorded.
    """

    PUBLISHED: ClassVar = ("kind", "words")

    instrument: str
    on: date
    kind: Kind
    grounds: tuple[StatusGround, ...]

    @property
    def is_law(self) -> bool:
        """Whether it, or a part of it, was law on the day; False also where that is unknown."""
        return self.kind in LAW

    @property
    def unverified(self) -> tuple[str, ...]:
        """Fields it rests on whose values were not seen in a source."""
        return tuple(ground.field for ground in self.grounds if ground.unverified)

    @property
    def words(self) -> str:
        """The status and its grounds in a line."""
        grounds = (ground.words + (" (not verified)" if ground.unverified else "") for ground in self.grounds)
        return f"{self.kind}: {'; '.join(grounds)}"


def status(instrument: Instrument, on: date) -> LawStatus:
    """The instrument's status at the beginning of that day."""
    over = reached(instrument.ended, on) if instrument.ended else False
    kind: Kind
    grounds: tuple[StatusGround, ...]
    if over is None:
        kind, grounds = "unknown", (_ground(instrument, "ended", f"ended on a day of {instrument.ended} not recorded"),)
    elif over:
        kind, grounds = ("partly ended" if instrument.ended_scope else "ended"), _ending(instrument)
    else:
        kind, grounds = _beginning(instrument, on)
        grounds += _still(instrument)
    return LawStatus(instrument=instrument.id, on=on, kind=kind, grounds=grounds + _limits(instrument, on))


def point_in_time_url(instrument: Instrument, on: date) -> str:
    """Where legislation.gov.uk shows it as it was that day; "" for a day before it was made.

    An instrument held only as first made has no versions: the address of that text. Guidance has no versions either:
    its own address, which shows today's edition.
    """
    if instrument.kind == "guidance":
        return instrument.address or ""
    origin = _origin(instrument)
    if origin and reached(origin[1], on) is False:
        return ""
    return f"{LEGISLATION}/{instrument.id}/{'made' if instrument.as_made_only else on.isoformat()}"


@lru_cache(maxsize=4096)  # the same dates are asked for at each day that a timeline shows
def span(when: str) -> tuple[date, date] | None:
    """First and last day that a date as precise as 2018, 2018-05 or 2018-05-25 can mean; None for words."""
    found = _DATE.fullmatch(when)
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        last_month = month or 12
        last_day = day or monthrange(year or 0, last_month)[1]
        return date(year or 0, month or 1, day or 1), date(year or 0, last_month, last_day)
    except ValueError:  # such as 2018-02-30, which the loader reports
        return None


def reached(when: str, on: date) -> bool | None:
    """Whether what happened then had happened by that day; None where the date is too coarse, or words."""
    days = span(when)
    if days is None:
        return None
    return True if on >= days[1] else False if on < days[0] else None


def _ground(instrument: Instrument, field: str, words: str) -> StatusGround:
    """A ground, marked where the field, or the whole that it is a part of, was not seen in a source."""
    whole, _, part = field.partition(".")
    unseen = set(instrument.unverified)
    if whole == "editions":
        unseen |= {field for one in instrument.editions if one.edition == part and one.unverified}
    return StatusGround(field, words, bool({field, whole} & unseen))


def _ending(instrument: Instrument) -> tuple[StatusGround, ...]:
    """What an ended instrument's status rests on."""
    by = instrument.ended_by
    cause = f" by {by.instrument}{', ' if by.provision else ''}{by.provision}" if by else ""
    grounds = [_ground(instrument, "ended", f"ended on {instrument.ended}{cause}")]
    if instrument.ended_scope:
        grounds.append(_ground(instrument, "ended_scope", f"only {instrument.ended_scope}"))
    spared = instrument.survives or "; ".join(part.ref for part in instrument.parts if part.in_force and not part.ended)
    if spared and not instrument.ended_scope:
        field = "survives" if instrument.survives else "parts"
        grounds.append(_ground(instrument, field, f"still law: {spared}"))
    if instrument.lapsed_with:
        grounds.append(_ground(instrument, "lapsed_with", f"fell with its power in {instrument.lapsed_with}"))
    return tuple(grounds)


def _beginning(instrument: Instrument, on: date) -> tuple[Kind, tuple[StatusGround, ...]]:
    """Status of an instrument that had not ended: has it begun, and how do we know."""
    if instrument.editions:
        return _of_editions(instrument, on)
    parts = {part: reached(when, on) for part, when in instrument.in_force.items() if span(when)}
    grounds = tuple(_part(instrument, part, begun) for part, begun in parts.items())
    if not parts.get(MAIN):
        before = _before(instrument, on)
        if before:
            return before[0], before[1] + grounds + _earlier_editions(instrument, on)
    if not parts:
        return _undated(instrument, on)
    earlier = () if any(parts.values()) else _earlier_editions(instrument, on)
    return _begun(parts, STAGED in instrument.in_force), grounds + earlier


def _of_editions(instrument: Instrument, on: date) -> tuple[Kind, tuple[StatusGround, ...]]:
    """Status of guidance whose row stands for all its editions: that of the newest edition that had begun."""
    dated = sorted((one for one in instrument.editions if span(one.begins)), key=lambda one: one.begins)
    begun = [one for one in dated if reached(one.begins, on)]
    if begun:
        words = f"edition {begun[-1].edition} in force since {begun[-1].begins}"
        return "in force", (_ground(instrument, f"editions.{begun[-1].edition}", words),)
    if dated:
        kind: Kind = "unknown" if reached(dated[0].begins, on) is None else "not yet in force"
        words = f"the first edition recorded: {dated[0].edition}, from {dated[0].begins}"
        return kind, (_ground(instrument, f"editions.{dated[0].edition}", words),)
    return _undated(instrument, on)


def _begun(parts: dict[str, bool | None], staged: bool) -> Kind:
    """Status by the parts that have a date: the main part decides where there is one."""
    if parts.get(MAIN):
        return "in force"
    if any(parts.values()):
        return "in force" if all(parts.values()) and not staged else "partly in force"
    if MAIN in parts and parts[MAIN] is False:
        return "not yet in force"
    # parts that begin later say nothing about the parts that have no date
    return "unknown"


def _part(instrument: Instrument, part: str, begun: bool | None) -> StatusGround:
    """What one dated part gives to the status."""
    when = instrument.in_force[part]
    name = "in force" if part == MAIN else f"{part}: in force"
    words = {True: f"{name} since {when}", False: f"{name} only from {when}", None: f"{name} from a day of {when}"}
    return _ground(instrument, f"in_force.{part}", words[begun])


def _origin(instrument: Instrument) -> tuple[str, str] | None:
    """Field and date of its making: made, published, or the year in its id."""
    for field, when in (("made", instrument.made), ("published", instrument.published)):
        if when:
            return field, when
    numbered = _ID.fullmatch(instrument.id)
    return ("id", numbered[1]) if numbered else None


def _before(instrument: Instrument, on: date) -> tuple[Kind, tuple[StatusGround, ...]] | None:
    """The status where the instrument had not been made by that day, or perhaps not; None where it had."""
    origin = _origin(instrument)
    made = reached(origin[1], on) if origin else True
    if not origin or made:
        return None
    kind: Kind = "unknown" if made is None else "not yet in force"
    return kind, (_made(instrument, *origin),)


def _made(instrument: Instrument, field: str, when: str) -> StatusGround:
    """What its making gives to the status."""
    return _ground(instrument, field, f"of {when} by its number" if field == "id" else f"{field} {when}")


def _undated(instrument: Instrument, on: date) -> tuple[Kind, tuple[StatusGround, ...]]:
    """Status of an instrument without a day on which it, or a part of it, came into force."""
    origin = _origin(instrument)
    later = bool(instrument.compiled and reached(instrument.compiled, on))
    grounds = [_made(instrument, *origin)] if origin else []
    rules = "; ".join(f"{part}: {words}" for part, words in instrument.in_force.items())
    grounds.append(_ground(instrument, "in_force", rules or "no day is recorded on which it came into force"))
    known = later or (origin is not None and STAGED not in instrument.in_force)
    if later:
        grounds.append(_ground(instrument, "compiled", f"held to be in force on {instrument.compiled}"))
    return ("presumed in force" if known else "unknown"), tuple(grounds)


def _earlier_editions(instrument: Instrument, on: date) -> tuple[StatusGround, ...]:
    """For guidance whose present edition had not begun: what is recorded of those before it."""
    grounds = []
    begun = [edition for edition, when in instrument.history.items() if reached(when, on)]
    if begun:
        last = max(begun, key=lambda edition: instrument.history[edition])
        words = f"the last edition recorded by then: {last}, from {instrument.history[last]}"
        grounds.append(_ground(instrument, "history", words))
    if instrument.supersedes:
        grounds.append(_ground(instrument, "supersedes", f"it supersedes: {instrument.supersedes}"))
    return tuple(grounds)


def _still(instrument: Instrument) -> tuple[StatusGround, ...]:
    """What is known of an end that had not come."""
    if instrument.ended:
        scope = f" ({instrument.ended_scope})" if instrument.ended_scope else ""
        return (_ground(instrument, "ended", f"ends on {instrument.ended}{scope}"),)
    if "ended" in instrument.unverified:
        return (_ground(instrument, "ended", "no end is recorded"),)
    return ()


def _limits(instrument: Instrument, on: date) -> tuple[StatusGround, ...]:
    """What the facts cannot show: an id not seen in a source, and what happened after they were put together."""
    grounds = []
    if "id" in instrument.unverified:
        grounds.append(_ground(instrument, "id", f"known here as {instrument.id}"))
    days = span(instrument.compiled) if instrument.compiled else None
    if days and on > days[1]:
        grounds.append(_ground(instrument, "compiled", f"as known on {instrument.compiled}"))
    return tuple(grounds)
