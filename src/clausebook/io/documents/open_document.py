"""What the form of words in OpenDocument says and pandoc does not read: open changes, comments, hidden and marked."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from clausebook.io.documents.outline_numbers import STYLE, TEXT
from clausebook.model.documents.extracted import SEAM, ExcludedText, SourceDoubt

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_PARTS = (f"{TEXT}p", f"{TEXT}h", f"{TEXT}span")
_CHANGES = {"insertion": "inserted", "deletion": "deleted", "format-change": "look changed"}
_SHOWN = 20  # changes of one author that are shown
_SETTLE = "settle it; it stands in the report and in no clause"
_HOLDS = "look whether it still holds"


@dataclass(frozen=True)
class FormOfWords:
    """The file without what is no text, its words that are none, what is unsure, and all words counted."""

    data: bytes
    asides: tuple[ExcludedText, ...]
    doubts: tuple[SourceDoubt, ...]
    counted: tuple[str, ...]


def read_form(data: bytes, content: Any, styles: Any) -> FormOfWords:
    """The form of the words; `content` is changed on the way. `styles` may be None."""
    counted = "".join(_words(content.find(f"{OFFICE}body")))
    looks = _Looks(content, styles)
    asides: list[ExcludedText] = []
    doubts = list(_open_changes(content, asides))
    for note in list(content.iter(f"{OFFICE}annotation")):
        words = " ".join(" ".join("".join(one.itertext()) for one in note.iter(f"{TEXT}p")).split())
        who = note.findtext(f"{_DC}creator", "").strip()
        label = f"comment by {who}" if who else "comment"
        asides.append(ExcludedText(why=label, text=words))
        quoted = " ".join("".join(_plain(note.getparent())).split())
        doubts.append(SourceDoubt(message=f"has a {label}: “{words}”", hint=_SETTLE, words=quoted))
        _without(note)
    for element in list(content.iter(*_PARTS)):
        name = element.get(f"{TEXT}style-name", "")
        words = " ".join("".join(element.itertext()).split())
        if not any(sign.isalnum() for sign in words):
            continue
        if looks.of(name, f"{TEXT}display") == "none":
            asides.append(ExcludedText(why="hidden text", text=words))
            doubts.append(SourceDoubt(message="is hidden text and was left out", hint=_HOLDS, words=words))
            _without(element)
        elif how := looks.marked(name, element.tag == f"{TEXT}h"):
            hint = "look whether it is agreed text, a note to somebody, or hidden on purpose"
            doubts.append(SourceDoubt(message=f"is {how} in the source", hint=hint, words=words))
    return FormOfWords(_saved(data, content), tuple(asides), tuple(doubts), (counted,))


class _Looks:
    """The properties of styles by name, those of the styles they are based on behind them."""

    def __init__(self, content: Any, styles: Any) -> None:
        roots = [root for root in (styles, content) if root is not None]
        self._styles = {one.get(f"{STYLE}name", ""): one for root in roots for one in root.iter(f"{STYLE}style")}

    def of(self, name: str, attribute: str) -> str:
        """The value of a property of text in a style, or ""."""
        for _ in range(20):
            style = self._styles.get(name)
            if style is None:
                return ""
            properties = style.find(f"{STYLE}text-properties")
            if properties is not None and properties.get(attribute):
                return str(properties.get(attribute))
            name = style.get(f"{STYLE}parent-style-name", "")
        return ""

    def marked(self, name: str, is_heading: bool) -> str:
        """How words in a style are marked, or ""."""
        style = self._styles.get(name)
        properties = style.find(f"{STYLE}text-properties") if style is not None else None
        if properties is None:
            return ""
        ground = properties.get(f"{_FO}background-color", "")
        if re.fullmatch(r"#[0-9a-f]{6}", ground, re.I) and ground.lower() not in ("#ffffff", "#000000"):
            return "highlighted"
        colour = properties.get(f"{_FO}color", "").lower()
        if is_heading or not re.fullmatch(r"#[0-9a-f]{6}", colour):
            return ""
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        return "set in red" if red > 0xB0 and max(green, blue) < 0x60 else ""


def _open_changes(content: Any, asides: list[ExcludedText]) -> Iterator[SourceDoubt]:
    """One doubt an author, with every change that is open."""
    inserted = dict(_inserted(content))
    of: dict[str, list[str]] = {}
    for region in list(content.iter(f"{TEXT}changed-region")):
        for change in region:
            kind = _CHANGES.get(change.tag.removeprefix(TEXT) if isinstance(change.tag, str) else "", "changed")
            who = next((one.text for one in change.iter(f"{_DC}creator") if one.text), "somebody without a name")
            words = " ".join(" ".join("".join(one.itertext()) for one in change.iter(f"{TEXT}p", f"{TEXT}h")).split())
            words = words or inserted.get(region.get(f"{TEXT}id", ""), "")
            of.setdefault(who, []).append(f"{kind} “{words}”" if words else kind)
            if kind == "deleted" and words:
                asides.append(ExcludedText(why="deleted by a tracked change", text=words))
    for who, changes in of.items():
        several = f"{len(changes)} open changes by {who} were" if len(changes) > 1 else f"1 open change by {who} was"
        message = f"{several} taken as accepted: {'; '.join(changes[:_SHOWN])}"
        hint = "look whether they were agreed; accept or reject them, and import again"
        yield SourceDoubt(message=message, hint=hint)


def _inserted(content: Any) -> Iterator[tuple[str, str]]:
    """The words of each insertion by its id: what stands between its two marks in one paragraph."""
    for start in content.iter(f"{TEXT}change-start"):
        key, words = start.get(f"{TEXT}change-id", ""), start.tail or ""
        for other in start.itersiblings():
            if other.tag == f"{TEXT}change-end" and other.get(f"{TEXT}change-id") == key:
                break
            words += "".join(other.itertext()) + (other.tail or "")
        yield key, " ".join(words.split())


def _words(body: Any) -> Iterator[str]:
    """All words of the body, one after another; at the edge of a span one word may go on."""
    silent = (f"{_DC}creator", f"{_DC}date", f"{TEXT}note-citation")
    for event, element in etree.iterwalk(body, events=("start", "end")) if body is not None else ():
        if not isinstance(element.tag, str) or element.tag in silent:
            if event == "end":
                yield element.tail or ""
            continue
        is_inline = element.tag in (f"{TEXT}span", f"{TEXT}change-start", f"{TEXT}change-end", f"{TEXT}a")
        yield SEAM if is_inline else " "
        yield (element.text if event == "start" else element.tail) or ""


def _plain(paragraph: Any) -> Iterator[str]:
    """The words of a paragraph without its comments."""
    if paragraph is None:
        return
    yield paragraph.text or ""
    for child in paragraph:
        if child.tag != f"{OFFICE}annotation":
            yield from _plain(child)
        yield child.tail or ""


def _without(element: Any) -> None:
    """Take an element out, what follows it stays."""
    parent, before, tail = element.getparent(), element.getprevious(), element.tail or ""
    if parent is None:
        return
    if before is None:
        parent.text = (parent.text or "") + tail
    else:
        before.tail = (before.tail or "") + tail
    parent.remove(element)


def _saved(data: bytes, content: Any) -> bytes:
    """The file with its content as it is now."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name in ("mimetype", "styles.xml", "meta.xml", "META-INF/manifest.xml"):
            if name in source.namelist():
                made.writestr(name, source.read(name))
        if "styles.xml" not in source.namelist():  # pandoc asks for it
            made.writestr("styles.xml", f'<office:document-styles xmlns:office="{OFFICE[1:-1]}"/>')
        made.writestr("content.xml", etree.tostring(content, xml_declaration=True, encoding="UTF-8"))
    return target.getvalue()
