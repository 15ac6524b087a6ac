"""The planner of the year: every review once, in its month and before its body, on the page and in the PDF alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from clausebook.formats._planner import LATER, OVERDUE, planned
from clausebook.formats.planner import planner_values, render_all
from clausebook.formats.web.landing import planner_of
from clausebook.model.publication import Publication
from tests import adopted


def on(day: date) -> Publication:
    """A publication of the 2018 edition, whose review was due in May 2019, on a day."""
    return replace(adopted.publication(adopted.approved()), as_of=day)


@pytest.mark.parametrize(
    ("day", "month"),
    [
        (date(2018, 5, 20), "Later"),
        (date(2018, 6, 1), "May 2019"),
        (date(2019, 5, 1), "May 2019"),
        (date(2019, 5, 31), "May 2019"),
        (date(2019, 6, 1), "Overdue"),
    ],
)
def test_a_review_is_in_its_month_until_the_last_day_and_is_then_overdue(day: date, month: str) -> None:
    assert [one.month for one in planned(on(day))] == [month]
    assert {OVERDUE, LATER} == {"Overdue", "Later"}


def test_the_page_and_the_pdf_have_the_same_reviews_and_each_body_has_its_own() -> None:
    publication = on(date(2019, 1, 10))
    values = planner_values(publication)
    page = [(month.name, len(month.reviews)) for month in planner_of(publication)]
    assert page == [(month, len(rows)) for month, rows in values["months"]] == [("May 2019", 1)]
    assert [(body, len(rows)) for body, _, rows in values["bodies"]] == [("Governing body", 1)]


def test_a_year_without_reviews_says_so_and_the_same_day_gives_the_same_source() -> None:
    empty = replace(on(date(2019, 1, 10)), editions=(adopted.draft(),))
    assert planner_values(empty)["nothing"] == "No review is due in the coming year."
    first, second = (next(render_all(on(date(2019, 1, 10)))) for _ in range(2))
    assert (first.path, first.source) == ("site/planner.pdf", second.source)
