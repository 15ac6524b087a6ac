"""Small builder of XML: elements with their words and children, a layout that adds no blank to any words, and the
eId of every element.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, tostring

from clausebook.formats._names import for_xml
from clausebook.model.edition import Edition, ResolvedClause
from clausebook.model.edition_blocks import ResolvedConnector, ResolvedList, ResolvedListItem
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


def ids_of(edition: Edition) -> dict[str, str]:
    """Anchor in the edition to eId."""
    found: dict[str, str] = {}
    for chapter in edition.chapters:
        own = _free(f"chp_{_part(chapter.cite or chapter.id)}", found)
        found[chapter.id] = own
        for passage in chapter.all_passages:
            if passage is chapter.opening:
                found[passage.id] = own
            else:
                found[passage.id] = _free(f"{own}__sec_{_part(passage.cite or passage.id)}", found)
            found |= _items(passage, found[passage.id])
    return found


def list_id(owner: str, place: int) -> str:
    """The eId of the list at a place, counted from 1, among the blocks of its owner."""
    return f"{owner}__list_{place}"


def paragraph_id(owner: str, place: int) -> str:
    """The eId of the paragraph at a place, counted from 1, among the blocks of its owner."""
    return f"{owner}__p_{place}"


def _items(passage: ResolvedClause, owner: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for place, block in enumerate(passage.blocks, 1):
        if isinstance(block, ResolvedList):
            found |= _points(block.points, list_id(owner, place))
    return found


def _points(points: tuple[ResolvedListItem | ResolvedConnector, ...], owner: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for point in points:
        if isinstance(point, ResolvedListItem):
            own = f"{owner}__item_{_part(point.letter)}"
            found |= dict.fromkeys((point.anchor, *point.anchors), own)
            found |= _points(point.points, list_id(own, 1))
    return found


def _part(number: str) -> str:
    """A number as an eId may hold it: "2.2" is 2-2."""
    return re.sub(r"[^0-9A-Za-z]+", "-", number).strip("-") or "x"


def _free(wanted: str, found: dict[str, str]) -> str:
    """The eId that is wanted, with a count where two clauses have one number."""
    taken = set(found.values())
    return next(
        one for one in (wanted, *(f"{wanted}-{count}" for count in range(2, len(taken) + 3))) if one not in taken
    )
