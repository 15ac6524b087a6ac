"""Words of duties made comparable by their stem, synonyms as one; and how much two leaves cover. For pairing, and
never for saying "the same".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal

from clausebook.model.comparison.duty_change import Difference, Effect
from clausebook.model.duties import Duty
from clausebook.model.duties.terms import low
from clausebook.model.duties.vocabulary import SPELLINGS, SYNONYMS
from clausebook.text.numerals import SMALL


def _words(text: str) -> list[str]:
    return text.split()


_TOKEN = re.compile(r"[£$€]?\d+(?:[.,:]\d+)*%?|[^\W\d_]+(?:['-][^\W\d_]+)*")
_LIGHT = frozenset(
    _words("""a an the of in on at to for by with from and or nor but as is are be been being was were am it its they
them their he she his her you your we our this that these those any all each every some such which who
whom whose what where when if then than so not no never must should shall may can will would could might
need also both either neither only other into onto upon over under out up off do does did done have has
had there here own same more most including e.g i.e etc example particular without before after unless
against except until during between while whilst about within through anyone anybody everyone everybody
somebody someone""")
)
_ENDINGS = (
    "isations",
    "isation",
    "ations",
    "ation",
    "ments",
    "ment",
    "ingly",
    "ings",
    "ing",
    "ions",
    "ion",
    "edly",
    "ies",
    "ied",
    "iance",
    "ance",
    "ence",
    "able",
    "ible",
    "ness",
    "ity",
    "ers",
    "er",
    "ed",
    "es",
    "ly",
    "al",
    "s",
    "e",
    "y",
)
LENGTH = 5
_UNLIKE = {
    word: word[:4]
    for word in (
        "comply",
        "complies",
        "complied",
        "compliance",
        "complying",
        "apply",
        "applies",
        "supply",
        "supplies",
        "reply",
        "replies",
    )
}


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A word without its endings, cut short: publish and publication meet in their first letters."""
    if word in _UNLIKE:
        return _UNLIKE[word]
    word = SYNONYMS.get(word, word).removesuffix("'s").removesuffix("s'")
    word = SYNONYMS.get(word, word)
    for _ in range(2):
        if word.endswith("ss"):
            break
        ending = next((one for one in _ENDINGS if word.endswith(one) and len(word) - len(one) >= 3), "")
        word = word.removesuffix(ending)
    word = SYNONYMS.get(word, word)
    if len(word) > 3 and word[-1] == word[-2]:
        word = word[:-1]
    return word[:LENGTH]


@lru_cache(maxsize=50_000)
def content(text: str) -> tuple[str, ...]:
    """The stems of the words that carry meaning, in order."""
    return tuple(stem(word) for word in raw(text) if word not in _LIGHT)


@lru_cache(maxsize=50_000)
def raw(text: str) -> tuple[str, ...]:
    """Every word in lower case, as spelt today: "on-line" is "online"."""
    return tuple(SPELLINGS.get(word, word) for word in _TOKEN.findall(low(text)))


_CLOCK = re.compile(
    r"\b0?(\d{1,2})[.:](\d\d)(?!\d)(?= ?[ap]\.?m\b)|\b0?(\d{1,2}):(\d\d)(?!\d)|(?<=\bat )0?(\d{1,2})\.(\d\d)(?!\d)"
)
_WORDED = {word: str(number) for number, word in enumerate(SMALL, start=1)}
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_WORDED |= {word: f"{n}{['st', 'nd', 'rd'][n - 1] if n < 4 else 'th'}" for n, word in enumerate(_ORDINALS, start=1)}
_WORDED |= {"thirty": "30", "forty": "40", "fifty": "50", "fortnight": "2 weeks", "fortnights": "2 weeks"}
_IN_WORDS = re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(_WORDED, key=len, reverse=True))})(?![\w-])")


@lru_cache(maxsize=50_000)
def figures(text: str) -> str:
    """Numbers and times in one form: "six" is 6, "8.50 a.m." is 8:50am, "a fortnight" is 2 weeks."""
    words = _IN_WORDS.sub(lambda one: _WORDED[one[0]], re.sub(r"\ban? (?=fortnight)", "", low(text)))
    words = _CLOCK.sub(lambda one: ":".join(filter(None, one.groups())), words)
    words = re.sub(r"(?<=\d) ?([ap])\.?m\b\.?", r"\1m", words)
    return re.sub(r"(?<=\d),(?=\d{3}\b)", "", words)


_NUMBERED = re.compile(
    r"(?<![\w.-])(?:(?P<least>(?:at|not|no) (?:least|fewer than|less than)|a minimum of)"
    r"|(?P<most>at most|(?:no|not) more than|up to|a maximum of|not exceeding)"
    r"|(?P<over>more than|over|above|in excess of)|(?P<under>fewer than|less than|under|below))? ?"
    rf"(?P<count>[£$€]?\d[\d,.]*|{'|'.join(_WORDED)})(?![\w-])"
)


