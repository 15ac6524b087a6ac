"""The bodies of all clauses compared at once, because a paragraph may move from one clause to another; and which
clause became which.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from clausebook.model.edition import Edition, ResolvedClause
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
class ComparedBody:
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
    def declared_kin(self) -> set[str]:
        """Ids of the clauses the author says it was split or merged from."""
        return {self.new.split_from, *self.new.merged_from} - {""} if self.new else set()


def fragments_of(clause: ResolvedClause) -> list[Fragment]:
    """All fragments of a clause."""
    return flatten(clause.blocks, clause.id)


def compare_bodies(
    pairs: Iterable[tuple[ResolvedClause | None, ResolvedClause | None]],
    fragments: Callable[[ResolvedClause], list[Fragment]] = fragments_of,
) -> list[ComparedBody]:
    """Matches for every clause, with moves from clause to clause joined. `fragments` may know those of a clause."""
    bodies = [_compare_one(old, new, fragments) for old, new in pairs]
    changed = [body for body in bodies if body.matches]
    _number_links(changed)
    _join_across(changed)
    return bodies


def _compare_one(
    old: ResolvedClause | None, new: ResolvedClause | None, fragments: Callable[[ResolvedClause], list[Fragment]]
) -> ComparedBody:
    body = ComparedBody(old, new)
    if old and new and old.blocks == new.blocks:
        return body
    was = fragments(old) if old else []
    now = fragments(new) if new else []
    if not (old and new and len(was) == len(now) and all(a.same_as(b) for a, b in zip(was, now, strict=True))):
        body.budget = Budget(CLAUSE)
        body.matches = align(was, now, body.budget)
    return body


def _number_links(bodies: list[ComparedBody]) -> None:
    """One number a move in the whole redline."""
    highest = 0
    for body in bodies:
        base = highest
        for match in body.matches:
            if match.link:
                match.link += base
                highest = max(highest, match.link)


def _join_across(bodies: list[ComparedBody]) -> None:
    """Fragments gone from one clause and come to another: between clauses that were split or merged, then any."""
    gone = {match.olds[0]: match for body in bodies for match in body.matches if match.kind == "removed"}
    come = {match.news[0]: match for body in bodies for match in body.matches if match.kind == "added"}
    if not gone or not come:
        return
    link = max((match.link for body in bodies for match in body.matches), default=0)
    budget = Budget(EDITION)
    link = join_matches(_same_words(gone, come), gone, come, link)
    for body in bodies:
        if body.declared_kin:
            theirs = [fragment for fragment in gone if fragment.clause in body.declared_kin]
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


ALIKE = 0.6  # of the words of both clauses are shared: one clause under two ids
TITLED = 0.4  # ... where the title is the same
SHARE = 0.6  # of the words of a clause moved here from one other: it was split off, or merged
FEWEST = 6  # words that are enough to know a clause by


def continued(old: Edition | None, new: Edition) -> dict[str, str]:
    """Old id -> new id of the clauses that continue under another id. Each has one partner, the one most like it."""
    if old is None:
        return {}
    ours, theirs = {one.id: one for one in old.passages}, {one.id: one for one in new.passages}
    gone = {id: _words(one) for id, one in ours.items() if id not in theirs}
    come = {id: _words(one) for id, one in theirs.items() if id not in ours and not _is_declared(one, ours)}
    scored = [
        (_likeness(was, now), a, b)
        for a, was in gone.items()
        for b, now in come.items()
        if _likeness(was, now) >= (TITLED if ours[a].title == theirs[b].title else ALIKE)
    ]
    pairs: dict[str, str] = {}
    for _, a, b in sorted(scored, key=lambda one: (-one[0], one[1], one[2])):
        if a not in pairs and b not in pairs.values():
            pairs[a] = b
    return pairs


def _is_declared(clause: ResolvedClause, known: Mapping[str, object]) -> bool:
    return clause.split_from in known or any(one in known for one in clause.merged_from)


def _words(clause: ResolvedClause) -> Counter[str]:
    return Counter(word for fragment in flatten(clause.blocks, clause.id) for word in fragment.words)


def _likeness(a: Counter[str], b: Counter[str]) -> float:
    sizes = a.total(), b.total()
    if min(sizes) < FEWEST or 2 * min(sizes) < TITLED * sum(sizes):
        return 0.0
    return 2 * (a & b).total() / sum(sizes)


class SplitsAndMerges:
    """Which clauses were split or merged: as declared in the new edition, else where most of their words moved."""

    def __init__(self, bodies: list[ComparedBody]) -> None:
        self.known = {body.old.id for body in bodies if body.old}
        self.into: dict[str, tuple[str, ...]] = {}
        self.merged: dict[str, tuple[str, ...]] = {}
        self.origins = {body.id: self._origin(body) for body in bodies if body.new and not body.old}
        self.ends = _ends(bodies)
        for body in bodies:
            origin = self.split_from(body)
            if origin:
                self.into[origin] = (*self.into.get(origin, ()), body.id)
            for source in self.sources(body):
                self.merged[source] = (*self.merged.get(source, ()), body.id)

    def _origin(self, body: ComparedBody) -> str:
        if body.new and body.new.split_from in self.known:
            return body.new.split_from
        return "" if body.declared_kin else _most_of(body, "moved")

    def split_from(self, body: ComparedBody) -> str:
        """The old clause that a new one was split from; "" where it was not."""
        origin = self.origins.get(body.id, "")
        return origin if origin != body.id else ""

    def sources(self, body: ComparedBody) -> tuple[str, ...]:
        """Old clauses merged into this one. A declaration that the old edition knew already says nothing new."""
        if body.new is None:
            return ()
        known_before = body.old and body.old.merged_from == body.new.merged_from
        declared = () if known_before else body.new.merged_from
        seen = self.ends.get(body.id, ()) if body.old else ()
        return tuple(one for one in dict.fromkeys((*declared, *seen)) if one in self.known and one != body.id)


def _ends(bodies: Iterable[ComparedBody]) -> dict[str, tuple[str, ...]]:
    """Clauses that hold most of the words of others that are gone."""
    found: dict[str, tuple[str, ...]] = {}
    for body in bodies:
        if body.old and not body.new:
            end = _most_of(body, "moved-away")
            if end:
                found[end] = (*found.get(end, ()), body.id)
    return found


def _most_of(body: ComparedBody, kind: str) -> str:
    """The other clause that most words of this one moved from, or moved to."""
    counted: Counter[str] = Counter()
    total = 0
    for match in body.matches:
        size = len((match.news or match.olds)[0].words)
        total += size
        if match.kind == kind and match.elsewhere:
            counted[match.elsewhere] += size
    best, share = counted.most_common(1)[0] if counted else ("", 0)
    return best if share >= max(FEWEST, SHARE * total) else ""
