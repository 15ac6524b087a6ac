"""The style sheets of a web page, as far as they say something of its words: struck out, hidden, marked, bold, big."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any
from urllib.parse import unquote_to_bytes

import cssselect2
import tinycss2
from lxml import etree
from tinycss2.color4 import parse_color

from clausebook.io.documents.colours import named
from clausebook.io.documents.limits import SMALLEST
from clausebook.text.records import dataclass

USUAL = 16.0  # pixels of letters where nothing says their size
_INLINE = ("span", "font", "mark", "b", "i", "em", "strong", "u", "a", "small", "big", "ins")
_MARKABLE = (*_INLINE, "p", "li", "dd", "div")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_FONT = {"1": 10.0, "2": 13.0, "3": 16.0, "4": 18.0, "5": 24.0, "6": 32.0, "7": 48.0}  # of <font size>
_KEYWORDS = {"xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0, "x-large": 24.0}
_KEYWORDS |= {"xx-large": 32.0, "xxx-large": 48.0}
_UNITS = {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 37.8, "mm": 3.78, "rem": USUAL}
_FAR = re.compile(r"-\d{3,}(?:\.\d+)?(?:px|pt|em|rem|%)")
_NOTHING = re.compile(r"rect\(\s*(?:0|1px)\D|inset\(\s*(?:50|100)%")
_CLASSES = {
    "struck": ("strike", "strikethrough", "strikeout", "struck", "del", "deleted", "s", "line-through", "crossed-out"),
    "hidden": ("hidden", "hide", "invisible", "d-none", "visually-hidden", "sr-only"),
    "highlighted": ("mark", "marked", "highlight", "highlighted", "hl", "marker"),
    "marked as inserted": ("ins", "inserted", "added"),
    "marked as a note to somebody": ("todo", "fixme", "draft"),
    "only there for some readers": ("only", "ifconfig"),
}
_COLOURS = ("red", "orange", "yellow", "green", "blue", "purple", "pink", "white")
_Said = dict[str, str]


@dataclass(frozen=True, slots=True)
class PageLook:
    """What the look of an element says of its words. `size` is in pixels."""

    struck: bool = False
    hidden: bool = False
    marked: str = ""
    bold: bool = False
    size: float = USUAL


class Sheet:
    """What the style sheets that a page holds itself, and its elements' own styles, say of each element."""

    def __init__(self, root: Any) -> None:
        matcher = cssselect2.Matcher()
        self.written: list[str] = []  # words that a sheet writes before or after elements
        for said, rules in ((_declared(rule.content), rule) for text in _sheets(root) for rule in _rules(text)):
            try:
                selectors = cssselect2.compile_selector_list(rules.prelude)
            except cssselect2.SelectorError:
                continue  # of a part of the window, or of a state such as :hover
            for selector in selectors:
                if selector.pseudo_element is None:
                    matcher.add_selector(selector, said)
                else:
                    self.written += _written(said)
        self._said: dict[Any, _Said] = {}
        for wrapper in cssselect2.ElementWrapper.from_html_root(root).iter_subtree():
            element = wrapper.etree_element
            own: _Said = {}
            for *_, said in sorted(matcher.match(wrapper), key=lambda found: found[:2]):
                own.update(said)
            own.update(_declared(tinycss2.parse_blocks_contents(element.get("style") or "")))
            if own or element.tag in ("font", "big", "small"):
                self._said[element] = own

    def look(self, element: Any) -> PageLook:
        """The look of an element; what it has from those around it where that counts for its words."""
        if not isinstance(element.tag, str):
            return PageLook()
        own = self._said.get(element, {})
        line = f"{own.get('text-decoration', '')} {own.get('text-decoration-line', '')}"
        bold = own.get("font-weight", "") in ("bold", "bolder", "600", "700", "800", "900")
        return PageLook(
            struck=element.tag in ("s", "del", "strike") or "line-through" in line,
            hidden=_is_hidden(element, own),
            marked=self._marked(element, own),
            bold=bold,
            size=self.size(element),
        )

    def size(self, element: Any) -> float:
        """The size of an element's letters in pixels."""
        size = USUAL
        for one in [*reversed(list(element.iterancestors())), element]:
            said = self._said.get(one, {})
            stated = said.get("font-size") or _FONT.get(one.get("size") or "", "") if one.tag == "font" else None
            size = _size(str(stated or said.get("font-size") or ""), size)
            size *= {"big": 1.2, "small": 0.8}.get(one.tag, 1.0) if isinstance(one.tag, str) else 1.0
        return size

    def _marked(self, element: Any, own: _Said) -> str:
        """How words are marked by their own element: those around it answer for themselves."""
        if element.tag == "mark":
            return "highlighted"
        if element.tag == "ins":
            return "marked as inserted"
        if element.tag not in _MARKABLE:
            return ""
        ground = _colour(own.get("background-color") or own.get("background") or own.get("mso-highlight") or "")
        if element.tag != "div" and ground and named(ground, shaded=True):
            return "highlighted"
        if 0 <= self.size(element) < SMALLEST * _UNITS["pt"] and "font-size" in own:
            return "set too small to be read"
        colour = _colour(own.get("color") or element.get("color") or "")
        around = [element, *element.iterancestors()]
        if not colour or any(up.tag == "a" or up.tag in _HEADINGS for up in around):
            return ""
        name = named(colour, shaded=any(self._ground(up) not in ("", "ffffff") for up in around))
        return f"set in {name}" if name else ""

    def _ground(self, element: Any) -> str:
        """The colour that an element is on, where it states one; a picture counts as a dark one."""
        own = self._said.get(element, {})
        stated = own.get("background-color") or own.get("background") or own.get("background-image") or ""
        return "000000" if "url(" in stated or "gradient" in stated else _colour(stated or element.get("bgcolor") or "")


