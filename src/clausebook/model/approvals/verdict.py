"""A verdict: what was checked of one edition, and what was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from clausebook.text.phrases import counted

OfEdition = Literal["record", "words", "unchanged", "tag", "pdf", "act", "changelog", "published"]
OfWords = Literal["file", "data", "fingerprint", "pages", "hidden", "drawn"]
OfSeals = Literal["signature", "time", "roles", "waiting", "changed", "coverage", "proofs", "anchor"]
Subject = OfEdition | OfWords | OfSeals  # of an edition in git; of the words of a file; of its signatures
Outcome = Literal["good", "fault", "unchecked", "cleared"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was checked, or could not be.

    "cleared" is the outcome for a record that approved nothing here: another school's, removed when this one adopted.
    `clause` and `commit` say where the fault lies, "" where it lies in no clause or commit. `hint` is the next move.
    """

    subject: Subject
    outcome: Outcome
    message: str
    clause: str = ""
    commit: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """All checks of one edition. `approved` is the date of the record, `commit` the one that introduced it."""

    policy: str
    edition: str
    approved: str = ""
    commit: str = ""
    checks: tuple[Check, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether nothing that was checked is wrong."""
        return all(check.outcome != "fault" for check in self.checks)

    @property
    def unchecked(self) -> tuple[Check, ...]:
        """What could not be checked."""
        return tuple(check for check in self.checks if check.outcome == "unchecked")

    @property
    def is_cleared(self) -> bool:
        """Whether it is about a record of another school, which an adoption removed."""
        return any(check.outcome == "cleared" for check in self.checks)

    @property
    def faults(self) -> tuple[Check, ...]:
        """The checks that failed."""
        return tuple(check for check in self.checks if check.outcome == "fault")


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
    own = sum(not verdict.is_cleared for verdict in verdicts)
    others = f"; {len(verdicts) - own} of another school cleared" if own < len(verdicts) else ""
    unknown = sum(len(verdict.unchecked) for verdict in verdicts)
    aside = f"; not checked: {counted(unknown, 'thing')}" if unknown else ""
    lines = [f"{counted(own, 'edition')} checked, {f'{bad} with faults' if bad else 'no faults'}{aside}{others}"]
    for verdict in verdicts:
        facts = (f"approved {verdict.approved}" if verdict.approved else "", f"commit {verdict.commit[:10]}")
        known = ", ".join(fact for fact in facts if fact and fact != "commit ")
        lines.append(f"{verdict.policy} {verdict.edition}{f' ({known})' if known else ''}")
        for check in verdict.checks:
            lines.append(f"  {MARKS[check.outcome]:<11}  {check.message}")
            lines += [f"{'':15}hint: {check.hint}"] if check.hint else []
    return tuple(lines)
