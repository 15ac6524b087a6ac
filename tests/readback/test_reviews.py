"""A review is read back as its redline: each change as what it is, in the PDF, the Word file and the page."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from clausebook.formats.review import pdf, web, word
from clausebook.io.jobs import produce
from clausebook.io.site import build_site
from clausebook.model.comparison.review import Review
from clausebook.model.edition import Edition
from clausebook.model.edition_blocks import ResolvedParagraph
from clausebook.model.publication import Publication
from clausebook.model.register import Register
from clausebook.readback import review_units
from clausebook.readback import web as readers
from clausebook.readback.web.page import without_likenesses
from clausebook.review.make import review
from tests import adopted
from tests.formats.pdf_cases import inline, small
from tests.golden_folders import GOLDEN
from tests.redline.small import edition as small_edition

STYLE = "templates/pdf/redline.typ"


def edition(name: str, *texts: str) -> Edition:
    return replace(small(*(ResolvedParagraph(text=inline(text)) for text in texts)), name=name)


OLD = edition("2018", "Staff must not share passwords with pupils.", "Staff may use a phone at lunch.", "Ask the head.")
NEW = edition("draft", "Staff should not share passwords with anybody.", "Staff may use a phone at lunch.", "Tell all.")


@cache
def compared() -> Review:
    """Two editions with a change in each form: a word, the end of a sentence, a whole paragraph."""
    return review(OLD, NEW, (), Register(as_of=adopted.AS_OF), adopted.AS_OF)


def publication(line: str = "") -> Publication:
    """What the review is rendered with; a line of Typst before the layout of changes, or "old -> new" in it."""
    files = adopted.files_below("templates", "site")
    old, arrow, new = line.partition(" -> ")
    layout = files[STYLE].decode()
    changed = layout.replace(old, new) if arrow else f"{line}\n{layout}"
    assert not line or changed != layout, "the attack changed nothing"
    files[STYLE] = changed.encode()
    return Publication(school=NEW.school, editions=(NEW,), as_of=adopted.AS_OF, templates=files, reviews=(compared(),))


LOOKS = (
    ".review del { display: none }",
    ".review del { text-decoration: none !important }",
    ".review ins { text-decoration: line-through !important }",
    ".review ins { color: #fff !important; background: #fff !important }",
    ".running { visibility: hidden }",
    '.running::after { content: " not" }',
    "@media print { ins { display: none } }",
    ".entry { position: absolute; left: -9999px }",
    "h3 { opacity: 0 }",
)


def complaints(ending: str, content: bytes) -> list[str]:
    path = f"site/{compared().folder}/{compared().file_stem}/index.html"
    path = path if ending == "html" else f"{compared().folder}/{compared().file_stem}.{ending}"
    (unit,) = review_units(compared(), {path: content})
    return [*unit.complaints()]


def in_pdf(line: str = "") -> list[str]:
    (made,) = pdf.render_review(compared(), publication(line))
    return complaints("pdf", produce(made))


def test_the_pdf_of_a_review_is_read_back_as_it_is() -> None:
    assert in_pdf() == []


LAYOUTS = {
    '#show "should": [may]': "what became of",
    '#show "passwords": [keys]': "what became of",
    "strike(stroke: line-of(part, removed-ink), it) -> it": "what became of",
    '[" + part.voice + ": " -> [added: "': "what became of",
    "fill: added-ink, underline -> fill: white, underline": "are drawn in white",
    "fill: removed-ink, strike -> size: 1pt, strike": "are too small to read",
    "value.cells.map(marked) -> value.cells.slice(1).map(marked)": "what became of",
}


@pytest.mark.parametrize("line", LAYOUTS)
def test_a_layout_cannot_change_what_a_review_shows(line: str) -> None:
    found = in_pdf(line)
    assert any(LAYOUTS[line] in one for one in found), found


@cache
def docx() -> bytes:
    (made,) = word.render_review(compared(), publication())
    return produce(made)


def changed(pattern: str, new: str, part: str = "word/document.xml") -> bytes:
    """The Word file, one of its parts changed by pattern."""
    with zipfile.ZipFile(io.BytesIO(docx())) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    before = parts[part]
    parts[part] = re.sub(pattern, new, before.decode(), flags=re.DOTALL).encode()
    assert parts[part] != before, "the attack changed nothing"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def test_the_word_file_of_a_review_is_read_back_as_it_is() -> None:
    assert complaints("docx", docx()) == []


@pytest.mark.parametrize("name", ["column-moved", "edited-sentence-crosses-clauses", "sentence-crosses-clauses"])
def test_words_that_moved_are_read_back_as_moved(name: str) -> None:
    old, new = (small_edition(GOLDEN / "redline" / name / f"{side}.yaml", side) for side in ("old", "new"))
    moved = review(old, new, (), Register(as_of=adopted.AS_OF), adopted.AS_OF)
    for form, ending in ((pdf, "pdf"), (word, "docx")):
        (made,) = form.render_review(moved, publication())
        path = f"{moved.folder}/{moved.file_stem}.{ending}"
        (unit,) = review_units(moved, {path: produce(made)})
        assert [*unit.complaints()] == []


WORD: dict[str, tuple[Callable[[], bytes], str]] = {
    "a deletion is made an insertion": (
        lambda: changed(r"<w:del (.*?)</w:del>", r"<w:ins \1</w:ins>"),
        "what became of",
    ),
    "a change is taken as it is": (lambda: changed(r"<w:ins [^>]*>(?=<w:r>)|</w:r></w:ins>", ""), "it cannot be read"),
    "a new word is another": (lambda: changed("should", "could"), "what became of"),
    "an old word is another": (lambda: changed("must", "may"), "what became of"),
    "new words are hidden": (
        lambda: changed(r"(<w:ins [^>]*><w:r>)(<w:rPr>)?", r"\1<w:rPr><w:vanish/></w:rPr>"),
        "are hidden",
    ),
}


@pytest.mark.parametrize("name", WORD)
def test_a_word_file_cannot_change_what_a_review_shows(name: str) -> None:
    change, answer = WORD[name]
    found = complaints("docx", change())
    assert any(answer in one for one in found), found


@pytest.fixture(scope="module")
def page(built: dict[str, bytes]) -> bytes:
    """The page of the review."""
    return built["index.html"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The page of the review with all that it names."""
    folder: Path = tmp_path_factory.mktemp("site")
    (site,) = [one for one in web.render_review(compared(), publication()) if one.renderer == "site"]
    return dict(build_site(site, folder / "staging", folder / "cache"))


@pytest.mark.slow
def test_a_style_sheet_cannot_change_how_a_review_looks(built: dict[str, bytes]) -> None:
    def seen(more: str = "") -> tuple[str, ...]:
        own = {path.removeprefix("site/"): content for path, content in adopted.files_below("site/assets").items()}
        sheet = "assets/review.css"
        site = {**built, **own, sheet: own[sheet] + f"\n{more}".encode()}
        found = readers.unseen_changes(without_likenesses(built["index.html"]), "index.html", site)
        return tuple(one for one in found if "is not read" not in one)  # a site of this page alone lacks some sheets

    assert seen() == ()
    for look in LOOKS:
        assert seen(look), look


@pytest.mark.slow
def test_a_page_cannot_change_what_a_review_shows(page: bytes) -> None:
    assert complaints("html", page) == []
    for old, new in ((b"should", b"could"), (b"<del>", b"<ins>"), (b"passwords", b""), (b"<p>removed", b"<p>added")):
        if old in page:
            assert any("what became of" in one for one in complaints("html", page.replace(old, new))), old
