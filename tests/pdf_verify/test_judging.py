"""What verify says of recorded evidence: every attack is named, and nothing is said against a good file."""

from __future__ import annotations

import pytest

from clausebook.model.approvals.verdict import Check, Outcome, PdfReport, Subject
from clausebook.pdf_verify.judge.testimony import verify_pdf
from tests.pdf_verify.evidence import FILES, FOLDER, GOOD, RECORDS, adoptions, recorded
from tests.pdf_verify.test_tamper_table import PREPARED, UPDATES, is_named, told
from tests.signing.more_attacks import REMARKED


def report(name: str, alone: bool = False) -> PdfReport:
    return verify_pdf(recorded(name), () if alone else adoptions(), "there is no repository here" if alone else "")


@pytest.mark.parametrize("name", GOOD)
def test_a_file_that_everybody_signed_in_order_is_good(name: str) -> None:
    said = report(name)
    assert told(said) == []
    assert [check.outcome for check in said.checks if check.subject == "signature"] == ["good", "good"]


@pytest.mark.parametrize("name", [*UPDATES, *PREPARED])
def test_an_attack_is_named(name: str) -> None:
    said = report(name)
    assert is_named(said, {**UPDATES, **PREPARED}[name][1]), told(said)
    assert not said.is_good
    assert not said.verdict.startswith("Genuine")


@pytest.mark.parametrize("name", [*UPDATES, *PREPARED])
def test_an_attack_is_no_good_file_where_there_is_no_repository_either(name: str) -> None:
    assert not report(name, alone=True).is_good


@pytest.mark.parametrize("name", REMARKED)
def test_what_changes_nothing_is_said_and_is_no_fault(name: str) -> None:
    said = report(name)
    assert told(said) == []
    assert any(REMARKED[name][1] in one.message for one in said.checks if one.outcome == "unchecked")


def test_there_are_as_many_kinds_of_attacks_as_promised() -> None:
    assert len({*UPDATES, *PREPARED}) >= 110


def test_a_file_that_lacks_a_signature_waits_for_it() -> None:
    assert told(report("once")) == ["waiting: not signed by headteacher"]


def test_a_file_that_nobody_signed_is_signed_by_nobody() -> None:
    assert is_named(report("unsigned"), "roles: this file has no digital signature")


def test_every_file_is_recorded_and_no_other() -> None:
    assert len(list(FOLDER.iterdir())) == len(FILES) + len([RECORDS])


def check(subject: Subject, outcome: Outcome) -> Check:
    return Check(subject=subject, outcome=outcome, message="")


SIGNED = (check("record", "good"), check("signature", "good"))
ASIDES = {
    (check("drawn", "good"),): "Genuine: these are the approved words, and nothing was altered since they were signed",
    (check("drawn", "unchecked"),): "; what its pages draw was not compared with the engine's own file",
    (check("drawn", "good"), check("signature", "unchecked")): "; who the signers are was not checked (--trust FILE)",
}


@pytest.mark.parametrize("checks", ASIDES)
def test_the_first_sentence_says_what_was_not_checked(checks: tuple[Check, ...]) -> None:
    said = PdfReport(file="a.pdf", checks=(*SIGNED, *checks)).verdict
    assert said.startswith("Genuine: these are the approved words")
    assert said.endswith(ASIDES[checks])


def test_a_file_of_another_engine_that_strangers_signed_is_not_called_genuine() -> None:
    checks = (*SIGNED, check("drawn", "unchecked"), check("signature", "unchecked"))
    said = PdfReport(file="a.pdf", checks=checks).verdict
    assert said.startswith("Not known: these are the approved words as far as they are read, but neither")


def test_no_good_answer_says_that_something_was_not_checked() -> None:
    for name in GOOD:
        for alone in (False, True):
            good = [one.message for one in report(name, alone).checks if one.outcome == "good"]
            assert not [message for message in good if "not checked" in message or "not compared" in message]
