"""A rule as the engine knows it: its name, its level, its manual, and what it asks of a register."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from clausebook.model.finding import Finding, Level
from clausebook.model.register import Register

Check = Callable[[Register], Iterator[Finding]]
Review = Callable[[Register, tuple[Finding, ...]], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `check` looks at the register; `review`, where there is one, at what all rules found in it.

    `adopted` is the level of its findings in an approved edition of old days, "" where it is that of the working tree.
    """

    name: str
    level: Level
    manual: str
    check: Check | None = None
    review: Review | None = None
    adopted: Level | Literal[""] = ""

    @property
    def summary(self) -> str:
        """The first sentence of the manual, in one line."""
        return " ".join(self.manual.split("\n\n")[0].split())
