"""Values of CSS -> numbers and colours, as far as they are known without laying out a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from clausebook.text.colour import HIDDEN, between

Colour = tuple[float, float, float, float]  # red, green, blue and how opaque, from 0 to 1
ROOT_SIZE = 16.0  # pixels
FAR = 300.0  # pixels; a page of text moves nothing by so much
FAR_SHARE = 60.0  # of a hundred parts of the window or the box
DEEPEST = 12  # variables within variables
_LENGTH = re.compile(
    r"(?<![\w.#-])([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)(px|rem|em|ch|ex|pt|pc|in|cm|mm|q|%|[sld]?v[whib]|v(?:min|max))?(?![\w#])",
    re.I,
)
_PIXELS = {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 37.8, "mm": 3.78, "q": 0.945, "": 1.0}
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,([^()]*(?:\([^()]*\)[^()]*)*))?\)")
_KEYWORDS = {"xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0}
_KEYWORDS |= {"x-large": 24.0, "xx-large": 32.0, "xxx-large": 48.0}


def filled(text: str, variables: Mapping[str, str]) -> str:
    """A value with its variables put in; what has no value is left out."""
    for _ in range(DEEPEST):
        if "var(" not in text:
            break
        text = _VARIABLE.sub(lambda found: variables.get(found[1], found[2] or ""), text)
    return text.strip()


def lengths(text: str, size: float) -> Iterator[tuple[float, str]]:
    """Every length of a value in pixels, or in hundredths of a box or window where its unit is "%"."""
    for number, unit in _LENGTH.findall(text):
        value, unit = float(number), unit.lower()
        if unit == "%" or unit.lstrip("sld").startswith("v"):
            yield value, "%"
        elif unit == "rem":
            yield value * ROOT_SIZE, "px"
        elif unit in ("em", "ch", "ex"):
            yield value * size * (1.0 if unit == "em" else 0.5), "px"
        else:
            yield value * _PIXELS[unit], "px"


def is_far(text: str, size: float, *, both: bool = False) -> bool:
    """Whether a value moves something out of sight: far to the left or up, with `both` to any side."""
    return any(
        (abs(value) if both else -value) >= (FAR_SHARE if unit == "%" else FAR) for value, unit in lengths(text, size)
    )


def font_size(text: str, before: float) -> float:
    """The size of letters in pixels; the one before where it is not known."""
    text = text.lower()
    if text in _KEYWORDS:
        return _KEYWORDS[text]
    if "(" in text:
        return before
    found = next(lengths(text, before), None)
    if found is None:
        return before
    return before * found[0] / 100 if found[1] == "%" else found[0]


def number(text: str) -> float | None:
    """A bare number or a share, None for anything else."""
    try:
        return float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        return None


def colour(text: str) -> Colour | None:
    """A colour, None where it is none or is not known."""
    from tinycss2.color4 import parse_color

    if not text or text.lower() in ("currentcolor", "inherit", "initial", "unset", "revert"):
        return None
    try:
        found = parse_color(text)
        if found is None or isinstance(found, str):
            return None
        red, green, blue, opaque = found.to("srgb")
    except (ValueError, NotImplementedError, AttributeError, TypeError):
        return None
    parts = [min(1.0, max(0.0, float(part or 0))) for part in (red, green, blue)]
    return parts[0], parts[1], parts[2], float(opaque)


def background(text: str) -> Colour | None:
    """The colour in a shorthand, None where there is none."""
    parts = re.findall(r"[\w-]+\([^()]*(?:\([^()]*\)[^()]*)*\)|#[0-9a-f]+|[\w-]+", text, re.I)
    return next((found for part in parts if (found := colour(part)) is not None), None)


def is_unseen(words: Colour, ground: Colour) -> bool:
    """Whether words have, or nearly have, the colour of what lies behind them."""
    if words[3] < 0.3:
        return True
    mixed = tuple(words[3] * words[at] + (1 - words[3]) * ground[at] for at in range(3))
    return between(mixed, ground[:3]) < HIDDEN
