"""JSON and Akoma Ntoso -> the words they hold."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from clausebook.model.edition import Edition
from clausebook.model.fingerprint import fingerprint_of
from clausebook.model.reading import PlacedWord, words_in
from clausebook.readback.reading import Reading

NOTE = "Note:"  # the label of a note that has none of its own
_AKN = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"
_APART = {f"{_AKN}{name}" for name in ("num", "heading", "p", "listIntroduction", "caption", "th", "td", "item")}


def read_json(content: bytes) -> Reading:
    """The reading of an edition's JSON. Raises ValueError for what is none."""
    data = json.loads(content.decode("utf-8"))
    if not isinstance(data, dict):
        raise ValueError("it is not an object")
    approval = data.get("approval") or {}
    cover = [data.get("school", {}).get("name", ""), data.get("series", ""), data.get("title", "")]
    if data.get("status") == "draft":
        cover.append("not approved")
    cover += [str(approval.get(key, "")) for key in ("approved", "review_due", "body", "minute")]
    return Reading(words=tuple(_json_words(data.get("chapters", []))), cover=" | ".join(cover))


def json_complaints(content: bytes, edition: Edition) -> Iterator[str]:
    """What an edition's JSON says of it that the edition does not."""
    data = json.loads(content.decode("utf-8"))
    approval = edition.approval
    said = data.get("approval") or {}
    due = {"reference": edition.reference, "title": edition.title, "fingerprint": edition.fingerprint}
    for key, value in due.items():
        if data.get(key, "") != value:
            yield f"its {key} is {str(data.get(key, ''))[:80]!r}, that of the edition {value!r}"
    for key in ("approved", "review_due", "body"):
        value = (getattr(approval, key) or "") if approval else ""
        if str(said.get(key, "")) != value:
            yield f"its approval has {key} {str(said.get(key, ''))[:60]!r}, the record {value!r}"
    if fingerprint_of(data.get("words")) != edition.fingerprint:
        yield "its words for a program are not those of the fingerprint"
    if data.get("status") != ("approved" if approval else "draft"):
        yield f"its status is {data.get('status')!r}"


def _json_words(chapters: list[dict[str, Any]]) -> Iterator[PlacedWord]:
    for chapter in chapters:
        yield from _placed_words(f"{chapter.get('number', '')} {chapter.get('title', '')}")
        parts = [chapter["opening"]] if chapter.get("opening") else []
        for part in [*parts, *chapter.get("passages", [])]:
            if part not in parts or any(part.get(key) != chapter.get(key) for key in ("number", "title")):
                yield from _placed_words(f"{part.get('number', '')} {part.get('title', '')}")
            for block in part.get("blocks", []):
                for text in _json_texts(block):
                    yield from _placed_words(text)


def _placed_words(text: str) -> Iterator[PlacedWord]:
    return (PlacedWord(word, "") for word in words_in(text))


def _json_texts(block: Mapping[str, Any]) -> Iterator[str]:
    match block.get("kind"):
        case "note":
            yield f"{block.get('label', NOTE)} {_text(block)}"
        case "table":
            yield _text(block.get("caption"))
            yield from (_text(cell) for row in (block.get("header", []), *block.get("rows", [])) for cell in row)
        case "form":
            yield _text(block.get("title"))
            yield from (_text(blank) for blank in block.get("blanks", []))
        case _:
            yield f"({block['letter']})" if block.get("letter") else ""
            yield _text(block)
            for point in block.get("points", []):
                yield from _json_texts(point)


def _text(value: Mapping[str, Any] | None) -> str:
    """A text; its runs, where it has any, must say the same."""
    if not value:
        return ""
    text = str(value.get("text", ""))
    runs = "".join(str(run.get("text", "")) for run in value.get("runs", []))
    return f"{text} {runs}" if runs and runs != text else text


def read_akn(content: bytes) -> Reading:
    """The reading of an edition's XML in the form of Akoma Ntoso. Raises ValueError for what is none."""
    from lxml import etree

    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as wrong:
        raise ValueError(f"it cannot be read ({wrong})") from wrong
    body = next(iter(root.iter(f"{_AKN}mainBody")), None)
    if body is None:
        raise ValueError("it has no body")
    return Reading(words=tuple(PlacedWord(word, "") for word in words_in("".join(_xml_pieces(body)))))


def _xml_pieces(element: Any) -> Iterator[str]:
    apart = element.tag in _APART
    if apart:
        yield " "
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            yield from _xml_pieces(child)
        yield child.tail or ""
    if apart:
        yield " "
