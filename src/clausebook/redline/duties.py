"""Two ledgers -> duty changes: matched over the whole edition, by what the redline paired first, then by likeness.

A duty may have become several, and several one. What the other edition says under another number, in another paragraph
or in other words is neither a new duty nor one that is gone.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from clausebook.model.comparison.duty_change import DutyChange
from clausebook.model.duties import Duty
from clausebook.redline.duty_differences import differences, verdict
from clausebook.redline.duty_words import Part, content, letters
from clausebook.redline.references import renumbered, renumbering

LIKE = 0.5  # weighted likeness of two actions that may be one duty
FEW = 6  # duties that have a word; each of them is looked at
COMMON = 60  # duties that have a word; with more it says nothing
MOST = 60_000  # pairs of leaves that are looked at
NAMED = 1 << 40  # links from here on say that an item has the same id on both sides
HELD = 0.6  # what the one has and the other has besides more counts so much
LINKED = 0.25  # ... where the redline paired the texts they are in
PART = 0.5  # of a leaf's words are in the other's, and in no third one's: a part of it
AGAIN = 0.85  # so alike that it is said a second time

_BRACKETS = re.compile(r"\([^()]*\)")
Place = tuple[str, tuple[int, ...]]  # clause id and path of a fragment
References = Mapping[Place, Mapping[str, str]]  # the numbers under which fragments refer to others
Links = Mapping[Place, frozenset[int]]  # fragments of either side with the numbers of the matches they are in


@dataclass(eq=False)
class _Leaf:
    """A duty with what matching needs to know of it."""

    duty: Duty
    index: int
    alone: bool
    links: frozenset[int] = frozenset()
    references: Mapping[str, str] = field(default_factory=dict)
    partners: list[_Leaf] = field(default_factory=list)

    @cached_property
    def own(self) -> Counter[str]:
        """The words that are its own: those of its action and terms that are in its sentence or item."""
        duty = self.duty
        said = set(content(_BRACKETS.sub(" ", duty.words.read)))
        terms = " ".join((_BRACKETS.sub(" ", duty.action), *duty.conditions, *duty.exceptions))
        return Counter(word for word in content(terms) if word in said) or Counter(content(_BRACKETS.sub(" ", terms)))

    @cached_property
    def whole(self) -> Counter[str]:
        """Its words with those above its list."""
        said = (self.duty.lead.read, self.duty.action, *self.duty.deadlines)
        return self.own | Counter(content(" ".join(said)))

    @cached_property
    def key(self) -> tuple[object, ...]:
        """What two leaves share that are the same to the letter."""
        duty = self.duty
        terms = (duty.action, *duty.conditions, *duty.exceptions, *duty.deadlines)
        return (duty.force, letters(" ".join(terms)), letters(duty.who), letters(duty.mark))


def duty_changes(
    old: Sequence[Duty],
    new: Sequence[Duty],
    was: Links,
    now: Links,
    names: Mapping[str, str],
    references: tuple[References, References] = ({}, {}),
) -> tuple[DutyChange, ...]:
    """What became of each duty: in the order of the new edition, then those that are gone. `names`: of the roles."""
    olds, news = _leaves(old, was, references[0]), _leaves(new, now, references[1])
    weights = _Weights([*olds, *news])
    _pair_equal(olds, news)
    _pair_alike(olds, news, weights)
    parts = _pair_parts(olds, news, weights)
    return tuple(_unpaired_and_compared(olds, news, parts, names))


def _leaves(duties: Sequence[Duty], links: Links, references: References) -> list[_Leaf]:
    counts = Counter((duty.place.clause, duty.place.path) for duty in duties)
    return [
        _Leaf(
            duty,
            index,
            counts[duty.place.clause, duty.place.path] == 1,
            links.get((duty.place.clause, duty.place.path[:-1]), frozenset()),
            references.get((duty.place.clause, duty.place.path[:-1]), {}),
        )
        for index, duty in enumerate(duties)
    ]


class _Weights:
    """How much a word says: one that few duties have says most."""

    def __init__(self, leaves: Sequence[_Leaf]) -> None:
        found = Counter(word for leaf in leaves for word in set(leaf.own))
        self.of = {word: math.log(1 + 2 * len(leaves) / count) for word, count in found.items()}

        self.sizes: dict[int, float] = {}

    def size(self, words: Counter[str]) -> float:
        return sum(self.of.get(word, 1.0) * count for word, count in words.items())

    def whole(self, words: Counter[str]) -> float:
        """The size of a leaf's own words, which last as long as these weights."""
        known = self.sizes.get(id(words))
        if known is None:
            known = self.sizes[id(words)] = self.size(words)
        return known

    def shared(self, a: Counter[str], b: Counter[str]) -> float:
        """The size of what both have."""
        return sum(self.of.get(word, 1.0) * min(count, b[word]) for word, count in a.items() if word in b)

    def likeness(self, a: Counter[str], b: Counter[str]) -> float:
        """Twice what both share over all they say."""
        total = self.whole(a) + self.whole(b)
        return 2 * self.shared(a, b) / total if total else 0.0

    def may_be_alike(self, a: _Leaf, b: _Leaf) -> bool:
        """A bound on all that `_score` weighs, from one look at the words of both."""
        most, own = self.shared(a.whole, b.whole), (self.whole(a.own), self.whole(b.own))
        whole = self.whole(a.whole) + self.whole(b.whole)
        return 2 * most >= LIKE * sum(own) or most >= 0.8 * min(own) or 1.8 * most >= LIKE * whole

    def held(self, a: Counter[str], b: Counter[str]) -> float:
        """The share of the shorter that the longer has, where that is nearly all of it."""
        least = min(self.whole(a), self.whole(b))
        share = self.shared(a, b) / least if least else 0.0
        return share if share >= 0.8 and len(a.keys() & b.keys()) > 1 else 0.0


