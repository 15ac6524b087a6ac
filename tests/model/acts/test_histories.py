"""Forty histories of a policy: on each of a row of days every form says what its acts mean, and all say the same."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tests.golden_folders import GOLDEN, cases, hold, name
from tests.model.acts.histories import read, shown

HISTORIES = GOLDEN / "approvals"


@pytest.mark.parametrize("case", cases(HISTORIES), ids=name)
def test_a_history_is_shown_as_it_was(case: Path, bless: bool) -> None:
    given = YAML(typ="safe").load((case / "history.yaml").read_text(encoding="utf-8"))
    lines: list[str] = []
    for day in given["days"]:
        register = read(given["acts"], given.get("policy", "review_month: 5\n"), date.fromisoformat(str(day)))
        assert register.faults == ()
        lines += [*shown(register), ""]
    hold(case, {"expected.txt": "\n".join(lines)}, given=("history.yaml",), bless=bless)


def test_there_are_forty_of_them() -> None:
    assert len(cases(HISTORIES)) >= 40
