"""The pass over a Word file that pandoc's writer leaves undone: tracked ends of paragraphs and rows, lists, ids."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Literal

from clausebook.text.records import dataclass

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PREFIX = "tracked-"
_MOVING = "\N{WORD JOINER}"
_DEEPEST = 9  # levels that a list of Word has
_FORMATS = ("lowerLetter", "lowerRoman", "decimal")
_INDENT = 567  # of a level of a list, in twentieths of a point: 1 cm
_BEFORE_LIST = ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionMarks:
    """What is still to be done to one paragraph, or to one row of a table.

    `mark` says what became of its end, `who` and `when` whose doing that was. `list` is the number of the list it is an
    item of, from 1, and `depth` how deep; 0 for what is not an item. `move` is the name that both ends of a move share.
    """

    mark: Literal["kept", "inserted", "deleted"] = "kept"
    who: str = ""
    when: str = ""
    list: int = 0
    depth: int = 0
    row: bool = False
    move: str = ""


def moving(who: str, move: str = "") -> str:
    """The author by whom words are known that moved; the pass takes the sign off again.

    `move` names words that moved by themselves; those that moved with their paragraph have the name of its move.
    """
    return f"{_MOVING}{f'{move}{_MOVING}' if move else ''}{who}"


def name(place: int) -> str:
    """The bookmark by which the paragraph or row that a stamp is for is found again."""
    return f"{_PREFIX}{place}"


def finisher(stamps: Sequence[RevisionMarks], then: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    """What turns pandoc's bytes into the file: this pass, and `then` the touches every Word file gets."""
    return partial(_finished, stamps=tuple(stamps), then=then)


