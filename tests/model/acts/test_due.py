"""When the next review is due, and why, for each way to set the pace; and what a plan says it would do."""

from __future__ import annotations

from typing import Any

import pytest

from clausebook.model.acts.chain import Cycle, due_after
from clausebook.model.approvals.approval import Plan

BY = "the required list"


@pytest.mark.parametrize(
    ("on", "said", "cycle", "when", "why"),
    [
        ("2026-05-12", "2027-03", {"every": "termly"}, "2027-03", "as the governors set it"),
        ("2026-05-12", None, {}, None, ""),
        ("2026-05-12", None, {"every": "as the law changes", "at_most": 12, "month": 5}, None, ""),
        ("2026-05-12", None, {"month": 5}, "2027-05", "reviewed every year"),
        ("2026-05-12", None, {"every": "1 year"}, "2027-05", "reviewed every year"),
        ("2026-05-12", None, {"every": "1 year", "month": 9}, "2027-09", "reviewed every year"),
        ("2026-05-12", None, {"every": "3 years"}, "2029-05", "reviewed every 3 years"),
        ("2026-05-12", None, {"every": "3 years", "month": 5}, "2029-05", "reviewed every 3 years"),
        ("2026-05-12", None, {"every": "3 years", "month": 4}, "2030-04", "reviewed every 3 years"),
        ("2026-05-12", None, {"every": "3 years", "month": 9}, "2029-09", "reviewed every 3 years"),
        ("2026", None, {"every": "2 years"}, "2028", "reviewed every 2 years"),
        ("2026", None, {"every": "2 years", "month": 4}, "2028-04", "reviewed every 2 years"),
        ("2026-12", None, {"listed": 1, "by": BY}, "2027-01", f"a review every month is usual ({BY})"),
        ("2026-05-12", None, {"listed": 24, "by": BY}, "2028-05", f"a review every 24 months is usual ({BY})"),
        ("2026", None, {"listed": 18, "by": BY}, "2027-07", f"a review every 18 months is usual ({BY})"),
        ("2026-05", None, {"at_most": 12, "by": BY}, "2027-05", f"a review is required every 12 months ({BY})"),
        ("2026-05", None, {"every": "1 year", "at_most": 12, "by": BY}, "2027-05", "reviewed every year"),
        ("2026-05", None, {"every": "2 years", "at_most": 12, "by": BY}, "2027-05", f"every 12 months ({BY})"),
        *((f"2026-{month:02}", None, {"every": "termly"}, "2026-07", "reviewed every term") for month in range(1, 5)),
        *((f"2026-{month:02}", None, {"every": "termly"}, "2026-12", "reviewed every term") for month in range(5, 9)),
        *((f"2026-{month:02}", None, {"every": "termly"}, "2027-04", "reviewed every term") for month in range(9, 13)),
        ("2026", None, {"every": "termly"}, "2026-07", "reviewed every term"),
    ],
)
def test_the_next_review_is_due_as_the_pace_of_the_policy_says(
    on: str, said: str | None, cycle: dict[str, Any], when: str | None, why: str
) -> None:
    due = due_after(on, said, Cycle(**cycle))
    assert (due and due.when) == when
    assert due is None or due.why.endswith(why)


def test_a_plan_shows_the_record_the_entry_the_commit_and_each_file() -> None:
    files = {"policy/old.yaml": None, "notes.md": "Notes\n", "policy/new.yaml": "policy: phones\n\nedition: x\n"}
    plan = Plan(files=files, message="Approve\n\nBody\n", entry="## 2018\n", tag="phones/2018", notes=("note: early",))
    assert plan.lines == (
        "would remove policy/old.yaml",
        "would write notes.md",
        "would write policy/new.yaml",
        *("", "the record:", "    policy: phones", "", "    edition: x"),
        *("", "the changelog entry:", "    ## 2018"),
        *("", "the commit:", "    Approve", "", "    Body"),
        *("", "note: early", "would make the tag phones/2018; nothing was written"),
    )
    assert Plan(files=files, message="x", entry="x").lines[-1] == "nothing was written"
