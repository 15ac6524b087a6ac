"""What is said of a signed PDF in git: a signature is put behind what was there, so that a good file only grows."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from clausebook.history.signed_file import Version, signed_file
from clausebook.model.approvals.verdict import Check, Outcome, PdfReport, Subject
from clausebook.model.revision import Commit

PATH = "policy/approvals/phones/2018.pdf"
DAY = datetime(2026, 5, 12, tzinfo=UTC)


def versions(*files: bytes) -> list[Version]:
    """Versions of the file, each written by a commit with a name of its own."""
    return [
        (Commit(id=f"{number}" * 40, authored=DAY, committed=DAY, subject=f"Step {number}"), file)
        for number, file in enumerate(files, 1)
    ]


def check(subject: Subject, outcome: Outcome, message: str = "it does not", hint: str = "") -> Check:
    return Check(subject=subject, outcome=outcome, message=message, hint=hint)


def said(*files: bytes, checks: tuple[Check, ...] = (), dirty: bool = False) -> list[str]:
    """What is found: outcome, message, commit and hint."""
    report = PdfReport(file=PATH, checks=checks) if files[-1:] != (b"",) else None
    found = signed_file(PATH, versions(*files), report, dirty)
    assert {one.subject for one in found} <= {"pdf"}
    return [f"{one.outcome}: {one.message} {one.commit[:3]}|{one.hint}".replace(PATH, "PDF") for one in found]


GOOD = "good: PDF: words, pages and signatures hold |"


def departed(number: int, did: str) -> str:
    commit = f"{number}" * 10
    hint = f"git restore --source={commit}~1 PDF, and commit"
    return f"fault: PDF was {did} in commit {commit} (2026-05-12, Step {number}) {commit[:3]}|{hint}"


CUT, OTHER = departed(2, "cut back"), departed(3, "replaced by another file")
GONE = "fault: PDF was deleted in commit 2222222222 (2026-05-12, Step 2) 222|git revert 2222222222 brings it back"


@pytest.mark.parametrize(
    ("files", "wanted"),
    [
        ((b"one",), [GOOD]),
        ((b"one", b"one two", b"one two three"), [GOOD]),
        ((b"one two", b"one"), [CUT, GOOD]),
        ((b"one two", b"one", b"one two"), [GOOD]),
        ((b"one two", b"one", b"one other"), [CUT, OTHER, GOOD]),
        ((b"one", b""), [GONE]),
        ((b"one", b"", b"one two"), [GOOD]),
    ],
)
def test_a_version_that_does_not_begin_with_the_fullest_one_is_a_fault_until_it_is_put_right(
    files: tuple[bytes, ...], wanted: list[str]
) -> None:
    assert said(*files) == wanted


@pytest.mark.parametrize(
    ("checks", "wanted"),
    [
        ((check("data", "fault", "words differ", "ask"),), ["fault: PDF: words differ |ask"]),
        ((check("waiting", "fault", "not signed by chair"),), [GOOD, "unchecked: PDF: not signed by chair |"]),
        (
            (check("data", "fault"), check("waiting", "fault", "not signed"), check("drawn", "unchecked")),
            ["fault: PDF: it does not |", "unchecked: PDF: not signed |"],
        ),
        (
            (
                check("signature", "unchecked"),
                check("signature", "unchecked"),
                check("drawn", "unchecked", hint="look"),
            ),
            [
                GOOD,
                "unchecked: PDF: who the signers are |--trust FILE names the authorities you trust",
                "unchecked: PDF: it does not |look",
            ],
        ),
    ],
)
def test_its_faults_are_said_or_one_line_that_all_is_well(checks: tuple[Check, ...], wanted: list[str]) -> None:
    assert said(b"one", checks=checks) == wanted


def test_a_file_that_differs_in_the_working_tree_is_a_fault_besides() -> None:
    differs = "fault: PDF in the working tree differs from the last commit |git restore --staged --worktree PDF"
    assert said(b"one", dirty=True) == [GOOD, differs]
