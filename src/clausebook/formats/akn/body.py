"""Edition -> the main body of the document, and what is before and after the clauses."""

from __future__ import annotations

from typing import assert_never
from xml.etree.ElementTree import Element

from clausebook.formats.akn.tree import branch, leaf, list_id, paragraph_id, worded
from clausebook.model.edition import Edition, ResolvedClause, ResolvedSection
from clausebook.model.edition_blocks import (
    ResolvedBlock,
    ResolvedConnector,
    ResolvedForm,
    ResolvedList,
    ResolvedListItem,
    ResolvedNote,
    ResolvedParagraph,
    ResolvedTable,
)
from clausebook.model.fingerprint import NOTE_LABEL
from clausebook.text.inline import Inline

Ids = dict[str, str]
EDITORIAL = "editorial"  # the standard's word for what an editor added


def main_body(edition: Edition, ids: Ids) -> Element:
    """All sections in order."""
    return branch("mainBody", *(_chapter(chapter, ids) for chapter in edition.chapters))


def _chapter(chapter: ResolvedSection, ids: Ids) -> Element:
    own = ids[chapter.id]
    children = _head(chapter.number, chapter.title)
    blocks = _blocks(chapter.opening, own, ids) if chapter.opening else []
    roles = _roles(chapter.opening) if chapter.opening else ""
    if not chapter.passages:
        children.append(branch("content", *(blocks or [branch("p")])))
    elif blocks:
        children.append(branch("intro", *blocks))
    children += [_section(passage, ids) for passage in chapter.passages]
    return branch("chapter", *children, eId=own, wId=chapter.id, refersTo=roles)


def _section(passage: ResolvedClause, ids: Ids) -> Element:
    own = ids[passage.id]
    blocks = _blocks(passage, own, ids) or [branch("p")]
    children = [*_head(passage.number, passage.title), branch("content", *blocks)]
    return branch("section", *children, eId=own, wId=passage.id, refersTo=_roles(passage))


def _head(number: str, title: str) -> list[Element]:
    found = [leaf("num", number)] if number else []
    return found + ([leaf("heading", title)] if title else [])


def _roles(passage: ResolvedClause) -> str:
    """Whom a clause applies to."""
    return " ".join(f"#role-{role}" for role in passage.applies_to)


def _blocks(passage: ResolvedClause, owner: str, ids: Ids) -> list[Element]:
    return [one for place, block in enumerate(passage.blocks, 1) for one in _block(block, owner, place, ids)]


def _block(block: ResolvedBlock, owner: str, place: int, ids: Ids) -> list[Element]:
    match block:
        case ResolvedParagraph():
            return [worded("p", block.text, ids, eId=paragraph_id(owner, place))]
        case ResolvedList():
            return [_list(block.stem, block.points, list_id(owner, place), ids)]
        case ResolvedNote():
            # what every note says is the engine's word; another label is adopted
            label = leaf("inline", block.label, name="label", status=EDITORIAL if block.label == NOTE_LABEL else "")
            label.tail = " "
            return [worded("p", block.text, ids, *([label] if block.label else []), class_="note")]
        case ResolvedTable():
            return [_table(block, ids)]
        case ResolvedForm():
            return [_form(block, ids)]
        case _:
            assert_never(block)


def _list(stem: Inline, points: tuple[ResolvedListItem | ResolvedConnector, ...], own: str, ids: Ids) -> Element:
    """A list without items is the words that introduce it."""
    if not points:
        return worded("p", stem, ids, eId=own)
    introduction = [worded("listIntroduction", stem, ids)] if stem else []
    return branch("blockList", *introduction, *(_point(point, ids) for point in points), eId=own)


def _point(point: ResolvedListItem | ResolvedConnector, ids: Ids) -> Element:
    """An item; a line between two items is an item without a letter, for the standard has no other place for it."""
    if isinstance(point, ResolvedConnector):
        return branch("item", worded("p", point.text, ids), class_="between")
    own = ids[point.anchor]
    children = [leaf("num", f"({point.letter})", status=EDITORIAL), worded("p", point.text, ids)]
    if point.points:
        children.append(_list((), point.points, list_id(own, 1), ids))
    kept = next((anchor for anchor in point.anchors if anchor), "")
    return branch("item", *children, eId=own, wId=kept)


def _table(table: ResolvedTable, ids: Ids) -> Element:
    rows = [_row("th", table.header, ids), *(_row("td", row, ids) for row in table.rows)]
    caption = [worded("caption", table.caption, ids)] if table.caption else []
    return branch("table", *caption, *rows)


def _row(tag: str, cells: tuple[Inline, ...], ids: Ids) -> Element:
    return branch("tr", *(branch(tag, worded("p", cell, ids)) for cell in cells))


def _form(form: ResolvedForm, ids: Ids) -> Element:
    title = [worded("p", form.title, ids, class_="form-title")] if form.title else []
    blanks = [worded("p", blank.label, ids, class_=f"blank blank-{blank.kind}") for blank in form.blanks]
    return branch("blockContainer", *(title + blanks or [branch("p")]), class_="form")


def preface(edition: Edition) -> Element:
    """Series, title, approving body and, where an edition was adopted on paper, its contents as printed."""
    found = [leaf("p", edition.series, class_="series")] if edition.series else []
    found.append(branch("p", leaf("docTitle", edition.title)))
    if edition.approving_body:
        found.append(branch("p", leaf("docAuthority", edition.approving_body), class_="approving-body"))
    if edition.printed_contents:
        lines = (_words(line.number or "", line.title, line.page) for line in edition.printed_contents)
        found.append(
            branch("toc", *(leaf("tocItem", line, href="#", level="1") for line in lines), class_="as-printed")
        )
    return branch("preface", *found)


def conclusions(edition: Edition) -> Element | None:
    """The lines to sign on; None where there are none."""
    if not edition.signatures:
        return None
    return branch("conclusions", *(_signature(line.label, line.title) for line in edition.signatures))


def _signature(label: str, title: str) -> Element:
    line = leaf("p", f"{label} " if label else "", class_="signature")
    line.append(leaf("signature", title))
    return line


def _words(*parts: str) -> str:
    return " ".join(part for part in parts if part)
