"""A page of the site is read as a browser shows it: its words, and what style sheets do to them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from clausebook.formats import web
from clausebook.io.site import build_site
from clausebook.model.codec import from_json, to_json
from clausebook.model.duties import force
from clausebook.model.edition import DRAFT
from clausebook.readback import units
from clausebook.readback.reading import false_claims
from clausebook.readback.web import claims
from clausebook.readback.web.page import page_of
from clausebook.resolve.resolve import resolve
from clausebook.source.load import load
from tests.adopted import approved
from tests.formats.pdf_cases import signable
from tests.history.repositories import FILES
from tests.readback.made import publication, sampled

Files = dict[str, bytes]
SECTION = "site/late/2026/rules/index.html"
HOME = "site/late/2026/index.html"
SHEET = "site/assets/policy.css"


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("site")


@cache
def built(folder: Path) -> Mapping[str, bytes]:
    """All pages of the edition, and the roof's, whose style sheets they share."""
    shown = publication(signable())
    made = [*web.render(signable(), shown), *web.render_all(shown)]
    return {
        f"{site.path}/{path}": content
        for site in made
        if site.renderer == "site"
        for path, content in build_site(site, folder / "staging", folder / "cache").items()
    }


def complaints(files: Mapping[str, bytes]) -> list[str]:
    """What the reader says of the edition's pages."""
    found = [unit for unit in units(signable(), files) if unit.path.startswith("site/late")]
    return [
        one for unit in found for each in (unit, *(unit.within() if unit.within else ())) for one in each.complaints()
    ]


def test_the_pages_of_an_edition_are_read_back_as_they_are(folder: Path) -> None:
    assert complaints(built(folder)) == []


# Rules of a style sheet of the school's. #rules\.b is the item "second".

