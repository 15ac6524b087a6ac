"""How verdicts on editions and files read, as lines and as plain values."""

from __future__ import annotations

import json

import pytest

from clausebook.model.approvals.verdict import (
    Check,
    Outcome,
    PdfReport,
    Subject,
    Verdict,
    as_json,
    report_lines,
    reports_as_json,
    verdict_lines,
)
from tests.golden_folders import GOLDEN, hold


def check(subject: Subject, outcome: Outcome, message: str = "said", **more: str) -> Check:
    return Check(subject=subject, outcome=outcome, message=message, **more)


GOOD = check("words", "good", "the words are those approved")
VERDICTS = (
    (),
    (Verdict(policy="phones", edition="2018", approved="2018-05", commit="1" * 40, checks=(GOOD,)),),
    (
        Verdict(policy="phones", edition="2018", checks=(GOOD, check("tag", "unchecked", hint="fetch the tags"))),
        Verdict(policy="phones", edition="2019", approved="2019", checks=(check("act", "fault", commit="2" * 40),)),
        Verdict(policy="phones", edition="2019", commit="3" * 40, checks=(check("pdf", "fault", clause="calls"),)),
        Verdict(policy="phones", edition="", checks=(check("changelog", "unchecked"), check("record", "unchecked"))),
        Verdict(policy="trips", edition="2017", checks=(check("record", "cleared"),)),
    ),
)
REPORTS = (
    PdfReport(file="nothing.pdf", checks=(check("file", "fault", "it is not a PDF"),)),
    PdfReport(file="alone.pdf", checks=(check("data", "good"), check("anchor", "fault", "no record"))),
    PdfReport(
        file="waiting.pdf", policy="phones", edition="2018", checks=(check("waiting", "fault", "chair is to sign"),)
    ),
    PdfReport(
        file="altered.pdf",
        policy="phones",
        edition="2018",
        fingerprint="v1:sha256:00",
        checks=(
            check("time", "fault", "no time", hint="ask"),
            check("roles", "fault", "a role is missing", hint="ask"),
            check("changed", "fault", "a page was changed", hint="look"),
            check("pages", "good", "the pages are the words"),
        ),
    ),
    PdfReport(file="ink.pdf", in_ink=True, checks=(check("record", "good"), check("signature", "unchecked"))),
    PdfReport(file="genuine.pdf", checks=(check("record", "good"), check("signature", "good"))),
    PdfReport(file="alone.pdf", checks=(check("record", "unchecked"), check("signature", "unchecked"))),
    PdfReport(file="drawn.pdf", checks=(check("record", "good"), check("drawn", "unchecked"))),
    PdfReport(file="neither.pdf", checks=(check("drawn", "unchecked"), check("signature", "unchecked"))),
)


def test_verdicts_and_reports_read_as_they_did(bless: bool) -> None:
    text = ["\n".join(verdict_lines(ones)) for ones in VERDICTS]
    text += ["\n".join(report_lines(one)) for one in REPORTS]
    values = [*map(as_json, VERDICTS), reports_as_json(REPORTS[:1]), reports_as_json(REPORTS[5:])]
    made = {"expected.txt": "\n\n".join(text) + "\n", "expected.json": json.dumps(values, indent=1) + "\n"}
    hold(GOLDEN / "verdicts", made, given=(), bless=bless)


@pytest.mark.parametrize(
    ("outcome", "good"), [("good", True), ("unchecked", True), ("cleared", True), ("fault", False)]
)
def test_only_a_fault_makes_a_verdict_bad(outcome: Outcome, good: bool) -> None:
    assert Verdict(policy="phones", edition="2018", checks=(GOOD, check("act", outcome))).is_good is good
