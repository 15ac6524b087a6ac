"""Small builder of XML: elements with their words and children, and a layout that adds no blank to any words."""

from __future__ import annotations

from xml.etree.ElementTree import Element, tostring

from clausebook.formats._names import for_xml
from clausebook.text.inline import Inline, Run

# elements that hold words: nothing may be put between what they hold
_WORDS = frozenset({"p", "num", "heading", "caption", "listIntroduction", "tocItem"})


def branch(tag: str, *children: Element, **attributes: str) -> Element:
    """An element with these children. `as_` stands for the attribute "as"; empty attributes are left out."""
    element = Element(tag, {key.rstrip("_"): for_xml(value) for key, value in attributes.items() if value})
    element.extend(children)
    return element


def leaf(tag: str, text: str, **attributes: str) -> Element:
    """An element that holds words alone."""
    element = branch(tag, **attributes)
    element.text = for_xml(text)
    return element


def worded(tag: str, inline: Inline, ids: dict[str, str], *before: Element, **attributes: str) -> Element:
    """An element that holds words with their style. `ids` says which element a reference inside the edition means."""
    element = branch(tag, *before, **attributes)
    for run in inline:
        if run.text:
            _append(element, _styled(run, ids))
    return element


def _append(element: Element, new: Element | str) -> None:
    if isinstance(new, Element):
        element.append(new)
    elif len(element):
        element[-1].tail = (element[-1].tail or "") + new
    else:
        element.text = (element.text or "") + new


def _styled(run: Run, ids: dict[str, str]) -> Element | str:
    """The words of one run inside the elements of its style, the link outermost."""
    shown: Element | str = for_xml(run.text)
    for tag, on in (("inline", run.code), ("i", run.italic), ("b", run.bold)):
        if on:
            shown = _inside(branch(tag, name="code" if tag == "inline" else ""), shown)
    if run.link.startswith("#"):
        target = ids.get(run.link[1:])
        return _inside(branch("ref", href=f"#{target}"), shown) if target else shown
    return _inside(branch("a", href=run.link), shown) if run.link else shown


def _inside(element: Element, shown: Element | str) -> Element:
    _append(element, shown)
    return element


def written(root: Element) -> bytes:
    """The whole file, an element a line where no words are in the way."""
    _laid_out(root, 0)
    text: str = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def _laid_out(element: Element, depth: int) -> None:
    if element.tag in _WORDS or not len(element):
        return
    inner = "\n" + "  " * (depth + 1)
    element.text = inner
    for child in element:
        _laid_out(child, depth + 1)
        child.tail = inner
    element[-1].tail = "\n" + "  " * depth