B = r"#rules\.b"
CSS: dict[str, tuple[str, str]] = {
    "an item is not displayed": (f"{B} {{ display: none; }}", "“second” are not displayed"),
    "an item is not displayed on paper": (
        f"@media print {{ {B} {{ display: none }} }}",
        "not displayed (@media print)",
    ),
    "an item is not displayed on a phone": (
        f"@media (max-width: 30em) {{ {B} {{ display: none }} }}",
        "not displayed (@media (max-width: 30em))",
    ),
    "an item is not displayed, whatever comes later": (
        f"{B} {{ display: none !important }} {B} {{ display: block }}",
        "are not displayed",
    ),
    "all items are not displayed": (".point { display: none }", "are not displayed"),
    "a nested rule hides": (f".points {{ & {B} {{ display: none }} }}", "are not displayed"),
    "a rule in a layer hides": (f"@layer mine {{ {B} {{ visibility: hidden }} }}", "are invisible"),
    "a rule of :is() hides": (f":is({B}, .nothing) {{ display: none }}", "are not displayed"),
    "a rule of :has() hides": ("li:has(> a[data-cite='1(b)']) { display: none }", "are not displayed"),
    "a rule asks for an attribute": ("[ID='rules.b'] { display: none }", "are not displayed"),
    "a rule asks for the way of writing": ("[dir=LTR] li { display: none }", "are not displayed"),
    "a rule asks for a part of an attribute": ("[id$='.b'] { display: none }", "are not displayed"),
    "a rule has an escape": (r"#\72 ules\2e b { display: none }", "are not displayed"),
    "a rule leaves out the tag": (f"*:not(p){B} {{ display: none }}", "are not displayed"),
    "one of many selectors hides": (f"tt.nowhere, .nothing > b, LI{B} {{ display: none }}", "are not displayed"),
    "an item is hidden where scripts run": (f".js {B} {{ display: none }}", "are not displayed"),
    "an item is hidden where none run": (f".no-js {B} {{ display: none }}", "are not displayed"),
    "an item is invisible": (f"{B} {{ visibility: hidden }}", "“second” are invisible"),
    "an item is transparent": (f"{B} {{ opacity: 0 }}", "are transparent"),
    "an item is nearly transparent": (f".points {{ opacity: .5 }} {B} {{ opacity: 40% }}", "are transparent"),
    "an item is tiny": (f"{B}, {B} * {{ font-size: 0 }}", "are too small to read"),
    "an item is tiny by a shorthand": (f"{B} p {{ font: 1px serif }}", "are too small to read"),
    "an item is white": (f"{B} p {{ color: #fff }}", "have the colour of what lies behind them"),
    "an item is white by a variable": (f"{B} {{ --x: white }} {B} p {{ color: var(--x) }}", "have the colour"),
    "an item is of no colour": (f"{B} p {{ color: transparent }}", "have the colour"),
    "an item is black on black": (f"{B} p {{ color: #111; background: #000 }}", "have the colour"),
    "an item is white in the dark": (
        f"@media (prefers-color-scheme: dark) {{ {B} p {{ color: #14181c }} }}",
        "(@media (prefers-color-scheme: dark))",
    ),
    "an item is filled with white": (f"{B} p {{ -webkit-text-fill-color: white }}", "have the colour"),
    "an item is indented away": (f"{B} p {{ text-indent: -9999px }}", "are moved out of sight by text-indent"),
    "an item is moved away by a margin": (f"{B} p {{ margin-left: -200vw }}", "are moved out of sight by margin-left"),
    "an item is put elsewhere": (f"{B} p {{ position: absolute; left: -99em }}", "are moved out of sight by left"),
    "an item is taken out of its place": (f"{B} p {{ position: fixed; top: 0 }}", "are taken out of their place"),
    "an item is clipped": (f"{B} p {{ clip-path: inset(50%) }}", "are cut off"),
    "an item has no height": (f"{B} p {{ max-height: 0; overflow: hidden }}", "are cut off by max-height"),
    "an item has no width": (f"{B} p {{ width: 0; overflow: hidden }}", "are cut off by width"),
    "an item is cut short": (f"{B} p {{ -webkit-line-clamp: 1 }}", "are cut short"),
    "an item is moved by a transform": (
        f"{B} p {{ transform: translateX(-300vw) }}",
        "are moved or turned by transform",
    ),
    "an item is made small by a scale": (f"{B} p {{ scale: 0 }}", "are moved or turned by scale"),
    "an item is turned over": (f"{B} p {{ rotate: 180deg }}", "are moved or turned by rotate"),
    "an item is blurred": (f"{B} p {{ filter: blur(9px) }}", "are changed by filter"),
    "an item is masked": (f"{B} p {{ mask-image: linear-gradient(transparent, transparent) }}", "are changed by mask"),
    "an item is moved by an animation": (f"{B} p {{ animation: away 1s forwards }}", "are changed by animation"),
    "an item is struck through": (f"{B} p {{ text-decoration: line-through }}", "are struck through"),
    "letters lie on one another": (f"{B} p {{ letter-spacing: -1em }}", "run into one another"),
    "lines lie on one another": (f"{B} p {{ line-height: 0 }}", "lie on one another"),
    "letters are turned round": (f"{B} p {{ unicode-bidi: bidi-override; direction: rtl }}", "are turned round"),
    "words are put before": (f'{B} p::before {{ content: "never " }}', "have other words put beside them"),
    "words are put behind": (f'{B}::after {{ content: "unless it rains" }}', "have other words put beside them"),
    "an attribute is put before": (f"{B} p::before {{ content: attr(id) }}", "have other words put beside them"),
    "a number is put before": (f"{B} p::before {{ content: counter(x) }}", "have other words put beside them"),
    "a box is laid over": (
        f'{B} p::after {{ content: ""; position: absolute; inset: 0; background: white }}',
        "lie under something that is laid over them",
    ),
    "an item is replaced": (f"{B} p {{ content: url(other.svg) }}", "are replaced by other content"),
    "the first line is hidden": (f"{B} p::first-line {{ color: transparent }}", "have the colour"),
    "the browser numbers items": (".md-typeset ol.points { list-style: decimal !important }", "are numbered by the"),
    "items change places": (".points { display: flex; flex-direction: column-reverse }", "have another order"),
    "an item changes its place": (f"{B} {{ order: -1 }}", "have another order"),
    "a letter is hidden": (f"{B} .letter {{ display: none }}", "“(b)” are not displayed"),
    "a heading is hidden": ("h1 { display: none }", "are not displayed"),
    "a number is hidden": (".number { visibility: hidden }", "“1.” are invisible"),
    "a cell is hidden": ("td:nth-child(2) { display: none }", "“A letter home” are not displayed"),
    "all is hidden": ("article { display: none }", "are not displayed"),
    "the page is hidden": ("html { opacity: 0 }", "are transparent"),
    "another sheet is brought in": ('@import "https://example.org/more.css";', "imports another style sheet"),
    "a font is brought in": ("@font-face { font-family: X; src: url(x.woff2) }", "brings a font of its own"),
    "a rule cannot be followed": (f"{B}:unheard-of {{ display: none }}", "which cannot be followed"),
}


