"""The verify command on files: what it prints, which exit code it gives, and that nothing makes it fall over."""

from __future__ import annotations

import io
import json
import re
import zlib
from collections.abc import Callable
from pathlib import Path
from random import Random

import pikepdf
import pytest

from clausebook.cli import main
from clausebook.errors import UserError
from clausebook.pdf_verify.read import contents
from clausebook.pdf_verify.read.evidence import LARGEST
from clausebook.pdf_verify.read.signatures import read_seals
from tests.history.repositories import School
from tests.signing import attacks
from tests.signing.keys import READ, SIGNED, authority, revocation_list
from tests.signing.sealed import Sealed

pytestmark = pytest.mark.slow

DAY = ("--as-of", "2030-06-01")
PDF = "policy/approvals/phones/2018.pdf"


@pytest.fixture(scope="module")
def school(sealed: Sealed) -> Sealed:
    """The invented school with its signed files."""
    return sealed


@pytest.fixture
def at_school(school: Sealed, monkeypatch: pytest.MonkeyPatch) -> Sealed:
    """The command line speaks of the school's repository."""
    assert school.adoptions
    monkeypatch.chdir(school.root / "school")
    return school


def file(folder: Path, content: bytes, name: str = "file.pdf") -> str:
    path = folder / name
    path.write_bytes(content)
    return str(path)


def trusted(folder: Path) -> str:
    return file(folder, authority().pem + revocation_list(), "authorities.pem")


