"""Fragments of two clauses -> matches: which became which, what moved, was split or merged, came or went."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence

from clausebook.redline.fragments import Fragment
from clausebook.redline.likeness import best_pairs, gather_merges, gather_splits, likeness
from clausebook.redline.matches import Anchor, Match, MatchKind, MatchState
from clausebook.text.budget import Budget
from clausebook.text.sequences import longest_increasing

ALIKE = 0.5  # fragments in the same order are one fragment from here on
MOVED = 0.6  # fragments out of order need to be more alike, and have a few words
MOVED_WORDS = 4
CELL = 10  # what one cell of the dynamic programming costs at least; beyond 300 by 300 left-overs are paired instead


def align(old: Sequence[Fragment], new: Sequence[Fragment], budget: Budget) -> list[Match]:
    """Matches in the order of the new clause, with what was taken away where it used to be."""
    found = MatchState(old, new, budget)
    _pair_identical(found)
    free_old, free_new = set(found.free_old()), set(found.free_new())
    for i, i2, j, j2 in _gaps(found):
        _pair_similar(found, [n for n in range(i, i2) if n in free_old], [n for n in range(j, j2) if n in free_new])
    found.anchors.sort()
    _pair_moved(found)
    gather_splits(found)
    gather_merges(found)
    _pair_lonely(found)
    return _in_new_order(found)


# ---- identical fragments, wherever they are


def _pair_identical(found: MatchState) -> None:
    """Equal ends first; then fragments with the same name, or words that occur once on either side."""
    old, new = found.old, found.new
    shortest = min(len(old), len(new))
    start = 0
    while start < shortest and old[start].same_as(new[start]):
        start += 1
    end = 0
    while end < shortest - start and old[-1 - end].same_as(new[-1 - end]):
        end += 1
    found.anchors += [((n,), (n,)) for n in range(start)]
    inside = _known(old, new, range(start, len(old) - end), range(start, len(new) - end))
    in_order = {inside[n] for n in longest_increasing([j for _, j in inside])}
    found.anchors += [((i,), (j,)) for i, j in inside if (i, j) in in_order]
    found.moves += [(i, j) for i, j in inside if (i, j) not in in_order]
    found.anchors += [((len(old) - n,), (len(new) - n,)) for n in range(end, 0, -1)]


def _known(old: Sequence[Fragment], new: Sequence[Fragment], olds: range, news: range) -> list[tuple[int, int]]:
    """Pairs (i, j) of fragments that are surely the same, in old order."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for keys in (_names, _texts):
        ours, theirs = keys(old, olds), keys(new, news)
        for key, i in ours.items():
            j = theirs.get(key)
            if j is not None and i not in pairs and j not in taken:
                pairs[i] = j
                taken.add(j)
    return sorted(pairs.items())


def _names(fragments: Sequence[Fragment], where: range) -> dict[object, int]:
    return _once((fragments[n].name, n) for n in where if fragments[n].name)


def _texts(fragments: Sequence[Fragment], where: range) -> dict[object, int]:
    return _once(((fragments[n].family, fragments[n].text), n) for n in where if fragments[n].words)


def _once(keys: Iterable[tuple[object, int]]) -> dict[object, int]:
    """Keys that occur once."""
    pairs = list(keys)
    counts = Counter(key for key, _ in pairs)
    return {key: n for key, n in pairs if counts[key] == 1}


def _gaps(found: MatchState) -> list[tuple[int, int, int, int]]:
    """Stretches of unknown fragments between two anchors: old from, to, new from, to."""
    result = []
    i = j = 0
    for olds, news in [*found.anchors, ((len(found.old),), (len(found.new),))]:
        if i < olds[0] and j < news[0]:
            result.append((i, olds[0], j, news[0]))
        i, j = olds[-1] + 1, news[-1] + 1
    return result


# ---- similar fragments in the same order


