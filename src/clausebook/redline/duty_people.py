"""Two leaves of two ledgers -> whom they bind: others, more of them or fewer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from clausebook.model.comparison.duty_change import Difference, Effect
from clausebook.model.duties import SCHOOL, Duty
from clausebook.model.duties.terms import low
from clausebook.model.duties.vocabulary import STAFF_JOBS
from clausebook.redline.duty_words import letters, raw, stem


def people(old: Duty, new: Duty, names: Mapping[str, str]) -> Iterator[Difference]:
    was, now = old.people, new.people
    some = _some_of(old.who, new.who)
    if some:
        yield Difference("people", old.who, new.who, some)
        return
    those = _those_who(old.subject, new.subject) if letters(old.who) == letters(new.who) else ""
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
    if not few or few == many or few[-1] != many[-1] or {"and", "or", "not", *_OFFICES} & set(raw(old) + raw(new)):
        return ""
    rest = iter(many)
    return ("fewer" if len(now) > len(was) else "more") if all(word in rest for word in few) else ""


def _those_who(old: str, new: str) -> Effect:
    """ "Pupils who arrive late" became "pupils", or the other way round."""
    few, many = sorted((low(old), low(new)), key=len)
    rest = many.removeprefix(few).split() if few and many.startswith(f"{few} ") else []
    if not rest or rest[0] not in ("who", "that", "which", "whose"):
        return ""
    return "fewer" if many == low(new) else "more"


def _called(people: frozenset[str], names: Mapping[str, str]) -> str:
    return ", ".join(sorted(names.get(one, one.replace("-", " ")) for one in people))


def covers(large: frozenset[str], small: frozenset[str]) -> bool:
    """Whether everybody of the small set is in the large one, as far as words say."""
    return "everyone" in large or all(one in large or (one in STAFF_JOBS and "staff" in large) for one in small)