def _finished(made: bytes, *, stamps: tuple[RevisionMarks, ...], then: Callable[[bytes], bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    parts["word/document.xml"] = stamped(parts["word/document.xml"], stamps)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for part, data in parts.items():
            archive.writestr(zipfile.ZipInfo(part, (1980, 1, 1, 0, 0, 0)), data)
    return then(target.getvalue())


def stamped(document: bytes, stamps: Sequence[RevisionMarks]) -> bytes:
    """The document's XML with each stamp set where its bookmark is, and every tracked change with an id of its own.

    pandoc repeats ids, and Word then takes two changes for one.
    """
    from lxml import etree

    root = etree.fromstring(document)
    for start in list(root.iter(_tag("bookmarkStart"))):
        found = re.fullmatch(rf"{_PREFIX}(\d+)", start.get(_tag("name"), ""))
        if found:
            _set(start, stamps[int(found[1])])
            _lift(start)
    moves: dict[tuple[str, str], list[Any]] = {}
    for change in list(root.iter(_tag("ins"), _tag("del"))):
        move = _settle(change)
        if move:
            moves.setdefault((change.tag, move), []).append(change)
    for (_, move), ends_of in moves.items():
        _around(ends_of[0], ends_of[-1], move)
    changes = root.iter(*map(_tag, ("ins", "del", "moveFrom", "moveTo", "moveFromRangeStart", "moveToRangeStart")))
    ends = {end.get(_tag("id")): end for end in root.iter(_tag("moveFromRangeEnd"), _tag("moveToRangeEnd"))}
    for number, change in enumerate(changes, 1):
        if change.get(_tag("id")) in ends and change.tag.endswith("RangeStart"):
            ends.pop(change.get(_tag("id"))).set(_tag("id"), str(number))
        change.set(_tag("id"), str(number))
    made: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return re.sub(rb"(<w:[^<>]*[^/<> ])/>", rb"\1 />", made)  # as pandoc writes it, for the passes that follow


def _settle(change: Any) -> str:
    """What the sign before an author's name says of a change: that it is a move. The name of one of words alone."""
    who = change.get(_tag("author"), "")
    if not who.startswith(_MOVING):
        return ""
    *_, move, who = who.split(_MOVING)
    change.set(_tag("author"), who)
    change.tag = _tag("moveTo" if change.tag == _tag("ins") else "moveFrom")
    for text in list(change.iter(_tag("delText"))):
        text.tag = _tag("t")
    return str(move)


def _around(first: Any, last: Any, move: str) -> None:
    """Where the words of a move begin and end: both ends of the move have one name."""
    kind = first.tag.removeprefix(_tag(""))
    start, end = (first.makeelement(_tag(f"{kind}Range{side}")) for side in ("Start", "End"))
    for name in ("author", "date"):
        start.set(_tag(name), first.get(_tag(name), ""))
    start.set(_tag("name"), move)
    for one in (start, end):
        one.set(_tag("id"), f"{kind} {move}")
    first.addprevious(start)
    last.addnext(end)


def _tag(name: str) -> str:
    return f"{{{_W}}}{name}"


def _lift(start: Any) -> None:
    """Take a bookmark of ours out again."""
    id = start.get(_tag("id"))
    parent = start.getparent()
    for end in [one for one in parent.iter(_tag("bookmarkEnd")) if one.get(_tag("id")) == id]:
        end.getparent().remove(end)
    parent.remove(start)


def _set(start: Any, stamp: RevisionMarks) -> None:
    if stamp.row:
        row = next(start.iterancestors(_tag("tr")))
        _mark(_child(row, "trPr", 0), stamp)
        return
    paragraph = next(start.iterancestors(_tag("p")))
    properties = _child(paragraph, "pPr", 0)
    if stamp.list:
        _item(properties, stamp)
    if stamp.move:
        _range(paragraph, stamp)
    if stamp.mark != "kept":
        _mark(_child(properties, "rPr", len(properties)), stamp)
        for reference in list(paragraph.iter(_tag("commentReference"))):
            _track(reference.getparent(), stamp)


def _range(paragraph: Any, stamp: RevisionMarks) -> None:
    """Where a move begins and ends, around the paragraph: both ends of a move have one name."""
    kind, id = ("moveTo" if stamp.mark == "inserted" else "moveFrom"), f"{stamp.mark} {stamp.move}"
    start, end = (paragraph.makeelement(_tag(f"{kind}Range{side}")) for side in ("Start", "End"))
    for name, value in (("id", id), ("author", stamp.who), ("date", stamp.when), ("name", stamp.move)):
        start.set(_tag(name), value)
    end.set(_tag("id"), id)
    paragraph.addprevious(start)
    paragraph.addnext(end)


def _child(parent: Any, name: str, place: int) -> Any:
    found = parent.find(_tag(name))
    if found is None:
        found = parent.makeelement(_tag(name))
        parent.insert(place, found)
    return found


def _track(run: Any, stamp: RevisionMarks) -> None:
    """The sign of a comment comes and goes with a paragraph that does; left alone, it would stay behind.

    It is part of the last change before it: as a change of its own it makes LibreOffice take the level of a list from
    a paragraph, or give it one.
    """
    before = run.getprevious()
    while before is not None and before.tag == _tag("commentRangeEnd"):
        before = before.getprevious()
    if before is not None and before.tag == _tag("ins" if stamp.mark == "inserted" else "del"):
        before.append(run)
        return
    change = _change(run, stamp)
    run.addprevious(change)
    change.append(run)


def _change(near: Any, stamp: RevisionMarks) -> Any:
    change = near.makeelement(_tag("ins" if stamp.mark == "inserted" else "del"))
    who = moving(stamp.who) if stamp.move else stamp.who
    for name, value in (("id", "0"), ("author", who), ("date", stamp.when)):
        change.set(_tag(name), value)
    return change


def _mark(properties: Any, stamp: RevisionMarks) -> None:
    """The end of a paragraph came or went: an empty w:ins or w:del among its properties says so."""
    if stamp.mark == "kept":
        return
    change = _change(properties, stamp)
    # in a row's properties these come last, in a paragraph's run properties first
    properties.insert(len(properties) if stamp.row else 0, change)


def item_properties(depth: int, number: int) -> str:
    """What makes a paragraph an item of a list."""
    level = min(depth, _DEEPEST) - 1
    return f'<w:numPr><w:ilvl w:val="{level}" /><w:numId w:val="{number}" /></w:numPr>'


def _item(properties: Any, stamp: RevisionMarks) -> None:
    item = properties.makeelement(_tag("numPr"))
    for name, value in (("ilvl", min(stamp.depth, _DEEPEST) - 1), ("numId", stamp.list)):
        part = item.makeelement(_tag(name))
        part.set(_tag("val"), str(value))
        item.append(part)
    before = [child for child in properties if child.tag in {_tag(name) for name in _BEFORE_LIST}]
    properties.insert(len(before), item)


def numbering(lists: int) -> bytes:
    """word/numbering.xml with so many lists: (a), (i), (1), (i) … in each, and each counting on to its end.

    One list a clause makes its letters right on both sides of a redline, because Word counts them itself.
    """
    levels = "".join(_level(depth) for depth in range(_DEEPEST))
    begun = "".join(
        f'<w:lvlOverride w:ilvl="{depth}"><w:startOverride w:val="1" /></w:lvlOverride>' for depth in range(_DEEPEST)
    )
    nums = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="0" />{begun}</w:num>' for number in range(1, lists + 1)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<w:numbering xmlns:w="{_W}"><w:abstractNum w:abstractNumId="0">'
        f'<w:multiLevelType w:val="multilevel" />{levels}</w:abstractNum>{nums}</w:numbering>'
    ).encode()


def _level(depth: int) -> str:
    kind = _FORMATS[0 if depth == 0 else 2 - depth % 2]
    left = (depth + 1) * _INDENT
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1" /><w:numFmt w:val="{kind}" />'
        f'<w:lvlText w:val="(%{depth + 1})" /><w:lvlJc w:val="left" />'
        f'<w:pPr><w:ind w:left="{left}" w:hanging="{_INDENT}" /></w:pPr></w:lvl>'
    )
