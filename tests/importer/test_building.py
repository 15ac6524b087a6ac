"""Every import ends in a draft that builds, or in one line and nothing written, whatever signs, links and tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from clausebook.app.importing import import_document
from clausebook.errors import UserError
from clausebook.io.files import write_files
from clausebook.model.documents.import_result import Importation
from clausebook.model.search import search_entries
from clausebook.readback.reading import false_claims
from tests.importer import made
from tests.importer.made import bold, paragraph, table
from tests.importer.reading import AS_OF, edition, facts, lines

pytestmark = pytest.mark.slow

PLACES = ("heading", "paragraph", "item", "cell", "label", "title")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "school"
    write_files(folder, facts())
    return folder


def markdown(place: str, words: str) -> str:
    """A policy that has these words in a place."""
    has = {one: words if one == place else one.capitalize() for one in PLACES}
    return (
        f"# {has['title']}\n\n## {has['heading']}\n\n{has['paragraph']} of the school.\n\nStaff must:\n\n"
        f"- {has['item']}\n- go\n\n| A | B |\n|---|---|\n| {has['cell']} | b |\n\n{has['label']}: ________\n\n"
        "## Last\n\nThey go.\n"
    )


def imported(root: Path, name: str, words: str | bytes) -> Importation:
    path = root.parent / name
    path.write_bytes(words if isinstance(words, bytes) else words.encode("utf-8"))
    return import_document(root, path, "a-policy", AS_OF).importation


def live(found: Importation) -> str:
    return "\n".join([edition(found).title, *lines(edition(found))])


def doubts(found: Importation) -> str:
    return "\n".join(one.message for one in found.findings)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("words", "reads"),
    [
        ("🍌 At break", "At break"),
        ("\uf0a7 at break", "at break"),
        ("𝗔𝘁 𝗯𝗿𝗲𝗮𝗸", "At break"),
        ("Ａｔ ｂｒｅａｋ", "At break"),
        ("At\u200b br\u00adeak", "At break"),
        ("A\u0301t break", "Át break"),
        ("At \u202ebreak", "At break"),
        ("At brеak", "At break"),
        ("~~Gone~~ At break", "At break"),
        ("At break 日本", "At break"),
        ("Why at break?", "Why at break?"),
        ("true", "true"),
        ("At {{ break }} {% now %}", "At {{ break }}"),
        ("At [break] (https://a.example)", "At"),
        ("At `[a](b)` break", "At"),
    ],
)
def test_signs_of_every_kind_in_every_place_build(words: str, reads: str, place: str, root: Path) -> None:
    found = imported(root, "a.md", markdown(place, words))
    assert reads in live(found) or reads.lower() in live(found).lower()
    assert (root / "policy/a-policy.yaml").is_file()


def test_what_could_not_be_printed_is_a_doubt_and_in_the_report(root: Path) -> None:
    found = imported(root, "a.md", markdown("heading", "🍌 At break"))
    assert "cannot be printed and was left out: 🍌" in doubts(found)
    assert [one.text for one in found.asides if one.why == "signs that cannot be printed"] == ["🍌"]


def test_a_title_that_yaml_takes_for_a_value_gives_an_id_that_it_does_not(root: Path) -> None:
    for words in ("True", "No", "On", "Null", "Con"):
        found = imported(root, "a.md", markdown("heading", words))
        assert f"clauses/a-policy/clause-{words.lower()}.yaml" in found.files
        for path in sorted(root.rglob("*a-policy*"), reverse=True):
            if path.is_file():
                path.unlink()
        for path in (root / "clauses/a-policy").glob("*"):
            path.unlink()
        (root / "clauses/a-policy").rmdir()


def test_a_draft_that_would_not_build_is_not_written_and_says_why(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from clausebook.importer import facts as importer_facts

    monkeypatch.setattr(importer_facts, "address_fault", lambda address, known: ("", ""))
    before = {path for path in root.rglob("*") if path.is_file()}
    with pytest.raises(UserError, match=r"its draft would not build .*menu\.md is not a working link"):
        imported(root, "a.md", markdown("paragraph", "See [the menu](menu.md)"))
    assert {path for path in root.rglob("*") if path.is_file()} == before


def row(title: str, *words: str) -> str:
    cells = f"<w:tc>{bold(title)}</w:tc><w:tc>{''.join(paragraph(one) for one in words)}</w:tc>"
    return f"<w:tr>{cells}</w:tr>"


SECTIONS = row("Purpose", "This policy is for all who come to the school.") + row(
    "Signing in", "Visitors must sign in at the office.", "Visitors must wear a badge."
)


@pytest.mark.parametrize("number", [False, True])
def test_a_table_of_headings_and_text_becomes_clauses(number: bool, root: Path) -> None:
    body = SECTIONS if not number else SECTIONS.replace("<w:tr>", f"<w:tr><w:tc>{paragraph('1')}</w:tc>")
    found = imported(root, "a.docx", made.docx(f"<w:tbl>{body}</w:tbl>"))
    assert "Purpose" in live(found)
    assert "\nVisitors must sign in at the office.\nVisitors must wear a badge." in live(found)
    assert "was read as headings with text" in doubts(found)
    assert len(found.files) == 3


def test_a_table_of_facts_in_a_text_stays_a_table(root: Path) -> None:
    grid = table(("Who", "When"), ("Parents of pupils in year one and two", "at nine"), ("Visitors", "at ten"))
    body = bold("Hours") + paragraph("The office opens.") + grid + bold("Leaving") + paragraph("They go.")
    assert "Visitors | at ten" in live(imported(root, "a.docx", made.docx(body)))


@pytest.mark.parametrize(
    "grid",
    [
        table(("Visitors must sign in at the office before nine.", "Parcels are left at the gate of the school.")),
        "<w:tbl>"
        + "".join(f"<w:tr><w:tc>{paragraph(one)}</w:tc></w:tr>" for one in ("Box one.", "Box two."))
        + "</w:tbl>",
        table(("", ""), ("", "")),
        table(("a", "b")),
    ],
)
def test_tables_of_one_row_or_one_column_or_nothing_build(grid: str, root: Path) -> None:
    body = bold("Hours") + paragraph("The office opens at nine.") + grid + bold("Leaving") + paragraph("They go home.")
    found = imported(root, "a.docx", made.docx(body))
    assert not found.lost


def test_what_an_import_makes_of_numbers_blank_rows_and_titles_is_read_back(root: Path) -> None:
    blank = "| Name | Class |\n|---|---|\n| | |\n| Ann | 3 |"
    text = "# Trips\n\n## Trips approved by the head\n\n4.1 Drivers must:\n\n- sign\n- wait\n\n4.2 They may stop.\n"
    made = edition(imported(root, "in.md", f"{text}\n## Register\n\n{blank}\n"))
    entries = search_entries(made)
    assert {entry.lead.rstrip(":") for entry in entries if entry.words in ("sign", "wait")} == {"4.1 Drivers must"}
    assert all(entry.words for entry in entries)
    shown = "All policies | Trips | 1 Trips approved by the head | 2 Register"
    assert not list(false_claims(made, shown))
    assert list(false_claims(made, f"{shown} | Approved by the governing body"))


@pytest.mark.parametrize("place", ["heading", "title"])
def test_a_heading_from_right_to_left_is_a_line_and_text_is_taken_in(place: str, root: Path) -> None:
    with pytest.raises(UserError, match=r"its heading “.*مدرسة.*” is written from right to left"):
        imported(root, "a.md", markdown(place, "مدرسة"))
    assert not (root / "policy/a-policy.yaml").exists()
    assert "مدرسة" in live(imported(root, "a.md", markdown("item", "the مدرسة")))
