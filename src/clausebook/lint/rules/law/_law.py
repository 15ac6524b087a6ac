"""What clauses cite, and which Acts, regulations and guidance their words name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from clausebook.lint.prose import ClauseText, prose
from clausebook.model.clause import Citation, Clause
from clausebook.model.facts import every_citation
from clausebook.model.law.instrument import Instrument
from clausebook.model.law.status import reached
from clausebook.model.register import Register
from clausebook.text.dates import in_words

REGISTER = "policy/instruments.yaml"
LONG = 70  # characters of a title
_YEAR = re.compile(r"(.*?),? \(?((?:19|20)[0-9]{2})\)?")
_CAPITAL = r"[A-Z][\w’'\-]*"
_UNKNOWN = re.compile(
    rf"({_CAPITAL}(?:,? (?:{_CAPITAL}|\([A-Z][^()]*\)|of|and|for|in|to|on|etc\.?))*?) (Act|Regulations)\b"
    r"(?:,? ((?:19|20)[0-9]{2})\b)?"
)
# words that open a sentence and are no part of a title
_OPENING = re.compile(
    r"^(?:(?:The|This|That|These|Under|See|In|With|By|From|For|If|Where|When|As|Any|Every|Each|All|Both|And|Or|Our)\b ?"
    r"(?:to |of |for |and |in |on )*)+"
)


@lru_cache(maxsize=2)
def cited(register: Register) -> tuple[tuple[Clause, Citation, Instrument], ...]:
    """Every citation of a registered instrument, with its clause."""
    return tuple(
        (clause, citation, register.instrument_by_id[citation.instrument])
        for clause in register.clauses
        for citation in every_citation(clause)
        if citation.instrument in register.instrument_by_id
    )


def called(instrument: Instrument) -> str:
    """Its title as it stands inside a sentence; a shorter name where the title would fill a line."""
    title = instrument.title.removeprefix("The ")
    if len(title) > LONG and instrument.names:
        title = next((name for name in instrument.names if len(name) <= LONG), title)
    return f"the {title}" if instrument.kind != "guidance" and not title.startswith("SI ") else title


def successors(register: Register, instrument: Instrument, on: date) -> str:
    """What replaced it, as far as it had been made by that day, with ids; or nothing."""
    known = (register.instrument_by_id.get(id) for id in instrument.replaced_by)
    return " and ".join(f"{called(one)} ({one.id})" for one in known if one and reached(one.made or "", on))


def part_of(instrument: Instrument) -> str:
    """The part that has ended, without what the register explains in brackets."""
    return instrument.ended_scope.partition(" (")[0]


def when(partial: str | None) -> str:
    """A day, month or year inside a sentence: "on 25 May 2018", "in May 2018"."""
    if not partial:
        return ""
    return f"{'on' if partial.count('-') == 2 else 'in'} {in_words(partial)}"


@dataclass(frozen=True, slots=True)
class Mention:
    """An instrument that words name: by its title or another name of its own, without its year, with another year, or
    one that is not registered. `offered` are the instruments that may be meant."""

    kind: Literal["known", "yearless", "other-year", "unknown"]
    piece: str
    offered: tuple[Instrument, ...] = ()
    year: str = ""


@dataclass(frozen=True)
class _InstrumentNames:
    """The names of the register, ready to be looked for."""

    exact: Mapping[str, Instrument]
    yearless: Mapping[str, tuple[Instrument, ...]]
    pattern: re.Pattern[str]


@lru_cache(maxsize=2)
def _names(register: Register) -> _InstrumentNames:
    exact: dict[str, Instrument] = {}
    yearless: dict[str, list[Instrument]] = {}
    for instrument in register.instruments:
        for name in (instrument.title, *instrument.names):
            exact.setdefault(name.removeprefix("The "), instrument)
        title = _YEAR.fullmatch(instrument.title.removeprefix("The "))
        if title and instrument.kind != "guidance":
            yearless.setdefault(title[1], []).append(instrument)
    known = sorted({*exact, *yearless}, key=lambda name: (-len(name), name))
    either = "|".join(re.escape(name) for name in known) or r"(?!)"
    return _InstrumentNames(
        exact,
        {name: tuple(found) for name, found in yearless.items()},
        re.compile(rf"(?<![\w’'])({either})(?![\w])(?:,? \(?((?:19|20)[0-9]{{2}})\b\)?)?"),
    )


@lru_cache(maxsize=2)
def mentions(register: Register) -> tuple[tuple[ClauseText, tuple[Mention, ...]], ...]:
    """The texts that name an instrument, with what they name, in reading order."""
    found = ((written, tuple(_in_words(register, written.words))) for written in prose(register))
    return tuple((written, named) for written, named in found if named)


def _in_words(register: Register, words: str) -> Iterator[Mention]:
    known = _names(register)
    rest = words
    for found in known.pattern.finditer(words):
        if _is_common(words, found):
            continue
        yield _known(known, found)
        rest = rest[: found.start()] + "§" * len(found[0]) + rest[found.end() :]
    if any(fault.place.file == REGISTER for fault in register.faults):
        return  # what is missing may be in the rows that could not be read
    for found in _UNKNOWN.finditer(rest):
        name = _OPENING.sub("", found[1])
        if name:
            year = found[3] or ""
            yield Mention("unknown", f"{name} {found[2]}{' ' if year else ''}{year}", (), year)


def _is_common(words: str, found: re.Match[str]) -> bool:
    """Whether it may be no title at all: "Mobile phones in schools" where a sentence begins so."""
    opens = not found.start() or words[: found.start()].rstrip().endswith((".", "!", "?", ":"))
    return opens and " " in found[1] and found[1][1:].islower()


def _known(known: _InstrumentNames, found: re.Match[str]) -> Mention:
    name, year = found[1], found[2] or ""
    whole = f"{name} {year}"
    if name in known.yearless and not year:
        return Mention("yearless", name, known.yearless[name])
    if name in known.exact:
        return Mention("known", found[0] if not year else name, (known.exact[name],), year)
    if whole in known.exact:
        return Mention("known", whole, (known.exact[whole],), year)
    return Mention("other-year", whole, known.yearless[name], year)


def named(register: Register, written: ClauseText) -> Iterator[Instrument]:
    """The instruments that one text names, with their year or by another name of their own."""
    for other, found in mentions(register):
        if other is written:
            yield from (one for mention in found if mention.kind == "known" for one in mention.offered)
