"""An instrument's life: its facts in order of time, and periods that are what its status says on every day."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausebook.model.law.instrument import Instrument
from clausebook.model.law.status import span, status
from clausebook.model.law.timeline import events, periods
from clausebook.source.load import load
from tests import adopted


@lru_cache(maxsize=1)
def register() -> dict[str, Instrument]:
    return load(adopted.files_below("policy")).instrument_by_id


def day(text: str) -> date:
    return date.fromisoformat(text)


dates = st.sampled_from([None, "2016", "2017-03", "2018-05", "2018-05-25", "2018-05-26", "2020-12-31", "2027"])
instruments = st.builds(
    Instrument,
    id=st.sampled_from(["ukpga/2018/12", "kcsie"]),
    title=st.just("An Act"),
    kind=st.just("act"),
    made=dates,
    in_force=st.dictionaries(st.sampled_from(["main", "s. 3", "staged"]), dates.map(lambda one: one or "by order")),
    ended=dates,
    ended_scope=st.sampled_from(["", "Part 1"]),
    confidence=st.just("high"),
    compiled=dates,
)


@given(instruments, st.dates(date(2014, 1, 1), date(2029, 1, 1)))
def test_on_every_day_a_period_says_what_the_status_of_that_day_says(instrument: Instrument, on: date) -> None:
    (found,) = [one for one in periods(instrument) if (one.first or on) <= on <= (one.last or on)]
    assert found.kind == status(instrument, on).kind


@given(instruments)
def test_periods_follow_each_other_without_a_gap_and_none_is_like_the_one_before(instrument: Instrument) -> None:
    found = periods(instrument)
    assert found[0].first is None
    assert found[-1].last is None
    for before, after in pairwise(found):
        assert before.last is not None
        assert after.first == before.last + timedelta(days=1)
        assert before.kind != after.kind


def test_the_act_of_1998_ends_on_the_day_on_which_that_of_2018_begins() -> None:
    old, new = (periods(register()[id]) for id in ("ukpga/1998/29", "ukpga/2018/12"))
    assert [(one.kind, one.first) for one in old] == [
        ("not yet in force", None),
        ("in force", day("2000-03-01")),
        ("ended", day("2018-05-25")),
    ]
    assert [(one.kind, one.first) for one in new] == [("not yet in force", None), ("in force", day("2018-05-25"))]


@pytest.mark.parametrize("id", sorted(register()))
def test_every_dated_fact_of_the_register_is_reported_in_order_and_the_undated_ones_after(id: str) -> None:
    found = events(register()[id])
    dated = [one for one in found if span(one.on)]
    assert found[: len(dated)] == tuple(dated)
    assert [span(one.on) for one in dated] == sorted(span(one.on) or () for one in dated)
    row = register()[id]
    known = [row.made, row.laid, row.published, *row.in_force.values(), *row.history.values(), row.ended]
    editions = [one for one in row.editions if one.begins]
    begun = [one for one in row.parts if span(one.in_force) and one.in_force not in row.in_force.values()]
    over = [one for one in row.parts if one.ended and one.ended != row.ended]
    others = [*row.amended_by, *editions, *begun, *over]
    assert sum(when is not None for when in known) + len(others) == len(found)


def test_what_was_never_seen_is_said_to_be_so() -> None:
    (made, commenced, ended) = events(register()["ukpga/1998/29"])
    assert [made.unverified, commenced.unverified, ended.unverified] == [False, True, False]
    assert (ended.by, ended.detail) == ("ukpga/2018/12", "s. 212(1), Sch. 19 para. 44")
