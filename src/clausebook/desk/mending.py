"""A finding whose mending is mechanical -> the text mended: one word for another, at the place that is meant."""

from __future__ import annotations

import re
from dataclasses import dataclass

from clausebook.model.finding import Finding

_HINTS = (
    re.compile(r'the glossary has "(?P<word>[^"]+)"'),
    re.compile(r"write (?P<word>\{\{ [^{}]+ \}\})"),
    re.compile(r"did you mean (?P<word>[\w./ -]+)\?"),
)


@dataclass(frozen=True, slots=True)
class Mend:
    """The mended text, and the words that are exchanged."""

    words: str
    old: str
    new: str


def mended(finding: Finding, words: str) -> Mend | None:
    """The text with what the hint says; None where the mending is not mechanical, or the place not plain."""
    hint = next((found for one in _HINTS if (found := one.fullmatch(finding.hint))), None)
    piece = finding.place.within
    if hint is None or not piece or len(re.findall(rf"(?<!\w){re.escape(piece)}(?!\w)", words)) != 1:
        return None
    new = hint["word"]
    if piece[:1].isupper() and new[:1].islower():
        new = new[:1].upper() + new[1:]
    made = re.sub(rf"(?<!\w){re.escape(piece)}(?!\w)", lambda _: new, words)
    return Mend(made, piece, new)


def laws_to_cite(finding: Finding) -> tuple[str, ...]:
    """The ids of the laws that the hint would have cited."""
    found = re.search(r"add citations: \[([^\]]+)\]", finding.hint)
    return tuple(id.strip() for id in found[1].split(",")) if found else ()
