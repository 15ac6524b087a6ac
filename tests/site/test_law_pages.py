"""The pages of legislation: every instrument, its status on the days that matter, and all that cites it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import lru_cache
from html import unescape

import pytest
from hypothesis import given
from lxml import etree

from clausebook.formats import law, web
from clausebook.formats.web.escape import law_folder
from clausebook.model.artefact import Artefact
from clausebook.model.edition import Edition, Law
from clausebook.model.law.status import status
from clausebook.model.law.timeline import periods
from clausebook.model.publication import Publication
from tests import adopted
from tests.site.publications import real
from tests.strategies import editions


def artefact(publication: Publication) -> Artefact:
    (found,) = law.render_all(publication)
    return found


@lru_cache(maxsize=1)
def rendered() -> Artefact:
    return artefact(real())


def page(id: str, found: Artefact | None = None) -> str:
    """The text of an instrument's page, as the slot has it."""
    found = found or rendered()
    return found.files[f"slots/law--{law_folder(id).removeprefix('law/').replace('/', '--')}.html"].decode()


def said(html: str) -> str:
    """What a reader hears: the words without tags."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def part(html: str, id: str) -> str:
    """What stands below one heading."""
    return html.split(f'<h2 id="{id}">')[1].split("<h2 ")[0]


def all_ids() -> list[str]:
    register = real().register
    assert register is not None
    return [one.id for one in register.instruments]


def test_every_registered_instrument_has_a_page_and_a_line_in_the_list() -> None:
    listed = rendered().files["slots/list.html"].decode()
    for id in all_ids():
        assert f"docs/{law_folder(id).removeprefix('law/')}.md" in rendered().files
        assert f'href="site:{law_folder(id)}/"' in listed


def test_a_page_gives_the_status_of_today_and_of_the_day_of_each_approval() -> None:
    html = page("ukpga/2010/15")
    assert "On 22 November 2026" in said(html)
    assert "In force" in said(part(html, "__today"))
    html = page("ukpga/1998/42")
    assert "approved May 2018, day not recorded: In force" in said(part(html, "__stood"))
    assert 'href="https://www.legislation.gov.uk/ukpga/1998/42/2018-05-01"' in part(html, "__stood")


def test_where_the_day_of_an_approval_is_not_recorded_and_matters_both_ends_of_the_month_are_listed() -> None:
    stood = said(part(page("ukpga/1998/29"), "__stood"))
    assert "In force on 1 May 2018, no longer law on 31 May 2018" in stood


def test_a_page_speaks_from_the_day_of_the_publication() -> None:
    before = artefact(replace(real(), as_of=date(2018, 5, 24)))
    assert "In force" in said(part(page("ukpga/1998/29", before), "__today"))
    assert "Not yet in force" in said(part(page("ukpga/2018/12", before), "__today"))
    assert "No longer law" in said(part(page("ukpga/1998/29"), "__today"))


def test_a_new_day_gives_the_generator_nothing_new_to_do() -> None:
    """Everything that depends on the day is in slots."""
    tomorrow = artefact(replace(real(), as_of=date(2026, 11, 23)))
    staged = {path: content for path, content in rendered().files.items() if not path.startswith("slots/")}
    assert staged == {path: content for path, content in tomorrow.files.items() if not path.startswith("slots/")}
    assert rendered().files != tomorrow.files


@pytest.mark.parametrize("id", all_ids())
def test_the_drawing_is_an_image_with_a_name_and_a_description_that_tell_its_periods(id: str) -> None:
    html = page(id)
    if "<svg" not in html:
        assert "Timeline" not in html
        return
    svg = etree.fromstring(html.split("<figure")[1].split(">", 1)[1].split("</figure>")[0])
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == "__drawn __told"
    (name,), (description,) = svg.findall("title"), svg.findall("desc")
    assert (name.get("id"), description.get("id")) == ("__drawn", "__told")
    register = real().register
    assert register is not None
    drawn = len(svg.findall("rect[@class]")) and [
        one for one in svg.iter("rect") if "bar--" in (one.get("class") or "")
    ]
    found = periods(register.instrument_by_id[id])
    assert len(drawn or []) <= len(found)
    assert description.text is not None
    assert description.text.count(";") >= len(found) - 1


@pytest.mark.parametrize("id", all_ids())
def test_each_mark_of_the_drawing_is_inside_it_and_in_the_list_under_its_number(id: str) -> None:
    html = page(id)
    if "<svg" not in html:
        return
    svg = etree.fromstring(html.split("<figure")[1].split(">", 1)[1].split("</figure>")[0])
    counts = [one for one in svg.iter("text") if "count" in (one.get("class") or "").split()]
    listed = html.split('<ol class="events">')[1].split("</ol>")[0].count("<li ")
    assert [one.text for one in counts] == [str(number) for number in range(1, listed + 1)]
    _, _, width, height = map(float, (svg.get("viewBox") or "").split())
    places = {(float(one.get("x") or -1), float(one.get("y") or -1)) for one in counts}
    assert len(places) == len(counts)
    assert all(0 < x < width and 0 < y < height for x, y in places)


def test_what_nobody_has_seen_is_said_in_the_list_and_drawn_hollow() -> None:
    html = page("ukpga/1998/29")
    assert "1 March 2000: Came into force (not seen in a source)" in said(html)
    assert "mark--unseen" in html
    assert "Not checked in a source: the day it came into force." in said(part(html, "__sure"))


def test_no_page_speaks_in_codes() -> None:
    """Dates and other instruments are written as people write them, outside the notes of the register."""
    for id in all_ids():
        spoken = said(page(id).split("<details")[0].replace(id, ""))
        register = real().register
        assert register is not None
        if not status(register.instrument_by_id[id], real().as_of).unverified:
            assert re.findall(r"\b\d{4}-\d\d-\d\d\b", spoken) == [], id


def test_every_place_that_cites_an_instrument_is_linked_edition_by_edition() -> None:
    html = part(page("ukpga/1998/29"), "__cited")
    for law_cited in adopted.approved().laws:
        if law_cited.id == "ukpga/1998/29":
            for target in law_cited.cited_by:
                assert f"/#{target.anchor}" in html
    assert html.count("site:acceptable-use/2018/") == html.count("site:acceptable-use/draft/") > 0


def test_an_instrument_that_only_an_old_edition_knows_keeps_its_page() -> None:
    register = real().register
    assert register is not None
    without = tuple(one for one in register.instruments if one.id != "ukpga/1998/29")
    found = artefact(replace(real(), register=replace(register, instruments=without)))
    html = page("ukpga/1998/29", found)
    assert "removed from the register" in said(html)
    assert "site:acceptable-use/2018/" in html


def test_the_editions_own_list_leads_to_the_pages() -> None:
    (site,) = web.render(adopted.approved(), real())
    listed = site.files["docs/legislation-cited.md"].decode()
    assert 'href="site:law/ukpga/1998/29/"' in listed
    assert "https://www.legislation.gov.uk/ukpga/1998/29" in listed


@given(editions())
def test_whatever_an_edition_says_its_instruments_have_pages(edition: Edition) -> None:
    found = artefact(adopted.publication(edition))
    assert {f"docs/{law_folder(one.id).removeprefix('law/')}.md" for one in edition.laws} <= found.files.keys()


def test_guidance_that_is_called_like_a_file_of_the_generator_gets_another_address() -> None:
    assert law_folder("index") == "law/index-guidance"
    assert law_folder("kcsie") == "law/kcsie"


def test_guidance_of_today_is_not_said_to_have_been_missing_under_its_earlier_editions() -> None:
    edition = adopted.approved()
    cited = Law(id="kcsie", title="Keeping children safe in education", url="", kind="guidance")
    edition = replace(edition, laws=(*edition.laws, cited))
    html = page("kcsie", artefact(replace(real(), editions=(edition,))))
    assert "In force" in said(part(html, "__stood"))
    assert "before the present edition" not in said(html)
