"""styles.xml -> what a paragraph style means: its name, heading level, list, weight and size, inheritance followed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"heading ([1-9])")
SIZE = 10.0  # points of type where a document names none: ECMA-376 Part 1, 17.3.2.38
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
    )


def indent(properties: Any) -> float | None:
    """How far a paragraph is set in, in points."""
    twips = number(value(properties, "ind", "start") or value(properties, "ind", "left"))
    return None if twips is None else twips / 20


def _or(mine: Any, inherited: Any) -> Any:
    return inherited if mine is None else mine
