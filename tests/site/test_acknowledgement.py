"""The acknowledgement: bound to the words, honest about what changed, and sent to nobody."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

from hypothesis import given

from clausebook.formats import web
from clausebook.formats.web.acknowledgement import acknowledgement_of
from clausebook.model.approvals.adoption import clause_words
from clausebook.model.approvals.approval import Approval
from clausebook.model.edition import Edition
from clausebook.model.publication import Publication
from tests import adopted
from tests.site.publications import edition_of, three
from tests.strategies import editions


def page(publication: Publication, name: str) -> str:
    (site,) = web.render(edition_of(publication, name), publication)
    return site.files["docs/acknowledgement.md"].decode()


def said(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def groups(publication: Publication, name: str, since: str) -> dict[str, list[str]]:
    form = acknowledgement_of(edition_of(publication, name), publication)
    (found,) = [one for one in form.since if one.id == f"__since-{since}"]
    return {group.title: [unescape(name) for name, _ in group.clauses] for group in found.groups}


def test_the_form_names_the_edition_and_the_fingerprint_of_its_words() -> None:
    form = page(three(), "2020")
    edition = edition_of(three(), "2020")
    assert unescape(form).count(edition.fingerprint) == 2, "above, and inside the box that is signed"
    assert "Approved June 2020 by the governing body" in said(form)
    assert "It is not part of the adopted text." in said(form)


def test_what_changed_is_reported_since_each_earlier_edition() -> None:
    assert groups(three(), "2020", "2019") == {
        "New": ["1.2 Watches"],
        "Only the number changed": ["1.1 Cameras", "1.3 Calls"],
    }
    assert groups(three(), "2020", "2018") == {
        "New": ["1.2 Watches"],
        "Changed": ["1 Introduction", "1.3 Calls"],
        "Only the law cited changed": ["1.1 Cameras"],
    }


def test_a_clause_with_another_title_counts_as_changed() -> None:
    new, old = edition_of(three(), "2020"), edition_of(three(), "2019")
    chapter = new.chapters[0]
    passages = tuple(
        replace(passage, title="Photographs") if passage.id == "cameras" else passage for passage in chapter.passages
    )
    retitled = replace(new, chapters=(replace(chapter, passages=passages),))
    told = groups(adopted.publication(retitled, old), "2020", "2019")
    assert told["Changed"] == ["1.1 Photographs"]


def test_each_part_leads_to_the_comparisons_step_by_step() -> None:
    part = page(three(), "2020").split('id="__since-2018"')[1].split("</section>")[0]
    assert re.findall(r"site:(phones/changes/[^\"]*)", part) == [
        "phones/changes/2018-2019/",
        "phones/changes/2019-2020/",
    ]
    assert "site:phones/review/2020-draft/" in page(three(), "draft")


def test_an_edition_is_chosen_by_links_to_parts_that_are_there() -> None:
    form = page(three(), "2020")
    chosen = re.findall(r'<a href="#([^"]+)"', form)
    assert chosen[:3] == ["__since-2019", "__since-2018", "__first"]
    assert all(f'id="{id}"' in form for id in chosen)


def test_the_first_edition_has_nothing_before_it() -> None:
    assert "No earlier edition is on record" in said(page(three(), "2018"))


def test_a_draft_cannot_be_acknowledged() -> None:
    form = page(three(), "draft")
    assert "you do not need to sign anything yet" in said(form)
    assert "<input" not in form
    assert "Since the 2020 edition" in said(form)


def test_nothing_can_be_sent() -> None:
    form = page(three(), "2020")
    assert "Nothing that you write here is sent or stored" in said(form)
    assert not re.search(r"<form|<button|type=\"submit\"|<script| on[a-z]+=| name=", form)


def test_every_field_has_a_label() -> None:
    form = page(three(), "2020")
    fields = re.findall(r'<(?:input|select)[^>]* id="([^"]+)"', form)
    assert fields
    assert sorted(fields) == sorted(re.findall(r'<label for="([^"]+)"', form))


def test_a_later_edition_leaves_the_form_of_an_earlier_one_as_it_is() -> None:
    alone = adopted.publication(edition_of(three(), "2019"), edition_of(three(), "2018"))
    assert page(alone, "2019") == page(three(), "2019")


@given(editions(), editions())
def test_every_clause_is_listed_once_or_reads_as_it_did(old: Edition, new: Edition) -> None:
    approval = Approval(policy="a-policy", edition="2018", approved="2018", body="b", fingerprint=old.fingerprint)
    old = replace(old, name="2018", approval=approval)
    new = replace(new, name="draft", approval=None)
    (since,) = acknowledgement_of(new, adopted.publication(new, old)).since
    told = [url.rpartition("#")[2] for group in since.groups for _, url in group.clauses]
    before, now = clause_words(old), clause_words(new)
    assert sorted(told) == sorted(id for id in before.keys() | now.keys() if before.get(id) != now.get(id))
