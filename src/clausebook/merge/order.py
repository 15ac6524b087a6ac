"""Which member of a list is which in another version of it, and two rearrangements of a row -> one row with the
changes of both.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from clausebook.merge.tree import YamlNode
from clausebook.text.records import dataclass


@dataclass(frozen=True, slots=True)
class MergedMember:
    """One member of the row: its index in each version, None where it is not in that version."""

    base: int | None
    ours: int | None
    theirs: int | None


@dataclass(frozen=True, slots=True)
class Pairs:
    """Which members are the same: base index -> index in ours, in theirs; and of new ones, in ours -> in theirs."""

    ours: Mapping[int, int]
    theirs: Mapping[int, int]
    new: Mapping[int, int]


def longest_increasing(row: Sequence[int]) -> list[int]:
    """The members of a longest increasing part of the row."""
    ends: list[int] = []
    chains: list[list[int]] = []
    for value in row:
        at = bisect_left(ends, value)
        chain = [*(chains[at - 1] if at else []), value]
        ends[at : at + 1], chains[at : at + 1] = [value], [chain]
    return chains[-1] if chains else []


def merge_order(
    sizes: tuple[int, int, int], pairs: Pairs, rank: Callable[[MergedMember], str]
) -> tuple[list[MergedMember], dict[MergedMember, bool]]:
    """The members of all three versions (of so many members: base, ours, theirs) in one row, and those contested.

    What both sides put into one place is in the order of its `rank`, so that it does not matter whose side is
    ours. Contested are the members that both sides moved, to different places: such a member is listed twice,
    first in the place that ours gave it where its value here is True.
    """
    slots = _slots(sizes, pairs)
    ours = sorted((slot for slot in slots if slot.ours is not None), key=lambda slot: slot.ours or 0)
    theirs = sorted((slot for slot in slots if slot.theirs is not None), key=lambda slot: slot.theirs or 0)
    row = _agreed(slots, ours, theirs)
    place = {slot: n for n, slot in enumerate(row)}
    moved_ours, moved_theirs = _moved(ours, place), _moved(theirs, place)
    spine = [slot for slot in row if slot not in moved_ours and slot not in moved_theirs]
    gaps_ours = _gaps(ours, spine, moved_ours)
    gaps_theirs = _gaps(theirs, spine, moved_theirs)
    contested = {
        slot: gaps_ours[slot] < gaps_theirs[slot]
        for slot in row
        if slot in moved_ours and slot in moved_theirs and gaps_ours[slot] != gaps_theirs[slot]
    }
    woven: list[MergedMember] = []
    for gap in range(-1, len(spine)):
        woven += [spine[gap]] if gap >= 0 else []
        left = [slot for slot in gaps_ours if gaps_ours[slot] == gap]
        right = [slot for slot in gaps_theirs if gaps_theirs[slot] == gap]
        woven += _blended(left, right, rank, set(woven) - contested.keys())
    return woven, contested


def _slots(sizes: tuple[int, int, int], pairs: Pairs) -> list[MergedMember]:
    slots = [MergedMember(n, pairs.ours.get(n), pairs.theirs.get(n)) for n in range(sizes[0])]
    taken_ours, taken_theirs = set(pairs.ours.values()), set(pairs.theirs.values()) | set(pairs.new.values())
    slots += [MergedMember(None, n, pairs.new.get(n)) for n in range(sizes[1]) if n not in taken_ours]
    slots += [MergedMember(None, None, n) for n in range(sizes[2]) if n not in taken_theirs]
    return slots


def _agreed(slots: list[MergedMember], ours: list[MergedMember], theirs: list[MergedMember]) -> list[MergedMember]:
    """The members of the base in the order both sides gave them, where they agree; else in that of the base."""
    base = [slot for slot in slots if slot.base is not None]
    kept = {slot for slot in base if slot.ours is not None and slot.theirs is not None}
    row = [slot for slot in ours if slot in kept]
    if row != [slot for slot in theirs if slot in kept]:
        return base
    # those that a side deleted stay behind the member they followed
    followers: dict[MergedMember | None, list[MergedMember]] = {None: []}
    last: MergedMember | None = None
    for slot in base:
        if slot in kept:
            last = slot
        else:
            followers.setdefault(last, []).append(slot)
    return [*followers[None], *(one for slot in row for one in (slot, *followers.get(slot, ())))]


def _moved(side: list[MergedMember], place: Mapping[MergedMember, int]) -> set[MergedMember]:
    known = [slot for slot in side if slot in place]
    stay = set(longest_increasing([place[slot] for slot in known]))
    return {slot for slot in known if place[slot] not in stay}


def _gaps(side: list[MergedMember], spine: list[MergedMember], moved: set[MergedMember]) -> dict[MergedMember, int]:
    """Each member that the side put somewhere -> the member of the spine (its index) that it follows."""
    index = {slot: n for n, slot in enumerate(spine)}
    gaps: dict[MergedMember, int] = {}
    at = -1
    for slot in side:
        if slot in index:
            at = index[slot]
        elif slot.base is None or slot in moved:
            gaps[slot] = at
    return gaps


def _blended(
    left: list[MergedMember], right: list[MergedMember], rank: Callable[[MergedMember], str], done: set[MergedMember]
) -> list[MergedMember]:
    """Two rows of one gap in one, in step where they share members."""
    left, right = [slot for slot in left if slot not in done], [slot for slot in right if slot not in done]
    places = {slot: n for n, slot in enumerate(right)}
    shared = [slot for slot in left if slot in places]
    if any(places[a] > places[b] for a, b in pairwise(shared)):
        shared = []
    woven: list[MergedMember] = []
    for end in (*shared, None):
        runs = [_until(left, end, woven), _until(right, end, woven)]
        runs.sort(key=lambda run: [rank(slot) for slot in run])
        for run in runs:
            woven += [slot for slot in run if slot not in woven]
        woven += [end] if end else []
    return woven


def _until(row: list[MergedMember], end: MergedMember | None, done: list[MergedMember]) -> list[MergedMember]:
    """What is before `end`, or to the end of the row, without what was taken before."""
    stop = row.index(end) if end in row else len(row)
    return [slot for slot in row[:stop] if slot not in done]


PROSE = {"body", "items", "rows", "header", "fields", "printed_contents"}  # lists of words, in an order that matters
ORDERED = PROSE | {"outline", "clauses", "signatories"}
NAMES = ("id", "opening", "name", "role", "label", "term", "number")  # what names a member of a list, the surest first
ALIKE = 0.5  # a changed member shares half of its words
SAME_NEW = 0.75  # two new members that share so many are two wordings of one
_WORD = re.compile(r"[\w'’-]+")
Same = Callable[[YamlNode, YamlNode], float]


def pairs_of(name: str, base: Sequence[YamlNode], ours: Sequence[YamlNode], theirs: Sequence[YamlNode]) -> Pairs:
    """The members of a field's list that are the same in three versions."""
    prose = name in PROSE
    to_ours, to_theirs = pairs(base, ours, prose), pairs(base, theirs, prose)
    left = [n for n in range(len(ours)) if n not in set(to_ours.values())]
    right = [n for n in range(len(theirs)) if n not in set(to_theirs.values())]
    new = certain([ours[n] for n in left], [theirs[n] for n in right])
    if prose:
        _alike(new, [ours[n] for n in left], [theirs[n] for n in right], SAME_NEW)
    return Pairs(to_ours, to_theirs, {left[a]: right[b] for a, b in new.items()})


