"""A page of the web site -> what a browser shows of an edition's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clausebook.model.reading import quoted, words_in
from clausebook.readback.web.look import Flaw, flaws
from clausebook.readback.web.page import SILENT, Page, holders, holders_of_changes, names, resolved, text_of
from clausebook.readback.web.sheets import compiled, wrapped

STRUCK = "are struck through"
MOST_WORDS = 8  # of an element that is quoted


def unseen(page: Page, path: str, site: Mapping[str, bytes]) -> tuple[str, ...]:
    """What the style sheets of a page do to its adopted words, each as a clause. `site` are its files by path."""
    found, seen = _looked_at(page, path, site, set(holders(page.article)))
    return (*found, *(_flaw_words(one) for one in seen))


def unseen_changes(page: Page, path: str, site: Mapping[str, bytes]) -> tuple[str, ...]:
    """The same of a review's page, as `without_likenesses` left it: words that went are struck through, no others."""
    holding = set(holders_of_changes(page.article))
    found, seen = _looked_at(page, path, site, holding)
    struck = {one.element for one in seen if one.why == STRUCK and not one.media}
    gone = {one for one in holding if any(outer.tag == "del" for outer in (one, *one.iterancestors()))}
    kept = [one for one in gone - struck if not any(one is other.element for other in seen)]
    return (
        *found,
        *(_flaw_words(one) for one in seen if not (one.why == STRUCK and one.element in gone)),
        *(
            f"the words {quoted(words_in(_own_text(one)), MOST_WORDS)}, which went, are not struck through"
            for one in kept
        ),
    )


def _flaw_words(flaw: Flaw) -> str:
    when = f" ({flaw.media})" if flaw.media else ""
    return f"the words {quoted(words_in(_own_text(flaw.element)), MOST_WORDS)} {flaw.why}{when}"


def _looked_at(page: Page, path: str, site: Mapping[str, bytes], holding: set[Any]) -> tuple[list[str], list[Flaw]]:
    """What of a page's style cannot be followed, and the flaws of the elements that hold words."""
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
    around = {outer for one in holding for outer in (one, *one.iterancestors())}
    return [*found, *ready.faults], flaws(wrapped(page.root), ready, holding.__contains__, around.__contains__)


def _own_text(element: Any) -> str:
    return " ".join(element.itertext())


def words(page: Page) -> list[str]:
    """The adopted words of a page, in order."""
    return words_in(text_of(page.article))


def claims(page: Page) -> str:
    """Everything that a page says outside its adopted words, where something may be said of the approval."""
    adopted = page.article
    pieces: list[str] = []
    for element in page.root.iter():
        if adopted in element.iterancestors():
            continue  # with what follows it: that is adopted, too
        if isinstance(element.tag, str) and element.tag not in SILENT:
            pieces.append(element.text or "")
        pieces.append(element.tail or "" if element is not adopted else "")
    return " ".join(" ".join(pieces).split())
