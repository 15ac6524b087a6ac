"""The staged pages are portable: they build with Zensical too, whole and word for word."""

from __future__ import annotations

from functools import cache

import pytest

from tests.site.built import SECTIONS, real
from tests.site.reading import broken, read
from tests.site.zensical import ZENSICAL

pytestmark = pytest.mark.slow


@cache
def made() -> dict[str, bytes]:
    return real(ZENSICAL)


def test_zensical_makes_the_same_pages() -> None:
    def pages(files: dict[str, bytes]) -> set[str]:
        return {path for path in files if path.endswith("index.html")}

    assert pages(made()) == pages(real())


def test_no_link_anchor_or_id_is_broken() -> None:
    assert list(broken(made())) == []


def test_every_word_is_on_its_page() -> None:
    for section in SECTIONS:
        path = f"acceptable-use/2018/{section}/index.html"
        assert read(made()[path]).texts == read(real()[path]).texts
        assert b"Review was due May 2019: overdue by 7 years and 6 months on " in made()[path]
