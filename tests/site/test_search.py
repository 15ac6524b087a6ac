"""Search: one index for all policies, the edition in force first, other words for the same thing, by keyboard."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from clausebook.formats.web.search import search_entries
from clausebook.model.edition import (
    Edition,
    ResolvedClause,
    ResolvedList,
    ResolvedListItem,
    ResolvedParagraph,
    ResolvedSection,
)
from clausebook.model.register import Register
from clausebook.model.term import Term
from clausebook.text.inline import Run
from tests import adopted
from tests.site.reading import read
from tests.site.test_browser import PHONE, WIDE, browser, open_page, search, serving
from tests.site.whole import whole

__all__ = ["browser"]
Entry = dict[str, Any]
INDEX = "search/search_index.json"
PHONES = Term(id="mobile-device", term="mobile device", synonyms=("phone",), avoid=("handset",))


def edition(name: str, words: str, approved: str = "") -> Edition:
    """One clause with one item, in force or superseded where it has a day of approval."""
    point = ResolvedListItem(anchor="calls.a", letter="a", cite="1.1(a)", text=(Run(words),), duty="must-not")
    blocks = (ResolvedParagraph(text=(Run("Calls & <b>texts</b>."),)), ResolvedList(points=(point,)))
    passage = ResolvedClause(id="calls", number="1.1", cite="1.1", title="Calls", blocks=blocks)
    approval = adopted.approved().approval
    assert approval
    return replace(
        adopted.approved(),
        policy="phones",
        name=name,
        title="Phones",
        chapters=(ResolvedSection(id="rules", number="1", cite="1", title="Rules", passages=(passage,)),),
        laws=(),
        approval=replace(approval, edition=name, approved=approved) if approved else None,
    )


def entries(*editions: Edition) -> list[Entry]:
    found = adopted.publication(*editions)
    found = replace(found, register=Register(as_of=adopted.AS_OF, terms=(PHONES,)))
    listed: list[Entry] = json.loads(search_entries(found))
    return listed


def test_a_section_a_clause_and_an_item_each_have_an_entry_at_their_own_address() -> None:
    found = entries(edition("2020", "lend a phone", "2020-05"))
    assert [one["location"] for one in found] == [
        "phones/2020/rules/",
        "phones/2020/rules/#calls",
        "phones/2020/rules/#calls.a",
    ]
    assert [one["title"] for one in found] == [
        "2020 edition, in force | 1 Rules",
        "1.1 Calls",
        "1.1(a) Calls: must not",
    ]


def test_words_of_a_clause_never_become_markup_in_the_list_of_results() -> None:
    (_, clause, _) = entries(edition("2020", "x", "2020-05"))
    assert clause["text"] == "Calls &amp; &lt;b&gt;texts&lt;/b&gt;."


def test_an_entry_that_uses_one_form_of_a_term_is_found_by_the_others() -> None:
    (_, clause, item) = entries(edition("2020", "lend a mobile device", "2020-05"))
    assert item["tags"] == ["phone", "handset"]
    assert "tags" not in clause


def test_the_edition_in_force_weighs_most_and_an_older_one_adds_only_words_of_its_own() -> None:
    old, now, draft = (
        edition("2018", "old words", "2018-05"),
        edition("2020", "words", "2020-05"),
        edition("draft", "words"),
    )
    found = {one["location"]: one for one in entries(draft, now, old)}
    assert "phones/2018/rules/#calls" not in found  # the same words as in the edition in force
    assert not any(place.startswith("phones/draft") for place in found)
    weights = [found[f"phones/{name}/rules/#calls.a"]["boost"] for name in ("2020", "2018")]
    assert weights == sorted(weights, reverse=True)
    assert weights[0] > weights[1]
    assert found["phones/2018/rules/"]["title"].startswith("2018 edition, superseded")


def test_with_several_policies_an_entry_says_which_it_is_of() -> None:
    other = replace(edition("2020", "words", "2020-05"), policy="visits", title="Visits")
    assert [
        one["title"] for one in entries(edition("2020", "words", "2020-05"), other) if "#" not in one["location"]
    ] == [
        "2020 edition, in force | Phones | 1 Rules",
        "2020 edition, in force | Visits | 1 Rules",
    ]


@pytest.mark.slow
def test_every_entry_of_the_whole_site_leads_to_a_place_that_is_there() -> None:
    docs = json.loads(whole()[INDEX])["docs"]
    assert len(docs) > 100
    for entry in docs:
        page, _, anchor = entry["location"].partition("#")
        file = f"{page}index.html" if page.endswith("/") or not page else page
        assert file in whole(), entry["location"]
        assert not anchor or anchor in read(whole()[file]).ids, entry["location"]
    assert [path for path in whole() if path.endswith(INDEX)] == [INDEX]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the whole site."""
    with serving(whole(), tmp_path_factory.mktemp("site")) as address:
        yield address


