"""Signed PDFs as independent validators see them: still accessible, still fit for an archive, still the same words."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pdfua
import pikepdf
import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from clausebook.io.typst import drawing
from clausebook.model.approvals.signing import KeySource
from clausebook.model.publication import Publication
from clausebook.signing.keys import asker, opened
from clausebook.signing.pades import ValidationData, insist_on_soundness, places, sign
from clausebook.signing.plan import place_for, stamp_for, stamp_source
from tests.adopted import AS_OF
from tests.formats.pdf_cases import URDU, adopted_words, pdf, run, signable, templates, words_of
from tests.signing.desks import key_file
from tests.signing.keys import SIGNED, authority, clock, revocation_list, signer
from tests.validators import pdf_failures

pytestmark = pytest.mark.slow
ROLES = ("chair", "headteacher")
FILES = ("unsigned", "once", "twice", "timestamped", "archived", "filled")
EARLIER_SIGNATURES = "PDFA3A-SIGNATURE-BYTERANGE-001"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where keys, lists and files of this module lie."""
    return tmp_path_factory.mktemp("signed")


@cache
def unsigned() -> bytes:
    return pdf(signable())


@cache
def stamp(role: str) -> bytes:
    """The stamp of a role, drawn."""
    publication = Publication(school=signable().school, editions=(signable(),), as_of=AS_OF, templates=templates())
    place = place_for(role, places(unsigned()))
    assert place
    with opened(KeySource(path=_key(role)), asker(None)) as key:
        return drawing(stamp_source(stamp_for(place, signable(), key.certificate, SIGNED), publication))


_KEYS: dict[str, Path] = {}


def _key(role: str) -> Path:
    return _KEYS[role]


@cache
def made(folder: Path, name: str) -> Path:
    """The files of this module, each made once."""
    for role in ROLES:
        _KEYS.setdefault(role, key_file(folder, signer(role)))
    path = folder / f"{name}.pdf"
    path.write_bytes(_bytes(folder, name))
    return path


def _bytes(folder: Path, name: str) -> bytes:
    match name:
        case "unsigned":
            return unsigned()
        case "once":
            return signed(made(folder, "unsigned").read_bytes(), "chair", ValidationData())
        case "twice":
            return signed(made(folder, "once").read_bytes(), "headteacher", ValidationData())
        case "timestamped":
            return _both(ValidationData(timestamper=timestamper()))
        case "archived":
            return _both(kept(folder))
        case _:
            return filled(made(folder, "twice").read_bytes())


def signed(content: bytes, role: str, evidence: ValidationData) -> bytes:
    """The file signed in a role."""
    place = place_for(role, places(content))
    assert place
    with opened(KeySource(path=_key(role)), asker(None)) as key:
        return sign(content, place, key, stamp(role), SIGNED, evidence)


def _both(evidence: ValidationData) -> bytes:
    return signed(signed(unsigned(), "chair", evidence), "headteacher", evidence)


def timestamper() -> DummyTimeStamper:
    """A timestamp service without a network."""
    return DummyTimeStamper(clock().asn1, clock().asn1_key, certs_to_embed=[authority().asn1], fixed_dt=SIGNED)  # type: ignore[arg-type]


def kept(folder: Path) -> ValidationData:
    """Everything that keeps a signature checkable."""
    lists, root = folder / "list.crl", folder / "root.pem"
    lists.write_bytes(revocation_list())
    root.write_bytes(authority().pem)
    return ValidationData(timestamper=timestamper(), revocation=(lists,), trust=(root,), archive=True)


def filled(content: bytes) -> bytes:
    """The file with its acknowledgement filled in, as a program for reading PDFs does it: behind the signatures."""
    from pyhanko.pdf_utils import generic

    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    for reference in writer.root["/AcroForm"]["/Fields"]:
        field = reference.get_object()
        if field["/T"] == "tick/acknowledgement/4":
            field["/V"] = field["/AS"] = generic.pdf_name("/Yes")
            writer.mark_update(reference.reference)
        if field["/T"] == "text/acknowledgement/1":
            field["/V"] = generic.pdf_string("Jo Bloggs")
            look = field["/AP"]["/N"]
            drawn = generic.StreamObject(
                {key: look[key] for key in ("/Type", "/Subtype", "/BBox")}
                | {generic.pdf_name("/Resources"): writer.root["/AcroForm"]["/DR"]},
                stream_data=b"/Tx BMC BT /Typing 10.5 Tf 0 g 2 6 Td (Jo Bloggs) Tj ET EMC",
            )
            field["/AP"] = generic.DictionaryObject({generic.pdf_name("/N"): writer.add_object(drawn)})
            writer.mark_update(reference.reference)
    writer._update_meta = lambda: None  # type: ignore[method-assign]
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.fixture(params=FILES)
def file(request: pytest.FixtureRequest, folder: Path) -> Path:
    """Each file in turn."""
    return made(folder, request.param)


