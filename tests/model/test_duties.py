"""Duties: every rule of an edition reads as a sentence, has its force, and binds whom the words bind."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from clausebook.model.duties import FORCES, StatedDuty, roles_of, stated_duties_of
from clausebook.model.duties.ledger import duties_of
from clausebook.model.edition import Edition
from clausebook.model.search import search_entries
from tests import adopted
from tests.golden_folders import GOLDEN, cases, hold, name
from tests.redline.small import edition

MANY = ("people", "conditions", "exceptions", "deadlines", "numbers", "addressees")
READ = (
    *("who", "party", "subject", "mark", "action", *MANY),
    *("consequence", "joined", "only", "soft"),
)
ROLES = {
    "staff": "Staff",
    "governors": "Governors",
    "headteacher": "Headteacher",
    "ict-technicians": "ICT Technicians",
}


def rules(folder: Path, *body: Any, **more: Any) -> tuple[StatedDuty, ...]:
    """The duties of one clause that applies to staff and governors."""
    return stated_duties_of(_edition(folder, *body, **more))


def _edition(folder: Path, *body: Any, **more: Any) -> Edition:
    clause: Mapping[str, Any] = {"id": "rules", "title": "Rules", "applies_to": ["staff", "governors"], "body": body}
    file = folder / "small.yaml"
    file.write_text(json.dumps({"clauses": [{**clause, **more}], "school": {"roles": ROLES}}), encoding="utf-8")
    return edition(file, "draft")


def said(found: tuple[StatedDuty, ...]) -> list[str]:
    return [f"{rule.force}: {rule.lead} {rule.words}".replace(":  ", ": ") for rule in found]


def told(found: tuple[StatedDuty, ...]) -> str:
    """All duties as a person checks them: force, number, whom, and the sentence."""
    lines = []
    for force in FORCES:
        mine = [rule for rule in found if rule.force == force]
        lines += [f"{force}", *(_line(rule) for rule in mine), ""] if mine else []
    return "\n".join(lines)


def _line(rule: StatedDuty) -> str:
    stem = f"\n      [{rule.stem}]" if rule.stem else ""
    return f"  {rule.cite} ({', '.join(rule.roles)})\n      {rule.lead}{' | ' if rule.lead else ''}{rule.words}{stem}"


def ledger(of: Edition) -> str:
    """Every leaf of the ledger with all that was read in it."""
    lines = []
    for duty in duties_of(of):
        place = f"{duty.place.anchor}/{'.'.join(map(str, duty.place.path))}"
        lines += [
            f"{duty.cite} {place} {duty.force}: {duty.lead.read}{' | ' if duty.lead.read else ''}{duty.words.read}"
        ]
        for field in READ:
            value = getattr(duty, field)
            shown = "; ".join(sorted(value) if isinstance(value, frozenset) else value) if field in MANY else value
            lines += [f"      {field}: {shown}"] if value else []
    return "\n".join(lines) + "\n"


def found_by(of: Edition) -> str:
    """What a search can find: clause and anchor, number, forces and law, then the words above and the words."""
    lines = []
    for one in search_entries(of):
        facts = ", ".join((*one.forces, *one.laws))
        lines += [f"{one.clause.id}#{one.anchor} {one.cite}{f' ({facts})' if facts else ''}"]
        lines += [f"      {one.lead}{' | ' if one.lead else ''}{one.words}"]
    return "\n".join(lines) + "\n"


def more(of: Edition) -> dict[str, str]:
    return {"search.txt": found_by(of), "ledger.txt": ledger(of)}


def test_the_duties_of_the_2018_edition_are_these(bless: bool) -> None:
    made = {"expected.txt": told(stated_duties_of(adopted.approved())), **more(adopted.approved())}
    hold(GOLDEN / "duties" / "2018", made, given=(), bless=bless)


@pytest.mark.parametrize("case", [one for one in cases(GOLDEN / "duties") if (one / "clauses.yaml").exists()], ids=name)
def test_a_golden_clause_has_these_duties(case: Path, bless: bool) -> None:
    draft = edition(case / "clauses.yaml", "draft")
    made = {"expected.txt": told(stated_duties_of(draft)), **more(draft)}
    hold(case, made, given=("clauses.yaml",), bless=bless)


def test_an_item_carries_its_stem_along(tmp_path: Path) -> None:
    found = rules(tmp_path, {"text": "Users must not:", "items": ["share their passwords", "gamble"]})
    assert said(found) == ["must-not: Users must not share their passwords", "must-not: Users must not gamble"]


def test_what_follows_from_a_breach_is_left_out_of_each_rule_and_kept_for_all(tmp_path: Path) -> None:
    stem = "Users must not use the systems in any of the following ways, which could lead to dismissal:"
    (found,) = rules(tmp_path, {"text": stem, "items": ["to gamble"]})
    assert (found.lead, found.words, found.stem) == ("Users must not use the systems …", "to gamble", stem)


@pytest.mark.parametrize(
    "stem",
    [
        "Users must not copy files, which may be done only with leave, except:",
        "Users must not film pupils and may publish nothing unless the school agrees:",
        "Except where a pupil is in danger, users must not:",
    ],
)
def test_no_exception_is_ever_left_out(tmp_path: Path, stem: str) -> None:
    *_, found = rules(tmp_path, {"text": stem, "items": ["in lessons"]})
    assert found.lead.removesuffix(":") == stem.removesuffix(":")
    assert found.stem == ""


def test_items_joined_by_a_lone_or_are_one_duty(tmp_path: Path) -> None:
    items = ["deprive pupils of equipment", {"between": "or"}, "hinder lessons", "be loud"]
    found = rules(tmp_path, {"text": "Personal use must not:", "items": items})
    assert said(found) == [
        "must-not: Personal use must not deprive pupils of equipment or hinder lessons",
        "must-not: Personal use must not be loud",
    ]
    assert found[0].cite == "2.1(a), 2.1(b)"


def test_a_nested_item_carries_all_that_it_hangs_on(tmp_path: Path) -> None:
    nested = {"text": "keep devices:", "items": ["locked", "charged"]}
    found = rules(tmp_path, {"text": "Users must:", "items": [nested]})
    assert said(found) == ["must: Users must: keep devices: locked", "must: Users must: keep devices: charged"]


def test_of_a_paragraph_only_the_sentences_that_state_a_duty_are_listed(tmp_path: Path) -> None:
    found = rules(tmp_path, "Phones distract. Users should silence them. Bells ring at nine.")
    assert said(found) == ["should: Users should silence them."]


def test_a_sentence_that_leans_on_the_one_before_comes_with_it(tmp_path: Path) -> None:
    found = rules(tmp_path, "Visitors carry badges. They must be shown at the gate.")
    assert said(found) == ["must: Visitors carry badges. They must be shown at the gate."]


def test_a_sentence_with_two_forces_is_reported_under_both(tmp_path: Path) -> None:
    found = rules(tmp_path, "Users must not share passwords and must keep them secret.")
    assert [rule.force for rule in found] == ["must-not", "must"]


def test_may_is_reported_only_where_the_author_says_so(tmp_path: Path) -> None:
    may = {"text": "Users may bring phones.", "duty": "may"}
    assert said(rules(tmp_path, "A breach may amount to misconduct.", may)) == ["may: Users may bring phones."]


def test_a_clause_binds_those_it_applies_to(tmp_path: Path) -> None:
    (found,) = rules(tmp_path, "Users must report thefts.", applies_to=["governors"])
    assert found.roles == ("governors",)


@pytest.mark.parametrize(
    ("words", "roles"),
    [
        ("The Headteacher must keep a log.", ("headteacher",)),
        ("If a device is lost, the headteacher must tell the police.", ("headteacher",)),
        ("The Headteacher and the ICT technicians must keep a log.", ("headteacher", "ict-technicians")),
        ("The school must issue this policy.", ("the-school",)),
        ("Example School should train its staff.", ("the-school",)),
        ("A concern about the Headteacher must be reported to governors.", ("staff", "governors")),
        ("Users must report thefts to the Headteacher.", ("staff", "governors")),
        ("Users of the school must sign in.", ("staff", "governors")),
        ("Governors must sign in.", ("staff", "governors")),
    ],
)
def test_an_office_that_is_the_subject_is_bound_and_nobody_loses_a_duty_by_guessing(
    tmp_path: Path, words: str, roles: tuple[str, ...]
) -> None:
    (found,) = rules(tmp_path, words)
    assert found.roles == roles


def test_a_stem_says_whose_duty_its_items_are(tmp_path: Path) -> None:
    found = rules(tmp_path, {"text": "The school may monitor use:", "duty": "may", "items": ["to prevent crime"]})
    assert [rule.roles for rule in found] == [("the-school",)]


def test_roles_are_those_the_policy_applies_to_then_offices_then_the_school(tmp_path: Path) -> None:
    made = _edition(tmp_path, "The school must train staff.", "The Headteacher must keep a log.")
    assert roles_of(made, stated_duties_of(made)) == ("staff", "governors", "headteacher", "the-school")
