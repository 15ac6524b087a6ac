"""A whole site with three editions: what lies at the site root fits what lies below it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.site.publications import three
from tests.site.reading import broken, read
from tests.site.whole import site_of

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The site of a school with editions of three years and a draft."""
    shown = three()
    school = replace(shown.school, contact="The school office", email="office+rules@school.example")
    return site_of(replace(shown, school=school), tmp_path_factory.mktemp("root"))


def test_no_link_anchor_or_id_is_broken_with_three_editions(site: dict[str, bytes]) -> None:
    assert list(broken(site)) == []


def test_every_page_names_the_feed_and_the_calendar(site: dict[str, bytes]) -> None:
    assert {"feed.xml", "calendar.ics", "index.json"} <= site.keys()
    pages = {path: read(content) for path, content in site.items() if path.endswith("/index.html")}
    theirs = {path: page for path, page in pages.items() if any(link.endswith("policy.js") for link in page.links)}
    assert "phones/changes/2018-2019/index.html" in theirs
    for path, page in theirs.items():
        up = "../" * path.count("/")
        assert f"{up}feed.xml" in page.links, path
        assert f"{up}calendar.ics" in page.links, path


def test_every_page_names_whom_to_ask_and_where(site: dict[str, bytes]) -> None:
    ask = '<a href="mailto:office+rules@school.example">'
    pages = {path: content.decode() for path, content in site.items() if path.endswith(".html")}
    framed = {path: page for path, page in pages.items() if '<footer class="foot"' in page}
    assert {"index.html", "404.html", "phones/2018/index.html", "phones/changes/2018-2019/index.html"} <= framed.keys()
    for path, page in framed.items():
        assert ask in page.split('<footer class="foot"')[1], path
