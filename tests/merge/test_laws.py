"""What must hold for every merge: it does not matter whose side is ours, and who changed nothing says nothing."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clausebook.merge import CannotMergeError, Merged, merge, merge_file
from clausebook.source.load import read_file
from tests.merge.pairs import _dumped, _yaml, edited, edits_of, plain, sources
from tests.merge.taking import taken

FILES = [name for name in sources() if not name.startswith(("policy/instruments", "policy/terms"))]

few = settings(max_examples=8)  # each of them merges whole files


@st.composite
def versions(draw: st.DrawFn) -> tuple[str, str, str, str]:
    """A file of this repository, and two versions of it with up to three edits each, which may collide."""
    file = draw(st.sampled_from(FILES))
    text = sources()[file]
    edits = edits_of(plain(text), random.Random(1))
    sides = []
    for _ in range(2):
        chosen = draw(st.lists(st.sampled_from(range(len(edits))), max_size=3, unique=True))
        data = _yaml().load(text)
        try:
            sides.append(_dumped(edited(data, *(edits[n] for n in chosen))))
        except (StopIteration, LookupError, AttributeError):  # an edit took away what the next one was for
            sides.append(text)
    return file, text, sides[0], sides[1]


def said(merged: Merged) -> set[tuple[frozenset[str], str]]:
    """The conflicts, without whose version is whose."""
    return {(frozenset((conflict.ours, conflict.theirs)), conflict.what) for conflict in merged.conflicts}


@few
@given(versions())
def test_it_does_not_matter_whose_side_is_ours(three: tuple[str, str, str, str]) -> None:
    file, base, ours, theirs = three
    one, other = merge_file(file, base, ours, theirs), merge_file(file, base, theirs, ours)
    assert taken(one.text, "ours") == taken(other.text, "theirs")
    assert taken(one.text, "theirs") == taken(other.text, "ours")
    assert said(one) == said(other)


@few
@given(versions())
def test_a_side_that_changed_nothing_gives_the_other_to_the_letter(three: tuple[str, str, str, str]) -> None:
    _, base, ours, _ = three
    assert merge(base, ours, base) == Merged(ours)
    assert merge(base, base, ours) == Merged(ours)
    assert merge(base, ours, ours) == Merged(ours)


@few
@given(versions())
def test_what_comes_out_loads_and_so_does_either_choice_in_a_conflict(three: tuple[str, str, str, str]) -> None:
    file, base, ours, theirs = three
    merged = merge_file(file, base, ours, theirs)
    for side in ("ours", "theirs"):
        record, faults = read_file(file, taken(merged.text, side).encode())
        assert record is not None
        assert faults == ()


@few
@given(versions())
def test_no_word_of_either_side_is_lost_unless_the_other_took_it_out(three: tuple[str, str, str, str]) -> None:
    file, base, ours, theirs = three
    merged = merge_file(file, base, ours, theirs)
    before = set(base.split())
    for side in (ours, theirs):
        assert set(side.split()) - before <= set(merged.text.split())


BASE = """\
# the head of the file
id: calls
title: Calls  # the heading
body:
  # how to call
  - >-
    Staff should call parents. They may use the office. They must write it down.
  - text: "Staff must not:"   # ever
    items:
      - call pupils
      - id: numbers
        text: 'give pupils numbers'
        citations: [ukpga/2018/12]
  - |
    Line one
    line two
