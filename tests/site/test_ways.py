"""Ways to use the whole site: by keyboard alone, without scripts, without images, on paper, and from old addresses."""

from __future__ import annotations

import posixpath
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.site.reading import read
from tests.site.test_browser import PHONE, WIDE, open_page, search
from tests.site.whole import whole

pytestmark = pytest.mark.slow
OLD, DRAFT = "acceptable-use/2018/", "acceptable-use/draft/"


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
