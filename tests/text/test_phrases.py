"""Words, numbers and dates put together as a reader expects them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausebook.text.dates import first_day, in_words, last_day, months_over, on_day
from clausebook.text.phrases import capital, counted, every, listed, months_in_words, numbers
from clausebook.text.words import as_written, times_before, tokens, whole_words


@pytest.mark.parametrize(
    ("words", "most", "said"),
    [
        ([], 0, ""),
        (["a"], 0, "a"),
        (["a", "b"], 0, "a and b"),
        (["a", "b", "c"], 0, "a, b and c"),
        (["a", "b", "c"], 3, "a, b and c"),
        (["a", "b", "c", "d"], 3, "a, b and 2 more"),
        (["a", "b"], 1, "2 more"),
    ],
)
def test_words_are_listed_and_those_beyond_the_most_are_counted(words: list[str], most: int, said: str) -> None:
    assert listed(words, most=most) == said
    assert listed(words, "or", most) == said.replace(" and ", " or ")


@pytest.mark.parametrize(
    ("cites", "said"),
    [
        ("1.1", "1.1"),
        ("2.1(d) 2.1(e) 2.1(f) 2.1(g) 2.1(h)", "2.1(d) to (h)"),
        ("2.1(d) 2.1(e) 2.1(f)", "2.1(d) to (f)"),
        ("2.1(d) 2.1(e)", "2.1(d) and 2.1(e)"),
        ("2.1(d) 2.1(f) 2.1(g) 2.1(h)", "2.1(d) and 2.1(f) to (h)"),
        ("2.1(a) 2.2(b) 2.2(c)", "2.1(a), 2.2(b) and 2.2(c)"),
        ("2.1(a) 2.1(a) 3.1 2.1(b)", "2.1(a), 3.1 and 2.1(b)"),
        ("2.1(c) 2.1(b) 2.1(a)", "2.1(c), 2.1(b) and 2.1(a)"),
        ("1 2 3", "1, 2 and 3"),
    ],
)
def test_items_that_follow_each_other_are_named_by_the_first_and_the_last(cites: str, said: str) -> None:
    assert numbers(cites.split()) == said


def test_things_are_counted_in_words() -> None:
    assert [counted(n, "clause") for n in (0, 1, 2)] == ["no clauses", "1 clause", "2 clauses"]
    assert [counted(n, "copy", "copies") for n in (0, 1, 2)] == ["no copies", "1 copy", "2 copies"]
    assert [every(n, "month") for n in (1, 2, 12)] == ["every month", "every 2 months", "every 12 months"]
    assert [months_in_words(n) for n in (0, 1, 11, 12, 13, 24, 30)] == [
        *("", "1 month", "11 months", "1 year", "1 year and 1 month", "2 years", "2 years and 6 months"),
    ]
    assert [capital(text) for text in ("", "a", "the DSL")] == ["", "A", "The DSL"]


@pytest.mark.parametrize(
    ("partial", "words", "on", "first", "last"),
    [
        ("2018-05-16", "16 May 2018", "on 16 May 2018", date(2018, 5, 16), date(2018, 5, 16)),
        ("2018-01", "January 2018", "in January 2018", date(2018, 1, 1), date(2018, 1, 31)),
        ("2020-02", "February 2020", "in February 2020", date(2020, 2, 1), date(2020, 2, 29)),
        ("2018-12", "December 2018", "in December 2018", date(2018, 12, 1), date(2018, 12, 31)),
        ("2018", "2018", "in 2018", date(2018, 1, 1), date(2018, 12, 31)),
        ("2018-02-30", "30 February 2018", "on 30 February 2018", date(2018, 2, 28), date(2018, 2, 28)),
    ],
)
def test_a_date_is_as_precise_as_it_was_written(partial: str, words: str, on: str, first: date, last: date) -> None:
    assert (in_words(partial), on_day(partial), first_day(partial), last_day(partial)) == (words, on, first, last)


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(-400, 800))
def test_months_are_over_where_their_day_has_come_again(due: date, days: int) -> None:
    day, over = due + timedelta(days=days), months_over(due.isoformat(), due + timedelta(days=days))
    if days <= 0:
        assert over is None
        return
    assert over is not None
    at = due.year * 12 + due.month - 1 + over
    reached = date(at // 12, at % 12 + 1, min(due.day, monthrange(at // 12, at % 12 + 1)[1]))
    beyond = date((at + 1) // 12, (at + 1) % 12 + 1, min(due.day, monthrange((at + 1) // 12, (at + 1) % 12 + 1)[1]))
    assert reached <= day < beyond


@pytest.mark.parametrize(
    ("due", "day", "over"),
    [
        ("2026-05", date(2026, 5, 31), None),
        ("2026-05", date(2026, 6, 1), 0),
        ("2026-05", date(2026, 6, 29), 0),
        ("2026-05", date(2026, 6, 30), 1),
        ("2026-05", date(2026, 7, 1), 2),
        ("2026", date(2027, 1, 1), 0),
        ("2026", date(2027, 3, 1), 3),
        ("2026-05-31", date(2026, 6, 30), 1),
        ("2026-05-31", date(2026, 7, 30), 1),
    ],
)
def test_of_a_month_or_a_year_whole_months_are_counted_from_its_end(due: str, day: date, over: int | None) -> None:
    assert months_over(due, day) == over


def test_words_are_found_whole_whatever_blanks_are_between_them() -> None:
    assert tokens("don’t co-operate and/or e.g. x2 – it_s") == ["don’t", "co-operate", "and/or", "e.g", "x2", "it", "s"]
    assert not whole_words("nam").search("name")
    assert whole_words("the name").search("in the \n name.")
    assert whole_words("(a").search("x(a b")
    assert as_written("""it's "so" """).search("""'it''s \\"so\\"'""")
    assert not as_written("so").search("sofa")
    assert [times_before("a b", "a b, a  b, a b", at) for at in (0, 1, 5, 6, 13)] == [0, 1, 1, 2, 3]