def _join(old: _Leaf, new: _Leaf) -> None:
    old.partners.append(new)
    new.partners.append(old)


def _pair_equal(olds: Sequence[_Leaf], news: Sequence[_Leaf]) -> None:
    """The same to the letter: those of one clause and place first, then wherever they are."""
    for keyed in (_in_place, _in_clause, _anywhere):
        waiting: dict[object, list[_Leaf]] = defaultdict(list)
        for old in olds:
            if not old.partners:
                waiting[keyed(old)].append(old)
        for new in news:
            if not new.partners and waiting.get(keyed(new)):
                _join(waiting[keyed(new)].pop(0), new)


def _in_place(leaf: _Leaf) -> object:
    return (leaf.key, leaf.duty.place.clause, leaf.duty.place.path)


def _in_clause(leaf: _Leaf) -> object:
    return (leaf.key, leaf.duty.place.clause)


def _anywhere(leaf: _Leaf) -> object:
    return leaf.key


def _pair_alike(olds: Sequence[_Leaf], news: Sequence[_Leaf], weights: _Weights) -> None:
    """The most alike first; texts that the redline paired need less."""
    scored: list[tuple[float, int, int]] = []
    index = _Index([one for one in news if not one.partners])
    for old in olds:
        if old.partners:
            continue
        for new in index.near(old):
            if index.is_spent:
                break
            score = _score(old, new, weights)
            if score:
                scored.append((score, old.index, new.index))
    for _, i, j in sorted(scored, key=lambda one: (-one[0], one[1], one[2])):
        if not olds[i].partners and not news[j].partners:
            _join(olds[i], news[j])


def _score(old: _Leaf, new: _Leaf, weights: _Weights) -> float:
    """How surely both are one duty; 0 where they are not."""
    shared = old.links & new.links
    if any(link >= NAMED for link in shared) and old.alone and new.alone:
        return 2.0
    if shared and _without_numbers(old.duty) == _without_numbers(new.duty):
        return 1.5  # "be in" by 8.45 and by 8.50: words too light to be known by
    if not shared and not weights.may_be_alike(old, new):
        return 0.0
    alike = max(
        weights.likeness(old.own, new.own),
        0.9 * weights.likeness(old.whole, new.whole),
        HELD * weights.held(old.own, new.own),
    )
    opposed = old.duty.force.endswith("-not") != new.duty.force.endswith("-not")
    if alike < (LINKED if shared and not opposed else LIKE):
        return 0.0
    near = 0.08 * (old.duty.place.clause == new.duty.place.clause)
    near += 0.0 if opposed else 0.05
    near += 0.02 * (old.duty.force == new.duty.force)
    return alike + near + (0.2 if shared else 0.0)


def _without_numbers(duty: Duty) -> str:
    return letters(re.sub(r"\d+(?:[.:]\d+)*(?: ?[ap]\.?m\b\.?)?", "", duty.action))


