"""What staff find on the pages: duties by role, definitions in place, each clause through the editions, its law."""

from __future__ import annotations

import re
import tempfile
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from clausebook.formats import duties, web
from clausebook.formats.web.clause_history import clause_histories_of
from clausebook.formats.web.duties import duties_of
from clausebook.io.site import build_site
from clausebook.model.duties import stated_duties_of
from clausebook.model.edition import Edition, ResolvedClause
from clausebook.review.make import review
from tests import adopted
from tests.site.publications import three
from tests.site.reading import read
from tests.site.whole import real_publication as publication
from tests.site.whole import whole as site

pytestmark = pytest.mark.slow
OLD = "acceptable-use/2018"
ROLES = ("staff", "agency-staff", "casual-workers", "volunteers", "governors")


def text(path: str) -> str:
    """A page as it reads, its white space collapsed."""
    bare = re.sub(rb"<(?:script|style|template).*?</(?:script|style|template)>", b"", site()[path], flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", bare.decode())).split())


def test_every_role_has_a_page_with_each_of_its_duties_and_a_link_to_the_item() -> None:
    for role in ROLES:
        page = site()[f"{OLD}/duties/{role}/index.html"].decode()
        for rule in stated_duties_of(adopted.approved()):
            assert (f'#{rule.anchor}">{rule.cite}</a>' in page) or role not in rule.roles
    volunteers = text(f"{OLD}/duties/volunteers/index.html")
    assert volunteers.count("The following uses of the school's ICT system are prohibited") == 1  # the stem, once
    assert "to participate in on-line gambling" in volunteers


def test_roles_are_pages_of_their_own_so_that_choosing_needs_no_script() -> None:
    links = read(site()[f"{OLD}/duties/index.html"]).links
    assert {f"{role}/" for role in ROLES} <= set(links)
    assert "../" in read(site()[f"{OLD}/duties/staff/index.html"]).links


def test_the_first_page_leads_to_the_duties_of_each_role_in_one_step() -> None:
    links = read(site()[f"{OLD}/index.html"]).links
    assert {f"duties/{role}/" for role in ROLES} <= set(links)


def test_an_edition_without_duties_has_no_page_of_them() -> None:
    first = adopted.approved().chapters[0]
    edition = replace(adopted.approved(), chapters=(replace(first, passages=first.passages[1:2]),))
    assert duties_of(edition, {}, adopted.labels()) == ()
    (artefact,) = web.render(edition, adopted.publication(edition))
    assert [path for path in artefact.files if "duties" in path] == []


def test_a_word_of_the_glossary_leads_to_its_definition_on_the_page_once_a_clause() -> None:
    page = site()[f"{OLD}/facilities/index.html"].decode()
    first, second = page.split('id="email-and-internet"')
    assert first.count('href="#__term-ict"') == second.count('href="#__term-ict"') == 1
    assert 'href="#__term-email">e-mail</a>' in unescape(second)  # the form that is avoided is explained too
    for anchor in re.findall(r'href="#(__term-[a-z-]+)"', page):
        assert f'id="{anchor}"' in page


def test_a_word_that_was_defined_after_an_edition_was_adopted_is_explained_in_the_draft_alone() -> None:
    assert "user" in text(f"{OLD}/facilities/index.html")
    assert 'href="#__term-user"' not in site()[f"{OLD}/facilities/index.html"].decode()
    draft = site()["acceptable-use/draft/facilities/index.html"].decode()
    assert draft.split('id="email-and-internet"')[0].count('href="#__term-user"') == 1


def test_a_definition_that_nobody_adopted_says_that_it_is_a_proposal() -> None:
    assert "pupil A child or young person who is taught" in text(f"{OLD}/social-networking-sites/index.html")
    assert "taught at the school. (proposed)" in text(f"{OLD}/social-networking-sites/index.html")
    assert text("glossary/index.html").count("roposed") == 1  # all are: it is said once, at the top
    assert "All are proposed: the governors have not adopted them yet." in text("glossary/index.html")


def test_an_adopted_definition_does_not() -> None:
    given = publication()
    assert given.register is not None
    terms = tuple(replace(term, adopted=True) for term in given.register.terms)
    (root,) = web.render_all(replace(given, register=replace(given.register, terms=terms)))
    assert b"A child or young person" in root.files["docs/glossary.md"]
    assert b"Proposed" not in root.files["docs/glossary.md"]


def test_the_engines_words_are_marked_as_such() -> None:
    html = site()[f"{OLD}/facilities/index.html"]
    texts = " ".join(read(html).texts)
    for ours in ("Definitions", "History and other editions", "Link to", "as it stood on"):
        assert ours in text(f"{OLD}/facilities/index.html")
        assert ours not in texts


def test_legislation_is_linked_as_it_stood_on_the_day_of_approval_and_in_a_draft_as_it_stands() -> None:
    links = read(site()[f"{OLD}/facilities/index.html"]).links
    assert "https://www.legislation.gov.uk/ukpga/2000/23/2018-05-01" in links
    assert "as it stood on 1 May 2018" in text(f"{OLD}/facilities/index.html")
    drafted = read(site()["acceptable-use/draft/facilities/index.html"]).links
    assert [link for link in drafted if re.search(r"legislation.*\d{4}-\d\d-\d\d", link)] == []


def test_every_clause_has_its_link_and_its_story() -> None:
    for edition in publication().editions:
        for chapter in edition.chapters:
            page = site()[f"{edition.folder}/{chapter.id}/index.html"].decode()
            for passage in chapter.all_passages:
                assert f'<a class="copy" href="#{passage.id}"' in page
            assert page.count('<details class="story"') == len(chapter.all_passages)
            assert "data-slot" not in page


def other(name: str, *passages: ResolvedClause) -> Edition:
    """An edition of the same policy, approved later, with other clauses in its first section."""
    edition = adopted.approved()
    assert edition.approval
    chapter = replace(edition.chapters[0], passages=passages)
    approval = replace(edition.approval, edition=name, approved=f"{name}-05")
    return replace(edition, name=name, chapters=(chapter, *edition.chapters[1:]), approval=approval)


def test_a_clause_says_where_other_editions_have_it_and_what_became_of_it() -> None:
    old = adopted.approved()
    kept, changed, gone = old.chapters[0].passages[:3]
    new = replace(kept, id="new-clause", number="1.9", cite="1.9", title="New clause", split_from=kept.id)
    later = other("2020", kept, changed, new)
    told = clause_histories_of(later, adopted.publication(later, old))
    (here,) = told[kept.id].elsewhere
    assert here.edition == "2018 edition"
    assert here.url == f"site:{OLD}/introduction/#{kept.id}"
    (absent,) = told["new-clause"].elsewhere
    assert absent.url == ""
    assert absent.note == f"this clause did not exist; its words came from {kept.number} {kept.title}"
    (away,) = clause_histories_of(old, adopted.publication(later, old))[gone.id].elsewhere
    assert away.note == "does not have this clause"


def test_a_clause_says_when_it_last_changed_and_why() -> None:
    old = adopted.approved()
    kept, changed = old.chapters[0].passages[:2]
    reworded = replace(changed, title="Another title")
    later = other("2020", kept, reworded)
    given = publication()
    assert given.register is not None
    between = review(old, later, (), given.register, adopted.AS_OF)
    newest = other("2022", kept, reworded)
    still = review(later, newest, (), given.register, adopted.AS_OF)
    shown = replace(adopted.publication(newest, later, old), changes=(still, between))
    told = clause_histories_of(newest, shown)
    assert told[changed.id].last == "Last changed in the 2020 edition"
    assert told[kept.id].last == "Unchanged since 2018, the first edition we hold"
    assert [step.what for step in told[changed.id].steps] == ["title changed", "the first on record"]
    assert clause_histories_of(old, shown)[kept.id].last == "In the first edition we hold"
    assert told[changed.id].steps[0].url == "site:acceptable-use/changes/2018-2020/#" + changed.id


def test_the_draft_tells_the_reasons_of_its_changes() -> None:
    page = text("acceptable-use/draft/facilities/index.html")
    assert "Last changed in this draft." in page
    assert "Appendix 1, the loan agreement that staff must sign, is missing from the 2018 text." in page
    assert (
        "this clause did not exist; its words came from 2.2 Email and Internet" in page or "2018 edition: 2.2" in page
    )


def test_the_landing_page_says_what_is_in_force_since_when_how_late_its_review_is_and_who_approves() -> None:
    page = text("index.html")
    assert "In force since its approval, May 2018." in page
    assert "Review was due May 2019: overdue by 7 years and 6 months on 22 November 2026." in page
    assert "Approved by the governing body" in page
    assert re.search(r"Last changed \d+ \w+ 20\d\d, in the draft: .* clauses differ from the 2018 edition\.", page)


def test_the_landing_page_holds_the_day_of_the_review_so_that_the_readers_day_decides() -> None:
    assert b'data-due="2019-05-31" data-when="May 2019" data-as-of="2026-11-22"' in site()["index.html"]
    assert b'data-due="2019-05-31"' in site()[f"{OLD}/breaches/index.html"]
    assert b"data-due" not in site()["acceptable-use/draft/index.html"]


def test_with_several_policies_a_role_has_one_page_for_all_of_them() -> None:
    one = adopted.approved()
    two = replace(one, policy="phones", title="Phones")
    given = adopted.publication(one, two)
    (artefact,) = duties.render_all(given)
    with tempfile.TemporaryDirectory() as folder:
        made = build_site(artefact, Path(folder) / "staging", Path(folder) / "cache")
    page = read(made["volunteers/index.html"])
    assert {"acceptable-use", "phones"} <= set(page.ids)
    for policy in ("acceptable-use", "phones"):
        assert f"../../{policy}/2018/facilities/#email-and-internet.h" in page.links
    (root,) = web.render_all(given)
    assert b'href="site:duties/volunteers/"' in root.files["docs/index.md"]


def test_with_one_policy_there_is_no_second_page_that_says_the_same() -> None:
    assert list(duties.render_all(adopted.publication(adopted.draft(), adopted.approved()))) == []


def test_a_clause_is_new_once_and_a_number_alone_is_no_change() -> None:
    newest, in_force, *_ = three().editions
    told = clause_histories_of(newest, three())
    assert told["watches"].last == "Last changed in this draft"
    assert clause_histories_of(in_force, three())["watches"].last == "New in this edition"
    assert told["cameras"].last == "Last changed in the 2019 edition"
    assert told["cameras"].steps[0].what == "renumbered from 1.2 to 1.1"


def test_a_superseded_edition_leads_to_the_one_in_force() -> None:
    old = three().editions[-1]
    (artefact,) = web.render(old, three())
    banner = artefact.files["slots/banner.html"].decode()
    assert '<a href="site:phones/2020/" data-edition>Read the edition in force</a>' in banner
