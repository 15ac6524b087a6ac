"""For any sequence of acts all forms agree, and any changed byte in an act but the newest is told from the files."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from clausebook.formats import calendar, index
from clausebook.formats.pdf.view import facts
from clausebook.formats.web.status import KINDS, status_of
from clausebook.history.verify_acts import chain_checks
from clausebook.model.acts.chain import newest_of
from clausebook.model.acts.words import WORDS
from clausebook.review.make import overdue
from clausebook.source.load import load
from clausebook.text.dates import in_words
from tests.model.acts.histories import files_of, publication, read

START = date(2026, 1, 1)
LATER = ["approved", "reviewed", "applies-from", "corrected", "ratified", "withdrawn"]


def partial(day: date, precision: int) -> str:
    """A day as precisely as somebody wrote it down."""
    return "-".join(day.isoformat().split("-")[:precision])


@st.composite
def histories(draw: st.DrawFn, least: int = 0) -> list[dict[str, Any]]:
    """Acts in their order, each on or after the day of the one before it; the first one approves."""
    made: list[dict[str, Any]] = []
    day, editions = START, list[str]()
    for number in range(draw(st.integers(least, 7))):
        day += timedelta(days=draw(st.integers(0, 200)))
        kinds = (
            ["approved", "reviewed", "applies-from", "corrected", "ratified", "withdrawn"] if editions else ["approved"]
        )
        kind = draw(st.sampled_from(kinds))
        on = partial(day, draw(st.integers(1, 3)))
        edition = f"2026-{number}" if kind == "approved" else draw(st.sampled_from(editions))
        act: dict[str, Any] = {"act": kind, "edition": edition, "on": on, "minute": f"FGB/{number}"}
        later = partial(day + timedelta(days=draw(st.integers(0, 300))), draw(st.integers(1, 3)))
        if kind == "approved":
            editions.append(edition)
            act |= draw(
                st.sampled_from([{}, {"applies_from": later}, {"review_due": "2027-05"}, {"ratify_by": "board"}])
            )
        elif kind == "applies-from":
            act["applies_from"] = later
        elif kind == "corrected":
            act |= {"corrects": draw(st.integers(1, number)), "right": {"minute": "FGB/9"}, "reason": "mistyped"}
        elif kind == "ratified":
            act["outcome"] = draw(st.sampled_from(["ratified", "refused"]))
        elif kind == "withdrawn":
            act["reason"] = "merged"
        made.append(act)
    return made


POLICIES = st.sampled_from(["review_month: 5\n", "review_every: 3 years\n", "review_every: termly\n", ""])


@settings(deadline=None, max_examples=60)
@given(histories(), POLICIES, st.integers(0, 2000))
def test_on_any_day_all_forms_say_the_same(history: list[dict[str, Any]], policy: str, after: int) -> None:
    day = START + timedelta(days=after)
    register = read(history, policy, day)
    here, status = publication(register), register.status("trial")
    listed = index.listing(here).policies[0]
    force = status.in_force
    assert listed.in_force == (force.name if force else "")
    assert listed.state == WORDS[status.state]
    assert (here.in_force("trial") is None) == (force is None)
    states = {one.name: one.status for one in listed.editions}
    events = calendar.calendar(here).decode().replace("\r\n ", "")
    for edition in here.editions:
        one, banner = status.edition(edition.name), status_of(edition, here)
        if one is None:
            assert (banner.kind, states[edition.name]) == ("draft", "draft")
            continue
        assert banner.kind == KINDS[one.state]
        assert states[edition.name] == WORDS[one.state]
        cover = dict(facts(edition))
        assert cover.get("In force from:", in_words(one.approval.on)) == in_words(one.begins) or not one.ever
        assert cover.get("To be reviewed:", "") == (in_words(one.due.when) if one.due else "")
        if banner.kind == "force":
            found = overdue(edition, register, day)
            assert (found.due if found else "") == (status.due.when if status.due else "")
            assert (status.due is not None and in_words(status.due.when) in banner.review) or not banner.review
            assert ("BEGIN:VEVENT" in events) == (status.due is not None)
            assert bool(found and found.is_past) == banner.overdue == (status.overdue is not None)
    assert sum(status_of(one, here).kind == "force" for one in here.editions) <= 1


@settings(deadline=None, max_examples=120)
@given(histories(least=2), st.data())
def test_a_changed_byte_in_any_act_but_the_newest_is_seen_in_the_files(
    history: list[dict[str, Any]], data: st.DataObject
) -> None:
    files = files_of(history)
    assert not any(chain_checks(files).values())
    newest = newest_of(load(files).acts)
    assert newest
    path = data.draw(st.sampled_from([path for path in files if path != newest.path]))
    at = data.draw(st.integers(0, len(files[path]) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda value: value != files[path][at]))
    changed = files[path][:at] + bytes([byte]) + files[path][at + 1 :]
    assert any(chain_checks({**files, path: changed}).values()), f"byte {at} of {path} became {byte}"


@settings(deadline=None, max_examples=40)
@given(histories(least=2), st.data())
def test_an_act_that_was_taken_out_is_seen_in_the_files(history: list[dict[str, Any]], data: st.DataObject) -> None:
    files = files_of(history)
    newest = newest_of(load(files).acts)
    assert newest
    gone = data.draw(st.sampled_from([path for path in files if path != newest.path]))
    assert any(chain_checks({path: text for path, text in files.items() if path != gone}).values())


@settings(deadline=None, max_examples=20)
@given(histories(least=1))
def test_line_ends_of_windows_change_no_digest(history: list[dict[str, Any]]) -> None:
    files = {path: text.replace(b"\n", b"\r\n") for path, text in files_of(history).items()}
    assert not any(chain_checks(files).values())


def test_two_acts_that_follow_the_same_one_are_listed_with_the_command_that_orders_them() -> None:
    first = {"act": "approved", "edition": "2026", "on": "2026-05-12"}
    history = [first, {**first, "edition": "2026-2"}, {**first, "edition": "2026-3", "follows": 1}]
    (found,) = chain_checks(files_of(history))["trial"]
    assert "follow the same act" in found.message
    assert found.hint.startswith("python3 build.py correct policy/approvals/trial/2026-05-12-approved-2026-")
