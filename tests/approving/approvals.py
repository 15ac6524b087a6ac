"""What the tests of approving share: a record, a day, and an approval or its refusal."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from clausebook.app.governing import approve
from clausebook.errors import UserError
from clausebook.model.approvals.approval import Decision, Plan
from tests.history.repositories import School

RECORD = "policy/approvals/phones/2018-05-approved-2018.yaml"
FIRST = Decision(
    policy="phones", edition="2018", on="2018-05", body="governing body", minute="unknown", review_due="2019-05"
)
TODAY = date(2019, 6, 1)
NOW = datetime(2019, 6, 1, tzinfo=UTC)


def approved(school: School, decision: Decision = FIRST, dry_run: bool = False, as_of: date = TODAY) -> Plan:
    return approve(school.root, decision, as_of, dry_run)


def refused(school: School, decision: Decision = FIRST, as_of: date = TODAY) -> str:
    """What approve says against it; nothing may have been written."""
    before = (school.head, school.git("tag"), school.git("status", "--porcelain", "--ignored"))
    with pytest.raises(UserError) as caught:
        approved(school, decision, as_of=as_of)
    assert (school.head, school.git("tag"), school.git("status", "--porcelain", "--ignored")) == before
    return str(caught.value)
