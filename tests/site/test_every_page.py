"""Pages with every kind of element at 390 pixels, one of each kind at 1280: accessible, quiet, within their edges."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.site.browsing import serving
from tests.site.walk import Walked, kind, some, walk
from tests.site.whole import whole

pytestmark = pytest.mark.slow
STILL = {"assets/addresses.js": b""}  # pages that lead on are looked at without the script that leads on


@pytest.fixture(scope="module")
def walked(browser: Any, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Walked]:
    """The walk, once for all tests here."""
    files = whole() | STILL
    every = request.config.getoption("--every-way")
    pages = {path.removesuffix("index.html"): content for path, content in files.items() if path.endswith(".html")}
    looked = sorted(pages) if every else some(pages)
    wide = looked if every else {kind(path): path for path in reversed(looked)}.values()
    with serving(files, tmp_path_factory.mktemp("site")) as site:
        yield walk(browser, site, looked, wide, every)


def test_axe_finds_nothing_on_pages_that_show_every_kind_of_element(walked: Walked) -> None:
    assert len(walked.phone) >= 25
    kinds = {kind(page) for page in walked.wide}
    assert kinds == {kind(page) for page in walked.phone}
    assert kinds >= {"", "policy", "law/*", "policy/*", "policy/*/*", "policy/*/duties/*", "search", "questions"}
    assert walked.violations == {}


def test_no_request_leaves_the_host_and_the_console_stays_quiet(walked: Walked) -> None:
    assert walked.asked == []
    assert walked.said == []


def test_nothing_runs_over_the_edge_of_a_narrow_phone(walked: Walked) -> None:
    assert walked.over == []
