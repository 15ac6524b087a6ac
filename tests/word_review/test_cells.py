"""Cells of a table that came back are told by where they stand: reworded, exchanged, emptied; rows go as a whole."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from tests.word_review.schools import CALLS, SHAPES, built, taken_in
from tests.word_review.word_processor import Document, W, text


def cell(document: Document, words: str) -> Any:
    return next(one for one in document.root.iter(f"{W}p") if text(one) == words and _in_cell(one))


def _in_cell(paragraph: Any) -> bool:
    return any(parent.tag == f"{W}tc" for parent in paragraph.iterancestors())


def write(paragraph: Any, words: str) -> None:
    first, *rest = paragraph.iter(f"{W}t")
    first.text = words
    for one in rest:
        one.text = ""


def test_words_that_changed_places_are_two_edits() -> None:
    document = Document(built())
    one, other = cell(document, "The office"), cell(document, "A teacher on duty")
    write(one, "A teacher on duty")
    write(other, "The office")
    result = taken_in(document.saved())
    assert "[Morning, A teacher on duty]" in result.files[CALLS]
    assert "[Evening, The office]" in result.files[CALLS]
    assert not result.taken.of("listed")


def test_a_cell_that_says_something_else_is_an_edit() -> None:
    document = Document(built())
    write(cell(document, "The office"), "Quite another")
    assert taken_in(document.saved()).files[CALLS] == SHAPES.replace("The office", "Quite another")


def test_a_cell_that_was_emptied_is_empty_and_its_row_stays() -> None:
    document = Document(built())
    write(cell(document, "The office"), "")
    result = taken_in(document.saved())
    assert result.files[CALLS] == SHAPES.replace("[Morning, The office]", '[Morning, ""]')
    assert [one.outcome for one in result.taken.changes] == ["applied"]


def test_a_row_that_is_gone_goes_as_a_whole() -> None:
    document = Document(built())
    row = next(one for one in cell(document, "Evening").iterancestors() if one.tag == f"{W}tr")
    row.getparent().remove(row)
    assert taken_in(document.saved()).files[CALLS] == SHAPES.replace("        - [Evening, A teacher on duty]\n", "")


def test_a_second_paragraph_in_a_cell_is_listed() -> None:
    document = Document(built())
    document.insert(cell(document, "The office"), "or the hall")
    result = taken_in(document.saved())
    assert result.files[CALLS] == SHAPES
    assert any("or the hall" in one.what for one in result.taken.of("listed"))


def new_row(document: Document, behind: str, *words: str) -> None:
    row = next(one for one in cell(document, behind).iterancestors() if one.tag == f"{W}tr")
    made = deepcopy(row)
    row.addnext(made)
    for paragraph, one in zip(made.iter(f"{W}p"), words, strict=True):
        write(paragraph, one)


def test_a_new_row_is_one_edit_behind_the_row_above_it() -> None:
    document = Document(built())
    new_row(document, "Evening", "Late", "Nobody: it rings")
    result = taken_in(document.saved())
    old = "        - [Evening, A teacher on duty]\n"
    assert result.files[CALLS] == SHAPES.replace(old, f'{old}        - [Late, "Nobody: it rings"]\n')
    assert not result.taken.of("listed")


def test_a_new_row_with_an_empty_cell_keeps_it_empty_and_one_behind_the_header_is_the_first() -> None:
    document = Document(built())
    new_row(document, "Hour", "Dawn", "")
    assert '        - [Dawn, ""]\n        - [Morning, The office]' in taken_in(document.saved()).files[CALLS]


def test_words_in_a_cell_that_was_empty_are_an_edit() -> None:
    document = Document(built())
    row = next(one for one in cell(document, "Night").iterancestors() if one.tag == f"{W}tr")
    first, second = row.iter(f"{W}p")
    second.append(deepcopy(first.find(f"{W}r")))
    write(second, "The hall")
    result = taken_in(document.saved())
    assert result.files[CALLS] == SHAPES.replace('[Night, ""]', '[Night, "The hall"]')
    assert not result.taken.of("listed")
