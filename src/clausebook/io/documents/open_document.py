"""What the form of words in OpenDocument says and pandoc does not read: open changes, comments, hidden and marked."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from clausebook.io.documents.open_looks import FO, TABLE, OdtLooks
from clausebook.io.documents.outline_numbers import STYLE, TEXT
from clausebook.model.documents.extracted import HIDDEN, LEFT_OUT, SEAM, ExcludedText, SourceDoubt
from clausebook.text.records import dataclass

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_DOWN = f"{TABLE}number-rows-spanned"
_BLANKS = (f"{TEXT}tab", f"{TEXT}s", f"{TEXT}line-break")
_HOLDS_TEXT = (f"{TEXT}p", f"{TEXT}h", f"{TEXT}list", f"{TABLE}table")
_PARTS = (f"{TEXT}p", f"{TEXT}h", f"{TEXT}span")
_CHANGES = {"insertion": "inserted", "deletion": "deleted", "format-change": "look changed"}
_INDEXES = (
    *("table-of-content", "illustration-index", "table-index", "object-index", "user-index", "alphabetical-index"),
    "bibliography",
)
_FIELDS = (
    *("placeholder", "conditional-text", "text-input", "drop-down", "user-field-get", "variable-get", "author-name"),
    *("user-field-input", "variable-input", "variable-set", "database-display", "expression"),
)
_SHOWN_BOLD = "shown-bold"  # the style of lines that stand out
_TOP = 12  # lines, among which the title is
_LINE = 16  # words of a line that may be a heading
_SHOWN = 20  # changes of one author that are shown
_SETTLE = "settle it; it is in the report and in no clause"
_HOLDS = "look whether it still holds"


@dataclass(frozen=True)
class FormOfWords:
    """The file without all that is not text, its words that are not text, what is unsure, and all words counted.

    Pandoc keeps no styles: `title` is the line that is the title by its style or size, `indents` says in points how far
    the paragraphs of some words are set in.
    """

    data: bytes
    asides: tuple[ExcludedText, ...]
    doubts: tuple[SourceDoubt, ...]
    counted: tuple[str, ...]
    title: str
    indents: Mapping[str, float]


def read_form(data: bytes, content: Any, styles: Any) -> FormOfWords:
    """The form of the words; `content` is changed on the way. `styles` may be None."""
    _plain_text(content)
    counted = "".join(_words(content.find(f"{OFFICE}body")))
    looks = OdtLooks(content, styles)
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
    title = _show(content, looks)
    set_in = {_bare(one): looks.indent(one) for one in content.iter(f"{TEXT}p")}
    return FormOfWords(_saved(data, content), tuple(asides), tuple(doubts), (counted,), title, set_in)


def _plain_text(content: Any) -> None:
    """What pandoc would not read as text of the body: what contents pages list, and what boxes and shapes say."""
    for index in list(content.iter(*(f"{TEXT}{name}" for name in _INDEXES))):
        body = index.find(f"{TEXT}index-body")
        for title in list(body.iter(f"{TEXT}index-title")) if body is not None else ():
            _replace(title, list(title))
        _replace(index, list(body) if body is not None else [])
    for table in content.iter(f"{TABLE}table"):
        _parted(table)
    for shape in [one for one in content.iter() if isinstance(one.tag, str) and one.tag.startswith(_DRAW)]:
        inside = [one for one in shape if one.tag in _HOLDS_TEXT]
        holder = next((up for up in shape.iterancestors() if up.tag in (f"{TEXT}p", f"{TEXT}h")), None)
        if not inside:
            continue
        if holder is None:
            _replace(shape, inside)
            continue
        text = next(shape.iterancestors(f"{OFFICE}text"), None)
        first = (
            next((one for one in text.iter(f"{TEXT}p", f"{TEXT}h") if _bare(one)), None) if text is not None else None
        )
        place = holder.getparent().index(holder) + (holder is not first)  # a box at the top is above what it is tied to
        holder.getparent()[place:place] = inside


def _parted(table: Any) -> None:
    """Cells across columns as one cell and empty ones: pandoc takes the first row's count, and leaves out the rest."""
    rows = [one for one in table.iter(f"{TABLE}table-row") if next(one.iterancestors(f"{TABLE}table")) is table]
    covered = f"{TABLE}covered-table-cell"
    if not rows or all(one.tag != covered for one in rows[0]) or any(one.get(_DOWN) for row in rows for one in row):
        return
    for cell in [one for row in rows for one in row]:
        cell.attrib.pop(f"{TABLE}number-columns-spanned", "")
        cell.tag = f"{TABLE}table-cell" if cell.tag == covered else cell.tag
    most = max(len(row) for row in rows)
    for row in rows:
        row.extend([etree.Element(f"{TABLE}table-cell") for _ in range(most - len(row))])
    for at in reversed(range(most)):
        if not any(_bare(row[at]) for row in rows):
            for row in rows:
                row.remove(row[at])


def _replace(element: Any, by: list[Any]) -> None:
    parent = element.getparent()
    at = parent.index(element)
    parent[at : at + 1] = by


def _bare(element: Any) -> str:
    """The words of an element, blanks and tabs made one blank."""
    parts: list[str] = []
    for event, one in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            parts += [" " if one.tag in _BLANKS else "", one.text or ""]
        elif one is not element:
            parts.append(one.tail or "")
    return " ".join("".join(parts).split())


def _hidden(content: Any) -> Iterator[Any]:
    """What is hidden by other means than its style: fields, paragraphs and sections with a condition."""
    for one in content.iter(f"{TEXT}hidden-text", f"{TEXT}hidden-paragraph", f"{TEXT}section"):
        stated = one.get(f"{TEXT}is-hidden") == "true" or one.get(f"{TEXT}display") in ("none", "condition")
        is_field = one.tag == f"{TEXT}hidden-text"
        holder = next(one.iterancestors(f"{TEXT}p", f"{TEXT}h"), None) if one.tag.endswith("paragraph") else one
        if (stated or is_field) and holder is not None and "".join(holder.itertext()).strip():
            yield holder


def _show(content: Any, looks: OdtLooks) -> str:
    """Set lines that stand out in bold, since pandoc reads no styles of paragraphs. Gives the title, or the largest."""
    lines = [one for one in content.iter(f"{TEXT}p") if _bare(one)]
    sizes = [max((looks.size(one), *(looks.size(part) for part in one))) for one in lines]
    usual = Counter(sizes).most_common(1)[0][0] if sizes else 0.0
    title = next((_bare(one) for one in lines if looks.is_title(one)), "")
    for place, (one, size) in enumerate(zip(lines, sizes, strict=True)):
        larger = size > 1.12 * usual > 0 or (size > 13 and not usual)
        if (
            larger
            and place < _TOP
            and not title
            and all(size > other for other in (*sizes[:place], *sizes[place + 1 :]))
        ):
            title = _bare(one)
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
    etree.SubElement(made, f"{STYLE}text-properties", {f"{FO}font-weight": "bold"})
    return title


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
