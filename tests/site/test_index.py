"""index.json: kept to its schema, with addresses that are there and nothing that is not known."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from hypothesis import given
from jsonschema import Draft202012Validator

from clausebook.formats import index
from clausebook.model.edition import Edition
from clausebook.model.publication import Publication
from tests import adopted
from tests.site.publications import three
from tests.strategies import editions


def read(publication: Publication) -> Any:
    (artefact,) = index.render_all(publication)
    return json.loads(artefact.source)


def schema() -> Draft202012Validator:
    return Draft202012Validator(json.loads((adopted.ROOT / "schema" / "index.json").read_text(encoding="utf-8")))


@given(editions())
def test_every_index_keeps_to_the_schema(edition: Edition) -> None:
    schema().validate(read(adopted.publication(edition)))


def test_a_wrong_index_would_be_seen() -> None:
    found = read(adopted.publication(adopted.approved()))
    found["policies"][0]["editions"][0]["status"] = "valid"
    assert not schema().is_valid(found)


def test_three_editions_and_a_draft_are_listed_with_status_and_comparisons() -> None:
    found = read(three())
    schema().validate(found)
    (policy,) = found["policies"]
    told = [(one["name"], one["status"], one.get("compared_with"), one.get("changes")) for one in policy["editions"]]
    assert told == [
        ("draft", "draft", "2020", "phones/review/2020-draft/"),
        ("2020", "in force", "2019", "phones/changes/2019-2020/"),
        ("2019", "superseded", "2018", "phones/changes/2018-2019/"),
        ("2018", "superseded", None, None),
    ]
    assert policy["in_force"] == "2020"
    assert {one["id"]: one["address"] for one in found["legislation"]} == {
        "ukpga/1998/29": "law/ukpga/1998/29/",
        "ukpga/1990/18": "law/ukpga/1990/18/",
        "ukpga/2018/12": "law/ukpga/2018/12/",
    }


def test_a_draft_says_nothing_of_an_approval_and_an_approval_only_what_is_recorded() -> None:
    draft, approved = read(adopted.publication(adopted.draft(), adopted.approved()))["policies"][0]["editions"]
    assert not {"approved", "approved_by", "review_due", "commit"} & draft.keys()
    assert (approved["approved"], approved["approved_by"]) == ("2018-05", "governing body")
    assert approved["fingerprint"] == adopted.approved().fingerprint


def test_addresses_are_absolute_where_the_school_says_where_its_site_is() -> None:
    publication = adopted.publication(adopted.approved())
    moved = replace(publication, school=replace(publication.school, policy_site="https://hanson.example/p"))
    (edition,) = read(moved)["policies"][0]["editions"]
    assert edition["address"] == "https://hanson.example/p/acceptable-use/2018/"
    assert edition["documents"][0]["address"] == "https://hanson.example/p/acceptable-use/2018/acceptable-use-2018.pdf"
