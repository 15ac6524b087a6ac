"""Law that words name: one mention, the provisions before or behind it, and "the Act" after it was called so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from clausebook.text.law_forms import AFTER, BEFORE, SHORT_FORM, fold
from clausebook.text.provisions import normal
from clausebook.text.records import dataclass

Kind = Literal["known", "yearless", "other-year", "unknown", "union"]


@dataclass(frozen=True, slots=True)
class Mention:
    """Law that words name, and where: `start` and `end` hold the name with its year, `piece` is that as written.

    "known": one instrument. "yearless": a title without its year, `ids` are those it may mean. "other-year": a year
    that no registered instrument of that title has; `ids` are its namesakes. "unknown": a title that is not
    registered. "union": a regulation as it is law in the European Union, `ids` what became of it here. `year` is the
    year or the year of the edition as written, `refs` the provisions in their normal form. `short` marks an
    abbreviation without a year, and a name such as "the 1998 Act". `defines` says that it is called "the Act" from
    there on.
    """

    kind: Kind
    start: int
    end: int
    piece: str
    called: str
    ids: tuple[str, ...] = ()
    year: str = ""
    refs: tuple[str, ...] = ()
    short: bool = False
    defines: bool = False


def overlaps(start: int, end: int, taken: list[Mention]) -> bool:
    return any(one.start < end and start < one.end for one in taken)


def with_provisions(folded: str, found: list[Mention]) -> Iterator[Mention]:
    for place, one in enumerate(found):
        if one.refs:
            yield one
            continue
        since = found[place - 1].end if place else 0
        before = BEFORE.search(folded, max(since, one.start - 160), one.start)
        until = found[place + 1].start if place + 1 < len(found) else len(folded)
        after = None if before else AFTER.match(folded, one.end, until)
        words = before["refs"] if before else after["refs"] if after else ""
        refs = tuple(filter(None, normal(words).split(", "))) if words else ()
        yield replace(one, refs=refs) if refs else one


_NO_ACT = re.compile(r"(?i)\b(?:regulations|rules|order)\b")
_DEFINED = re.compile(r"\s*[(\[]\s*(?:[a-z ]{0,24})?[\"'‘“]?(?:the )?Act[\"'’”]?\s*[)\]]")
_THE_ACT = re.compile(r"\b[Tt]he Act\b(?! of [0-9]| \(?[0-9])")


def with_defined(words: str, found: tuple[Mention, ...], earlier: Sequence[Mention]) -> tuple[Mention, ...]:
    """ "section 149 of the Act", after one law was called "the Act" in brackets behind its name, here or before."""
    named = [replace(one, defines=True) if _DEFINED.match(words, one.end) else one for one in found]
    called = [one for one in (*earlier, *named) if one.defines]
    if len({one.ids for one in called}) != 1 or called[0].kind != "known":
        return tuple(named)
    one, since = called[0], min((mention.end for mention in named if mention.defines), default=0)
    before = any(mention.defines for mention in earlier)
    for match in _THE_ACT.finditer(words, 0 if before else since):
        short = Mention("known", *match.span(), match[0], one.called, one.ids, one.year, short=True)
        with_refs = next(with_provisions(fold(words), [short]))
        if with_refs.refs and not overlaps(*match.span(), list(found)):
            named.append(with_refs)
    return tuple(sorted(named, key=lambda mention: mention.start))


def with_short_forms(words: str, found: tuple[Mention, ...], earlier: Sequence[Mention]) -> tuple[Mention, ...]:
    """ "the 1998 Act", after one Act of that year was named; of two, none is meant for certain. In brackets or quotes
    it is being defined."""
    made = list(found)
    defined: dict[str, Mention] = {}
    for match in SHORT_FORM.finditer(words):
        year = match[1] or match[2]
        if overlaps(*match.span(), list(found)):
            continue
        here = [one for one in found if one.end <= match.start() and _is_act_of(one, year)]
        if words[: match.start()].rstrip()[-1:] in ("(", "‘", "“", "'", '"'):
            if here:
                defined[year] = here[-1]
            continue
        before = here or [one for one in earlier if _is_act_of(one, year)]
        if year in defined or len({one.ids for one in before}) == 1:
            meant = defined.get(year) or before[-1]
            made.append(Mention("known", *match.span(), match[0], meant.called, meant.ids, year, short=True))
    made.sort(key=lambda one: one.start)
    return tuple(with_provisions(fold(words), made))


def _is_act_of(mention: Mention, year: str) -> bool:
    named = mention.year or (re.findall(r"[0-9]{4}", mention.called) or [""])[-1]
    return mention.kind == "known" and named == year and _NO_ACT.search(mention.called) is None
