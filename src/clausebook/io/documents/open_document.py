"""What the form of words in OpenDocument says and pandoc does not read: open changes, comments, hidden and marked."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import Any

from lxml import etree

from clausebook.io.documents.colours import WHITE, named
from clausebook.io.documents.limits import SMALLEST
from clausebook.io.documents.outline_numbers import STYLE, TEXT
from clausebook.model.documents.extracted import HIDDEN, LEFT_OUT, SEAM, STRUCK, ExcludedText, SourceDoubt
from clausebook.text.records import dataclass

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OPACITY = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}opacity"
_DC = "{http://purl.org/dc/elements/1.1/}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_PARTS = (f"{TEXT}p", f"{TEXT}h", f"{TEXT}span")
_CHANGES = {"insertion": "inserted", "deletion": "deleted", "format-change": "look changed"}
_FIELDS = (
    *("placeholder", "conditional-text", "text-input", "drop-down", "user-field-get", "variable-get", "author-name"),
    *("user-field-input", "variable-input", "variable-set", "database-display", "expression"),
)
_BOLD = ("bold", "600", "700", "800", "900")
_SHOWN_BOLD = "shown-bold"  # the style of lines that stand out
_TOP = 12  # lines, among which the title is
_LINE = 16  # words of a line that may be a heading
_SHOWN = 20  # changes of one author that are shown
_SETTLE = "settle it; it is in the report and in no clause"
_HOLDS = "look whether it still holds"


@dataclass(frozen=True)
class FormOfWords:
    """The file without all that is not text, its words that are not text, what is unsure, and all words counted."""

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
    for hidden in list(_hidden(content)):
        words = " ".join("".join(hidden.itertext()).split())
        asides.append(ExcludedText(why=HIDDEN, text=words, may_be_text=True))
        doubts.append(SourceDoubt(message=LEFT_OUT[HIDDEN], hint=_HOLDS, words=words))
        _without(hidden)
    for asked in list(content.iter(*(f"{TEXT}{name}" for name in _FIELDS))):
        words = " ".join("".join(asked.itertext()).split())
        if asked.tag == f"{TEXT}placeholder" and words:
            message = "is what a field of the document asks for, and it was not filled in"
            doubts.append(SourceDoubt(message=message, hint="fill it in", words=words))
        asked.tag = f"{TEXT}span"
    for row in list(content.iter(f"{TABLE}table-row")):
        if next(row.iter(f"{TEXT}change"), None) is not None and not "".join(row.itertext()).strip():
            row.getparent().remove(row)  # deleted by a tracked change, which the doubt of its author says
    for element in list(content.iter(*_PARTS)):
        words = " ".join("".join(element.itertext()).split())
        look = looks.of(element)
        if not any(sign.isalnum() for sign in words) or look is None:
            continue
        if look.left_out:
            asides.append(ExcludedText(why=look.left_out, text=words, may_be_text=look.left_out == HIDDEN))
            doubts.append(SourceDoubt(message=LEFT_OUT[look.left_out], hint=_HOLDS, words=words))
            _without(element)
        elif look.marked:
            hint = "look whether it is agreed text, a note to somebody, or hidden on purpose"
            doubts.append(SourceDoubt(message=f"is {look.marked} in the source", hint=hint, words=words))
    _show(content, looks)
    return FormOfWords(_saved(data, content), tuple(asides), tuple(doubts), (counted,))


@dataclass(frozen=True, slots=True)
class _OdtLook:
    """What the look of an element says of its words: why they are left out, how they are marked."""

    left_out: str = ""
    marked: str = ""


class _Looks:
    """The properties of styles by name, those of the styles they are based on behind them."""

    def __init__(self, content: Any, styles: Any) -> None:
        roots = [root for root in (styles, content) if root is not None]
        self._styles = {one.get(f"{STYLE}name", ""): one for root in roots for one in root.iter(f"{STYLE}style")}

    def value(self, element: Any, attribute: str) -> str:
        """The value of a property of text in an element's style, or ""."""
        name = element.get(f"{TEXT}style-name", "")
        for _ in range(20):
            style = self._styles.get(name)
            if style is None:
                return ""
            properties = style.find(f"{STYLE}text-properties")
            if properties is not None and properties.get(attribute):
                return str(properties.get(attribute))
            name = style.get(f"{STYLE}parent-style-name", "")
        return ""

    def size(self, element: Any) -> float:
        """The size of its letters in points, 0 where not known."""
        found = re.fullmatch(r"([\d.]+)pt", self.value(element, f"{_FO}font-size"))
        return float(found[1]) if found else 0.0

    def stands_out(self, element: Any) -> bool:
        """Whether it is bold or underlined."""
        line = self.value(element, f"{STYLE}text-underline-style")
        return self.value(element, f"{_FO}font-weight") in _BOLD or line not in ("", "none")

    def of(self, element: Any) -> _OdtLook | None:
        """The look of an element; None where its style says nothing."""
        if not element.get(f"{TEXT}style-name"):
            return None
        if self.value(element, f"{TEXT}display") == "none" or self.value(element, _OPACITY) in ("0%", "0"):
            return _OdtLook(HIDDEN)
        lines = [self.value(element, f"{STYLE}text-line-through-{part}") for part in ("style", "type")]
        if any(line not in ("", "none") for line in lines):
            return _OdtLook(STRUCK)
        ground = self.value(element, f"{_FO}background-color").removeprefix("#")
        if named(ground, shaded=True):
            return _OdtLook(marked="highlighted")
        if 0 < self.size(element) < SMALLEST:
            return _OdtLook(marked="set too small to be read")
        colour = named(self.value(element, f"{_FO}color").removeprefix("#"), shaded=self._is_shaded(element))
        is_design = element.tag == f"{TEXT}h" and colour != WHITE
        return _OdtLook(marked=f"set in {colour}") if colour and not is_design else None

    def _is_shaded(self, element: Any) -> bool:
        """Whether white could be read: on a ground of its own, or in a table, which may have one."""
        grounds = (self.value(up, f"{_FO}background-color") for up in (element, *element.iterancestors()))
        return (
            any(one.startswith("#") for one in grounds)
            or next(element.iterancestors(f"{TABLE}table"), None) is not None
        )


