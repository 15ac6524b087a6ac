"""A Word file that came back -> its paragraphs with every tracked change, its comments, and what its properties say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from clausebook.io.documents.guard import docx_parts, read_bytes
from clausebook.io.documents.word.package import Package, margin_comments, package
from clausebook.io.documents.word.styles import W
from clausebook.model.documents.returned import (
    ReturnedComment,
    ReturnedDocument,
    ReturnedParagraph,
    StyledText,
    TrackedChange,
)

_CORE, _DC = "docProps/core.xml", "{http://purl.org/dc/elements/1.1/}"
_KINDS: dict[str, Literal["inserted", "deleted"]] = {
    **dict.fromkeys(("ins", "moveTo"), "inserted"),
    **dict.fromkeys(("del", "moveFrom"), "deleted"),
}
_INSIDE = {"hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "dir", "bdo", "customXml", *_KINDS}
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def reread(path: Path) -> ReturnedDocument:
    """A .docx with its tracked changes. Raises UserError for a file that is missing, damaged, protected, too big, or no
    Word file."""
    return read(read_bytes(path), path.name)


def read(data: bytes, name: str) -> ReturnedDocument:
    """The same from bytes."""
    found = package(docx_parts(data, name), name)
    root = found.root(found.main)
    body = root.find(f"{W}body")
    reader = _ReturnedReader(dict(_comments(found)))
    reader.blocks(body if body is not None else [], None, ())
    return ReturnedDocument(
        name=name,
        lines=tuple(reader.lines),
        remarks=tuple(reader.remarks()),
        elsewhere=tuple(_elsewhere(found)),
        about=_about(found),
    )


def _about(found: Package) -> str:
    root = found.root(_CORE)
    described = root.find(f"{_DC}description") if root is not None else None
    return (described.text or "") if described is not None else ""


def _comments(found: Package) -> Iterator[tuple[str, ReturnedComment]]:
    for one in margin_comments(found):
        yield (
            one.id,
            ReturnedComment(who=one.who, when=one.when, text=one.text, answers=one.answers, resolved=one.resolved),
        )


def _elsewhere(found: Package) -> Iterator[str]:
    """Words of headers, footers, footnotes and endnotes, a paragraph each; the separators of notes have none."""
    for kind in ("header", "footer", "footnotes", "endnotes"):
        for _, root in found.beside(kind):
            for paragraph in root.iter(f"{W}p"):
                words = " ".join("".join(_fixed(paragraph)).split())
                if words:
                    yield words


def _fixed(paragraph: Any) -> Iterator[str]:
    """Words that no field gives: the number of a page is not somebody's change."""
    open_ = 0
    for element in paragraph.iter(f"{W}t", f"{W}delText", f"{W}fldChar"):
        if _name(element) == "fldChar":
            open_ += {"begin": 1, "end": -1}.get(element.get(f"{W}fldCharType", ""), 0)
        elif not open_ and not any(_name(parent) == "fldSimple" for parent in element.iterancestors()):
            yield element.text or ""


