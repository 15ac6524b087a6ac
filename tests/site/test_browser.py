"""The site in a real browser: accessible, quiet, usable by keyboard, without scripts and on a phone."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.site.built import real, write
from tests.site.walk import AXE, COLOURS, RULES

pytestmark = pytest.mark.slow

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
EDITION = "acceptable-use/2018/"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def serving(files: dict[str, bytes], folder: Path) -> Iterator[str]:
    """Address of a built site on this machine's own interface."""
    write(files, folder)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the repository's own site."""
    with serving(real(), tmp_path_factory.mktemp("site")) as address:
        yield address


def open_page(browser: Any, size: dict[str, int], **options: Any) -> Any:
    return browser.new_context(viewport=size, **options).new_page()


def violations(page: Any, rules: list[str] = RULES) -> list[str]:
    """What axe finds on the page as it stands, by tags of rules or, in another scheme than the first, by colours."""
    import axe_playwright_python as axe

    page.add_script_tag(path=str(Path(axe.__file__).with_name("axe.min.js")))
    return list(page.evaluate(AXE, {"type": "rule" if rules is COLOURS else "tag", "values": rules}))


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_when_lists_and_menus_are_open(
    browser: Any, site: str, size: dict[str, int], scheme: str
) -> None:
    page = open_page(browser, size, color_scheme=scheme, reduced_motion="reduce")
    page.goto(f"{site}{EDITION}facilities/")
    page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
    assert violations(page) == []


def search(page: Any, words: str) -> None:
    """Look for words with nothing but the keyboard, from the top of a page: a box, or on a phone the way to one."""
    here = "document.activeElement.name === 'q' ? 'box' : document.activeElement.className"
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate(here) in ("box", "top__search"):
            break
    if page.evaluate(here) == "top__search":
        page.keyboard.press("Enter")
        page.wait_for_function("document.activeElement?.id === '__find'")
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    page.wait_for_selector(".hit a")


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["desk", "phone"])
def test_everything_but_search_works_without_scripts(browser: Any, site: str, size: dict[str, int]) -> None:
    page = open_page(browser, size, java_script_enabled=False)
    page.goto(site)
    page.click("h2 a")
    page.click(".contents a >> text=Email and Internet")
    assert page.url.endswith(f"{EDITION}facilities/#email-and-internet")
    if size is PHONE:
        page.click(".menu summary")
    page.click("nav a:visible >> text=4. Breaches of the Policy")
    page.click(".editions summary")
    page.click(".editions a >> text=Draft")
    assert page.url.endswith("acceptable-use/draft/")


def test_the_banner_stays_in_sight_and_does_not_cover_what_a_link_leads_to(browser: Any, site: str) -> None:
    for size in (WIDE, PHONE):
        page = open_page(browser, size)
        page.goto(f"{site}{EDITION}facilities/#email-and-internet.l")
        banner = page.locator(".strip").bounding_box()
        item = page.locator("[id='email-and-internet.l']").bounding_box()
        assert banner["y"] == 0
        assert banner["y"] + banner["height"] <= item["y"] < size["height"]


def test_the_first_page_leads_on_to_the_item_that_was_asked_for(browser: Any, site: str) -> None:
    page = open_page(browser, WIDE)
    page.goto(f"{site}{EDITION}#email-and-internet.g")
    page.wait_for_url(f"{site}{EDITION}facilities/#email-and-internet.g")


def test_letters_are_left_out_of_what_is_copied(browser: Any, site: str) -> None:
    page = open_page(browser, WIDE)
    page.goto(f"{site}{EDITION}facilities/")
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.points'))")
    copied = page.evaluate("getSelection().toString()")
    assert "must use it responsibly" in copied
    assert "(a)" not in copied


def test_paper_shows_the_words_and_their_status_and_no_navigation(browser: Any, site: str) -> None:
    page = open_page(browser, WIDE)
    page.goto(f"{site}{EDITION}facilities/")
    page.emulate_media(media="print")
    assert [page.locator(part).is_visible() for part in (".strip__words", "h1", ".letter >> nth=0")] == [True] * 3
    assert [page.locator(part).is_visible() for part in (".top", ".side", ".steps", ".foot", ".editions")] == [
        False
    ] * 5
