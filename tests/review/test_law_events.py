"""What the law did between an approval and the day of the review, from the rows of the register alone."""

from __future__ import annotations

from datetime import date

from clausebook.model.comparison.questions import event_line
from clausebook.model.comparison.review import LawReview
from clausebook.model.register import Register
from clausebook.resolve.resolve import resolve
from clausebook.review.make import since
from clausebook.source.load import load
from tests.history.repositories import FILES

AS_OF = date(2019, 9, 10)
START = date(2018, 5, 1)
ROW = """\
instruments:
  - id: ukpga/2018/12
    title: Data Protection Act 2018
    kind: act
    confidence: high
"""
OTHER = """\
  - id: ukpga/2019/1
    title: The Act of a Title that is Far Too Long to be Read in the Middle of any Sentence 2019
    names: [Long Act]
    kind: act
    confidence: high
"""


def registered(more: str) -> Register:
    """The mini school, whose clause on cameras cites the first row."""
    files = {**FILES, "policy/instruments.yaml": ROW + more + OTHER}
    register = load({path: text.encode() for path, text in files.items()}, AS_OF)
    assert not register.faults
    return register


def reviewed(more: str, committed: date | None = START) -> LawReview:
    register = registered(more)
    draft = resolve(register, "phones", "draft")
    (found,) = since(draft, draft, register, AS_OF, committed)
    return found


def happenings(more: str, committed: date | None = START) -> list[tuple[str, str, str]]:
    return [(one.on, one.words, one.detail) for one in reviewed(more, committed).happenings]


def test_each_beginning_is_listed_with_its_part() -> None:
    more = '    in_force: {main: 2018-05-25, s. 9: 2019-01, Sch. 2: "on a day to be appointed", s. 1: 2018-04-30}\n'
    assert happenings(more) == [("2018-05-25", "came into force", ""), ("2019-01", "came into force: s. 9", "")]


def test_what_is_only_known_to_its_month_may_have_been_after_the_approval() -> None:
    assert happenings("    in_force: {main: 2018-05}\n") == [("2018-05", "came into force", "")]
    assert happenings("    in_force: {main: 2018-04}\n") == []
    assert happenings("    in_force: {main: 2018-05}\n", None) == []


def test_an_amendment_and_an_ending_name_what_did_it_and_what_is_left() -> None:
    more = (
        "    amended_by:\n      - {instrument: ukpga/2019/1, date: 2019-02-01, effect: s. 3 reworded}\n"
        "      - {instrument: uksi/2019/5}\n"
        "    ended: 2020-01-01\n    ended_scope: Part 3\n    survives: Part 4\n"
        "    ended_by: {instrument: uksi/2019/7, provision: reg. 2}\n    unverified: [ended]\n"
    )
    assert happenings(more) == [
        ("2019-02-01", "amended by the Long Act", "s. 3 reworded"),
        (
            "2020-01-01",
            "ended in part by uksi/2019/7",
            "the part that ended: Part 3; ended by reg. 2; still law: Part 4",
        ),
    ]
    amended, ended = reviewed(more).happenings
    assert (amended.ahead, amended.unverified) == (False, False)
    assert (ended.ahead, ended.unverified) == (True, True)
    assert event_line(amended) == "1 February 2019: amended by the Long Act"
    assert event_line(ended) == "1 January 2020 (not yet): ended in part by uksi/2019/7 (not verified)"


def test_what_is_unverified_is_so_by_its_field_or_by_a_part_of_it() -> None:
    more = "    in_force: {main: 2018-06-01, s. 9: 2019-01-01}\n    unverified: [%s]\n"
    for unverified, expected in (
        ("in_force", [True, True]),
        ("in_force.main", [True, False]),
        ("made", [False, False]),
    ):
        assert [one.unverified for one in reviewed(more % unverified).happenings] == expected


def test_law_that_only_one_side_cites_has_its_places_on_that_side_and_no_events_for_what_is_new() -> None:
    register = registered("    in_force: {main: 2018-05-25}\n    replaced_by: [ukpga/2019/1]\n")
    cited = resolve(register, "phones", "draft")
    files = {**FILES, "clauses/phones/cameras.yaml": FILES["clauses/phones/cameras.yaml"].replace("2018/12", "2019/1")}
    files["policy/instruments.yaml"] = ROW + "    replaced_by: [ukpga/2019/1]\n" + OTHER
    moved = resolve(load({path: text.encode() for path, text in files.items()}, AS_OF), "phones", "draft")
    old, new = since(cited, moved, register, AS_OF, START)
    assert (old.instrument, old.replaced_by, old.instead) == ("ukpga/2018/12", ("ukpga/2019/1",), ("ukpga/2019/1",))
    assert ([one.cite for one in old.cited_in], old.still_in, len(old.happenings)) == (["1.2"], (), 1)
    assert (new.instrument, new.title, new.cited_in) == ("ukpga/2019/1", "Long Act", ())
    assert ([one.cite for one in new.still_in], new.instead, new.happenings) == (["1.2"], (), ())
