"""The Atom feed: what RFC 4287 demands, names that never change, dates that come from no clock."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from urllib.parse import urljoin, urlsplit

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from clausebook.formats import feed
from clausebook.model.edition import Edition
from clausebook.model.publication import Publication
from tests import adopted
from tests.strategies import editions

ATOM = "{http://www.w3.org/2005/Atom}"
WHEN = datetime(2026, 11, 20, 15, 4, 5, tzinfo=UTC)
STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")
ONCE = ("id", "title", "updated", "published", "summary", "subtitle")


def real(**changes: object) -> Publication:
    found = replace(adopted.publication(adopted.draft(), adopted.approved()), drafted={"acceptable-use": WHEN})
    return replace(found, **changes)  # type: ignore[arg-type]


def read(publication: Publication) -> etree._Element:
    return etree.fromstring(feed.feed(publication))


def text(element: etree._Element, tag: str) -> str:
    return element.findtext(f"{ATOM}{tag}") or ""


def faults(root: etree._Element) -> list[str]:
    """What is against RFC 4287, section 4, as far as this feed uses it."""
    found = [] if root.tag == f"{ATOM}feed" else ["the root is no feed"]
    for element in (root, *root.findall(f"{ATOM}entry")):
        found += [f"{tag} is missing" for tag in ("id", "title", "updated") if not text(element, tag)]
        found += [f"{tag} twice" for tag in ONCE if len(element.findall(f"{ATOM}{tag}")) > 1]
        found += [f"{text(element, 'id')} is no URI" for _ in (1,) if not urlsplit(text(element, "id")).scheme]
        stamps = [one.text or "" for tag in ("updated", "published") for one in element.findall(f"{ATOM}{tag}")]
        found += [f"{stamp} is no RFC 3339 date" for stamp in stamps if not STAMP.fullmatch(stamp)]
        links = [(one.get("rel"), one.get("type"), one.get("hreflang")) for one in element.findall(f"{ATOM}link")]
        found += [f"two links {one}" for one in set(links) if one[0] == "alternate" and links.count(one) > 1]
        found += ["a link without href" for one in element.findall(f"{ATOM}link") if not one.get("href")]
        found += [
            f"the category {one.get('term')!r}" for one in element.findall(f"{ATOM}category") if not one.get("term")
        ]
    authors = [root, *root.findall(f"{ATOM}entry")]
    if not any(text(one, "name") for element in authors for one in element.findall(f"{ATOM}author")):
        found.append("no author")
    names = [text(entry, "id") for entry in root.findall(f"{ATOM}entry")]
    return found + [f"{name} twice" for name in set(names) if names.count(name) > 1]


def test_the_real_feed_is_valid_atom() -> None:
    assert faults(read(real())) == []


@given(editions(), st.booleans())
def test_every_feed_is_valid_atom(edition: Edition, dated: bool) -> None:
    drafted = {edition.policy: WHEN} if dated else {}
    found = Publication(school=edition.school, editions=(edition,), as_of=date(2020, 1, 1), drafted=drafted)
    assert faults(read(found)) == []


def test_a_site_without_an_edition_has_an_empty_feed_that_is_valid() -> None:
    assert faults(read(Publication(school=adopted.approved().school, editions=(), as_of=date(2020, 1, 1)))) == []


def test_a_missing_date_would_be_seen() -> None:
    broken = feed.feed(real()).replace(b"<updated>2018-05-01T00:00:00Z</updated>", b"")
    assert faults(etree.fromstring(broken)) == ["updated is missing"]


def test_approved_editions_and_drafts_are_listed_newest_first_with_their_own_dates() -> None:
    entries = read(real()).findall(f"{ATOM}entry")
    assert [text(entry, "updated") for entry in entries] == ["2026-11-20T15:04:05Z", "2018-05-01T00:00:00Z"]
    assert [entry.find(f"{ATOM}category").get("term") for entry in entries] == ["draft", "approved"]  # type: ignore[union-attr]
    assert text(entries[1], "summary") == "Approved May 2018 by the governing body. Review due May 2019."
    assert text(read(real()), "updated") == "2026-11-20T15:04:05Z"


def test_a_day_that_is_not_recorded_is_never_called_the_day_of_publication() -> None:
    assert [text(entry, "published") for entry in read(real()).findall(f"{ATOM}entry")] == ["", ""]
    edition = adopted.approved()
    assert edition.approval is not None
    exact = replace(edition, approval=replace(edition.approval, approved="2018-05-16"))
    (entry,) = read(adopted.publication(exact)).findall(f"{ATOM}entry")
    assert text(entry, "published") == "2018-05-16T00:00:00Z"


def test_another_day_gives_the_same_feed() -> None:
    assert feed.feed(real()) == feed.feed(real(as_of=date(2030, 1, 1)))


def test_a_draft_that_history_tells_nothing_of_is_left_out() -> None:
    entries = read(real(drafted={})).findall(f"{ATOM}entry")
    assert [entry.find(f"{ATOM}category").get("term") for entry in entries] == ["approved"]  # type: ignore[union-attr]


def test_names_stay_when_the_draft_changes_and_when_the_site_moves() -> None:
    def names(publication: Publication) -> list[str]:
        return [text(entry, "id") for entry in read(publication).findall(f"{ATOM}entry")]

    other = replace(adopted.draft(), title="Another title", fingerprint="v1:sha256:" + "1" * 64)
    moved = replace(real().school, policy_site="https://hanson.example/policies")
    assert names(real()) == names(real(editions=(other, adopted.approved()))) == names(real(school=moved))
    assert names(real())[1] == "urn:uuid:9fbdb2e6-2a0d-5865-bb7b-ef21ff26288e", "published names never change"


def test_addresses_are_absolute_only_where_the_school_says_where_its_site_is() -> None:
    def hrefs(publication: Publication) -> list[str]:
        return [one.get("href") or "" for one in read(publication).iter(f"{ATOM}link")]

    assert not any(urlsplit(href).scheme for href in hrefs(real()))
    moved = replace(real().school, policy_site="https://hanson.example/policies")
    base = "https://hanson.example/policies/"
    assert hrefs(real(school=moved)) == [urljoin(base, href.removeprefix("./")) for href in hrefs(real())]
