"""The bodies of all clauses compared at once, because a paragraph may move from one clause to another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from clausebook.model.edition import ResolvedClause
from clausebook.redline.align import MOVED, align
from clausebook.redline.flat import Flat, flatten
from clausebook.redline.likeness import best_pairs
from clausebook.redline.slot import Slot
from clausebook.text.budget import CLAUSE, EDITION, Budget

ACROSS = 0.8  # how alike two pieces of clauses that have nothing to do with each other must be to be one
ACROSS_WORDS = 6
KIN_WORDS = 4


@dataclass(slots=True)
class Body:
    """One clause on both sides; no slots where every piece is as it was."""

    old: ResolvedClause | None
    new: ResolvedClause | None
    slots: list[Slot] = field(default_factory=list)
    budget: Budget = field(default_factory=lambda: Budget(CLAUSE))

    @property
    def id(self) -> str:
        """The clause's id."""
        found = self.new or self.old
        assert found is not None  # every body has a side
        return found.id

    @property
    def kin(self) -> set[str]:
        """Ids of the clauses the author says it was split or merged from."""
        return {self.new.split_from, *self.new.merged_from} - {""} if self.new else set()


def compare_bodies(pairs: Iterable[tuple[ResolvedClause | None, ResolvedClause | None]]) -> list[Body]:
    """Slots for every clause, with moves from clause to clause joined."""
    bodies = [_compare_one(old, new) for old, new in pairs]
    changed = [body for body in bodies if body.slots]
    _number_links(changed)
    _join_across(changed)
    return bodies


def _compare_one(old: ResolvedClause | None, new: ResolvedClause | None) -> Body:
    body = Body(old, new)
    if old and new and old.blocks == new.blocks:
        return body
    was = flatten(old.blocks, old.id) if old else []
    now = flatten(new.blocks, new.id) if new else []
    if not (old and new and len(was) == len(now) and all(a.same_as(b) for a, b in zip(was, now, strict=True))):
        body.slots = align(was, now, body.budget)
    return body


def _number_links(bodies: list[Body]) -> None:
    """One number a move in the whole redline."""
    highest = 0
    for body in bodies:
        base = highest
        for slot in body.slots:
            if slot.link:
                slot.link += base
                highest = max(highest, slot.link)


def _join_across(bodies: list[Body]) -> None:
    """Pieces gone from one clause and come to another: first between kin, then between strangers."""
    gone = {slot.olds[0]: slot for body in bodies for slot in body.slots if slot.kind == "removed"}
    come = {slot.news[0]: slot for body in bodies for slot in body.slots if slot.kind == "added"}
    if not gone or not come:
        return
    link = max((slot.link for body in bodies for slot in body.slots), default=0)
    budget = Budget(EDITION)
    for body in bodies:
        if body.kin:
            theirs = [piece for piece in gone if piece.clause in body.kin]
            ours = [piece for piece in come if piece.clause == body.id]
            link = _join(best_pairs(theirs, ours, budget, MOVED, KIN_WORDS), gone, come, link)
    _join(best_pairs(list(gone), list(come), budget, ACROSS, ACROSS_WORDS), gone, come, link)


def _join(pairs: list[tuple[Flat, Flat]], gone: dict[Flat, Slot], come: dict[Flat, Slot], link: int) -> int:
    for old, new in pairs:
        if old.clause == new.clause:
            continue
        link += 1
        left, arrived = gone.pop(old), come.pop(new)
        left.kind, left.link, left.elsewhere = "moved-away", link, new.clause
        arrived.kind, arrived.link, arrived.elsewhere, arrived.olds = "moved", link, old.clause, [old]
    return link
