"""How often a policy is reviewed, and when the next review is due after the last one. Due dates are months.

A yearly review falls into the review month of the year after. A longer cycle runs its full years, and then to the
review month. Where a law or statutory guidance wants a review more often, the review is brought forward. No day is
made up: what is computed is a month.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from clausebook.text.dates import first_day

Every = Literal["1 year", "2 years", "3 years", "4 years", "termly", "as the law changes"]
# The month in which a term of the English school year has ended, by the months of the term before it.
_NEXT_TERM = {**dict.fromkeys((9, 10, 11, 12), 4), **dict.fromkeys((1, 2, 3, 4), 7), **dict.fromkeys((5, 6, 7, 8), 12)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """What sets the pace: the policy's own words, its review month, and the months that the required list allows."""

    every: Every | None = None
    month: int | None = None
    at_most: int | None = None
    listed: int | None = None
    by: str = ""  # which entry of the required list says so


@dataclass(frozen=True, slots=True)
class Due:
    """When a review is due, as precisely as is known, and why then."""

    when: str
    why: str


def due_after(on: str, said: str | None, cycle: Cycle) -> Due | None:
    """When the review after one of `on` is due. `said` is what the meeting said, which goes before all cycles."""
    if said:
        return Due(said, "as the governors set it")
    found = _by_cycle(on, cycle)
    if cycle.at_most and cycle.every != "as the law changes":
        latest = _months_later(on, cycle.at_most)
        if found is None or first_day(found.when) > first_day(latest):
            return Due(latest, f"a review is required every {cycle.at_most} months ({cycle.by})")
    return found


def _by_cycle(on: str, cycle: Cycle) -> Due | None:
    year = int(on[:4])
    if cycle.every == "as the law changes":
        return None
    if cycle.every == "termly":
        month = int(on[5:7] or 1)
        return Due(f"{year + (month >= 9)}-{_NEXT_TERM[month]:02}", "reviewed every term")
    years = int(cycle.every.split()[0]) if cycle.every else 1
    if cycle.month and years == 1:
        return Due(f"{year + 1}-{cycle.month:02}", "reviewed every year")
    if cycle.every:
        why = "reviewed every year" if years == 1 else f"reviewed every {years} years"
        return Due(_to_month(_months_later(on, 12 * years), cycle.month), why)
    if cycle.listed:
        return Due(_months_later(on, cycle.listed), f"a review every {cycle.listed} months is usual ({cycle.by})")
    return None


def _months_later(on: str, months: int) -> str:
    """The month that many months after; the year where only a year is known and the months are whole years."""
    if len(on) == len("2018") and months % 12 == 0:
        return str(int(on) + months // 12)
    years, month = divmod(int(on[5:7] or 1) - 1 + months, 12)
    return f"{int(on[:4]) + years}-{month + 1:02}"


def _to_month(partial: str, month: int | None) -> str:
    """The first such month on or after; of a year that is known alone, that month in it."""
    if not month:
        return partial
    year = int(partial[:4])
    return f"{year + (month < int(partial[5:7] or 1))}-{month:02}"
