"""Addresses of approved editions last; a clause has one in no edition; others get the page for such addresses."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausebook.formats.web import page_of_anchor
from clausebook.model.edition import Edition
from tests import adopted
from tests.history.repositories import School, approve_by_hand, mini_school
from tests.site.reading import broken
from tests.site.whole import publication_of, real_publication, site_of, whole

pytestmark = pytest.mark.slow

Site = dict[str, bytes]
ANOTHER = "  - id: ukpga/1990/18\n    title: Computer Misuse Act 1990\n    kind: act\n    confidence: high\n"


def test_every_clause_has_an_address_in_no_edition_that_leads_to_the_one_in_force() -> None:
    publication = real_publication()
    (policy,) = {edition.policy for edition in publication.editions}
    current = publication.in_force(policy)
    assert current
    for clause, file in page_of_anchor(current).items():
        if "." in clause or clause not in {passage.id for passage in current.passages}:
            continue
        page = whole()[f"{policy}/clause/{clause}/index.html"].decode()
        assert f'rel="canonical" href="../../../{current.folder}/{file.removesuffix(".md")}/#{clause}"' in page


def site(school: School, tmp_path: Path) -> Site:
    return site_of(publication_of(school.root), tmp_path / "cache")


def test_when_a_draft_is_approved_its_addresses_and_its_comparison_lead_on(tmp_path: Path) -> None:
    school = mini_school(tmp_path / "school")
    approve_by_hand(school)
    school.replace("clauses/phones/calls.yaml", "outside lessons", "outside lessons and meetings")
    school.commit("Say that meetings count too")
    before = site(school, tmp_path)
    assert "phones/review/2018-draft/index.html" in before
    assert b'class="forward"' not in before["phones/review/2018-draft/index.html"]
    approve_by_hand(school, edition="2019")
    after = site(school, tmp_path)
    gone = [path for path in before if path.endswith(".html") and path not in after]
    assert gone == []
    assert "../../../phones/changes/2018-2019/" in after["phones/review/2018-draft/index.html"].decode()
    assert "../phones/2019/" in after["phones/index.html"].decode()


def test_an_address_that_only_a_former_draft_had_gets_the_page_for_such_addresses(tmp_path: Path) -> None:
    school = mini_school(tmp_path / "school")
    approve_by_hand(school)
    section = "  - id: pictures\n    title: Pictures\n    clauses: [cameras]\n"
    school.replace("policy/phones.yaml", "[calls, cameras]", "[calls]")
    outline = (school.root / "policy/phones.yaml").read_text(encoding="utf-8") + section
    school.commit("Move pictures into a section", {"policy/phones.yaml": outline})
    school.replace("policy/phones.yaml", "id: pictures", "id: images")
    school.commit("Rename the section")
    made = site(school, tmp_path)
    assert "phones/draft/pictures/index.html" not in made
    assert b"Search" in made["404.html"]
    assert list(broken(made)) == []


def test_a_page_that_leads_elsewhere_says_that_what_was_asked_for_has_gone(tmp_path: Path) -> None:
    school = mini_school(tmp_path / "school")
    approve_by_hand(school)
    made = site(school, tmp_path)
    gone = made["phones/review/2018-draft/index.html"].decode()
    assert "<h1>This page has gone</h1>" in gone
    assert "Continue to" not in gone
    assert ">The 2018 edition</a>" in gone
    moved = made["phones/clause/calls/index.html"].decode()
    assert ">Continue to Calls</a>" in moved


def test_a_part_of_the_editions_makes_no_page_that_leads_on(tmp_path: Path) -> None:
    def alone(editions: tuple[Edition, ...]) -> Site:
        return site_of(adopted.publication(*editions), tmp_path)

    assert [path for path in alone((adopted.approved(),)) if "/clause/" in path] == []


def test_a_map_for_robots_lists_every_page_but_drafts_where_the_site_has_an_address(tmp_path: Path) -> None:
    school = mini_school(tmp_path / "school")
    approve_by_hand(school)
    assert "sitemap.xml" not in site(school, tmp_path)
    facts = (school.root / "policy/school.yaml").read_text(encoding="utf-8")
    school.commit("Say where the site is", {"policy/school.yaml": f"{facts}policy_site: https://rules.hill.example\n"})
    made = site(school, tmp_path)
    listed = made["sitemap.xml"].decode()
    assert "<loc>https://rules.hill.example/phones/2018/introduction/</loc>" in listed
    assert "<loc>https://rules.hill.example/</loc>" in listed
    assert "draft" not in listed
    assert made["robots.txt"].decode().endswith("Sitemap: https://rules.hill.example/sitemap.xml\n")
    assert b'content="noindex"' in made["phones/draft/introduction/index.html"]
