"""Lists of a web page as Google Docs and Word write them -> lists of HTML, one in the other."""

from __future__ import annotations

import re
from typing import Any, Protocol

from lxml import etree

_KIX = re.compile(r"lst-kix_(?P<list>[\w-]+)-(?P<level>\d)\b")
_MSO = re.compile(r"mso-list:\s*l(?P<list>\d+)\s+level(?P<level>\d+)")
_OUTDENT = re.compile(r"text-indent:\s*-\d")
_LEFT = re.compile(r"margin-left:\s*(?P<by>\d+(?:\.\d+)?)")
_TINY = re.compile(r"font:\s*7\.0pt")


class TakingPage(Protocol):
    """A page out of which elements can be taken, with the reason why."""

    root: Any

    def take(self, element: Any, why: str) -> None:
        """Take an element out and keep its words."""


def stated(page: TakingPage) -> None:
    """Headings and lists that only an element's role says."""
    for element in page.root.iter("div", "p", "span"):
        role, level = (element.get("role") or "").lower(), element.get("aria-level", "2")
        if role == "heading":
            element.tag = f"h{level}" if level in "123456" else "h6"
        elif role == "list":
            element.tag = "ul"
        elif role == "listitem" and element.getparent() is not None and element.getparent().tag == "ul":
            element.tag = "li"


def google(page: TakingPage) -> None:
    """Lists that a class gives their level, each a list of its own after the other: one in the other."""
    for parent in {one.getparent() for one in page.root.iter("ul", "ol") if _KIX.search(one.get("class", ""))}:
        stack: list[tuple[int, Any]] = []
        for element in list(parent):
            found = _KIX.search(element.get("class", "")) if element.tag in ("ul", "ol") else None
            if found is None:
                stack = []
                continue
            level = int(found["level"])
            while stack and stack[-1][0] > level:
                stack.pop()
            if stack and stack[-1][0] == level and "start" not in element.get("class", "").split():
                stack[-1][1].extend(list(element))
                parent.remove(element)
                continue
            if stack and stack[-1][0] == level:
                stack.pop()
            if stack and len(stack[-1][1]):
                stack[-1][1][-1].append(element)
            stack.append((level, element))


def word(page: TakingPage) -> None:
    """Items as Word writes them into a web page: paragraphs with a level in their style, and a mark that it drew."""
    for parent in {one.getparent() for one in page.root.iter("p") if _is_item(one)}:
        stack: list[tuple[float, Any]] = []
        for element in list(parent):
            drawn = _drawn(element) if element.tag == "p" and _is_item(element) else []
            mark = " ".join("".join("".join(one.itertext()) for one in drawn[:1]).split())
            if not drawn or re.match(r"\(?[0-9a-zA-Z]{1,4}[.)]", mark):
                stack = []
                continue
            level = _level(element)
            while stack and stack[-1][0] > level:
                stack.pop()
            if not stack or stack[-1][0] < level:
                made = etree.Element("ul")
                if stack:
                    stack[-1][1][-1].append(made)
                    element.getparent().remove(element)
                else:
                    element.addprevious(made)
                stack.append((level, made))
            item = etree.SubElement(stack[-1][1], "li")
            for one in drawn:
                page.take(one, "mark of an item")
            item.append(element)


def _is_item(paragraph: Any) -> bool:
    """Whether Word says that a paragraph is an item: by its level, or in a page "filtered" by its class and outdent."""
    style = paragraph.get("style", "")
    is_filtered = "MsoListParagraph" in paragraph.get("class", "") and bool(_OUTDENT.search(style))
    return bool(_MSO.search(style)) or (is_filtered and bool(_drawn(paragraph)))


def _level(paragraph: Any) -> float:
    """The level that Word states; in a filtered page, how far the paragraph is set in."""
    if found := _MSO.search(paragraph.get("style", "")):
        return float(found["level"])
    found = _LEFT.search(paragraph.get("style", ""))
    return float(found["by"]) if found else 0.0


def _drawn(paragraph: Any) -> list[Any]:
    """The spans that hold the mark of an item as Word drew it: said to be, or before blanks in tiny type."""
    spans = list(paragraph.iter("span"))
    said = [one for one in spans if "mso-list:ignore" in one.get("style", "").lower().replace(" ", "")]
    if said or _MSO.search(paragraph.get("style", "")):
        return said
    first = spans[0] if spans else None
    if first is None or (paragraph.text or "").strip() or not any(_TINY.search(one.get("style", "")) for one in first):
        return []
    return [first] if len("".join(first.itertext()).split()) == 1 else []


def nested(page: TakingPage) -> None:
    """A list directly inside a list belongs to the item above it."""
    for element in list(page.root.iter("ul", "ol")):
        parent, before = element.getparent(), element.getprevious()
        if parent is not None and parent.tag in ("ul", "ol") and before is not None and before.tag == "li":
            before.append(element)
