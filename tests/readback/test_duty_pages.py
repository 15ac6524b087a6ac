"""A page of duties is held against the ledger: each rule once, whole, under its force and below its own words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from lxml import html

from clausebook.model.duties import StatedDuty, stated_duties_of
from clausebook.readback.duties import duty_complaints
from clausebook.readback.web.page import page_of
from clausebook.resolve.resolve import resolve
from clausebook.source.load import load
from tests.history.repositories import FILES

CALLS = """\
id: calls
title: Calls
applies_to: [staff]
body:
  - Staff must tell the office.
  - Staff must not share passwords. Staff may call home.
  - text: "Staff must not:"
    items:
      - call pupils
      - leave a phone in a classroom
  - text: "Staff must:"
    items:
      - lock their phone
"""


@pytest.fixture(scope="module")
def stated() -> tuple[StatedDuty, ...]:
    files = {**FILES, "clauses/phones/calls.yaml": CALLS}
    edition = resolve(load({path: text.encode() for path, text in files.items()}), "phones", "draft")
    return tuple(one for one in stated_duties_of(edition) if one.clause.id == "calls")


def rule(one: StatedDuty) -> str:
    link = f'<p class="rule__cite" data-engine><a href="../#{one.anchor}">{one.cite}</a></p>'
    return f'<li class="rule">{link}<p class="rule__words">{one.words} <span data-engine>Staff</span></p></li>'


def shown(stated: tuple[StatedDuty, ...], language: str = "en") -> str:
    """A page as the site has it."""
    parts = []
    for force in dict.fromkeys(one.force for one in stated):
        parts.append(f'<h2 class="force force--{force}" id="{force}">{force.replace("-", " ").capitalize()}</h2>')
        for stem in dict.fromkeys(one.stem or one.lead for one in stated if one.force == force):
            same = [one for one in stated if one.force == force and (one.stem or one.lead) == stem]
            parts.append(f'<p class="rules__stem">{stem}</p>' if stem else "")
            parts.append(f'<ul class="rules">{"".join(map(rule, same))}</ul>')
    return f'<!doctype html><html lang="{language}"><body><article>{"".join(parts)}</article></body></html>'


def complaints(text: str, stated: tuple[StatedDuty, ...], role: str = "") -> list[str]:
    return list(duty_complaints(page_of(text.encode()), stated, role, str))


def test_a_page_that_shows_the_ledger_is_as_it_is(stated: tuple[StatedDuty, ...]) -> None:
    assert len(stated) == 6
    assert complaints(shown(stated), stated) == []
    assert complaints(shown(stated), stated, "staff") == []
    assert complaints(shown(stated, "cy").replace(">Must<", ">Rhaid<"), stated) == []


ATTACKS: dict[str, tuple[str, str, str]] = {
    "the force is cut off a rule": ("Staff must not share passwords.", "share passwords.", "is not stated there"),
    "a rule begins in the middle of its sentence": ("Staff must tell the office.", "tell the office.", "leaves out"),
    "a rule is cut short": ("leave a phone in a classroom", "leave a phone", "leaves out the rule"),
    "a rule of another force is put under must": (">Must not<", ">Must<", "shows the rules of 'Must not' under 'Must'"),
    "two forces change places": ('force--may" id="may">May', 'force--may" id="may">Must not', "under 'Must not'"),
    "the words above a list are left out": ('<p class="rules__stem">Staff must not</p>', "", "below"),
    "the words above a list are others": (
        'stem">Staff must not<',
        'stem">Staff must<',
        "shows “call pupils” below “Staff must”",
    ),
    "a rule leads to another item": ("#calls.a", "#calls.b", "is not stated there"),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_a_page_that_shows_a_rule_otherwise_is_an_error(name: str, stated: tuple[StatedDuty, ...]) -> None:
    before, after, said = ATTACKS[name]
    page = shown(stated)
    assert before in page
    assert any(said in one for one in complaints(page.replace(before, after), stated)), name


def test_forces_of_another_language_have_names_of_their_own(stated: tuple[StatedDuty, ...]) -> None:
    page = shown(stated, "cy").replace(">Must not<", ">Rhaid<").replace(">Must<", ">Rhaid<")
    assert complaints(page, stated) == ["it shows the rules of 'Must not' under 'Rhaid'"]


def moved(tree: Any) -> Iterator[Callable[[], None]]:
    """Each rule left out, twice, and under the next force."""
    rules = tree.xpath("//li")
    lists = tree.xpath("//ul")
    for one in rules:
        yield lambda one=one: one.getparent().remove(one)
        yield lambda one=one: one.addnext(html.fromstring(html.tostring(one)))
        yield lambda one=one: next(each for each in lists if each is not one.getparent()).append(one)


@pytest.mark.parametrize("at", range(18))
def test_a_rule_that_is_dropped_doubled_or_moved_is_an_error(at: int, stated: tuple[StatedDuty, ...]) -> None:
    tree: Any = html.fromstring(shown(stated))
    change = list(moved(tree))[at]
    change()
    assert complaints(html.tostring(tree, encoding="unicode"), stated)


def test_rules_in_another_order_are_an_error(stated: tuple[StatedDuty, ...]) -> None:
    tree: Any = html.fromstring(shown(stated))
    first, second = tree.xpath("//li[contains(., 'call pupils') or contains(., 'leave a phone')]")
    first.addprevious(second)
    (said,) = complaints(html.tostring(tree, encoding="unicode"), stated)
    assert said == "it shows the rules in another order, from “leave a phone in a classroom” on"


def test_a_page_of_a_role_has_its_rules_alone(stated: tuple[StatedDuty, ...]) -> None:
    others = (replace(stated[0], roles=("governors",)), *stated[1:])
    (said,) = complaints(shown(others), others, "staff")
    assert re.search(r"under 'Must' it shows the rule “Staff must tell the office\.”, which is not stated", said)
