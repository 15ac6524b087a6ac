"""Two pages of each kind at 1280 pixels, or all of them: accessible in dark and light; quiet; within their edges."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.site.test_browser import WIDE, serving
from tests.site.walk import Walked, kind, some, walk
from tests.site.whole import whole

pytestmark = pytest.mark.slow
PAGES = "index.html"


@pytest.fixture(scope="module")
def walked(browser: Any, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Walked]:
    """The walk, once for all tests here."""
    files = whole()
    with serving(files, tmp_path_factory.mktemp("site")) as site:
        every = request.config.getoption("--every-way")
        pages = [path.removesuffix(PAGES) for path in files if path.endswith(".html")]
        yield walk(browser, site, pages if every else some(pages), WIDE, "dark", both=every)


def test_axe_finds_nothing_on_any_page(walked: Walked) -> None:
    assert {kind(page) for page in walked.pages} >= {
        "",
        "policy",
        "law/*",
        "policy/*",
        "policy/*/*",
        "policy/*/duties/*",
        *("search", "questions", "policies"),
    }
    assert walked.violations == {}


def test_no_request_leaves_the_host_and_the_console_stays_quiet(walked: Walked) -> None:
    assert walked.asked == []
    assert walked.said == []


def test_nothing_runs_over_the_edge_of_a_narrow_phone(walked: Walked) -> None:
    assert walked.over == []
