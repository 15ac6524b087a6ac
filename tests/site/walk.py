"""A walk over pages of the whole site in Chromium: what axe finds, who is asked, what runs over the edge."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import html

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# another scheme changes nothing but colours, so that only these can find anything new in it
COLOURS = ["color-contrast", "link-in-text-block"]
WIDE, PHONE, NARROW = ({"width": wide, "height": high} for wide, high in ((1280, 900), (390, 844), (320, 640)))
AXE = """only => axe.run(document, {runOnly: only, resultTypes: ["violations"], iframes: false, preload: false}).then(
    found => found.violations.flatMap(one => one.nodes.map(node => one.id + ": " + node.html.slice(0, 160))))"""
# parts of an address that say what a page is; all others are names
_FIXED = (
    *("", "404.html", "clauses", "glossary", "search", "questions", "policies"),
    *("clause", "review", "changes", "duties"),
    *("legislation-cited", "about-this-edition", "acknowledgement"),
)
_OPEN = "all => all.forEach(one => one.open = true)"
# what axe does grows with the square of a page: of elements that follow each other and show nothing new, three stay
FEW = """body => {
    const seen = new Set(), kinds = one => ["", ...one.classList].map(name => one.tagName + "." + name);
    const thin = one => {
        const alike = {};
        for (const child of [...one.children]) {
            const name = kinds(child).slice(0, 2), inside = [child, ...child.querySelectorAll("*")].flatMap(kinds);
            alike[name] = (alike[name] ?? 0) + 1;
            if (alike[name] > 3 && inside.every(kind => seen.has(kind))) child.remove();
            else thin(child);
            inside.forEach(kind => seen.add(kind));
        }
    };
    thin(body);
}"""
_BOTH = 5  # as many pages are looked at in both schemes at both widths: the first ones show most kinds of elements
_OVER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass
class Walked:
    """What a walk found, by path and way of looking. `asked` are addresses outside the site, `said` is the console."""

    phone: list[str] = field(default_factory=list)
    wide: list[str] = field(default_factory=list)
    violations: dict[str, list[str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    over: list[str] = field(default_factory=list)

    def look(self, page: Any, way: str, rules: list[str]) -> None:
        """Keep what axe finds on a page as it is shown now."""
        hits = page.evaluate(AXE, {"type": "rule" if rules is COLOURS else "tag", "values": rules})
        self.violations |= {f"{page.url}, {way}": hits} if hits else {}


def walk(browser: Any, site: str, files: Iterable[str], wide: Container[str], every_way: bool) -> Walked:
    """Look at pages by all rules, with all lists open: each on a phone in light, and those in `wide` at a desk in dark.

    In the other scheme only colours can be wrong: that is looked at on the first pages, or on every page. Each page is
    loaded once.
    """
    import axe_playwright_python as axe

    walked = Walked()
    context = browser.new_context(viewport=PHONE, reduced_motion="reduce")
    context.add_init_script(path=str(Path(axe.__file__).with_name("axe.min.js")))
    page = context.new_page()
    page.on("request", lambda one: walked.asked.append(one.url) if _is_foreign(one.url, site) else None)
    page.on("console", lambda message: walked.said.append(message.text))
    page.on("pageerror", lambda error: walked.said.append(str(error)))
    page.on("response", lambda one: walked.said.append(f"{one.status} {one.url}") if one.status >= 400 else None)
    for place, path in enumerate(files):
        both = every_way or place < _BOTH
        page.set_viewport_size(NARROW)
        page.goto(site + path, wait_until="load")
        page.eval_on_selector_all("details", _OPEN)
        walked.over += [path] if page.evaluate(_OVER) > 0 else []
        if not every_way:
            page.eval_on_selector("body", FEW)
        for name, size, scheme, looked in (
            ("phone", PHONE, "light", walked.phone),
            *((("desk", WIDE, "dark", walked.wide),) if path in wide else ()),
        ):
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme)
            looked.append(path)
            walked.look(page, f"{name}, {scheme}", RULES)
            if both:
                other = "dark" if scheme == "light" else "light"
                page.emulate_media(color_scheme=other)
                walked.look(page, f"{name}, {other}", COLOURS)
    context.close()
    return walked


def some(files: Mapping[str, bytes]) -> list[str]:
    """Pages that together show every kind of page and of element, which is a tag with a class.

    Takes files by path. A page that shows most of what was not seen before comes first.
    """
    kinds = {path: {kind(path)} | elements(content) for path, content in files.items()}
    left, found = set[object]().union(*kinds.values()), list[str]()
    while left:
        path = min(kinds, key=lambda path: (-len(kinds[path] & left), len(files[path]), path))
        left -= kinds[path]
        found.append(path)
    return found


def elements(content: bytes) -> set[object]:
    """The kinds of elements of a page."""
    found = (one for one in html.fromstring(content).iter() if isinstance(one.tag, str))
    return {(one.tag, name) for one in found for name in ("", *one.get("class", "").split())}


def kind(path: str) -> str:
    """What a page is by its address: pages of one kind come from one template."""
    first, *further = path.removesuffix("/").split("/")
    if first == "law":
        return "law/*" if further else "law"
    if not further:
        return first if first in _FIXED else "policy"
    return "/".join(("policy", *(part if part in _FIXED else "*" for part in further)))


def _is_foreign(url: str, site: str) -> bool:
    return not url.startswith((site, "blob:", "data:"))