@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_every_file_is_pdf_ua_1_and_pdf_a_3a(file: Path, profile: str) -> None:
    failures = pdf_failures(file, profile)
    if EARLIER_SIGNATURES in failures and _earlier_ranges_end_where_a_revision_ended(file.read_bytes()):
        # The validator wants every signature to cover the whole file, which only the last one can.
        del failures[EARLIER_SIGNATURES]
    assert failures == {}


def _earlier_ranges_end_where_a_revision_ended(content: bytes) -> bool:
    ranges = list(_byte_ranges(content))
    return len(ranges) > 1 and all(start == 0 and content[:end].rstrip().endswith(b"%%EOF") for start, end in ranges)


def _byte_ranges(content: bytes) -> Iterator[tuple[int, int]]:
    for found in re.finditer(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]", content):
        start, _, second, length = (int(number) for number in found.groups())
        yield start, second + length


def test_the_waiver_is_only_for_ranges_that_end_where_a_revision_ended(folder: Path) -> None:
    content = made(folder, "twice").read_bytes()
    assert _earlier_ranges_end_where_a_revision_ended(content)
    shorter = re.sub(rb"(/ByteRange\s*\[\s*\d+ \d+ \d+ )(\d+)", _nine_less, content, count=1)
    assert not _earlier_ranges_end_where_a_revision_ended(shorter)
    assert not _earlier_ranges_end_where_a_revision_ended(made(folder, "once").read_bytes())


def _nine_less(found: re.Match[bytes]) -> bytes:
    return found[1] + str(int(found[2]) - 9).encode()


def test_a_second_validator_finds_no_error_in_any_file(file: Path) -> None:
    errors = [finding for finding in pdfua.validate(str(file)).findings if finding.severity.name == "ERROR"]
    assert errors == []


def test_every_file_is_sound(file: Path) -> None:
    assert "No syntax or stream encoding errors found" in run("qpdf", "--check", file)


@pytest.mark.parametrize("name", ["once", "twice", "filled"])
def test_the_words_of_a_signed_file_are_the_words_of_the_edition_in_their_order(folder: Path, name: str) -> None:
    expected = [word for word in words_of(signable()) if word not in URDU.split()]
    assert [word for word in adopted_words(made(folder, name)) if word.isascii()] == expected


def test_every_signature_stays_good_whatever_comes_after_it(folder: Path) -> None:
    for name in FILES[1:]:
        insist_on_soundness(made(folder, name).read_bytes())


def test_a_second_program_finds_the_signatures_valid(folder: Path) -> None:
    for name, count in {"once": 1, "twice": 2, "timestamped": 2, "filled": 2}.items():
        told = run("pdfsig", "-nocert", made(folder, name))
        assert told.count("Signature is Valid.") == count, name


def test_an_archived_file_has_a_timestamp_in_the_field_that_waited_for_it(folder: Path) -> None:
    signed_fields = [place.name for place in places(made(folder, "archived").read_bytes()) if place.is_signed]
    assert signed_fields == ["sig/chair", "archive/chair", "sig/headteacher", "archive/headteacher"]
    with pikepdf.open(made(folder, "archived")) as opened_file:
        store: Any = opened_file.Root.DSS
        assert len(store.CRLs) >= 1
        assert len(store.Certs) >= 3
        assert len(opened_file.Root.AcroForm.Fields) == len(pikepdf.open(io.BytesIO(unsigned())).Root.AcroForm.Fields)


def test_the_stamp_says_who_signed_as_what_and_when(folder: Path) -> None:
    cover = run("pdftotext", "-layout", "-l", "1", made(folder, "twice"), "-")
    for words in (
        "A. Chair",
        "Chair of Governors",
        "5 January 2030, 10:00 UTC",
        "certificate from Authority of the tests",
    ):
        assert words in cover


def test_signing_leaves_title_and_xmp_as_they_were(folder: Path) -> None:
    def told(name: str) -> bytes:
        with pikepdf.open(made(folder, name)) as opened_file:
            return opened_file.Root.Metadata.read_bytes()

    assert {told(name) for name in FILES} == {told("unsigned")}
