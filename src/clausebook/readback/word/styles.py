"""Styles and lists of a Word file -> whether the words of each run are seen, and the number or letter before them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, cached_property, lru_cache
from typing import Any

from clausebook.text.colour import HIDDEN, between
from clausebook.text.numerals import roman

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TOGGLES = ("vanish", "webHidden", "specVanish", "strike", "dstrike")
VALUES = ("color", "sz", "w", "position", "highlight", "spacing")
OFF = {"0", "false", "off", "none"}
DEEPEST = 20  # styles based on styles
Properties = dict[str, str]


class Styles:
    """The styles of one file, by id."""

    def __init__(self, part: Any) -> None:
        found = part.iter(f"{W}style") if part is not None else ()
        self.by_id = {str(one.get(f"{W}styleId")): one for one in found}
        defaults = part.find(f"{W}docDefaults") if part is not None else None
        self.defaults = defaults
        self.usual = {
            str(one.get(f"{W}type")): id for id, one in self.by_id.items() if one.get(f"{W}default") in ("1", "true")
        }
        self._known: dict[str, tuple[Properties, Properties]] = {}
        self.numbering = cache(self._numbering)

    def of(self, id: str) -> tuple[Properties, Properties]:
        """What a style with all that it is based on says of runs, and of paragraphs."""
        if id not in self._known:
            run: Properties = {}
            paragraph: Properties = {}
            for style in reversed(list(self._chain(id))):
                run |= {name: f"{value}@{id}" for name, value in run_properties(style.find(f"{W}rPr")).items()}
                paragraph |= paragraph_properties(style.find(f"{W}pPr"))
            self._known[id] = run, paragraph
        return self._known[id]

    def _chain(self, id: str) -> Iterator[Any]:
        for _ in range(DEEPEST):
            style = self.by_id.get(id)
            if style is None:
                return
            yield style
            based = style.find(f"{W}basedOn")
            id = str(based.get(f"{W}val")) if based is not None else ""

    @cached_property
    def everywhere(self) -> tuple[Properties, Properties]:
        """What the defaults of the document say of runs, and of paragraphs."""
        if self.defaults is None:
            return {}, {}
        run = self.defaults.find(f"{W}rPrDefault/{W}rPr")
        paragraph = self.defaults.find(f"{W}pPrDefault/{W}pPr")
        return run_properties(run), paragraph_properties(paragraph)

    def _numbering(self, id: str) -> Any:
        """The list that a paragraph style puts its paragraphs in, None where it puts them in none."""
        for style in self._chain(id):
            found = style.find(f"{W}pPr/{W}numPr")
            if found is not None:
                return found
        return None


def run_properties(properties: Any) -> Properties:
    """What one set of run properties says, by name; a toggle is "on" or "off"."""
    if properties is None:
        return {}
    found: Properties = {}
    for element in properties:
        name = local(element)
        value = str(element.get(f"{W}val", ""))
        if name in TOGGLES:
            found[name] = "off" if value in OFF else "on"
        elif name in VALUES and value:
            found[name] = "FFFFFF" if element.get(f"{W}themeColor", "").startswith(("background", "light")) else value
        elif name == "shd":
            found["shd"] = str(element.get(f"{W}fill", "auto"))
        elif name == "rFonts":
            found["font"] = str(element.get(f"{W}ascii", "") or element.get(f"{W}hAnsi", ""))
        elif name in ("textFill", "textOutline", "fitText", "eastAsianLayout", "effect"):
            found["effect"] = name
    return found


def paragraph_properties(properties: Any) -> Properties:
    """What one set of paragraph properties says that could hide words."""
    if properties is None:
        return {}
    found: Properties = {}
    for element in properties:
        name = local(element)
        if name == "shd":
            found["shd"] = str(element.get(f"{W}fill", "auto"))
        elif name == "spacing" and element.get(f"{W}line"):
            found["line"] = f"{element.get(f'{W}lineRule', 'auto')} {element.get(f'{W}line')}"
        elif name == "ind":
            for side in ("left", "start", "right", "end", "firstLine", "hanging"):
                if element.get(f"{W}{side}"):
                    found[side] = str(element.get(f"{W}{side}"))
        elif name in ("framePr", "textDirection"):
            found["frame"] = name
    return found


def flaw(run: Mapping[str, str], paragraph: Mapping[str, str]) -> str:
    """Why the words of a run are not seen as they are written, "" where they are."""
    return _flaw(tuple(run.items()), tuple(paragraph.items()))


@lru_cache(maxsize=1024)  # most runs of a file are alike
def _flaw(run_items: tuple[tuple[str, str], ...], paragraph_items: tuple[tuple[str, str], ...]) -> str:
    run, paragraph = dict(run_items), dict(paragraph_items)
    said = {name: value.partition("@") for name, value in run.items()}
    by = {name: f" by the style {style}" if style else "" for name, (_, _, style) in said.items()}
    value = {name: text for name, (text, _, _) in said.items()}
    for toggle in ("vanish", "webHidden", "specVanish"):
        if value.get(toggle) == "on":
            return f"are hidden{by[toggle]}"
    for toggle in ("strike", "dstrike"):
        if value.get(toggle) == "on":
            return f"are struck through{by[toggle]}"
    if _number(value.get("sz", "")) is not None and (_number(value["sz"]) or 0) < 8:
        return f"are too small to read{by['sz']}"
    ground = _ground(value, paragraph)
    # "auto" is black, and white on a dark shading; on a highlight it stays black
    shown = "000000" if value.get("color", "auto") == "auto" and "highlight" in value else value.get("color", "auto")
    if (colour := _hex(shown)) and between(colour, ground) < HIDDEN:
        return f"are drawn in the colour of what lies behind them{by.get('color', '')}"
    if (width := _number(value.get("w", "").rstrip("%"))) is not None and width < 50:
        return f"are squeezed{by['w']}"
    if abs(_number(value.get("position", "")) or 0) > 40:
        return f"are moved off their line{by['position']}"
    if (_number(value.get("spacing", "")) or 0) < -3 * (_number(value.get("sz", "")) or 22) / 2:
        return f"lie on one another{by['spacing']}"
    if value.get("font", "").casefold() in SYMBOLS:
        return f"are set in {value['font']}, which shows signs and not letters{by['font']}"
    return f"have an effect ({value['effect']}) that may hide them{by['effect']}" if "effect" in value else ""


SYMBOLS = {"wingdings", "wingdings 2", "wingdings 3", "webdings", "symbol", "zapfdingbats", "zapf dingbats", "marlett"}


def paragraph_flaw(paragraph: Mapping[str, str]) -> str:
    """Why the words of a paragraph are not seen where they should be."""
    rule, _, line = paragraph.get("line", "").partition(" ")
    if rule == "exact" and (_number(line) or 0) < 100:
        return "are cut off: their lines have no height"
    sides = {name: _number(paragraph.get(name, "")) or 0 for name in ("left", "start", "right", "end", "firstLine")}
    if (
        max(abs(value) for value in sides.values()) > FARTHEST
        or (_number(paragraph.get("hanging", "")) or 0) > FARTHEST
    ):
        return "lie outside the page"
    return f"are apart from the text ({paragraph['frame']})" if "frame" in paragraph else ""


FARTHEST = 6000  # twentieths of a point: half of the width of a sheet of A4


def local(element: Any) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


Colour = tuple[float, float, float]
NAMED = {"black": "000000", "white": "FFFFFF", "darkBlue": "00008B", "darkRed": "8B0000", "darkGreen": "006400"}
NAMED |= {"yellow": "FFFF00", "green": "00FF00", "cyan": "00FFFF", "magenta": "FF00FF", "blue": "0000FF"}
NAMED |= {"red": "FF0000", "darkCyan": "008B8B", "darkMagenta": "8B008B", "darkYellow": "808000"}
NAMED |= {"darkGray": "A9A9A9", "lightGray": "D3D3D3"}


def _ground(value: Mapping[str, str], paragraph: Mapping[str, str]) -> Colour:
    for one in (NAMED.get(value.get("highlight", ""), ""), value.get("shd", ""), paragraph.get("shd", "")):
        if one and one != "auto" and (colour := _hex(one)):
            return colour
    return 1.0, 1.0, 1.0


def _hex(text: str) -> Colour | None:
    try:
        red, green, blue = bytes.fromhex(text)
    except ValueError:
        return None
    return red / 255, green / 255, blue / 255


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
        self._levels, self._restarts = cache(self._read_levels), cache(self._read_restarts)

    def next(self, properties: Any, style: str) -> tuple[str, str]:
        """What is before the next paragraph of a list, and why it is not seen; "" for none."""
        own = properties.find(f"{W}numPr") if properties is not None else None
        inherited = self.styles.numbering(style)
        id = _value(own, "numId") or _value(inherited, "numId")
        level = int(_value(own, "ilvl") or _value(inherited, "ilvl") or 0)
        one = self.lists.get(id)
        if one is None:
            return "", ""
        kind = _value(one, "abstractNumId")
        levels = self._levels(id, kind)
        if str(level) not in levels:
            return "", ""
        self._count(id, kind, level, levels)
        counts = self.counts[kind]
        pattern = _value(levels[str(level)], "lvlText")
        text = _PLACE.sub(lambda found: _shown(counts, int(found[1]) - 1, levels), pattern)
        return text.strip(), flaw(run_properties(levels[str(level)].find(f"{W}rPr")), {}) if text.strip() else ""

    def _read_levels(self, id: str, kind: str) -> dict[str, Any]:
        overs = self.lists[id].iter(f"{W}lvlOverride")
        own = {str(over.get(f"{W}ilvl")): over.find(f"{W}lvl") for over in overs}
        return {**self.kinds.get(kind, {}), **{level: found for level, found in own.items() if found is not None}}

    def _read_restarts(self, id: str) -> dict[int, int]:
        overs = self.lists[id].iter(f"{W}lvlOverride")
        starts = ((over, _value(over, "startOverride")) for over in overs)
        return {int(over.get(f"{W}ilvl")): int(start) for over, start in starts if start}

    def _count(self, id: str, kind: str, level: int, levels: dict[str, Any]) -> None:
        counts, restarts = self.counts.setdefault(kind, {}), self._restarts(id)
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
