"""styles.xml -> what a paragraph style means: its name, heading level, list, weight and size, inheritance followed."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from clausebook.text.records import dataclass

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"heading ([1-9])")
_PART = f"{W}tblStylePr"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_CALLED = {"background1": "lt1", "text1": "dk1", "background2": "lt2", "text2": "dk2", "light1": "lt1", "dark1": "dk1"}
_CALLED |= {"light2": "lt2", "dark2": "dk2", "hyperlink": "hlink", "followedHyperlink": "folHlink"}
_USUAL = {"lt1": "FFFFFF", "dk1": "000000", "lt2": "E7E6E6", "dk2": "44546A", "accent1": "4472C4", "accent2": "ED7D31"}
_USUAL |= {"accent3": "A5A5A5", "accent4": "FFC000", "accent5": "5B9BD5", "accent6": "70AD47", "hlink": "0563C1"}
SIZE = 10.0  # points of type where a document names none: ECMA-376 Part 1, 17.3.2.38
_PAGE = (595.0, 842.0)  # points of A4
_FALSE = ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class Style:
    """One paragraph or character style. `level` is the outline level from 1, 0 for text; None is "says nothing"."""

    name: str = ""
    level: int | None = None
    list: str | None = None
    depth: int | None = None
    bold: bool | None = None
    italic: bool | None = None
    size: float | None = None
    struck: bool | None = None
    hidden: bool | None = None
    indent: float | None = None
    colour: str | None = None
    ground: str | None = None
    parts: tuple[tuple[str, Style], ...] = ()  # of a table's style: its first row, its last column


def value(element: Any, name: str, attribute: str = "val") -> str | None:
    """The w:val of a child element, or None where there is no such child or attribute."""
    found = element.find(f"{W}{name}") if element is not None else None
    return None if found is None else found.get(f"{W}{attribute}")


def switch(element: Any, name: str) -> bool | None:
    """A property such as w:b, which is on when it is there without a value."""
    found = element.find(f"{W}{name}") if element is not None else None
    return None if found is None else found.get(f"{W}val", "1") not in _FALSE


def number(text: str | None) -> int | None:
    """A whole number, or None for anything else."""
    return int(text) if text and re.fullmatch(r"-?\d{1,9}", text) else None


def styles(root: Any) -> Mapping[str, Style]:
    """Every style by its id; "" is the default paragraph style. A circle of styles ends where it began."""
    if root is None:
        return {"": Style(size=SIZE)}
    elements = {element.get(f"{W}styleId", ""): element for element in root.iter(f"{W}style")}
    found = {key: _resolved(key, elements) for key in elements}
    default = next(
        (key for key, one in elements.items() if one.get(f"{W}default") == "1" and one.get(f"{W}type") == "paragraph"),
        "",
    )
    usual = value(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"), "sz")
    size = int(usual) / 2 if usual and usual.isdigit() else SIZE
    of_words = {key for key, one in elements.items() if one.get(f"{W}type") == "character"}
    found = {key: style if style.size or key in of_words else replace(style, size=size) for key, style in found.items()}
    return {"": found.get(default, Style(size=size)), **found}


def _resolved(key: str, elements: Mapping[str, Any]) -> Style:
    chain: list[Any] = []
    while key in elements and elements[key] not in chain:
        chain.append(elements[key])
        key = value(elements[key], "basedOn") or ""
    made = Style()
    for element in reversed(chain):
        made = _over(made, element)
    return made


def _over(base: Style, element: Any) -> Style:
    paragraph, run = element.find(f"{W}pPr"), element.find(f"{W}rPr")
    name = (value(element, "name") or "").lower()
    heading = _HEADING.fullmatch(name)
    outline = number(value(paragraph, "outlineLvl"))
    level = int(heading[1]) if heading else base.level if outline is None else (outline + 1 if outline < 9 else 0)
    lists = paragraph.find(f"{W}numPr") if paragraph is not None else None
    depth = number(value(lists, "ilvl"))
    half_points = number(value(run, "sz"))
    return Style(
        name=name,
        level=level,
        list=_or(value(lists, "numId"), base.list),
        depth=_or(depth, base.depth),
        bold=_or(switch(run, "b"), base.bold),
        italic=_or(switch(run, "i"), base.italic),
        size=_or(half_points / 2 if half_points else None, base.size),
        struck=_or(True if switch(run, "strike") or switch(run, "dstrike") else switch(run, "strike"), base.struck),
        hidden=_or(switch(run, "vanish"), base.hidden),
        indent=_or(indent(paragraph), base.indent),
        colour=_or(value(run, "color"), base.colour),
        ground=_or(value(run, "shd", "fill") or _cell_ground(element), base.ground),
        parts=(*base.parts, *((one.get(f"{W}type", ""), _over(Style(), one)) for one in element.findall(_PART))),
    )


def _cell_ground(element: Any) -> str | None:
    """The ground that a table's style gives to its cells."""
    cells = (value(element.find(f"{W}{name}"), "shd", "fill") for name in ("tcPr", "tblPr"))
    return next((one for one in cells if one), None)


def within(style: Style, table: Style, parts: Collection[str]) -> Style:
    """A paragraph's style with what that of the table around it does to its words, as a whole or in a part."""
    of = [one for name, one in table.parts if name in parts] + [table]
    struck = next((one.struck for one in of if one.struck is not None), None)
    hidden = next((one.hidden for one in of if one.hidden is not None), None)
    colour, ground = (next((said for one in of if (said := getattr(one, name))), None) for name in ("colour", "ground"))
    style = replace(style, colour=_or(style.colour, colour), ground=_or(style.ground, ground))
    return replace(style, struck=_or(style.struck, struck), hidden=_or(style.hidden, hidden))


def themed(root: Any, theme: Any) -> None:
    """Write the colours that a document takes from its theme as colours, where it does not say them as well."""
    scheme = theme.find(f".//{_DRAWING}clrScheme") if theme is not None else None
    known = dict(_USUAL)
    for one in scheme if scheme is not None else ():
        colour = next(iter(one), None)
        code = (colour.get("lastClr") or colour.get("val") or "") if colour is not None else ""
        if re.fullmatch("[0-9A-Fa-f]{6}", code):
            known[str(one.tag).rpartition("}")[2]] = code
    for tag, by, said in (("color", "themeColor", "val"), ("shd", "themeFill", "fill")):
        for one in root.iter(f"{W}{tag}") if root is not None else ():
            name = one.get(f"{W}{by}", "")
            if name and one.get(f"{W}{said}", "auto") == "auto":
                one.set(f"{W}{said}", known.get(_CALLED.get(name, name), "auto"))


def is_off_page(properties: Any) -> bool:
    """Whether a paragraph is set in, or its frame moved, by more than a page is wide or high."""
    moved = [number(value(properties, "framePr", side)) or 0 for side in ("x", "y")]
    return abs(indent(properties) or 0.0) > _PAGE[0] or any(
        abs(by) / 20 > most for by, most in zip(moved, _PAGE, strict=True)
    )


def indent(properties: Any) -> float | None:
    """How far a paragraph is set in, in points."""
    twips = number(value(properties, "ind", "start") or value(properties, "ind", "left"))
    return None if twips is None else twips / 20


def _or(mine: Any, inherited: Any) -> Any:
    return inherited if mine is None else mine