def test_a_good_file_is_one_page_of_plain_answers_and_exit_code_0(
    at_school: Sealed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", file(tmp_path, at_school.archived), "--trust", trusted(tmp_path), *DAY]) == 0
    page = capsys.readouterr().out
    assert page.startswith(
        "file.pdf (phones 2018)\n  Genuine: these are the approved words, and nothing was altered since"
    )
    assert "\n  Are these the words the governors approved?\n" in page
    assert len(page.splitlines()) < 40
    for line in (
        "these are the words approved 2018-05 by the governing body (record in git, commit ",
        "chair: signed by A. Chair (certificate from Authority of the tests): signature sound, trusted by Authority",
        "chair: on 2030-01-05 10:00 UTC, by Clock of the tests, trusted by Authority of the tests",
        "signed by everybody who should: chair and headteacher",
        "the record in git and Authority of the tests",
    ):
        assert line in page


def test_a_bad_file_has_exit_code_1_and_says_what_is_wrong_even_when_quiet(
    at_school: Sealed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", "-q", file(tmp_path, attacks.painted_over(at_school.twice)), *DAY]) == 1
    page = capsys.readouterr().out
    assert "FAULT        ALTERED after it was signed: what is drawn on page 3" in page
    assert "  Not genuine: ALTERED after it was signed: what is drawn on page 3" in page


def test_a_good_file_says_nothing_when_quiet(
    at_school: Sealed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", "-q", file(tmp_path, at_school.twice), *DAY]) == 0
    assert capsys.readouterr().out == ""


def test_the_same_answers_come_as_json(at_school: Sealed, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = [file(tmp_path, at_school.twice, "good.pdf"), file(tmp_path, at_school.once, "cut.pdf")]
    assert main(["verify", *paths, "--format", "json", *DAY]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["good"] is False
    assert [(one["file"], one["good"]) for one in found["files"]] == [("good.pdf", True), ("cut.pdf", False)]
    assert found["files"][0]["fingerprint"] == at_school.edition.fingerprint
    (waiting,) = [check for check in found["files"][1]["checks"] if check["outcome"] == "fault"]
    assert (waiting["subject"], waiting["message"]) == ("waiting", "not signed by headteacher")


def test_in_a_repository_of_another_school_it_says_that_it_has_no_record(
    school: Sealed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    other = School(tmp_path / "other")
    other.commit("Begin", {"README.md": "Another school\n"})
    monkeypatch.chdir(other.root)
    assert main(["verify", file(tmp_path, school.twice), "--trust", trusted(tmp_path), *DAY]) == 0
    assert (
        "not compared with the governors' record: this repository has no record of phones 2018"
        in capsys.readouterr().out
    )


def test_without_a_repository_it_says_so(
    school: Sealed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "unpacked").mkdir()
    monkeypatch.chdir(tmp_path / "unpacked")
    assert main(["verify", file(tmp_path, school.twice), *DAY]) == 1
    page = capsys.readouterr().out
    assert "not compared with the governors' record: this folder has no git history" in page
    assert "nothing does: such a file can be made by anybody" in page


def bomb() -> bytes:
    """A PDF that is small and unpacks to much."""
    packed = zlib.compress(b"\0" * (contents.LARGEST_STREAM + 1))
    return b"%PDF-1.7\n1 0 obj\n<</Filter/FlateDecode>>\nstream\n" + packed + b"\nendstream\nstartxref\n9\n%%EOF\n"


def encrypted(school: Sealed) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(school.unsigned)) as opened:
        opened.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


NO_EDITION: dict[str, tuple[Callable[[Sealed], bytes], str]] = {
    "empty": (lambda school: b"", "it is empty"),
    "a zip": (lambda school: b"PK\x03\x04", "it is not a PDF"),
    "a first line": (lambda school: b"%PDF-1.7\n", "it does not end as a PDF does"),
    "first and last line": (lambda school: b"%PDF-1.7\n%%EOF\n", "it does not end as a PDF does"),
    "no objects": (lambda school: b"%PDF-1.7\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n", "it is damaged"),
    "deep": (lambda school: b"%PDF-1.7\n" + b"[" * 100_000 + b"\nstartxref\n9\n%%EOF\n", "it is damaged"),
    "encrypted": (encrypted, "it is encrypted"),
    "a bomb": (lambda school: bomb(), "it unpacks to more than 32 MB"),
}


@pytest.mark.parametrize("name", NO_EDITION)
def test_a_file_that_is_no_edition_is_said_to_be_none(
    at_school: Sealed, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    make, answer = NO_EDITION[name]
    assert main(["verify", file(tmp_path, make(at_school)), *DAY]) == 1
    assert f"file.pdf cannot be checked: {answer}" in capsys.readouterr().out


def test_a_file_that_is_too_big_is_not_even_read(
    at_school: Sealed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (tmp_path / "file.pdf").open("wb") as opened:
        opened.truncate(LARGEST + 1)
    assert main(["verify", str(tmp_path / "file.pdf"), *DAY]) == 1
    assert "file.pdf cannot be checked: it has 16 MB, too many for a policy" in capsys.readouterr().out


def test_what_is_no_file_is_trouble_with_a_remedy(
    at_school: Sealed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(tmp_path), *DAY]) == 2
    assert main(["verify", str(tmp_path / "none.pdf"), *DAY]) == 2
    good = file(tmp_path, at_school.twice)
    assert main(["verify", good, "--trust", str(tmp_path / "none.pem"), *DAY]) == 2
    assert main(["verify", good, "--trust", file(tmp_path, b"hello", "text.pem"), *DAY]) == 2
    assert main(["verify", good, "--trust", file(tmp_path, revocation_list(), "list.pem"), *DAY]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len([line for line in lines if line.startswith("build.py: ")]) == 5
    assert len([line for line in lines if line.startswith("    hint: ")]) == 5


def test_nothing_that_a_file_says_controls_the_terminal(
    at_school: Sealed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def rename(data: dict[str, str]) -> None:
        data["policy"] = "phones\x1b[2J\u202e"

    content = attacks.prepared(attacks.changed_data(rename))(at_school.unsigned)
    assert main(["verify", file(tmp_path, content), *DAY]) == 1
    page = capsys.readouterr().out
    assert "\x1b" not in page
    assert "\u202e" not in page


# The signed PDFs in the repository


@pytest.fixture
def clone(school: Sealed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> School:
    """The school's repository, to be committed to."""
    assert school.adoptions
    clone = School(tmp_path / "clone", start=False)
    clone.git("clone", "--quiet", str(school.root / "school"), ".")
    clone.now = SIGNED
    monkeypatch.chdir(clone.root)
    return clone


def put(clone: School, content: bytes, message: str) -> str:
    path = clone.root / PDF
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return clone.commit(message)


def test_the_signed_pdf_beside_the_record_is_verified_with_it(
    school: Sealed, clone: School, capsys: pytest.CaptureFixture[str]
) -> None:
    put(clone, school.once, "Sign as chair")
    assert main(["verify", *DAY]) == 0
    assert f"not checked  {PDF}: not signed by headteacher" in capsys.readouterr().out
    put(clone, school.twice, "Sign as headteacher")
    assert main(["verify", *DAY]) == 0
    page = capsys.readouterr().out
    assert f"ok           {PDF}: words, pages and signatures hold\n" in page
    assert f"not checked  {PDF}: who the signers are\n" in page
    assert main(["verify", "--strict", *DAY]) == 1


def test_a_signed_pdf_that_was_altered_in_the_repository_is_a_fault(
    school: Sealed, clone: School, capsys: pytest.CaptureFixture[str]
) -> None:
    put(clone, school.twice, "Sign")
    put(clone, attacks.painted_over(school.twice), "Tidy up")
    assert main(["verify", *DAY]) == 1
    assert f"FAULT        {PDF}: ALTERED after it was signed: what is drawn on page 3" in capsys.readouterr().out


def test_a_signed_pdf_that_was_cut_back_replaced_or_deleted_names_the_commit(
    school: Sealed, clone: School, capsys: pytest.CaptureFixture[str]
) -> None:
    put(clone, school.twice, "Sign")
    cut = put(clone, school.once, "Smaller file")
    replaced = put(clone, school.stamped, "Newer file")
    (clone.root / PDF).unlink()
    deleted = clone.commit("Tidy up")
    assert main(["verify", *DAY]) == 1
    page = capsys.readouterr().out
    assert f"{PDF} was cut back in commit {cut[:10]}" in page
    assert f"{PDF} was replaced by another file in commit {replaced[:10]}" in page
    assert f"{PDF} was deleted in commit {deleted[:10]}" in page
    assert f"hint: git revert {deleted[:10]} brings it back" in page
    put(clone, school.twice, "Bring it back")
    assert main(["verify", *DAY]) == 0


def test_a_signed_pdf_that_differs_in_the_working_tree_is_a_fault(
    school: Sealed, clone: School, capsys: pytest.CaptureFixture[str]
) -> None:
    put(clone, school.twice, "Sign")
    (clone.root / PDF).write_bytes(school.once)
    assert main(["verify", *DAY]) == 1
    assert f"{PDF} in the working tree differs from the last commit" in capsys.readouterr().out


# Single bits

SAMPLE = 2  # positions in each stretch of the file; each of their eight bits is flipped


def parts(pdf: bytes) -> dict[str, list[tuple[int, int]]]:
    """Where in a signed file lie: what is signed first, later revisions, the signatures, and the ends of revisions."""
    signatures = [found.span() for found in re.finditer(rb"<[0-9A-Fa-f]{2000,}>", pdf)]
    ends = [found.span() for found in re.finditer(rb"startxref\s+\d+\s+%%EOF\s*", pdf)]
    return {
        "the first revision": [(0, ends[0][0])],
        "later revisions": [(ends[0][1], signatures[0][0]), (signatures[0][1], signatures[-1][0])],
        "the end after the last signature": [(signatures[-1][1], len(pdf))],
        "signatures": [(start, start + _used(pdf[start:end])) for start, end in signatures],
        "room left in signatures": [(start + _used(pdf[start:end]), end) for start, end in signatures],
        "ends of revisions": ends,
    }


def _used(gap: bytes) -> int:
    return len(gap.rstrip(b">").rstrip(b"0"))


PARTS = tuple(parts(b"<" + b"a" * 2000 + b">" + b"startxref\n1\n%%EOF\n"))


@pytest.mark.parametrize("part", PARTS)
def test_no_single_bit_can_be_flipped_unnoticed(school: Sealed, part: str) -> None:
    chance = Random(part)
    for start, end in parts(school.stamped)[part]:
        for at in chance.sample(range(start, end), min(SAMPLE, end - start)):
            for bit in range(8):
                flipped = bytearray(school.stamped)
                flipped[at] ^= 1 << bit
                noticed = broken(bytes(flipped)) or school.verify(bytes(flipped), school.trust).faults
                assert noticed or explained(school, bytes(flipped), at), (part, at, bit)


@pytest.mark.parametrize("part", PARTS)
def test_a_flipped_bit_is_reported_in_plain_words(school: Sealed, part: str) -> None:
    start, end = parts(school.stamped)[part][-1]
    flipped = bytearray(school.stamped)
    flipped[(start + 9 * end) // 10] ^= 1
    told = [check.message for check in school.verify(bytes(flipped)).faults]
    assert any(
        re.search("ALTERED|cannot be checked|counts for nothing|does not fit|follow the end", line) for line in told
    )


def broken(content: bytes) -> bool:
    """Whether the signatures alone give it away; the pages need not be read then, which takes longer."""
    found = read_seals(content, READ, None)
    return bool(found.trouble or found.tail or any(seal.trouble or not seal.sound for seal in found.seals))


def explained(school: Sealed, flipped: bytes, at: int) -> bool:
    """Why a flipped bit may be harmless.

    A signature does not cover the certificates of authorities that it carries along: they only help to find the way up
    to an authority that the reader trusts, which is followed with the reader's own copy. So they may change as long as
    no answer does; and only in the last signature, since an earlier one is covered by the next.
    """
    pdf = school.stamped
    start = [found.start() for found in re.finditer(rb"<[0-9A-F]{2000,}>", pdf)][-1]
    certificates = authority().asn1.dump().hex().upper().encode()
    inside = any(found.start() <= at - start < found.end() for found in re.finditer(certificates, pdf[start:]))
    return inside and school.verify(flipped, school.trust) == school.verify(pdf, school.trust)


def test_the_harmless_bits_are_where_they_are_explained_to_be_and_nowhere_else(school: Sealed) -> None:
    certificate = authority().asn1.dump().hex().upper().encode()
    at = school.stamped.rindex(certificate) + certificate.index(b"Authority".hex().upper().encode())
    flipped = bytearray(school.stamped)
    flipped[at + 1] ^= 2  # another letter in the name of the authority's own issuer
    assert not broken(bytes(flipped))
    assert explained(school, bytes(flipped), at + 1)
    assert not explained(school, bytes(flipped), 100)


def test_a_machine_that_cannot_make_the_file_says_that_it_compared_no_drawings(
    at_school: Sealed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def no_fonts(_: object) -> bytes:
        raise UserError("no font", "install one")

    monkeypatch.setattr("clausebook.app.verifying.produce", no_fonts)
    good = file(tmp_path, at_school.archived)
    assert main(["verify", good, "--trust", trusted(tmp_path), *DAY]) == 0
    assert "not checked  its drawings were not compared: this machine cannot" in capsys.readouterr().out
    assert main(["verify", "--strict", good, "--trust", trusted(tmp_path), *DAY]) == 1
    assert "since they were signed; what its pages draw was not compared" in capsys.readouterr().out
