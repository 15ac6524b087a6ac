"""Files that cannot be imported: one clear line each, within bounds of time and memory, and nothing written."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from clausebook.errors import UserError
from clausebook.io import documents
from clausebook.io.documents import foreign, limits
from clausebook.io.documents import pdf as pdf_reader
from clausebook.model.documents.extracted import ExtractedDocument
from tests.importer import made
from tests.importer.reading import imported

pytestmark = pytest.mark.slow

TEXT = made.paragraph("Staff must lock the doors.")


def refused(path: Path) -> UserError:
    """The trouble that opening a file ends in; it names the file and says what to do, in one line each."""
    with pytest.raises(UserError) as caught:
        documents.opened(path)
    error = caught.value
    assert path.name in error.message
    assert error.hint
    assert "\n" not in error.message + error.hint
    return error


def written(folder: Path, name: str, data: bytes) -> Path:
    """A file with these bytes."""
    path = folder / name
    path.write_bytes(data)
    return path


def protected_pdf() -> bytes:
    import pikepdf

    target = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(target, encryption=pikepdf.Encryption(owner="one", user="two"))
    return target.getvalue()


def blank_pdf(pages: int) -> bytes:
    import pikepdf

    target = io.BytesIO()
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page()
        document.save(target)
    return target.getvalue()


def lying_zip() -> bytes:
    """A Word file whose main document says that it has ten bytes, and unpacks to far more."""
    parts = made.parts(TEXT)
    parts["word/document.xml"] = b" " * (limits.PART + 10)
    data = made.zipped(parts)
    declared = struct.pack("<I", limits.PART + 10)
    assert data.count(declared) == 2  # before the part, and in the list of parts
    return data.replace(declared, struct.pack("<I", 10))


def crowded_zip() -> bytes:
    return made.zipped({**made.parts(TEXT), **{f"word/{place}.xml": b"" for place in range(limits.ENTRIES)}})


def doubled_zip() -> bytes:
    target = io.BytesIO(made.docx(TEXT))
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(target, "a") as archive:
        archive.writestr("word/document.xml", made.parts("")["word/document.xml"])
    return target.getvalue()


def flipped() -> bytes:
    """A Word file with a byte of its main document turned around."""
    data = bytearray(made.docx(TEXT))
    data[data.index(b"word/document.xml") + 40] ^= 0xFF
    return bytes(data)


def with_entities() -> bytes:
    parts = made.parts(TEXT)
    laughs = b'<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    return made.zipped({**parts, "word/document.xml": laughs + parts["word/document.xml"]})


CASES: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "an empty file": ("a.docx", lambda: b"", "is empty"),
    "a scanned PDF": ("a.pdf", lambda: blank_pdf(2), "holds no text: it is pictures of pages"),
    "a PDF under a password": ("a.pdf", protected_pdf, "is protected with a password"),
    "half a PDF": ("a.pdf", lambda: b"%PDF-1.7\n1 0 obj\n<<", "is damaged"),
    "a PDF of a page too many": ("a.pdf", lambda: blank_pdf(201), "has 201 pages; a PDF may have 200"),
    "a Word file under a password": (
        "a.docx",
        lambda: made.COMPOUND + "EncryptedPackage".encode("utf-16-le"),
        "is protected with a password",
    ),
    "an old Word file": ("a.doc", lambda: made.COMPOUND + "WordDocument".encode("utf-16-le"), "of the old kind (.doc)"),
    "an old Excel file": ("a.doc", lambda: made.COMPOUND, "is an old Office file"),
    "half a Word file": ("a.docx", lambda: made.docx(TEXT)[:400], "is damaged: its end is missing"),
    "a Word file with a wrong byte": ("a.docx", flipped, "is damaged: word/document.xml cannot be unpacked"),
    "a Word file without its document": (
        "a.docx",
        lambda: made.zipped({"[Content_Types].xml": b"<a/>", "word/other.xml": b"<a/>"}),
        "is damaged: it has no main document",
    ),
    "a Word file that is not XML": ("a.docx", lambda: made.docx("<w:p>"), "word/document.xml is not well-formed"),
    "a Word file that declares entities": ("a.docx", with_entities, "declares entities"),
    "a bomb that says its size": (
        "a.docx",
        lambda: made.zipped({**made.parts(TEXT), "word/document.xml": b" " * (limits.PART + 1)}),
        "unpacks to more than 40 MB",
    ),
    "a bomb that lies about its size": ("a.docx", lying_zip, "is damaged: word/document.xml cannot be unpacked"),
    "a bomb of many parts": ("a.docx", crowded_zip, "holds more than 5000 parts"),
    "a part twice": ("a.docx", doubled_zip, "it holds word/document.xml twice"),
    "a spreadsheet": (
        "a.docx",
        lambda: made.zipped({"[Content_Types].xml": b"<a/>", "xl/workbook.xml": b"<a/>"}),
        "is another Office file and no text document",
    ),
    "an archive": ("a.zip", lambda: made.zipped({"a.txt": b"words"}), "is a zip archive and no text document"),
    "an OpenDocument under a password": (
        "a.odt",
        lambda: made.zipped(
            {
                "mimetype": b"application/vnd.oasis.opendocument.text",
                "content.xml": b"\x01",
                "META-INF/manifest.xml": b"<manifest:encryption-data/>",
            }
        ),
        "is protected with a password",
    ),
    "a damaged OpenDocument": (
        "a.odt",
        lambda: made.zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a>"}),
        "content.xml is not well-formed",
    ),
    "a picture": ("a.txt", lambda: b"\x89PNG\r\n\x1a\n" + bytes(50), "is a picture"),
    "a program": ("a.txt", lambda: b"MZ" + bytes(50), "is a program"),
    "bytes that are no text": ("a.txt", lambda: bytes(range(256)) * 20, "is not text"),
    "an RTF file": ("a.rtf", lambda: rb"{\rtf1 words}", "is an RTF file"),
    "text called a Word file": ("a.docx", lambda: b"words", "is damaged: it is no .docx file"),
    "a file of an unknown kind": ("a.pages", lambda: b"words", "files ending in .pages cannot be imported"),
    "a text without words": ("a.txt", lambda: b" \n \n", "holds no words"),
    "a page without words": ("a.html", lambda: b"<html><script>let words</script></html>", "holds no words"),
    "a text of 11 MB": ("a.txt", lambda: b"words " * 2_000_000, "has more than 10 MB of text"),
}


@pytest.mark.parametrize("case", CASES)
def test_what_cannot_be_imported_is_refused_in_a_clear_line(case: str, tmp_path: Path) -> None:
    name, make, said = CASES[case]
    assert said in refused(written(tmp_path, name, make())).message


def test_a_file_that_is_missing_or_a_folder_is_refused(tmp_path: Path) -> None:
    assert "there is no file gone.docx" in refused(tmp_path / "gone.docx").message
    (tmp_path / "folder.docx").mkdir()
    assert "there is no file folder.docx" in refused(tmp_path / "folder.docx").message


def test_a_file_beyond_the_limit_is_not_even_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FILE", 10)
    assert "has 0 MB; a document may have 0" in refused(written(tmp_path, "a.txt", b"more than ten")).message


def test_a_bomb_is_not_unpacked_beyond_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PART", 1000)
    monkeypatch.setattr(limits, "UNPACKED", 2500)
    small = {f"word/{place}.xml": b" " * 900 for place in range(4)}
    assert (
        "unpacks to more than"
        in refused(written(tmp_path, "a.docx", made.zipped({**made.parts(TEXT), **small}))).message
    )


def test_macros_are_said_and_left_out(tmp_path: Path) -> None:
    parts = made.parts(TEXT)
    types = parts["[Content_Types].xml"].replace(
        b"vnd.openxmlformats-officedocument.wordprocessingml.document.main", b"vnd.ms-word.document.macroEnabled.main"
    )
    path = written(
        tmp_path, "a.docm", made.zipped({**parts, "[Content_Types].xml": types, "word/vbaProject.bin": b"x"})
    )
    found = documents.opened(path)
    assert [block.words for block in found.blocks] == ["Staff must lock the doors."]
    assert found.remarks == ("the file brings macros: they were neither read nor run",)


def test_scripts_of_a_page_are_said_and_left_out(tmp_path: Path) -> None:
    page = (
        b"<html><head><script src=x></script></head><body><h1>Doors</h1><p>Lock them.<script>alert('me')</script></p>"
    )
    found = documents.opened(written(tmp_path, "a.html", page))
    assert [block.words for block in found.blocks] == ["Doors", "Lock them."]
    assert "2 scripts in the page: neither read nor run" in found.remarks


WORDS = "Déjà vu – “quoted” £5"


@pytest.mark.parametrize(
    ("encoding", "remark"),
    [
        ("utf-8", ()),
        ("utf-8-sig", ()),
        ("utf-16", ("the text is not in UTF-8: it was read as UTF-16",)),
        ("utf-16-le", ("the text is not in UTF-8: it was read as UTF-16-LE",)),
        ("utf-16-be", ("the text is not in UTF-8: it was read as UTF-16-BE",)),
        ("cp1252", ("the text is not in UTF-8: it was read as Windows-1252",)),
    ],
)
def test_text_is_read_in_the_encodings_that_schools_have(
    encoding: str, remark: tuple[str, ...], tmp_path: Path
) -> None:
    found = documents.opened(written(tmp_path, "a.txt", WORDS.encode(encoding)))
    assert [line.words for line in found.lines] == [WORDS]
    assert found.remarks == remark


def test_a_page_is_read_in_the_encoding_that_it_declares(tmp_path: Path) -> None:
    page = '<html><head><meta charset="iso-8859-15"></head><body><p>café</p></body></html>'.encode("iso-8859-15")
    assert documents.opened(written(tmp_path, "a.html", page)).blocks[0].words == "café"


def test_a_pdf_that_keeps_its_reader_busy_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SECONDS", 0.01)
    assert "takes more than 0.01 s" in refused(written(tmp_path, "a.pdf", blank_pdf(1))).message


def test_a_document_that_keeps_pandoc_busy_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SECONDS", 0.001)
    assert "takes more than 0.001 s" in refused(written(tmp_path, "a.md", b"# Words\n\n" * 2000)).message


def test_pandoc_has_a_heap_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "HEAP", 8)
    assert (
        "is too big or too deeply nested" in refused(written(tmp_path, "a.md", b"words *and* more\n\n" * 9000)).message
    )


def test_the_readers_of_documents_touch_no_network_and_no_other_file() -> None:
    assert foreign.FORMATS.keys() == {"odt", "html", "md", "rst"}
    assert "--sandbox" in Path(foreign.__file__).read_text(encoding="utf-8")
    assert "-I" in Path(pdf_reader.__file__).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.html", "<div>" * 3000 + "words" + "</div>" * 3000),
        ("a.md", "> " * 1500 + "words"),
        ("a.html", "<ul><li>" * 600 + "words" + "</li></ul>" * 600),
    ],
)
def test_nesting_without_end_is_refused_or_read_but_never_a_crash(name: str, text: str, tmp_path: Path) -> None:
    path = written(tmp_path, name, text.encode("utf-8"))
    try:
        found: ExtractedDocument | UserError = documents.opened(path)
    except UserError as error:
        found = error
    assert isinstance(found, ExtractedDocument | UserError)


@pytest.mark.slow
def test_a_document_of_500_pages_is_read_whole(tmp_path: Path) -> None:
    body = "".join(
        made.paragraph(f"{place}. Heading {place}", run="<w:b/>")
        + TEXT * 8
        + made.paragraph("Staff must not:")
        + TEXT * 6
        for place in range(1, 701)
    )
    found = imported(written(tmp_path, "a.docx", made.docx(body)), "long")
    assert len([path for path in found.files if path.startswith("clauses/")]) == 700
    assert not found.lost


def test_a_paragraph_or_a_number_of_them_that_no_policy_has_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"a\.txt holds a paragraph of 10001 characters: no policy does"):
        imported(written(tmp_path, "a.txt", b"x" * 10_001), "long")
    with pytest.raises(UserError, match=r"a\.txt holds 30001 paragraphs: no policy does"):
        imported(written(tmp_path, "a.txt", b"- x\n" * 30_001), "long")


def test_a_clause_too_long_for_its_file_is_refused(tmp_path: Path) -> None:
    text = b"1. All of it\n\n" + (b"words " * 1600 + b"\n\n") * 120 + b"2. More\n\nwords\n"
    with pytest.raises(UserError, match="the text below “All of it” is too much for one clause"):
        imported(written(tmp_path, "a.txt", text), "long")
