"""No word of a source is lost: counted in the source by other means, and looked for in the draft and the report."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausebook.importer import understand
from clausebook.importer.facts import written
from clausebook.importer.source_block import with_single_blanks
from clausebook.importer.yaml_writer import clause_text
from clausebook.model.clause import Clause, ListConnector, ListItem, Note, Paragraph, Table, TableBody
from clausebook.model.documents.extracted import ExtractedBlock, ExtractedDocument, SourcePosition
from clausebook.model.documents.import_result import Importation
from clausebook.model.finding import SourceLocation
from clausebook.source.load import read_file
from clausebook.text.inline import Run, inline, plain
from tests import golden_folders, record
from tests.importer.reading import edition, imported, lines, register
from tests.importer.test_shapes import FOLDER, source

_WORD = re.compile(r"[^\W_]+")


def counted(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text))


def kept(found: Importation) -> Counter[str]:
    """The words of the draft as a reader sees them, and those of the report."""
    made = edition(found)
    texts = [*lines(made), made.title, made.series, made.approving_body, *(line.label for line in made.signatures)]
    texts += [aside.text for aside in found.asides]
    texts += [one.mark for one in found.landed if one.kind != "heading" or one.mark not in " ".join(texts)]
    return counted(" ".join(texts).replace("**", ""))


def words_of(path: Path) -> Counter[str]:
    """The words of a source, counted without the import."""
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as archive:
            parts = [archive.read(name).decode("utf-8") for name in archive.namelist() if "/document" in name]
        body = re.sub(r"<mc:Fallback>.*?</mc:Fallback>", "", parts[0], flags=re.S)
        return counted(re.sub(r"<[^<>]*>", " ", re.sub(r"<w:instrText>[^<]*", "", body)))
    return counted(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "case",
    [
        case
        for case in golden_folders.cases(FOLDER)
        if (case / "source.txt").is_file() or (case / "document.xml").is_file()
    ],
    ids=golden_folders.name,
)
def test_every_word_of_a_shape_is_in_a_clause_or_in_the_report(case: Path, tmp_path: Path) -> None:
    path = source(case, tmp_path)
    missing = words_of(path) - kept(imported(path, "imported"))
    assert not missing


def test_every_word_of_the_2018_text_is_in_a_clause_or_in_the_report(tmp_path: Path) -> None:
    path = tmp_path / "2018.txt"
    path.write_text(record.text(), encoding="utf-8", newline="\n")
    found = imported(path)
    assert not counted(record.text().replace("**", "")) - kept(found)
    assert found.words > 2000


def test_a_word_that_went_astray_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    from clausebook.importer import body_builder

    monkeypatch.setattr(body_builder.BodyBuilder, "_table", lambda self, piece: None)  # as if tables were forgotten
    table = ExtractedBlock(kind="table", rows=(((Run("hidden"),), (Run("treasure"),)),), origin=SourcePosition(line=3))
    text = ExtractedBlock(kind="paragraph", text=(Run("Text about something."),), origin=SourcePosition(line=1))
    head = ExtractedBlock(kind="heading", text=(Run("Top"),), level=1)
    found = understand(ExtractedDocument(name="a.md", format="md"), [head, text, table], "a", register())
    assert found.lost == ("hidden", "treasure")


LETTERS = st.text(alphabet="ab X.:*_`[](){}#|-&\\\"'!<>%é–\u00a31", min_size=1, max_size=14)
RUNS = st.lists(
    st.builds(
        Run, LETTERS, bold=st.booleans(), italic=st.booleans(), link=st.sampled_from(["", "https://a.example/b(c)"])
    ),
    max_size=4,
).map(tuple)


@given(RUNS)
def test_what_a_clerk_edits_reads_back_as_the_same_words(runs: tuple[Run, ...]) -> None:
    text, styled = written(runs)
    filled = text.replace("{{ '{' }}", "{")
    assert plain(inline(filled)) == plain(with_single_blanks(runs)).strip(" ")
    assert styled or any(run.bold or run.italic or run.link for run in runs)


TEXTS = st.text(alphabet="aB .:#-*{}[]\"',&!?>|%@`é0\\~“”", min_size=1, max_size=150).map(
    lambda text: " ".join(text.split(" ")).strip() or "a"
)
ITEMS = st.recursive(
    st.builds(ListItem, text=TEXTS),
    lambda inner: st.builds(ListItem, text=TEXTS, items=st.lists(inner, max_size=3).map(tuple)),
)
ENTRIES = st.lists(st.one_of(ITEMS, st.builds(ListConnector, between=TEXTS)), min_size=1, max_size=4).map(tuple)
CELLS = st.tuples(TEXTS, TEXTS)
BLOCKS = st.one_of(
    st.builds(Paragraph, text=TEXTS),
    st.builds(Paragraph, text=TEXTS, items=ENTRIES),
    st.builds(Paragraph, items=ENTRIES),
    st.builds(Note, note=TEXTS),
    st.builds(Table, table=st.builds(TableBody, header=CELLS, rows=st.lists(CELLS, max_size=2).map(tuple))),
)


@given(TEXTS, st.lists(BLOCKS, min_size=1, max_size=4).map(tuple))
def test_a_clause_in_the_house_form_reads_back_as_the_same_clause(title: str, body: tuple[Paragraph, ...]) -> None:
    clause = Clause(
        id="some-clause", title=title, number="1.10", body=body, place=SourceLocation("clauses/a/some-clause.yaml")
    )
    read, faults = read_file(clause.place.file, clause_text(clause, {}).encode("utf-8"))
    assert faults == ()
    assert read == clause
