"""Two rows of tokens -> the stretches they share, in order, with bounded work."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from clausebook.text.budget import Budget

LONG = 600  # tokens; beyond this, words that occur once are matched first


def matches(a: Sequence[str], b: Sequence[str], budget: Budget) -> list[tuple[int, int, int]]:
    """Stretches (i, j, length) that both texts have, in order. Unmatched when the budget is spent."""
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    end = 0
    while end < min(len(a), len(b)) - start and a[-1 - end] == b[-1 - end]:
        end += 1
    middle = _middle(a[start : len(a) - end], b[start : len(b) - end], budget)
    found = [(0, 0, start), *((start + i, start + j, n) for i, j, n in middle), (len(a) - end, len(b) - end, end)]
    return [match for match in found if match[2]]


def _middle(a: Sequence[str], b: Sequence[str], budget: Budget) -> list[tuple[int, int, int]]:
    """Words and marks are matched, blanks follow their neighbours: every second token is a blank and says nothing."""
    places_a = [n for n, token in enumerate(a) if not token.isspace()]
    places_b = [n for n, token in enumerate(b) if not token.isspace()]
    found = _without_blanks([a[n] for n in places_a], [b[n] for n in places_b], budget)
    pairs = [(places_a[i + n], places_b[j + n]) for i, j, size in found for n in range(size)]
    result: list[tuple[int, int, int]] = []
    i = j = 0
    for (x, y), (next_x, next_y) in pairwise([*pairs, (len(a), len(b))]):
        size = 1
        while x > i and y > j and a[x - 1] == b[y - 1]:
            x, y, size = x - 1, y - 1, size + 1
        while x + size < next_x and y + size < next_y and a[x + size] == b[y + size]:
            size += 1
        result.append((x, y, size))
        i, j = x + size, y + size
    return result


def _without_blanks(a: Sequence[str], b: Sequence[str], budget: Budget) -> list[tuple[int, int, int]]:
    if min(len(a), len(b)) <= LONG:
        return _longest_first(a, b, budget)
    anchors = _unique_in_both(a, b)
    if not anchors:
        return _longest_first(a, b, budget)
    found: list[tuple[int, int, int]] = []
    i = j = 0
    for x, y in [*anchors, (len(a), len(b))]:
        if i < x and j < y:
            found.extend((i + p, j + q, n) for p, q, n in _longest_first(a[i:x], b[j:y], budget))
        if x < len(a):
            found.append((x, y, 1))
        i, j = x + 1, y + 1
    return found


def _unique_in_both(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    """Places of the words that occur once in either text, as many as are in the same order."""
    once_a = {token for token, count in Counter(a).items() if count == 1}
    once_b = {token: j for j, token in enumerate(b) if token in once_a}
    counts = Counter(token for token in b if token in once_b)
    pairs = [(i, once_b[token]) for i, token in enumerate(a) if token in once_a and counts[token] == 1]
    return [pairs[n] for n in longest_increasing([j for _, j in pairs])]


def longest_increasing(values: Sequence[int]) -> list[int]:
    """Indices of a longest increasing subsequence of distinct values (patience sorting)."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for n, value in enumerate(values):
        at = bisect_left(tails, value)
        before.append(ends[at - 1] if at else -1)
        if at == len(tails):
            tails.append(value)
            ends.append(n)
        else:
            tails[at], ends[at] = value, n
    chain: list[int] = []
    n = ends[-1] if ends else -1
    while n >= 0:
        chain.append(n)
        n = before[n]
    return chain[::-1]


def _longest_first(a: Sequence[str], b: Sequence[str], budget: Budget) -> list[tuple[int, int, int]]:
    """difflib's longest match, then left and right of it, while the budget lasts."""
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    places: dict[str, list[int]] = matcher.b2j  # type: ignore[attr-defined]
    cost = [0]
    for token in a:
        cost.append(cost[-1] + 1 + len(places.get(token, ())))
    found: list[tuple[int, int, int]] = []
    todo = [(0, len(a), 0, len(b))]
    while todo:
        alo, ahi, blo, bhi = todo.pop()
        if alo >= ahi or blo >= bhi:
            continue
        if not budget.afford(cost[ahi] - cost[alo]):
            continue
        i, j, size = matcher.find_longest_match(alo, ahi, blo, bhi)
        if size:
            found.append((i, j, size))
            todo += [(i + size, ahi, j + size, bhi), (alo, i, blo, j)]
    return sorted(found)
