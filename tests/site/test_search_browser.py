"""Search in a real browser: what staff type and what they are shown, over http and from the disk, by keyboard, by axe.

`tests/data/search-queries.yaml` holds what people typed and what they should find, `own-queries.yaml` more of the kind:
every third of these is asked for, with `--every-way` each.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests import adopted
from tests.site.browsing import COLOURS, PHONE, RULES, WIDE, open_page, search, violations

pytestmark = pytest.mark.slow
DATA = adopted.ROOT / "tests" / "data"
HITS = """all => all.map(one => [one.querySelector('.hit__cite').textContent, one.querySelector('a').href])"""
SHOWN = """async all => {
    const box = document.querySelector('#__find'), shown = [];
    for (const words of all) {
        box.value = words;
        box.form.requestSubmit();
        while (!document.title.startsWith(words + ': ') || document.querySelector('#__found[aria-busy]')) {
            await new Promise(done => setTimeout(done));
        }
        const of = kind => {
            const cites = [...document.querySelectorAll(`.finds--${kind} > .hits .hit__cite`)].slice(0, 3);
            return {
                cites: cites.flatMap(one => one.textContent.split(', ')),
                none: Boolean(!cites.length || document.querySelector(`.finds--${kind} .find__none`))
            };
        };
        shown.push({2018: of('force'), draft: of('draft')});
    }
    return shown;
}"""
ZOOMED = {"width": 320, "height": 225}  # 1280 by 900 at 400 %


class Found:
    """What the page of search shows: hits by status of edition, what is said before them, and pages."""

    def __init__(self, page: Any) -> None:
        self.hits = {kind: self._cites(page, kind) for kind in ("force", "draft")}
        self.none = {kind: page.locator(f".finds--{kind} .find__none").all_inner_texts() for kind in self.hits}
        self.pages = page.eval_on_selector_all(".find__pages a", "all => all.map(one => one.href)")
        self.text = page.inner_text("#__found")

    def _cites(self, page: Any, kind: str) -> list[str]:
        return [cite for cite, _ in page.eval_on_selector_all(f".finds--{kind} > .hits .hit", HITS)]

    def has(self, kind: str, cite: str) -> bool:
        return any(cite in one.split(", ") for one in self.hits[kind][:3])


def asked(page: Any, words: str) -> Found:
    """What the page shows for words that are typed into its box."""
    page.fill("#__find", words)
    page.keyboard.press("Enter")
    page.wait_for_function("words => document.title.startsWith(words + ': ')", arg=" ".join(words.split()))
    page.wait_for_selector("#__found:not([aria-busy])")
    return Found(page)


def is_right(answer: dict[str, Any], found: Found, page: str) -> bool:
    """By the rule of the file: the first rule wanted is among the first three; or the page says first that none is."""
    kind = "draft" if answer["edition"] == "draft" else "force"
    if answer["want"]:
        return found.has(kind, answer["want"][0])
    if "none" in answer:
        return bool(found.none[kind])
    return any(page in address for address in found.pages)


@pytest.fixture(params=["http", "disk"])
def start(request: pytest.FixtureRequest, address: str, folder: Path) -> str:
    """The page of search, from a server and from the disk."""
    return f"{address}search/" if request.param == "http" else (folder / "search" / "index.html").as_uri()


def test_what_staff_type_finds_its_rule(browser: Any, start: str) -> None:
    queries = YAML(typ="safe").load((DATA / "search-queries.yaml").read_text(encoding="utf-8"))["queries"]
    assert len(queries) == 40
    queries = queries if start.startswith("http") else queries[::4]  # on disk only how it is loaded differs
    page = open_page(browser, PHONE)
    page.goto(start)
    wrong: dict[str, list[str]] = {"2018": [], "draft": []}
    for query in queries:
        found = asked(page, query["q"])
        for answer in query["answers"]:
            if not is_right(answer, found, query.get("page", "")):
                wrong[answer["edition"]].append(query["q"])
        if query.get("page"):
            assert any(query["page"] in one for one in found.pages), query["q"]
    assert len(wrong["2018"]) <= 3, wrong
    assert len(wrong["draft"]) <= 5, wrong


def test_more_of_what_staff_type_finds_its_rule(browser: Any, address: str, request: pytest.FixtureRequest) -> None:
    queries = YAML(typ="safe").load((DATA / "own-queries.yaml").read_text(encoding="utf-8"))
    queries = queries if request.config.getoption("--every-way") else queries[1::3]
    page = open_page(browser, WIDE)
    page.goto(f"{address}search/")
    shown = page.evaluate(SHOWN, [query["q"] for query in queries])
    wrong = [
        (query["q"], name, found[name])
        for query, found in zip(queries, shown, strict=True)
        for name in ("2018", "draft")
        if not (set(query[name].split()) & set(found[name]["cites"]) if query[name] else found[name]["none"])
    ]
    assert len(wrong) <= len(queries) // 10, wrong


@pytest.mark.parametrize("words", ["PASSWORD", "password?", "  password ", "the password"])
def test_case_blanks_and_question_marks_change_nothing(browser: Any, address: str, words: str) -> None:
    page = open_page(browser, WIDE)
    page.goto(f"{address}search/")
    assert asked(page, words).hits["force"] == ["2.1(e)", "2.1(f)", "2.2(p)"]


@pytest.mark.parametrize(
    "words", ["2.1(e)", "2.1 (E)", "2.1e", "clause 2.1(e)", "rule 2.1.e", "2.1(e)?", "what does 2.1 (e) say"]
)
def test_a_number_gives_that_item_alone(browser: Any, address: str, words: str) -> None:
    page = open_page(browser, WIDE)
    page.goto(f"{address}search/")
    assert asked(page, words).hits == {"force": ["2.1(e)"], "draft": ["2.1(e)"]}


def test_an_answer_has_an_address_that_can_be_sent_and_the_way_back_leads_back(browser: Any, address: str) -> None:
    page = open_page(browser, PHONE)
    page.goto(f"{address}search/?q=lost+laptop")
    page.wait_for_selector(".finds--draft .hit")
    assert page.locator(".finds--force .find__none").first.inner_text().startswith("No rule says what to do when")
    assert "draft, which is not approved" in page.inner_text(".finds--force .find__none")
    page.fill("#__find", "betting")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=betting")
    page.go_back()
    page.wait_for_function("document.title.startsWith('lost laptop')")
    assert page.input_value("#__find") == "lost laptop"


def test_words_typed_slowly_do_not_take_the_place_of_the_answer_before(browser: Any, address: str) -> None:
    page = open_page(browser, PHONE)
    page.goto(f"{address}search/?q=lost+laptop")
    page.wait_for_selector(".finds--draft .hit")
    for words in ("bet", "betting"):
        page.fill("#__find", words)
        page.wait_for_url(f"**/search/?q={words}")
    page.keyboard.press("Enter")
    page.fill("#__find", "phone")
    page.wait_for_url("**/search/?q=phone")
    for words in ("betting", "lost laptop"):
        page.go_back()
        page.wait_for_function("words => document.title.startsWith(words)", arg=words)
        assert page.input_value("#__find") == words
    page.go_forward()
    page.wait_for_function("document.title.startsWith('betting')")


def test_an_empty_answer_leads_on_and_promises_nothing(browser: Any, address: str) -> None:
    page = open_page(browser, PHONE)
    page.goto(f"{address}search/?q=passwodr xylophone".replace(" ", "%20"))
    page.wait_for_selector(".finds")
    assert "No rule in force says anything on “xylophone”. The nearest" in page.inner_text(".finds--force .find__none")
    page.goto(f"{address}search/?q=xylophone")
    page.wait_for_selector(".finds--nothing")
    assert page.locator("#__found >> text=All clauses, A to Z").is_visible()
    assert "xylophone" in page.inner_text(".finds--force .find__none")
    page.goto(f"{address}search/?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")
    page.wait_for_selector(".find__status:not(:empty)")
    assert page.locator("#__found img").count() == 0


@pytest.mark.parametrize(
    ("size", "first"),
    [(WIDE, ""), (PHONE, "acceptable-use/2018/breaches/"), (WIDE, "404.html")],
    ids=["desk", "phone", "gone"],
)
def test_from_any_page_by_keyboard_alone_a_word_leads_to_its_item(
    browser: Any, address: str, size: dict[str, int], first: str
) -> None:
    page = open_page(browser, size)
    page.goto(address + first)
    search(page, "passwords")
    page.wait_for_url("**/search/?q=passwords")
    assert page.locator(".find__status").get_attribute("role") == "status"
    assert "in force" in page.inner_text(".find__status")
    while page.evaluate("!document.activeElement.closest('.hit')"):
        page.keyboard.press("Tab")
    wanted = page.evaluate("document.activeElement.href")
    assert wanted.startswith(f"{address}acceptable-use/2018/")
    page.keyboard.press("Enter")
    page.wait_for_url(wanted)


def test_from_the_disk_a_link_and_the_box_lead_to_pages(browser: Any, folder: Path) -> None:
    page = open_page(browser, WIDE)
    page.goto((folder / "index.html").as_uri())
    page.fill(".top__find input", "betting")
    page.keyboard.press("Enter")
    page.wait_for_selector(".hit a")
    page.click(".hit a >> nth=0")
    page.wait_for_url("**/acceptable-use/2018/facilities/index.html#email-and-internet.h")
    page.click("header >> text=policies")
    page.wait_for_url("**/index.html")


def test_nothing_of_search_is_loaded_before_someone_searches(browser: Any, address: str) -> None:
    page = open_page(browser, PHONE)
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url.removeprefix(address)))
    page.goto(f"{address}acceptable-use/2018/facilities/")
    page.wait_for_load_state("networkidle")
    assert [one for one in fetched if "search/" in one or "vendor" in one or "find.js" in one] == []


def test_without_scripts_the_list_of_all_clauses_stands_in_for_search(browser: Any, address: str) -> None:
    for size in (WIDE, PHONE):
        page = open_page(browser, size, java_script_enabled=False)
        page.goto(f"{address}acceptable-use/2018/breaches/")
        assert not page.locator(".top__find").is_visible()
        page.click("header >> text=All clauses")
        page.click("#__words + ul a:text-is('Mobile Devices') >> nth=0")
        assert page.url == f"{address}acceptable-use/2018/social-networking-sites/#mobile-devices"
        page.goto(f"{address}search/")
        assert not page.locator("form.find").is_visible()
        assert page.locator("main >> text=All clauses, A to Z").first.is_visible()


def _states(page: Any, address: str) -> Iterator[str]:
    page.goto(f"{address}search/")
    yield "nothing typed"
    for words in ("lost laptop", "facebook", "xylophone"):
        asked(page, words)
        page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
        yield words


@pytest.mark.parametrize(
    ("size", "options", "rules"),
    [
        (WIDE, {"color_scheme": "dark"}, COLOURS),
        (PHONE, {"color_scheme": "light"}, RULES),
        (ZOOMED, {"color_scheme": "light"}, RULES),
        (PHONE, {"forced_colors": "active"}, COLOURS),
    ],
    ids=["desk, dark", "phone, light", "400 %", "forced colours"],
)
def test_axe_finds_nothing_whatever_is_shown_and_nothing_runs_over_the_edge(
    browser: Any, address: str, size: dict[str, int], options: dict[str, Any], rules: list[str]
) -> None:
    page = open_page(browser, size, reduced_motion="reduce", **options)
    for state in _states(page, address):
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        assert (state, violations(page, rules)) == (state, [])