@dataclass
class _ReturnedReader:
    """Walks the document once, paragraph by paragraph."""

    comments: dict[str, ReturnedComment]
    lines: list[ReturnedParagraph] = field(default_factory=list)
    tables: int = 0
    waiting: list[str] = field(default_factory=list)
    about: dict[str, list[str]] = field(default_factory=dict)  # comment id -> the words it is about
    spots: dict[str, int] = field(default_factory=dict)  # comment id -> its line
    open_: set[str] = field(default_factory=set)
    fields: list[bool] = field(default_factory=list)  # of each open field, whether its result has begun

    def remarks(self) -> Iterator[ReturnedComment]:
        for id, comment in self.comments.items():
            quoted = " ".join("".join(self.about.get(id, [])).split())
            yield replace(comment, quoted=quoted, line=self.spots.get(id, 0))

    def blocks(self, parent: Any, cell: tuple[int, int, int] | None, rows: tuple[TrackedChange, ...]) -> None:
        for element in parent:
            name = _name(element)
            if name == "p":
                self.paragraph(element, cell, rows)
            elif name == "tbl":
                self.table(element)
            elif name == "bookmarkStart":
                self.waiting.append(element.get(f"{W}name", ""))  # of the next paragraph
            elif name in _INSIDE:
                self.blocks(element, cell, rows)

    def table(self, table: Any) -> None:
        self.tables += 1
        number = self.tables
        for r, row in enumerate(table.iterfind(f"{W}tr")):
            marks = tuple(_marks(row.find(f"{W}trPr")))
            for c, cell in enumerate(row.findall(f"{W}tc")):
                self.blocks(cell, (number, r, c), marks)

    def paragraph(self, paragraph: Any, cell: tuple[int, int, int] | None, rows: tuple[TrackedChange, ...]) -> None:
        properties = paragraph.find(f"{W}pPr")
        ends = properties.find(f"{W}rPr") if properties is not None else None
        anchors, self.waiting = self.waiting, []
        stretches = tuple(self.stretches(paragraph, (), anchors))
        level = properties.find(f"{W}numPr/{W}ilvl") if properties is not None else None
        numbered = properties.find(f"{W}numPr/{W}numId") if properties is not None else None
        is_item = numbered is not None and numbered.get(f"{W}val") not in (None, "0")
        depth = int(level.get(f"{W}val", "0")) + 1 if level is not None and is_item else int(is_item)
        style = properties.find(f"{W}pStyle") if properties is not None else None
        self.lines.append(
            ReturnedParagraph(
                style=style.get(f"{W}val", "") if style is not None else "",
                depth=depth,
                anchors=tuple(anchors),
                stretches=stretches,
                ends=tuple(_marks(ends)),
                rows=rows,
                formats=tuple(_formats(paragraph)),
                cell=cell,
            )
        )

    def stretches(self, parent: Any, marks: tuple[TrackedChange, ...], anchors: list[str]) -> Iterator[StyledText]:
        for element in parent:
            name = _name(element)
            if name == "r":
                yield from self.run(element, marks)
            elif name == "bookmarkStart":
                anchors.append(element.get(f"{W}name", ""))
            elif name == "commentRangeStart":
                self.open_.add(element.get(f"{W}id", ""))
                self.spots.setdefault(element.get(f"{W}id", ""), len(self.lines))
            elif name == "commentRangeEnd":
                self.open_.discard(element.get(f"{W}id", ""))
            elif name in _KINDS:
                yield from self.stretches(element, (*marks, _mark(element, _KINDS[name])), anchors)
            elif name in _INSIDE:
                yield from self.stretches(element, marks, anchors)

    def run(self, run: Any, marks: tuple[TrackedChange, ...]) -> Iterator[StyledText]:
        text = "".join(self.signs(run))
        for id in self.open_:
            self.about.setdefault(id, []).append(text)
        if text:
            properties = run.find(f"{W}rPr")
            style = "".join(sign for sign in "bi" if _on(properties, sign))
            yield StyledText(text, style, marks)

    def signs(self, run: Any) -> Iterator[str]:
        for element in run:
            name = _name(element)
            if name == "fldChar":
                self.field(element.get(f"{W}fldCharType", ""))
            elif self.fields and not all(self.fields):
                continue
            elif name in ("t", "delText"):
                yield element.text or ""
            elif name == "commentReference":
                self.spots.setdefault(element.get(f"{W}id", ""), len(self.lines))
            elif name in _SIGNS:
                yield _SIGNS[name]

    def field(self, kind: str) -> None:
        if kind == "begin":
            self.fields.append(False)
        elif self.fields and kind == "separate":
            self.fields[-1] = True
        elif self.fields and kind == "end":
            self.fields.pop()


def _name(element: Any) -> str:
    return element.tag.removeprefix(W) if isinstance(element.tag, str) else ""


def _mark(element: Any, kind: Literal["inserted", "deleted", "formatted"]) -> TrackedChange:
    return TrackedChange(kind, element.get(f"{W}author", ""), element.get(f"{W}date", ""))


def _marks(properties: Any) -> Iterator[TrackedChange]:
    for element in properties if properties is not None else ():
        if _name(element) in _KINDS:
            yield _mark(element, _KINDS[_name(element)])


def _formats(paragraph: Any) -> Iterator[TrackedChange]:
    for element in paragraph.iter(f"{W}rPrChange", f"{W}pPrChange"):
        yield _mark(element, "formatted")


def _on(properties: Any, sign: str) -> bool:
    found = properties.find(f"{W}{sign}") if properties is not None else None
    return found is not None and found.get(f"{W}val", "true") not in ("0", "false", "off", "none")
