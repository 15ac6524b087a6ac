"""The desk in Chromium: by keyboard alone, for axe, on a phone, enlarged, in forced colours, and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.desk.clerks import KEY
from tests.desk.journeys import JOURNEYS, Keyboard, School, serving
from tests.site.walk import AXE, RULES

pytestmark = pytest.mark.slow
CALLS = "/policy/phones/clause/calls"
PAGES = [
    *("/", "/you", "/new", "/share", "/publish", "/outside", "/policy/phones", CALLS),
    *(f"{CALLS}?do={do}&at=body.1.items.0.text" for do in ("edit", "add", "move", "remove", "law")),
    *(f"{CALLS}?do=add&at={at}" for at in ("body.2.note&what=table", "body.3.table&what=row", "body.4.form.title")),
    *(f"/policy/phones?do={do}&at=outline.0.clauses.0" for do in ("new-clause", "move", "remove")),
    *(f"/policy/phones/{page}" for page in ("word", "sign", "act/approved", "act/withdrawn")),
]


@pytest.fixture
def address(root: Path) -> Iterator[str]:
    with serving(root) as found:
        yield found


def open_desk(browser: Any, address: str, **options: Any) -> Any:
    page = browser.new_context(**options).new_page()
    page.goto(f"{address}/?key={KEY}")
    return page


def test_thirteen_journeys_by_keyboard_alone(browser: Any, root: Path, address: str, tmp_path: Path) -> None:
    page = open_desk(browser, address)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    school = School("Phones policy", "phones", "1.1 Calls", "1.1(a)", "clause 1.1 Calls", tmp_path)
    clicks = {}
    for name, journey in JOURNEYS.items():
        clerk = Keyboard(page, address)
        journey(clerk, school)
        clicks[name] = clerk.clicks
    assert complaints == []
    assert max(clicks.values()) <= 12, clicks
    assert sum(clicks.values()) <= 90, clicks


def test_axe_finds_nothing_and_nothing_runs_over_the_edge(browser: Any, address: str) -> None:
    import axe_playwright_python as axe

    script = str(Path(axe.__file__).with_name("axe.min.js"))
    found: dict[str, Any] = {}
    for name, options in (
        ("desk", {"viewport": {"width": 1280, "height": 900}}),
        ("dark", {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"}),
        ("320 px, which is 400 % of 1280", {"viewport": {"width": 320, "height": 256}}),
        ("640 px, which is 200 % of 1280", {"viewport": {"width": 640, "height": 450}}),
        ("forced", {"viewport": {"width": 1280, "height": 900}, "forced_colors": "active"}),
    ):
        page = open_desk(browser, address, bypass_csp=True, **options)
        for path in PAGES:
            page.goto(address + path)
            page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
            over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if over > 0:
                found[f"{name} {path} over"] = over
            if name in ("desk", "dark") or path == CALLS:
                page.add_script_tag(path=script)
                if said := page.evaluate(AXE, {"type": "tag", "values": RULES}):
                    found[f"{name} {path}"] = said[:3]
        page.context.close()
    assert found == {}


def test_without_scripts_all_works(browser: Any, address: str) -> None:
    page = open_desk(browser, address, java_script_enabled=False)
    page.goto(f"{address}{CALLS}?do=edit&at=body.0.text")
    page.fill("#words", "Staff of")
    page.select_option("#chip", "school name")
    page.click("button:text-is('Put in')")
    assert page.input_value("#words") == "Staff of [[school name]]"
    page.fill("#reason", "a name")
    page.click("button:text-is('Keep')")
    assert "Staff of Hill School" in page.inner_text("article")
    page.click("button:text-is('Undo')")
    assert "Staff of Hill School" not in page.inner_text("article")


def test_a_mark_is_put_where_the_cursor_is(browser: Any, address: str) -> None:
    page = open_desk(browser, address)
    page.goto(f"{address}{CALLS}?do=edit&at=body.0.text")
    page.fill("#words", "At  we call.")
    page.evaluate("document.getElementById('words').setSelectionRange(3, 3)")
    page.select_option("#chip", "school name")
    page.click("button:text-is('Put in')")
    assert page.input_value("#words") == "At [[school name]] we call."