@pytest.mark.parametrize("name", sampled(CSS))
def test_a_style_sheet_cannot_hide_or_write_words(folder: Path, name: str) -> None:
    rule, answer = CSS[name]
    front = rule.startswith("@import")
    sheet = built(folder)[SHEET]
    files = {**built(folder), SHEET: rule.encode() + sheet if front else sheet + b"\n" + rule.encode()}
    found = complaints(files)
    assert any(answer in one for one in found), found


HARMLESS = (
    f"{B} {{ color: #333; margin: .5rem 0 0; padding-left: 1em; background: #f3f5f6 }}",
    f"{B} p {{ font-size: 1.2rem; line-height: 1.4; letter-spacing: -.01em; text-indent: 1em }}",
    "h1 { position: relative; top: 0; left: .2em }",
    ".tools, .law { display: none }",
    '.law__why::after { content: " (for readers)" }',
    f"{B}:hover {{ opacity: 0 }}",
    "@media print { nav, .strip { display: none } }",
    f'{B}::before {{ content: "" }}',
    ".top { position: fixed; background: black }",
)


@pytest.mark.parametrize("rule", HARMLESS)
def test_a_style_sheet_may_set_words(folder: Path, rule: str) -> None:
    assert complaints({**built(folder), SHEET: built(folder)[SHEET] + b"\n" + rule.encode()}) == []


# The HTML of a page


def html(path: str, old: str, new: str) -> Callable[[Files], None]:
    """An attack on a page, by pattern."""

    def change(files: Files) -> None:
        before = files[path].decode()
        files[path] = re.sub(old, new, before, count=1, flags=re.DOTALL).encode()
        assert files[path] != before.encode(), "the attack changed nothing"

    return change


