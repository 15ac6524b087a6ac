"""The law and the services as registered: whole, pointing only at what is there, and no surer than their sources."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from clausebook.model.law.instrument import Amendment, Ending, Instrument
from clausebook.model.law.parts import GuidanceEdition, InstrumentPart
from clausebook.model.law.status import span
from clausebook.model.register import Register
from clausebook.source.load import load
from tests.law.contradictions import contradictions

ROOT = Path(__file__).parents[2]
ROWS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "policy" / "instruments").glob("*.yaml"))
FILES = ("policy/instruments.yaml", "policy/terms.yaml", *ROWS)


@pytest.fixture(scope="module")
def register() -> Register:
    register = load({file: (ROOT / file).read_bytes() for file in FILES})
    assert register.faults == ()
    return register


@pytest.fixture(scope="module")
def instruments(register) -> dict[str, Instrument]:
    return dict(register.instrument_by_id)


def test_the_register_holds_each_instrument_once(register, instruments):
    assert len(register.instruments) == len(instruments) == 128
    kinds = Counter(row.kind for row in register.instruments)
    assert kinds == {"act": 72, "si": 28, "eu-regulation": 1, "guidance": 27}


def test_a_file_of_the_register_can_be_read_in_one_sitting(register):
    for file in ROWS:
        assert len((ROOT / file).read_text(encoding="utf-8").splitlines()) <= 560, file
    assert register.law_version == "2026.11.28"


def test_the_glossary_holds_the_8_services_that_were_looked_into(register):
    assert [service.name for service in register.services] == [
        "Windows Live Spaces",
        "MSN (Messenger)",
        "Bebo",
        "MySpace",
        "YouTube",
        "Facebook",
        "Twitter",
        "Friends Reunited",
    ]


NONE = ("no source that a reader can open", "from memory")


def test_every_row_has_a_source_that_a_reader_can_open_or_says_that_it_has_none(instruments):
    for row in instruments.values():
        assert row.sources, row.id
        for source in row.sources:
            assert re.search(r"https?://\S+\.\S+", source) or source.startswith(NONE) or " " in source, source
        if not any("http" in source for source in row.sources):
            assert any(source.startswith(NONE) or "memory" in source for source in row.sources), row.id
            assert row.confidence != "high" or row.id == "ukpga/2013/26", row.id


def test_every_date_was_read_in_a_source_or_is_marked_as_not_seen(instruments):
    """A row without a source that can be opened marks its dates; a proof names a date that the row has."""
    for row in instruments.values():
        for proof in row.proofs:
            field, _, part = proof.of.partition(".")
            assert getattr(row, field), f"{row.id}: {proof.of}"
            assert not part or part in getattr(row, field), f"{row.id}: {proof.of}"
            assert proof.source.startswith("http")
            assert proof.of not in row.unverified
        if all("memory" in source for source in row.sources):
            dated = {name for name in ("made", "laid", "published", "ended") if getattr(row, name)}
            dated |= {"in_force"} if any(span(when) for when in row.in_force.values()) else set()
            assert dated <= set(row.unverified), row.id


def test_a_provision_without_a_source_that_can_be_opened_marks_what_nobody_has_seen(instruments):
    for row in instruments.values():
        for part in row.parts:
            sources = (part.source,) if part.source else row.sources
            if not any("http" in source for source in sources):
                claimed = {"ref", *(name for name in ("in_force", "ended") if getattr(part, name))}
                assert claimed <= set(part.unverified), f"{row.id} {part.ref}"


def test_no_row_says_that_its_source_was_asked_before_somebody_asked(instruments):
    assert {row.compiled for row in instruments.values()} == {"2026-11-22", "2026-11-28"}
    assert [row.id for row in instruments.values() if row.asked] == []


def test_confidence_is_as_it_was_given_and_is_not_raised_unnoticed(instruments):
    assert Counter(row.confidence for row in instruments.values()) == {"high": 43, "medium": 41, "low": 44}


def test_the_dates_of_a_row_do_not_contradict_each_other(instruments):
    assert [words for row in instruments.values() for words in contradictions(row)] == []


def test_a_contradiction_of_dates_is_found():
    act = {"id": "ukpga/2010/1", "title": "An Act 2010", "kind": "act", "confidence": "high"}
    wrong: list[dict[str, Any]] = [
        {"made": "2010-05-01", "in_force": {"main": "2010-04-30"}},
        {"made": "2011-05-01"},
        {"in_force": {"main": "2012-01-01"}, "ended": "2011-01-01"},
        {"made": "2010-05-01", "laid": "2010-04-01"},
        {"parts": (InstrumentPart(ref="s. 1", in_force="2013-01-01", ended="2012-01-01"),)},
        {"parts": (InstrumentPart(ref="section", in_force="2013-01-01"),)},
        {"ended": "2015-01-01", "parts": (InstrumentPart(ref="s. 1", in_force="2016-01-01"),)},
        {"made": "2010-05-01", "amended_by": (Amendment(instrument="ukpga/2009/1", date="2009-01-01"),)},
        {"ended": "2014-01-01", "ended_by": Ending(instrument="ukpga/2016/1")},
        {"editions": (GuidanceEdition(edition="2019", in_force="2018-01-01", published="2018-02-01"),)},
        {"editions": (GuidanceEdition(edition="2019", exists="none", in_force="2019-01-01"),)},
        {"compiled": "2026-11-28", "asked": "2026-11-01", "amended_by": ()},
    ]
    for given in wrong[:-1]:
        assert list(contradictions(Instrument(**{**act, **given}))), given
    assert not list(contradictions(Instrument(**{**act, **wrong[-1]})))


def test_a_service_without_a_source_has_low_confidence_and_its_status_unverified(register):
    for service in register.services:
        assert bool(service.sources) == (service.confidence != "low") == ("status" not in service.unverified), service


def test_unverified_names_only_fields_that_exist(instruments, register):
    for row in (*instruments.values(), *register.services):
        known = {field.name for field in fields(row)}
        for name in row.unverified:
            field, _, part = name.partition(".") if not name.startswith("parts[") else (name, "", "")
            assert field.startswith("parts[") or field in known, f"{row}: {name}"
            if field.startswith("parts["):
                assert re.fullmatch(r"parts\[.+\](\.\w+)?", name), name
                continue
            if part and field == "amended_by":
                assert part in {spec.name for spec in fields(Amendment)}
            elif part and field == "ended_by":
                assert part in {spec.name for spec in fields(Ending)}
            elif part:
                assert part in getattr(row, field)


def test_unverified_fields_hold_a_value_that_can_be_verified(instruments):
    empty = {
        (row.id, name)
        for row in instruments.values()
        for name in row.unverified
        if not name.startswith("parts[") and not getattr(row, name.partition(".")[0])
    }
    assert empty == set()


def test_every_instrument_that_another_points_at_is_registered(instruments):
    for row in instruments.values():
        lapsed = [row.lapsed_with] if row.lapsed_with else []
        successors = [one.instrument for part in row.parts for one in part.successor]
        confusable = [one.instrument for one in row.confusable]
        for other in (*row.replaced_by, *lapsed, *successors, *confusable):
            assert other in instruments, f"{row.id} points at {other}"
        assert row.id not in row.replaced_by


def test_a_name_means_one_instrument_only_and_is_no_title_without_its_year(instruments):
    names = Counter(name for row in instruments.values() for name in {row.title, *row.names})
    assert [name for name, count in names.items() if count > 1] == []
    yearless = {re.sub(r" \d{4}$", "", row.title) for row in instruments.values() if row.kind in ("act", "si")}
    yearless |= {title.removeprefix("The ") for title in yearless}
    assert [name for name in names if name in yearless] == []


def test_the_year_in_an_id_is_the_year_it_was_made(instruments):
    for row in instruments.values():
        if row.made and row.id.count("/") == 2:
            assert row.id.split("/")[1] == row.made[:4], row.id


def test_every_date_is_a_day_of_the_calendar(instruments, register):
    for row in instruments.values():
        for when in (row.made, row.laid, row.published, row.ended, row.compiled, *row.history.values()):
            assert when is None or span(when), f"{row.id}: {when}"
        for when in row.in_force.values():
            assert span(when) or not re.match(r"\d", when), f"{row.id}: {when}"
    assert all(service.on is None or span(service.on) for service in register.services)


@pytest.mark.parametrize("part", ["main", "s. 46"])
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
    assert row.title == "Children’s Wellbeing and Schools Act 2026"
    assert row.in_force["s. 36 (mobile phones) and others (s. 78(2))"] == "2026-06-29"


def test_the_equality_act_lists_its_nine_grounds(instruments):
    assert len(instruments["ukpga/2010/15"].topics) == 9


def test_no_term_is_avoided_in_one_place_and_preferred_or_searched_for_in_another(register):
    good = [word.lower() for term in register.terms for word in (term.term, *term.synonyms)]
    assert [word for word, count in Counter(good).items() if count > 1] == []
    assert [word for term in register.terms for word in term.avoid if word.lower() in good] == []


def test_a_renamed_service_says_what_it_is_called_now(register):
    renamed = [service for service in register.services if service.status == "renamed"]
    assert [(service.name, service.now, service.on) for service in renamed] == [("Twitter", "X", "2023")]
