"""Every page of the whole site at 1280 pixels: accessible in light and in dark, quiet, and within its edges."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.site.test_browser import WIDE, browser, serving
from tests.site.walk import Walked, walk
from tests.site.everything import whole

__all__ = ["browser"]
pytestmark = pytest.mark.slow
PAGES = "index.html"


@pytest.fixture(scope="module")
def walked(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walked]:
    """The walk, once for all tests here."""
    files = whole()
    with serving(files, tmp_path_factory.mktemp("site")) as site:
        yield walk(browser, site, (path.removesuffix(PAGES) for path in files if path.endswith(".html")), WIDE)


def test_axe_finds_nothing_on_any_page_in_light_or_dark(walked: Walked) -> None:
    assert len(walked.pages) > 30
    assert walked.violations == {}


def test_no_request_leaves_the_host_and_the_console_stays_quiet(walked: Walked) -> None:
    assert walked.asked == []
    assert walked.said == []


def test_nothing_runs_over_the_edge_of_a_narrow_phone(walked: Walked) -> None:
    assert walked.over == []
