"""The style sheets of a web page, as far as they say something of its words: struck out, hidden, marked, bold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import tinycss2

_SELECTOR = re.compile(r"(?P<tag>[a-z][a-z0-9]*)?(?:\.(?P<name>[\w-]+))?(?:#(?P<id>[\w-]+))?", re.I)
_NAMED = {"red": "red", "orange": "orange", "green": "green", "purple": "purple", "magenta": "purple", "crimson": "red"}
_NO_GROUND = ("transparent", "white", "none", "inherit", "initial", "unset")
_INLINE = ("span", "font", "mark", "b", "i", "em", "strong", "u", "a")
_HIGHLIGHT = ("yellow", "lime", "aqua", "cyan", "pink", "gold", "orange", "lightgreen", "fuchsia", "magenta")


@dataclass(frozen=True, slots=True)
class PageLook:
    """What the look of an element says of its words."""

    struck: bool = False
    hidden: bool = False
    marked: str = ""
    bold: bool = False


@dataclass
class Sheet:
    """The rules of a page that ask for one tag, class or id; those for more are not read."""

    rules: list[tuple[str, str, str, dict[str, str]]] = field(default_factory=list)

    def look(self, element: Any) -> PageLook:
        """The look that an element has by its tag, its class and its own style."""
        if not isinstance(element.tag, str):
            return PageLook()
        names = (element.get("class") or "").split()
        own: dict[str, str] = {}
        for tag, name, id_, said in self.rules:
            if tag in ("", element.tag) and (not name or name in names) and id_ in ("", element.get("id") or ""):
                own.update(said)
        own.update(_declared(element.get("style") or ""))
        line = f"{own.get('text-decoration', '')} {own.get('text-decoration-line', '')}"
        struck = element.tag in ("s", "del", "strike") or "line-through" in line
        hidden = own.get("display") == "none" or own.get("visibility") == "hidden" or element.get("hidden") is not None
        bold = own.get("font-weight", "") in ("bold", "bolder", "600", "700", "800", "900")
        return PageLook(struck, hidden or element.get("type") == "hidden", _marked(element, own), bold)


def sheet(root: Any) -> Sheet:
    """The style sheets that a page holds itself."""
    return Sheet([rule for style in root.iter("style") for rule in _rules("".join(style.itertext()))])


def _rules(text: str) -> Iterator[tuple[str, str, str, dict[str, str]]]:
    for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
        if rule.type != "qualified-rule":
            continue
        said = _declared(tinycss2.serialize(rule.content))
        for selector in tinycss2.serialize(rule.prelude).split(","):
            found = _SELECTOR.fullmatch(selector.strip())
            if found and (found["tag"] or found["name"] or found["id"]):
                yield (found["tag"] or "").lower(), found["name"] or "", found["id"] or "", said


def _declared(text: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in text.split(";"))
    return {
        name.strip().lower(): said.lower().replace("!important", "").strip() for name, colon, said in pairs if colon
    }


def _marked(element: Any, own: dict[str, str]) -> str:
    if element.tag == "mark":
        return "highlighted"
    if element.tag == "ins":
        return "marked as inserted"
    if element.tag not in _INLINE:
        return ""
    ground = (own.get("background-color") or own.get("background") or own.get("mso-highlight") or "").split()
    if ground and ground[0] not in _NO_GROUND and (ground[0] in _HIGHLIGHT or _is_coloured(ground[0])):
        return "highlighted"
    colour = own.get("color") or (element.get("color") or "").lower()
    if element.tag == "a" or any(up.tag in ("a", "h1", "h2", "h3", "h4", "h5", "h6") for up in element.iterancestors()):
        return ""
    if colour in _NAMED:
        return f"set in {_NAMED[colour]}"
    return "set in red" if _is_red(colour) else ""


def _channels(code: str) -> tuple[int, int, int] | None:
    if found := re.fullmatch(r"#([0-9a-f]{3}|[0-9a-f]{6})", code):
        digits = found[1] if len(found[1]) == 6 else "".join(sign * 2 for sign in found[1])
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    if found := re.fullmatch(r"rgba?\(\s*(\d+)[,\s]+(\d+)[,\s]+(\d+).*\)", code):
        return int(found[1]), int(found[2]), int(found[3])
    return None


def _is_coloured(code: str) -> bool:
    parts = _channels(code)
    return parts is not None and max(parts) > 0xA0 and max(parts) - min(parts) > 0x50


def _is_red(code: str) -> bool:
    parts = _channels(code)
    return parts is not None and parts[0] > 0xB0 and max(parts[1:]) < 0x60
