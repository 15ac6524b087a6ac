"""Recorded effects on an instrument, its row, day -> the changes that the row does not have, come or to come.

One amender may change an instrument on several days: what is known is a pair of instrument and day, and a provision
where the row names one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from clausebook.model.law.instrument import Instrument
from clausebook.model.law.observed import Effect
from clausebook.text.phrases import counted

FEW = 3  # provisions named for one amender and day
_WHOLE = re.compile(r"(?i)(?:whole )?(?:act|regulations?|order|instrument|rules|measure|s\.? ?i\.?)")
_ENDS = re.compile(r"(?i)\b(?:repealed|revoked|expired|lapsed|ceases to have effect)\b")
_BEGINS = re.compile(r"(?i)\b(?:coming|comes) into force|\bcommence(?:d|s|ment)\b|\bbrought into force\b")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happens to an instrument: it ends as a whole, a part of it begins, or it is amended."""

    kind: Literal["ends", "begins", "changes", "prospective"]
    words: str
    day: str = ""
    instrument: str = ""
    provision: str = ""
    affected: str = ""
    effect: str = ""


def changes_of(instrument: Instrument, effects: tuple[Effect, ...], on: date) -> Iterator[Change]:
    """The changes that the row does not have: ends first, then beginnings, then the rest, newest first."""
    known = dict.fromkeys(
        (one.instrument, one.type, one.affected, one.provision, day)
        for one in effects
        for day in (one.in_force or ("",))
        if one.modified == "" or not instrument.asked or one.modified > instrument.asked or day > instrument.asked
    )
    titles = {one.instrument: one.title for one in effects if one.title}
    amended: dict[tuple[str, str], list[str]] = {}
    prospective: dict[str, list[str]] = {}
    for by, type_, affected, provision, day in known:
        if _ENDS.search(type_) and _WHOLE.fullmatch(affected.strip()):
            if day and instrument.ended != day:
                yield _end(by, titles.get(by, ""), affected, type_, provision, day)
            elif not day:
                prospective.setdefault(by, []).append(f"{affected} {type_}")
        elif _BEGINS.search(type_):
            if day and day not in instrument.in_force.values():
                yield _beginning(by, titles.get(by, ""), affected, day, on)
            elif not day:
                prospective.setdefault(by, []).append(f"{affected} {type_}")
        elif day:
            amended.setdefault((by, day), []).append(" ".join(f"{affected} {type_}".split()))
        else:
            prospective.setdefault(by, []).append(" ".join(f"{affected} {type_}".split()))
    for (by, day), what in sorted(amended.items(), key=lambda one: one[0][1], reverse=True):
        if not _is_known(instrument, by, day):
            yield _amendment(by, titles.get(by, ""), day, what, on)
    for by, what in prospective.items():
        words = f"{_called(by, titles.get(by, ''))} is to change it, on no day yet: {_some(what)}"
        yield Change("prospective", words, instrument=by)


def _end(by: str, title: str, affected: str, type_: str, provision: str, day: str) -> Change:
    words = f"{affected} {type_} by {by or title} from {day}"
    return Change("ends", words, day, by, provision, affected)


def _beginning(by: str, title: str, affected: str, day: str, on: date) -> Change:
    comes = "came" if day <= on.isoformat() else "comes"
    part = "" if _WHOLE.fullmatch(affected.strip()) else affected
    return Change(
        "begins", f"{affected or 'it'} {comes} into force on {day}, by {_called(by, title)}", day, by, "", part
    )


def _amendment(by: str, title: str, day: str, what: list[str], on: date) -> Change:
    verb = "amended" if day <= on.isoformat() else "to be amended"
    return Change("changes", f"{verb} by {by or title} from {day} ({_some(what)})", day, by, effect=_some(what))


def _is_known(instrument: Instrument, by: str, day: str) -> bool:
    """Whether the row has an amendment by that instrument on that day, as precisely as it knows the day."""
    return any(one.instrument == by and day.startswith(one.date or "") for one in instrument.amended_by)


def _some(what: list[str]) -> str:
    more = f"; and {counted(len(what) - FEW, 'more', 'more')}" if len(what) > FEW else ""
    return "; ".join(what[:FEW]) + more


def _called(by: str, title: str) -> str:
    return f"{title} ({by})" if title and by else title or by
