"""What rows of every shape are on a row of days: the status and its grounds, provisions, editions, events, periods."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from clausebook.model.law.editions import edition_on, renewal_due
from clausebook.model.law.instrument import Instrument
from clausebook.model.law.status import point_in_time_url, status
from clausebook.model.law.timeline import events, periods
from clausebook.model.law.verdict import provision_on
from clausebook.source.load import load
from tests.golden_folders import GOLDEN, hold

CASE = GOLDEN / "law-on-a-day"
DAYS = [
    *(date(year, month, 1) for year, month in ((2000, 12), (2002, 2), (2003, 2), (2010, 4), (2012, 6), (2014, 6))),
    *(date(2001, 3, 5), date(2001, 5, 31), date(2001, 6, 1), date(2002, 5, 30), date(2002, 5, 31), date(2010, 3, 31)),
    *(date(2016, 1, 1), date(2021, 9, 1), date(2021, 9, 30), date(2022, 9, 1), date(2026, 11, 29), date(2030, 1, 1)),
]
REFS = ("s. 5", "s. 5(1)", "s. 5(2)(a)", "s. 6(3)", "s. 7", "s. 7(1)", "s. 8", "Pt. 2", "Pt. 2 Ch. 1", "Pt. 3", "x")
YEARS = ("2010", "2015", "2018", "2019", "2020", "2021", "2022", "2023")


def of(one: Instrument) -> Iterator[str]:
    """What is known of an instrument, day by day; what did not change since the day before is left out."""
    yield f"== {one.title}"
    before: dict[str, str] = {}
    for day in sorted(DAYS):
        now = {"status": status(one, day).words, "address": point_in_time_url(one, day).replace(f"{day}", "DAY")}
        now["law"] = f"{status(one, day).is_law} {', '.join(status(one, day).unverified)}"
        if one.parts or one.ended:
            found = [provision_on(one, ref, day) for ref in REFS]
            now |= {it.ref: f"{it.state} by {it.part.ref if it.part else 'the whole'}" for it in found}
        if one.kind == "guidance":
            now |= {f"edition {year}": str(edition_on(one, year, day)) for year in YEARS}
            now["renewal"] = renewal_due(one, day)
        for name, words in now.items():
            if before.get(name) != words:
                yield f"{day} {name}: {words}"
        before = now
    yield from (f"event: {it}" for it in events(one))
    yield from (f"period: {it.first} to {it.last}: {it.kind}" for it in periods(one))


def test_a_row_is_on_each_day_what_its_dates_say(bless: bool) -> None:
    register = load({"policy/instruments.yaml": (CASE / "instruments.yaml").read_bytes()}, date(2026, 11, 28))
    assert not [one for one in register.faults if one.place.file.endswith("instruments.yaml")]
    made = "\n".join(line for one in register.instruments for line in of(one)) + "\n"
    hold(CASE, {"expected.txt": made}, given=("instruments.yaml",), bless=bless)