def _is_hidden(element: Any, own: _Said) -> bool:
    """Whether the words are not seen: not shown, without colour, of no size, or moved off the page."""
    if element.get("hidden") is not None or element.get("type") == "hidden":
        return True
    if own.get("display") == "none" or own.get("visibility") in ("hidden", "collapse") or own.get("opacity") == "0":
        return True
    if own.get("mso-hide") == "all" or _colour(own.get("color", "")) == "transparent":
        return True
    if own.get("position") in ("absolute", "fixed"):
        moved = any(_FAR.match(own.get(side, "")) for side in ("left", "top", "right", "margin-left"))
        if moved or _NOTHING.match(own.get("clip", "") or own.get("clip-path", "")):
            return True
    flat = own.get("height", own.get("max-height", "")) in ("0", "0px") and own.get("overflow") in ("hidden", "clip")
    return flat or bool(_FAR.match(own.get("text-indent", "")))


def look_of(names: Iterable[str], attributes: Mapping[str, str]) -> PageLook:
    """What the classes and attributes of a piece of another format say, such as a role of reStructuredText."""
    element = etree.Element("span", {key: attributes[key] for key in ("style", "color", "hidden") if key in attributes})
    look = Sheet(element).look(element)
    for name in names:
        bare = name.lower().replace("_", "-")
        meant = next((said for said, known in _CLASSES.items() if bare in known), "")
        look = replace(look, struck=look.struck or meant == "struck", hidden=look.hidden or meant == "hidden")
        colour = bare if bare in _COLOURS else ""
        said = f"set in {colour}" if colour else meant if meant not in ("struck", "hidden") else ""
        look = replace(look, marked=look.marked or said)
    return look


def outside(root: Any) -> bool:
    """Whether a page takes its look from files of their own, which nothing here reads."""
    return any(not _address(one).startswith("data:") for one in _links(root)) or any(
        "@import" in (style.text or "") for style in root.iter("style")
    )


def _links(root: Any) -> Iterator[Any]:
    for one in root.iter("link"):
        if "stylesheet" in (one.get("rel") or "").lower().split() and (one.get("media") or "all") != "print":
            yield one


def _address(link: Any) -> str:
    return str(link.get("href") or "").strip()


def _sheets(root: Any) -> Iterator[str]:
    """The style sheets that a page holds itself, those too that a link holds whole."""
    for style in root.iter("style"):
        if (style.get("media") or "all") != "print":
            yield re.sub(r"<!--|-->", " ", "".join(style.itertext()))
    for link in _links(root):
        head, comma, text = _address(link).partition(",")
        if head.startswith("data:text/css") and comma and "base64" not in head:
            yield unquote_to_bytes(text).decode("utf-8", "replace")


def _rules(text: str) -> Iterator[Any]:
    """The rules of a sheet, those too that count only on some screens, but not on paper alone."""
    waiting = list(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True))
    while waiting:
        rule = waiting.pop(0)
        if rule.type == "qualified-rule":
            yield rule
        elif (
            rule.type == "at-rule"
            and rule.lower_at_keyword in ("media", "supports", "layer")
            and rule.content
            and tinycss2.serialize(rule.prelude).strip().lower() != "print"
        ):
            waiting[:0] = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)


def _declared(content: Sequence[Any]) -> _Said:
    found = content if content and content[0].type == "declaration" else tinycss2.parse_blocks_contents(content)
    said = ((one.lower_name, tinycss2.serialize(one.value).strip()) for one in found if one.type == "declaration")
    return {name: value if name == "content" else value.lower() for name, value in said}


def _written(said: _Said) -> list[str]:
    """The words that a declaration writes before or after an element."""
    tokens = tinycss2.parse_component_value_list(said.get("content", ""))
    words = " ".join(token.value for token in tokens if token.type == "string")
    return [words] if any(sign.isalnum() for sign in words) else []


def _size(said: str, before: float) -> float:
    """The size that a declaration states, in pixels; the one before where it states none."""
    if said in _KEYWORDS:
        return _KEYWORDS[said]
    found = re.fullmatch(r"(\d*\.?\d+)(px|pt|pc|in|cm|mm|rem|em|%|)", said)
    if found is None:
        return before * {"larger": 1.2, "smaller": 0.8}.get(said, 1.0)
    number, unit = float(found[1]), found[2]
    if unit in ("em", "%"):
        return before * (number if unit == "em" else number / 100)
    return number * _UNITS.get(unit, 1.0)


def _colour(said: str) -> str:
    """The first colour that a declaration states, as six digits; "transparent", or "" for none."""
    for token in tinycss2.parse_component_value_list(said, skip_comments=True):
        found = parse_color(token)
        if found is None or found == "currentcolor":
            continue
        if found.alpha == 0:
            return "transparent"
        with suppress(NotImplementedError):  # a space of colours that no word processor writes
            red, green, blue = (round(255 * max(0.0, min(1.0, part or 0.0))) for part in found.to("srgb").coordinates)
            return f"{red:02x}{green:02x}{blue:02x}"
    return ""