class _Index:
    """Leaves by their words and by the texts that the redline paired. Looking up costs, and ends at a limit."""

    def __init__(self, leaves: Sequence[_Leaf]) -> None:
        self.by_word: dict[str, list[_Leaf]] = defaultdict(list)
        self.by_link: dict[int, list[_Leaf]] = defaultdict(list)
        self.left = MOST
        for leaf in leaves:
            for word in leaf.whole:
                self.by_word[word].append(leaf)
            for link in leaf.links:
                self.by_link[link].append(leaf)

    @property
    def is_spent(self) -> bool:
        return self.left <= 0

    def near(self, leaf: _Leaf) -> list[_Leaf]:
        """Leaves that share a word that few have, or are in a text that the redline paired with this one's."""
        found = {one.index: one for link in leaf.links for one in self.by_link.get(link, ())[:COMMON]}
        known = sorted((len(self.by_word[word]), word) for word in leaf.whole if word in self.by_word)
        for n, (count, word) in enumerate(known):
            if count > COMMON or (count > FEW and n >= max(4, len(known) // 2)):
                break
            found.update((one.index, one) for one in self.by_word[word])
        self.left -= len(found) + 1
        return [found[index] for index in sorted(found)]


def _pair_parts(olds: Sequence[_Leaf], news: Sequence[_Leaf], weights: _Weights) -> dict[tuple[int, int], Part]:
    """What is left and is part of a leaf that has a partner already: a duty that was split, or merged with another."""
    parts: dict[tuple[int, int], Part] = {}
    for ones, others, turned in ((news, olds, False), (olds, news, True)):
        index = _Index([one for one in others if one.partners])
        for one in ones:
            if one.partners or index.is_spent:
                continue
            best = _whole_of(one, index.near(one), weights)
            if best:
                first = best.partners[0]
                part: Part = "merged" if turned else "split"
                _join(*((one, best) if turned else (best, one)))
                parts[(one.index, best.index) if turned else (best.index, one.index)] = part
                if not _is_again(one, best, weights):
                    parts[(first.index, best.index) if turned else (best.index, first.index)] = part
    return parts


def _whole_of(one: _Leaf, others: Iterable[_Leaf], weights: _Weights) -> _Leaf | None:
    """The leaf of the other side whose words hold this one's, where no partner of it has them."""
    best, best_share = None, 0.0
    size = weights.size(one.own)
    for other in others:
        opposite = one.duty.force.endswith("-not") != other.duty.force.endswith("-not")
        if opposite or not one.own & other.whole:
            continue
        taken: Counter[str] = Counter()
        for partner in other.partners:
            taken |= partner.own
        free = other.own - taken
        share = weights.size(one.own & other.whole) / size if size else 0.0
        fresh = weights.size(one.own & free) / size if size else 0.0
        linked = bool(one.links & other.links)
        holds = linked or fresh >= 0.5 * share or _is_again(one, other, weights)
        if share > best_share and share >= (LINKED if linked else PART) and holds:
            best, best_share = other, share
    return best


def _is_again(one: _Leaf, other: _Leaf, weights: _Weights) -> bool:
    return weights.likeness(one.own, other.own) >= AGAIN


def _unpaired_and_compared(
    olds: Sequence[_Leaf], news: Sequence[_Leaf], parts: Mapping[tuple[int, int], Part], names: Mapping[str, str]
) -> Iterator[DutyChange]:
    for new in news:
        if not new.partners:
            yield DutyChange(verdict="new", new=new.duty)
        for old in new.partners:
            part = parts.get((old.index, new.index), "")
            yield from _compared(old, new, part, names, is_merged=old is not new.partners[0])
    for old in olds:
        if not old.partners:
            yield DutyChange(verdict="gone", old=old.duty)


def _compared(old: _Leaf, new: _Leaf, part: Part, names: Mapping[str, str], *, is_merged: bool) -> Iterable[DutyChange]:
    alone = old.alone and new.alone
    before = renumbered(old.duty, renumbering(old.references, new.references))
    found = differences(before, new.duty, part=part, is_merged=is_merged, alone=alone, names=names)
    gives_leave = old.duty.force == new.duty.force == "may"
    moved = old.duty.place.clause != new.duty.place.clause
    if found or moved:
        yield DutyChange(
            verdict=verdict(found, gives_leave=gives_leave) if found else "moved",
            old=old.duty,
            new=new.duty,
            differences=found,
            part=part,
            has_moved=moved,
        )
