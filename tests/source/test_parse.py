"""Reading bytes: what could harm the machine is refused, and what cannot be read is said in words and at its place."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausebook.source import parse as parsing
from clausebook.source.parse import DEEPEST, LARGEST_FILE, parse

FILE = "clauses/phones/calls.yaml"


def fault(data: bytes) -> tuple[str, int, int]:
    value, (found,) = parse(data, FILE)
    assert value is None
    assert found.place.file == FILE
    return found.kind, found.place.line, found.place.column


def test_plain_values_come_back_as_written() -> None:
    data = b'id: calls\nnumber: "2.10"\non: 2018-05-25\nbody: [a, {text: b}]\n'
    value, found = parse(data, FILE)
    assert found == ()
    assert {key: str(part) for key, part in value.items()} == {
        "id": "calls",
        "number": "2.10",
        "on": "2018-05-25",
        "body": "['a', {'text': 'b'}]",
    }


WORDS = ("a text", "2018-05-25", "'2018'", "2.10", "010", "0x1F", "true", "~", "", '"a: b"', "2018-02-31", "!!str 5")
KEYS = ("id", "text", "5", "<<", "=", "[a]", "~")


def _in_one_line(found: list[str] | list[tuple[str, str]]) -> str:
    """A list, or a mapping of pairs, as YAML writes it in one line."""
    pairs = [one if isinstance(one, str) else ": ".join(one) for one in found]
    return f"[{', '.join(pairs)}]" if found and isinstance(found[0], str) else f"{{{', '.join(pairs)}}}"


VALUES = st.recursive(
    st.sampled_from(WORDS),
    lambda inner: (
        st.lists(inner, max_size=3).map(_in_one_line)
        | st.lists(st.tuples(st.sampled_from(KEYS), inner), max_size=3).map(_in_one_line)
    ),
    max_leaves=8,
)


@given(VALUES)
def test_plain_values_are_made_as_the_parser_would_make_them(text: str) -> None:
    quick = parse(f"a: {text}\n".encode(), FILE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parsing, "_plain", lambda *_: {}["the long way"])
        slow = parse(f"a: {text}\n".encode(), FILE)
    assert repr(quick) == repr(slow)
    assert _written(quick[0]) == _written(slow[0])


def _written(value: object) -> list[str]:
    """How the numbers in a value were written."""
    parts = [*value.keys(), *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [getattr(value, "written", ""), *(one for part in parts for one in _written(part))]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_nesting_without_end_is_refused_where_it_becomes_too_deep(opening: str) -> None:
    # the C parser would end the whole process at a depth like this
    data = (opening * (LARGEST_FILE // len(opening) - 1)).encode()
    kind, line, column = fault(data)
    assert (kind, line) == ("data-limits", 1)
    assert 1 < column < 1000


def test_the_deepest_nesting_allowed_is_read_and_one_level_more_is_not() -> None:
    assert parse(b"[" * DEEPEST + b"]" * DEEPEST, FILE)[1] == ()
    assert fault(b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1))[0] == "data-limits"


def test_a_file_of_a_megabyte_is_read_and_a_larger_one_is_not() -> None:
    assert parse(b"text: " + b"a" * (LARGEST_FILE - 6), FILE)[1] == ()
    assert fault(b"text: " + b"a" * (LARGEST_FILE - 5))[0] == "data-limits"


def test_aliases_that_would_unfold_to_more_than_any_memory_are_refused_at_once() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    tracemalloc.start()
    assert fault("\n".join(lines).encode()) == ("data-limits", 2, 10)
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


@pytest.mark.parametrize("text", ["a: x * y *z*", "- '*not an alias*'", 'b: "a *b* c"', "c: 2 *3", "# *a\nd: 1"])
def test_a_star_in_a_text_is_no_alias(text: str) -> None:
    assert parse(text.encode(), FILE)[1] == ()


@pytest.mark.parametrize(
    "text",
    [
        "2018-05-25T10:00:00Z",
        "2018-05-25",
        "2018-05-25 10:00:00 +1",
        "=",
        "<<",
        "1:30",
        "190:20:30",
        "yes",
        "NO",
        "on",
        "y",
        "2018-5-3",
        "1_000 pupils",
        "0x",
        "1.2.3",
        "12e",
        "+44 1274",
        "08.30",
    ],
)
def test_a_text_is_read_as_it_is_written(text: str) -> None:
    value, found = parse(f"a: {text}\n".encode(), FILE)
    assert found == ()
    assert str(getattr(value["a"], "written", value["a"])) == text


@pytest.mark.parametrize("text", ["010", "0o17", "0x1F", "1_000", "0b11", "2.10", "1e3", ".5", "+1", "08", ".inf"])
def test_a_number_knows_how_it_was_written(text: str) -> None:
    value, _ = parse(f"a: {text}\n".encode(), FILE)
    assert value["a"].written == text


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_whatever_ends_them(line_end: str) -> None:
    assert fault(line_end.join(["a: 1", "b: 2", "c: x\x07"]).encode()) == ("yaml-syntax", 3, 5)
    # a lone carriage return is what must be mended first
    expected = ("hidden-character", 2) if line_end == "\r" else ("yaml-syntax", 3)
    assert fault(line_end.join(["a: 1", "b: 2", "c: x: y"]).encode())[:2] == expected


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (b"a: b\nc: \xff\n", 2, 4),
        (b"\xef\xbb\xbfa: \xff\n", 1, 4),
        ("é: ü\nc: ".encode() + b"\xe9", 2, 4),
        ("a: b".encode("utf-16"), 1, 1),
    ],
)
def test_bytes_that_are_not_utf_8_are_found_at_their_place(data: bytes, line: int, column: int) -> None:
    assert fault(data) == ("yaml-syntax", line, column)


@pytest.mark.parametrize(
    "text",
    ["", "\n\n", "# nothing\n", "---\n", "~", "null"],
)
def test_a_file_without_data_is_empty(text: str) -> None:
    _, (found,) = parse(text.encode(), FILE)
    assert found.message == "the file is empty"


@pytest.mark.parametrize("text", ["a: !!int x", "a: !!float x", "a: !!bool x", "a: !unknown x"])
def test_values_that_cannot_be_are_a_fault(text: str) -> None:
    assert fault(text.encode())[0] == "yaml-syntax"


def test_one_file_that_cannot_be_read_leaves_the_next_one_be() -> None:
    good = b"id: calls\n"
    for bad in (b"a: 'b\n", b"a: [\n", b"a: {{ b }}\n", b"a: !x y\n", b"<<<<<<< a\n", b"a: !!int x\n"):
        assert parse(bad, FILE)[1]
        assert parse(good, FILE) == ({"id": "calls"}, ())


@pytest.mark.parametrize("begun", ["- text: >-", "- text: |", "- text: >2-  # folded", "- text: >+"])
@pytest.mark.parametrize("said", ["The following are banned:", "Staff must:\n\n      Also:", "Note: as follows:"])
@pytest.mark.parametrize("wrong", ["\titems:", "   items:", "\t- one:", " items: [one]"])
def test_a_colon_that_ends_a_block_of_text_is_no_mistake_of_the_line_after(begun: str, said: str, wrong: str) -> None:
    text = f"id: x\nbody:\n  {begun}\n      {said}\n"
    wanted = text.count("\n") + 1
    assert parse(text.encode(), "x.yaml")[1] == ()
    (found,) = parse(f"{text}{wrong}\n      - one\n".encode(), "x.yaml")[1]
    assert (found.kind, found.place.line) == ("yaml-syntax", wanted)
    assert "in quotes" not in found.message
    assert ("tab" in found.message) == ("\t" in wrong)


def test_a_text_after_a_block_that_ends_in_a_colon_must_be_in_quotes() -> None:
    text = "body:\n  - text: >-\n      One.\n  - text: Users should not:\n    items:\n      - one\n"
    (found,) = parse(text.encode(), "x.yaml")[1]
    assert (found.place.line, found.message) == (4, "a text that ends in a colon must be in quotes")
