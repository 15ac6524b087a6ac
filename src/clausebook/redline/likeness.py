"""How alike two fragments are: which left-overs moved, and which were split into several or merged."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

from clausebook.redline.fragments import Fragment
from clausebook.redline.matches import Anchor, MatchState
from clausebook.redline.tokens import words_of
from clausebook.text.budget import Budget
from clausebook.text.inline import plain

PARAGRAPH = 400  # words; longer fragments are compared as bags of words


def likeness(a: Fragment, b: Fragment, budget: Budget, floor: float) -> float:
    """How alike two fragments are, 0 to 1; 0 where it is surely below the floor, or the budget is spent."""
    if a.family != b.family or (a.name and b.name and a.name != b.name):
        return 0.0
    if not a.words or not b.words:
        return 1.0 if a.text == b.text and a.frame.part == b.frame.part else 0.0
    if not _may_be_alike(a, b, budget, floor):
        return 0.0
    alike = overlap(a.words, b.words, budget, floor)
    if a.family == "row" and alike:
        # The first cell names the row; without it two rows of the same "Headteacher, 24 hours" would be one.
        alike = (alike + overlap(words_of(plain(a.cells[0])), words_of(plain(b.cells[0])), budget, 0.0)) / 2
    alike *= 1.0 if a.frame.part == b.frame.part else 0.95
    return alike if alike >= floor else 0.0


def _may_be_alike(a: Fragment, b: Fragment, budget: Budget, floor: float) -> bool:
    """A quick bound: different words in common, and at best all repeated ones besides."""
    repeated = min(len(a.words) - len(a.bag), len(b.words) - len(b.bag))
    most = 2 * (len(a.bag & b.bag) + repeated)
    return budget.afford(10 + len(a.bag) // 2) and most >= floor * (len(a.words) + len(b.words))


def overlap(a: Sequence[str], b: Sequence[str], budget: Budget, floor: float) -> float:
    """Twice the words in common, in order, over all words; 0 where it is surely below the floor."""
    bound = shared(a, b, budget, floor)
    if not bound or len(a) + len(b) > 2 * PARAGRAPH:
        return bound
    if not budget.afford(150 + 10 * (len(a) + len(b)) + len(a) * len(b) // 8):
        return 0.0
    ratio = SequenceMatcher(None, a, b, autojunk=False).ratio()
    return ratio if ratio >= floor else 0.0


def shared(a: Sequence[str], b: Sequence[str], budget: Budget, floor: float) -> float:
    """Twice the words in common, in any order, over all words; 0 where it is below the floor."""
    total = len(a) + len(b)
    if not budget.afford(5) or not a or not b or 2 * min(len(a), len(b)) < floor * total:
        return 0.0
    if not budget.afford(30 + 2 * total):
        return 0.0
    bound = 2 * sum((Counter(a) & Counter(b)).values()) / total
    return bound if bound >= floor else 0.0


def best_pairs(
    olds: Sequence[Fragment], news: Sequence[Fragment], budget: Budget, floor: float, words: int
) -> list[tuple[Fragment, Fragment]]:
    """Pairs of fragments alike to the floor or more and with so many words, no fragment twice, the most alike first."""
    by_word: dict[str, list[int]] = {}
    for n, new in enumerate(news):
        for word in new.bag if len(new.words) >= words else ():
            by_word.setdefault(word, []).append(n)
    scored = []
    for o, old in enumerate(olds):
        if len(old.words) < words:
            continue
        for n in _candidates(old, by_word, budget, floor):
            if budget.is_spent:
                break
            score = likeness(old, news[n], budget, floor)
            if score:
                scored.append((-score, o, n))
    result, used_old, used_new = [], set(), set()
    for _, o, n in sorted(scored):
        if o not in used_old and n not in used_new:
            used_old.add(o)
            used_new.add(n)
            result.append((olds[o], news[n]))
    return result


def _candidates(old: Fragment, by_word: dict[str, list[int]], budget: Budget, floor: float) -> list[int]:
    """New fragments that share a rare word with the old one.

    Those alike to the floor share so many of its words that they must have one of its rarest, those counted that no
    new fragment has.
    """
    known = sorted((len(by_word[word]), word) for word in old.bag if word in by_word)
    unshared = len(old.bag) * (1 - floor / (2 - floor)) - (len(old.bag) - len(known))
    found: set[int] = set()
    for size, word in known[: max(0, int(unshared) + 2)]:
        if not budget.afford(size):
            break
        found.update(by_word[word])
    return sorted(found)


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
            if high - low > 1:
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
