"""The page of a comparison in a real browser: accessible in both views, without scripts, on a phone, on paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.site.test_browser import PHONE, WIDE, open_page, serving, violations
from tests.site.test_review_page import PAGE, built, whole
from tests.site.walk import COLOURS, RULES

pytestmark = pytest.mark.slow
VIEWS = ("inline", "sides")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The comparison's own address."""
    files = built(whole(), tmp_path_factory.mktemp("made"))
    with serving(files, tmp_path_factory.mktemp("site")) as root:
        yield root + PAGE.removesuffix("index.html")


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_either_view_with_everything_open(
    browser: Any, address: str, size: dict[str, int], scheme: str
) -> None:
    page = open_page(browser, size, color_scheme=scheme)
    page.goto(address)
    found = {}
    for view in VIEWS:
        page.check(f"#__view-{view}")
        # what is shown closed is shown open, too
        page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
        found[view] = violations(page, COLOURS if scheme == "dark" else RULES)
    assert {view: hits for view, hits in found.items() if hits} == {}


def test_views_and_choices_work_without_scripts(browser: Any, address: str) -> None:
    page = open_page(browser, WIDE, java_script_enabled=False)
    page.goto(address)
    assert page.locator(".running >> nth=0").is_visible()
    assert not page.locator(".sides >> nth=0").is_visible()
    page.click("label:has(#__view-sides)")
    assert not page.locator(".running >> nth=0").is_visible()
    assert page.locator(".sides >> nth=0").is_visible()
    everything = page.locator(".entry:visible").count()
    label = page.locator("label:has(#__only-new)")
    label.click()
    shown = page.locator(".entry:visible").count()
    assert label.inner_text().endswith(f"({shown})")
    assert 0 < shown < everything


def test_a_reason_leads_to_the_questions_which_are_in_sight_of_all_who_decide(browser: Any, address: str) -> None:
    page = open_page(browser, WIDE)
    page.goto(address)
    assert page.locator(".questions li >> nth=0").is_visible()
    page.click(".reason a >> nth=0")
    top = page.locator("#__decisions").bounding_box()["y"]
    assert 0 <= top < WIDE["height"]
    assert page.locator(".questions li >> nth=0").bounding_box()["y"] < WIDE["height"]


def test_a_choice_is_made_with_the_keyboard(browser: Any, address: str) -> None:
    page = open_page(browser, WIDE)
    page.goto(address)
    page.focus("#__view-inline")
    page.keyboard.press("ArrowDown")
    assert page.locator(".sides >> nth=0").is_visible()


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_runs_over_the_edge_of_a_phone(browser: Any, address: str, view: str) -> None:
    page = open_page(browser, {"width": 320, "height": 640})
    page.goto(address)
    page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
    page.check(f"#__view-{view}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_on_a_phone_each_side_is_named(browser: Any, address: str) -> None:
    for size, named in ((WIDE, False), (PHONE, True)):
        page = open_page(browser, size)
        page.goto(address)
        page.check("#__view-sides")
        width = page.locator(".pair__side:visible >> nth=0").bounding_box()["width"]
        assert (width > 10) == named


def test_paper_shows_the_changes_and_no_buttons(browser: Any, address: str) -> None:
    page = open_page(browser, WIDE)
    page.goto(address)
    page.emulate_media(media="print")
    assert [page.locator(part).is_visible() for part in (".choices", ".jump", ".downloads")] == [False] * 3
    style = "one => getComputedStyle(one).textDecorationLine"
    assert page.locator(".running ins >> nth=0").evaluate(style) == "underline"
    assert page.locator(".running del >> nth=0").evaluate(style) == "line-through"


def test_no_request_leaves_the_host_and_the_console_stays_quiet(browser: Any, address: str) -> None:
    page = open_page(browser, WIDE)
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    root = address.removesuffix(PAGE.removesuffix("index.html"))
    assert [url for url in asked if not url.startswith((root, "blob:", "data:"))] == []
    assert said == []
