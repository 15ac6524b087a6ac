"""No address breaks: whatever any commit of this repository, or of a school, ever published still answers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from clausebook.formats.web import page_of_anchor
from clausebook.io.git import Repository, open_repository
from clausebook.model.edition import DRAFT, Edition
from clausebook.resolve.resolve import resolve
from clausebook.source.load import load, remembering
from tests import adopted
from tests.history.repositories import CLAUSES, FILES, INSTRUMENTS, POLICY, School, approve_by_hand, mini_school
from tests.site.reading import broken, read
from tests.site.whole import publication_of, real_publication, site_of, whole

pytestmark = pytest.mark.slow

Site = dict[str, bytes]
ANOTHER = "  - id: ukpga/1990/18\n    title: Computer Misuse Act 1990\n    kind: act\n    confidence: high\n"


def ever_published(repository: Repository) -> Iterator[tuple[str, str, str]]:
    """Commit, page and anchor of every clause and item of every draft, worked out from each commit by itself."""
    reader = remembering()
    for commit in repository.log("", repository.state.head):
        register = load(repository.read(commit.id), adopted.AS_OF, reader)
        for policy in register.policies:
            try:
                edition = resolve(register, policy.id, DRAFT)
            except KeyError:
                continue  # a commit that does not hold together was never published
            for anchor, file in page_of_anchor(edition).items():
                yield commit.short, f"{edition.folder}/{file.removesuffix('.md')}/", anchor
                yield commit.short, f"{edition.folder}/", anchor


def unanswered(site: Site, repository: Repository) -> list[str]:
    """Addresses that were published once and are not answered, each with the first commit that had it."""

    @cache
    def ids(page: str) -> frozenset[str]:
        return frozenset(read(site[page]).ids) if page in site else frozenset()

    asked = {(page, anchor): commit for commit, page, anchor in reversed(list(ever_published(repository)))}
    assert asked, "nothing was ever published: the test asks nothing"
    return [
        f"{page}#{anchor} of {commit}"
        for (page, anchor), commit in asked.items()
        if anchor not in ids(f"{page}index.html")
    ]


def test_every_address_of_this_repositorys_history_is_answered() -> None:
    assert unanswered(whole(), open_repository(adopted.ROOT)) == []


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


def test_sections_that_were_renamed_and_clauses_that_moved_or_went_leave_their_addresses(tmp_path: Path) -> None:
    school = mini_school(tmp_path / "school")
    school.replace("policy/phones.yaml", "[calls, cameras]", "[calls]")
    section = "  - id: pictures\n    title: Pictures\n    clauses: [cameras]\n"
    outline = (school.root / "policy/phones.yaml").read_text(encoding="utf-8") + section
    school.commit("Move pictures into a section", {"policy/phones.yaml": outline})
    school.replace("policy/phones.yaml", "id: pictures", "id: images")
    school.replace("clauses/phones/calls.yaml", "      - give pupils their own numbers\n", "")
    school.commit("Rename the section and drop an item")
    (school.root / "clauses/phones/cameras.yaml").unlink()
    heir = CLAUSES["calls"].replace("id: calls", "id: recording\nmerged_from: [cameras]").replace("Calls", "Recording")
    school.replace("policy/phones.yaml", "clauses: [cameras]", "clauses: [recording]")
    school.commit("Merge cameras into recording", {"clauses/phones/recording.yaml": heir})
    made = site(school, tmp_path)
    assert unanswered(made, open_repository(school.root)) == []
    assert list(broken(made)) == []
    renamed = made["phones/draft/pictures/index.html"].decode()
    assert "is now part of 2.1 Recording" in renamed
    assert "../../../phones/draft/images/#recording" in renamed
    assert 'id="calls.b"' in made["phones/draft/introduction/index.html"].decode()
    assert b"It was" not in made["phones/clause/cameras/index.html"]
    assert "holds it now, in the draft" in made["phones/clause/cameras/index.html"].decode()


def test_a_policy_that_is_withdrawn_says_so_at_every_address_it_had(tmp_path: Path) -> None:
    school = mini_school(tmp_path / "school")
    approve_by_hand(school)
    other = {name.replace("phones", "visits"): text for name, text in FILES.items() if "phones" in name}
    other["policy/visits.yaml"] = POLICY.replace("id: phones", "id: visits").replace("Phones", "Visits")
    school.commit("Write a policy on visits", other)
    for path in ("policy/visits.yaml", *(f"clauses/visits/{name}.yaml" for name in CLAUSES)):
        (school.root / path).unlink()
    school.commit("Withdraw the policy on visits")
    made = site(school, tmp_path)
    assert unanswered(made, open_repository(school.root)) == []
    for page in ("visits/", "visits/draft/", "visits/draft/introduction/", "visits/clause/calls/"):
        assert b"no longer published here" in made[f"{page}index.html"]
    assert b"visits" not in made["index.html"]


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


def test_a_role_that_the_school_no_longer_has_leaves_its_page_of_duties(tmp_path: Path) -> None:
    school = mini_school(tmp_path / "school")
    cleaners = "policy/phones.yaml"
    school.replace("policy/school.yaml", "roles:\n", "roles:\n  cleaners: Cleaners\n")
    school.replace(cleaners, "outline:", "applies_to: [staff, cleaners]\noutline:")
    school.commit("Bind cleaners too")
    assert b'class="forward"' not in site(school, tmp_path)["phones/draft/duties/cleaners/index.html"]
    school.replace(cleaners, "[staff, cleaners]", "[staff]")
    school.replace("policy/school.yaml", "  cleaners: Cleaners\n", "")
    school.commit("Bind no cleaners")
    page = site(school, tmp_path)["phones/draft/duties/cleaners/index.html"].decode()
    assert 'rel="canonical" href="../../../../phones/draft/"' in page


def test_an_instrument_that_left_the_register_leads_to_the_register(tmp_path: Path) -> None:
    school = mini_school(tmp_path / "school")
    school.commit("Register another Act", {"policy/instruments.yaml": f"{INSTRUMENTS}{ANOTHER}"})
    assert b'class="forward"' not in site(school, tmp_path)["law/ukpga/1990/18/index.html"]
    school.commit("Take it out again", {"policy/instruments.yaml": INSTRUMENTS})
    page = site(school, tmp_path)["law/ukpga/1990/18/index.html"].decode()
    assert 'rel="canonical" href="../../../../law/"' in page
    assert "<h1>Computer Misuse Act 1990</h1>" in page


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
