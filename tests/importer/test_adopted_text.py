"""The 2018 text comes in from every format with each heading, paragraph and item in its place."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from clausebook.model.documents.import_result import Importation
from tests import record
from tests.importer import made, sources
from tests.importer.reading import edition, imported, lines

ALONE = "--standalone"


def automatic() -> bytes:
    """A Word file whose numbers and letters Word counts by itself: none of them is in its text."""
    body = ""
    levels = (("decimal", "%1."), ("decimal", "%1.%2"))
    opened = False
    for line in sources.markdown().split("\n"):
        if found := re.match(r"(#+) (\d[\d.]*) (.*)", line):
            opened = True
            body += made.counted(escaped(found[3]), len(found[1]) - 2, 1, f"Heading{len(found[1]) - 1}")
        elif found := re.match(r"( *)- (.*)", line):
            body += made.counted(escaped(found[2]), len(found[1]) // 2, 2)
        elif line and opened:
            body += made.paragraph(escaped(line))
    numbering = made.numbering((1, levels), (2, (("bullet", "•"), ("bullet", "o"))))
    return made.docx(body, {"numbering.xml": numbering, "styles.xml": made.styles(1, 2)})


def escaped(text: str) -> str:
    return text.replace("**", "").replace("&", "&amp;").replace("<", "&lt;")


FORMATS: dict[str, Callable[[], bytes]] = {
    "2018.txt": lambda: record.text().encode("utf-8"),
    "2018.md": lambda: sources.markdown().encode("utf-8"),
    "bold.md": lambda: sources.faked().encode("utf-8"),
    "2018.docx": lambda: sources.converted(sources.markdown(), "docx"),
    "bold.docx": lambda: sources.converted(sources.faked(), "docx"),
    "2018.odt": lambda: sources.converted(sources.markdown(), "odt", ALONE),
    "bold.odt": lambda: sources.converted(sources.faked(), "odt", ALONE),
    "2018.html": lambda: sources.converted(sources.markdown(), "html", ALONE),
    "bold.html": lambda: sources.converted(sources.faked(), "html", ALONE),
    "2018.rst": lambda: sources.converted(sources.markdown(), "rst", ALONE),
    "2018.pdf": lambda: sources.typst(sources.markdown()),
    "bold.pdf": lambda: sources.typst(sources.faked()),
}


def brought_in(name: str, folder: Path) -> Importation:
    path = folder / name
    path.write_bytes(FORMATS[name]())
    return imported(path)


@pytest.mark.slow
@pytest.mark.parametrize("name", FORMATS)
def test_every_line_of_the_record_is_in_its_place_and_no_other(name: str, tmp_path: Path) -> None:
    found = brought_in(name, tmp_path)
    assert list(lines(edition(found))) == record.lines()
    assert not found.lost


@pytest.mark.slow
@pytest.mark.parametrize("name", ["2018.txt", "bold.docx", "2018.pdf"])
def test_the_front_page_gives_title_review_month_and_signatory_but_no_approval(name: str, tmp_path: Path) -> None:
    found = brought_in(name, tmp_path)
    made = edition(found)
    series, title, *_, label = record.cover_lines()
    assert (made.series, made.title) == (series, title)
    assert made.review_month == 5
    assert (made.approving_body, [(one.role, one.label) for one in made.signatures]) == (
        "governing body",
        [("governing-body", label)],
    )
    assert made.approval is None
    assert "Approved by the governing body: May 2018" in [aside.text for aside in found.asides]


def test_the_printed_contents_are_in_no_clause_and_whole_in_the_report(tmp_path: Path) -> None:
    found = brought_in("2018.txt", tmp_path)
    listed = [aside.text for aside in found.asides if aside.why == "contents page"]
    assert listed[2:] == [" ".join(part for part in line if part) for line in record.printed_contents()]


def test_what_the_text_names_is_cited_where_the_committed_edition_cites_it(tmp_path: Path) -> None:
    cited = {law.id: [target.cite for target in law.cited_by] for law in edition(brought_in("2018.txt", tmp_path)).laws}
    assert cited == {
        "ukpga/1998/42": ["1.6(a)"],
        "ukpga/1998/29": ["1.6(b)", "3.2(e)"],
        "ukpga/2000/36": ["1.6(c)"],
        "ukpga/1990/18": ["1.6(d)"],
        "ukpga/2006/48": ["1.6(d)"],
        "ukpga/2000/23": ["1.6(e)", "2.2(l)", "4(c)"],
    }


def test_the_act_that_is_named_without_its_year_is_said_to_be_a_guess(tmp_path: Path) -> None:
    (finding,) = brought_in("2018.txt", tmp_path).findings
    assert finding.message == (
        "names the Data Protection Act without its year; ukpga/1998/29 was cited, which the text names elsewhere"
    )


def test_facts_of_the_school_become_variables_where_the_committed_edition_has_them(tmp_path: Path) -> None:
    found = brought_in("2018.txt", tmp_path)
    folder = Path(__file__).resolve().parent.parent / "data" / "2018" / "clauses" / "acceptable-use"
    committed = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.yaml"))
    drafted = "".join(text for path, text in found.files.items() if path.startswith("clauses/"))
    variables = re.compile(r"\{\{ [\w.]+ \}\}")
    assert sorted(variables.findall(drafted)) == sorted(variables.findall(committed))


def test_numbers_that_word_counts_by_itself_are_read_as_a_reader_sees_them(tmp_path: Path) -> None:
    path = tmp_path / "automatic.docx"
    path.write_bytes(automatic())
    found = imported(path)
    headings = [(one.mark, one.words) for one in found.landed if one.kind == "heading"]
    assert headings[:4] == [
        ("1.", "Introduction"),
        ("1.1", "Policy Statement"),
        ("1.2", "Policy Coverage"),
        ("1.3", "Who does the policy apply to?"),
    ]
    words = re.compile(r"^\d[\d.]* |\*\*", re.M)
    assert [words.sub("", line) for line in lines(edition(found))] == [words.sub("", line) for line in record.lines()]


def test_an_opendocument_gives_the_numbers_that_its_program_counts(tmp_path: Path) -> None:
    import io
    import zipfile

    text = "# Bicycles\n\nRide.\n\n## Helmets\n\nWear one.\n\n## Sheds\n\nUse one.\n\n# Scooters\n\nNone.\n"
    source = zipfile.ZipFile(io.BytesIO(sources.converted(text, "odt", ALONE)))
    parts = {name: source.read(name) for name in source.namelist()}
    space = 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    levels = "".join(
        f'<text:outline-level-style {space} text:level="{level}" style:num-format="1" style:num-suffix="." '
        f'text:display-levels="{level}"/>'
        for level in (1, 2)
    )
    outline = f'<text:outline-style {space} style:name="Outline">{levels}</text:outline-style></office:styles>'
    start = re.sub(r"<text:outline-style.*?</text:outline-style>", "", parts["styles.xml"].decode("utf-8"), flags=re.S)
    parts["styles.xml"] = start.replace("</office:styles>", outline).encode("utf-8")
    path = tmp_path / "counted.odt"
    path.write_bytes(made.zipped(parts))
    found = imported(path, "bicycles")
    headings = [(one.mark, one.words) for one in found.landed if one.kind == "heading"]
    assert headings == [("1.", "Bicycles"), ("1.1.", "Helmets"), ("1.2.", "Sheds"), ("2.", "Scooters")]
