"""Guidance, the year that a text gives, day -> whether that edition is the one in force, as far as is known.

Nothing is said of a year that is not registered, nor of an edition whose successor was due and was not looked for.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from clausebook.model.law.instrument import Instrument
from clausebook.model.law.parts import GuidanceEdition
from clausebook.model.law.status import reached, span
from clausebook.text.records import dataclass

Kind = Literal["in force", "old", "not yet", "no such edition", "not registered", "not known"]


@dataclass(frozen=True, slots=True)
class GuidanceStatus:
    """What the edition of a year is on a day. `present` is the newest known to have begun by then, `since` its day."""

    kind: Kind
    present: str = ""
    since: str = ""
    note: str = ""


def editions(instrument: Instrument) -> tuple[GuidanceEdition, ...]:
    """All its editions, oldest first, those of rows that have `history` and `edition` too."""
    found = {name: GuidanceEdition(edition=name, in_force=day) for name, day in instrument.history.items()}
    own = instrument.edition or year_of(instrument.title)
    if own:
        found[own] = GuidanceEdition(
            edition=own, in_force=instrument.in_force.get("main"), published=instrument.published
        )
    found |= {one.edition: one for one in instrument.editions}
    return tuple(sorted(found.values(), key=lambda one: one.begins or one.edition))


def edition_on(instrument: Instrument, year: str, on: date) -> GuidanceStatus:
    """What the edition named after that year was on that day."""
    known = editions(instrument)
    own = next((one for one in known if one.edition == year), None)
    begun = [one for one in known if one.exists == "seen" and one.begins and reached(one.begins, on)]
    open_day = [one for one in known if one.begins and reached(one.begins, on) is None]
    last = begun[-1] if begun else None
    present, since = (last.edition, last.begins) if last else ("", "")
    if own is None or own.exists == "unknown" or (not own.begins and own.exists == "seen"):
        return GuidanceStatus("not registered", present, since)
    if own.exists == "none":
        return GuidanceStatus("no such edition", present, since, own.note)
    if reached(own.begins, on) is False:
        return GuidanceStatus("not yet", present, since)
    if open_day:
        return GuidanceStatus("not known", present, since, f"an edition began on a day of {open_day[-1].begins}")
    if own is not last:
        return GuidanceStatus("old", present, since)
    due = renewal_due(instrument, on)
    if due:
        return GuidanceStatus("not known", present, since, f"a new edition was due in {due}, and it was not looked up")
    return GuidanceStatus("in force", present, since)


def renewal_due(instrument: Instrument, on: date) -> str:
    """The month, as 2027-09, in which a new edition was due that was not looked up since; "" for none.

    Older rows, which say nothing of renewal and list some of their editions, are taken to be renewed each year.
    """
    yearly = instrument.renewed == "yearly" or (bool(instrument.history) and not instrument.editions)
    begun = [one for one in editions(instrument) if one.exists == "seen" and one.begins and reached(one.begins, on)]
    days = span(begun[-1].begins) if begun else None
    if not yearly or not days:
        return ""
    month = instrument.renewal_month or days[0].month
    due = date(days[0].year + 1, month, 1)
    asked = span(instrument.asked) if instrument.asked else None
    looked = bool(asked and asked[0] >= due)
    known_later = any(one.begins and one.begins > begun[-1].begins for one in editions(instrument))
    return f"{due:%Y-%m}" if due <= on and not looked and not known_later else ""


def year_of(title: str) -> str:
    """The year at the end of a title, which is that of an edition."""
    found = re.search(r"((?:19|20)[0-9]{2})\)?$", title)
    return found[1] if found else ""
