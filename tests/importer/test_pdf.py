"""A PDF is read twice: words and columns by geometry, and the words counted by a second reader."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from clausebook.errors import UserError
from clausebook.importer.paragraphs import blocks_of
from clausebook.io import documents
from clausebook.io.documents import limits
from clausebook.io.documents import pdf as pdf_documents
from clausebook.io.pdf_pages import reader
from clausebook.model.documents.import_result import Importation
from tests.importer.drawn import Drawing
from tests.importer.reading import edition, imported, lines

WORDS = "Everybody who comes in by the front door has to sign the book and wear a badge."


@pytest.fixture(autouse=True)
def reader_is_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader works in this process; tests/io and the corpus hold it to one of its own."""
    monkeypatch.setattr(pdf_documents, "_answer", lambda data, name: json.loads(json.dumps(_read(data))))


def _read(data: bytes) -> dict[str, Any]:
    return reader.answer(data, limits.PAGES)


def read(drawing: Drawing, folder: Path) -> Importation:
    """The import of what was drawn."""
    path = folder / "in.pdf"
    path.write_bytes(drawing.pdf())
    return imported(path, "visitors")


@pytest.mark.parametrize("size", [7, 9, 11, 14, 24])
@pytest.mark.parametrize("gap", [0.2, 0.28, 0.5])
def test_words_are_parted_by_the_size_of_the_type(size: int, gap: float, tmp_path: Path) -> None:
    drawing = Drawing().text(72, 780, "Visitors", size + 6)
    for place, part in enumerate((WORDS[:40].strip(), WORDS[40:].strip())):
        drawing.gapped(72, 740 - place * size * 1.2, part, size, gap)
    found = read(drawing, tmp_path)
    assert not found.lost
    assert {word for line in lines(edition(found)) for word in line.split()} >= set(WORDS.split())


def test_words_that_are_glued_all_the_same_are_a_doubt(tmp_path: Path) -> None:
    drawing = (
        Drawing().text(72, 780, "To all visitors", 18).gapped(72, 740, "Everybody who comes in by the door", 11, 0.05)
    )
    found = read(drawing, tmp_path)
    assert any("is a word of" in one.message or "part these words differently" in one.message for one in found.findings)


@pytest.mark.parametrize("mark", ["\\225", "-", "*", "(a)", "1."])
@pytest.mark.parametrize("rows", [2, 3, 6])
def test_lists_side_by_side_are_read_one_after_the_other(mark: str, rows: int, tmp_path: Path) -> None:
    left, right = (
        [f"walking {number} dogs" for number in range(rows)],
        [f"riding {number} cats" for number in range(rows)],
    )
    drawing = Drawing().text(72, 770, "Animals", 18).text(72, 740, "The school decides what is allowed.")
    drawing.text(72, 715, "Allowed:", bold=True).text(310, 715, "Not allowed:", bold=True)
    for at, (one, other) in enumerate(zip(left, right, strict=True)):
        shown = {"(a)": f"({'abcdef'[at]})", "1.": f"{at + 1}."}.get(mark, mark)
        for x, words in ((72, one), (310, other)):
            drawing.text(x, 695 - 16 * at, shown).text(x + 18, 695 - 16 * at, words)
    drawing.text(72, 680 - 16 * rows, "Parents must ring the office before nine on each day.")
    made = list(lines(edition(read(drawing, tmp_path))))
    at = made.index(left[0])
    assert made[at : at + rows] == left
    assert made[at + rows + 1 : at + 2 * rows + 1] == right
    assert made[-1] == "Parents must ring the office before nine on each day."


def test_a_bullet_inside_a_text_is_a_doubt(tmp_path: Path) -> None:
    drawing = Drawing().text(72, 770, "Animals", 18).text(72, 740, "Pupils may bring dogs \\225 cats to the fair.")
    assert any("bullet inside its text" in one.message for one in read(drawing, tmp_path).findings)


