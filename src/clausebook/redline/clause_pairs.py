"""Which clause became which: by id, else by what it holds; and which were split or merged, declared or seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from clausebook.model.edition import Edition, ResolvedClause
from clausebook.redline.bodies import Body
from clausebook.redline.fragments import flatten

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


class Kin:
    """Which clauses were split or merged: as declared in the new edition, else where most of their words moved."""

    def __init__(self, bodies: list[Body]) -> None:
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

    def _origin(self, body: Body) -> str:
        if body.new and body.new.split_from in self.known:
            return body.new.split_from
        return "" if body.kin else _most_of(body, "moved")

    def split_from(self, body: Body) -> str:
        """The old clause that a new one was split from; "" where it was not."""
        origin = self.origins.get(body.id, "")
        return origin if origin != body.id else ""

    def sources(self, body: Body) -> tuple[str, ...]:
        """Old clauses merged into this one. A declaration that the old edition knew already says nothing new."""
        if body.new is None:
            return ()
        known_before = body.old and body.old.merged_from == body.new.merged_from
        declared = () if known_before else body.new.merged_from
        seen = self.ends.get(body.id, ()) if body.old else ()
        return tuple(one for one in dict.fromkeys((*declared, *seen)) if one in self.known and one != body.id)


def _ends(bodies: Iterable[Body]) -> dict[str, tuple[str, ...]]:
    """Clauses that hold most of the words of others that are gone."""
    found: dict[str, tuple[str, ...]] = {}
    for body in bodies:
        if body.old and not body.new:
            end = _most_of(body, "moved-away")
            if end:
                found[end] = (*found.get(end, ()), body.id)
    return found


def _most_of(body: Body, kind: str) -> str:
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