PAGES: dict[str, tuple[Callable[[Files], None], str]] = {
    "a word is replaced": (html(SECTION, ">second<", ">other<"), "it says “other”, the edition “second”"),
    "a paragraph is dropped": (html(SECTION, "<p>second</p>", ""), "it leaves out “second”"),
    "a paragraph is doubled": (html(SECTION, "(<p>second</p>)", r"\1\1"), "it says “second”"),
    "a paragraph is marked as the engine's": (html(SECTION, "<p>second", "<p data-engine>second"), "it leaves out"),
    "a paragraph is put among the words": (html(SECTION, "(<p>second)", r"<p>Not yet.</p>\1"), "it says “Not yet.”"),
    "an item is hidden by an attribute": (html(SECTION, "<p>second", "<p hidden>second"), "are not displayed"),
    "an item is hidden by a style": (html(SECTION, "<p>second", '<p style="display:none">second'), "not displayed"),
    "an item is folded away": (
        html(SECTION, "<p>second</p>", "<details><summary>…</summary><p>second</p></details>"),
        "are folded away",
    ),
    "an item is struck through": (html(SECTION, ">second<", "><del>second</del><"), "are struck through"),
    "a letter is another": (html(SECTION, r"\(b\)</a>", "(c)</a>"), "it says “(c)”"),
    "a cell is dropped": (html(SECTION, "<td>A letter home</td>", ""), "it leaves out “A letter home”"),
    "the page has a sheet of its own": (
        html(SECTION, "</head>", r"<style>#rules\\.b { display: none }</style></head>"),
        "are not displayed",
    ),
    "the page takes a sheet from elsewhere": (
        html(SECTION, "</head>", '<link rel="stylesheet" href="https://example.org/x.css"></head>'),
        "takes its style from https://example.org/x.css, which is not read",
    ),
    "the section has no page": (lambda files: files.pop(SECTION) and None, "has no page"),
    "the page has no article": (html(SECTION, "<article", "<section"), "it cannot be read back"),
    "the first page has another title": (html(HOME, "(<h1[^>]*>)Late", r"\1Early"), "the title “Late”"),
    "the first page has another day": (html(HOME, "<dd>12 May 2026", "<dd>13 May 2026"), "when it was approved"),
    "the first page names another body": (
        html(HOME, "Approved by the governing body", "Approved by the council"),
        "it says that it was approved by “council",
    ),
    "the contents have another heading": (html(HOME, "<span>Rules</span>", "<span>Advice</span>"), "contents do not"),
    "a banner claims another approval": (
        html(SECTION, "<article", "<p>Approved by the council.</p><article"),
        "it says that it was approved by “council",
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_cannot_say_something_else(folder: Path, name: str) -> None:
    change, answer = PAGES[name]
    files = dict(built(folder))
    change(files)
    found = complaints(files)
    assert any(answer in one for one in found), found


def test_the_styles_of_a_page_are_judged_by_its_tree_and_the_sheets_alone(folder: Path) -> None:
    """What is remembered of a page's look must not hang on its words."""

    def parts(files: Mapping[str, bytes]) -> list[tuple[bytes | str, ...]]:
        return [
            each.depends
            for unit in units(signable(), files)
            if unit.path == SECTION
            for each in (unit.within() if unit.within else ())
        ]

    files = dict(built(folder))
    html(SECTION, ">second<", ">other<")(files)
    assert parts(files) == parts(built(folder)) != []
    html(SECTION, "<p>other", '<p class="x">other')(files)
    assert parts(files) != parts(built(folder))


def test_what_follows_emphasis_in_a_clause_is_no_claim_of_the_page() -> None:
    adopted = b"<article><p><em>Note:</em> Approved by: X</p></article>"
    html = b"<html><body><p>Draft <b>x</b> here</p>" + adopted + b"<p>End</p></body></html>"
    assert claims(page_of(html)) == "Draft x here End"


@pytest.mark.parametrize("body", ["the trust board", "The Trust Board", "Trust Board"])
def test_a_body_that_is_named_with_its_article_is_the_one_that_approves(body: str) -> None:
    draft = replace(signable(), name=DRAFT, approval=None, approving_body=body)
    assert list(false_claims(draft, f"Not approved by the {body.removeprefix('the ').removeprefix('The ')}.")) == []
    (said,) = false_claims(draft, "Not approved by the head.")
    assert said.lower().endswith("the record says by the trust board")


@pytest.mark.parametrize("role", ["index", "role-model"])
def test_the_page_of_a_role_is_that_role_s_whatever_it_is_called(role: str, tmp_path: Path) -> None:
    files = {path: text.replace("staff:", f"{role}:") for path, text in FILES.items()}
    files["clauses/phones/calls.yaml"] = f"id: calls\ntitle: Calls\napplies_to: [{role}]\nbody: [Staff must call.]\n"
    edition = resolve(load({path: text.encode() for path, text in files.items()}), "phones", "draft")
    pages = {
        f"{site.path}/{path}": content
        for site in web.render(edition, publication(edition))
        if site.renderer == "site"
        for path, content in build_site(site, tmp_path / "staging", tmp_path / "cache").items()
    }
    assert any("/duties/" in path and path.count("/") == 5 for path in pages)
    found = [one for unit in units(edition, pages) if "/duties/" in unit.path for one in unit.complaints()]
    assert found == []


def test_of_an_edition_whose_own_files_stay_nobody_asks_what_its_words_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    edition = from_json(to_json(approved()))
    monkeypatch.setattr(force, "asked", lambda blocks: pytest.fail("somebody asked"))
    (found,) = units(edition, {"site/search/index.js": b'find.index({"policies": []})'})
    assert found.complaints() == ()
