"""What the import writes, the reader reads: every character that can be printed, in every place where words are."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausebook.importer.yaml_writer import clause_text, policy_text
from clausebook.model.clause import (
    Clause,
    Form,
    FormBody,
    FormField,
    ListConnector,
    ListItem,
    Note,
    Paragraph,
    Table,
    TableBody,
)
from clausebook.model.finding import SourceLocation
from clausebook.model.policy import Policy, Section, Signatory
from clausebook.source.load import read_file
from clausebook.text.glyphs import RANGES
from tests.importer.judging import headings_of
from tests.importer.reading import imported

PLACE = SourceLocation("clauses/a/some-clause.yaml")
PRINTABLE = [
    chr(code)
    for part in RANGES.split()
    for start, _, end in (part.partition("-"),)
    for code in range(int(start, 16), int(end or start, 16) + 1)
]
WORDS = [
    *(made for sign in PRINTABLE if not sign.isspace() for made in (f"{sign}a b", f"a {sign} b", f"a b{sign}", sign)),
    *("true", "No", "null", "~", "1.10", "12:30", "2026-05-01", "a: b", "a #b", "- a", "? a", "--- a", "...", "0x1f"),
    *("<<", "=", ".inf", "1e3", "1_000", "a\\nb", '"', "'", "it's", 'say "no"', "[a](b)", "{{ '{' }}{ x }}", "|", ">-"),
    *("key:", ": a", "a :b", "#", "# a", "&a b", "*a b", "!a b", "%a b", "@a b", "`a b`", "a, b", "[a, b]", "{a: b}"),
]
LONG = "Sentences that are long are written a sentence a line. "


def everywhere(text: str) -> Clause:
    """A clause that holds a text in every place where words can be."""
    item = ListItem(text=text, items=(ListItem(text=text), ListConnector(between=text)))
    return Clause(
        id="some-clause",
        title=text,
        body=(
            Paragraph(text=text),
            Paragraph(text=text, items=(item,)),
            Note(note=text),
            Table(table=TableBody(caption=text, header=(text, text), rows=((text, "b"), ("a", text)))),
            Form(form=FormBody(title=text, fields=(FormField(label=text, kind="text"),))),
        ),
        place=PLACE,
    )


def policy(text: str) -> Policy:
    """A policy that holds a text in every place where words can be."""
    return Policy(
        id="some-policy",
        title=text,
        series=text,
        approving_body=text,
        signatories=(Signatory(role="headteacher", label=text),),
        outline=(Section(id="one", title=text, clauses=("some-clause",)),),
        place=SourceLocation("policy/some-policy.yaml"),
    )


def reads_back(text: str) -> bool:
    read, faults = read_file(PLACE.file, clause_text(everywhere(text), {}).encode("utf-8"))
    outline, wrong = read_file("policy/some-policy.yaml", policy_text(policy(text)).encode("utf-8"))
    return read == everywhere(text) and outline == policy(text) and not faults and not wrong


@pytest.mark.parametrize("before", ["", LONG], ids=["short", "long"])
def test_every_printable_character_reads_back_from_every_place(before: str) -> None:
    joined = [" ".join(WORDS[start : start + 40]) for start in range(0, len(WORDS), 40)] if before else []
    wrong = [text for text in (*WORDS[-60:], *joined) if not reads_back(before + text)]
    assert not wrong


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join))
def test_words_of_any_characters_read_back_from_every_place(text: str) -> None:
    assert reads_back(" ".join(text.split(" ")))


@pytest.mark.slow
def test_each_printable_character_alone_reads_back_as_a_cell_and_an_item() -> None:
    """All of them in few files: a table and a list with a cell and an item a character."""
    rows = tuple((text, text) for text in WORDS)
    clause = Clause(
        id="some-clause",
        title="All",
        body=(
            Table(table=TableBody(header=("a", "b"), rows=rows)),
            Paragraph(items=tuple(ListItem(text=text) for text in WORDS)),
            Form(form=FormBody(title="All", fields=tuple(FormField(label=text, kind="text") for text in WORDS))),
        ),
        place=PLACE,
    )
    read, faults = read_file(PLACE.file, clause_text(clause, {}).encode("utf-8"))
    assert faults == ()
    assert read == clause


@pytest.mark.parametrize("title", ["{% if %}", "{{ x }}", "{# a #}"])
def test_a_title_over_text_without_headings_is_words_whatever_braces_it_has(title: str, tmp_path: Path) -> None:
    path = tmp_path / "rules.md"
    path.write_text(f"---\ntitle: '{title}'\n---\n\nVisitors must sign in.\n\nParents may visit.\n", encoding="utf-8")
    found = imported(path, "rules")
    assert headings_of(found) == [title]
    assert not found.lost
