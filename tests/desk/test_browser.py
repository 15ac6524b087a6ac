"""The desk in Chromium: by keyboard alone, for axe, on a phone, enlarged, in forced colours, and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.desk.clerks import KEY
from tests.desk.hosts import PEOPLE, Clock, Host, publish
from tests.desk.journeys import JOURNEYS, Keyboard, School, free_port, served, serving
from tests.desk.providers import provider
from tests.desk.test_keeping import git
from tests.site.walk import AXE, COLOURS, FEW, RULES, some

pytestmark = pytest.mark.slow
CALLS = "/policy/phones/clause/calls"
PAGES = [
    *("/", "/you", "/new", "/share", "/publish", "/outside", "/policy/phones", CALLS, "/school", "/people"),
    *(f"{CALLS}?do=add&at=body.3.table&what={what}" for what in ("column", "caption")),
    *(f"{CALLS}?do=remove&at=body.3.table.header.0", "/policy/phones/about", "/policy/phones/kept"),
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


# name -> width and height of the window, and the media it is shown in
VIEWS: dict[str, tuple[int, int, dict[str, Any]]] = {
    "desk": (1280, 900, {"color_scheme": "light", "forced_colors": "none"}),
    "dark": (1280, 900, {"color_scheme": "dark", "forced_colors": "none"}),
    "320 px, which is 400 % of 1280": (320, 256, {"color_scheme": "light", "forced_colors": "none"}),
    "640 px, which is 200 % of 1280": (640, 450, {"color_scheme": "light", "forced_colors": "none"}),
    "forced": (1280, 900, {"color_scheme": "light", "forced_colors": "active"}),
}

FRAMES = [name for name in VIEWS if name not in ("dark", "forced")]  # other colours leave all where it is


def faults_of(page: Any, address: str, paths: list[str], every: bool = False) -> Iterator[tuple[str, Any]]:
    """What axe says of pages, in dark of colours alone, and how far they run over the edge in each view.

    axe looks at pages that together show every kind of element, or at every page. A page is loaded once for all views.
    """
    import axe_playwright_python as axe

    script = str(Path(axe.__file__).with_name("axe.min.js"))
    looked = paths if every else some({path: page.context.request.get(address + path).body() for path in paths})
    for path in paths:
        page.goto(address + path)
        page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
        for name in FRAMES:
            show(page, name)
            over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if over > 0:
                yield f"{name} {path} over", over
        if path not in looked:
            continue
        page.add_script_tag(path=script)
        page.evaluate(f"({FEW})(document.body)")
        for name in VIEWS if path == CALLS else ("desk", "dark"):
            show(page, name)
            rules = {"type": "tag", "values": RULES} if name != "dark" else {"type": "rule", "values": COLOURS}
            if said := page.evaluate(AXE, rules):
                yield f"{name} {path}", said[:3]


def show(page: Any, view: str) -> None:
    """The page as it is in a view."""
    width, height, media = VIEWS[view]
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(**media)


def test_axe_finds_nothing_and_nothing_runs_over_the_edge(
    browser: Any, address: str, request: pytest.FixtureRequest
) -> None:
    page = open_desk(browser, address, bypass_csp=True)
    assert dict(faults_of(page, address, PAGES, request.config.getoption("--every-way"))) == {}


def test_the_pages_of_a_hosted_desk_fit_and_work_without_scripts(browser: Any, made: Path, tmp_path: Path) -> None:
    both = PEOPLE.replace("rights: [edit]", "rights: [edit, sign]")
    for school in ("hill", "dale"):
        git(made, "clone", "-q", "--bare", str(made), str(tmp_path / f"{school}.git"))
        publish(tmp_path / f"{school}.git", both, tmp_path / f"elsewhere-{school}")
    with provider() as known:
        host = Host(tmp_path, known, Clock(1_810_000_000.0), ("hill", "dale"), port=free_port())
        ada = host.browser("ada@school.example")
        ada.send(next(ada.page.iter("form")), school="hill")
        cookie = {"name": "desk", "value": ada.client.cookies.get("desk"), "url": host.address}
        inside = ["/schools", "/signout", "/people", "/policy/phones/sign?edition=2018", CALLS, f"{CALLS}?changes=1"]
        with served(host.desk.app, host.address):
            page = browser.new_context(java_script_enabled=False).new_page()
            page.context.add_cookies([cookie])
            page.goto(f"{host.address}{CALLS}")
            page.click("#in-force a")
            assert "telephones have changed" in page.inner_text("#in-force").lower()
            page.goto(f"{host.address}/people")
            page.fill("#name-3", "Dan Bursar")
            page.fill("#email-3", "dan@school.example")
            page.fill("#reason", "a new bursar")
            page.click("button:text-is('Keep')")
            assert "Kept." in page.inner_text("main")
            page.context.close()
            page = browser.new_context(bypass_csp=True).new_page()
            found = dict(faults_of(page, host.address, ["/signin", "/nowhere"]))
            page.context.add_cookies([cookie])
            assert found | dict(faults_of(page, host.address, inside)) == {}


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
