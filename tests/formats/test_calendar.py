"""The calendar of reviews: what RFC 5545 demands, no day made up, nothing from a clock."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from clausebook.formats import calendar
from clausebook.model.edition import Edition
from clausebook.model.publication import Publication
from tests import adopted
from tests.strategies import editions


def approved(**changes: object) -> Edition:
    edition = adopted.approved()
    assert edition.approval is not None
    return replace(edition, approval=replace(edition.approval, **changes))  # type: ignore[arg-type]


def lines(*editions: Edition) -> list[str]:
    """The calendar's lines, unfolded."""
    written = calendar.calendar(adopted.publication(*editions)).decode()
    return written.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def value(found: list[str], name: str) -> str:
    (line,) = [one for one in found if re.split("[:;]", one)[0] == name]
    return line.split(":", 1)[1]


@given(editions())
def test_every_line_is_folded_at_75_bytes_and_ended_as_the_standard_wants(edition: Edition) -> None:
    written = calendar.calendar(adopted.publication(edition))
    assert written.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in written.replace(b"\r\n", b"")
    for line in written.removesuffix(b"\r\n").split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # no character is cut
    for line in lines(edition):
        assert re.match(r"[A-Z-]+(;[A-Z]+=[A-Z]+)?:", line), line


def test_a_long_title_is_folded_more_than_once_and_no_line_is_too_long() -> None:
    written = calendar.calendar(adopted.publication(replace(approved(), title="x" * 300)))
    folded = [line for line in written.split(b"\r\n") if line.startswith(b" ")]
    assert len(folded) > 4
    assert {len(line) for line in folded} <= set(range(76))


@given(editions())
def test_components_are_whole_and_have_what_they_need(edition: Edition) -> None:
    found = lines(edition)
    assert found[0] == "BEGIN:VCALENDAR"
    assert value(found, "VERSION") == "2.0"
    assert value(found, "PRODID")
    assert found.count("BEGIN:VEVENT") == found.count("END:VEVENT") <= 1
    if "BEGIN:VEVENT" in found:
        event = found[found.index("BEGIN:VEVENT") : found.index("END:VEVENT")]
        assert re.fullmatch(r"\d{8}T\d{6}Z", value(event, "DTSTAMP"))
        assert value(event, "DTSTART") < value(event, "DTEND")
        assert re.fullmatch(r"[0-9a-f-]{36}", value(event, "UID"))


@given(editions())
def test_text_comes_back_as_it_was(edition: Edition) -> None:
    for line in lines(edition):
        if line.startswith("SUMMARY:"):
            text = re.sub(r"\\(.)", r"\1", line.removeprefix("SUMMARY:Review due: "))
            assert text == edition.title


@pytest.mark.parametrize(
    ("due", "start", "end"),
    [("2019-05-16", "20190516", "20190517"), ("2019-05", "20190501", "20190601"), ("2019", "20190101", "20200101")],
    ids=["day", "month", "year"],
)
def test_a_review_lasts_as_long_as_its_date_is_coarse(due: str, start: str, end: str) -> None:
    found = lines(approved(review_due=due))
    assert (value(found, "DTSTART"), value(found, "DTEND")) == (start, end)


def test_a_record_without_a_date_leaves_the_policys_review_month() -> None:
    edition = replace(approved(review_due=None), review_month=5)
    assert value(lines(edition), "DTSTART") == "20190501"
    assert "BEGIN:VEVENT" not in lines(replace(edition, review_month=None))


def test_only_the_edition_in_force_is_due() -> None:
    assert "BEGIN:VEVENT" not in lines(adopted.draft())
    newer = replace(approved(approved="2020-05", review_due="2021-05", edition="2020"), name="2020")
    found = lines(adopted.draft(), newer, adopted.approved())
    assert found.count("BEGIN:VEVENT") == 1
    assert value(found, "DTSTART") == "20210501"


def test_another_day_gives_the_same_calendar() -> None:
    def on(day: date) -> bytes:
        return calendar.calendar(replace(adopted.publication(adopted.approved()), as_of=day))

    assert on(date(2019, 1, 1)) == on(date(2030, 1, 1))


def test_an_address_is_given_only_where_the_school_says_where_its_site_is() -> None:
    school = replace(adopted.approved().school, policy_site="https://hanson.example/policies/")
    found = Publication(school=school, editions=(adopted.approved(),), as_of=adopted.AS_OF)
    assert b"URL:https://hanson.example/policies/acceptable-use/2018/\r\n" in calendar.calendar(found)
    assert not any(line.startswith("URL") for line in lines(adopted.approved()))
