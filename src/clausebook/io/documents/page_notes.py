"""Footnotes of a web page, of whatever program: a sign that leads to words, and in these a link that leads back."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from clausebook.io.documents.page_lists import TakingPage

NOTE = "footnote-text"  # the class that a note is handed on with
_SIGN = re.compile(r"[\[(]?(?:\d{1,3}|[ivxlc]{1,5}|[a-z*†‡§]{1,2})[\])]?", re.I)
_HOLDERS = ("li", "div", "p", "aside", "td", "dd")
_AROUND = ("ul", "ol", "dl", "table")


def beside(page: TakingPage) -> None:
    """Put each note below the paragraph, list or table that refers to it, without its sign."""
    named = {one.get(key): one for one in page.root.iter() for key in ("name", "id") if one.get(key)}
    for sign in [one for one in _links(page.root) if _SIGN.fullmatch(_text(one))]:
        target = named.get(sign.get("href").removeprefix("#"))
        place = next((one for one in sign.iterancestors() if one.tag in _HOLDERS), None)
        if target is None or place is None or sign in list(target.iter()):
            continue
        holder = next((one for one in (target, *target.iterancestors()) if one.tag in _HOLDERS), None)
        back = [one for one in _links(holder) if _leads_to(one, sign, named)] if holder is not None else []
        if holder is None or not back or holder in list(sign.iterancestors()) or sign.getparent() is None:
            continue
        for link in (*back, sign):
            around = link.getparent()
            is_raised = around.tag in ("sup", "span") and "".join(around.itertext()).strip() == _text(link)
            page.take(around if is_raised else link, "sign of a footnote")
        _move(holder, place)


def _links(holder: Any) -> list[Any]:
    return [one for one in holder.iter("a") if (one.get("href") or "").startswith("#")]


def _text(element: Any) -> str:
    return "".join(element.itertext()).strip()


def _leads_to(link: Any, sign: Any, named: dict[str, Any]) -> bool:
    """Whether a link leads to the sign, or to what is directly around or in it."""
    end = named.get(link.get("href").removeprefix("#"))
    return end is not None and (end is sign or end in list(sign.iterancestors())[:2] or end in list(sign.iter()))


def _move(holder: Any, place: Any) -> None:
    for one in place.iterancestors():
        place = one if one.tag in _AROUND else place
    made = etree.Element("div", {"class": NOTE})
    made.text, holder.text = holder.text, None
    made.extend(list(holder))
    place.addnext(made)
    made.tail, place.tail = place.tail, None
    parent = holder.getparent()
    if parent is not None:
        holder.drop_tree()
        if parent.tag in _AROUND and not len(parent):
            parent.drop_tree()
