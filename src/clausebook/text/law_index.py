"""Names of law, made ready to be looked for: a tree of the words of all names, and what each name means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Any

from clausebook.text.law_forms import key_of
from clausebook.text.records import dataclass

LEAF = ""
_WITHOUT = re.compile(r"\s*\((?:England|Wales|England and Wales|Great Britain)\)")
_YEAR_AT_END = re.compile(r"(.*?),? \(?((?:1[5-9]|20)[0-9]{2})\)?$")


@dataclass(frozen=True, slots=True)
class LawName:
    """What is to be found: an instrument's id, its title and other names, and words that mean one provision of it.

    `editions` says that a year behind its name is that of an edition, as it is with guidance. `years` are years in
    which there were other instruments of the same title, which the register does not have.
    """

    id: str
    title: str
    names: tuple[str, ...] = ()
    editions: bool = False
    phrases: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, eq=False)  # equal only to itself, so that what was read with one can be kept
class Index:
    """Names ready to be looked for. Made by `index`."""

    words: Mapping[str, Any]
    first: re.Pattern[str]
    ids: frozenset[str]
    titles: Mapping[str, str]


@dataclass
class Meaning:
    """What a name means: instruments that it names as it is, and by the year behind it."""

    exact: list[str] = field(default_factory=list)
    by_year: dict[str, str] = field(default_factory=dict)
    editions: bool = False
    ref: str = ""
    called: str = ""
    title: bool = False  # a title in words, no abbreviation
    cut: bool = False  # the first words of a title: law only with a year behind them, "Working Together 2023"


def index(named: Iterable[LawName]) -> Index:
    """The index of names. Of two instruments with one name, the first has it."""
    words: dict[str, Any] = {}
    ids, titles = [], {}
    for one in named:
        ids.append(one.id)
        titles[one.id] = one.title
        title = one.title.partition("...")[0].strip().removeprefix("The ")
        for name in dict.fromkeys((title, _WITHOUT.sub("", title), *one.names)):
            _enter(words, one, name.removeprefix("The ").strip())
        for phrase, ref in one.phrases:
            leaf = _leaf(words, phrase)
            if not leaf.exact:
                leaf.exact, leaf.ref, leaf.called = [one.id], ref, phrase
    opening = "|".join(sorted(map(re.escape, words), key=len, reverse=True)) or r"(?!)"
    return Index(words, re.compile(rf"(?<!\w)(?<!\w')(?:{opening})(?![^\W0-9])"), frozenset(ids), titles)


def _enter(words: dict[str, Any], one: LawName, name: str) -> None:
    found = _YEAR_AT_END.match(name)
    base, year = (found[1], found[2]) if found else (name, "")
    leaf = _leaf(words, base)
    leaf.called = leaf.called or base
    leaf.title = leaf.title or (" " in base and any(letter.islower() for letter in base))
    if one.editions:
        leaf.editions = True
        leaf.cut = leaf.cut or (len(key_of(base)) == 2 and key_of(one.title)[:2] == key_of(base) != key_of(one.title))
        if not leaf.exact:
            leaf.exact.append(one.id)
    elif year:
        leaf.by_year.setdefault(year, one.id)
    elif not leaf.exact:
        leaf.exact.append(one.id)


def _leaf(words: dict[str, Any], name: str) -> Meaning:
    here = words
    for word in key_of(name):
        here = here.setdefault(word, {})
    found: Meaning = here.setdefault(LEAF, Meaning())
    return found
