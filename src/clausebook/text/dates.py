"""Dates known to the day, to the month or to the year: "2018-05-16", "2018-05", "2018"."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

# Not calendar.month_name, which follows the machine's language.
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@lru_cache(maxsize=4096)
def in_words(partial: str) -> str:
    """A partial date as it is written in running text: "16 May 2018", "May 2018", "2018"."""
    year, *rest = partial.split("-")
    parts = [str(int(day)) for day in rest[1:]] + [MONTHS[int(month) - 1] for month in rest[:1]]
    return " ".join([*parts, year])


def on_day(partial: str | None) -> str:
    """A partial date with its preposition: "on 16 May 2018", "in May 2018", "in 2018"; "" where there is none."""
    return f"{'on' if partial.count('-') == 2 else 'in'} {in_words(partial)}" if partial else ""


def first_day(partial: str) -> date:
    """The first day that a partial date may mean."""
    year, month, day = (*(int(part) for part in partial.split("-")), 1, 1)[:3]
    return date(year, month, min(day, monthrange(year, month)[1]))


def last_day(partial: str) -> date:
    """The last day that a partial date may mean."""
    first = first_day(partial)
    parts = partial.count("-")
    if parts == 2:
        return first
    following = date(first.year + 1, 1, 1) if parts == 0 or first.month == 12 else date(first.year, first.month + 1, 1)
    return following - timedelta(days=1)


def months_over(due: str, day: date) -> int | None:
    """Months since a date; None while the day is not past it.

    Where no day is known they are counted from month to month, but for the first: on 1 June, May is not a month ago.
    """
    end = last_day(due)
    months = (day.year - end.year) * 12 + day.month - end.month
    is_whole = day.day >= end.day or (day + timedelta(days=1)).day == 1
    return None if day <= end else months if is_whole or (months > 1 and first_day(due) != end) else months - 1