"""


def both(ours: tuple[str, str], theirs: tuple[str, str]) -> Merged:
    """The merge of two replacements in BASE."""
    assert ours[0] in BASE
    assert theirs[0] in BASE
    return merge(BASE, BASE.replace(*ours), BASE.replace(*theirs))


def test_two_sentences_of_one_paragraph_merge_one_a_line() -> None:
    merged = both(("call parents", "telephone parents"), ("write it down", "note it"))
    assert merged.text == BASE.replace(
        "Staff should call parents. They may use the office. They must write it down.",
        "Staff should telephone parents.\n    They may use the office.\n    They must note it.",
    )


def test_one_sentence_in_two_versions_is_marked_and_the_others_are_not() -> None:
    merged = both(("use the office", "use any office"), ("use the office", "use the staff room"))
    assert merged.text == BASE.replace(
        "    Staff should call parents. They may use the office. They must write it down.",
        "    Staff should call parents.\n<<<<<<< ours\n    They may use any office.\n=======\n"
        "    They may use the staff room.\n>>>>>>> theirs\n    They must write it down.",
    )


def test_comments_quotes_and_the_order_of_keys_stay() -> None:
    merged = both(("'give pupils numbers'", "'give pupils any numbers'"), ("2018/12]", "2018/12, ukpga/2000/36]"))
    assert merged.text == BASE.replace("give pupils", "give pupils any").replace("2018/12]", "2018/12, ukpga/2000/36]")


def test_a_comment_of_one_side_and_words_of_the_other_both_stay() -> None:
    merged = both(("# how to call", "# how to call\n  # and when"), ("should call", "must call"))
    assert merged.text == BASE.replace("# how to call", "# how to call\n  # and when").replace(
        "should call", "must call"
    )


def test_a_citation_written_out_takes_the_other_sides_citation_beside_it() -> None:
    long = "citations:\n          - instrument: ukpga/2018/12\n            provision: s. 2"
    merged = both(("citations: [ukpga/2018/12]", long), ("[ukpga/2018/12]", "[ukpga/2018/12, ukpga/2000/36]"))
    assert merged.text == BASE.replace("citations: [ukpga/2018/12]", f"{long}\n          - ukpga/2000/36")


def test_plain_text_that_becomes_an_entry_with_fields_takes_the_other_sides_words() -> None:
    merged = both(
        ("- call pupils\n", "- text: call pupils\n        duty: must-not\n"), ("call pupils", "call any pupil")
    )
    assert merged.text == BASE.replace("- call pupils\n", "- text: call any pupil\n        duty: must-not\n")


def test_a_new_column_and_a_new_row_collide_for_the_row_would_not_fit() -> None:
    table = "  - table:\n      header: [Hour, Who]\n      rows:\n        - [Nine, Ann]\n"
    base = BASE + table
    column = table.replace("Who]", "Who, Where]").replace("Ann]", "Ann, Hall]")
    merged = merge(base, BASE + column, base + "        - [Ten, Bob]\n")
    assert [conflict.trail for conflict in merged.conflicts] == [("body", 3, "table")]
    assert taken(merged.text, "ours") == BASE + column


def test_both_sides_adding_the_same_item_add_it_once() -> None:
    item = ("      - call pupils\n", "      - call pupils\n      - send letters\n")
    merged = merge(BASE, BASE.replace(*item), BASE.replace(*item).replace("may use", "can use"))
    assert merged.text.count("send letters") == 1
    assert merged.clean


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_are_kept(end: str) -> None:
    base = BASE.replace("\n", end)
    merged = merge(base, base.replace("call parents", "ring parents"), base.replace("title: Calls", "title: Phones"))
    assert merged.text == base.replace("call parents", "ring parents").replace("title: Calls", "title: Phones")


def test_a_file_that_both_sides_added_is_merged_by_field() -> None:
    merged = merge("", BASE, BASE.replace("title: Calls", "title: Phones"))
    assert [conflict.what for conflict in merged.conflicts] == ["both sides added it"]
    assert taken(merged.text, "theirs") == BASE.replace("title: Calls", "title: Phones")


@pytest.mark.parametrize("text", ["a: [", "- a\n", "a: 1\na: 2\n", "a: &x b\nc: *x\n", "<<<<<<< x\n", "a: b\x00\n"])
def test_what_this_merge_does_not_know_it_refuses(text: str) -> None:
    with pytest.raises(CannotMergeError):
        merge(BASE, text, BASE.replace("Calls", "Phones"))
