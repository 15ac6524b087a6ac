"""The law and the services as registered: whole, pointing only at what is there, and no surer than their sources."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import fields
from pathlib import Path

import pytest

from clausebook.model.law.instrument import Amendment, Instrument
from clausebook.model.law.status import span
from clausebook.model.register import Register
from clausebook.source.load import load

ROOT = Path(__file__).parents[2]
FILES = ("policy/instruments.yaml", "policy/terms.yaml")


@pytest.fixture(scope="module")
def register() -> Register:
    register = load({file: (ROOT / file).read_bytes() for file in FILES})
    assert register.faults == ()
    return register


@pytest.fixture(scope="module")
def instruments(register) -> dict[str, Instrument]:
    return dict(register.instrument_by_id)


def test_the_register_holds_33_instruments_and_6_pieces_of_guidance_each_once(register, instruments):
    assert len(register.instruments) == len(instruments) == 39
    kinds = Counter(row.kind for row in register.instruments)
    assert kinds == {"act": 25, "si": 7, "eu-regulation": 1, "guidance": 6}


def test_the_glossary_holds_the_6_services_that_were_looked_into(register):
    assert [service.name for service in register.services] == [
        "Windows Live Spaces",
        "MSN (Messenger)",
        "Bebo",
        "MySpace",
        "Twitter",
        "Friends Reunited",
    ]


def test_every_instrument_says_where_its_facts_come_from_and_when_they_were_put_together(instruments):
    assert [row.id for row in instruments.values() if not row.sources or row.compiled != "2026-11-22"] == []


def test_confidence_stands_as_it_was_given_and_is_not_raised_unnoticed(instruments):
    assert Counter(row.confidence for row in instruments.values()) == {"high": 18, "medium": 16, "low": 5}
    low = {row.id for row in instruments.values() if row.confidence == "low"}
    assert low == {"ukpga/2003/21", "ukpga/2011/21", "uksi/2013/1624", "uksi/2008/3093", "teachers-standards"}


def test_a_service_without_a_source_has_low_confidence_and_its_status_unverified(register):
    for service in register.services:
        assert bool(service.sources) == (service.confidence != "low") == ("status" not in service.unverified), service


def test_unverified_names_only_fields_that_exist(instruments, register):
    for row in (*instruments.values(), *register.services):
        known = {field.name for field in fields(row)}
        for name in row.unverified:
            field, _, part = name.partition(".")
            assert field in known, f"{row}: {name}"
            if part and field == "amended_by":
                assert part in {spec.name for spec in fields(Amendment)}
            elif part:
                assert part in getattr(row, field)


def test_unverified_fields_hold_a_value_that_can_be_verified(instruments):
    empty = {
        (row.id, name)
        for row in instruments.values()
        for name in row.unverified
        if not getattr(row, name.partition(".")[0])
    }
    # nobody has seen whether it has ended: that is what the empty field means there
    assert empty == {("uksi/2013/1624", "ended")}


def test_every_instrument_that_another_points_at_is_registered(instruments):
    for row in instruments.values():
        ended_by = [row.ended_by.instrument] if row.ended_by else []
        lapsed = [row.lapsed_with] if row.lapsed_with else []
        for other in (*row.replaced_by, *ended_by, *lapsed, *(change.instrument for change in row.amended_by)):
            assert other in instruments, f"{row.id} points at {other}"
            assert other != row.id


def test_a_name_means_one_instrument_only_and_is_no_title_without_its_year(instruments):
    names = Counter(name for row in instruments.values() for name in {row.title, *row.names})
    assert [name for name, count in names.items() if count > 1] == []
    yearless = {re.sub(r" \d{4}$", "", row.title) for row in instruments.values() if row.kind in ("act", "si")}
    yearless |= {title.removeprefix("The ") for title in yearless}
    assert [name for name in names if name in yearless] == []


def test_the_year_in_an_id_is_the_year_it_was_made(instruments):
    for row in instruments.values():
        if row.made:
            assert row.id.split("/")[1] == row.made[:4], row.id


def test_every_date_is_a_day_of_the_calendar(instruments, register):
    for row in instruments.values():
        for when in (row.made, row.laid, row.published, row.ended, row.compiled, *row.history.values()):
            assert when is None or span(when), f"{row.id}: {when}"
        for when in row.in_force.values():
            assert span(when) or not re.match(r"\d", when), f"{row.id}: {when}"
    assert all(service.on is None or span(service.on) for service in register.services)


@pytest.mark.parametrize("part", ["main", "s. 36 (mobile phones)", "s. 46"])
def test_no_part_comes_into_force_before_its_instrument_was_made(instruments, part):
    dated = [row for row in instruments.values() if row.made and span(row.in_force.get(part, ""))]
    assert dated
    assert [row.id for row in dated if row.in_force[part] < row.made] == []


def test_the_data_protection_act_1998_was_ended_on_25_may_2018_by_the_act_of_2018(instruments):
    row = instruments["ukpga/1998/29"]
    assert row.ended == "2018-05-25"
    assert row.ended_by
    assert row.ended_by.instrument == "ukpga/2018/12"
    assert instruments["ukpga/2018/12"].in_force["main"] == "2018-05-25"


def test_the_interception_part_of_ripa_was_ended_on_27_june_2018_by_the_investigatory_powers_act(instruments):
    row = instruments["ukpga/2000/23"]
    assert row.ended == "2018-06-27"
    assert row.ended_scope.startswith("Part 1 Chapter 1")
    assert "ended_scope" in row.unverified
    assert row.ended_by
    assert row.ended_by.instrument == "ukpga/2016/25"


def test_the_monitoring_regulations_of_2018_take_over_from_those_of_2000_on_one_day(instruments):
    assert instruments["uksi/2018/356"].in_force["main"] == instruments["uksi/2000/2699"].ended == "2018-06-27"
    assert instruments["uksi/2000/2699"].lapsed_with == "ukpga/2000/23"


def test_the_childrens_wellbeing_and_schools_act_is_2026_chapter_21(instruments):
    row = instruments["ukpga/2026/21"]
    assert row.title == "Children's Wellbeing and Schools Act 2026"
    assert row.in_force["s. 36 (mobile phones)"] == "2026-06-29"


def test_the_equality_act_lists_its_nine_grounds(instruments):
    assert len(instruments["ukpga/2010/15"].topics) == 9


def test_no_term_is_avoided_in_one_place_and_preferred_or_searched_for_in_another(register):
    good = [word.lower() for term in register.terms for word in (term.term, *term.synonyms)]
    assert [word for word, count in Counter(good).items() if count > 1] == []
    assert [word for term in register.terms for word in term.avoid if word.lower() in good] == []


def test_a_renamed_service_says_what_it_is_called_now(register):
    renamed = [service for service in register.services if service.status == "renamed"]
    assert [(service.name, service.now, service.on) for service in renamed] == [("Twitter", "X", "2023")]
