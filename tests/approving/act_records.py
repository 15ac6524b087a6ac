"""What the tests of acts share: an approval, a recorded act, and the checks of verify."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from clausebook.app.acts import ActOrder, record
from clausebook.app.governing import approve
from clausebook.app.verifying import verified
from clausebook.model.approvals.approval import Decision
from clausebook.model.approvals.verdict import Check
from tests.history.repositories import School

NOW = datetime(2019, 12, 1, tzinfo=UTC)
TODAY = date(2019, 12, 1)
CALLS = "clauses/phones/calls.yaml"


def approved(
    school: School, edition: str = "2018", on: str = "2018-05-08", policy: str = "phones", **more: Any
) -> None:
    decision = Decision(policy=policy, edition=edition, on=on, body="governing body", minute="FGB/1", **more)
    approve(school.root, decision, TODAY)


def recorded(school: School, kind: Any, on: str = "2019-05-14", policy: str = "phones", **more: Any) -> None:
    given = {"body": "governing body", "minute": "FGB/19/7", **more}
    record(school.root, ActOrder(kind=kind, policy=policy, on=on, **given), TODAY)


def checks(school: School) -> list[Check]:
    return [check for verdict in verified(school.root, None, NOW) for check in verdict.checks]


def faults(school: School) -> list[str]:
    return [check.message for check in checks(school) if check.outcome == "fault"]


def change(school: School, words: str) -> None:
    text = (school.root / CALLS).read_text(encoding="utf-8")
    school.write({CALLS: text.replace("Staff should make calls", f"Staff should {words} calls", 1)})
    school.commit(f"Change the calls\n\nReason: {words}")
