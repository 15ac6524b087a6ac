"""A waiver: a finding that the school has looked at and lives with, for a reason and for a time."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from clausebook.model.decode import Describe, PartialDate
from clausebook.model.finding import Finding, Located
from clausebook.text.dates import last_day
from clausebook.text.records import dataclass


@dataclass(frozen=True, kw_only=True)
class Waiver(Located):
    """One entry of waivers: in policy/school.yaml. It hides warnings and notes, never errors."""

    rule: Annotated[str, Describe("name of the rule, as in the brackets of the finding")]
    clause: Annotated[str, Describe("id of the clause; policy/id where two policies have a clause of that id")] = ""
    file: Annotated[str, Describe("the file, where the finding is not in a clause")] = ""
    about: Annotated[str, Describe("words of the message, where only one of several findings is meant")] = ""
    reason: Annotated[str, Describe("why the school lives with it, for whoever reads this next year")]
    until: Annotated[PartialDate, Describe("the last day, month or year in which it holds")]

    def names(self, finding: Finding) -> bool:
        """Whether it is about this finding."""
        return (
            finding.rule == self.rule
            and self._is_at(finding.place.file)
            and self.about.lower() in finding.message.lower()
        )

    def covers(self, finding: Finding, on: date) -> bool:
        """Whether it hides this finding on a day."""
        return finding.level != "error" and not self.has_expired(on) and self.names(finding)

    def has_expired(self, on: date) -> bool:
        """Whether its time is over."""
        return on > last_day(self.until)

    def _is_at(self, file: str) -> bool:
        if self.clause:
            return f"/{file}".endswith(f"/{self.clause}.yaml") and file.startswith("clauses/")
        return file == self.file