def results(page: Any) -> list[tuple[str, str]]:
    """Address and words of every result, those behind "more on this page" included."""
    page.eval_on_selector_all(".md-search-result details", "all => all.forEach(one => one.open = true)")
    found = page.eval_on_selector_all(".md-search-result__link", "all => all.map(one => [one.href, one.innerText])")
    return [(address, words) for address, words in found]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("size", "start"),
    [(WIDE, ""), (PHONE, ""), (PHONE, "acceptable-use/2018/breaches/"), (WIDE, "404.html")],
    ids=["desk, landing page", "phone, landing page", "phone, another section", "desk, no page"],
)
def test_from_any_page_by_keyboard_alone_a_word_leads_to_its_item(
    browser: Any, site: str, size: dict[str, int], start: str
) -> None:
    page = open_page(browser, size)
    page.goto(site + start)
    search(page, "passwords")
    found = results(page)
    assert found[0][0].startswith(f"{site}acceptable-use/2018/")
    assert "2018 edition, in force" in found[0][1]
    assert any("#email-and-internet.p" in address and "2.2(p)" in words for address, words in found)
    assert page.locator(".md-search-result__meta").get_attribute("role") == "status"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    wanted = page.evaluate("document.activeElement.href")
    page.keyboard.press("Enter")
    page.wait_for_url(wanted)


@pytest.mark.slow
def test_mobile_and_phone_find_the_same_clause(browser: Any, site: str) -> None:
    page = open_page(browser, WIDE)
    page.goto(site)
    search(page, "smartphone")
    found = results(page)
    assert any("#mobile-devices" in address for address, _ in found)
    assert any(
        "about: " in page.evaluate("getComputedStyle(document.querySelector('.md-tag:has(mark)'), '::before').content")
        for _ in found
    )


@pytest.mark.slow
def test_nothing_of_search_is_loaded_before_someone_searches(browser: Any, site: str) -> None:
    page = open_page(browser, PHONE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(site)))
    page.goto(f"{site}acceptable-use/2018/facilities/")
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if "search_index" in url or "/workers/" in url or "/bundle." in url] == []
    search(page, "password")
    assert INDEX in asked


@pytest.mark.slow
def test_whoever_closes_the_search_is_back_at_its_button_and_no_letter_is_a_shortcut(browser: Any, site: str) -> None:
    page = open_page(browser, PHONE)
    page.goto(f"{site}acceptable-use/2018/facilities/")
    search(page, "password")
    page.keyboard.press("Escape")
    page.wait_for_function("document.activeElement.classList.contains('top__search')")
    for letter in "fsnp/":
        page.keyboard.press(letter)
    page.wait_for_timeout(100)
    assert page.url == f"{site}acceptable-use/2018/facilities/"
    assert not page.locator("#__search").is_checked()


@pytest.mark.slow
def test_without_scripts_the_list_of_all_clauses_stands_in_for_search(browser: Any, site: str) -> None:
    for size in (WIDE, PHONE):
        page = open_page(browser, size, java_script_enabled=False)
        page.goto(f"{site}acceptable-use/2018/breaches/")
        assert not page.locator("button.top__search").is_visible()
        assert not page.locator(".md-search__input").is_visible()
        page.click("header >> text=All clauses")
        page.click("#__words + ul a:text-is('Mobile Devices') >> nth=0")
        assert page.url == f"{site}acceptable-use/2018/social-networking-sites/#mobile-devices"
