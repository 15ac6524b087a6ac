"""Ways to use the site: by keyboard, without scripts or images, on paper, from old addresses; words, copies."""

from __future__ import annotations

import posixpath
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.site.browsing import COLOURS, PHONE, RULES, WIDE, open_page, search, violations
from tests.site.reading import read
from tests.site.whole import whole

pytestmark = pytest.mark.slow
OLD, DRAFT = "acceptable-use/2018/", "acceptable-use/draft/"
FACILITIES = f"{DRAFT}facilities/"


def tab_to(page: Any, words: str) -> None:
    """Go on with the Tab key until something that begins with these words has the focus and can be seen to have it."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText || ''").strip().startswith(words):
            outline = "(one => getComputedStyle(one).outlineStyle)(document.activeElement)"
            assert page.evaluate(outline) != "none", f"nobody sees that {words} has the focus"
            return
    raise AssertionError(f"the Tab key does not reach {words}")


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["desk", "phone"])
def test_by_keyboard_alone_from_search_through_the_switcher_to_ones_duties(
    browser: Any, address: str, size: dict[str, int]
) -> None:
    page = open_page(browser, size, reduced_motion="reduce")
    page.goto(address)
    search(page, "gambling")
    tab_to(page, "The following uses")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}{OLD}facilities/#email-and-internet.h")
    page.goto(f"{address}{OLD}facilities/")
    tab_to(page, "Editions")
    page.keyboard.press("Enter")
    tab_to(page, "Draft")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}{DRAFT}**")
    page.goto(f"{address}{OLD}")
    if size is PHONE:
        tab_to(page, "In this policy")
        page.keyboard.press("Enter")
    tab_to(page, "What must I do?")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}{OLD}duties/**")
    tab_to(page, "Volunteers")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}{OLD}duties/volunteers/")
    tab_to(page, "Must not")
    page.keyboard.press("Enter")
    assert urlsplit(page.url).fragment


def test_every_page_is_reached_by_links_alone_from_the_landing_page() -> None:
    files, waiting, reached = whole(), ["index.html"], {"index.html"}
    while waiting:
        here = waiting.pop()
        for link in read(files[here]).links:
            path = urlsplit(link).path
            target = posixpath.normpath(posixpath.join(posixpath.dirname(here), path)) if path else here
            page = posixpath.join(target, "index.html").removeprefix("./") if not target.endswith(".html") else target
            if page in files and page not in reached:
                reached.add(page)
                waiting.append(page)
    pages = {path for path, page in files.items() if path.endswith(".html") and b'class="forward' not in page}
    assert pages - reached == {"404.html"}


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_clause_is_found_at_its_address_in_no_edition(browser: Any, address: str, scripts: bool) -> None:
    page = open_page(browser, PHONE, java_script_enabled=scripts)
    page.goto(f"{address}acceptable-use/clause/email-and-internet/#g")
    page.wait_for_url(f"{address}{OLD}facilities/#email-and-internet" + (".g" if scripts else ""))
    page.goto(f"{address}acceptable-use/clause/reporting/")
    assert "not in the edition in force (2018)" in page.inner_text("main")
    page.click("main li a")
    page.wait_for_url(f"{address}{DRAFT}breaches/#reporting")
    page.goto(f"{address}acceptable-use/")
    page.wait_for_url(f"{address}{OLD}")


def test_an_item_that_never_was_leads_to_its_clause(browser: Any, address: str) -> None:
    page = open_page(browser, PHONE)
    page.goto(f"{address}{DRAFT}introduction/#policy-coverage.z")
    page.wait_for_url(f"{address}{DRAFT}introduction/#policy-coverage")


def test_a_page_that_has_gone_waits_for_the_reader(browser: Any, address: str) -> None:
    page = open_page(browser, PHONE)
    page.goto(f"{address}acceptable-use/review/nothing-draft/")
    assert page.inner_text("h1") == "This page has gone"
    page.click(".forward__main")
    page.wait_for_url(f"{address}{OLD}")


def test_without_images_nothing_is_missed(browser: Any, address: str) -> None:
    page = open_page(browser, PHONE)
    page.route("**/*", lambda route: route.abort() if route.request.resource_type == "image" else route.continue_())
    for path in ("", f"{OLD}facilities/", "law/ukpga/1998/29/"):
        page.goto(address + path)
        texts = page.eval_on_selector_all("img", "all => all.map(one => one.alt)")
        assert all(texts)
        assert page.locator("h1").is_visible()
        unsaid = "all => all.filter(one => !one.closest('[aria-hidden]') && !one.getAttribute('aria-labelledby')"
        assert page.eval_on_selector_all("article svg", f"{unsaid} && !one.querySelector('title')).length") == 0


@pytest.mark.parametrize("path", ["", "law/", "clauses/", "acceptable-use/changes/", f"{OLD}duties/staff/", DRAFT])
def test_paper_shows_no_navigation_on_any_kind_of_page(browser: Any, address: str, path: str) -> None:
    page = open_page(browser, WIDE)
    page.goto(address + path)
    page.emulate_media(media="print")
    assert page.locator("h1").is_visible()
    assert [
        part for part in (".top", ".side", ".menu", ".steps", ".foot") if page.locator(part).first.is_visible()
    ] == []
    black = "getComputedStyle(document.querySelector('h1')).color"
    assert page.evaluate(black) in ("rgb(0, 0, 0)", "rgb(20, 23, 26)")


def test_a_definition_opens_and_closes_with_the_keyboard(browser: Any, address: str) -> None:
    page = open_page(browser, PHONE)
    page.goto(address + FACILITIES)
    term = page.locator("a.term >> nth=0")
    for key in ("Enter", "Space"):
        term.press(key)
        assert "the policy applies to" in page.inner_text(".shown")
        assert term.get_attribute("aria-expanded") == "true"
        page.keyboard.press("Escape")
        assert page.locator(".shown").count() == 0
        assert page.evaluate("document.activeElement.className") == "term"


def test_a_definition_stays_on_the_screen_of_a_phone(browser: Any, address: str) -> None:
    page = open_page(browser, {"width": 320, "height": 640})
    page.goto(address + FACILITIES)
    for index in range(page.locator("a.term").count()):
        page.locator("a.term").nth(index).click()
        box = page.locator(".shown").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320
        page.keyboard.press("Escape")


def test_without_scripts_a_word_leads_to_its_definition_and_back(browser: Any, address: str) -> None:
    page = open_page(browser, PHONE, java_script_enabled=False)
    page.goto(address + FACILITIES)
    page.click("a.term >> nth=0")
    assert page.url.endswith("#__term-user")
    assert page.locator("[id='__term-user']").is_visible()


def test_a_clause_and_an_item_can_be_copied_as_link_and_as_citation(browser: Any, address: str) -> None:
    page = open_page(browser, PHONE, permissions=["clipboard-read", "clipboard-write"])
    page.goto(address + FACILITIES)
    page.click("a.copy >> nth=0")
    page.click(".shown >> text=Copy link")
    page.wait_for_selector(".shown >> text=Copied")
    assert page.evaluate("navigator.clipboard.readText()") == f"{address}{FACILITIES}#school-equipment"
    page.click("[id='school-equipment.d'] .letter")
    page.click("text=Copy citation")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("2.1(d), Acceptable use of ICT")
    assert copied.endswith(f"draft, not approved), {address}{FACILITIES}#school-equipment.d")
    assert page.url.endswith("#school-equipment.d")


def test_the_switcher_lands_on_the_same_clause(browser: Any, address: str) -> None:
    page = open_page(browser, PHONE)
    page.goto(f"{address}{FACILITIES}#email-and-internet.another-password")
    page.click(".editions summary")
    page.click(".editions a >> text=2018 edition")
    page.wait_for_url(f"{address}{OLD}facilities/#email-and-internet")


def test_the_switcher_says_that_the_clause_did_not_exist(browser: Any, address: str) -> None:
    page = open_page(browser, PHONE)
    page.goto(f"{address}{DRAFT}breaches/#reporting")
    page.click(".editions summary")
    page.click(".editions a >> text=2018 edition")
    page.wait_for_selector("text=This edition has no clause of that name")


def test_without_scripts_a_clause_leads_to_itself_in_the_other_edition(browser: Any, address: str) -> None:
    page = open_page(browser, PHONE, java_script_enabled=False)
    page.goto(f"{address}{DRAFT}breaches/")
    page.click(".story summary >> nth=1")
    assert page.locator("text=2018 edition: this clause did not exist").is_visible()
    page.click(".story summary >> nth=0")
    page.click(".story__editions a >> nth=0")
    assert page.url.endswith(f"{OLD}breaches/#breaches")


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (datetime(2026, 11, 22, 12), "Review was due May 2019: overdue by 7 years and 6 months."),
        (datetime(2030, 1, 2, 12), "Review was due May 2019: overdue by 10 years and 8 months."),
        # a clock that is wrong does not make an overdue review good
        (datetime(2001, 1, 1, 12), "Review was due May 2019: overdue by 7 years and 6 months on 22 November 2026."),
    ],
)
def test_overdue_is_said_for_the_day_of_the_reader(browser: Any, address: str, day: datetime, said: str) -> None:
    page = open_page(browser, WIDE, locale="en-GB")  # a clock is a context's, and no other test has this one
    page.clock.set_fixed_time(day)
    page.goto(address)
    assert page.inner_text(".policy__review") == said
    page.goto(f"{address}{OLD}breaches/")
    assert page.inner_text(".strip__review") == said


def test_a_site_built_before_the_review_was_due_says_later_that_it_is_overdue(browser: Any, address: str) -> None:
    page = open_page(browser, WIDE, locale="en-GB")  # a clock is a context's, and no other test has this one
    page.clock.set_fixed_time(datetime(2027, 6, 1, 12))
    told = (
        'class="policy__review" data-due="2027-05-31" data-when="May 2027" data-as-of="2026-11-22">Review due May 2027.'
    )

    def earlier(route: Any) -> None:
        html = route.fetch().text()
        start, end = html.index('class="policy__review'), html.index("</span>", html.index('class="policy__review'))
        route.fulfill(body=html[:start] + told + html[end:], content_type="text/html")

    page.route(address, earlier)
    page.goto(address)
    assert page.inner_text(".policy__review") == "Review was due May 2027: overdue."
    assert "policy__review--overdue" in page.get_attribute(".policy__review", "class")


def test_duties_print_as_one_document_without_navigation(browser: Any, address: str) -> None:
    page = open_page(browser, WIDE)
    page.goto(f"{address}{OLD}duties/volunteers/")
    assert page.locator("text=Print this page").is_visible()
    page.emulate_media(media="print")
    shown = [page.locator(part).is_visible() for part in ("h1", ".strip__words", ".rule__words >> nth=0")]
    hidden = [page.locator(part).first.is_visible() for part in (".roles", ".forces", ".top", ".foot")]
    assert (shown, hidden) == ([True] * 3, [False] * 4)


@pytest.mark.parametrize(
    ("size", "scheme", "rules"),
    [(WIDE, "dark", COLOURS), (PHONE, "light", RULES)],
    ids=["desk-dark", "phone-light"],
)
def test_axe_finds_nothing_where_stories_definitions_and_copying_are_open(
    browser: Any, address: str, size: dict[str, int], scheme: str, rules: list[str]
) -> None:
    page = open_page(browser, size, color_scheme=scheme, permissions=["clipboard-write"])
    page.goto(f"{address}{DRAFT}breaches/")
    page.eval_on_selector_all(".story", "all => all.forEach(one => one.open = true)")
    page.click("a.term >> nth=0")
    found = violations(page, rules)
    page.click(".letter >> nth=1")
    assert page.locator(".shown button").count() == 2
    assert found + violations(page, rules) == []
