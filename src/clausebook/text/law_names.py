"""Words -> the law that they name. The one reader of names of law: check, import, refresh and search ask it.

Names are compared without case, marks and the forms of quotes and dashes: "the equality act, 2010" and "EQUALITY ACT
(2010)" are one name. What is found: which instrument, of which year or edition, which of its provisions, and where it
was read. Whether any of it is law on a day is for clausebook.model.law.verdict.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from clausebook.text.law_forms import (
    CHAPTER,
    DOTTED,
    EDITION_AFTER,
    EDITION_BEFORE,
    MADE_UNDER,
    NUMBERED_EU,
    NUMBERED_SI,
    NUMBERED_SI_FIRST,
    OF_THE_UNION,
    OPENING,
    SHORT_FORM,
    SHORT_YEAR,
    TITLED,
    UNION_NUMBER,
    YEAR,
    YEARS,
    fold,
    in_capitals,
    is_abbreviation,
    is_common,
    is_of_here,
    key_of,
)
from clausebook.text.law_index import LEAF, Index, Meaning
from clausebook.text.law_mentions import Mention, overlaps, with_defined, with_provisions, with_short_forms

_GAP = re.compile(r"[\s,'\"()\[\]:*_-]*")
_GAP_STOP = re.compile(r"\.?[\s,'\"()\[\]:*_-]*")
_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*|&")
_JOINED_YEAR = re.compile(r"[^\W\d_]+(?=(?:1[5-9]|20)[0-9]{2}\b)")
_YEAR_BEFORE = re.compile(r"\b((?:1[5-9]|20)[0-9]{2})\s+$")
_PART_OF_A_TITLE = re.compile(r"[A-Z][\w’']+ (?:of|and|for|&) $")  # "(Welfare of Children Act) 2021"
_NATION = re.compile(r"(?:scotland|wales|northern ireland|ni|jersey|guernsey|isle of man)\)")
_SHORT_EDITION = re.compile(r"\s*\(?'?([12][0-9])(?:\s?[/-]\s?[12][0-9])?\)?(?!\w|[./-]\w| (?:pages|pupils|members))")
_SAYS_NOTHING = frozenset({"act", "regulations", "the", "order"})


def read(words: str, names: Index, earlier: Sequence[Mention] = ()) -> tuple[Mention, ...]:
    """The law that a text names, in its order. `earlier` is what the texts before it named, for "the 1998 Act"."""
    found = _read(words, names)
    if "act" not in words.lower():
        return found
    found = with_defined(words, found, earlier)
    if not SHORT_FORM.search(words):
        return found
    return with_short_forms(words, found, earlier)


@lru_cache(maxsize=16384)
def _read(words: str, names: Index) -> tuple[Mention, ...]:
    if DOTTED.search(words):
        return tuple(_dotted(words, names))
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
    return tuple(with_provisions(folded, _once(folded, found)))


def _dotted(words: str, names: Index) -> Iterator[Mention]:
    """What a text names whose abbreviations have dots, by the same text without them, in its own places."""
    plain, places, at = "", list[int](), 0
    for match in (*DOTTED.finditer(words), None):
        start = match.start() if match else len(words)
        kept = (
            [*range(at, start), *(n for n in range(*match.span()) if words[n].isalpha())] if match else range(at, start)
        )
        plain += "".join(words[n] for n in kept)
        places += kept
        at = match.end() if match else start
    for one in _read(plain, names):
        start, end = places[one.start], places[one.end - 1] + 1
        yield replace(one, start=start, end=end, piece=words[start:end])


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
        if below is None and (joined := _JOINED_YEAR.match(folded, at)):  # "Act2010"
            below, token = node.get(key_of(joined[0])[0]), joined
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
    if not inside or _NATION.match(folded, at) or not folded[:at].endswith("("):
        return None, None
    token = _TOKEN.match(folded, inside.end())
    below = node.get(key_of(token[0])[0]) if token else None
    return below, token


def _meant(words: str, folded: str, start: int, end: int, meaning: Meaning) -> list[Mention]:
    if meaning.exact and meaning.exact[0].startswith("eur/"):  # the register has that of the United Kingdom
        before, behind = OF_THE_UNION.search(folded, max(0, start - 20), start), UNION_NUMBER.match(folded, end)
        if (before or behind) and not is_of_here(folded, before.start() if before else start, end):
            first, last = before.start() if before else start, behind.end() if behind else end
            return [Mention("union", first, last, words[first:last], meaning.called, tuple(meaning.exact))]
    if re.match(r"\s*\(", folded[end : end + 3]) and _NATION.match(folded, folded.index("(", end) + 1):
        return []  # "Equality Act (Northern Ireland) 2010" is another Act
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
    end += folded.startswith("regs.", end - 4)
    first = YEAR.match(folded, end)
    if not first:
        short = SHORT_YEAR.match(folded, end)
        digits = short and (short[1] or short[2] or short[3])
        years = [year for year in meaning.by_year if meaning.title and year[2:] == digits]
        if short and len(years) == 1:
            yield short.start(short.lastindex or 0), short.end(), years[0]
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
    """Guidance, with the year of its edition where one is behind or before it."""
    after = EDITION_AFTER.match(folded, end)
    before = None if after else EDITION_BEFORE.search(folded, max(0, start - 60), start)
    year = after[1] if after else before[1] if before else ""
    short = None if year or " " in words[start:end] else _SHORT_EDITION.match(folded, end)
    if short:  # "KCSIE 22", "KCSIE 22/23"
        after, year = short, f"20{short[1]}"
    piece = words[start:end]
    if not year and (meaning.cut or is_common(words, start, end)):
        return []
    if len(key_of(piece)) == 1 and not year and not is_abbreviation(piece):
        return []
    first, last = (before.start(1) if before else start), (after.end() if after else end)
    whole = words[start:last].strip() if after else piece
    return [Mention("known", first, last, whole, meaning.called, tuple(meaning.exact), year)]


def _numbered(words: str, folded: str, names: Index, taken: list[Mention]) -> Iterator[Mention]:
    """ "S.I. 2018/356", "Regulation (EU) 2016/679": known by type, year and number."""
    for match in NUMBERED_SI.finditer(folded):
        if not overlaps(match.start(), match.end(), taken):
            yield _by_number(words, match, f"uksi/{match[1]}/{int(match[2])}", f"SI {match[1]}/{match[2]}", names)
    for match in NUMBERED_SI_FIRST.finditer(folded):
        if not overlaps(match.start(), match.end(), taken):
            yield _by_number(words, match, f"uksi/{match[2]}/{int(match[1])}", f"SI {match[2]}/{match[1]}", names)
    for match in CHAPTER.finditer(folded):
        id = f"ukpga/{match[1] or match[4]}/{int(match[2] or match[3])}"
        if id in names.ids and not overlaps(match.start(), match.end(), taken):
            yield _by_number(words, match, id, names.titles[id], names)
    for match in NUMBERED_EU.finditer(folded):
        if overlaps(match.start(), match.end(), taken):
            continue
        one, two = match[2], match[3]
        kind = "eudr" if match[1].startswith("directive") else "eur"
        if kind == "eudr" and len(one) == 2:  # "Directive 95/46/EC"
            one = f"19{one}"
        year, number = (one, two) if re.fullmatch(r"(?:19|20)[0-9]{2}", one) else (two, one)
        made = _by_number(words, match, f"{kind}/{year}/{int(number)}", words[match.start() : match.end()], names)
        yield made if not made.ids or is_of_here(folded, *match.span()) else replace(made, kind="union")


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
        if overlaps(start, match.end(), taken):
            continue
        if not year and (match[2].lower() != "act" or words[match.end() :].lstrip().startswith("of ")):
            continue
        piece = words[start : match.end()].rstrip(" (")
        longer = MADE_UNDER.match(fold(words), match.end()) if year else None
        if longer:
            whole = words[start : longer.end()]
            yield Mention("unknown", start, longer.end(), whole, " ".join(whole.split()), (), longer["year"])
            continue
        yield Mention("unknown", start, match.end(), piece, f"{name} {match[2]}{f' {year}' if year else ''}", (), year)


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
