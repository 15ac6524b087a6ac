"""One element of a page with the rules that match it -> whether its words are seen as they are; where not, why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field, replace
from functools import cached_property, lru_cache
from typing import Any

from clausebook.readback.web.sheets import ALWAYS, Declared, Sheets
from clausebook.readback.web.values import (
    Colour,
    background,
    colour,
    filled,
    font_size,
    is_far,
    is_unseen,
    lengths,
    number,
)
from clausebook.text.records import dataclass

SMALLEST = 6.0  # pixels
FAINTEST = 0.3
INHERIT = "inherit"
NEVER = {"head", "script", "style", "template", "noscript", "title", "meta", "link"}
SHORTHANDS = {"font", "margin", "background", "list-style", "text-decoration", "overflow", "mask", "animation"}
SHORTHANDS |= {"-webkit-mask"}
STRUCK = {"del", "s", "strike"}
WHITE: Colour = (1.0, 1.0, 1.0, 1.0)
BLACK: Colour = (0.0, 0.0, 0.0, 1.0)
Style = dict[str, str]


@dataclass(frozen=True, eq=False)
class Seen:
    """What an element hands down to what it holds. `why` says why none of it is seen, or not as it is.

    Equal to itself alone, so that it can be looked up.
    """

    size: float = 16.0
    words: Colour | None = BLACK
    ground: Colour | None = WHITE
    visibility: str = "visible"
    opacity: float = 1.0
    bullets: str = "disc"
    variables: Mapping[str, str] = field(default_factory=dict)
    why: str = ""

    def looks_like(self, other: Seen | None) -> bool:
        """Whether both hand down the same."""
        return other is not None and vars(self) == vars(other)


@dataclass
class Node:
    """One element that is looked at, with the rules that match it and its boxes before and after."""

    element: Any
    adopted: bool
    matches: list[tuple[tuple[int, ...], int, str, Declared]]
    children: list[Node]

    @classmethod
    def of(
        cls, wrapper: Any, sheets: Sheets, is_around: Callable[[Any], bool], is_adopted: Callable[[Any], bool]
    ) -> Node:
        element = wrapper.etree_element
        matched = [
            (specificity, order, pseudo or "", declared)
            for specificity, order, pseudo, declared in sheets.matcher.match(wrapper)
        ]
        if element.get("style"):
            matched.append(((9, 9, 9), 0, "", _inline(element.get("style"))))
        children = [
            cls.of(child, sheets, is_around, is_adopted)
            for child in wrapper.iter_children()
            if isinstance(child.etree_element.tag, str) and is_around(child.etree_element)
        ]
        return cls(element, is_adopted(element), sorted(matched, key=lambda one: one[:2]), children)

    @cached_property
    def conditions(self) -> frozenset[str]:
        """The conditions of the rules that match the element, or anything in it."""
        own = (declared.when for _, _, _, declared in self.matches)
        return frozenset(own).union(*(child.conditions for child in self.children))

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            yield from child.walk()

    def likeness(self, media: str) -> tuple[object, ...]:
        """What decides how an element looks, besides what is handed down to it."""
        element, outer = self.element, self.element.getparent()
        return (
            *(element.tag, element.get("hidden"), element.get("open"), self.adopted, len(self.children) > 1),
            *("letter" in (element.get("class") or "").split(), outer.tag if outer is not None else ""),
            outer is not None and outer.get("open"),
            *(declared for _, _, _, declared in self.matches if declared.when in (ALWAYS, media)),
        )

    def style(self, media: str, pseudo: str = "") -> Style:
        """What the sheets say of the element, or of a box of it, under a condition; the last word counts."""
        said: Style = {}
        for weight in (False, True):
            for _, _, box, declared in self.matches:
                if box == pseudo and declared.when in (ALWAYS, media):
                    for name, _, text, counts in declared.values:
                        if counts == weight:
                            _say(said, name, text.strip())
        return said


def _say(said: Style, name: str, text: str) -> None:
    """Set a property. A shorthand sets all that it stands for, so what was said of those before is gone."""
    for other in (
        []
        if name not in SHORTHANDS
        else [one for one in said if one.startswith(f"{name}-") or (name == "font" and one == "line-height")]
    ):
        del said[other]
    if name == "inset":
        for side in ("left", "right", "top", "bottom"):
            said.pop(side, None)
    said[name] = text


@lru_cache(maxsize=256)
def _inline(text: str) -> Declared:
    import tinycss2

    parsed = tinycss2.parse_blocks_contents(text, skip_comments=True, skip_whitespace=True)
    values = tuple(
        (one.lower_name, (), tinycss2.serialize(one.value), one.important)
        for one in parsed
        if one.type == "declaration"
    )
    return Declared(values, ALWAYS, "the page itself")


def goes_down(why: str) -> bool:
    """Whether what is wrong with an element is wrong with all that it holds."""
    return not why.startswith(("have another order", "are numbered"))


def handed_down(node: Node, style: Style, before: Seen) -> Seen:
    variables = before.variables
    if any(name.startswith("--") for name in style):
        variables = {**variables, **{name: value for name, value in style.items() if name.startswith("--")}}

    def value(*names: str) -> str:
        found = next((style[name] for name in names if name in style), "")
        return filled(found, variables).lower() if found else ""

    size = font_size(value("font-size"), before.size) if value("font-size") not in ("", INHERIT) else before.size
    if "font-size" not in style and value("font") and value("font") != INHERIT:
        size = next((length for length, unit in lengths(value("font"), before.size) if unit == "px"), size)
    words = colour(value("-webkit-text-fill-color", "color")) or before.words
    tint = background(value("background-color", "background"))
    ground = before.ground if tint is None or tint[3] < 0.5 else tint
    if "url(" in value("background", "background-image") or "gradient(" in value("background", "background-image"):
        ground = None
    return replace(
        before,
        variables=variables,
        size=size,
        words=words,
        ground=ground,
        visibility=value("visibility") if value("visibility") not in ("", INHERIT) else before.visibility,
        opacity=before.opacity * (number(value("opacity")) if number(value("opacity")) is not None else 1.0),  # type: ignore[operator]
        bullets=_bullets(node, value("list-style-type") or value("list-style"), before.bullets),
        why=before.why or _gone(node, value),
    )


def _bullets(node: Node, said: str, before: str) -> str:
    if said:
        return "none" if "none" in said else said
    return {"ol": "decimal", "ul": "disc"}.get(node.element.tag, before)


def _gone(node: Node, value: Callable[..., str]) -> str:
    """Why nothing that an element holds is shown, by its tag and attributes or by `display`."""
    tag, shown = node.element.tag, value("display")
    if tag in NEVER:
        return f"are in <{tag}>"
    if shown == "none" or (node.element.get("hidden") is not None and not shown):
        return "are not displayed"
    outer = node.element.getparent()
    if outer is not None and outer.tag == "details" and outer.get("open") is None and tag != "summary":
        return "are folded away"
    return "are struck through" if tag in STRUCK and not value("text-decoration", "text-decoration-line") else ""


def own_flaw(node: Node, style: Style, now: Seen) -> str:
    """Why the words of an element are not seen as they are, by its own style and what was handed down to it."""

    def value(*names: str) -> str:
        found = next((style[name] for name in names if name in style), "")
        return filled(found, now.variables).lower() if found else ""

    if now.visibility in ("hidden", "collapse") or value("content-visibility") == "hidden":
        return "are invisible"
    if now.opacity < FAINTEST:
        return "are transparent"
    if now.size < SMALLEST or (number(value("zoom")) or 1) < FAINTEST:
        return "are too small to read"
    if now.words and now.ground and is_unseen(now.words, now.ground):
        return "have the colour of what lies behind them"
    return _moved(node, value, now) or _changed(node, value, now)


def _moved(node: Node, value: Callable[..., str], now: Seen) -> str:
    """Whether an element is moved out of sight, cut off, or taken out of its place."""
    for name in ("text-indent", "margin-left", "margin-top", "margin-inline-start", "margin", "left", "top", "inset"):
        if is_far(value(name), now.size):
            return f"are moved out of sight by {name}"
    for name in ("right", "bottom", "margin-right"):
        if is_far(value(name), now.size, both=True):
            return f"are moved out of sight by {name}"
    if value("position") in ("absolute", "fixed") and "letter" not in (node.element.get("class") or "").split():
        return "are taken out of their place"
    if value("clip") not in ("", "auto") or value("clip-path") not in ("", "none"):
        return "are cut off"
    kept = value("overflow", "overflow-x", "overflow-y") not in ("", "visible", "auto")
    for name in ("height", "max-height", "block-size", "max-block-size", "width", "max-width", "inline-size"):
        size = next(lengths(value(name), now.size), None) if value(name) else None
        if size and size[0] < 12 and (kept or name.startswith("max")) and "(" not in value(name):
            return f"are cut off by {name}"
    for name in ("transform", "translate", "scale", "rotate"):
        if value(name) not in ("", "none"):
            return f"are moved or turned by {name}"
    return ""


def _changed(node: Node, value: Callable[..., str], now: Seen) -> str:
    """Whether the words of an element look like other words, or are in another order."""
    if value("content") not in ("", "normal", "none"):
        return "are replaced by other content"
    for name in ("filter", "mask", "mask-image", "-webkit-mask", "-webkit-mask-image", "animation", "animation-name"):
        if value(name) not in ("", "none"):
            return f"are changed by {name}"
    if value("mix-blend-mode") not in ("", "normal") or value("-webkit-text-security") not in ("", "none"):
        return "are blended with what lies behind them"
    if "line-through" in value("text-decoration", "text-decoration-line"):
        return "are struck through"
    if "override" in value("unicode-bidi") or value("writing-mode") not in ("", "horizontal-tb"):
        return "are turned round"
    for name in ("letter-spacing", "word-spacing"):
        if any(length < -0.25 * now.size for length, unit in lengths(value(name), now.size) if unit == "px"):
            return f"run into one another by {name}"
    if value("line-height") and (factor := number(value("line-height"))) is not None and factor < 0.6:
        return "lie on one another: their lines have no height"
    if value("-webkit-line-clamp") not in ("", "none") or value("text-overflow") not in ("", "clip"):
        return "are cut short"
    if any(name in value("font-family") for name in ("wingdings", "webdings", "symbol", "dingbats")):
        return "are set in a font of signs"
    if not any(outer.tag == "article" for outer in node.element.iterancestors()):
        return ""
    if "reverse" in value("flex-direction") and len(node.children) > 1:
        return "have another order on the page"
    if any(value(name) not in ("", "0", "auto") for name in ("order", "grid-row", "grid-area")):
        return "have another order on the page"
    if node.element.tag == "li" and now.bullets != "none" and node.element.getparent().tag == "ol":
        return "are numbered by the browser besides"
    return ""


def box_flaw(node: Node, box: str, media: str, now: Seen) -> str:
    """What a box before or after an element's words writes or covers; what their first line or letter hides."""
    style = node.style(media, box)
    if not style or now.why:
        return ""

    def value(*names: str) -> str:
        found = next((style[name] for name in names if name in style), "")
        return filled(found, now.variables) if found else ""

    if box.startswith("first"):
        inner = replace(handed_down(node, style, now), why="")
        return own_flaw(node, style, inner) if node.adopted else ""
    content = value("content")
    if content.lower() in ("", "none", "normal") or value("display").lower() == "none":
        return ""
    if any(sign.isalnum() for sign in _written(content)):
        return f"have other words put beside them: {content[:60]}"
    if value("position").lower() in ("absolute", "fixed") and (background(value("background", "background-color"))):
        return "lie under something that is laid over them"
    return ""


def _written(content: str) -> str:
    """What generated content writes: strings as they are, and anything computed as a letter."""
    computed = any(name in content.lower() for name in ("attr(", "counter", "url(", "image(", "gradient("))
    return content + ("x" if computed else "")