def test_words_that_the_first_reader_leaves_out_are_found_by_the_second(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = pdf_documents._answer

    def careless(data: bytes, name: str) -> dict[str, object]:
        made = honest(data, name)
        made["pages"][0]["lines"].pop()
        return made

    monkeypatch.setattr(pdf_documents, "_answer", careless)
    drawing = Drawing().text(72, 770, "Animals", 18).text(72, 740, "Dogs may come in.").text(72, 700, "Cats may not.")
    found = read(drawing, tmp_path)
    assert set(found.lost) == {"Cats", "may", "not"}
    assert found.alarms


def test_bold_type_that_is_drawn_twice_is_read_once(tmp_path: Path) -> None:
    drawing = Drawing().text(72, 780, "Visitors", 18)
    for shift in (0, 0.3):
        drawing.text(72 + shift, 740, "Visitors must sign in at the office.")
    found = read(drawing, tmp_path)
    assert "Visitors must sign in at the office." in list(lines(edition(found)))
    assert not found.lost


def test_a_page_that_is_a_picture_among_pages_of_text_is_named(tmp_path: Path) -> None:
    drawing = Drawing().text(72, 780, "Visitors", 18).text(72, 740, "Visitors must sign in at the office.").picture()
    found = read(drawing, tmp_path)
    assert any("page 2, which is a picture" in alarm for alarm in found.alarms)


@pytest.mark.parametrize(
    ("program", "hint"), [("ocrmypdf", "ocrmypdf in.pdf"), ("tesseract", "tesseract"), ("", "install")]
)
def test_a_scan_is_said_in_a_line_with_the_program_that_helps(
    program: str, hint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda name: name if name == program else None)
    path = tmp_path / "in.pdf"
    path.write_bytes(Drawing().picture().pdf())
    with pytest.raises(UserError, match="pictures of pages") as said:
        blocks_of(documents.opened(path))
    assert hint in said.value.hint


def test_the_largest_line_alone_on_top_is_the_title(tmp_path: Path) -> None:
    drawing = Drawing().text(72, 770, "Dogs and cats", 18).text(72, 740, "Pupils may bring dogs to the fair.")
    found = read(drawing, tmp_path)
    assert found.title == "Dogs and cats"


OVER = "/Rect [128 690 175 706] /QuadPoints [128 706 157 706 128 692 157 692]"  # where "zebra" stands
NOTE = "<< /Type /Annot /Subtype /Text /Rect [300 690 320 706] /T (Ann) /Contents (zebra?) >>"
BRIGHT = "is highlighted in the source"
STRUCK, HIDDEN = "is struck out in the source and was left out", "is hidden text and was left out"
WAYS = {
    "a line through words": ("126 698.5 m 160 698.5 l S", "", STRUCK),
    "a thin bar through words": ("126 698 34 0.8 re f", "", STRUCK),
    "an annotation that strikes out": ("", f"<< /Type /Annot /Subtype /StrikeOut {OVER} >>", STRUCK),
    "an annotation that highlights": ("", f"<< /Type /Annot /Subtype /Highlight {OVER} >>", BRIGHT),
    "a yellow ground": ("q 1 1 0 rg 128 692 29 14 re f Q", "", BRIGHT),
    "a comment": ("", NOTE, "comment by Ann"),
    "words without ink": ("q BT 3 Tr /F1 11 Tf 72 600 Td (Staff may zebra walk.) Tj ET Q", "", HIDDEN),
    "words in white": ("BT 1 g /F1 11 Tf 72 600 Td (zebra) Tj ET", "", "is set in white in the source"),
    "tiny words": ("BT /F1 1 Tf 72 600 Td (zebra) Tj ET", "", "is set too small to be read in the source"),
    "words in red": ("BT 1 0 0 rg /F1 11 Tf 72 600 Td (zebra) Tj ET", "", "is set in red in the source"),
    "words off the page": ("BT /F1 11 Tf -900 600 Td (zebra) Tj ET", "", HIDDEN),
    "a line under words": ("126 693 m 160 693 l S", "", ""),
    "white words on a dark bar": ("q 0 0 0.4 rg 60 590 400 30 re f Q BT 1 g /F1 11 Tf 72 600 Td (zebra) Tj ET", "", ""),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_what_a_page_does_to_words_is_said(way: str, tmp_path: Path) -> None:
    operators, notes, said = WAYS[way]
    drawing = Drawing(notes=notes).raw(operators).text(72, 780, "Visitors policy", 20, bold=True)
    drawing.text(72, 740, "Signing in", 14, bold=True).text(72, 715, "Visitors must sign in at the office today.")
    found = read(drawing.text(72, 695, "Staff must zebra run at any time of the day."), tmp_path)
    about = [one.message for one in found.findings if "zebra" in one.message]
    assert bool(about) == bool(said), about
    assert not said or said in about[0]
    assert not found.lost


def test_columns_of_a_page_are_read_one_after_the_other_though_they_are_short(tmp_path: Path) -> None:
    drawing = Drawing().text(200, 780, "Playground code", 24, bold=True)
    left = ["Games", "At playtime pupils may play", "\\225 skipping", "\\225 chess", "Games must stop at the bell, and"]
    right = [
        "Bells",
        "At the first bell everyone must stop, and at",
        "the second everyone must walk to the line",
        "in silence.",
    ]
    for place, words in enumerate(left):
        drawing.text(57, 740 - 15 * place, words)
    drawing.text(57, 740 - 15 * len(left), "nobody may be left out of a game.")
    for place, words in enumerate(right):
        drawing.text(310, 740 - 15 * place, words)
    words = " ".join(lines(edition(read(drawing, tmp_path))))
    assert (
        "and nobody may be left out of a game. Bells" in words or "left out of a game." in words.partition("Bells")[0]
    )
    assert "and at the second everyone must walk to the line" in words


def test_words_on_a_layer_that_is_off_are_hidden(tmp_path: Path) -> None:
    drawing = Drawing().text(72, 780, "Visitors", 18).text(72, 740, "Visitors must sign in at the office.")
    drawing.raw("/OC /Off BDC").text(72, 720, "Pupils may run everywhere.").raw("EMC").text(72, 700, "They wait here.")
    found = read(drawing, tmp_path)
    assert not found.lost
    assert "run everywhere" not in " ".join(lines(edition(found)))
    assert "They wait here." in " ".join(lines(edition(found)))
    assert any("Pupils may run everywhere.”: is hidden text and was left out" in one.message for one in found.findings)
