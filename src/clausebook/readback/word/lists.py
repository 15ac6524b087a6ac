"""The lists of a Word file -> the number or letter that Word sets before each of their paragraphs."""

from __future__ import annotations

import re
from typing import Any

from clausebook.readback.word.styles import Styles, W, flaw, run_properties
from clausebook.text.numerals import roman

_PLACE = re.compile(r"%([1-9])")


class Lists:
    """Counts as Word does: each list goes on where it stopped, unless its number starts again."""

    def __init__(self, part: Any, styles: Styles) -> None:
        found = list(part) if part is not None else []
        self.styles = styles
        self.kinds = {
            str(one.get(f"{W}abstractNumId")): {str(level.get(f"{W}ilvl")): level for level in one.iter(f"{W}lvl")}
            for one in found
            if one.tag == f"{W}abstractNum"
        }
        self.lists = {str(one.get(f"{W}numId")): one for one in found if one.tag == f"{W}num"}
        self.counts: dict[str, dict[int, int]] = {}
        self.begun: set[tuple[str, int]] = set()

    def next(self, properties: Any, style: str) -> tuple[str, str]:
        """What stands before the next paragraph of a list, and why it is not seen; "" for none."""
        own = properties.find(f"{W}numPr") if properties is not None else None
        inherited = self.styles.numbering(style)
        id = _value(own, "numId") or _value(inherited, "numId")
        level = int(_value(own, "ilvl") or _value(inherited, "ilvl") or 0)
        one = self.lists.get(id)
        if one is None:
            return "", ""
        kind = _value(one, "abstractNumId")
        levels = self._levels(one, kind)
        if str(level) not in levels:
            return "", ""
        self._count(id, kind, one, level, levels)
        counts = self.counts[kind]
        pattern = _value(levels[str(level)], "lvlText")
        text = _PLACE.sub(lambda found: _shown(counts, int(found[1]) - 1, levels), pattern)
        return text.strip(), flaw(run_properties(levels[str(level)].find(f"{W}rPr")), {}) if text.strip() else ""

    def _levels(self, one: Any, kind: str) -> dict[str, Any]:
        own = {str(over.get(f"{W}ilvl")): over.find(f"{W}lvl") for over in one.iter(f"{W}lvlOverride")}
        return {**self.kinds.get(kind, {}), **{level: found for level, found in own.items() if found is not None}}

    def _count(self, id: str, kind: str, one: Any, level: int, levels: dict[str, Any]) -> None:
        counts = self.counts.setdefault(kind, {})
        restarts = {
            int(over.get(f"{W}ilvl")): int(_value(over, "startOverride"))
            for over in one.iter(f"{W}lvlOverride")
            if _value(over, "startOverride")
        }
        if level in restarts and (id, level) not in self.begun:
            counts[level] = restarts[level] - 1
        self.begun.add((id, level))
        if level not in counts:
            counts[level] = _start(levels.get(str(level))) - 1
        counts[level] += 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
            self.begun.discard((id, deeper))


def _start(level: Any) -> int:
    """Where a level begins to count: Word counts from 0 where a file does not say."""
    return int(_value(level, "start") or 0) if level is not None else 0


def _shown(counts: dict[int, int], level: int, levels: dict[str, Any]) -> str:
    kind = levels.get(str(level))
    number = counts.get(level, _start(kind))
    return _formatted(number, _value(kind, "numFmt") if kind is not None else "decimal")


def _formatted(number: int, how: str) -> str:
    match how:
        case "none" | "bullet":
            return ""
        case "lowerLetter" | "upperLetter" if number > 0:
            letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
            return letter if how == "lowerLetter" else letter.upper()
        case "lowerRoman" | "upperRoman" if 0 < number < 4000:
            return roman(number) if how == "lowerRoman" else roman(number).upper()
    return str(number)


def _value(element: Any, name: str) -> str:
    found = element.find(f"{W}{name}") if element is not None else None
    return str(found.get(f"{W}val", "")) if found is not None else ""
