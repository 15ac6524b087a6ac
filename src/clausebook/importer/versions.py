"""Names and words of many files -> which of them are the same policy, and which of those is the newest."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from clausebook.importer.outline import slug
from clausebook.text.dates import MONTHS

_MONTH = "|".join(f"{name}|{name[:3]}t?" for name in MONTHS).lower()
_DATES = (
    re.compile(r"\b(?P<y>(?:19|20)\d\d)[-. _]?(?P<m>0[1-9]|1[0-2])[-. _]?(?P<d>[0-3]\d)\b"),
    re.compile(r"\b(?P<d>[0-3]?\d)[-. _](?P<m>0?[1-9]|1[0-2])[-. _](?P<y>(?:19|20)?\d\d)\b"),
    re.compile(rf"\b(?:(?P<d>[0-3]?\d)(?:st|nd|rd|th)? )?(?P<name>{_MONTH})[-. ]?(?P<y>(?:19|20)\d\d)\b"),
    re.compile(r"\b(?P<y>(?:19|20)\d\d)[-. /](?P<m>0[1-9]|1[0-2])\b"),
    re.compile(r"\b(?P<y>(?:19|20)\d\d)(?:[-/ ](?:20)?\d\d)?\b"),
)
_NUMBER = re.compile(r"\b(?:v|ver|version|rev|revision|issue)[. ]?(\d+(?:[._]\d+)*)\b")
_COPY = re.compile(r"\(\d+\)|\bcopy(?: of| \d+)?\b|\bkopie\b")
_STANDING = {
    **dict.fromkeys(("old", "superseded", "archive", "archived", "obsolete", "previous"), 0),
    **dict.fromkeys(("draft", "wip", "tracked", "comments", "proposed"), 1),
    **dict.fromkeys(("final", "approved", "adopted", "ratified", "signed", "current", "latest", "published"), 3),
}
_PLAIN = 2  # the standing of a name that says none
_NOT_NAMED = re.compile(r"\b(?:policy|policies|pdf|docx?|web|clean|new|master|template|updated?)\b")
_RUN = 4  # words that stand in a row in both
SAME, ALIKE = 0.8, 0.3  # share of such runs: of any two files, and of two with one title


@dataclass(frozen=True)
class FileVersion:
    """What a file's name says: what is named, in bare words, and its number, date and standing where it says them."""

    name: str
    number: tuple[int, ...] = ()
    date: tuple[int, int, int] | None = None
    standing: int = _PLAIN


def version_of(stem: str) -> FileVersion:
    """Read a file's name without its ending: "Visitors Policy FINAL v2 (Sept 2024)"."""
    text = re.sub(r"[_\s]+|(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])-(?=[A-Za-z])", " ", stem).lower()
    text = _COPY.sub(" ", text)
    number: tuple[int, ...] = ()
    if found := _NUMBER.search(text):
        number = tuple(int(figure[:9]) for figure in re.split(r"[._]", found[1]))
        text = _NUMBER.sub(" ", text)
    day = None
    for pattern in _DATES:
        if found := pattern.search(text):
            day = _day(found.groupdict())
            text = text[: found.start()] + " " + text[found.end() :]
            break
    words = re.findall(r"[^\W_]+", text)
    standings = [_STANDING[word] for word in words if word in _STANDING]
    bare = " ".join(word for word in words if word not in _STANDING)
    bare = " ".join(_NOT_NAMED.sub(" ", bare).split()) or bare
    return FileVersion(bare, number, day, min(standings, default=_PLAIN))


def _day(found: dict[str, str | None]) -> tuple[int, int, int]:
    year = int(found["y"] or 0)
    name = (found.get("name") or "")[:3]
    names = [month[:3].lower() for month in MONTHS]
    month = names.index(name) + 1 if name else int(found.get("m") or 0)
    return year + 2000 if year < 100 else year, month, int(found.get("d") or 0)


def is_newer(one: FileVersion, other: FileVersion) -> bool | None:
    """Whether the one is the newer by its number, date and standing; None where they say nothing or disagree."""
    said: set[bool] = set()
    if one.number or other.number:
        numbers = one.number or (1,), other.number or (1,)
        said |= {numbers[0] > numbers[1]} if numbers[0] != numbers[1] else set()
    if one.date and other.date and one.date != other.date:
        said.add(one.date > other.date)
    if one.standing != other.standing:
        said.add(one.standing > other.standing)
    return said.pop() if len(said) == 1 else None


def proposed_id(title: str, stem: str, school: str = "") -> str:
    """An id for a policy from its title, or where it has none from the name of its file."""
    for words in (title.replace(school, " ") if school else title, version_of(stem).name, stem):
        bare = re.sub(r"\bpolic(?:y|ies)\b", " ", words, flags=re.I)
        made = slug(bare, "") or slug(words, "")
        made = made.strip("-")
        if made and made[0].isalpha():
            return made
    return "policy"


def runs_of(texts: Sequence[str]) -> frozenset[int]:
    """The runs of words that a policy has, each as a number: what two of them have in common says how alike they are.

    The numbers hold within one process only.
    """
    words = [word for text in texts for word in re.findall(r"[^\W_]+", text.lower())]
    return frozenset(hash(tuple(words[at : at + _RUN])) for at in range(max(1, len(words) - _RUN + 1)))


def alike(one: frozenset[int], other: frozenset[int]) -> float:
    """How much two policies have in common, from 0 to 1."""
    return len(one & other) / max(1, len(one | other))


def grouped(count: int, are_one: Callable[[int, int], bool]) -> list[list[int]]:
    """The numbers below `count` in groups of those that are one policy, directly or by a third."""
    leads = list(range(count))
    for one in range(count):
        for other in range(one):
            if leads[one] != leads[other] and are_one(one, other):
                old, new = sorted((leads[one], leads[other]))[::-1]
                leads = [new if lead == old else lead for lead in leads]
    groups: dict[int, list[int]] = {}
    for place, lead in enumerate(leads):
        groups.setdefault(lead, []).append(place)
    return list(groups.values())
