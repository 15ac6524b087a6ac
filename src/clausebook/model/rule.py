"""A rule as the engine knows it: its name, its level, its manual, and what it asks of a register."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from clausebook.model.finding import Finding, Level
from clausebook.model.register import Register

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
