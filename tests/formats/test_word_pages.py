"""The Word file as pages: LibreOffice opens it, keeps its words and letters, and a draft shows on each of them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from clausebook.formats import word
from clausebook.io import pandoc
from clausebook.model.edition import Edition
from clausebook.model.edition_blocks import ResolvedList
from clausebook.text.inline import plain
from tests import adopted
from tests.programs import program

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def office() -> str:
    """The LibreOffice of this machine; without it the tests are skipped, and in CI they fail."""
    program("pdftotext")
    return program("soffice")


def pages(edition: Edition, office: str, folder: Path) -> list[str]:
    """The text of each page, as LibreOffice lays it out."""
    (artefact,) = word.render(edition, adopted.publication(edition))
    (folder / "edition.docx").write_bytes(pandoc.write(artefact))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        office,
        "--headless",
        profile,
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(folder / "edition.docx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    read = subprocess.run(["pdftotext", "-layout", str(folder / "edition.pdf"), "-"], check=True, capture_output=True)
    return read.stdout.decode("utf-8").split("\f")[:-1]


@pytest.fixture(scope="module")
def approved_pages(office: str, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return pages(adopted.approved(), office, tmp_path_factory.mktemp("approved"))


@pytest.fixture(scope="module")
def draft_pages(office: str, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return pages(adopted.draft(), office, tmp_path_factory.mktemp("draft"))


def test_every_page_counts_itself_and_all_pages(approved_pages: list[str]) -> None:
    for number, page in enumerate(approved_pages, 1):
        assert f"Page {number} of {len(approved_pages)}" in page


def test_the_draft_says_draft_on_every_page_and_the_approved_edition_on_none(
    approved_pages: list[str], draft_pages: list[str]
) -> None:
    assert all("DRAFT, not approved" in page for page in draft_pages)
    assert not any("DRAFT" in page for page in approved_pages)


def test_cover_contents_and_first_chapter_begin_pages_of_their_own(approved_pages: list[str]) -> None:
    cover, contents, first = approved_pages[:3]
    assert "Signed on behalf of the governing body:" in cover
    assert "1.2 Policy Statement" in contents
    assert " ".join(first.splitlines()[1:]).strip().startswith("1. Introduction")
    assert "About this edition" in approved_pages[-1]


def test_libreoffice_shows_every_item_with_its_letter(approved_pages: list[str]) -> None:
    read = " ".join(" ".join(approved_pages).split())
    blocks = (block for passage in adopted.approved().passages for block in passage.blocks)
    for block in blocks:
        for point in block.points if isinstance(block, ResolvedList) else ():
            if point.kind == "point":
                start = " ".join(plain(point.text).split()[:4])
                assert f"({point.letter}) {start}" in read
