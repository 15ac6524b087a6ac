"""The PDF itself: its words read back, its tags and pages, and what independent validators say of it."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path

import pikepdf
import pytest

from clausebook.model.edition import Edition
from clausebook.model.edition_blocks import ResolvedList, ResolvedListItem, ResolvedParagraph
from clausebook.text.quotation import straight
from tests import record
from tests.adopted import approved as adopted
from tests.adopted import draft
from tests.formats.pdf_cases import (
    HOSTILE,
    URDU,
    adopted_words,
    everything,
    in_tag_order,
    inline,
    pdf,
    run,
    signable,
    small,
    words_of,
)
from tests.validators import pdf_failures

pytestmark = pytest.mark.slow
# The part of an A4 page that has neither head nor foot, in points.
BETWEEN_HEAD_AND_FOOT = ("-r", "72", "-x", "0", "-y", "85", "-W", "596", "-H", "680")
EDITIONS = {"adopted": adopted, "draft": draft, "everything": everything, "signable": signable}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the PDFs of this file lie."""
    return tmp_path_factory.mktemp("pdf")


@pytest.fixture(params=EDITIONS)
def made(request: pytest.FixtureRequest, folder: Path) -> Path:
    """The PDF of each edition in turn."""
    return written(folder, request.param)


@cache
def written(folder: Path, name: str) -> Path:
    return write(folder, EDITIONS[name]())


def write(folder: Path, edition: Edition) -> Path:
    content = pdf(edition)
    path = folder / f"{sha256(content).hexdigest()}.pdf"
    path.write_bytes(content)
    return path


def pages(path: Path) -> list[str]:
    """The text of each page."""
    return run("pdftotext", "-layout", path, "-").split("\f")[:-1]


def failures(path: Path, profile: str) -> list[str]:
    """What the validator finds."""
    return [f"{rule}: {message}" for rule, message in pdf_failures(path, profile).items()]


@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_the_file_is_pdf_ua_1_and_pdf_a_3a_at_once(made: Path, profile: str) -> None:
    assert failures(made, profile) == []


def test_the_validator_sees_a_file_without_a_title_and_one_without_a_language(folder: Path) -> None:
    with pikepdf.open(written(folder, "adopted")) as damaged:
        del damaged.Root.Lang
        del damaged.Root.ViewerPreferences
        damaged.save(folder / "damaged.pdf")
    assert failures(folder / "damaged.pdf", "ua1") != []


def test_the_file_is_sound(made: Path) -> None:
    assert "No syntax or stream encoding errors found" in run("qpdf", "--check", made)


def test_the_table_headers_are_found_by_a_second_validator(made: Path) -> None:
    import pdfua

    assert [finding for finding in pdfua.validate(str(made)).findings if finding.severity.name == "ERROR"] == []


@pytest.mark.parametrize("name", ["adopted", "draft"])
def test_the_adopted_words_read_back_are_the_editions_words_and_in_its_order(folder: Path, name: str) -> None:
    found, expected = adopted_words(written(folder, name)), words_of(EDITIONS[name]())
    assert found == expected if name == "adopted" else list(map(straight, found)) == list(map(straight, expected))


def test_the_2018_pages_have_every_word_of_the_paper_record_in_order_and_no_other(folder: Path) -> None:
    assert adopted_words(written(folder, "adopted")) == " ".join(record.plain_lines()).split()


def test_every_kind_of_block_reads_back_word_for_word(folder: Path) -> None:
    edition = everything()
    expected = [word for word in words_of(edition) if word not in URDU.split()]
    for name in ("everything", "signable"):
        found = [word for word in adopted_words(written(folder, name)) if word.isascii()]
        assert found == expected, name


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_words_come_back_as_the_same_words(folder: Path, name: str) -> None:
    path = write(folder, small(ResolvedParagraph(text=inline(HOSTILE[name]))))
    found = run("pdftotext", "-raw", *BETWEEN_HEAD_AND_FOOT, path, "-")
    assert without_blanks(HOSTILE[name]) in without_blanks(found)


def without_blanks(text: str) -> str:
    """The text of a draft as it is written: readers are shown its quotation marks typographically."""
    return straight("".join(text.split()))


def test_urdu_comes_back_letter_for_letter(folder: Path) -> None:
    found = run("pdftotext", "-raw", write(folder, small(ResolvedParagraph(text=inline(URDU)))), "-")
    words = re.sub("[\u200e\u200f\u202a-\u202e]", "", found).split()
    assert set(URDU.split()) <= set(words)


def test_an_endless_word_stays_on_the_page(folder: Path) -> None:
    path = write(folder, small(ResolvedParagraph(text=inline("x" * 3000))))
    boxes = run("pdftotext", "-bbox", path, "-")
    assert max(float(right) for right in re.findall(r'xMax="([0-9.]+)"', boxes)) <= 595.3


def test_the_letters_are_labels_and_no_part_of_the_items_words(folder: Path) -> None:
    labels = [words for around, words in in_tag_order(written(folder, "adopted")) if around[-1].startswith("Lbl")]
    points = [
        point
        for passage in adopted().passages
        for block in passage.blocks
        if isinstance(block, ResolvedList)
        for point in block.points
        if isinstance(point, ResolvedListItem)
    ]
    nested = [inner for point in points for inner in point.points if isinstance(inner, ResolvedListItem)]
    assert sorted(labels) == sorted(f"({point.letter})" for point in (*points, *nested))
    assert len(labels) > 50


