"""Whatever is changed in the Word file: either the clauses say it afterwards, or it is listed."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clausebook.text.quotation import straight
from tests.word_review.schools import Result, built, taken_in
from tests.word_review.word_processor import Document, text

WHO = ("", "Jo Governor")
WORDS = (
    "always",
    "in *no* case",
    "[sic]",
    "£5.00",
    "at 10:30, sharp",
    "{not a fact}",
    "Mr. Ng's",
    "“so”",
    "# one",
    "- x",
)
EDITS = ("word", "word", "words", "cut", "delete", "insert", "rewrite", "move")


@st.composite
def edits(draw: st.DrawFn) -> list[tuple[str, int, int, str, str]]:
    """Up to five edits: what, in which paragraph, at which word, with which words, and by whom if tracked."""
    one = st.tuples(
        st.sampled_from(EDITS),
        st.integers(0, 60),
        st.integers(0, 30),
        st.sampled_from(WORDS),
        st.sampled_from(WHO),
    )
    return draw(st.lists(one, min_size=1, max_size=5))


def edited(data: bytes, wanted: list[tuple[str, int, int, str, str]]) -> bytes:
    """The file with the edits, as a person would make them."""
    document = Document(data)
    for what, place, at, words, who in wanted:
        body = [one for one in document.body() if text(one).strip()]
        paragraph = body[place % len(body)]
        runs = [run for run in paragraph.iter("{*}r") if (run.findtext("{*}t") or "").strip()]
        if what == "insert":
            document.insert(paragraph, f"New: {words} and more.", who)
        elif what == "move":
            if not _in_table(paragraph) and not _in_table(body[at % len(body)]):
                document.move(paragraph, body[at % len(body)], who)
        elif what == "delete":
            if not _in_table(paragraph):
                document.delete(paragraph, who)
        elif runs:
            run = runs[at % len(runs)]
            whole = run.findtext("{*}t")
            tokens = whole.split()
            token = tokens[at % len(tokens)]
            new = {"word": words, "words": f"{token} {words}", "cut": "", "rewrite": f"Quite other words, {words}"}[
                what
            ]
            old = whole if what == "rewrite" else token
            document.replace(old, new, who, within=_holder(run))
    return document.saved()


class _Holder:
    """One run, seen as the only one."""

    def __init__(self, run: object) -> None:
        self.run = run

    def iter(self, _: str) -> object:
        return iter([self.run])


def _holder(run: object) -> _Holder:
    return _Holder(run)


def _in_table(paragraph: Any) -> bool:
    return any(parent.tag.endswith("}tc") for parent in paragraph.iterancestors())


def unexplained(result: Result) -> list[str]:
    """Paragraphs that the file has and the clauses have not, or the other way, and that no listed change tells of."""
    listed = result.taken.of("listed")
    shows = [straight(one.text) for one in result.shows]
    reads = [straight(one) for one in result.reads]
    matcher = SequenceMatcher(None, shows, reads, autojunk=False)
    lost: list[str] = []
    for kind, i, i2, j, j2 in matcher.get_opcodes():
        if kind != "equal":
            lines = {line for one in result.shows[i:i2] for line in one.lines}
            here = any(change.line in lines for change in listed)
            differing = [*shows[i:i2], *reads[j:j2]]
            lost += [line for line in differing if not here and not any(_tells(one.what, line) for one in listed)]
    if any("was moved" in change.what for change in listed):  # what stands on both sides only stands elsewhere
        lost = [line for line in lost if line not in shows or line not in reads]
    return lost


def _tells(what: str, line: str) -> bool:
    """Whether a listed change quotes a paragraph."""
    said = straight(what)
    return line[:60] in said or (what.startswith("“") and what[1:].partition("” was")[0] in line)


@pytest.mark.parametrize("kind", ["policy", "review"])
@settings(max_examples=12)
@given(wanted=edits())
def test_the_clauses_say_what_the_file_says_but_for_what_is_listed(
    kind: str, wanted: list[tuple[str, int, int, str, str]]
) -> None:
    result = taken_in(edited(built(kind), wanted), kind)
    assert unexplained(result) == []


@settings(max_examples=8)
@given(wanted=edits())
def test_where_nothing_is_accepted_tracked_changes_leave_the_clauses_alone_and_all_are_listed(
    wanted: list[tuple[str, int, int, str, str]],
) -> None:
    tracked = [(what, place, at, words, "Jo Governor") for what, place, at, words, _ in wanted]
    data = edited(built(), tracked)
    result = taken_in(data, accepts=lambda mark: False)
    assert result.taken.files == {}
    marks = {mark for line in _marks(data) for mark in line.marks}
    assert bool(result.taken.of("pending")) == bool(marks)


def _marks(data: bytes) -> tuple:
    from clausebook.io.documents.returned import read

    return read(data, "x.docx").lines
