"""Splits and merges: one fragment whose words are now in several side by side, or the other way round."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from clausebook.redline.fragments import Fragment
from clausebook.redline.likeness import overlap, shared
from clausebook.redline.matches import Anchor, MatchState
from clausebook.text.budget import Budget

SPLIT = 0.8  # one fragment is alike to several put together
GAIN = 0.08  # ... and that much more alike than to the best of them alone
PARTS = 12
PART_SHARE = 0.6  # of the words of every part come from the whole


def gather_splits(found: MatchState) -> None:
    """An old fragment whose words are now in two or more fragments side by side."""
    found.anchors = _gathered(found.old, found.new, found.anchors, found.free_old(), found.free_new(), found.budget)


def gather_merges(found: MatchState) -> None:
    """The same seen from the other side."""
    turned = [(news, olds) for olds, news in found.anchors]
    turned = _gathered(found.new, found.old, turned, found.free_new(), found.free_old(), found.budget)
    found.anchors = [(olds, news) for news, olds in turned]


def _gathered(
    one: Sequence[Fragment],
    many: Sequence[Fragment],
    anchors: list[Anchor],
    free_one: list[int],
    free_many: list[int],
    budget: Budget,
) -> list[Anchor]:
    """Anchors (one, many), with left-overs of the many taken into the fragment whose words they hold."""
    free = set(free_many)
    result: list[Anchor] = []
    for ones, manys in anchors:
        if len(ones) == 1 and len(manys) == 1 and not _equal(one[ones[0]], many[manys[0]]):
            low, high = _reach(manys[0], manys[0] + 1, free)
            before = overlap(one[ones[0]].words, many[manys[0]].words, budget, 0.0)
            manys = _window(one[ones[0]], many, low, high, manys, before + GAIN, budget)
        free.difference_update(manys)
        result.append((ones, manys))
    for x in free_one:
        position = bisect_left(result, ((x,),))
        low = result[position - 1][1][-1] + 1 if position else 0
        high = result[position][1][0] if position < len(result) else len(many)
        if not budget.afford(100 + high - low):
            break
        for start, end in _stretches(low, high, free):
            window = _window(one[x], many, start, end, (), SPLIT, budget)
            if window:
                result.insert(position, ((x,), window))
                free.difference_update(window)
                break
    return result


def _equal(a: Fragment, b: Fragment) -> bool:
    return a.text == b.text


def _reach(low: int, high: int, free: set[int]) -> tuple[int, int]:
    """The stretch of free fragments around low to high, a dozen at most to either side."""
    first, last = low, high
    while low - 1 in free and first - low < PARTS:
        low -= 1
    while high in free and high - last < PARTS:
        high += 1
    return low, high


def _stretches(low: int, high: int, free: set[int]) -> list[tuple[int, int]]:
    """Runs of two or more free fragments between low and high."""
    runs: list[tuple[int, int]] = []
    start = low
    for at in range(low, high + 1):
        if at == high or at not in free:
            if at - start >= 2:
                runs.append((start, min(at, start + PARTS)))
            start = at + 1
    return runs


def _window(
    whole: Fragment, many: Sequence[Fragment], low: int, high: int, known: tuple[int, ...], least: float, budget: Budget
) -> tuple[int, ...]:
    """The stretch within low to high, around what is known, that is most alike to the whole put together."""
    best, best_score = known, max(least, SPLIT)
    if whole.family != "prose" or high - low < 2:
        return known
    most = len(whole.words) * (2 / SPLIT - 1)  # with more words than this the parts cannot be alike to the whole
    for start in range(low, (known[0] if known else high - 2) + 1):
        for end in range(max(start + 2, known[-1] + 1 if known else 0), high + 1):
            parts = many[start:end]
            if not budget.afford(10 * len(parts)) or sum(len(part.words) for part in parts) > most:
                break
            if not all(_is_part(whole, part) for part in parts):
                continue
            score = _together(whole, parts, budget, best_score)
            if score > best_score:
                best, best_score = tuple(range(start, end)), score
    return best


def _together(whole: Fragment, parts: Sequence[Fragment], budget: Budget, floor: float) -> float:
    """How alike the whole is to its parts put together. Words may change their order, so it counts only half."""
    words = [word for part in parts for word in part.words]
    bound = shared(whole.words, words, budget, floor)
    return (bound + overlap(whole.words, words, budget, 2 * floor - bound)) / 2 if bound else 0.0


def _is_part(whole: Fragment, part: Fragment) -> bool:
    """Whether most words of the part come from the whole."""
    if part.family != "prose" or not part.bag or (part.name and whole.name and part.name != whole.name):
        return False
    return len(part.bag & whole.bag) >= PART_SHARE * len(part.bag)
