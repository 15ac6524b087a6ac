"""The verdicts of the real review are those of a person who read both texts, rule by rule."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from clausebook.history.adoption import register_at
from clausebook.io.git import open_repository
from clausebook.model.comparison.duty_change import DutyChange
from clausebook.model.comparison.redline import Redline
from clausebook.model.duties import Duty, duties_of
from clausebook.redline import compare
from clausebook.resolve.resolve import resolve
from clausebook.text.blanks import read
from tests import adopted

DRAFT = "b4b37ec"  # the commit whose draft was read by hand
TABLE = Path(__file__).parent.parent / "data" / "duties-2018-to-draft.yaml"
WEIGHTIEST = ("new", "stronger", "weaker", "changed", "narrower", "wider", "reworded", "permission-new")
HARD = ("new", "changed", "stronger", "narrower")
Row = dict[str, Any]


@cache
def sides() -> tuple[Redline, tuple[Duty, ...]]:
    repository = open_repository(adopted.ROOT)
    draft = resolve(register_at(repository, repository.commit_of(DRAFT)), "acceptable-use", "draft")
    return compare(adopted.approved(), draft), duties_of(draft)


@cache
def rows() -> tuple[Row, ...]:
    found: list[Row] = yaml.safe_load(TABLE.read_text(encoding="utf-8"))["rows"]
    return tuple(found)


def in_the_words_of_the_table(change: DutyChange) -> str:
    if change.verdict in ("new", "gone"):
        return f"permission-{change.verdict}" if change.is_permission else change.verdict
    return {"other-words": "reworded", "moved": "reworded", "reversed": "changed"}.get(change.verdict, change.verdict)


def plain(text: str) -> str:
    return re.sub(r"\W+", " ", read(text).lower()).strip()


def has(duty: Duty, words: str) -> bool:
    asked, own, whole = plain(words), plain(duty.words.read), plain(duty.read)
    shared = set(asked.split()) & set(own.split())
    return asked in own or own in asked or asked in whole or len(shared) >= 0.8 * len(set(asked.split()))


def ours(row: Row) -> str:
    """What the ledger says of a row of the table, the weightiest first."""
    redline, duties = sides()
    olds: list[dict[str, str]] = (
        row["old"] if isinstance(row.get("old"), list) else [row["old"]] if "old" in row else []
    )
    if "new" not in row:
        cite, words = olds[0]["cite"], olds[0]["words"]
        gone = (one for one in redline.duties if one.old and not one.new)
        found = [one for one in gone if one.old and one.old.cite == cite and has(one.old, words)]
        return in_the_words_of_the_table(found[0]) if found else "not-a-rule"
    leaves = [duty for duty in duties if duty.cite == row["new"]["cite"] and has(duty, row["new"]["words"])]
    places = {(duty.place, duty.action) for duty in leaves}
    changes = [one for one in redline.duties if one.new and (one.new.place, one.new.action) in places]
    cites = {one["cite"] for one in olds}
    changes = [one for one in changes if one.old and one.old.cite in cites] or changes
    said = [in_the_words_of_the_table(one) for one in changes]
    return min(said, key=WEIGHTIEST.index) if said else "same" if leaves else "not-a-rule"


@adopted.of_the_first_school
def test_no_row_of_the_real_review_is_outside_what_a_careful_reader_may_say() -> None:
    outside = [
        (row.get("new", row.get("old")), ours(row), row["verdict"])
        for row in rows()
        if ours(row) not in (row["verdict"], *row.get("also", ()))
    ]
    assert outside == []


@adopted.of_the_first_school
def test_the_main_verdict_is_said_where_it_matters_most() -> None:
    right = Counter(row["verdict"] for row in rows() if ours(row) == row["verdict"])
    assert sum(right[verdict] for verdict in HARD) >= 20  # of 22
    assert right["wider"] >= 34  # of 40


@adopted.of_the_first_school
def test_no_rule_of_2018_is_said_to_be_gone() -> None:
    redline, _ = sides()
    assert [one.old_words for one in redline.duties if one.verdict == "gone"] == []


@adopted.of_the_first_school
def test_no_two_that_share_most_of_their_words_are_new_and_gone() -> None:
    redline, _ = sides()
    assert not [one for one in redline.duties if one.verdict == "gone" and not one.is_permission]
