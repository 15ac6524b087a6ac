"""Words -> the law that they name. The one reader of names of law: check, import, refresh and search ask it.

Names are compared without case, marks and the forms of quotes and dashes: "the equality act, 2010" and "EQUALITY ACT
(2010)" are one name. What is told: which instrument, of which year or edition, which of its provisions, and where it
was read. Whether any of it is law on a day is not told here: that is clausebook.model.law.verdict.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal

from clausebook.text.law_forms import (
    AFTER,
    BEFORE,
    EDITION_AFTER,
    EDITION_BEFORE,
    MADE_UNDER,
    NUMBERED_EU,
    NUMBERED_SI,
    OPENING,
    SHORT_FORM,
    TITLED,
    YEAR,
    YEARS,
    fold,
    in_capitals,
    is_abbreviation,
    is_common,
    key_of,
)
from clausebook.text.law_index import LEAF, Index, Meaning
from clausebook.text.provisions import normal

Kind = Literal["known", "yearless", "other-year", "unknown"]


@dataclass(frozen=True, slots=True)
class Mention:
    """Law that words name, and where: `start` and `end` hold the name with its year, `piece` is that as written.

    "known": one instrument. "yearless": a title without its year, `ids` are those it may mean. "other-year": a year
    that no registered instrument of that title has; `ids` are its namesakes. "unknown": a title that is not
    registered. `year` is the year or the year of the edition as written, `refs` the provisions in their normal form.
    `short` marks an abbreviation without a year, and a name such as "the 1998 Act".
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


_GAP = re.compile(r"[\s,'\"()\[\]:*_-]*")
_GAP_STOP = re.compile(r"\.?[\s,'\"()\[\]:*_-]*")
_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*|&")
_YEAR_BEFORE = re.compile(r"\b((?:1[5-9]|20)[0-9]{2})\s+$")
_PART_OF_A_TITLE = re.compile(r"[A-Z][\w’']+ (?:of|and|for|&) $")  # "(Welfare of Children Act) 2021"
_NO_ACT = re.compile(r"(?i)\b(?:regulations|rules|order)\b")
_SAYS_NOTHING = frozenset({"act", "regulations", "the", "order"})


def read(words: str, names: Index, earlier: Sequence[Mention] = ()) -> tuple[Mention, ...]:
    """The law that a text names, in its order. `earlier` is what the texts before it named, for "the 1998 Act"."""
    found = _read(words, names)
    if "act" not in words.lower() or not SHORT_FORM.search(words):
        return found
    return _with_short_forms(words, found, earlier)


@lru_cache(maxsize=16384)
def _read(words: str, names: Index) -> tuple[Mention, ...]:
    folded = fold(words)
    found: list[Mention] = []
    taken = 0
    for match in names.first.finditer(folded):
        if match.start() < taken:
            continue
        made = _at(words, folded, match.start(), names)
        if made:
            found.extend(made)
            taken = made[-1].end
    found.extend(_numbered(words, folded, names, found))
    found.extend(_untold(words, found))
    found.sort(key=lambda one: one.start)
    return tuple(_with_provisions(folded, _once(folded, found)))


def _at(words: str, folded: str, start: int, names: Index) -> list[Mention]:
    """What is named by the longest name that begins here."""
    for end, meaning in reversed(list(_walk(folded, start, names.words))):
        made = _meant(words, folded, start, end, meaning)
        if made:
            return made
    return []


def _walk(folded: str, start: int, node: Mapping[str, Any]) -> Iterator[tuple[int, Meaning]]:
    at, last = start, ""
    while True:
        token = _TOKEN.match(folded, at)
        if not token:
            return
        below = node.get(key_of(token[0])[0])
        if below is None:
            below, token = _past_a_bracket(folded, at, node)
            if below is None or token is None:
                return
        node, last = below, token[0]
        if LEAF in node:
            yield token.end(), node[LEAF]
        gap = (_GAP_STOP if last in ("etc", "no") or len(last) == 1 else _GAP).match(folded, token.end())
        at = gap.end() if gap else token.end()


