"""The account of an import counts the whole file: what is nowhere, what was not read, and rules outside the clauses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from clausebook.cli import main
from clausebook.io.files import write_files
from clausebook.model.documents.import_result import Importation
from tests.importer import made
from tests.importer.made import paragraph
from tests.importer.reading import edition, facts, imported, lines

SPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"'
)
RULE = "Visitors must not use the staff toilets."
HEAD = paragraph("Signing in", "Heading1") + paragraph("Visitors must sign in at the office and wear a badge all day.")
TAIL = paragraph("Leaving", "Heading1") + paragraph("Visitors must sign out at the office and give the badge back.")


def drawn(inside: str) -> str:
    return f"<w:p><w:r><w:drawing {SPACES}>{inside}</w:drawing></w:r></w:p>"


def word(folder: Path, body: str, others: dict[str, str] | None = None, links: str = "") -> Path:
    """A Word file; `links` are relationships of its document beside those of the other parts."""
    parts = made.parts(HEAD + body + TAIL, {"styles.xml": made.styles(1), **(others or {})})
    relations = "word/_rels/document.xml.rels"
    parts[relations] = parts[relations].replace(b"</Relationships>", f"{links}</Relationships>".encode())
    path = folder / "in.docx"
    path.write_bytes(made.zipped(parts))
    return path


def linked(id_: str, kind: str, target: str) -> str:
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return f'<Relationship Id="{id_}" Type="{base}/{kind}" Target="{target}"/>'


def live(found: Importation) -> str:
    return "\n".join(lines(edition(found)))


def said(found: Importation) -> str:
    return "\n".join([*(aside.text for aside in found.asides), *(one.message for one in found.findings)])


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("part.html", f"<html><body><p>{RULE}</p></body></html>"),
        ("part.xhtml", f'<?xml version="1.0" encoding="UTF-8"?><html><body><p>{RULE}</p></body></html>'),
        ("part.txt", RULE),
        (
            "part.mht",
            "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
            f"Content-Type: text/html\n\n<p>{RULE}</p>\n--b--\n",
        ),
    ],
)
def test_a_part_that_another_program_put_in_is_read_where_it_is(name: str, part: str, tmp_path: Path) -> None:
    path = word(tmp_path, '<w:altChunk r:id="rX"/>', {name: part}, linked("rX", "aFChunk", name))
    found = imported(path, "visitors")
    assert RULE in live(found)
    assert not found.alarms


def test_a_word_file_inside_a_word_file_is_read(tmp_path: Path) -> None:
    parts = made.parts(HEAD + '<w:altChunk r:id="rX"/>' + TAIL, {"styles.xml": made.styles(1)})
    relations = "word/_rels/document.xml.rels"
    link = linked("rX", "aFChunk", "inner.docx") + "</Relationships>"
    parts[relations] = parts[relations].replace(b"</Relationships>", link.encode())
    path = tmp_path / "in.docx"
    path.write_bytes(made.zipped({**parts, "word/inner.docx": made.docx(paragraph(RULE))}))
    found = imported(path, "visitors")
    assert RULE in live(found)
    assert not found.alarms


@pytest.mark.parametrize(("name", "part"), [("part.rtf", r"{\rtf1 words}"), ("part.bin", "words"), ("", "")])
def test_a_part_that_cannot_be_read_is_named_loudly(name: str, part: str, tmp_path: Path) -> None:
    path = word(
        tmp_path, '<w:altChunk r:id="rX"/>', {name: part} if name else {}, linked("rX", "aFChunk", name or "no")
    )
    found = imported(path, "visitors")
    assert any("was not read" in alarm for alarm in found.alarms)


def test_the_words_of_smart_art_are_read_with_a_doubt(tmp_path: Path) -> None:
    point = f"<dgm:pt><dgm:t><a:p><a:r><a:t>{RULE}</a:t></a:r></a:p></dgm:t></dgm:pt>"
    data = f"<dgm:dataModel {SPACES}><dgm:ptLst>{point}</dgm:ptLst></dgm:dataModel>"
    body = drawn('<dgm:relIds r:dm="rX"/>')
    path = word(tmp_path, body, {"diagramData.xml": data}, linked("rX", "diagramData", "diagramData.xml"))
    found = imported(path, "visitors")
    assert RULE in live(found)
    assert "was in a drawing (SmartArt)" in said(found)
    assert not found.lost


def test_the_words_of_a_shape_and_of_a_chart_are_kept(tmp_path: Path) -> None:
    chart = f"<c:chartSpace {SPACES}><a:t>Absence by year</a:t><c:v>12</c:v></c:chartSpace>"
    body = drawn(f"<wpg:wgp><a:p><a:r><a:t>{RULE}</a:t></a:r></a:p></wpg:wgp>") + drawn('<c:chart r:id="rX"/>')
    found = imported(word(tmp_path, body, {"chart1.xml": chart}, linked("rX", "chart", "chart1.xml")), "visitors")
    assert RULE in live(found)
    assert "Absence by year 12" in said(found)
    assert not found.lost


def test_alternative_texts_and_watermarks_are_in_the_report(tmp_path: Path) -> None:
    across = '<w:pict><v:shape><v:textpath string="DRAFT 3"/></v:shape></w:pict>'
    header = f'<w:hdr xmlns:w="{made.W}" {SPACES}><w:p><w:r>{across}</w:r></w:p></w:hdr>'
    body = drawn('<wp:docPr id="1" name="x" title="A map" descr="The way to the office"/>')
    found = imported(word(tmp_path, body, {"header1.xml": header}), "visitors")
    assert "The way to the office" in said(found)
    assert "A map" in said(found)
    assert "“DRAFT 3”: is across the pages as a watermark" in said(found)


def test_an_object_of_another_program_is_named_loudly(tmp_path: Path) -> None:
    body = f'<w:p><w:r><w:object {SPACES}><o:OLEObject ProgID="Excel.Sheet.12" r:id="rX"/></w:object></w:r></w:p>'
    found = imported(word(tmp_path, body), "visitors")
    assert any("Excel.Sheet.12" in alarm and "was not read" in alarm for alarm in found.alarms)


def test_what_the_reader_overlooks_the_second_count_finds(tmp_path: Path) -> None:
    body = f"<w:p><w:strange><w:r><w:t>{RULE}</w:t></w:r></w:strange></w:p>"
    found = imported(word(tmp_path, body), "visitors")
    assert "toilets" in found.lost
    assert any("went astray" in alarm for alarm in found.alarms)


@pytest.mark.parametrize(
    "cut", ["<w:t>Visi</w:t></w:r><w:r><w:t>tors must pay.</w:t>", "<w:t>Visitors must pay.</w:t>"]
)
def test_a_word_in_two_runs_is_one_word_to_the_second_count(cut: str, tmp_path: Path) -> None:
    found = imported(word(tmp_path, f"<w:p><w:r>{cut}</w:r></w:p>"), "visitors")
    assert not found.lost
    assert "Visitors must pay." in live(found)


def test_a_page_whose_words_pandoc_drops_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    page = f"<h1>Rules</h1><h2>One</h2><p>Badges are red.</p><svg><text>{RULE}</text></svg><h2>Two</h2><p>Go.</p>"
    path.write_text(page, encoding="utf-8")
    found = imported(path, "rules")
    assert RULE in said(found) or "toilets" in found.lost


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "school"
    write_files(folder, facts())
    return folder


def run(root: Path, path: Path, *options: str) -> int:
    return main(["import", str(path), "--policy", "visitors", "--root", str(root), *options])


def test_a_loud_account_ends_with_code_1_and_writes_the_draft(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = word(tmp_path, '<w:altChunk r:id="rX"/>')
    assert run(root, path, "-q") == 1
    assert "ATTENTION: an embedded part (rX) was not read" in capsys.readouterr().out
    assert (root / "policy/visitors.yaml").is_file()
    assert "## Attention" in (root / "docs/imported/visitors.md").read_text(encoding="utf-8")


def test_an_account_without_fault_ends_with_code_0(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(root, word(tmp_path, ""), "--format", "json") == 0
    made_ = json.loads(capsys.readouterr().out)
    assert made_["alarms"] == []
    assert made_["in_clauses"] == made_["words"]


def test_too_few_words_in_clauses_are_said_with_the_share(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.txt"
    cover = "\n\n".join(f"Line {word} of the cover" for word in ("one", "two", "three", "four"))
    path.write_text(
        f"Visitors policy\n\n{cover}\n\n1. Doors\n\nWe lock up.\n\n2. Gates\n\nWe shut them.\n", encoding="utf-8"
    )
    assert run(root, path) == 1
    assert "% of the words are in clauses" in capsys.readouterr().out


def test_a_duty_that_was_taken_for_the_front_page_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from clausebook.importer import front_matter

    monkeypatch.setattr(front_matter, "_is_prose", lambda piece: False)
    path = tmp_path / "a.docx"
    path.write_bytes(
        made.docx(paragraph("Visitors policy", "Title") + paragraph(RULE) + HEAD + TAIL, {"styles.xml": made.styles(1)})
    )
    found = imported(path, "visitors")
    assert any("a duty is in no clause" in alarm and "Visitors must not use" in alarm for alarm in found.alarms)


def test_a_rule_in_the_style_of_the_contents_is_said_loudly(tmp_path: Path) -> None:
    styles = made.styles(1).replace(
        "</w:styles>", '<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style></w:styles>'
    )
    listed = paragraph("Signing in ..... 3", "TOC1") + paragraph(RULE, "TOC1")
    path = tmp_path / "a.docx"
    path.write_bytes(made.docx(listed + HEAD + TAIL, {"styles.xml": styles}))
    found = imported(path, "visitors")
    assert any("a duty is in no clause but was taken for contents page" in alarm for alarm in found.alarms)
