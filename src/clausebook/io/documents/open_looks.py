"""What styles of OpenDocument say of an element: its look, its size, how far it is set in."""

from __future__ import annotations

import re
from typing import Any

from clausebook.io.documents.colours import WHITE, named
from clausebook.io.documents.limits import SMALLEST
from clausebook.io.documents.outline_numbers import STYLE, TEXT
from clausebook.model.documents.extracted import HIDDEN, STRUCK
from clausebook.text.records import dataclass

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_OPACITY = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}opacity"
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "pc": 12.0}
_BOLD = ("bold", "600", "700", "800", "900")


@dataclass(frozen=True, slots=True)
class OdtLook:
    """What the look of an element says of its words: why they are left out, how they are marked."""

    left_out: str = ""
    marked: str = ""


class OdtLooks:
    """The properties of styles by name, those of the styles they are based on behind them."""

    def __init__(self, content: Any, styles: Any) -> None:
        roots = [root for root in (styles, content) if root is not None]
        self._styles = {one.get(f"{STYLE}name", ""): one for root in roots for one in root.iter(f"{STYLE}style")}

    def value(self, element: Any, attribute: str, kind: str = "text") -> str:
        """The value of a property of text, or of another kind, in an element's style, or ""."""
        name = element.get(f"{TEXT}style-name", "")
        for _ in range(20):
            style = self._styles.get(name)
            if style is None:
                return ""
            properties = style.find(f"{STYLE}{kind}-properties")
            if properties is not None and properties.get(attribute):
                return str(properties.get(attribute))
            name = style.get(f"{STYLE}parent-style-name", "")
        return ""

    def size(self, element: Any) -> float:
        """The size of its letters in points, 0 where not known."""
        found = re.fullmatch(r"([\d.]+)pt", self.value(element, f"{FO}font-size"))
        return float(found[1]) if found else 0.0

    def indent(self, element: Any) -> float:
        """How far its paragraph is set in, in points."""
        found = re.fullmatch(r"([\d.]+)(pt|in|cm|mm|pc)", self.value(element, f"{FO}margin-left", "paragraph"))
        return float(found[1]) * _POINTS[found[2]] if found else 0.0

    def is_title(self, element: Any) -> bool:
        """Whether its style is that of titles."""
        name = element.get(f"{TEXT}style-name", "")
        style = self._styles.get(name)
        return name == "Title" or (style is not None and style.get(f"{STYLE}parent-style-name") == "Title")

    def stands_out(self, element: Any) -> bool:
        """Whether it is bold or underlined."""
        line = self.value(element, f"{STYLE}text-underline-style")
        return self.value(element, f"{FO}font-weight") in _BOLD or line not in ("", "none")

    def of(self, element: Any) -> OdtLook | None:
        """The look of an element; None where its style says nothing."""
        if not element.get(f"{TEXT}style-name"):
            return None
        if self.value(element, f"{TEXT}display") == "none" or self.value(element, _OPACITY) in ("0%", "0"):
            return OdtLook(HIDDEN)
        lines = [self.value(element, f"{STYLE}text-line-through-{part}") for part in ("style", "type")]
        if any(line not in ("", "none") for line in lines):
            return OdtLook(STRUCK)
        ground = self.value(element, f"{FO}background-color").removeprefix("#")
        if named(ground, shaded=True):
            return OdtLook(marked="highlighted")
        if 0 < self.size(element) < SMALLEST:
            return OdtLook(marked="set too small to be read")
        colour = named(self.value(element, f"{FO}color").removeprefix("#"), shaded=self._is_shaded(element))
        is_design = element.tag == f"{TEXT}h" and colour != WHITE
        return OdtLook(marked=f"set in {colour}") if colour and not is_design else None

    def _is_shaded(self, element: Any) -> bool:
        """Whether white could be read: on a ground of its own, or in a table, which may have one."""
        grounds = (self.value(up, f"{FO}background-color") for up in (element, *element.iterancestors()))
        return (
            any(one.startswith("#") for one in grounds)
            or next(element.iterancestors(f"{TABLE}table"), None) is not None
        )
