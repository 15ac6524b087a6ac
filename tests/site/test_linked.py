"""JSON-LD on the first page of an edition: read back by a program, and never more than is on record."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from hypothesis import given

from clausebook.formats.web.linked import linked_data
from clausebook.io.site.mkdocs import finish
from clausebook.model.edition import Edition
from clausebook.model.publication import Publication
from tests import adopted
from tests.strategies import editions


def read(edition: Edition, publication: Publication | None = None) -> Any:
    """What a program reads, once the page is put together."""
    slot = linked_data(edition, publication or adopted.publication(edition)).encode()
    made = {"index.html": b'<p title="site:x"></p><div data-slot="linked"></div>'}
    page = finish(made, {"linked": slot}, depth=2)["index.html"].decode()
    return json.loads(page.split("<script", 1)[1].split(">", 1)[1].split("</script>")[0])


@given(editions())
def test_whatever_an_edition_is_called_its_data_reads_back(edition: Edition) -> None:
    found = read(edition)
    assert found["name"] == edition.title
    assert found["publisher"]["name"] == edition.school.name


def test_words_that_look_like_our_addresses_stay_as_they_are() -> None:
    for title in ("site:law", "assets/x.css", "</script><script>alert(1)</script>", "<!--"):
        assert read(replace(adopted.approved(), title=title))["name"] == title


@given(editions())
def test_nothing_in_the_data_can_end_the_script_or_open_another(edition: Edition) -> None:
    inside = linked_data(edition, adopted.publication(edition)).split(">", 1)[1].removesuffix("</script>")
    assert not set("<>&") & set(inside)


def test_an_approved_edition_says_who_adopted_it_and_when_as_far_as_is_known() -> None:
    found = read(adopted.approved())
    assert found["@type"] == ["DigitalDocument", "Legislation"]
    assert (found["legislationDate"], found["legislationPassedBy"]["name"]) == ("2018-05", "governing body")
    assert found["legislationIdentifier"] == "acceptable-use/2018"
    assert found["version"] == "2018"
    assert {one["legislationIdentifier"] for one in found["citation"]} >= {"ukpga/1998/29", "ukpga/2000/23"}
    assert "datePublished" not in found, "when an edition was published is not on record"


def test_a_draft_claims_no_date_and_no_force_and_names_what_it_is_based_on() -> None:
    publication = adopted.publication(adopted.draft(), adopted.approved())
    found = read(adopted.draft(), publication)
    assert not {"legislationDate", "legislationPassedBy"} & found.keys()
    assert found["legislationLegalForce"] == "https://schema.org/NotInForce"
    assert found["isBasedOn"]["version"] == "2018"
    assert found["isBasedOn"]["url"] == "../../acceptable-use/2018/"


def test_a_superseded_edition_is_no_longer_in_force() -> None:
    edition = adopted.approved()
    assert edition.approval is not None
    later = replace(edition, name="2020", approval=replace(edition.approval, edition="2020", approved="2020-06"))
    publication = adopted.publication(later, edition)
    assert read(later, publication)["legislationLegalForce"] == "https://schema.org/InForce"
    assert read(edition, publication)["legislationLegalForce"] == "https://schema.org/NotInForce"
    assert read(later, publication)["isBasedOn"]["@id"] == read(edition, publication)["@id"]
