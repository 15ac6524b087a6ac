"""Matches: what became of the fragments of one clause, and the order in which both sides are shown."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Literal, TypeVar

from clausebook.model.comparison.block_change import ListChange
from clausebook.model.comparison.redline import Position
from clausebook.redline.fragments import Fragment
from clausebook.text.budget import Budget
from clausebook.text.sequences import longest_increasing

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
    """What is known so far about two rows of fragments: groups that are in order, and pairs that moved."""

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


K = TypeVar("K", bound=Hashable)
T = TypeVar("T", bound=Hashable)


def diff_order(
    old: Sequence[K],
    new: Sequence[K],
    old_elsewhere: frozenset[K] = frozenset(),
    new_elsewhere: frozenset[K] = frozenset(),
) -> list[tuple[Position, K]]:
    """The keys of both sides in the new order, with what left where it used to be.

    Keys occur once on each side. A key on one side only was added or removed, or moved where it is known elsewhere.
    """
    place = {key: n for n, key in enumerate(new)}
    common = [key for key in old if key in place]
    shared = frozenset(common)
    stays = {common[n] for n in longest_increasing([place[key] for key in common])}
    result: list[tuple[Position, K]] = []
    left = list(old)[::-1]
    for key in new:
        if key in stays:
            while left and left[-1] != key:
                result.append(_gone(left.pop(), place, new_elsewhere))
            left.pop()
            result.append(("kept", key))
        elif key in old_elsewhere or key in shared:
            result.append(("moved", key))
        else:
            result.append(("added", key))
    while left:
        result.append(_gone(left.pop(), place, new_elsewhere))
    return result


def _gone(key: K, place: dict[K, int], elsewhere: frozenset[K]) -> tuple[Position, K]:
    return ("moved-away", key) if key in place or key in elsewhere else ("removed", key)


def entries(old: Sequence[T], new: Sequence[T]) -> tuple[ListChange[T], ...]:
    """Short lists of whole values compared: each value kept, added or removed."""
    if old == new:
        return tuple(ListChange("kept", value) for value in new)
    result: list[ListChange[T]] = []
    for tag, i, i2, j, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            result += [ListChange("kept", value) for value in new[j:j2]]
        else:
            result += [ListChange("removed", value) for value in old[i:i2]]
            result += [ListChange("added", value) for value in new[j:j2]]
    return tuple(result)


def keyed(ids: Iterable[str]) -> list[str]:
    """Ids made different from each other, so that a repeated one loses nothing."""
    seen: dict[str, int] = {}
    result = []
    for one in ids:
        seen[one] = seen.get(one, 0) + 1
        result.append(one if seen[one] == 1 else f"{one}\n{seen[one]}")
    return result
