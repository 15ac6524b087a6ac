"""A file that nobody signed with a key is the file this engine makes, or it is not: what follows it is named."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache

import pikepdf
import pytest

from clausebook.model.approvals.verdict import PdfReport
from clausebook.pdf_verify.judge.testimony import verify_pdf
from clausebook.pdf_verify.read.evidence import Evidence, read_content
from tests.pdf_verify.test_tamper_table import PREPARED, UPDATES, told
from tests.signing import attacks
from tests.signing.keys import READ
from tests.signing.more_attacks import TO_SIGNATURES, empty_update
from tests.signing.sealed import Sealed, fill, rewritten

pytestmark = pytest.mark.slow
NEED_A_SIGNATURE = {"the visible signature is exchanged", "a signature is removed", *TO_SIGNATURES}
SAMPLE = [name for at, name in enumerate(UPDATES) if name not in NEED_A_SIGNATURE and (at < 19 or at % 3 == 0)]
PREPARED_SAMPLE = [name for at, name in enumerate(PREPARED) if at % 2]  # bench/attacks.py does them all


@pytest.fixture(scope="module")
def school(sealed: Sealed) -> Sealed:
    """The invented school with its signed files."""
    return sealed


@cache
def read(content: bytes) -> Evidence:
    """What a file holds: many tests ask about the same ones."""
    return read_content(content, "file.pdf", READ)


def verified(school: Sealed, content: bytes, signed: str = "") -> PdfReport:
    """What verify says where the engine makes the same edition."""
    return verify_pdf(read(content), school.adoptions, "", read(school.unsigned), signed)


def test_the_file_itself_is_signed_in_ink(school: Sealed) -> None:
    report = verified(school, school.unsigned)
    assert (report.is_good, report.unchecked) == (True, ())
    assert report.verdict == "Signed in ink: these are the approved words; the ink is for people to judge"


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_a_line_end_that_came_on_the_way_makes_no_other_file_of_it(school: Sealed, end: bytes) -> None:
    report = verified(school, school.unsigned + end)
    assert report.verdict.startswith("Signed in ink")
    assert any("but for a line end behind it" in one.message for one in report.checks)
    assert not verified(school, school.unsigned + end + b"%").is_good


def script_by_name(pdf: bytes) -> bytes:
    """A script that stands inside the catalogue's names, not as an object of its own."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.Root.Names.JavaScript = pikepdf.Dictionary(
            Names=[pikepdf.String("a"), pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")]
        )
        made = io.BytesIO()
        opened.save(made)
    return made.getvalue()


def test_a_script_inside_another_object_is_named(school: Sealed) -> None:
    said = told(verified(school, script_by_name(school.unsigned)))
    assert any("it has a script" in one for one in said), said
    assert any("the document's Names/JavaScript" in one for one in said), said


def test_a_changed_byte_is_no_new_file(school: Sealed) -> None:
    half = len(school.unsigned) // 2
    changed = school.unsigned[:half] + bytes([school.unsigned[half] ^ 1]) + school.unsigned[half + 1 :]
    report = verified(school, changed)
    assert not report.is_good
    assert any("1 byte of the file this engine makes was changed" in one for one in told(report)) or any(
        one.subject == "file" for one in report.faults
    )


def test_a_file_without_the_signatures_that_the_repository_has_is_not(school: Sealed) -> None:
    report = verified(school, school.unsigned, "policy/approvals/phones/2018.pdf")
    assert told(report) == ["roles: this file has no digital signature, but the edition was signed with a key"]


@pytest.mark.parametrize("name", SAMPLE)
def test_what_follows_the_file_is_a_fault_and_counted(school: Sealed, name: str) -> None:
    attack, _ = UPDATES[name]
    report = verified(school, attack(school.unsigned))
    assert not report.is_good
    assert report.verdict.startswith("Not genuine: ") or report.verdict.startswith("Not known: "), report.verdict
    if not any(one.subject in ("file", "data", "coverage") for one in report.faults):
        assert any("behind the file this engine makes follow" in one for one in told(report)), told(report)


NAMED: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "drawn": (attacks.painted_over, "page 3 is drawn differently"),
    "stamped": (attacks.annotation("/Stamp"), "an annotation (Stamp) on page 3 was laid on top: “Staff may call"),
    "annotated": (attacks.annotation("/FreeText"), "an annotation (FreeText) on page 3 was laid on top: “Staff may"),
    "covered": (attacks.annotation("/Stamp"), "over the words “"),
    "filled in": (lambda pdf: fill(pdf, {"text/acknowledgement/1": "Jo"}), "is filled in with “Jo”"),
    "nothing": (empty_update, "no difference was found in what is shown"),
}


@pytest.mark.parametrize("name", NAMED)
def test_what_follows_the_file_is_named_by_page_and_kind(school: Sealed, name: str) -> None:
    attack, answer = NAMED[name]
    assert any(answer in one for one in told(verified(school, attack(school.unsigned)))), told(
        verified(school, attack(school.unsigned))
    )


@pytest.mark.parametrize("name", PREPARED_SAMPLE)
def test_a_file_made_otherwise_is_not_the_engines(school: Sealed, name: str) -> None:
    change, answer = PREPARED[name]
    report = verified(school, rewritten(school.unsigned, change))
    assert not report.is_good
    # who signs is compared with the record, and not asked of a file that is not the engine's
    assert answer.startswith("roles: ") or any(answer in one for one in told(report)), told(report)


def saved(content: bytes, *, linearize: bool = False) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as opened:
        opened.save(out, linearize=linearize)
    return out.getvalue()


@pytest.mark.parametrize("linearize", [False, True])
def test_a_file_saved_again_has_that_story_once(school: Sealed, linearize: bool) -> None:
    (fault,) = told(verified(school, saved(school.unsigned, linearize=linearize)))
    assert "the file was rewritten (by another program" in fault
    assert "draws the same pages; its words are the approved ones" in fault
    (fault,) = told(verified(school, saved(school.twice, linearize=linearize)))
    assert "so the signatures of " in fault
    assert "cannot be checked; its words are the approved ones" in fault


def test_what_was_changed_before_the_first_signature_is_named(school: Sealed) -> None:
    report = verified(school, school.sign(attacks.painted_over(school.unsigned), "chair"))
    assert any("before it was signed, the file this engine makes was changed" in one for one in told(report))
