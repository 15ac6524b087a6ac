"""Two leaves of two ledgers -> what differs, by name. What is not proven to be the same is "words": readers judge."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from clausebook.model.clause import Duty as Force
from clausebook.model.comparison.duty_change import Difference, Effect, Verdict
from clausebook.model.duties import Duty
from clausebook.model.duties.people import persons_named
from clausebook.model.duties.vocabulary import NUMBER_WORDS
from clausebook.redline.duty_conditions import conditions, turned
from clausebook.redline.duty_degree import degrees, opposites
from clausebook.redline.duty_people import covers, people
from clausebook.redline.duty_pieces import holds, pieces, rewordings
from clausebook.redline.duty_words import (
    Part,
    bounds,
    choice,
    content,
    extent,
    figures,
    is_light,
    letters,
    other_numbers,
    raw,
    stem,
)

STRENGTH: dict[Force, int] = {"must": 3, "must-not": 3, "should": 2, "should-not": 2, "may": 1}
# What follows a breach, the gravest last
_GRAVITY = (
    r"warning|withdraw|remov|access|sanction|suspen",
    r"disciplin|misconduct|grounds",
    r"gross misconduct|dismiss|terminat|prosecut|offence|police|without notice|exclu",
)


def differences(
    old: Duty,
    new: Duty,
    *,
    part: Part = "",
    is_merged: bool = False,
    alone: bool = True,
    names: Mapping[str, str] | None = None,
) -> tuple[Difference, ...]:
    """All that differs; nothing where the words are the same but for marks, capitals, blanks and spelling.

    `part` says that the new side is part of what the old one was, or the old one of the new. `is_merged` says that the
    new side has another partner, with whose terms its own are compared. `alone` says that each side is all that its
    sentence states. `names` are those of the school's roles.
    """
    terms = [] if is_merged else list(_terms_of(old, new, part))
    degree = [] if part or is_merged else list(_degrees(old, new, alone))
    found = [] if part or is_merged or degree else list(pieces(old, new, alone=alone))
    degree = [one for one in degree if not any(_counts(term, one) for term in terms)]
    terms = [*(one for one in terms if not any(holds(piece, one) for piece in found)), *found]
    who = list(people(old, new, names or {}))
    terms = [
        one
        for one in _weighed(terms, old, new, who)
        if not any(_is_within(one, other) for other in (*terms, *who) if other is not one)
    ]
    found = [*_force(old, new), *_consequence(old, new), *terms, *degree, *who]
    if not found and not _same_words(old, new, alone):
        alike = letters(old.words.read) == letters(new.words.read)  # then the words above their lists are not
        was, now = (_quoted(one, whole=alike) for one in (old, new))
        found += [Difference("words", was, now), *rewordings(was, now)]
    elif alone and found and not part and not is_merged:
        found += _beside(found, old, new)
    return tuple(dict.fromkeys(found))


def _beside(found: list[Difference], old: Duty, new: Duty) -> Iterator[Difference]:
    """The runs of words beside what is named already."""
    said = [f"{one.old} {one.new}" for one in found]
    named = set(content(" ".join((*said, old.mark, new.mark, "alone solely exclusively fail"))))
    if (set(content(old.words.read)) ^ set(content(new.words.read))) <= named:
        return
    for one in rewordings(old.words.read, new.words.read):
        if (set(content(one.old)) ^ set(content(one.new))) - named:
            yield one


def _counts(term: Difference, one: Difference) -> bool:
    """Whether words for the opposite are part of a number: "more" and "less" of "more than 5" and "less than 5"."""
    return term.kind == "number" and one.old in raw(term.old) and one.new in raw(term.new)


_REASON = re.compile(r",? (?:as (?:this|it|they|these|there)|because|so that)\b.*")


def _is_within(term: Difference, who: Difference) -> bool:
    """Whether a number is but part of who is bound, or of a term, that is known to be more or less; or words of who."""
    sides = ((term.old, who.old), (term.new, who.new))
    if not all(set(raw(one)) - {"and", "or"} <= set(raw(other)) for one, other in sides):
        return False
    return (term.kind == "number" and bool(who.effect)) or (term.kind == "extent" and who.kind == "people")


def _weighed(terms: list[Difference], old: Duty, new: Duty, who: list[Difference]) -> Iterator[Difference]:
    """The same; what follows from a term is left open where other words came or went that may outweigh it."""
    texts = [
        set(content(_REASON.sub("", " ".join((one.action, *one.conditions, *one.exceptions)))))
        & set(content(one.words.read))
        for one in (old, new)
    ]
    named = set(content(" ".join(f"{one.old} {one.new}" for one in (*terms, *who))))
    gone, come = texts[0] - texts[1] - named, texts[1] - texts[0] - named
    for one in terms:
        hangs = one.kind in ("condition", "exception") or "only" in (one.old, one.new)
        doubt = hangs and (come if one.effect == "more" else gone if one.effect == "fewer" else ())
        yield replace(one, effect="") if doubt else one


def _terms_of(old: Duty, new: Duty, part: Part) -> Iterator[Difference]:
    yield from turned(old, new)
    counted = [*_times(old, new), *_numbers(old, new, part)]
    yield from counted or bounds(old.words.read, new.words.read)
    yield from _addressees(old, new)
    yield from conditions(old, new)
    yield from extent(old, new, part)
    yield from choice(old, new)


def verdict(found: tuple[Difference, ...], *, gives_leave: bool = False) -> Verdict:
    """The main thing to say: how it binds first, then its terms, then whom it binds."""
    kinds = {one.kind: one for one in reversed(found)}
    if "force" in kinds:
        return _weight(kinds["force"].old, kinds["force"].new)
    if "consequence" in kinds:
        return "stronger" if kinds["consequence"].effect == "more" else "weaker"
    terms = [one for one in found if one.kind not in ("words", "wording", "people")]
    if any(not one.effect for one in terms) or len({one.effect for one in terms}) > 1:
        return "changed"
    if "degree" in kinds and not gives_leave:
        return "stronger" if kinds["degree"].effect == "more" else "weaker"
    for one in sorted(
        terms,
        key=lambda one: (
            ("exception", "condition", "extent").index(one.kind)
            if one.kind in ("exception", "condition", "extent")
            else 9
        ),
    ):
        return "narrower" if one.effect == "fewer" else "wider"
    if "people" in kinds:
        return {"more": "wider", "fewer": "narrower", "": "changed"}[kinds["people"].effect]  # type: ignore[return-value]
    return "other-words"


def _weight(old: str, new: str) -> Verdict:
    was, now = old.replace(" ", "-"), new.replace(" ", "-")
    if was.endswith("-not") != now.endswith("-not"):
        return "reversed"
    return "stronger" if STRENGTH[now] > STRENGTH[was] else "weaker"  # type: ignore[index]


def _same_words(old: Duty, new: Duty, alone: bool) -> bool:
    if any(letters(a) != letters(b) for a, b in ((old.action, new.action), (old.who, new.who), (old.mark, new.mark))):
        return False
    if not alone and old.subject and new.subject and letters(old.subject) != letters(new.subject):
        return False
    for was, now in (
        (old.conditions, new.conditions),
        (old.exceptions, new.exceptions),
        (old.deadlines, new.deadlines),
    ):
        if sorted(map(letters, was)) != sorted(map(letters, now)):
            return False
    return not alone or letters(_text(old)) == letters(_text(new)) or letters(old.words.read) == letters(new.words.read)


def _quoted(duty: Duty, *, whole: bool) -> str:
    return " … ".join(filter(None, (duty.lead.written if whole else "", duty.words.written)))


def _text(duty: Duty) -> str:
    return duty.read if duty.place.anchor != duty.place.clause else duty.words.read


def _degrees(old: Duty, new: Duty, alone: bool) -> Iterator[Difference]:
    was, now = (_text(one) if alone else f"{one.subject or one.who} {one.mark} {one.action}" for one in (old, new))
    yield from degrees(was, now, forbids=old.force.endswith("-not"))
    if old.force.endswith("-not") == new.force.endswith("-not"):
        yield from opposites(old.action, new.action)
        if not (old.who and new.who):
            yield from opposites(old.subject, new.subject)


def _force(old: Duty, new: Duty) -> Iterator[Difference]:
    if old.force.endswith("-not") != new.force.endswith("-not") or STRENGTH[old.force] != STRENGTH[new.force]:
        yield Difference("force", old.force.replace("-", " "), new.force.replace("-", " "))


def _consequence(old: Duty, new: Duty) -> Iterator[Difference]:
    was, now = gravity(old.consequence), gravity(new.consequence)
    if was and now and was != now:
        yield Difference("consequence", old.consequence, new.consequence, "more" if now > was else "fewer")


def gravity(words: str) -> int:
    """How grave what follows a breach is, from 1 for a warning; 0 where nothing follows."""
    return max((n for n, pattern in enumerate(_GRAVITY, start=1) if re.search(pattern, words.lower())), default=0)


# ---- deadline, number, addressee


def _times(old: Duty, new: Duty) -> Iterator[Difference]:
    was = {_time(one): one for one in old.deadlines}
    now = {_time(one): one for one in new.deadlines}
    gone = [key for key in was if key not in now]
    come = [key for key in now if key not in was]
    if not gone and not come:
        return
    before, after = (set(_time(one.read)) for one in (old, new))
    if any(not set(key) <= after for key in gone) or any(not set(key) <= before for key in come):
        yield Difference("deadline", ", ".join(was[key] for key in gone), ", ".join(now[key] for key in come))


_KEPT = frozenset(
    [
        "other",
        "second",
        "alternate",
        "before",
        "after",
        "until",
        "outside",
        "by",
        "not",
        "no",
        "than",
        "less",
        "least",
        "once",
        "each",
        "every",
        "same",
    ]
)
_WHENS = frozenset(("during", "in", "within", "at", "on"))


def _time(words: str) -> tuple[str, ...]:
    words = figures(words)
    words = re.sub(
        r"\bat once\b|\bimmediately\b|\bstraight ?away\b|\bforthwith\b|\bright away\b", "immediately", words.lower()
    )
    return tuple(
        sorted(
            {
                stem(word) if word not in _KEPT else word
                for word in raw(words)
                if word in _KEPT or not (is_light(word) or word in _WHENS)
            }
            - {""}
        )
    )


def _numbers(old: Duty, new: Duty, part: Part) -> Iterator[Difference]:
    gone, come = other_numbers((*old.numbers, *_counted(old)), (*new.numbers, *_counted(new)))
    single = tuple("one" in raw(duty.words.read) for duty in (old, new))  # a number only where the other side has one
    if gone and not come and single == (False, True):
        come = ["one"]
    elif come and not gone and single == (True, False):
        gone = ["one"]
    if part and not (gone and come):
        return
    if gone or come:
        yield Difference("number", ", ".join(gone), ", ".join(come))


def _counted(duty: Duty) -> list[str]:
    """The numbers in the words for who is bound: "pupils under 12". Without a name they are part of the action."""
    if not duty.who:
        return []
    return [word for word in raw(duty.subject) if word[:1].isdigit() or (word != "one" and word in NUMBER_WORDS)]


def _addressees(old: Duty, new: Duty) -> Iterator[Difference]:
    was, now = _addressed(old), _addressed(new)
    if was == now:
        return
    gone = {one for one in was - now if not set(content(one)) <= set(content(new.words.read))}
    come = {one for one in now - was if not set(content(one)) <= set(content(old.words.read))}
    if not gone and not come:
        return
    effect: Effect = ""
    if was and now and "everyone" in was | now and covers(now, was) != covers(was, now):
        effect = "more" if covers(now, was) else "fewer"
    yield Difference("addressee", ", ".join(old.addressees), ", ".join(new.addressees), effect)


def _addressed(duty: Duty) -> frozenset[str]:
    return frozenset(head for one in duty.addressees for head in persons_named(one))