def bounds(old: str, new: str) -> Iterator[Difference]:
    """ "no more than three" became "at least three", or "three"."""
    was, now = ({figures(one["count"]): one for one in _NUMBERED.finditer(low(text))} for text in (old, new))
    for count in was.keys() & now.keys():
        if _bound(was[count]) != _bound(now[count]):
            yield Difference("number", was[count][0].strip(), now[count][0].strip())


def _bound(found: re.Match[str]) -> str:
    return next((kind for kind in ("least", "most", "over", "under") if found[kind]), "")


def other_numbers(old: Iterable[str], new: Iterable[str]) -> tuple[list[str], list[str]]:
    """The numbers that only one side has, as they are written."""
    was, now = [(figures(one), one) for one in old], [(figures(one), one) for one in new]
    ours, theirs = Counter(key for key, _ in was), Counter(key for key, _ in now)
    return (
        [dict(was)[key] for key in (ours - theirs).elements()],
        [dict(now)[key] for key in (theirs - ours).elements()],
    )


@lru_cache(maxsize=50_000)
def letters(text: str) -> str:
    """What two texts must share to be called the same: words without marks, capitals, blanks and hyphens."""
    return "".join(raw(text)).replace("-", "")


def is_light(word: str) -> bool:
    """Whether a word carries no meaning of its own."""
    return word in _LIGHT


Part = Literal["", "split", "merged"]
_EXPECTED: dict[Part, str] = {"": "-", "split": "fewer", "merged": "more"}  # a part has less than the whole
_JOINT = re.compile(r",? (?:and/or|and|or) |, | ?/ ?")


_ALONE = frozenset(("only", "solely", "exclusively"))


def extent(old: Duty, new: Duty, part: Part) -> Iterator[Difference]:
    if old.only != new.only and old.force == new.force:
        effect: Effect = "" if old.force != "may" else "fewer" if new.only else "more"
        others = [sorted(set(raw(one.action)) - _ALONE) for one in (old, new)]
        if effect or others[0] == others[1]:
            yield Difference("extent", "" if new.only else "only", "only" if new.only else "", effect)
    grown = _listed_more(old, new)
    if grown and grown.effect != _EXPECTED[part]:
        yield grown


def _listed_more(old: Duty, new: Duty) -> Difference | None:
    """A list of three or more that has grown or shrunk and is otherwise the same."""
    was, now = _members(old.action, *old.conditions), _members(new.action, *new.conditions)
    if min(len(was), len(now)) < 3 or len(was) == len(now):
        return None
    more = len(now) > len(was)
    few, many = (was, now) if more else (now, was)
    in_few, in_many = ({word for member in members for word in member} for members in (few, many))
    if sum(bool(set(member) & in_many) for member in few) < 0.75 * len(few):
        return None
    elsewhere = set(content((old if more else new).read))  # what the other side says in another place is no more of it
    extra = [" ".join(member) for member in many if not set(member) & in_few and not set(member) <= elsewhere]
    if not extra:
        return None
    named = _named(new if more else old, extra)
    return Difference("extent", "" if more else named, named if more else "", "more" if more else "fewer")


def _members(*texts: str) -> list[tuple[str, ...]]:
    """The members of the longest list in the texts, by their stems."""
    best: list[tuple[str, ...]] = []
    for text in texts:
        parts = [part for part in _JOINT.split(text.lower()) if content(part)]
        if len(parts) > len(best):
            best = [content(parts[0])[-1:], *(content(part)[:4] for part in parts[1:])]
    return best


def _named(duty: Duty, extra: list[str]) -> str:
    parts = [part.strip() for text in (duty.action, *duty.conditions) for part in _JOINT.split(text)]
    return ", ".join(_closed(part) for part in parts if " ".join(content(part)[:4]) in extra)


def _closed(part: str) -> str:
    """Without a bracket that opens or closes elsewhere."""
    return part if part.count("(") == part.count(")") else part.strip("() ")


_AT_END = re.compile(r"[;,] ?(and|or|and/or)[;,.]?$")


def choice(old: Duty, new: Duty) -> Iterator[Difference]:
    """ "and" that became "or", or the other way round, between the same words."""
    joined = [
        (one.joined, *(found[1] for found in _AT_END.finditer(low(one.words.read)) if one.lead.read))
        for one in (old, new)
    ]
    for was, now in zip(*joined, strict=False):
        if was and now and was != now:
            yield Difference("choice", was, now)
    yield from _chosen(raw(old.action), raw(new.action))
    yield from _chosen(raw(old.subject), raw(new.subject))


def _chosen(was: tuple[str, ...], now: tuple[str, ...]) -> Iterator[Difference]:
    if sorted(was) == sorted(now) or not ({"and", "or"} & set(was) and {"and", "or"} & set(now)):
        return
    for tag, i, i2, j, j2 in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if tag == "replace" and i2 - i == j2 - j == 1 and {was[i], now[j]} == {"and", "or"}:
            yield Difference("choice", was[i], now[j])
