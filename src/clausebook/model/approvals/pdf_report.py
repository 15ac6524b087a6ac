"""A testimony: plain answers about one file, in the order a governor asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clausebook.model.approvals.verdict import MARKS, Check, check_as_json

QUESTIONS = (
    ("Can it be read?", ("file",)),
    ("Are these the words the governors approved?", ("data", "fingerprint", "record", "pages", "hidden", "drawn")),
    ("Who signed?", ("signature", "time")),
    ("Has everybody signed who should?", ("roles", "waiting")),
    ("Was anything changed since?", ("changed", "coverage")),
    ("Can this still be checked in many years?", ("proofs",)),
    ("Who vouches for it, besides the file itself?", ("anchor",)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfReport:
    """All answers about one file. `policy` and `edition` are what the file says it is, "" where it does not."""

    file: str
    policy: str = ""
    edition: str = ""
    fingerprint: str = ""
    checks: tuple[Check, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether everything holds that could be checked, and something outside the file vouches for it."""
        return all(check.outcome != "fault" for check in self.checks)

    @property
    def faults(self) -> tuple[Check, ...]:
        """The answers that do not hold."""
        return tuple(check for check in self.checks if check.outcome == "fault")


def as_json(testimonies: tuple[PdfReport, ...]) -> dict[str, object]:
    """The testimonies as plain values, for `--format json`."""
    return {
        "good": all(testimony.is_good for testimony in testimonies),
        "files": [
            {
                "file": testimony.file,
                "policy": testimony.policy,
                "edition": testimony.edition,
                "fingerprint": testimony.fingerprint,
                "good": testimony.is_good,
                "checks": [check_as_json(check) for check in testimony.checks],
            }
            for testimony in testimonies
        ],
    }


def testimony_lines(testimony: PdfReport) -> Iterator[str]:
    """One file's answers as a page for the terminal, without colour."""
    hinted: set[str] = set()
    named = f" ({testimony.policy} {testimony.edition})" if testimony.policy else ""
    yield f"{testimony.file}{named}"
    for question, subjects in QUESTIONS:
        answers = [check for check in testimony.checks if check.subject in subjects]
        if answers:
            yield f"  {question}"
        for check in answers:
            yield f"    {MARKS[check.outcome]:<11}  {check.message}"
            if check.hint and check.hint not in hinted:
                hinted.add(check.hint)
                yield f"{'':17}hint: {check.hint}"
    yield f"  {_summary(testimony)}"


def _summary(testimony: PdfReport) -> str:
    faults = len(testimony.faults)
    if faults:
        return f"NOT GOOD: {faults} fault{'s' if faults > 1 else ''}"
    open_ones = sum(check.outcome == "unchecked" for check in testimony.checks)
    return f"GOOD: everything holds{f' that could be checked; {open_ones} not checked' if open_ones else ''}"
