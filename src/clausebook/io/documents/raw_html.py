"""HTML inside Markdown, in pandoc's tree -> what it means: struck and marked words, line breaks, tables, divisions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

_TAG = re.compile(r"<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)\b[^<>]*?(?P<empty>/?)>\s*")
_STRUCK = ("s", "del", "strike")
_STYLED = {"b": "Strong", "strong": "Strong", "i": "Emph", "em": "Emph", "mark": "Span", "ins": "Span"}
_MOST = 40  # pieces of HTML that are read as pages
Page = Callable[[str], Sequence[Any]]


def plain_html(blocks: Sequence[Any], page: Page) -> list[Any]:
    """The blocks, without HTML as such. `page` reads a piece of a web page.

    A tree that is nested without end stays as it is: whoever walks it refuses it.
    """
    rest = [_MOST]
    try:
        return [made for block in blocks for made in _block(block, page, rest)]
    except RecursionError:
        return list(blocks)


def _block(block: Any, page: Page, rest: list[int]) -> Iterator[Any]:
    if block["t"] == "RawBlock" and block["c"][0] == "html":
        text = block["c"][1]
        if re.sub(r"<[^<>]*>", "", text).strip() and rest[0]:
            rest[0] -= 1
            yield from page(text)
        return
    yield _walked(block, page, rest)


def _walked(value: Any, page: Page, rest: list[int]) -> Any:
    """A value of the tree with what is in it made plain: lists of blocks and lists of inlines."""
    if isinstance(value, dict):
        return {key: _walked(one, page, rest) if key == "c" else one for key, one in value.items()}
    if not isinstance(value, list):
        return value
    if value and all(isinstance(one, dict) and "t" in one for one in value):
        if any(one["t"] == "RawBlock" for one in value):
            return [made for one in value for made in _block(one, page, rest)]
        if any(_raw(one) for one in value):
            value = _inlines(value)
    return [_walked(one, page, rest) for one in value]


def _inlines(inlines: Sequence[Any]) -> list[Any]:
    """Inlines between an opening and a closing tag inside what the tag means."""
    made: list[Any] = []
    open_: list[tuple[str, list[Any]]] = []
    for one in inlines:
        found = _TAG.fullmatch(_raw(one))
        if found is None:
            made.append(one)
            continue
        name = found["name"].lower()
        if name == "br":
            made.append({"t": "LineBreak"})
        elif found["close"] and any(tag == name for tag, _ in open_):
            while open_:
                tag, before = open_.pop()
                made = [*before, *_meant(tag, made)]
                if tag == name:
                    break
        elif not found["close"] and not found["empty"] and name in (*_STRUCK, *_STYLED):
            open_.append((name, made))
            made = []
    while open_:
        tag, before = open_.pop()
        made = [*before, *made]
    return made


def _raw(inline: Any) -> str:
    """The HTML of an inline, which may stand in a span that only says its place; "" for any other."""
    if inline["t"] == "Span" and len(inline["c"][1]) == 1:
        return _raw(inline["c"][1][0])
    return str(inline["c"][1]) if inline["t"] == "RawInline" and inline["c"][0] == "html" else ""


def _meant(tag: str, inlines: list[Any]) -> list[Any]:
    if tag in _STRUCK:
        return [{"t": "Strikeout", "c": inlines}]
    kind = _STYLED[tag]
    return [{"t": kind, "c": [["", [tag], []], inlines]} if kind == "Span" else {"t": kind, "c": inlines}]
