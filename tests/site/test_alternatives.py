"""Translations and easy-read summaries: beside the edition, in their own language, and bound to its words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from clausebook.formats import web
from clausebook.model.alternative import Alternative, AlternativePart
from clausebook.model.edition import Edition
from clausebook.model.publication import Publication
from clausebook.source.load import load
from tests.site.publications import edition_of, three

CYMRAEG = "policy/alternatives/phones/2020-cy.yaml"


def with_alternatives(*found: Alternative) -> Publication:
    publication = three()
    assert publication.register is not None
    return replace(publication, register=replace(publication.register, alternatives=found))


def alternative(edition: Edition, **said: Any) -> Alternative:
    parts = (AlternativePart(heading="Ffonau", text=("Peidiwch â **ffonio** <b>disgyblion</b>.",)),)
    given = {"id": "cy", "kind": "translation", "language": "cy", "name": "Cymraeg", "parts": parts} | said
    return Alternative(policy=edition.policy, edition=edition.name, **({"fingerprint": edition.fingerprint} | given))


def pages(publication: Publication, name: str) -> dict[str, str]:
    (site,) = web.render(edition_of(publication, name), publication)
    return {path: content.decode() for path, content in site.files.items() if path.endswith(".md")}


def test_it_has_a_page_in_its_language_that_the_edition_leads_to() -> None:
    edition = edition_of(three(), "2020")
    found = pages(with_alternatives(alternative(edition)), "2020")
    page = found["docs/other-cy.md"]
    assert '<div lang="cy">' in page
    assert "<strong>ffonio</strong>" in page or "**ffonio**" in page
    assert "<b>" not in page
    assert "was made from the words of this edition and is no part of them" in page
    assert "Nobody is recorded as having checked it" in page
    assert "[Cymraeg](other-cy.md)" in found["docs/index.md"]
    assert "docs/other-cy.md" not in pages(with_alternatives(alternative(edition)), "2019")


def test_one_that_was_made_from_other_words_says_so_on_both_pages() -> None:
    edition = edition_of(three(), "2020")
    found = pages(with_alternatives(alternative(edition, fingerprint=f"v1:sha256:{'0' * 64}")), "2020")
    assert "is out of date" in found["docs/other-cy.md"]
    assert "have changed since it was made" in found["docs/index.md"]


def test_who_checked_it_is_a_role() -> None:
    edition = edition_of(three(), "2020")
    page = pages(with_alternatives(alternative(edition, checked_by="headteacher")), "2020")["docs/other-cy.md"]
    assert f"Checked by: {edition.school.roles['headteacher']}." in page


def test_one_from_right_to_left_runs_that_way_and_no_mark_up_of_its_texts_is_any() -> None:
    edition = edition_of(three(), "2020")
    hostile = "<script>x</script> ](y) {{ config }}"
    parts = (AlternativePart(heading=f"فون {hostile}", text=(f"فون **واپس** [x](javascript:x) {hostile}",)),)
    said = {"id": "ur", "language": "ur", "name": f"اردو {hostile}", "parts": parts}
    found = pages(with_alternatives(alternative(edition, **said), alternative(edition)), "2020")
    page = found["docs/other-ur.md"]
    for start in ('<h1 id="__title" lang="ur" dir="auto">', '<h2 dir="auto">', '<p dir="auto">'):
        assert start in page
    assert "<strong>واپس</strong>" in page
    assert not [
        sign for sign in ("<script", "](y)", "{{ config", "javascript:") if sign in page + found["docs/index.md"]
    ]
    assert "dir=" not in found["docs/other-cy.md"]


def test_its_file_is_read_and_is_no_policy() -> None:
    text = "id: cy\npolicy: phones\nedition: draft\nkind: translation\nlanguage: cy\nname: Cymraeg\n"
    register = load({CYMRAEG: f"{text}fingerprint: v1:sha256:{'0' * 64}\nparts:\n  - text: [Helo]\n".encode()})
    assert [one.id for one in register.alternatives] == ["cy"]
    assert (register.policies, register.faults) == ((), ())
    wrong = load({CYMRAEG: f"{text}fingerprint: 12\nparts: []\n".encode()})
    assert wrong.faults
