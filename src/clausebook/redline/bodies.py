"""The bodies of all clauses compared at once, because a paragraph may move from one clause to another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from clausebook.model.edition import ResolvedClause
from clausebook.redline.align import MOVED, align
from clausebook.redline.fragments import Fragment, flatten
from clausebook.redline.likeness import best_pairs
from clausebook.redline.matches import Match
from clausebook.text.budget import CLAUSE, EDITION, Budget

ACROSS = 0.8  # how alike two fragments of clauses that have nothing to do with each other must be to be one
ACROSS_WORDS = 6
KIN_WORDS = 4
SAME_WORDS = 2  # of fragments that are the same to the letter


@dataclass(slots=True)
class Body:
    """One clause on both sides; no matches where every fragment is as it was."""

    old: ResolvedClause | None
    new: ResolvedClause | None
    matches: Sequence[Match] = ()
    budget: Budget | None = None  # of the work that its words may take; None where there is nothing to compare

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
    """Matches for every clause, with moves from clause to clause joined."""
    bodies = [_compare_one(old, new) for old, new in pairs]
    changed = [body for body in bodies if body.matches]
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
        body.budget = Budget(CLAUSE)
        body.matches = align(was, now, body.budget)
    return body


def _number_links(bodies: list[Body]) -> None:
    """One number a move in the whole redline."""
    highest = 0
    for body in bodies:
        base = highest
        for match in body.matches:
            if match.link:
                match.link += base
                highest = max(highest, match.link)


def _join_across(bodies: list[Body]) -> None:
    """Fragments gone from one clause and come to another: first between kin, then between strangers."""
    gone = {match.olds[0]: match for body in bodies for match in body.matches if match.kind == "removed"}
    come = {match.news[0]: match for body in bodies for match in body.matches if match.kind == "added"}
    if not gone or not come:
        return
    link = max((match.link for body in bodies for match in body.matches), default=0)
    budget = Budget(EDITION)
    link = join_matches(_same_words(gone, come), gone, come, link)
    for body in bodies:
        if body.kin:
            theirs = [fragment for fragment in gone if fragment.clause in body.kin]
            ours = [fragment for fragment in come if fragment.clause == body.id]
            link = join_matches(best_pairs(theirs, ours, budget, MOVED, KIN_WORDS), gone, come, link)
    join_matches(best_pairs(list(gone), list(come), budget, ACROSS, ACROSS_WORDS), gone, come, link)


def _same_words(gone: Iterable[Fragment], come: Iterable[Fragment]) -> list[tuple[Fragment, Fragment]]:
    """Fragments of prose with the same words, where either side has those words once: short ones are known by that."""
    sides: list[dict[tuple[str, str], list[Fragment]]] = [{}, {}]
    for side, fragments in zip(sides, (gone, come), strict=True):
        for one in fragments:
            if one.family == "prose" and len(one.words) >= SAME_WORDS:
                side.setdefault((one.frame.part, one.text), []).append(one)
    olds, news = sides
    return [(old[0], news[key][0]) for key, old in olds.items() if len(old) == 1 == len(news.get(key, ()))]


def join_matches(
    pairs: list[tuple[Fragment, Fragment]], gone: dict[Fragment, Match], come: dict[Fragment, Match], link: int
) -> int:
    """Make moves of pairs of different clauses, numbered from `link` on; the last number is given back."""
    for old, new in pairs:
        if old.clause == new.clause:
            continue
        link += 1
        left, arrived = gone.pop(old), come.pop(new)
        left.kind, left.link, left.elsewhere = "moved-away", link, new.clause
        arrived.kind, arrived.link, arrived.elsewhere, arrived.olds = "moved", link, old.clause, [old]
    return link
