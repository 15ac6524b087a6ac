"""What the tests of the site share: a browser, the whole site over http and on disk, the mini school, quiet git."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.history.conftest import nobody_elses_settings, school
from tests.programs import program

__all__ = ["nobody_elses_settings", "school"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium from the system: nothing is downloaded.

    One a file: while it is open, its event loop is in the way of all that runs one of its own, such as signing.
    """
    found = program("chromium", "chromium-browser", "google-chrome")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's whole site on disk, as staff open it without a server."""
    from tests.site.built import write
    from tests.site.whole import whole

    return write(whole(), tmp_path_factory.mktemp("whole"))


@pytest.fixture(scope="session")
def address(folder: Path) -> Iterator[str]:
    """The address of the repository's whole site on this machine."""
    from tests.site.browsing import serving

    with serving({}, folder) as root:
        yield root
