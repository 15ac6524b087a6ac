"""How much a reader's phone has to fetch, gzipped as servers send it, and that every address of the site is kept."""

from __future__ import annotations

import gzip
import posixpath
import re
from html.parser import HTMLParser

import pytest

from tests import adopted
from tests.site.whole import whole

pytestmark = pytest.mark.slow
LANDING, POLICY = 300_000, 350_000
KEPT = adopted.ROOT / "tests" / "site" / "addresses.txt"
# the site root and one edition, whose words nobody changes; what comes and goes is held by the test over history
STAYING = re.compile(
    r"[^/]+|(law|glossary|clauses)/index\.html|acceptable-use/(2018/.*|changes/index\.html|index\.html)"
)


class _Fetched(HTMLParser):
    """What a browser fetches for a page: what stands in a template is not fetched."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.found: list[str] = []
        self.templates = 0
        self.feed(page.decode("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.templates += tag == "template"
        if not self.templates:
            fetched = given.get("rel") in ("stylesheet", "icon")
            self.found += [
                address for name in ("src", "href") if (address := given.get(name)) and (name == "src" or fetched)
            ]

    def handle_endtag(self, tag: str) -> None:
        self.templates -= tag == "template"


def weight(path: str) -> int:
    """Bytes over the wire for a first visit of one page."""
    page = whole()[path]
    fetched = {posixpath.normpath(posixpath.join(posixpath.dirname(path), one)) for one in _Fetched(page).found}
    assert fetched <= whole().keys(), "what a page fetches is not there"
    assert any(one.endswith(".css") for one in fetched)
    return sum(len(gzip.compress(whole()[one], 6)) for one in fetched) + len(gzip.compress(page, 6))


def test_the_landing_page_weighs_less_than_300_kb() -> None:
    assert weight("index.html") < LANDING


def test_no_other_page_weighs_more_than_350_kb() -> None:
    pages = {path: weight(path) for path, page in whole().items() if path.endswith(".html") and path != "404.html"}
    assert len(pages) > 60
    assert {path: size for path, size in pages.items() if size >= POLICY} == {}


def test_readers_are_sent_no_remarks_of_ours_and_every_licence() -> None:
    ours = {path: content for path, content in whole().items() if re.fullmatch(r"assets/[a-z]+\.(css|js)", path)}
    assert {"assets/find.js", "assets/policy.css"} <= ours.keys()
    assert [path for path, content in ours.items() if re.search(rb"(?m)^\s*(//|/\*)", content)] == []
    kept = [path for path in whole() if path.startswith("assets/vendor/")]
    assert all(adopted.ROOT.joinpath("site", path).read_bytes() == whole()[path] for path in kept)
    assert sum("LICENSE" in path for path in kept) == 2


def test_every_page_and_document_of_the_roof_and_of_the_2018_edition_stays_where_it_was(bless: bool) -> None:
    """The list is only ever added to: what is in it was published, and somebody may have written it down."""
    files = (path for path in whole() if STAYING.fullmatch(path))
    addresses = {path.removesuffix("index.html") or "./" for path in files}
    kept = set(KEPT.read_text(encoding="utf-8").split()) if KEPT.exists() else set()
    if bless:
        KEPT.write_text("\n".join(sorted(kept | addresses)) + "\n", encoding="utf-8", newline="\n")
        return
    assert kept - addresses == set(), "these were published once: let them lead on"
    assert addresses - kept == set(), "new addresses: build.py test --bless adds them to the list"
