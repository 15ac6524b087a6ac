"""The page of a comparison in a real browser: accessible side by side, without scripts, on a phone, on paper."""

from __future__ import annotations

from typing import Any

import pytest

from tests.site.browsing import PHONE, WIDE, open_page, violations

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def review(address: str) -> str:
    """The address of a comparison, whose first view the walk over every page looks at."""
    return f"{address}acceptable-use/review/2018-draft/"


@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "dark"), (PHONE, "light")], ids=["desk", "phone"])
def test_side_by_side_axe_finds_nothing_and_nothing_runs_over_the_edge(
    browser: Any, review: str, size: dict[str, int], scheme: str
) -> None:
    page = open_page(browser, size, color_scheme=scheme)
    page.goto(review)
    page.check("#__view-sides")
    # what is shown closed is shown open, too
    page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size(size)
    assert violations(page) == []


def test_views_and_choices_work_without_scripts(browser: Any, review: str) -> None:
    page = open_page(browser, WIDE, java_script_enabled=False)
    page.goto(review)
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


def test_a_reason_leads_to_the_questions_which_are_in_sight_of_all_who_decide(browser: Any, review: str) -> None:
    page = open_page(browser, WIDE)
    page.goto(review)
    assert page.locator(".questions li >> nth=0").is_visible()
    page.click(".reason a >> nth=0")
    top = page.locator("#__decisions").bounding_box()["y"]
    assert 0 <= top < WIDE["height"]
    assert page.locator(".questions li >> nth=0").bounding_box()["y"] < WIDE["height"]


def test_a_choice_is_made_with_the_keyboard(browser: Any, review: str) -> None:
    page = open_page(browser, WIDE)
    page.goto(review)
    page.focus("#__view-inline")
    page.keyboard.press("ArrowDown")
    assert page.locator(".sides >> nth=0").is_visible()


def test_on_a_phone_each_side_is_named(browser: Any, review: str) -> None:
    for size, named in ((WIDE, False), (PHONE, True)):
        page = open_page(browser, size)
        page.goto(review)
        page.check("#__view-sides")
        width = page.locator(".pair__side:visible >> nth=0").bounding_box()["width"]
        assert (width > 10) == named


def test_paper_shows_the_changes_and_no_buttons(browser: Any, review: str) -> None:
    page = open_page(browser, WIDE)
    page.goto(review)
    page.emulate_media(media="print")
    assert [page.locator(part).is_visible() for part in (".choices", ".jump", ".downloads")] == [False] * 3
    style = "one => getComputedStyle(one).textDecorationLine"
    assert page.locator(".running ins >> nth=0").evaluate(style) == "underline"
    assert page.locator(".running del >> nth=0").evaluate(style) == "line-through"
