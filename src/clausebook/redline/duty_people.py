"""Two leaves of two ledgers -> whom they bind: others, more of them or fewer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from clausebook.model.comparison.duty_change import Difference, Effect
from clausebook.model.duties import SCHOOL, Duty
from clausebook.model.duties.people import TAIL, Titles, persons_at_front, persons_named
from clausebook.model.duties.terms import low
from clausebook.model.duties.vocabulary import NUMBER_WORDS, REACH, STAFF_JOBS
from clausebook.redline.duty_words import content, letters, raw, stem


def people(old: Duty, new: Duty, names: Mapping[str, str]) -> Iterator[Difference]:
    yield from _doers(old, new, names)
    was, now = old.people, new.people
    some = _some_of(old.who, new.who)
    if some:
        yield Difference("people", old.who, new.who, some)
        return
    those = _those_who(old, new) if letters(old.who) == letters(new.who) else ""
    if those:
        yield Difference("people", old.subject, new.subject, those)
        return
    if (
        not was
        or not now
        or was == now
        or (not (old.who and new.who) and (SCHOOL in was | now or old.party != new.party))
    ):
        return
    more, fewer = covers(now, was), covers(was, now)
    if more and fewer:
        return
    effect: Effect = "more" if more else "fewer" if fewer else ""
    if not effect and not (old.who and new.who):
        return
    if letters(old.who) == letters(new.who):  # the same word stands for other people, or no word for any
        yield Difference("people", _called(was - now, names), _called(now - was, names), effect)
        return
    yield Difference("people", old.who or _called(was, names), new.who or _called(now, names), effect)


_ANYBODY = frozenset(
    (
        *("a", "an", "the", "all", "any", "each", "every", "both", "our", "their", "his", "her", "its", "your", "this"),
        *(
            "only",
            "some",
            "most",
            "many",
            "few",
            "several",
            "certain",
            "no",
            "member",
            "members",
            "of",
            "school",
            "school's",
        ),
    )
)
_OFFICES = frozenset(["deputy", "vice", "assistant", "acting", "executive", "former", "lead", "head"])  # other people


def _some_of(old: str, new: str) -> Effect:
    """ "Staff" became "kitchen staff", or the other way round: the same noun with a word before it."""
    was, now = ([stem(word) for word in raw(one) if word not in _ANYBODY] for one in (old, new))
    few, many = sorted((was, now), key=len)
    if (
        not few
        or few == many
        or few[-1] != many[-1]
        or {"and", "or", "nor", "not", *_OFFICES, *NUMBER_WORDS} & set(raw(old) + raw(new))
    ):
        return ""
    rest = iter(many)
    return ("fewer" if len(now) > len(was) else "more") if all(word in rest for word in few) else ""


def _those_who(old: Duty, new: Duty) -> Effect:
    """ "Pupils who arrive late" became "pupils", or the other way round; "pupils on the roll" too. What the other side
    says as a condition, "if they arrive late", is no difference."""
    few, many = sorted((old, new), key=lambda one: len(one.subject))
    short, long = low(few.subject), low(many.subject)
    rest = long.removeprefix(short).split() if short and few.who and long.startswith(f"{short} ") else []
    if not rest or (rest[0] not in TAIL and rest[0] != "whose"):
        return ""
    said = set(content(" ".join(rest)))
    if any(said <= set(content(one)) for one in few.conditions):
        return ""
    return "fewer" if many is new else "more"


_BY = re.compile(
    r"(?<![\w-])(?:be (?:[\w-]+ ){1,5}?by"
    r"|(?:approval|permission|consent|agreement|authorisation|authority|sign-off) (?:of|from|by)) (?=\w)"
)
_COUNTED = re.compile(rf"(?:(?:at (?:least|most)|up to|no more than|exactly) )?(?:\d+|an?|{'|'.join(NUMBER_WORDS)}) ")


def _doers(old: Duty, new: Duty, names: Mapping[str, str]) -> Iterator[Difference]:
    """By whom something is to be done, or approved, where both sides say it so."""
    titles = frozenset(map(low, names.values()))
    was, now = (_doer(one, titles) for one in (old, new))
    if not was or not now or persons_named(_COUNTED.sub("", low(was))) == persons_named(_COUNTED.sub("", low(now))):
        return
    effect: Effect = ""
    if old.force == new.force == "may":
        more, fewer = (
            covers(persons_named(low(now)), persons_named(low(was))),
            covers(persons_named(low(was)), persons_named(low(now))),
        )
        effect = "" if more == fewer else "more" if more else "fewer"
    yield Difference("people", was, now, effect)


def _doer(duty: Duty, titles: Titles) -> str:
    for found in _BY.finditer(low(duty.action)):
        who = persons_at_front(low(duty.action)[found.end() : found.end() + REACH], titles)
        if who:
            return duty.action[found.end() : found.end() + len(who)]
    return ""


def _called(people: frozenset[str], names: Mapping[str, str]) -> str:
    return ", ".join(sorted(names.get(one, one.replace("-", " ")) for one in people))


def covers(large: frozenset[str], small: frozenset[str]) -> bool:
    """Whether everybody of the small set is in the large one, as far as words say."""
    return "everyone" in large or all(one in large or (one in STAFF_JOBS and "staff" in large) for one in small)
