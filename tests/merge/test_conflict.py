"""Markers in a file are explained: which field, whose versions, which lines to delete."""

from __future__ import annotations

import pytest

from clausebook.source.conflict_markers import first_conflict, in_words

HEAD = "id: calls\ntitle: Calls\nbody:\n"


def test_a_field_that_one_side_deleted_is_named_by_the_other() -> None:
    text = HEAD + "<<<<<<< HEAD\n=======\n  - Call parents.\n>>>>>>> upstream\n  - Call again.\n"
    marked = first_conflict(text)
    assert marked is not None
    assert marked.message == "two versions of entry 1 of the body are left here by a merge: HEAD and upstream"
    assert marked.lines == (4, 5, 7)


def test_a_sentence_is_named_by_the_text_it_is_in() -> None:
    text = HEAD + "  - text: >-\n      One.\n<<<<<<< a\n      Two.\n=======\n      Three.\n>>>>>>> b\n"
    marked = first_conflict(text)
    assert marked is not None
    assert marked.field == "the text in entry 1 of the body"


def test_several_conflicts_are_counted() -> None:
    one = "<<<<<<< a\ntitle: A\n=======\ntitle: B\n>>>>>>> b\n"
    marked = first_conflict(f"id: calls\n{one}{one.replace('title', 'number')}")
    assert marked is not None
    assert marked.field == "the title"
    assert marked.hint.endswith("; 1 more such place follows")


def test_the_versions_of_git_with_the_base_between_them_are_understood() -> None:
    marked = first_conflict("<<<<<<< a\ntitle: A\n||||||| 12ab\ntitle: 0\n=======\ntitle: B\n>>>>>>> b\n")
    assert marked is not None
    assert (marked.lines, marked.field) == ((1, 3, 5, 7), "the title")


@pytest.mark.parametrize("text", ["=======\n", "<<<<<<< a\n", "a: [\n<<<<<<< a\n  x\n=======\n y\n>>>>>>> b\n"])
def test_a_marker_alone_or_in_a_broken_file_is_still_found(text: str) -> None:
    marked = first_conflict(text)
    assert marked is not None
    assert "two versions of the text" in marked.message


def test_a_file_without_markers_has_no_conflict() -> None:
    assert first_conflict("title: a\nnote: ====== six\n") is None


def test_a_trail_is_said_from_the_inside_out() -> None:
    assert in_words(("body", 0, "items", 2, "text")) == "the text of item 3 in entry 1 of the body"
    assert in_words(("outline", 1, "clauses", 0)) == "clause 1 of section 2"
    assert in_words(("citations", 0, "why")) == "the why of citation 1"
