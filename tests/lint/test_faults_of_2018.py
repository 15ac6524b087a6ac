"""What a careful reader finds wrong in the text adopted in May 2018, and what the check finds of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from clausebook.io.files import read_files
from clausebook.lint.run import inspect
from clausebook.model.finding import Finding
from clausebook.source.load import load
from tests.adopted import ROOT

DATA = Path(__file__).resolve().parent.parent / "data"
TODAY = date(2026, 11, 28)
PLACES = {"policy": "policy/acceptable-use.yaml", "record": "policy/approvals/acceptable-use/2018.yaml"}
FACTS = ("policy/instruments", "policy/terms.yaml")


@dataclass(frozen=True)
class Fault:
    """A row of the list."""

    place: str
    words: str
    rule: str
    says: str

    def is_named_by(self, finding: Finding) -> bool:
        """Whether the finding is of this rule at this place, and says so."""
        path = PLACES.get(self.place, f"clauses/acceptable-use/{self.place}.yaml")
        return self.rule == finding.rule and finding.place.file == path and self.says in finding.message


@cache
def the_list() -> tuple[tuple[Fault, ...], frozenset[str]]:
    data = yaml.safe_load((DATA / "2018-faults.yaml").read_text(encoding="utf-8"))
    rows = (Fault(row["in"], row["words"], row.get("rule", ""), row.get("says", "")) for row in data["faults"])
    return tuple(rows), frozenset(data["about_the_register"])


@cache
def findings() -> tuple[Finding, ...]:
    """Of the words of 2018, with the facts of law and services of today."""
    facts = {path: data for path, data in read_files(ROOT).items() if path.startswith(FACTS)}
    edition = load(read_files(DATA / "2018"), TODAY).with_law_of(load(facts, TODAY))
    return inspect(edition, adopted=True).findings


def test_the_check_finds_81_of_the_92_faults_that_a_reader_lists() -> None:
    faults, _ = the_list()
    named = [fault for fault in faults if fault.rule]
    missed = [fault for fault in named if not any(fault.is_named_by(finding) for finding in findings())]
    assert missed == []
    assert (len(named), len(faults)) == (81, 92)


def test_every_finding_is_a_fault_of_the_list_or_is_about_the_register() -> None:
    faults, register = the_list()
    false = [
        finding
        for finding in findings()
        if finding.rule not in register and not any(fault.is_named_by(finding) for fault in faults)
    ]
    assert false == []
