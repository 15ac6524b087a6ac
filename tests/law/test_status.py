"""What an instrument is on a day: on the real register where it has the case, on made-up rows where it has not."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausebook.model.law.instrument import Instrument
from clausebook.model.law.status import point_in_time_url, reached, span, status
from clausebook.source.load import load

ROOT = Path(__file__).parents[2]
FILES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "policy").glob("instruments/*.yaml"))
REAL = load({file: (ROOT / file).read_bytes() for file in FILES}).instrument_by_id
DAYS = st.dates(date(1985, 1, 1), date(2035, 12, 31))


def on(instrument: str, day: str) -> str:
    return status(REAL[instrument], date.fromisoformat(day)).kind


def made_up(**given) -> Instrument:
    return Instrument(**{"id": "ukpga/2015/1", "title": "An Act 2015", "kind": "act", "confidence": "high", **given})


def kind(instrument: Instrument, day: str) -> str:
    return status(instrument, date.fromisoformat(day)).kind


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("1998-07-15", "not yet in force"),
        ("2000-02-29", "not yet in force"),
        ("2000-03-01", "in force"),
        ("2018-05-01", "in force"),
        ("2018-05-24", "in force"),
        ("2018-05-25", "ended"),
        ("2018-05-26", "ended"),
    ],
)
def test_the_data_protection_act_1998_is_law_from_its_first_day_to_the_day_before_it_ended(day, expected):
    assert on("ukpga/1998/29", day) == expected


@given(DAYS.filter(lambda day: date(2000, 3, 1) <= day <= date(2026, 11, 22)))
def test_on_every_day_since_2000_exactly_one_data_protection_act_is_law(day):
    assert status(REAL["ukpga/1998/29"], day).is_law != status(REAL["ukpga/2018/12"], day).is_law


def test_an_act_that_is_to_end_says_so_while_it_is_still_in_force():
    found = status(REAL["ukpga/1998/29"], date(2018, 5, 1))
    assert found.words == "in force: in force since 2000-03-01 (not verified); ends on 2018-05-25"


def test_an_ended_act_says_what_ended_it_and_what_survives():
    words = status(REAL["ukpga/1998/29"], date(2026, 11, 22)).words
    assert "ended on 2018-05-25 by ukpga/2018/12, s. 212(1), Sch. 19 para. 44" in words
    assert "still law: s. 62; Sch. 15" in words


def test_an_act_that_ended_in_part_is_partly_ended_and_still_law():
    assert on("ukpga/2000/23", "2018-06-26") == "presumed in force"
    found = status(REAL["ukpga/2000/23"], date(2018, 6, 27))
    assert (found.kind, found.is_law) == ("partly ended", True)
    assert any(ground.words.startswith("only Part 1 Chapter 1") for ground in found.grounds)


def test_the_status_names_the_unverified_fields_it_rests_on_and_no_others():
    assert status(REAL["ukpga/2000/23"], date(2018, 6, 27)).unverified == ("ended_scope",)
    assert status(REAL["ukpga/1998/29"], date(2018, 5, 1)).unverified == ("in_force.main",)
    assert status(REAL["ukpga/1998/29"], date(2018, 5, 26)).unverified == ()


def test_regulations_that_lapsed_with_their_parent_power_have_ended_and_say_why():
    assert on("uksi/2000/2699", "2018-06-26") == "in force"
    found = status(REAL["uksi/2000/2699"], date(2018, 6, 27))
    assert (found.kind, found.unverified) == ("ended", ())
    assert "fell with its power in ukpga/2000/23" in found.words


def test_an_act_made_but_with_no_dated_part_begun_is_unknown_not_absent():
    assert on("ukpga/2016/25", "2016-11-28") == "not yet in force"
    assert on("ukpga/2016/25", "2018-05-01") == "unknown"
    assert on("ukpga/2016/25", "2018-06-27") == "in force"


def test_an_act_whose_parts_begin_on_different_days_is_partly_in_force_in_between():
    assert on("ukpga/2025/18", "2025-06-18") == "not yet in force"
    assert on("ukpga/2025/18", "2025-06-19") == "partly in force"
    assert on("ukpga/2025/18", "2026-02-04") == "partly in force"
    assert on("ukpga/2025/18", "2026-09-30") == "partly in force"
    act = made_up(made="2015-01-10", in_force={"s. 1": "2015-03-01", "s. 2": "2015-04-01"})
    assert [kind(act, day) for day in ("2015-03-01", "2015-04-01")] == ["partly in force", "in force"]


def test_an_act_that_begins_in_stages_is_never_said_to_be_in_force_as_a_whole():
    act = made_up(made="2015-01-10", in_force={"staged": "in stages", "s. 1": "2015-03-01"})
    assert kind(act, "2026-01-01") == "partly in force"


def test_the_main_date_decides_and_later_parts_are_listed():
    found = status(REAL["ukpga/2010/15"], date(2010, 10, 1))
    assert found.kind == "in force"
    assert "s. 149 (PSED): in force only from 2011-04-05" in found.words


def test_a_part_that_begins_before_the_main_date_makes_the_act_partly_in_force():
    act = made_up(made="2015-01-10", in_force={"main": "2016-01-01", "s. 1": "2015-03-01"})
    assert kind(act, "2015-02-28") == "not yet in force"
    assert kind(act, "2015-03-01") == "partly in force"
    assert kind(act, "2016-01-01") == "in force"


def test_an_act_without_a_commencement_date_is_only_presumed_in_force_and_says_why():
    found = status(REAL["ukpga/1997/40"], date(2018, 5, 1))
    assert (found.kind, found.is_law) == ("presumed in force", True)
    assert "no day is recorded on which it came into force" in found.words
    assert on("ukpga/1997/40", "1997-03-20") == "not yet in force"


def test_a_commencement_in_words_is_quoted_and_not_computed():
    found = status(REAL["ukpga/1988/27"], date(2018, 5, 1))
    assert found.kind == "presumed in force"
    assert "two months after 1988-07-29" in found.words


def test_an_act_that_begins_in_stages_is_unknown_until_the_day_its_facts_were_put_together():
    act = made_up(id="ukpga/2026/1", made="2026-04-29", in_force={"staged": "in stages"}, compiled="2026-11-22")
    assert kind(act, "2026-04-28") == "not yet in force"
    assert kind(act, "2026-11-21") == "unknown"
    assert kind(act, "2026-11-22") == "presumed in force"
    assert "held to be in force on 2026-11-22" in status(act, date(2026, 11, 22)).words


def test_an_act_known_only_by_its_number_is_not_law_before_its_year_and_unknown_within_it():
    act = made_up(id="ukpga/2025/36", in_force={"staged": "in stages"})
    assert kind(act, "2024-12-31") == "not yet in force"
    assert kind(act, "2025-06-01") == "unknown"


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2018-04-30", "in force"), ("2018-05-01", "unknown"), ("2018-05-30", "unknown"), ("2018-05-31", "ended")],
)
def test_an_end_known_to_the_month_leaves_the_days_of_that_month_unknown(day, expected):
    assert kind(made_up(in_force={"main": "2016-01-01"}, ended="2018-05"), day) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2015-12-31", "not yet in force"),
        ("2016-01-01", "unknown"),
        ("2016-12-30", "unknown"),
        ("2016-12-31", "in force"),
    ],
)
def test_a_beginning_known_to_the_year_leaves_the_days_of_that_year_unknown(day, expected):
    assert kind(made_up(made="2015-01-10", in_force={"main": "2016"}), day) == expected


def test_february_ends_on_the_29th_in_a_leap_year():
    assert span("2020-02") == (date(2020, 2, 1), date(2020, 2, 29))
    assert reached("2020-02", date(2020, 2, 28)) is None


@pytest.mark.parametrize("words", ["after 2020-09-22", "2018-02-30", "2018-13", "", "May 2018"])
def test_what_is_no_date_is_never_taken_for_one(words):
    assert span(words) is None
    assert reached(words, date(2030, 1, 1)) is None


def test_a_day_after_the_facts_were_put_together_says_how_old_they_are():
    assert "as known on 2026-11-28" in status(REAL["ukpga/2018/12"], date(2027, 5, 1)).words
    assert "as known on" not in status(REAL["ukpga/2018/12"], date(2026, 11, 28)).words


def test_regulations_with_an_unverified_id_say_so_whatever_their_status():
    for day in (date(2010, 1, 1), date(2026, 11, 22)):
        assert "id" in status(REAL["uksi/2012/951"], day).unverified
    row = made_up(unverified=("ended",), in_force={"main": "2015-01-01"})
    assert "ended" in status(row, date(2026, 11, 22)).unverified


def test_guidance_is_in_force_in_the_edition_that_had_begun_by_the_day():
    assert on("kcsie", "2014-04-02") == "not yet in force"
    assert status(REAL["kcsie"], date(2018, 5, 1)).words.startswith("in force: edition 2016 in force since 2016-09-05")
    assert status(REAL["kcsie"], date(2026, 9, 1)).unverified == ("editions.2026",)
    assert on("prevent-2023", "2015-06-30") == "not yet in force"


def test_guidance_of_one_edition_names_the_last_edition_recorded_by_then():
    row = made_up(
        id="x",
        kind="guidance",
        in_force={"main": "2026-09-01"},
        history={"2024": "2024-09-01"},
        supersedes="2025 edition",
    )
    words = status(row, date(2025, 12, 1)).words
    assert "the last edition recorded by then: 2024, from 2024-09-01; it supersedes: 2025 edition" in words


def test_guidance_without_any_date_is_unknown_until_the_day_its_facts_were_put_together():
    assert on("mobile-phones", "2018-05-01") == "unknown"
    assert on("mobile-phones", "2026-11-22") == "presumed in force"


def test_on_the_day_of_compiling_what_the_register_was_given_as_dead_has_ended_and_nothing_else():
    def of(*kinds: str) -> set[str]:
        return {row.id for row in REAL.values() if status(row, date(2026, 11, 28)).kind in kinds}

    assert of("ended") >= {"ukpga/1998/29", "uksi/2000/2699", "ukpga/1995/50", "ukpga/1999/14", "sexting-2016"}
    assert of("partly ended") == {"ukpga/2000/23", "ukpga/2005/13", "ukpga/1984/12", "ukpga/2001/10", "ukpga/2016/15"}
    assert of("not yet in force", "unknown") == set()
    assert len(of("ended")) == 20


@given(st.sampled_from(sorted(REAL)), DAYS)
def test_every_status_has_a_ground_and_what_has_ended_stays_ended(instrument, day):
    found = status(REAL[instrument], day)
    assert found.grounds
    assert (found.instrument, found.on) == (instrument, day)
    if found.kind in ("ended", "partly ended"):
        assert status(REAL[instrument], day + timedelta(days=1)).kind == found.kind


def test_the_law_as_it_stood_has_an_address_with_the_day():
    expected = "https://www.legislation.gov.uk/ukpga/1998/29/2018-05-01"
    assert point_in_time_url(REAL["ukpga/1998/29"], date(2018, 5, 1)) == expected


def test_there_is_no_address_for_the_text_of_an_act_not_yet_made():
    assert point_in_time_url(REAL["ukpga/2026/21"], date(2018, 5, 1)) == ""
    assert point_in_time_url(REAL["ukpga/2026/21"], date(2026, 4, 29)).endswith("/ukpga/2026/21/2026-04-29")


def test_regulations_held_only_as_made_have_the_address_of_that_text():
    expected = "https://www.legislation.gov.uk/uksi/2000/2699/made"
    assert point_in_time_url(REAL["uksi/2000/2699"], date(2018, 5, 1)) == expected


def test_guidance_has_its_own_address_whatever_the_day():
    assert point_in_time_url(REAL["kcsie"], date(2018, 5, 1)) == REAL["kcsie"].address
    assert point_in_time_url(REAL["teachers-standards"], date(2018, 5, 1)) == ""