def test_headings_are_headings_with_number_and_title(folder: Path) -> None:
    outline = [words.strip() for around, words in in_tag_order(written(folder, "adopted")) if around[-1][:2] == "H2"]
    assert outline[:2] == ["1.2", "Policy Statement"]
    with pikepdf.open(written(folder, "adopted")) as opened, opened.open_outline() as bookmarks:
        titles = [item.title for item in bookmarks.root]
        inside = [item.title for item in bookmarks.root[2].children]
    assert titles[0] == "1. Introduction"
    assert titles[-1] == "About this edition"
    assert inside == ["3.2 Introduction", "3.3. Mobile Devices"]


def test_tables_have_header_cells(folder: Path) -> None:
    around = [[name.split()[0] for name in names] for names, _ in in_tag_order(written(folder, "everything"))]
    assert sum("TH" in names for names in around) >= 5
    assert sum("TD" in names for names in around) >= 4


def test_the_file_says_its_title_language_and_reference(folder: Path) -> None:
    with pikepdf.open(written(folder, "adopted")) as opened:
        assert str(opened.Root.Lang) == "en-GB"
        assert bool(opened.Root.ViewerPreferences.DisplayDocTitle)
        assert str(opened.docinfo.Title) == f"{adopted().title}, 2018 edition"
        assert str(opened.docinfo.CreationDate) == "D:20180501000000Z"
        assert "acceptable-use/2018" in str(opened.docinfo.Keywords)


def test_every_page_but_the_cover_says_school_title_edition_status_and_place(folder: Path) -> None:
    found = pages(written(folder, "adopted"))
    for number, text in enumerate(found[1:], start=2):
        for words in ("Hanson School", adopted().title, "2018 edition", "Approved May 2018", "acceptable-use/2018"):
            assert words in text, (number, words)
        assert f"Page {number} of {len(found)}" in text


def test_every_page_of_a_draft_says_so_and_no_page_of_an_approved_edition(folder: Path) -> None:
    assert all("DRAFT – NOT APPROVED" in text for text in pages(written(folder, "draft")))
    assert not any("draft" in text.lower() for text in pages(written(folder, "adopted")))


def test_headers_and_the_draft_mark_are_no_content_for_a_screen_reader(folder: Path) -> None:
    read = [words for _, words in in_tag_order(written(folder, "draft"))]
    assert not any("DRAFT" in words or words.startswith("Page ") for words in read)


def test_the_draft_mark_is_drawn_and_not_written(folder: Path) -> None:
    path = write(folder, small(ResolvedParagraph(text=inline("Be on time."))))
    body = run("pdftotext", "-raw", "-f", "3", "-l", "3", *BETWEEN_HEAD_AND_FOOT, path, "-")
    assert body.split() == ["1.", "Rules", "Be", "on", "time."]


def test_the_cover_says_what_was_adopted_in_the_words_of_the_paper_edition(folder: Path) -> None:
    cover = " ".join(pages(written(folder, "adopted"))[0].split())
    for words in (
        "Hanson Policy for School Staff",
        adopted().title,
        "Approved by the governing body: May 2018",
        "To be reviewed: May 2019",
        "Signed on behalf of the governing body:",
    ):
        assert words in cover


def test_the_contents_give_the_page_where_each_section_begins(folder: Path) -> None:
    found = pages(written(folder, "adopted"))
    for chapter in adopted().chapters:
        start = next(
            number
            for number, text in enumerate(found, 1)
            if number > 2 and _begins(text, chapter.number, chapter.title)
        )
        line = re.escape(chapter.number) + r"\s+" + r"\s+".join(map(re.escape, chapter.title.split()))
        listed = re.search(rf"{line}\s+(\d+)", found[1])
        assert listed, chapter.title
        assert int(listed[1]) == start


def _begins(text: str, number: str, title: str) -> bool:
    return bool(re.search(rf"^\s*{re.escape(number)}\s+{re.escape(title.split()[0])}", text, re.MULTILINE))


def test_the_last_page_gives_the_fingerprint_unbroken_to_whoever_copies_it(folder: Path) -> None:
    about = without_blanks("".join(pages(written(folder, "adopted"))[-1:]))
    assert adopted().fingerprint in about
    assert adopted().commit in about
    assert "buildverify" not in about
    assert "python3build.pyverify" in about


def test_the_bookmarks_lie_open_beside_the_page(folder: Path) -> None:
    with pikepdf.open(written(folder, "adopted")) as opened:
        assert opened.Root.PageMode == "/UseOutlines"


def test_the_dots_of_the_contents_are_drawn_and_not_read_out(folder: Path) -> None:
    assert not re.search(r"(\. ?){4}", pages(written(folder, "adopted"))[1])


def test_links_lead_into_the_document_or_to_the_web(folder: Path) -> None:
    with pikepdf.open(written(folder, "everything")) as opened:
        notes = [note for sheet in opened.pages for note in sheet.get("/Annots", [])]
        targets = [str(note.A.URI) for note in notes if "/A" in note and "/URI" in note.A]
        inside = [note for note in notes if "/Dest" in note or ("/A" in note and "/D" in note.A)]
    assert "https://www.example.org/?a=b&c=%22#d" in targets
    assert "https://www.legislation.gov.uk/ukpga/1996/56" in targets
    # two references in the text, that of the table of legislation, and two lines of contents
    assert len(inside) == 5


def test_no_heading_is_at_the_foot_of_a_page(folder: Path) -> None:
    whole = small()
    for filler in range(24, 46, 3):
        blocks = tuple(ResolvedParagraph(text=inline(f"Line {number}.")) for number in range(filler))
        first = whole.chapters[0]
        assert first.opening is not None
        opening = replace(first.opening, blocks=blocks)
        second = replace(opening, id="second", number="1.1", title="Second", blocks=blocks[:1])
        edition = replace(whole, chapters=(replace(first, opening=opening, passages=(second,)),))
        for text in pages(write(folder, edition))[2:]:
            last = text.split("Draft – not approved")[-2].strip().splitlines()[-1]
            assert "Second" not in last
