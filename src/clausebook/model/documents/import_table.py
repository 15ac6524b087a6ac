"""What came of importing many documents: a row for each file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from clausebook.model.finding import Finding

Outcome = Literal["taken", "taken before", "the same", "older", "undecided", "refused"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRow:
    """One file of many, and what became of it.

    `file` is its path below the folder that was given, `hash` the SHA-256 of its bytes. Where it was not taken in,
    `reason` says why and `hint` the next move. `items` counts items at all depths, `words` the words of the file,
    `in_clauses` those that became text of clauses. `builds` is None where nothing was made that could build.
    `proposed` is what the document says of its own approval.
    """

    file: str
    hash: str = ""
    outcome: Outcome
    reason: str = ""
    hint: str = ""
    policy: str = ""
    title: str = ""
    clauses: int = 0
    items: int = 0
    words: int = 0
    in_clauses: int = 0
    builds: bool | None = None
    alarms: tuple[str, ...] = ()
    doubts: tuple[Finding, ...] = ()
    proposed: tuple[str, ...] = ()

    @property
    def is_in(self) -> bool:
        """Whether the policy is in the repository now."""
        return self.outcome in ("taken", "taken before")
