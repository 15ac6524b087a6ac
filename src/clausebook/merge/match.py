"""Which member of a list is which in another version of it: by its id, its value, or its words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from difflib import SequenceMatcher

from clausebook.merge.order import Pairs, longest_increasing
from clausebook.merge.tree import YamlNode

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
    """Add those that stand alone between the same neighbours: the one was written anew as the other."""
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
