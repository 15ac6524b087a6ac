"""Every rule says what its golden cases hold, to the letter: places, carets, messages and hints."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausebook.app.console.terminal import text_lines
from clausebook.lint.run import all_rules, check, errors
from clausebook.source.load import load
from tests.golden_folders import cases, hold, name
from tests.lint.mini import AS_OF, GIVEN, RULES, base, checkup_of, register_of

# Errors whose message lists what may be written, so that a hint would say it twice.
SAYS_ALL = ("is not one of", "is not a date", "is not an id", "is not ", "expected ")


def printed(case: Path) -> str:
    """What the terminal shows for a case."""
    return "\n".join([*text_lines(checkup_of(case)), ""])


@pytest.mark.parametrize("case", cases(RULES, 2), ids=name)
def test_a_golden_case_prints_what_it_did(case: Path, bless: bool) -> None:
    hold(case, {"expected.txt": printed(case)}, given=GIVEN, bless=bless)


@pytest.mark.parametrize("case", cases(RULES, 2), ids=name)
def test_every_error_of_a_golden_case_has_a_hint(case: Path) -> None:
    silent = [
        one.message
        for one in checkup_of(case).findings
        if one.level == "error" and not one.hint and not any(part in one.message for part in SAYS_ALL)
    ]
    assert silent == []


def test_errors_alone_are_the_errors_that_a_check_finds() -> None:
    for case in cases(RULES, 2):
        register = register_of(case)
        found = {(one.rule, one.place.file, one.message) for one in errors(register)}
        said = check(register)
        assert found == {(one.rule, one.place.file, one.message) for one in said if one.level == "error"}, case


@pytest.mark.parametrize("rule", [rule.name for rule in all_rules()])
def test_every_rule_was_seen_to_fire_and_to_stay_silent(rule: str) -> None:
    folder = RULES / rule
    assert folder.is_dir(), f"add tests/golden/rules/{rule}/<case>/"
    says = [f"[{rule}]" in (case / "expected.txt").read_text(encoding="utf-8") for case in cases(folder)]
    assert any(says), "no case in which the rule fires"
    assert not all(says), "no case in which the rule stays silent"


def test_every_golden_folder_is_named_after_a_rule() -> None:
    assert {folder.name for folder in cases(RULES)} <= {rule.name for rule in all_rules()}


def test_the_good_school_has_no_findings() -> None:
    assert check(load(base(), AS_OF)) == ()


def test_the_same_files_give_the_same_findings_in_whatever_order_they_are_read() -> None:
    case = RULES / "yaml-syntax"
    register = register_of(next(iter(cases(case))))
    turned = load(dict(reversed(register.files.items())), register.as_of)
    assert check(turned) == check(load(register.files, register.as_of))
