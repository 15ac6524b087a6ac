"""What is known of one provision, and of one edition of guidance, on a day: by made-up rows."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from clausebook.model.law.editions import edition_on, renewal_due
from clausebook.model.law.instrument import Instrument
from clausebook.model.law.parts import GuidanceEdition, InstrumentPart
from clausebook.model.law.verdict import is_near, judged, provision_on
from clausebook.text.law_mentions import Mention

DAY = date(2020, 6, 15)
PARTS = (
    InstrumentPart(ref="s. 1", in_force="yes"),
    InstrumentPart(ref="s. 1(2)", ended="2020-06-15"),
    InstrumentPart(ref="s. 2", in_force="2020-06-16"),
    InstrumentPart(ref="s. 3", in_force="2020-06"),
    InstrumentPart(ref="s. 4", in_force="2010", ended="2020-06-16"),
    InstrumentPart(ref="s. 5", ended="2020"),
    InstrumentPart(ref="s. 6(1)", ended="2019"),
    InstrumentPart(ref="s. 6(2)", in_force="yes"),
    InstrumentPart(ref="s. 7(1)", in_force="yes"),
    InstrumentPart(ref="s. 8"),
)


def instrument(**more: Any) -> Instrument:
    return Instrument(**{"id": "ukpga/2010/1", "title": "An Act 2010", "kind": "act", "confidence": "high", **more})


@pytest.mark.parametrize(
    ("ref", "state", "part"),
    [
        ("s. 1", "partly ended", "s. 1"),
        ("s. 1(1)", "in force", "s. 1"),
        ("s. 1(2)", "ended", "s. 1(2)"),
        ("s. 1(2)(a)", "ended", "s. 1(2)"),
        ("s. 2", "not yet in force", "s. 2"),
        ("s. 3", "not known", "s. 3"),
        ("s. 4(2)", "in force", "s. 4"),
        ("s. 5", "not known", "s. 5"),
        ("s. 6", "partly ended", "s. 6(1)"),
        ("s. 6(3)", "not known", None),
        ("s. 7", "in force", "s. 7(1)"),
        ("s. 8", "not known", "s. 8"),
        ("s. 9", "not known", None),
        ("the spirit of it", "not known", None),
    ],
)
def test_the_narrowest_part_that_holds_a_provision_says_what_it_is(ref: str, state: str, part: str | None) -> None:
    found = provision_on(instrument(parts=PARTS, in_force={"main": "2010-10-01"}), ref, DAY)
    assert (found.ref, found.state, found.part and found.part.ref) == (ref, state, part)


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({"in_force": {"main": "2021-01-01"}}, "not yet in force"),
        ({"in_force": {"main": "2010-10-01"}, "ended": "2020-06-15"}, "ended"),
        ({"in_force": {"main": "2010-10-01"}, "ended": "2020-06-16"}, "not known"),
        ({"in_force": {"main": "2010-10-01"}}, "not known"),
    ],
)
def test_a_provision_that_no_part_holds_has_ended_or_not_begun_with_the_whole_and_else_is_not_known(
    facts: dict[str, Any], state: str
) -> None:
    assert provision_on(instrument(**facts), "s. 9", DAY).state == state


def guidance(**more: Any) -> Instrument:
    return instrument(**{"id": "kcsie", "title": "Keeping children safe in education", "kind": "guidance", **more})


EDITIONS = (
    GuidanceEdition(edition="2018", in_force="2018-09-03"),
    GuidanceEdition(edition="2019", exists="none", note="there was none"),
    GuidanceEdition(edition="2020", published="2020-06-15"),
    GuidanceEdition(edition="2021", exists="unknown"),
    GuidanceEdition(edition="2022"),
)


@pytest.mark.parametrize(
    ("year", "day", "kind", "present"),
    [
        ("2018", "2018-09-02", "not yet", ""),
        ("2018", "2018-09-03", "in force", "2018"),
        ("2018", "2020-06-14", "in force", "2018"),
        ("2018", "2020-06-15", "old", "2020"),
        ("2019", "2020-06-15", "no such edition", "2020"),
        ("2020", "2020-06-14", "not yet", "2018"),
        ("2020", "2020-06-15", "in force", "2020"),
        ("2021", "2022-01-01", "not registered", "2020"),
        ("2022", "2022-01-01", "not registered", "2020"),
        ("2023", "2022-01-01", "not registered", "2020"),
    ],
)
def test_an_edition_is_what_its_row_says_on_each_day(year: str, day: str, kind: str, present: str) -> None:
    found = edition_on(guidance(editions=EDITIONS), year, date.fromisoformat(day))
    assert (found.kind, found.present) == (kind, present)


def test_an_edition_of_an_open_day_makes_the_others_not_known() -> None:
    row = guidance(editions=(*EDITIONS[:1], GuidanceEdition(edition="2020", in_force="2020-06")))
    assert edition_on(row, "2018", DAY).note == "an edition began on a day of 2020-06"
    assert edition_on(row, "2018", date(2020, 5, 31)).kind == "in force"


@pytest.mark.parametrize(
    ("facts", "last_day", "due"),
    [
        ({"editions": EDITIONS[:1], "renewed": "yearly"}, "2019-08-31", "2019-09"),
        ({"editions": EDITIONS[:1], "renewed": "yearly", "renewal_month": 7}, "2019-06-30", "2019-07"),
        ({"editions": EDITIONS[:1], "renewed": "yearly", "asked": "2019-08-31"}, "2019-08-31", "2019-09"),
        ({"history": {"2017": "2017-09-01"}}, "2018-08-31", "2018-09"),
    ],
)
def test_a_yearly_edition_is_due_from_the_first_day_of_its_month(facts: Any, last_day: str, due: str) -> None:
    row, day = guidance(**facts), date.fromisoformat(last_day)
    assert (renewal_due(row, day), renewal_due(row, date.fromordinal(day.toordinal() + 1))) == ("", due)


@pytest.mark.parametrize(
    "facts",
    [
        {"editions": EDITIONS[:1]},
        {"history": {"2017": "2017-09-01"}, "editions": EDITIONS[:1]},
        {"editions": EDITIONS[:1], "renewed": "yearly", "asked": "2019-09-01"},
        {"editions": EDITIONS[3:], "renewed": "yearly"},
        {"editions": (EDITIONS[0], GuidanceEdition(edition="2030", in_force="2030-09-01")), "renewed": "yearly"},
        {},
    ],
)
def test_no_edition_is_due_where_none_is_expected_or_somebody_looked(facts: Any) -> None:
    assert renewal_due(guidance(**facts), date(2020, 1, 1)) == ""


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("2010", "2010", False),
        ("2011", "2010", True),
        ("2009", "2010", True),
        ("1910", "2010", False),
        ("2015", "2010", True),
        ("2001", "2010", True),
        ("2101", "2010", False),
        ("1020", "2010", False),
    ],
)
def test_a_year_is_near_another_by_one_slip_of_the_hand(one: str, other: str, near: bool) -> None:
    assert is_near(one, other) == near


LATER = {"in_force": {"main": "2021-01-01"}}


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({"kind": "guidance", **LATER}, "not yet in force"),
        ({"kind": "guidance", "history": {"2019": "2019-01-01"}, **LATER}, "in force"),
        ({"kind": "guidance", "editions": EDITIONS[:1], **LATER}, "in force"),
        ({"kind": "act", "history": {"2019": "2019-01-01"}, **LATER}, "not yet in force"),
        ({"kind": "act", "in_force": {"main": "2010-01-01"}}, "in force"),
        ({"kind": "act", "in_force": {"main": "2010-01-01"}, "ended": "2020-06-15"}, "ended"),
        (
            {"kind": "act", "in_force": {"main": "2010-01-01"}, "ended": "2020-06-01", "ended_scope": "Pt. 1"},
            "part ended",
        ),
    ],
)
def test_an_instrument_named_as_a_whole_is_what_its_row_says(facts: Any, kind: str) -> None:
    row = instrument(**facts)
    mention = Mention("known", 0, 3, "ABC", "ABC", (row.id,))
    assert judged(mention, {row.id: row}, DAY, {}).kind == kind