def _past_a_bracket(
    folded: str, at: int, node: Mapping[str, Any]
) -> tuple[Mapping[str, Any] | None, re.Match[str] | None]:
    """ "Data Protection (DPA) Act": an abbreviation in brackets inside a title is passed over."""
    inside = re.compile(r"(?:the )?[a-z]{2,8}\)\s*").match(folded, at)
    if not inside or not folded[:at].endswith("("):
        return None, None
    token = _TOKEN.match(folded, inside.end())
    below = node.get(key_of(token[0])[0]) if token else None
    return below, token


def _meant(words: str, folded: str, start: int, end: int, meaning: Meaning) -> list[Mention]:
    if meaning.ref:
        return [
            Mention("known", start, end, words[start:end], meaning.called, tuple(meaning.exact), refs=(meaning.ref,))
        ]
    if meaning.editions:
        return _edition(words, folded, start, end, meaning)
    years = list(_years(folded, end, words[start:end], meaning))
    if years:
        first, last, _ = years[0]
        longer = MADE_UNDER.match(folded, last)
        if longer and len(years) == 1:  # regulations and orders whose title begins with that of their Act
            whole, year = words[start : longer.end()], longer["year"]
            return [Mention("unknown", start, longer.end(), whole, " ".join(whole.split()), (), year)]
        made = []
        for at, stop, year in years:
            begins = start if at == first else at
            piece = _closed(words[start:stop] if at == first else words[start : years[-1][1]])
            made.append(_of_year(meaning, year, begins, stop, piece))
        return made
    if meaning.exact:
        short = not meaning.title
        if short and not is_abbreviation(words[start:end]):
            return []
        if meaning.title and is_common(words, start, end):
            return []
        return [Mention("known", start, end, words[start:end], meaning.called, tuple(meaning.exact), short=short)]
    return _without_year(words, start, end, meaning)


def _closed(piece: str) -> str:
    """A name without the bracket that closes behind it and was opened before it."""
    return piece.rstrip(" )") if piece.count(")") > piece.count("(") else piece


def _of_year(meaning: Meaning, year: str, start: int, end: int, piece: str) -> Mention:
    called = f"{meaning.called} {year}"
    if year in meaning.by_year:
        return Mention("known", start, end, piece, called, (meaning.by_year[year],), year)
    if meaning.by_year:
        return Mention("other-year", start, end, piece, called, tuple(meaning.by_year.values()), year)
    return Mention("known", start, end, piece, called, tuple(meaning.exact), year)


def _years(folded: str, end: int, name: str, meaning: Meaning) -> Iterator[tuple[int, int, str]]:
    """Place and value of each year behind a name: one, or several behind "Acts"."""
    first = YEAR.match(folded, end)
    if not first:
        return
    yield first.start(1), first.end(), first[1]
    plural = key_of(name)[-1] == "act" and re.search(r"acts\W*$", fold(name)) is not None
    at = first.end()
    while more := YEARS.match(folded, at):
        if not plural and more[1] not in meaning.by_year:
            return
        yield more.start(1), more.end(), more[1]
        at = more.end()


def _without_year(words: str, start: int, end: int, meaning: Meaning) -> list[Mention]:
    piece = words[start:end]
    ids = tuple(meaning.by_year.values())
    before = _YEAR_BEFORE.search(words[:start])
    if before and meaning.title:  # "the 2011 Education Act"
        return [_of_year(meaning, before[1], start - len(before[0]), end, words[before.start() : end])]
    if _PART_OF_A_TITLE.search(words[:start]):
        return []
    if not meaning.title:
        made = Mention("yearless", start, end, piece, meaning.called, ids, short=True)
        return [made] if is_abbreviation(piece) and len(key_of(piece)) == 1 else []
    if in_capitals(piece) or (len(key_of(piece)) > 2 and re.search(r"(?i)\bthe\s*$", words[:start])):
        return [Mention("yearless", start, end, piece, meaning.called, ids)]
    return []