def _pair_similar(found: MatchState, free_old: list[int], free_new: list[int]) -> None:
    """Dynamic programming: the pairs in order whose likeness, squared, adds up to the most."""
    if not free_old or not free_new or not found.budget.afford(CELL * len(free_old) * len(free_new)):
        return
    alike = [[likeness(found.old[i], found.new[j], found.budget, ALIKE) ** 2 for j in free_new] for i in free_old]
    best = [[0.0] * (len(free_new) + 1) for _ in range(len(free_old) + 1)]
    for x in range(len(free_old) - 1, -1, -1):
        row, below = best[x], best[x + 1]
        for y in range(len(free_new) - 1, -1, -1):
            pair = alike[x][y]
            row[y] = max(below[y], row[y + 1], below[y + 1] + pair if pair else 0.0)
    x = y = 0
    while x < len(free_old) and y < len(free_new):
        if alike[x][y] and best[x][y] == best[x + 1][y + 1] + alike[x][y]:
            found.anchors.append(((free_old[x],), (free_new[y],)))
            x, y = x + 1, y + 1
        elif best[x][y] == best[x + 1][y]:
            x += 1
        else:
            y += 1


# ---- fragments that moved


def _pair_moved(found: MatchState) -> None:
    """Left-overs that are alike enough, the most alike first. Those that are in order after all did not move."""
    olds = [found.old[i] for i in found.free_old()]
    news = [found.new[j] for j in found.free_new()]
    pairs = sorted((old.index, new.index) for old, new in best_pairs(olds, news, found.budget, MOVED, MOVED_WORDS))
    starts = [anchor[0][0] for anchor in found.anchors], [anchor[1][0] for anchor in found.anchors]
    fitting = [(i, j) for i, j in pairs if bisect_left(starts[0], i) == bisect_left(starts[1], j)]
    stays = {fitting[n] for n in longest_increasing([j for _, j in fitting])}
    found.anchors = sorted([*found.anchors, *(((i,), (j,)) for i, j in stays)])
    found.moves += [pair for pair in pairs if pair not in stays]


# ---- what is left


def _pair_lonely(found: MatchState) -> None:
    """One old and one new fragment of one part alone in a gap: the one was rewritten as the other."""
    free_old, free_new = set(found.free_old()), set(found.free_new())
    i = j = 0
    result: list[Anchor] = []
    for anchor in [*found.anchors, ((len(found.old),), (len(found.new),))]:
        olds = [n for n in range(i, anchor[0][0]) if n in free_old]
        news = [n for n in range(j, anchor[1][0]) if n in free_new]
        if len(olds) == len(news) == 1 and _rewritten(found.old[olds[0]], found.new[news[0]]):
            result.append(((olds[0],), (news[0],)))
        result.append(anchor)
        i, j = anchor[0][-1] + 1, anchor[1][-1] + 1
    found.anchors = result[:-1]


def _rewritten(a: Fragment, b: Fragment) -> bool:
    if a.name and b.name and a.name != b.name:
        return False
    return a.frame.part == b.frame.part and a.frame.depth == b.frame.depth


def _in_new_order(found: MatchState) -> list[Match]:
    """Everything in one row."""
    away, here = dict(found.moves), {j: i for i, j in found.moves}
    links = {i: n for n, (i, _) in enumerate(found.moves, start=1)}
    matches: list[Match] = []
    i = j = 0
    link = len(links)
    for olds, news in [*found.anchors, ((len(found.old),), (len(found.new),))]:
        for n in range(i, olds[0]):
            matches.append(Match("moved-away" if n in away else "removed", [found.old[n]], [], links.get(n, 0)))
        for n in range(j, news[0]):
            source = [found.old[here[n]]] if n in here else []
            matches.append(Match("moved" if source else "added", source, [found.new[n]], links.get(here.get(n, -1), 0)))
        if olds[0] < len(found.old):
            kind: MatchKind = "split" if len(news) > 1 else "merged" if len(olds) > 1 else "pair"
            link += kind != "pair"
            linked = link if kind != "pair" else 0
            matches.append(Match(kind, [found.old[n] for n in olds], [found.new[n] for n in news], linked))
        i, j = olds[-1] + 1, news[-1] + 1
    return matches
