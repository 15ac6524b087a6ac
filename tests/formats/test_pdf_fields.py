"""What a PDF carries besides its words: its proof, places to sign, and fields to fill in."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pikepdf
import pytest

from clausebook.formats.data import render as render_data
from clausebook.formats.pdf.markup import ACKNOWLEDGED
from clausebook.formats.pdf.proof import NAMESPACE, qr_code
from clausebook.formats.pdf.view import document, printed
from clausebook.io.fields import with_fields
from clausebook.io.typing_font import characters
from clausebook.io.typst import typeset
from clausebook.model.edition import Edition
from clausebook.model.edition_blocks import ResolvedForm, ResolvedParagraph
from clausebook.model.publication import Publication
from clausebook.text.inline import Run
from tests.adopted import AS_OF, ROOT, approved, draft, labels
from tests.formats.pdf_cases import artefact, everything, pdf, run, signable, small

SIGNED = ["sig/chair", "archive/chair", "sig/headteacher", "archive/headteacher"]
FILLED = {
    "text/rules/1": "Loan agreement: text field",
    "date/rules/2": "Loan agreement: date field",
    "tick/rules/4": "Loan agreement: tick field",
    "text/acknowledgement/1": "Acknowledgement: Name",
    "text/acknowledgement/2": "Acknowledgement: Post",
    "date/acknowledgement/3": "Acknowledgement: Date",
    "tick/acknowledgement/4": "Acknowledgement: I have read this policy and will keep to it.",
}


@pytest.fixture(scope="module")
def opened() -> pikepdf.Pdf:
    """The PDF of an edition that has one of everything and can be signed."""
    return pikepdf.open(io.BytesIO(pdf(signable())))


def fields(opened: pikepdf.Pdf) -> dict[str, Any]:
    """The form fields by name."""
    form: Any = opened.Root.get("/AcroForm")
    return {str(field.T): field for field in form.Fields} if form is not None else {}


def test_each_role_has_a_named_place_to_sign_and_each_blank_a_named_field(opened: pikepdf.Pdf) -> None:
    assert list(fields(opened)) == [*SIGNED, *FILLED]
    assert {name: str(field.TU) for name, field in fields(opened).items() if name in FILLED} == FILLED
    assert str(fields(opened)["sig/chair"].TU) == "Signature of Chair of Governors"


def test_every_field_is_one_element_of_the_tags_with_the_widget_as_its_only_content(opened: pikepdf.Pdf) -> None:
    tags = pikepdf.NumberTree(opened.Root.StructTreeRoot.ParentTree)
    for name, field in fields(opened).items():
        element: Any = tags[int(field.StructParent)]
        assert str(element.S) == "/Form", name
        assert not isinstance(element.K, pikepdf.Array), name
        assert element.K.Obj.objgen == field.objgen, name


def test_a_place_to_sign_has_room_for_ink_and_a_place_for_the_archive_has_no_size(opened: pikepdf.Pdf) -> None:
    for name, field in fields(opened).items():
        left, bottom, right, top = (float(edge) for edge in field.Rect)
        if name.startswith("sig/"):
            assert right - left > 150, name
            assert top - bottom > 40, name
        if name.startswith("archive/"):
            assert (right - left, top - bottom) == (0, 0), name


def test_a_signature_inside_a_clause_is_a_line_for_ink(opened: pikepdf.Pdf) -> None:
    assert not any("/rules/3" in name for name in fields(opened))


@pytest.mark.parametrize("edition", [draft(), everything()], ids=["draft", "everything"])
def test_a_draft_has_nothing_to_sign_or_fill_in_and_says_why(edition: Edition) -> None:
    with pikepdf.open(io.BytesIO(pdf(replace(edition, acknowledgement=True)))) as made:
        assert fields(made) == {}
    assert "cannot be signed or filled in" in artefact(edition).source


def test_words_that_are_only_shown_have_no_fields() -> None:
    shown = document(signable(), labels())
    assert [target for _, _, target in shown["signatures"]] == ["", ""]
    assert "field:" not in str(shown)


def test_no_words_of_a_clause_make_a_field() -> None:
    forged = Run("sign here", link="field:sig/chair?Signature%20of%20the%20chair")
    edition = replace(small(ResolvedParagraph(text=(forged,))), approval=signable().approval)
    with pikepdf.open(io.BytesIO(pdf(edition))) as made:
        assert fields(made) == {}
        assert not any("field:" in str(note.get("/A", "")) for page in made.pages for note in page.get("/Annots", ()))


def test_two_forms_in_one_clause_have_fields_of_different_names() -> None:
    form = next(block for block in everything().passages[0].blocks if isinstance(block, ResolvedForm))
    edition = replace(small(form, form), name="2026", approval=signable().approval)
    with pikepdf.open(io.BytesIO(pdf(edition))) as made:
        assert list(fields(made)) == [f"{name}/rules/{n}" for n in (1, 5) for name, n in _kinds(n)]


def _kinds(start: int) -> list[tuple[str, int]]:
    return [("text", start), ("date", start + 1), ("tick", start + 3)]


def test_a_field_that_the_layout_broke_or_made_twice_stops_the_press() -> None:
    head = '#set document(title: "x")\n#set text(font: "Source Sans 3", lang: "en")\n'
    for body in ('#link("field:sig/a?b")[words]', '#link("field:text/a?b", box(width: 9mm, height: 9mm))' * 2):
        with pytest.raises(ValueError, match="field"):
            typeset(head + body, {}, AS_OF)


def test_a_pdf_without_fields_is_left_as_it_is() -> None:
    made = typeset('#set document(title: "x")\n#set text(font: "Source Sans 3", lang: "en")\nfield:', {}, AS_OF)
    assert with_fields(made, lambda opened: pytest.fail("no font is needed")) == made


def test_the_data_of_the_edition_are_attached_as_its_source_byte_for_byte(opened: pikepdf.Pdf) -> None:
    (made,) = render_data(signable(), Publication(school=signable().school, editions=(signable(),), as_of=AS_OF))
    assert opened.attachments["edition.json"].get_file().read_bytes() == made.source
    assert list(opened.attachments) == ["edition.json"]
    assert [str(file.AFRelationship) for file in opened.Root.AF] == ["/Source"]


def test_reference_fingerprint_and_commit_stand_in_xmp_with_the_schema_that_pdf_a_asks_for(
    opened: pikepdf.Pdf,
) -> None:
    packet = opened.Root.Metadata.read_bytes()
    found = {
        element.tag.removeprefix(f"{{{NAMESPACE}}}"): element.text for element in ElementTree.fromstring(packet).iter()
    }
    assert found["reference"] == "late/2026"
    assert found["fingerprint"] == signable().fingerprint
    assert found["commit"] == signable().commit
    declared = re.findall(r"<pdfaProperty:name>(\w+)</pdfaProperty:name>", packet.decode("utf-8"))
    assert {"reference", "fingerprint", "commit"} <= set(declared)


def test_the_qr_code_is_drawn_only_where_the_school_has_a_site() -> None:
    assert printed(signable(), labels())["address"] == "https://policies.hill.example/late/2026/"
    assert printed(everything(), labels())["qr"] == ""
    assert printed(replace(signable(), approval=None), labels())["qr"] == ""
    assert set(artefact(everything()).files) == {"edition.json"}
    assert artefact(signable()).files["qr.svg"] == qr_code("https://policies.hill.example/late/2026/")


def test_the_typing_font_is_simple_and_has_every_letter_of_its_encoding(opened: pikepdf.Pdf) -> None:
    font: Any = opened.Root.AcroForm.DR.Font["/Typing"]
    assert (str(font.Subtype), str(font.Encoding)) == ("/TrueType", "/WinAnsiEncoding")
    assert {"é", "£", "€", "’"} <= set(characters().values())
    assert [code for code in characters() if int(font.Widths[code - 32]) <= 0] == []
    assert len(font.FontDescriptor.FontFile2.read_bytes()) < 60_000


@pytest.mark.slow
def test_what_is_typed_into_a_field_is_shown_in_the_typing_font_and_reads_back(
    opened: pikepdf.Pdf, tmp_path: Path
) -> None:
    typed = "Zoë O’Brien £5 ½ €"
    with pikepdf.open(io.BytesIO(pdf(signable()))) as form:
        field = fields(form)["text/acknowledgement/1"]
        words = typed.encode("cp1252").hex()
        drawn = f"/Tx BMC BT /Typing 10.5 Tf 2 6 Td <{words}> Tj ET EMC".encode()
        field.AP.N = form.make_stream(
            drawn,
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Form,
            BBox=field.AP.N.BBox,
            Resources=form.Root.AcroForm.DR,
        )
        form.save(tmp_path / "typed.pdf")
    assert typed in run("pdftotext", "-layout", tmp_path / "typed.pdf", "-")
    assert "ERROR" not in run("pdffonts", tmp_path / "typed.pdf")


def test_the_acknowledgement_is_there_where_the_policy_asks_for_it_and_says_that_it_is_not_adopted() -> None:
    assert [label for label, _, _ in printed(signable(), labels())["acknowledgement"]] == [
        label for label, _ in ACKNOWLEDGED
    ]
    assert printed(replace(signable(), acknowledgement=False), labels())["acknowledgement"] == ()
    assert "acknowledgement" not in document(signable(), labels())


def test_another_process_with_other_hashes_makes_the_same_bytes(tmp_path: Path) -> None:
    script = (
        "import hashlib, sys; sys.path.insert(0, sys.argv[1]);"
        "from tests.formats.pdf_cases import pdf, signable;"
        "print(hashlib.sha256(pdf(signable())).hexdigest())"
    )
    made = [
        subprocess.run(
            [sys.executable, "-c", script, str(ROOT)], cwd=tmp_path, env={"PYTHONHASHSEED": seed}, capture_output=True
        )
        for seed in ("1", "2")
    ]
    assert made[0].stdout == made[1].stdout != b"", made[0].stderr


def test_the_last_page_says_how_to_check_the_file() -> None:
    source = artefact(approved()).source
    assert "attached to the file as edition.json" in source
    assert approved().fingerprint in source
