"""A site in Welsh: English sentences are marked as English and Welsh ones are not, so that voices read both rightly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from clausebook.model.approvals.adoption import digests
from tests.history.repositories import RECORD, School, record, words_of
from tests.site.browsing import PHONE, open_page, serving
from tests.site.whole import publication_of, site_of

pytestmark = pytest.mark.slow
# names have a ŵ, and words of the policy and reasons a ŷ; no English sentence of the engine has either by itself
SCHOOL = """\
name: Ysgol Bryn Tŵr
short_name: Tŵr
language: cy
governing_body: Corff Llywodraethu Tŵr
email: ysgol@twr.example
roles:
  staff: Staff Tŵr
  headteacher: Pennaeth Tŵr
  chair: Cadeirydd Tŵr
"""
POLICY = """\
id: phones
title: Polisi ffonau’r tŵr
owner: Pennaeth Tŵr
approving_body: Corff Llywodraethu Tŵr
review_month: 5
signatories:
  - role: chair
    label: Llofnod tŵr
outline:
  - opening: cyflwyniad
    clauses: [galwadau, camerau]
"""
TERMS = """\
terms:
  - id: ffon
    term: ffôn y tŵr
    definition: Unrhyw ddyfais yn y tŷ.
    synonyms: [symudol tŵr]
"""
QUESTIONS = """\
questions:
  - id: galw
    policy: phones
    question: A gaf ffonio o’r tŷ?
    also: [ffonio tŵr]
    answers:
      - {edition: "2018", rule: galwadau, says: ffonio o’r tŷ}
    silent:
      - {edition: draft, says: Dim rheol yn y tŷ.}
"""
LAWS = """\
instruments:
  - id: ukpga/2018/12
    title: Deddf Diogelu Data’r tŵr 2018
    kind: act
    confidence: high
"""
CALLS = """\
id: galwadau
title: Galwadau’r tŵr
applies_to: [staff]
body:
  - Staff should ffonio o’r tŷ.
  - text: "Staff must not o’r tŷ:"
    items:
      - ffonio plant y tŷ
      - rhoi rhif y tŷ
"""
FILES = {
    "policy/school.yaml": SCHOOL,
    "policy/phones.yaml": POLICY,
    "policy/instruments.yaml": LAWS,
    "policy/terms.yaml": TERMS,
    "policy/questions.yaml": QUESTIONS,
    "CHANGELOG.md": "# Newidiadau\n\nNewidiadau’r tŵr.\n",
    "clauses/phones/cyflwyniad.yaml": "id: cyflwyniad\ntitle: Cyflwyniad i’r tŵr\nbody:\n  - Mae ffôn y tŷ ar gael.\n",
    "clauses/phones/galwadau.yaml": CALLS,
    "clauses/phones/camerau.yaml": (
        "id: camerau\ntitle: Camerâu’r tŵr\ncitations:\n  - instrument: ukpga/2018/12\nbody:\n  - Dim lluniau o’r tŷ.\n"
    ),
}
# words that engine's sentences are made of, and Welsh is not
ENGLISH = re.compile(
    r"\b(the|of|and|to|in|is|was|it|its|not|no|by|from|for|on|are|has|have|be|with|this|that|what|which|where|who|"
    r"edition|draft|change[sd]?|clause|law|rule|review|approved|reads?|none|last|new|date|name|words|number|added|"
    r"removed|reasons?|history|policy|school|page|unchanged|since|before|now|view|show|known|status|state|first|minute|"
    r"signed|january|february|march|april|june|july|august|september|october|november|december)\b",
    re.IGNORECASE,
)
SPOKEN = ("aria-label", "title", "alt", "placeholder", "content", "data-label")
UNSPOKEN = {"script", "style"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The site of a school in Wales with an edition, a draft with a reason, a question, a word and a law."""
    root = tmp_path_factory.mktemp("twr")
    school = School(root)
    school.commit("Ysgrifennu polisi’r tŵr", FILES)
    words = words_of(school)
    listed = "".join(f"  {id}: {digest!r}\n" for id, digest in digests(words).items())
    text = record(words.fingerprint, clauses=f"clauses:\n{listed}").replace("governing body", "Corff Tŵr")
    school.commit("Cymeradwyo’r tŵr", {RECORD: text.replace("unknown", "Tŵr")})
    school.commit(
        "Newid y tŵr\n\nReason: Newidiodd y tŷ",
        {"clauses/phones/galwadau.yaml": CALLS.replace("rhoi rhif", "rhoi enw neu rif").replace("should", "must")},
    )
    return site_of(publication_of(root), root / ".cache")


@pytest.fixture(scope="module")
def pages(made: dict[str, bytes]) -> dict[str, html.HtmlElement]:
    """The pages of that site."""
    return {path: html.fromstring(content) for path, content in made.items() if path.endswith(".html")}


def spoken(page: html.HtmlElement) -> Iterator[tuple[str, str]]:
    """Each text that a voice says or a list of pages shows, with the language that it is in."""
    for element in page.iter():
        if not isinstance(element.tag, str) or element.tag in UNSPOKEN:
            continue
        language = next((one.get("lang") for one in (element, *element.iterancestors()) if one.get("lang")), "")
        above = element.getparent()
        outside = next((one.get("lang") for one in element.iterancestors() if one.get("lang")), "")
        for text in (element.text, *(element.get(name) for name in SPOKEN)):
            if text and text.strip():
                yield language, " ".join(text.split())
        if above is not None and element.tail and element.tail.strip():
            yield outside, " ".join(element.tail.split())


def is_wrong(language: str, text: str) -> bool:
    """Whether a text would be read in the wrong voice. A name, and the id of an edition, are in no language."""
    return "ŷ" in text if language == "en" else bool(ENGLISH.search(re.sub(r"Staff must not|phones/draft", "", text)))


def test_no_english_sentence_is_read_in_welsh_and_no_welsh_one_in_english(pages: dict[str, html.HtmlElement]) -> None:
    assert len(pages) > 20
    said = {(language, text) for page in pages.values() for language, text in spoken(page)}
    assert {language for language, _ in said} == {"cy", "en"}
    assert sorted(f"{language}: {text}" for language, text in said if is_wrong(language, text)) == []
    assert any(language == "cy" and "ŷ" in text for language, text in said)
    forward = pages["phones/index.html"]  # an English page, of which the names are not
    assert (forward.get("lang"), forward.xpath("string(//h1/span[@lang='cy'])")) == ("en", "Polisi ffonau’r tŵr")


def test_what_search_composes_is_marked_as_english_and_the_words_it_finds_are_not(
    browser: Any, made: dict[str, bytes], tmp_path: Path
) -> None:
    with serving(made, tmp_path) as address:
        page = open_page(browser, PHONE)
        page.goto(f"{address}search/?q=ffonio+twr")
        page.wait_for_selector(".hit")
        assert page.get_attribute("#__found", "lang") == "en"
        assert page.get_attribute(".finds--force .hit__words", "lang") == "cy"
        assert page.get_attribute(".find__question a", "lang") == "cy"
        assert "tŷ" in page.inner_text(".finds--draft .find__none span[lang='cy']")
        page.fill("#__find", "")
        page.wait_for_selector("#__found:not([lang])")
        page.goto(f"{address}phones/2018/cyflwyniad/")
        assert page.get_attribute("a.copy span", "lang") == "en"
