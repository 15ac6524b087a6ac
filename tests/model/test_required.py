"""What the list of required policies asks of a school of one group, of another, and of all."""

from __future__ import annotations

from typing import Any

import pytest

from clausebook.model.required import RequiredPolicy


def row(**given: Any) -> RequiredPolicy:
    known = {"level": {"all": "statutory"}, "approver": {}, "review": 12, "publish": {}, "confidence": "high"}
    return RequiredPolicy(id="phones", title="Phones", kinds=(), **{**known, **given})


@pytest.mark.parametrize(("review", "months"), [(12, 12), (48, 48), ("live", None), ("free", None)])
def test_a_board_that_decides_has_no_number_of_months(review: Any, months: int | None) -> None:
    assert row(review=review).months == months


def test_what_is_said_of_a_group_goes_before_what_is_said_of_all() -> None:
    both = row(
        level={"all": "statutory", "academy": "expected"},
        approver={"all": ("board",), "academy": ("head", "committee")},
        publish={"all": "must", "academy": "should"},
    )
    assert (both.level_for("academy"), both.level_for("maintained")) == ("expected", "statutory")
    assert (both.approvers_for("academy"), both.approvers_for("maintained")) == (("head", "committee"), ("board",))
    assert (both.published_for("academy"), both.published_for("maintained")) == ("should", "must")
    none = row(level={"academy": "expected"})
    assert (none.level_for("maintained"), none.approvers_for("academy"), none.published_for("academy")) == (
        None,
        (),
        None,
    )
