"""A page of the web site -> what a browser shows of an edition's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clausebook.model.reading import quoted, split
from clausebook.readback.web.look import flaws
from clausebook.readback.web.page import SILENT, Page, holders, names, resolved, text_of
from clausebook.readback.web.sheets import compiled

MOST_WORDS = 8  # of an element that is quoted


def unseen(page: Page, path: str, site: Mapping[str, bytes]) -> tuple[str, ...]:
    """What the style sheets of a page do to its adopted words, each as a clause. `site` are its files by path."""
    import cssselect2

    found: list[str] = []
    sheets: list[tuple[str, bytes]] = []
    for address in page.sheets:
        target = resolved(address, path)
        if target in site:
            sheets.append((target, site[target]))
        else:
            found.append(f"the page takes its style from {address[:60] or 'nowhere'}, which is not read")
    sheets += [(f"<style> of {path}", own.encode("utf-8", "replace")) for own in page.own_sheets]
    ready = compiled(tuple(sheets), names(page))
    holding = set(holders(page.article))
    around = {outer for one in holding for outer in (one, *one.iterancestors())}
    root = cssselect2.ElementWrapper.from_html_root(page.root)
    for one in flaws(root, ready, holding.__contains__, around.__contains__):
        when = f" ({one.media})" if one.media else ""
        found.append(f"the words {quoted(split(_own_text(one.element)), MOST_WORDS)} {one.why}{when}")
    return (*found, *ready.faults)


def _own_text(element: Any) -> str:
    return " ".join(element.itertext())


def words(page: Page) -> list[str]:
    """The adopted words of a page, in order."""
    return split(text_of(page.article))


def claims(page: Page) -> str:
    """Everything that a page says outside its adopted words, where something may be said of the approval."""
    adopted = page.article
    pieces: list[str] = []
    for element in page.root.iter():
        if isinstance(element.tag, str) and element.tag not in SILENT and adopted not in element.iterancestors():
            pieces.append(element.text or "")
        pieces.append(element.tail or "" if element is not adopted else "")
    return " ".join(" ".join(pieces).split())
