"""HTML inside Markdown, in pandoc's tree -> what it means: struck and marked words, line breaks, tables, divisions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

_TAG = re.compile(r"<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)\b(?P<rest>[^<>]*?)(?P<empty>/?)>\s*")
_SAID = re.compile(r"([\w-]+)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+)")
_STYLED = {"b": "Strong", "strong": "Strong", "i": "Emph", "em": "Emph"}
_MARKED = ("s", "del", "strike", "mark", "ins", "span", "font", "u", "small", "big", "sub", "sup")
_MOST = 40  # pieces of HTML that are read as pages
Page = Callable[[str], Sequence[Any]]


def plain_html(blocks: Sequence[Any], page: Page) -> list[Any]:
    """The blocks, without HTML as such. `page` reads a piece of a web page.

    A tree that is nested without end stays as it is: whoever walks it refuses it.
    """
    rest = [_MOST]
    try:
        return [made for block in _between_tags(blocks) for made in _block(block, page, rest)]
    except RecursionError:
        return list(blocks)


def _between_tags(blocks: Sequence[Any]) -> Iterator[Any]:
    """Blocks between a tag that stands alone and the one that closes it as what is inside that element."""
    at = 0
    while at < len(blocks):
        found = _TAG.fullmatch(_raw_block(blocks[at]))
        end = _closing(blocks, at, found["name"].lower()) if found and not found["close"] else None
        if found is None or end is None:
            yield blocks[at]
            at += 1
            continue
        yield {"t": "Div", "c": [_attributes(found), list(_between_tags(blocks[at + 1 : end]))]}
        at = end + 1


def _closing(blocks: Sequence[Any], start: int, name: str) -> int | None:
    """The place of the tag that closes the one at `start`."""
    open_ = 0
    for at in range(start, len(blocks)):
        found = _TAG.fullmatch(_raw_block(blocks[at]))
        if found and found["name"].lower() == name:
            open_ += -1 if found["close"] else 1
            if not open_:
                return at
    return None


def _raw_block(block: Any) -> str:
    """The HTML of a block, which may be in a division that only says its place; "" for any other."""
    if block["t"] == "Div" and len(block["c"][1]) == 1:
        return _raw_block(block["c"][1][0])
    return str(block["c"][1]) if block["t"] == "RawBlock" and block["c"][0] == "html" else ""


def _attributes(tag: re.Match[str]) -> list[Any]:
    """What a tag says of its words, as pandoc has it: its name among the classes."""
    said = {key.lower(): value.strip("\"' ") for key, value in _SAID.findall(tag["rest"])}
    names = [tag["name"].lower(), *said.pop("class", "").split()]
    hidden = [["hidden", ""]] if re.search(r"\bhidden\b(?!\s*=)", tag["rest"]) else []
    return ["", names, [*([key, value] for key, value in said.items()), *hidden]]


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
        if any(_raw_block(one) for one in value if one["t"] in ("RawBlock", "Div")):
            return [made for one in _between_tags(value) for made in _block(one, page, rest)]
        if any(_raw(one) for one in value):
            value = _inlines(value)
    return [_walked(one, page, rest) for one in value]


def _inlines(inlines: Sequence[Any]) -> list[Any]:
    """Inlines between an opening and a closing tag inside what the tag means."""
    made: list[Any] = []
    open_: list[tuple[re.Match[str], list[Any]]] = []
    for one in inlines:
        found = _TAG.fullmatch(_raw(one))
        if found is None:
            made.append(one)
            continue
        name = found["name"].lower()
        if name == "br":
            made.append({"t": "LineBreak"})
        elif found["close"] and any(tag["name"].lower() == name for tag, _ in open_):
            while open_:
                tag, before = open_.pop()
                made = [*before, _meant(tag, made)]
                if tag["name"].lower() == name:
                    break
        elif not found["close"] and not found["empty"] and name in (*_MARKED, *_STYLED):
            open_.append((found, made))
            made = []
    while open_:
        tag, before = open_.pop()
        made = [*before, *made]
    return made


def _raw(inline: Any) -> str:
    """The HTML of an inline, which may be in a span that only says its place; "" for any other."""
    if inline["t"] == "Span" and len(inline["c"][1]) == 1:
        return _raw(inline["c"][1][0])
    return str(inline["c"][1]) if inline["t"] == "RawInline" and inline["c"][0] == "html" else ""


def _meant(tag: re.Match[str], inlines: list[Any]) -> Any:
    kind = _STYLED.get(tag["name"].lower())
    return {"t": kind, "c": inlines} if kind else {"t": "Span", "c": [_attributes(tag), inlines]}


def is_word(inlines: Sequence[Any]) -> bool:
    """Whether something set low is a word, and no index such as that of H₂O."""
    words = "".join(one["c"] for one in _flat(inlines) if one["t"] == "Str")
    return len(words) > 2 and any(sign.isalpha() for sign in words)


def _flat(inlines: Sequence[Any]) -> Iterator[Any]:
    """Inlines without the spans around them."""
    for one in inlines:
        yield from _flat(one["c"][1]) if one["t"] == "Span" else [one]
