"""How alike two fragments are, and which left-overs are alike enough to be one fragment that moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

from clausebook.redline.fragments import Fragment
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
