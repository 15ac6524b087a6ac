"""Conditions and exceptions of two leaves: which came, went or differ, and which are in other words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from clausebook.model.comparison.duty_change import Difference, Effect
from clausebook.model.duties import Duty
from clausebook.redline.duty_words import content, letters, raw

NEAR = 0.6  # conditions so alike may be one in other words
ABSORBED = 0.7  # of the words of a condition are in the other side's action: it was put in other words
_POINTING = frozenset(("they", "he", "she", "it", "them"))  # for whoever the other side names


def turned(old: Duty, new: Duty) -> Iterator[Difference]:
    """ "unless the head agrees" became "if the head agrees", or the other way round."""
    for was, now in ((old.exceptions, new.conditions), (old.conditions, new.exceptions)):
        for one in was:
            for other in now:
                if _dice(content(_inside(one)), content(_inside(other))) >= NEAR:
                    yield Difference("condition", one, other)


def _inside(words: str) -> str:
    return re.sub(
        r"^(?:unless|except(?: where| when| if| for| in)?|if|where|when|provided that|only if|only when|other than)\b",
        "",
        words.lower(),
    )


def conditions(old: Duty, new: Duty) -> Iterator[Difference]:
    opposite = list(turned(old, new))
    skip = {one.old for one in opposite} | {one.new for one in opposite}
    for kind, was, now in (
        (
            "condition",
            [one for one in old.conditions if one not in skip],
            [one for one in new.conditions if one not in skip],
        ),
        (
            "exception",
            [one for one in old.exceptions if one not in skip],
            [one for one in new.exceptions if one not in skip],
        ),
    ):
        yield from _terms(kind, was, now, old, new)


def _terms(kind: str, was: list[str], now: list[str], old: Duty, new: Duty) -> Iterator[Difference]:
    was, now = _apart(was, now)
    loosened: list[Difference] = []
    for one in list(was):
        for other in list(now):
            a, b = content(_inside(one)), content(_inside(other))
            if _dice(a, b) < NEAR or _weighty(one) != _weighty(other):
                continue
            gone, come = Counter(a) - Counter(b), Counter(b) - Counter(a)
            was.remove(one)
            now.remove(other)
            pointing = _POINTING & set(raw(other if gone else one))
            if ((gone and not come) or (come and not gone)) and not (pointing and len(gone | come) <= 2):
                certain = kind == "condition" and not re.search(r"\b(?:or|and)\b", one if gone else other)
                effect: Effect = ("more" if gone else "fewer") if certain else ""
                loosened.append(Difference(kind, one, other, effect))  # type: ignore[arg-type]
            elif not gone and not come and _joins(one) != _joins(other):
                loosened.append(Difference(kind, one, other))  # type: ignore[arg-type]
            break
    excepts = kind == "exception"
    was = [one for one in was if not _absorbed(one, new, excepts)]
    now = [one for one in now if not _absorbed(one, old, excepts)]
    yield from loosened
    if was and now:
        yield Difference(kind, "; ".join(was), "; ".join(now))  # type: ignore[arg-type]
    elif was or now:
        # "each year and whenever they change" is one more occasion, "shut but not locked" one more thing to do
        more = any(
            one.lower().startswith("but not ")
            or re.search(rf"\b(?:and|or) {re.escape(one.lower())}", side.words.read.lower())
            for one, side in (*((one, old) for one in was), *((one, new) for one in now))
        )
        effect = "" if more else "more" if was else "fewer"
        yield Difference(kind, "; ".join(was), "; ".join(now), effect)  # type: ignore[arg-type]


def _apart(was: list[str], now: list[str]) -> tuple[list[str], list[str]]:
    """Both sides without what they share to the letter."""
    ours, theirs = Counter(map(letters, was)), Counter(map(letters, now))
    return [one for one in was if not theirs[letters(one)]], [one for one in now if not ours[letters(one)]]


_EXCLUDING = frozenset(
    ["not", "no", "never", "without", "exclude", "excluded", "exempt", "outside", "cannot", "nobody", "none", "only"]
)


def _joins(words: str) -> list[str]:
    return [word for word in raw(words) if word in ("and", "or")]


def _absorbed(words: str, other: Duty, excepts: bool) -> bool:
    """Whether what a condition says is part of the other side's action, in other words. What one side `excepts` the
    other may take in: "other than grazes" is not said by "including grazes"."""
    if excepts and not _EXCLUDING & set(raw(other.words.read)):
        return False
    mine = content(_inside(words))
    theirs = set(content(" ".join((other.action, other.subject, *other.deadlines))))
    return bool(mine) and sum(word in theirs for word in mine) >= ABSORBED * len(mine) and len(mine) > 1


def _weighty(words: str) -> tuple[object, ...]:
    """What must not differ between conditions that are one in other words: people, numbers, signs."""
    found = raw(words)
    signs = tuple(sorted(word for word in found if word in ("not", "no", "never", "without", "only")))
    return signs, tuple(sorted(word for word in found if word[:1].isdigit()))


def _dice(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    shared = sum((Counter(a) & Counter(b)).values())
    return 2 * shared / (len(a) + len(b)) if a or b else 1.0
