"""Matches: what became of the fragments of one clause, before their words are compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from clausebook.redline.fragments import Fragment
from clausebook.text.budget import Budget

MatchKind = Literal["pair", "removed", "added", "moved", "moved-away", "split", "merged"]


@dataclass(slots=True)
class Match:
    """A place in the redline of one clause. `link` joins the two matches of a move, or names a split or merge."""

    kind: MatchKind
    olds: list[Fragment] = field(default_factory=list)
    news: list[Fragment] = field(default_factory=list)
    link: int = 0
    elsewhere: str = ""


Anchor = tuple[tuple[int, ...], tuple[int, ...]]


@dataclass(slots=True)
class MatchState:
    """What is known so far about two rows of fragments: groups that stand in order, and pairs that moved."""

    old: Sequence[Fragment]
    new: Sequence[Fragment]
    budget: Budget
    anchors: list[Anchor] = field(default_factory=list)
    moves: list[tuple[int, int]] = field(default_factory=list)

    def free_old(self) -> list[int]:
        """Old fragments nothing is known about."""
        used = {i for olds, _ in self.anchors for i in olds} | {i for i, _ in self.moves}
        return [i for i in range(len(self.old)) if i not in used]

    def free_new(self) -> list[int]:
        """New fragments nothing is known about."""
        used = {j for _, news in self.anchors for j in news} | {j for _, j in self.moves}
        return [j for j in range(len(self.new)) if j not in used]
