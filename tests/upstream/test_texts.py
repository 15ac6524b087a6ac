"""Edits of outlines and clauses as text: only the lines that are meant change, whatever way a list is written."""

from __future__ import annotations

import pytest

from clausebook.source.parse import parse
from clausebook.upstream.texts import (
    is_outline,
    is_taken,
    listed_again,
    scalar,
    unlisted,
    unnumbered,
    unprinted,
    with_key,
    with_term,
)

BLOCK = "outline:\n  - clauses:\n      - calls\n      - cameras\n      - calls-abroad\n"
FLOW = "outline:\n  - clauses: [calls, cameras, calls-abroad]\n"


@pytest.mark.parametrize("text", [BLOCK, FLOW])
@pytest.mark.parametrize("clause", ["calls", "cameras", "calls-abroad"])
def test_a_clause_is_taken_off_a_list_and_put_back_where_it_was(text: str, clause: str) -> None:
    without = unlisted(text, clause)
    ids = ["calls", "cameras", "calls-abroad"]
    assert clauses(without) == [id for id in ids if id != clause]
    if clause != "calls":
        assert listed_again(without, clause, ids[: ids.index(clause)]) == text


def test_a_clause_without_a_neighbour_is_not_put_anywhere() -> None:
    assert listed_again(BLOCK, "pagers", ["faxes"]) == BLOCK


def clauses(text: str) -> list[str]:
    value, faults = parse(text.encode(), "policy/phones.yaml")
    assert faults == ()
    return list(value["outline"][0]["clauses"])


def test_a_key_is_put_in_place_of_itself_or_behind_the_title() -> None:
    assert with_key("id: a\ntitle: >-\n  A\n  b\nowner: c\n", "review_month", "9") == (
        "id: a\ntitle: >-\n  A\n  b\nreview_month: 9\nowner: c\n"
    )
    assert with_key("title: A\nreview_month: 5 \n", "review_month", "9") == "title: A\nreview_month: 9\n"
    assert (
        with_key("approving_body: 'trust board'\n", "approving_body", "trust board")
        == "approving_body: 'trust board'\n"
    )


def test_numbers_and_printed_contents_go_and_words_that_look_like_them_stay() -> None:
    clause = 'title: A\nnumber: "2.2"\nbody:\n  - >-\n    Write down its\n    number: it is on the back.\n'
    assert unnumbered(clause) == clause.replace('number: "2.2"\n', "")
    outline = 'printed_contents:\n  - title: A\n    page: "3"\noutline:\n  - number: "1"\n    opening: a\n'
    assert unprinted(outline) == "outline:\n  - opening: a\n"
    assert unprinted("outline:\n  - opening: a\n    number: '1'\n") == "outline:\n  - opening: a\n"


def test_only_the_term_itself_gets_another_name() -> None:
    text = "terms:\n  - id: g\n    term: Governing Body\n    definition: The Governing Body.\n"
    assert with_term(text, "Governing Body", "Trust Board") == text.replace("term: Governing Body", "term: Trust Board")
    assert with_term(text, "", "Trust Board") == text


@pytest.mark.parametrize(
    "text", ["plain words", "yes", "12", "a: b", "# no", "Élan", "- x", "tail ", "it's", '"q"', "2018-05"]
)
def test_a_text_written_as_yaml_reads_back_as_it_is(text: str) -> None:
    assert parse(f"key: {scalar(text)}\n".encode(), "x.yaml") == ({"key": text}, ())


def test_words_and_facts_on_law_are_taken_and_nothing_else() -> None:
    taken = {"clauses/p/a.yaml", "policy/p.yaml", "policy/instruments.yaml", "policy/terms.yaml"}
    kept = {
        "policy/school.yaml",
        "policy/upstream.yaml",
        "policy/approvals/p/2018.yaml",
        "CHANGELOG.md",
        "clauses/a.yaml",
    }
    assert {path for path in taken | kept if is_taken(path)} == taken
    assert {path for path in taken | kept if is_outline(path)} == {"policy/p.yaml"}