def _edition(words: str, folded: str, start: int, end: int, meaning: Meaning) -> list[Mention]:
    """Guidance, with the year of its edition where one stands behind or before it."""
    after = EDITION_AFTER.match(folded, end)
    before = None if after else EDITION_BEFORE.search(folded, max(0, start - 60), start)
    year = after[1] if after else before[1] if before else ""
    piece = words[start:end]
    if not year and is_common(words, start, end):
        return []
    if len(key_of(piece)) == 1 and not year and not is_abbreviation(piece):
        return []
    first, last = (before.start(1) if before else start), (after.end() if after else end)
    whole = words[start:last].strip() if after else piece
    return [Mention("known", first, last, whole, meaning.called, tuple(meaning.exact), year)]


def _numbered(words: str, folded: str, names: Index, taken: list[Mention]) -> Iterator[Mention]:
    """ "S.I. 2018/356", "Regulation (EU) 2016/679": known by type, year and number."""
    for match in NUMBERED_SI.finditer(folded):
        if not _overlaps(match.start(), match.end(), taken):
            yield _by_number(words, match, f"uksi/{match[1]}/{int(match[2])}", f"SI {match[1]}/{match[2]}", names)
    for match in NUMBERED_EU.finditer(folded):
        if _overlaps(match.start(), match.end(), taken):
            continue
        one, two = match[2], match[3]
        year, number = (one, two) if re.fullmatch(r"(?:19|20)[0-9]{2}", one) else (two, one)
        kind = "eudr" if match[1].startswith("directive") else "eur"
        yield _by_number(words, match, f"{kind}/{year}/{int(number)}", words[match.start() : match.end()], names)


def _by_number(words: str, match: re.Match[str], id: str, called: str, names: Index) -> Mention:
    piece = words[match.start() : match.end()]
    if id in names.ids:
        return Mention("known", match.start(), match.end(), piece, called, (id,))
    return Mention("unknown", match.start(), match.end(), piece, called, (), id.split("/")[1])


def _untold(words: str, taken: list[Mention]) -> Iterator[Mention]:
    """Titles in capitals that end in Act, Regulations or Order and are not registered."""
    for match in TITLED.finditer(words):
        name = OPENING.sub("", match[1]).strip(" ,")
        if not name or set(key_of(name)) <= _SAYS_NOTHING:
            continue
        start = match.start() + len(match[1]) - len(match[1][match[1].rfind(name) :])
        year = match[3] or ""
        if _overlaps(start, match.end(), taken):
            continue
        if not year and (match[2].lower() != "act" or words[match.end() :].lstrip().startswith("of ")):
            continue
        piece = words[start : match.end()].rstrip(" (")
        yield Mention("unknown", start, match.end(), piece, f"{name} {match[2]}{f' {year}' if year else ''}", (), year)


def _overlaps(start: int, end: int, taken: list[Mention]) -> bool:
    return any(one.start < end and start < one.end for one in taken)


def _once(folded: str, found: list[Mention]) -> list[Mention]:
    """An Act with its abbreviation or number in brackets behind it is one mention."""
    kept: list[Mention] = []
    for one in found:
        before = kept[-1] if kept else None
        between = folded[before.end : one.start] if before else ""
        joined = before and re.fullmatch(r"[\s,'\"]*[(\[][\s'\"]*(?:the\s)?|[\s,]*", between)
        if before and joined and one.ids and before.ids and set(before.ids) <= set(one.ids) and before.year != one.year:
            continue
        if before and joined and one.ids and before.ids == one.ids and "(" in between + folded[one.start : one.end]:
            continue
        kept.append(one)
    return kept


def _with_provisions(folded: str, found: list[Mention]) -> Iterator[Mention]:
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


def _with_short_forms(words: str, found: tuple[Mention, ...], earlier: Sequence[Mention]) -> tuple[Mention, ...]:
    """ "the 1998 Act", after one Act of that year was named; of two, none is meant for certain. In brackets or quotes
    it is being defined."""
    made = list(found)
    defined: dict[str, Mention] = {}
    for match in SHORT_FORM.finditer(words):
        year = match[1] or match[2]
        if _overlaps(*match.span(), list(found)):
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
    return tuple(_with_provisions(fold(words), made))


def _is_act_of(mention: Mention, year: str) -> bool:
    named = mention.year or (re.findall(r"[0-9]{4}", mention.called) or [""])[-1]
    return mention.kind == "known" and named == year and _NO_ACT.search(mention.called) is None