def pairs(old: Sequence[YamlNode], new: Sequence[YamlNode], prose: bool) -> dict[int, int]:
    """Index in one version -> index in the next."""
    found = certain(old, new)
    if prose or not all(node.kind == "text" for node in (*old, *new)):
        _alike(found, old, new, ALIKE)
    _in_their_stead(found, old, new)
    return found


def certain(old: Sequence[YamlNode], new: Sequence[YamlNode]) -> dict[int, int]:
    """Those that go by one name, then those of one value, then citations of one instrument."""
    found: dict[int, int] = {}
    for key in (_name, lambda node: node.value, _instrument):
        places: dict[Hashable, list[int]] = {}
        for n, node in enumerate(new):
            if n not in found.values() and (said := key(node)):
                places.setdefault(said, []).append(n)
        for n, node in enumerate(old):
            if n not in found and (said := key(node)) and places.get(said):
                found[n] = places[said].pop(0)
    return found


def _name(node: YamlNode) -> Hashable:
    if node.kind != "map":
        return None
    if instrument := node.get("instrument"):
        return instrument, node.get("provision")
    return next(((name, node.get(name)) for name in NAMES if node.get(name)), None)


def _instrument(node: YamlNode) -> Hashable:
    """What is cited; a citation without a provision is its instrument's path alone."""
    return (node.get("instrument") or node.text) if node.kind != "list" else None


def _alike(found: dict[int, int], old: Sequence[YamlNode], new: Sequence[YamlNode], floor: float) -> None:
    """Add the pairs with the most words in common; of equal ones, those nearest to each other."""
    words = {n: tuple(words_of(node)) for n, node in enumerate(old) if n not in found}
    others = {n: tuple(words_of(node)) for n, node in enumerate(new) if n not in found.values()}
    scored = []
    for a, mine in words.items():
        for b, yours in others.items():
            score = 0.0 if _named_apart(old[a], new[b]) else likeness(mine, yours, floor)
            if score >= floor:
                scored.append((-round(score, 6), abs(a - b), a, b))
    for _, _, a, b in sorted(scored):
        if a not in found and b not in found.values():
            found[a] = b


def _named_apart(a: YamlNode, b: YamlNode) -> bool:
    """Whether both go by an id, and not the same one."""
    return bool(a.get("id") and b.get("id") and a.get("id") != b.get("id"))


def _in_their_stead(found: dict[int, int], old: Sequence[YamlNode], new: Sequence[YamlNode]) -> None:
    """Add those that stand alone between the same neighbours: the one is a rewriting of the other."""
    keep = set(longest_increasing([found[n] for n in sorted(found)]))
    anchors = [(n, found[n]) for n in sorted(found) if found[n] in keep]
    i = j = 0
    for a, b in [*anchors, (len(old), len(new))]:
        olds = [n for n in range(i, a) if n not in found]
        news = [n for n in range(j, b) if n not in found.values()]
        if len(olds) == len(news):
            found.update((x, y) for x, y in zip(olds, news, strict=True) if not _named_apart(old[x], new[y]))
        i, j = a + 1, b + 1


def likeness(a: Sequence[str], b: Sequence[str], floor: float) -> float:
    """Twice the words in common, in order, over all words; 0 where it is surely below the floor."""
    total = len(a) + len(b)
    if not a or not b or 2 * sum((Counter(a) & Counter(b)).values()) < floor * total:
        return 0.0
    first, second = sorted((list(a), list(b)))  # the matcher's answer hangs on which comes first; ours must not
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def words_of(node: YamlNode) -> Iterator[str]:
    """The words a member says, in lower case; those of its citations are not among them."""
    if node.kind == "text":
        yield from (word.casefold() for word in _WORD.findall(node.text))
    for entry in node.entries:
        if entry.name not in ("citations", "id", "duty", "kind"):
            yield from words_of(entry.node)