def _hidden(content: Any) -> Iterator[Any]:
    """What is hidden by other means than its style: fields, paragraphs and sections with a condition."""
    for one in content.iter(f"{TEXT}hidden-text", f"{TEXT}hidden-paragraph", f"{TEXT}section"):
        stated = one.get(f"{TEXT}is-hidden") == "true" or one.get(f"{TEXT}display") in ("none", "condition")
        is_field = one.tag == f"{TEXT}hidden-text"
        holder = next(one.iterancestors(f"{TEXT}p", f"{TEXT}h"), None) if one.tag.endswith("paragraph") else one
        if (stated or is_field) and holder is not None and "".join(holder.itertext()).strip():
            yield holder


def _show(content: Any, looks: _Looks) -> None:
    """Say what pandoc does not read of paragraphs' styles: lines that stand out in bold, the largest as the title."""
    lines = [one for one in content.iter(f"{TEXT}p") if "".join(one.itertext()).strip()]
    sizes = [max((looks.size(one), *(looks.size(part) for part in one))) for one in lines]
    usual = Counter(sizes).most_common(1)[0][0] if sizes else 0.0
    has_title = any(one.get(f"{TEXT}style-name") == "Title" for one in lines)
    for place, (one, size) in enumerate(zip(lines, sizes, strict=True)):
        larger = size > 1.12 * usual > 0 or (size > 13 and not usual)
        if larger and place < _TOP and not has_title and all(other < size for other in sizes if other is not size):
            one.set(f"{TEXT}style-name", "Title")
        elif (larger or looks.stands_out(one)) and len("".join(one.itertext()).split()) <= _LINE:
            bold = etree.Element(f"{TEXT}span", {f"{TEXT}style-name": _SHOWN_BOLD})
            bold.text, one.text = one.text, None
            bold.extend(list(one))
            one.append(bold)
    styles = content.find(f"{OFFICE}automatic-styles")
    if styles is None:
        styles = etree.Element(f"{OFFICE}automatic-styles")
        content.insert(0, styles)
    made = etree.SubElement(styles, f"{STYLE}style", {f"{STYLE}name": _SHOWN_BOLD, f"{STYLE}family": "text"})
    etree.SubElement(made, f"{STYLE}text-properties", {f"{_FO}font-weight": "bold"})


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
    """The words of each insertion by its id: what is between its two marks in one paragraph."""
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
