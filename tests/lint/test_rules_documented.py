"""Every rule has a manual, and docs/rules.md is what the manuals say now."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausebook.app.checking import all_rules
from clausebook.app.console.machine import rules_markdown
from clausebook.lint.run import all_rules as rules_of_text
from clausebook.model.rule import Rule

PAGE = Path(__file__).resolve().parents[2] / "docs" / "rules.md"


def test_the_page_of_rules_is_fresh(bless: bool) -> None:
    if bless:
        PAGE.write_text(rules_markdown(all_rules()), encoding="utf-8", newline="\n")
    told = PAGE.read_text(encoding="utf-8")
    assert told == rules_markdown(all_rules()), "python3 build.py rules --format markdown prints what belongs there"


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_every_rule_has_a_manual_that_begins_with_what_it_holds(rule: Rule) -> None:
    assert rule.summary.endswith((".", "?"))
    assert len(rule.summary) < 160
    assert rule.level in ("error", "warning", "note")
    assert (bool(rule.check) or bool(rule.review)) == (rule in rules_of_text())
