"""The 2018 edition says what was adopted on paper: every heading, paragraph and item, in order, faults included."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from clausebook.formats.data import render
from clausebook.model.edition_blocks import ResolvedList, ResolvedNote, ResolvedParagraph
from tests import record
from tests.adopted import approved, publication
from tests.importer.reading import lines


def edition_lines() -> Iterator[str]:
    """The approved edition's lines; the paper had no table and no form."""
    assert all(
        isinstance(block, ResolvedParagraph | ResolvedNote | ResolvedList)
        for one in approved().passages
        for block in one.blocks
    )
    return lines(approved())


def test_the_edition_has_every_line_of_the_record_in_order_and_no_other() -> None:
    assert list(edition_lines()) == record.lines()


def test_emphasis_is_where_the_record_has_it() -> None:
    assert [line for line in edition_lines() if "**" in line] == [line for line in record.lines() if "**" in line]
    assert sum(line.count("**") for line in record.lines()) == 4


def test_the_cover_has_the_facts_of_the_record() -> None:
    edition = approved()
    assert edition.approval
    assert edition.approval.body == edition.approving_body == "governing body"
    assert [
        edition.series,
        edition.title,
        f"Approved by the {edition.approval.body}: {date(2018, 5, 1):%B} {edition.approval.approved[:4]}",
        "To be reviewed: May 2019",
        edition.signatures[0].label,
    ] == record.cover_lines()
    assert (edition.approval.approved, edition.approval.review_due) == ("2018-05", "2019-05")


def test_what_the_record_does_not_say_is_unknown() -> None:
    approval = approved().approval
    assert approval
    assert approval.minute == "unknown"
    assert [one.name for one in approval.signatories] == ["unknown"]


def test_the_printed_contents_are_kept_though_they_disagree() -> None:
    kept = [(line.number, line.title, line.page) for line in approved().printed_contents]
    assert kept == record.printed_contents()
    headings = {(passage.cite, passage.title) for passage in approved().passages}
    assert ("2.3", "E-mail and internet") in {(number, title) for number, title, _ in kept}
    assert ("2.3", "E-mail and internet") not in headings


def test_legislation_that_the_text_names_is_cited_where_it_is_named() -> None:
    cited = {law.id: [target.cite for target in law.cited_by] for law in approved().laws}
    assert cited == {
        "ukpga/1998/42": ["1.6(a)"],
        "ukpga/1998/29": ["1.6(b)", "3.2(e)"],
        "ukpga/2000/36": ["1.6(c)"],
        "ukpga/1990/18": ["1.6(d)"],
        "ukpga/2006/48": ["1.6(d)"],
        "ukpga/2000/23": ["1.6(e)", "2.2(l)", "4(c)"],
    }


def json_lines(words: dict[str, Any]) -> Iterator[str]:
    for chapter in words["chapters"]:
        yield f"{chapter['number']} {chapter['title']}"
        for passage in [chapter.get("opening", {}), *chapter.get("passages", ())]:
            if passage and passage is not chapter.get("opening"):
                yield f"{passage['number']} {passage['title']}"
            for block in passage.get("blocks", ()):
                if block.get("text"):
                    yield ("Note: " if block["kind"] == "note" else "") + block["text"]
                yield from json_points(block)


def json_points(block: dict[str, Any]) -> Iterator[str]:
    for point in block.get("points", ()):
        yield point["text"]
        yield from json_points(point)


def test_the_json_has_every_line_of_the_record_in_order_and_no_other() -> None:
    (artefact,) = render(approved(), publication(approved()))
    document = json.loads(artefact.source)
    assert list(json_lines(document["words"])) == record.plain_lines()
