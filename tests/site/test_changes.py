"""Pages of changes: one for each pair of consecutive approved editions, and a list that leads to them."""

from __future__ import annotations

import re
from html import unescape

from clausebook.formats import changes
from clausebook.model.artefact import Artefact
from clausebook.model.publication import Publication
from tests import adopted
from tests.history.repositories import School
from tests.site.publications import AS_OF, published_of, real, three, three_editions


def site_of(publication: Publication) -> Artefact:
    (found,) = changes.render_policy(publication.editions[0].policy, publication)
    return found


def text_of(artefact: Artefact, name: str) -> str:
    """A page with what goes into its slots."""
    text = artefact.files[f"docs/{name}.md"].decode()
    return re.sub(
        r'<div data-slot="([\w-]+)"></div>', lambda slot: artefact.files[f"slots/{slot[1]}.html"].decode(), text
    )


def said(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def test_each_pair_of_consecutive_editions_has_a_page_and_the_draft_keeps_its_review() -> None:
    site = site_of(three())
    assert site.path == "site/phones/changes"
    pages = {path for path in site.files if path.startswith("docs/")}
    assert pages == {"docs/index.md", "docs/2018-2019.md", "docs/2019-2020.md"}
    assert [(one.redline.old, one.redline.new) for one in three().reviews] == [("2020", "draft")]


def test_a_page_shows_the_words_that_changed_with_the_reasons_of_then() -> None:
    page = text_of(site_of(three()), "2018-2019")
    assert "<del>" in page
    assert "Trips are no lessons." in said(page)
    assert "No reason is given for “Make it a duty”." in said(page)
    assert "Approved 12 June 2019 by the governing body" in said(page)
    assert "The exam board" not in said(page)
    assert "The exam board asks for it." in said(text_of(site_of(three()), "2019-2020"))


def test_a_page_asks_nobody_for_a_decision_and_offers_no_documents_that_are_not_there() -> None:
    page = text_of(site_of(three()), "2018-2019")
    assert "What changed?" in said(page)
    assert "Which rules changed?" in said(page)
    asked = ("What are we asked to decide?", "would change", "need to decide", "Ballot", "Is the review overdue?")
    for words in (*asked, "To be checked"):
        assert words not in said(page)
    assert 'class="downloads"' not in page


def test_the_list_runs_from_the_draft_to_the_first_edition_and_leads_to_each_page() -> None:
    listed = text_of(site_of(three()), "index")
    assert re.findall(r'<h2 id="__([^"]+)">', listed) == ["draft", "2020", "2019", "2018"]
    assert re.findall(r'href="site:(phones/[^"]+)"', listed) == [
        "phones/review/2020-draft/",
        "phones/changes/2019-2020/",
        "phones/changes/2018-2019/",
    ]
    assert "No earlier edition is on record." in said(listed)
    assert "1 clause is new: 1.2 Watches." in said(listed)


def test_a_comparison_speaks_from_the_day_of_the_approval_and_not_from_today(school: School) -> None:
    root = three_editions(school).root
    then, later = published_of(root), published_of(root, AS_OF.replace(year=2025))
    assert [one.as_of.isoformat() for one in then.changes] == ["2020-06-30", "2019-06-12"]
    assert text_of(site_of(then), "2019-2020") == text_of(site_of(later), "2019-2020")
    assert "<del>" in text_of(site_of(then), "2019-2020")


def test_a_comparison_that_was_kept_is_the_one_that_was_made(school: School) -> None:
    root = three_editions(school).root
    made, kept = published_of(root), published_of(root)
    assert (root / ".cache").exists()
    assert made.changes == kept.changes
    assert site_of(made).files == site_of(kept).files


def test_a_policy_with_one_edition_says_that_there_is_none_before_it() -> None:
    listed = text_of(site_of(real()), "index")
    assert "No earlier edition is on record." in said(listed)
    assert "It reads as the edition before it." in said(listed)


def test_every_edition_leads_to_the_list() -> None:
    from clausebook.formats import web

    (site,) = web.render(adopted.approved(), real())
    assert 'href="site:acceptable-use/changes/"' in site.files["docs/index.md"].decode()
    assert 'href="site:acceptable-use/changes/"' in site.files["slots/banner.html"].decode()
