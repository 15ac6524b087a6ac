"""A rule as the engine knows it, and what one check of all rules found. Also the shape of its JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, field
from datetime import date
from typing import Annotated, Any, Literal

from clausebook.model.decode import Describe, Pattern
from clausebook.model.finding import Finding, Level, has_errors
from clausebook.model.register import Register
from clausebook.text.records import dataclass

Reads = Literal["clause", "policy", "repository"]
Check = Callable[[Register], Iterator[Finding]]
Note = Callable[[Register], Iterator[tuple[str, str]]]
Judge = Callable[[Register, tuple[str, ...]], Iterator[Finding]]
Review = Callable[[Register, tuple[Finding, ...]], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `check` looks at the register; `review`, where there is one, at what all rules found in it.

    `reads` says of how much of the register one finding can depend, beside the facts that all policies share: one
    clause, one policy with its records, or all of it. A rule about all of it that needs only a little of each policy
    has `note`, which reads policies and says that little of each, and `judge`, which is given what was noted of all
    of them, in the order of their files.

    `adopted` is the level of its findings in an approved edition of old days, "" where it is that of the working tree.
    """

    name: str
    level: Level
    manual: str
    check: Check | None = None
    review: Review | None = None
    adopted: Level | Literal[""] = ""
    reads: Reads = "repository"
    note: Note | None = None
    judge: Judge | None = None

    @property
    def summary(self) -> str:
        """The first sentence of the manual, in one line."""
        return " ".join(self.manual.split("\n\n")[0].split())


@dataclass(frozen=True, slots=True)
class Found:
    """What rules found in one clause or one policy, each with its line, and what they noted there, rule by rule."""

    findings: tuple[Finding, ...] = ()
    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Checkup:
    """The findings of one check in order of file and line, and how many more are waived.

    `edition` is "acceptable-use/2018" where an approved edition was checked, "" for the working tree; `commit` is
    where its words were read.
    """

    findings: tuple[Finding, ...]
    as_of: date
    waived: int = 0
    edition: str = ""
    commit: str = ""

    def fails(self, strict: bool = False) -> bool:
        """Whether the check failed: on errors, and on warnings where it is strict."""
        return has_errors(self.findings) or (strict and any(one.level == "warning" for one in self.findings))


@dataclass(frozen=True, kw_only=True)
class FindingEntry:
    """One finding."""

    file: Annotated[str, Describe("path from the top of the repository")]
    line: Annotated[int, Describe("from 1; 0 where the file does not exist")]
    column: Annotated[int, Describe("from 1, in characters")]
    width: Annotated[int, Describe("how many characters of the line are meant")]
    level: Literal["error", "warning", "note"]
    rule: Annotated[str, Describe("name of the rule")]
    message: str
    hint: Annotated[str, Describe("the next move; may be empty")]
    excerpt: Annotated[str, Describe("the line of the file; may be empty")]


@dataclass(frozen=True, kw_only=True)
class FindingsFile:
    """What check --format json prints: the findings in order of file and line."""

    version: Literal[1]
    as_of: Annotated[str, Pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "a day"), Describe("the day the check speaks from")]
    edition: Annotated[str, Describe("policy/edition, or empty for the working tree")]
    commit: Annotated[str, Describe("where the edition's words were read; empty for the working tree")]
    waived: Annotated[int, Describe("how many more findings policy/school.yaml waives")]
    findings: tuple[FindingEntry, ...]


def as_json(checkup: Checkup) -> dict[str, Any]:
    """The check-up as plain values; schema/findings.json describes them."""
    whole = FindingsFile(
        version=1,
        as_of=checkup.as_of.isoformat(),
        edition=checkup.edition,
        commit=checkup.commit,
        waived=checkup.waived,
        findings=tuple(_entry(finding) for finding in checkup.findings),
    )
    return asdict(whole)


def _entry(finding: Finding) -> FindingEntry:
    level: Level = finding.level or "error"
    return FindingEntry(
        file=finding.place.file,
        line=finding.place.line,
        column=finding.place.column,
        width=finding.width,
        level=level,
        rule=finding.rule,
        message=finding.message,
        hint=finding.hint,
        excerpt=finding.excerpt,
    )
