"""A list inside a list is introduced by both: pages and search may quote that, and no other words."""

from __future__ import annotations

import pytest

from clausebook.model.duties import stated_duties_of
from clausebook.model.search import search_entries
from clausebook.readback.quotes import has_words, words_by_clause
from clausebook.resolve.resolve import resolve
from clausebook.source.load import load
from tests.history.repositories import FILES

CALLS = """\
id: calls
title: Calls
body:
  - text: "Phones cost money. Staff must not:"
    items:
      - call pupils
      - text: "leave a phone:"
        items:
          - in a classroom
          - text: "in a car that is:"
            items: [open, {text: "parked:", items: [in the sun, in the street]}]
      - text: "lend one:"
        items: [to a friend]
"""


@pytest.mark.parametrize("applies_to", ["", "applies_to: [staff]\n"])
def test_every_introduction_that_search_quotes_is_known(applies_to: str) -> None:
    files = {**FILES, "clauses/phones/calls.yaml": CALLS.replace("body:", f"{applies_to}body:")}
    edition = resolve(load({path: text.encode() for path, text in files.items()}), "phones", "draft")
    known = words_by_clause(edition)["calls"]
    entries = [entry for entry in search_entries(edition) if entry.clause.id == "calls"]
    assert len(entries) >= 6
    assert [entry.lead for entry in entries if not has_words(known, entry.lead)] == []
    assert any(entry.lead.endswith("leave a phone: in a car that is: parked:") for entry in entries)


@pytest.mark.parametrize(
    "said",
    [
        "Staff must not: lend one: in a classroom",
        "leave a phone: Staff must not:",
        "Staff must not: in a car that is:",
        "Staff must: leave a phone:",
        "Staff must not: lend one: in a car that is:",
    ],
)
def test_introductions_of_other_lists_are_not(said: str) -> None:
    files = {**FILES, "clauses/phones/calls.yaml": CALLS}
    edition = resolve(load({path: text.encode() for path, text in files.items()}), "phones", "draft")
    assert not has_words(words_by_clause(edition)["calls"], said)


MARKED = [
    "must (not)",
    "must “not”",
    "must [not]",
    "must *not*",
    "must <b>not</b>",
    "<i>must</i> not",
    "(must) not",
    "must not",
]


@pytest.mark.parametrize("modal", MARKED)
@pytest.mark.parametrize(
    "form", ["text: 'Staff {}:'\n    items: [run]", "text: Staff {} run.", "text: 'Staff:'\n    items: [{} run]"]
)
def test_a_rule_is_quoted_as_it_is_written_with_the_marks_about_its_not(form: str, modal: str) -> None:
    body = form.format(modal).replace("[" + modal + " run]", f'["{modal} run"]')
    files = {**FILES, "clauses/phones/calls.yaml": f"id: calls\ntitle: Calls\nbody:\n  - {body}\n"}
    edition = resolve(load({path: text.encode() for path, text in files.items()}), "phones", "draft")
    known = words_by_clause(edition)["calls"]
    duties = [duty for duty in stated_duties_of(edition) if duty.clause.id == "calls"]
    entries = [entry for entry in search_entries(edition) if entry.clause.id == "calls" and entry.forces]
    assert [duty.force for duty in duties] == ["must-not"]
    for one in (*duties, *entries):
        assert has_words(known, one.lead)
        assert has_words(known, one.words)
        assert modal.replace("*", "") in f"{one.lead} {one.words}"
    assert not has_words(known, "Staff must run")


def test_an_adopted_number_before_a_rule_is_quoted_with_it() -> None:
    clause = "id: calls\ntitle: Calls\nbody:\n  - 4.1 Staff must not run.\n"
    files = {**FILES, "clauses/phones/calls.yaml": clause}
    edition = resolve(load({path: text.encode() for path, text in files.items()}), "phones", "draft")
    for found in (stated_duties_of(edition), search_entries(edition)):
        assert [one.words for one in found if one.clause.id == "calls"] == ["4.1 Staff must not run."]


def test_words_above_a_list_are_found_where_each_item_has_a_rule_of_its_own() -> None:
    stem = '  - text: "Staff must not run. {brace}"\n'
    body = f"id: calls\ntitle: Calls\nbody:\n{stem}    items: [see below. Pupils must not call.]\n"
    files = {**FILES, "clauses/phones/calls.yaml": body}
    edition = resolve(load({path: text.encode() for path, text in files.items()}), "phones", "draft")
    said = " ".join(f"{one.lead} {one.words}" for one in search_entries(edition) if one.clause.id == "calls")
    assert "{brace}" in said


TABLE = """\
id: calls
title: Calls
applies_to: [staff]
body:
  - table:
      header: ["Situation", "Staff must", "Staff must not:", "must not"]
      rows:
        - ["A phone is lost", "tell the *office*", "wait", "must not"]
        - ["A message comes", "keep it. It must be shown.", "must not answer it", "share \\"it\\""]
"""


def test_rules_below_the_headings_of_a_table_are_quoted_as_the_table_has_them() -> None:
    files = {**FILES, "clauses/phones/calls.yaml": TABLE}
    edition = resolve(load({path: text.encode() for path, text in files.items()}), "phones", "draft")
    known = words_by_clause(edition)["calls"]
    found = [duty for duty in stated_duties_of(edition) if duty.clause.id == "calls"]
    assert [(duty.lead, duty.words) for duty in found] == [
        ("Staff must", "tell the office"),
        ("Staff must not", "wait"),
        ("must not", "must not"),
        ("Staff must", "keep it."),
        ("", "It must be shown."),
        ("Staff must not", "must not answer it"),
        ("must not", 'share "it"'),
    ]
    assert [duty for duty in found for words in (duty.lead, duty.words) if not has_words(known, words)] == []
