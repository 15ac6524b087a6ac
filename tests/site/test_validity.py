"""Every page of the whole site is valid HTML, and no link or anchor of it is broken."""

from __future__ import annotations

import pytest

from tests.site.reading import broken
from tests.site.validity import faults
from tests.site.whole import whole

pytestmark = pytest.mark.slow


def test_every_page_is_valid() -> None:
    found = {path: [*faults(content)] for path, content in whole().items() if path.endswith(".html")}
    assert len(found) > 30
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


def test_no_link_anchor_or_id_of_any_page_is_broken() -> None:
    assert list(broken(whole())) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>a<div>b</div></p>", "unexpected-end-tag"),
        ('<p id="a">b<p id="a">c', "id a is there 2 times"),
        ("<ul><p>a</p></ul>", "<p> straight in <ul>"),
        ("<img src='a.png'>", "<img> without alt"),
        ("<h3>a</h3>", "a heading of level 3 after one of level 1"),
        ('<label for="x">a</label>', "<label for='x'> names nothing"),
        ("<button><a href='b'>c</a></button>", "<a> in <button>"),
        ("<span><ul><li>a</ul></span>", "<ul> in <span>"),
    ],
)
def test_a_fault_would_be_seen(body: str, expected: str) -> None:
    page = (
        f'<!doctype html><html lang="en"><head><title>t</title></head><body><main><h1>h</h1>{body}</main></body></html>'
    )
    assert any(expected in line for line in faults(page.encode()))
    assert list(faults(page.replace(body, "<p>a</p>").encode())) == []
