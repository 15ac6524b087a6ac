"""Pages as staff meet them in a browser: at 400 %, by keyboard, in colours of their own, on paper, and in a link."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from tests.formats.pdf_cases import run
from tests.site.browsing import PHONE, WIDE, open_page, violations
from tests.site.reading import read
from tests.site.whole import real_publication, whole

pytestmark = pytest.mark.slow
OLD, DRAFT = "acceptable-use/2018/", "acceptable-use/draft/"
REVIEW = "acceptable-use/review/2018-draft/"
ZOOMED = {"width": 320, "height": 225}  # 1280 by 900 at 400 %


@pytest.mark.parametrize("path", [f"{OLD}facilities/", f"{DRAFT}duties/volunteers/", REVIEW])
def test_at_400_percent_nothing_takes_the_height_that_the_text_needs(browser: Any, address: str, path: str) -> None:
    page = open_page(browser, ZOOMED)
    page.goto(address + path)
    page.evaluate("scrollTo(0, 600)")
    stuck = """[...document.querySelectorAll('body *')].filter(
        one => ['sticky', 'fixed'].includes(getComputedStyle(one).position)
            && one.checkVisibility({opacityProperty: true, visibilityProperty: true})
    ).reduce((sum, one) => sum + Math.max(0, Math.min(innerHeight, one.getBoundingClientRect().bottom)
        - Math.max(0, one.getBoundingClientRect().top)), 0)"""
    assert page.evaluate(stuck) <= 0.15 * ZOOMED["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= ZOOMED["width"]


@pytest.mark.parametrize("size", [WIDE, PHONE, ZOOMED], ids=["desk", "phone", "400 %"])
def test_escape_gives_the_focus_back_where_it_was(browser: Any, address: str, size: dict[str, int]) -> None:
    page = open_page(browser, size)
    page.goto(f"{address}{DRAFT}facilities/")
    page.focus(".editions summary")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.editions ul') !== null")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement === document.querySelector('.editions summary')")
    assert not page.locator(".editions ul").is_visible()
    page.focus("a.term >> nth=0")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.className") == "term"


def test_in_the_readers_own_colours_only_the_page_that_is_open_has_a_bar(browser: Any, address: str) -> None:
    page = open_page(browser, WIDE, forced_colors="active")
    page.goto(f"{address}{OLD}facilities/")
    colours = "all => all.map(one => getComputedStyle(one).borderLeftColor)"
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert set(page.eval_on_selector_all(".side a:not([aria-current])", colours)) == {ground}
    assert page.eval_on_selector_all(".side [aria-current='page']", colours) != [ground]
    assert violations(page) == []


@pytest.mark.parametrize("path", ["", f"{OLD}facilities/", "law/", REVIEW, "search/", "404.html"])
def test_the_text_begins_at_one_place_on_every_kind_of_page(browser: Any, address: str, path: str) -> None:
    page = open_page(browser, WIDE)
    page.goto(address + path)
    left = page.locator("h1").bounding_box()["x"]
    page.goto(f"{address}glossary/")
    assert abs(page.locator("h1").bounding_box()["x"] - left) <= 1


def test_the_duties_of_a_role_print_on_two_sheets_in_letters_of_12_points(browser: Any, address: str) -> None:
    import pikepdf

    page = open_page(browser, WIDE)
    for path in (f"{OLD}duties/volunteers/", f"{DRAFT}duties/staff/"):
        page.goto(address + path)
        page.emulate_media(media="print")
        with pikepdf.open(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True))) as printed:
            assert len(printed.pages) <= 3  # two sheets, and the second has one side
        sizes = page.eval_on_selector_all(".rule__words", "all => all.map(one => getComputedStyle(one).fontSize)")
        assert set(sizes) == {"16px"}  # 12 points
        assert not page.locator(".since-rules").first.is_visible()


def test_a_page_of_duties_says_what_changed_by_the_ledger(browser: Any, address: str) -> None:
    page = open_page(browser, PHONE)
    page.goto(f"{address}{DRAFT}duties/volunteers/")
    page.click(".since-rules summary")
    (review,) = real_publication().reviews
    mine = [
        one for one in review.redline.duties if any("volunteers" in side.roles for side in (one.old, one.new) if side)
    ]
    listed = [one for one in mine if one.verdict not in ("other-words", "moved")]
    assert page.locator(".since-rules li").count() == len(listed) > 20
    assert page.inner_text(".since-rules summary") == f"Changed since the 2018 edition: {len(listed)} rules changed"
    assert page.locator(".since-rules li >> text=share their passwords").count() <= 1
    assert violations(page) == []
    page.goto(f"{address}{OLD}duties/volunteers/")
    assert page.locator(".since-rules").count() == 0


def test_an_empty_date_leaves_an_empty_line_on_paper(browser: Any, address: str, tmp_path: Path) -> None:
    page = open_page(browser, WIDE)
    page.goto(f"{address}{OLD}acknowledgement/")
    page.pdf(path=tmp_path / "empty.pdf", prefer_css_page_size=True)
    assert "yyyy" not in run("pdftotext", tmp_path / "empty.pdf", "-")
    page.fill("#__date", "2026-11-28")
    page.pdf(path=tmp_path / "filled.pdf", prefer_css_page_size=True)
    assert "2026" in run("pdftotext", "-layout", tmp_path / "filled.pdf", "-").split("Role")[1]


def test_a_link_to_another_edition_is_spoken_with_the_number_and_title_of_that_edition() -> None:
    titles = {
        f"{edition.folder}#{clause.id}": f"{clause.number} {clause.title}".strip()
        for edition in real_publication().editions
        for clause in edition.passages
    }
    html = whole()[f"{REVIEW}index.html"].decode()
    seen = 0
    for part in html.split('<a href="../../../acceptable-use/')[1:]:
        url, _, rest = part.partition('">In the ')
        if not rest:
            continue
        edition, _, anchor = url.partition("/")[0], "", url.partition("#")[2]
        said = rest.partition('<span class="hidden">: ')[2].partition("</span>")[0]
        assert said.replace("&#8217;", "’").replace("&#63;", "?") == titles[f"acceptable-use/{edition}#{anchor}"]
        seen += 1
    assert seen > 20


def test_the_first_page_asks_what_one_looks_for_and_who_one_is() -> None:
    page = read(whole()["index.html"])
    assert ("input", "q") in [(tag, given.get("name", "")) for tag, given in page.elements]
    assert "acceptable-use/2018/duties/volunteers/" in page.links


def test_a_page_that_is_sent_says_what_it_is_and_whether_it_is_in_force() -> None:
    old, draft = whole()[f"{OLD}facilities/index.html"].decode(), whole()[f"{DRAFT}index.html"].decode()
    assert '<meta name="description" content="In force: 2018 edition. Approved May 2018' in old
    assert '<meta property="og:description" content="Draft: Not approved by' in draft
    assert "overdue" not in old[: old.index("<body")]  # true on the day of the build alone
    assert whole()["assets/favicon.png"][:4] == b"\x89PNG"


def test_programs_are_served_below_what_readers_want() -> None:
    page = whole()[f"{OLD}index.html"].decode()
    assert page.index(">PDF<") < page.index(">Word<") < page.index('id="__contents"') < page.index("For developers")
    assert page.index("For developers") < page.index(">JSON<") < page.index(">XML<")


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["desk", "phone"])
def test_everything_but_search_works_without_scripts(browser: Any, address: str, size: dict[str, int]) -> None:
    page = open_page(browser, size, java_script_enabled=False)
    page.goto(address)
    page.click("h2 a")
    page.click(".contents a >> text=Email and Internet")
    assert page.url.endswith(f"{OLD}facilities/#email-and-internet")
    if size is PHONE:
        page.click(".menu summary")
    page.click("nav a:visible >> text=4. Breaches of the Policy")
    page.click(".editions summary")
    page.click(".editions a >> text=Draft")
    assert page.url.endswith("acceptable-use/draft/")


def test_the_banner_stays_in_sight_and_does_not_cover_what_a_link_leads_to(browser: Any, address: str) -> None:
    for size in (WIDE, PHONE):
        page = open_page(browser, size)
        page.goto(f"{address}{OLD}facilities/#email-and-internet.l")
        banner = page.locator(".strip").bounding_box()
        item = page.locator("[id='email-and-internet.l']").bounding_box()
        assert banner["y"] == 0
        assert banner["y"] + banner["height"] <= item["y"] < size["height"]


def test_the_first_page_leads_on_to_the_item_that_was_asked_for(browser: Any, address: str) -> None:
    page = open_page(browser, WIDE)
    page.goto(f"{address}{OLD}#email-and-internet.g")
    page.wait_for_url(f"{address}{OLD}facilities/#email-and-internet.g")


def test_letters_are_left_out_of_what_is_copied(browser: Any, address: str) -> None:
    page = open_page(browser, WIDE)
    page.goto(f"{address}{OLD}facilities/")
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.points'))")
    copied = page.evaluate("getSelection().toString()")
    assert "must use it responsibly" in copied
    assert "(a)" not in copied


def test_paper_shows_the_words_and_their_status_and_no_navigation(browser: Any, address: str) -> None:
    page = open_page(browser, WIDE)
    page.goto(f"{address}{OLD}facilities/")
    page.emulate_media(media="print")
    assert [page.locator(part).is_visible() for part in (".strip__words", "h1", ".letter >> nth=0")] == [True] * 3
    assert [page.locator(part).is_visible() for part in (".top", ".side", ".steps", ".foot", ".editions")] == [
        False
    ] * 5
