"""A rule that raises is a finding of its own, names the text it looked at, and stops no other rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from clausebook.lint import run
from clausebook.lint.prose import prose
from clausebook.lint.run import all_rules, check, inspect
from clausebook.model.finding import Finding
from clausebook.model.register import Register
from clausebook.model.rule import Rule
from clausebook.source.load import load
from tests.golden_folders import cases
from tests.lint.mini import AS_OF, RULES, base, register_of

BROKEN = base() | {"clauses/phones/calls.yaml": b"id: calls\ntitle: Calls\nbody:\n  - Staff must ~~not~~ call #9.\n"}
ERRORS = (IndexError("list index out of range"), KeyError("x"), RecursionError("too deep"), ZeroDivisionError())


def raising(error: Exception) -> Rule:
    def look(register: Register) -> Iterator[Finding]:
        for written in prose(register):
            if "~~" in written.words:
                raise error
        yield Finding(register.policies[0].where("id"), "never seen")

    return Rule("raising", "warning", "It raises.", check=look)


def with_rule(monkeypatch: pytest.MonkeyPatch, rule: Rule) -> None:
    rules = (*all_rules(), rule)
    monkeypatch.setattr(run, "all_rules", lambda: rules)


@pytest.mark.parametrize("error", ERRORS, ids=lambda one: type(one).__name__)
def test_a_rule_that_raises_is_an_error_that_names_the_text_and_the_rest_is_found(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    register = load(BROKEN, AS_OF)
    usual = check(register)
    with_rule(monkeypatch, raising(error))
    found = check(register)
    (own,) = [one for one in found if one.rule == "raising"]
    assert (own.level, own.place.file, own.place.line) == ("error", "clauses/phones/calls.yaml", 4)
    assert "rule raising failed on “Staff must ~~not~~ call" in own.message
    assert type(error).__name__ in own.message
    assert tuple(one for one in found if one is not own) == usual


def test_a_review_that_raises_is_fenced_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def look(register: Register, found: tuple[Finding, ...]) -> Iterator[Finding]:
        yield from ()
        raise ValueError("no")

    with_rule(monkeypatch, replace(raising(ValueError()), check=None, review=look))
    assert [one.rule for one in check(load(base(), AS_OF))] == ["raising"]


OLD_DAYS = ("comment-in-text", "entry-in-text", "hidden-character", "written-out", "one-script", "struck-words")


@pytest.mark.parametrize("rule", OLD_DAYS)
def test_in_an_approved_edition_what_nobody_may_change_is_a_note_and_stops_nothing(rule: str) -> None:
    fires = next(case for case in cases(RULES / rule) if f"[{rule}]" in (case / "expected.txt").read_text("utf-8"))
    register = register_of(fires)
    levels = {one.level for one in inspect(register).findings if one.rule == rule}
    adopted = {one.level for one in inspect(register, adopted=True).findings if one.rule == rule}
    assert (levels, adopted) == ({"error"}, {"note"})
