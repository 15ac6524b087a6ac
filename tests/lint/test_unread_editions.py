"""What is made policy by policy is made only when somebody asks for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from clausebook.lint.parts import RegisterParts
from clausebook.model.by_policy import ByPolicy, policies_of
from clausebook.model.edition import Edition
from clausebook.source.load import load


def refused() -> tuple[Edition, ...]:
    raise AssertionError("somebody asked for the words of an edition")


def test_which_policies_have_editions_is_known_without_reading_one() -> None:
    approved = ByPolicy[Edition]({"phones": refused, "trips": refused}, {"phones": "1", "trips": "2"})
    found = RegisterParts(replace(load({}, date(2026, 1, 1)), approved=approved))
    assert list(policies_of(approved)) == ["phones", "trips"]
    assert [one for one in found.policies if one] == ["phones", "trips"]
    assert found.key_of("phones") != found.key_of("trips")
