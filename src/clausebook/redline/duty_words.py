"""Words of duties made comparable: by their stem, synonyms as one. For pairing, and never for saying "the same"."""

from __future__ import annotations

import re
from functools import lru_cache

from clausebook.model.duties.terms import low
from clausebook.model.duties.vocabulary import SPELLINGS, SYNONYMS


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


@lru_cache(maxsize=50_000)
def letters(text: str) -> str:
    """What two texts must share to be called the same: words without marks, capitals, blanks and hyphens."""
    return "".join(raw(text)).replace("-", "")


def is_light(word: str) -> bool:
    """Whether a word carries no meaning of its own."""
    return word in _LIGHT
