"""numbering.xml -> the numbers that Word counts by itself: "1.2", "(a)", "•", as a reader of the page sees them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from typing import Any

from clausebook.io.documents.word.styles import W, indent, number, value
from clausebook.text.numerals import roman
from clausebook.text.records import dataclass

BULLET = "•"
_MOST = 4000  # a counter beyond it is shown in figures


@dataclass(frozen=True, slots=True)
class ListLevel:
    """How one level of a list is counted: the way, the pattern ("%1.%2"), where it starts and what restarts it."""

    way: str = "decimal"
    pattern: str = ""
    start: int = 0  # where a level names none: ECMA-376 Part 1, 17.9.25
    restart: int | None = None
    legal: bool = False
    indent: float | None = None


@dataclass
class ListCounter:
    """The lists of one document, counted as its paragraphs are met. Lists of one abstract definition count together."""

    levels: Mapping[str, Mapping[int, ListLevel]]
    abstract: Mapping[str, str]
    restarts: Mapping[str, Mapping[int, int]]
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)

    def mark(self, list_id: str, depth: int) -> str | None:
        """The next number of a list at a depth from 0; "" where it shows nothing, None where there is no such list."""
        levels = self.levels.get(list_id)
        if levels is None:
            return None
        level = levels.get(depth, ListLevel("bullet", BULLET))
        counts = self._counts.setdefault(self.abstract[list_id], {})
        if list_id not in self._begun:
            self._begun.add(list_id)
            for restarted, start in self.restarts.get(list_id, {}).items():
                counts[restarted] = start - 1
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [one for one in counts if one > depth]:
            if self._restarts(levels.get(deeper), depth):
                del counts[deeper]
        return _shown(level, depth, levels, counts)

    @staticmethod
    def _restarts(level: ListLevel | None, depth: int) -> bool:
        return level is None or level.restart is None or (level.restart != 0 and depth < level.restart)


def counting(root: Any) -> ListCounter:
    """The lists of numbering.xml; a document without it has none."""
    if root is None:
        return ListCounter({}, {}, {})
    abstracts = {
        one.get(f"{W}abstractNumId", ""): {_depth(level): _level(level) for level in one.findall(f"{W}lvl")}
        for one in root.findall(f"{W}abstractNum")
    }
    levels: dict[str, Mapping[int, ListLevel]] = {}
    abstract: dict[str, str] = {}
    restarts: dict[str, Mapping[int, int]] = {}
    for one in root.findall(f"{W}num"):
        key, base = one.get(f"{W}numId", ""), value(one, "abstractNumId") or ""
        overrides = one.findall(f"{W}lvlOverride")
        own = {_depth(part): _level(part.find(f"{W}lvl")) for part in overrides if part.find(f"{W}lvl") is not None}
        levels[key], abstract[key] = {**abstracts.get(base, {}), **own}, base
        starts = {_depth(part): number(value(part, "startOverride")) for part in overrides}
        restarts[key] = {depth: start for depth, start in starts.items() if start is not None}
    return ListCounter(levels, abstract, restarts)


def _depth(element: Any) -> int:
    return number(element.get(f"{W}ilvl")) or 0


def _level(element: Any) -> ListLevel:
    way = value(element, "numFmt") or "decimal"
    pattern = value(element, "lvlText") or ""
    start = number(value(element, "start"))
    legal = element.find(f"{W}isLgl") is not None
    restart, set_in = number(value(element, "lvlRestart")), indent(element.find(f"{W}pPr"))
    return ListLevel(way, pattern, start or 0, restart, legal, set_in)


def _shown(level: ListLevel, depth: int, levels: Mapping[int, ListLevel], counts: Mapping[int, int]) -> str:
    if level.way == "bullet":
        return BULLET if level.pattern.strip() else ""
    if level.way == "none":
        return level.pattern.replace("%", "") if "%" not in level.pattern else ""

    def figure(found: re.Match[str]) -> str:
        at = int(found[1]) - 1
        other = levels.get(at, ListLevel())
        return counted(counts.get(at, other.start), "decimal" if level.legal and at < depth else other.way)

    return re.sub(r"%([1-9])", figure, level.pattern).strip()


def counted(count: int, way: str) -> str:
    """One number in one of Word's ways of counting; figures for a way that is not known here."""
    if not 0 < count < _MOST:
        return str(count)
    match way:
        case "lowerLetter":
            return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        case "upperLetter":
            return counted(count, "lowerLetter").upper()
        case "lowerRoman":
            return roman(count)
        case "upperRoman":
            return roman(count).upper()
        case "decimalZero":
            return f"{count:02d}"
        case _:
            return str(count)
