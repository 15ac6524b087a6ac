"""A testimony: plain answers about one file, in the order a governor asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clausebook.model.approvals.verdict import MARKS, Check, check_as_json
from clausebook.text.phrases import counted

# which of several faults is named first
GRAVEST = ("data", "record", "pages", "changed", "drawn", "hidden", "signature", "fingerprint", "roles", "waiting")
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
    """All answers about one file. `policy` and `edition` are what the file says it is, "" where it does not.

    `in_ink` says that it is the file as the engine makes it, without any signature by a key.
    """

    file: str
    policy: str = ""
    edition: str = ""
    fingerprint: str = ""
    in_ink: bool = False
    checks: tuple[Check, ...] = ()

    @property
    def unchecked(self) -> tuple[Check, ...]:
        """The answers that could not be given."""
        return tuple(check for check in self.checks if check.outcome == "unchecked")

    @property
    def is_good(self) -> bool:
        """Whether everything holds that could be checked, and something outside the file vouches for it."""
        return all(check.outcome != "fault" for check in self.checks)

    @property
    def verdict(self) -> str:
        """What a governor needs first, in one sentence."""
        if self.faults:
            return self._why_not()
        if self.in_ink:
            return "Signed in ink: these are the approved words; the ink is for people to judge"
        known = any(check.subject == "record" and check.outcome == "good" for check in self.checks)
        words = "these are the approved words" if known else "the words are those that were signed"
        aside = "" if known else ", but they were not compared with the governors' record"
        unknown = any(check.subject == "signature" and check.outcome == "unchecked" for check in self.checks)
        who = "; who the signers are was not checked (--trust FILE)" if unknown else ""
        return f"Genuine: {words}, and nothing was altered since they were signed{aside}{who}"

    def _why_not(self) -> str:
        """A file that is not complete, or of which nothing is known, is not thereby a forgery."""
        subjects = {check.subject for check in self.faults}
        first = min(self.faults, key=lambda check: GRAVEST.index(check.subject) if check.subject in GRAVEST else 99)
        more = f" ({counted(len(self.faults) - 1, 'more fault')} below)" if len(self.faults) > 1 else ""
        if subjects == {"file"} or subjects == {"anchor"}:
            told = first.message if subjects == {"file"} else "nothing vouches for it besides the file itself"
            return f"Not known: {told}"
        return f"{'Not complete' if subjects == {'waiting'} else 'Not genuine'}: {first.message}{more}"

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
                "verdict": testimony.verdict,
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
    yield f"  {testimony.verdict}"
    for question, subjects in QUESTIONS:
        answers = [check for check in testimony.checks if check.subject in subjects]
        if answers:
            yield f"  {question}"
        for check in answers:
            yield f"    {MARKS[check.outcome]:<11}  {check.message}"
            if check.hint and check.hint not in hinted:
                hinted.add(check.hint)
                yield f"{'':17}hint: {check.hint}"
