"""A verdict: what was checked of one edition or one file, and what was found, in the order a governor asks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from clausebook.text.phrases import counted
from clausebook.text.records import dataclass

OfEdition = Literal["record", "words", "unchanged", "tag", "pdf", "act", "changelog", "published"]
OfWords = Literal["file", "data", "fingerprint", "pages", "hidden", "drawn"]
OfSeals = Literal["signature", "revoked", "time", "roles", "waiting", "changed", "coverage", "proofs", "anchor"]
Subject = OfEdition | OfWords | OfSeals  # of an edition in git; of the words of a file; of its signatures
Outcome = Literal["good", "fault", "unchecked", "cleared"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was checked, or could not be.

    "cleared" is the outcome for a record that approved nothing here: another school's, removed when this one adopted.
    `clause` and `commit` say where the fault is, "" where it is in no clause or commit. `hint` is the next move.
    """

    subject: Subject
    outcome: Outcome
    message: str
    clause: str = ""
    commit: str = ""
    hint: str = ""


class Checked:
    """What has checks: whether they hold, and which do not or could not be made."""

    __slots__ = ()
    checks: tuple[Check, ...]

    @property
    def is_good(self) -> bool:
        """Whether nothing that was checked is wrong."""
        return all(check.outcome != "fault" for check in self.checks)

    @property
    def unchecked(self) -> tuple[Check, ...]:
        """What could not be checked."""
        return tuple(check for check in self.checks if check.outcome == "unchecked")

    @property
    def faults(self) -> tuple[Check, ...]:
        """The checks that failed."""
        return tuple(check for check in self.checks if check.outcome == "fault")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict(Checked):
    """All checks of one edition. `approved` is the date of the record, `commit` the one that introduced it."""

    policy: str
    edition: str
    approved: str = ""
    commit: str = ""
    checks: tuple[Check, ...] = ()

    @property
    def is_cleared(self) -> bool:
        """Whether it is about a record of another school, which an adoption removed."""
        return any(check.outcome == "cleared" for check in self.checks)


def check_as_json(check: Check) -> dict[str, object]:
    """One check as plain values; what is empty is left out."""
    return {name: getattr(check, name) for name in Check.__dataclass_fields__ if getattr(check, name)}


def as_json(verdicts: tuple[Verdict, ...]) -> dict[str, object]:
    """The verdicts as plain values, for `--format json`."""
    return {
        "good": all(verdict.is_good for verdict in verdicts),
        "editions": [
            {
                "policy": verdict.policy,
                "edition": verdict.edition,
                "approved": verdict.approved,
                "commit": verdict.commit,
                "good": verdict.is_good,
                "checks": [check_as_json(check) for check in verdict.checks],
            }
            for verdict in verdicts
        ],
    }


MARKS = {"good": "ok", "fault": "FAULT", "unchecked": "not checked", "cleared": "not ours"}


def verdict_lines(verdicts: tuple[Verdict, ...]) -> tuple[str, ...]:
    """The verdicts as lines for the terminal, without colour: what they come to, then each."""
    if not verdicts:
        return ("no edition has been approved yet",)
    bad = sum(not verdict.is_good for verdict in verdicts)
    own = len({(one.policy, one.edition) for one in verdicts if one.edition and not one.is_cleared})
    cleared = sum(verdict.is_cleared for verdict in verdicts)
    others = f"; {cleared} of another school cleared" if cleared else ""
    unknown = sum(len(verdict.unchecked) for verdict in verdicts)
    aside = f"; not checked: {counted(unknown, 'thing')}" if unknown else ""
    lines = [f"{counted(own, 'edition')} checked, {f'{bad} with faults' if bad else 'no faults'}{aside}{others}"]
    for verdict in verdicts:
        facts = (f"approved {verdict.approved}" if verdict.approved else "", f"commit {verdict.commit[:10]}")
        known = ", ".join(fact for fact in facts if fact and fact != "commit ")
        name = f"{verdict.policy} {verdict.edition}".rstrip()
        lines.append(f"{name}{f' ({known})' if known else ''}")
        for check in verdict.checks:
            lines.append(f"  {MARKS[check.outcome]:<11}  {check.message}")
            lines += [f"{'':15}hint: {check.hint}"] if check.hint else []
    return tuple(lines)


# which of several faults is named first
GRAVEST = ("data", "record", "pages", "changed", "drawn", "hidden", "signature", "fingerprint", "roles", "waiting")
QUESTIONS = (
    ("Can it be read?", ("file",)),
    ("Are these the words the governors approved?", ("data", "fingerprint", "record", "pages", "hidden", "drawn")),
    ("Who signed?", ("signature", "revoked", "time")),
    ("Has everybody signed who should?", ("roles", "waiting")),
    ("Was anything changed since?", ("changed", "coverage")),
    ("Can this still be checked in many years?", ("proofs",)),
    ("Who vouches for it, besides the file itself?", ("anchor",)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfReport(Checked):
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
        uncompared = any(check.subject == "drawn" and check.outcome == "unchecked" for check in self.checks)
        if unknown and uncompared:  # anybody can copy the approved words and sign them with a key of their own
            return f"Not known: {words} as far as they are read, but neither its drawings nor its signers were checked"
        who = "; who the signers are was not checked (--trust FILE)" if unknown else ""
        who += "; what its pages draw was not compared with the engine's own file" if uncompared else ""
        return f"Genuine: {words}, and nothing was altered since they were signed{aside}{who}"

    def _why_not(self) -> str:
        """A file that is not complete, or of which nothing is known, is not thereby a forgery."""
        subjects = {check.subject for check in self.faults}
        first = min(self.faults, key=lambda check: GRAVEST.index(check.subject) if check.subject in GRAVEST else 99)
        more = f" ({counted(len(self.faults) - 1, 'more fault')} below)" if len(self.faults) > 1 else ""
        if subjects == {"file"} or subjects == {"anchor"}:
            why = first.message if subjects == {"file"} else "nothing vouches for it besides the file itself"
            return f"Not known: {why}"
        return f"{'Not complete' if subjects == {'waiting'} else 'Not genuine'}: {first.message}{more}"


def reports_as_json(reports: tuple[PdfReport, ...]) -> dict[str, object]:
    """The reports as plain values, for `--format json`."""
    return {
        "good": all(report.is_good for report in reports),
        "files": [
            {
                "file": report.file,
                "policy": report.policy,
                "edition": report.edition,
                "fingerprint": report.fingerprint,
                "good": report.is_good,
                "verdict": report.verdict,
                "checks": [check_as_json(check) for check in report.checks],
            }
            for report in reports
        ],
    }


def report_lines(report: PdfReport) -> Iterator[str]:
    """One file's answers as a page for the terminal, without colour."""
    hinted: set[str] = set()
    named = f" ({report.policy} {report.edition})" if report.policy else ""
    yield f"{report.file}{named}"
    yield f"  {report.verdict}"
    for question, subjects in QUESTIONS:
        answers = [check for check in report.checks if check.subject in subjects]
        if answers:
            yield f"  {question}"
        for check in answers:
            yield f"    {MARKS[check.outcome]:<11}  {check.message}"
            if check.hint and check.hint not in hinted:
                hinted.add(check.hint)
                yield f"{'':17}hint: {check.hint}"
