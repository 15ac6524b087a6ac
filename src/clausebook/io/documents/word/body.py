"""The body of a Word file -> blocks: every paragraph with style and number, every table, what boxes and notes say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from clausebook.io.documents import limits
from clausebook.io.documents.word.counting import BULLET, ListCounter
from clausebook.io.documents.word.runs import ParagraphExtras, RunReader
from clausebook.io.documents.word.styles import Style, W, number, value
from clausebook.model.documents.extracted import ExcludedText, ExtractedBlock, SourcePosition
from clausebook.text.inline import Inline, Run, plain

NOTE_STYLE = "footnote text"  # what a footnote says follows its paragraph, in Word's own style for it
_CONTAINERS = ("sdtContent", "customXml", "ins", "moveTo", "smartTag")


@dataclass
class BodyReader:
    """Walks the body once, counting paragraphs, pages and lists."""

    reader: RunReader
    styles: Mapping[str, Style]
    counting: ListCounter
    notes: Mapping[str, str]
    asides: list[ExcludedText] = field(default_factory=list)
    _paragraph: int = 0
    _page: int = 1
    _paged: bool = False
    _pictures: int = 0
    _tracked: bool = False
    _anchors: list[str] = field(default_factory=list)

    @property
    def remarks(self) -> list[str]:
        """What the body holds that no block can."""
        found = []
        if self._pictures:
            found.append(f"{self._pictures} picture{'s' * (self._pictures > 1)} left out: a policy is words")
        if self._tracked:
            found.append("the file holds tracked changes: insertions were taken, deletions left out")
        return found

    def read(self, parent: Any) -> Iterator[ExtractedBlock]:
        """The blocks below an element in reading order."""
        for element in parent:
            name = element.tag.removeprefix(W) if isinstance(element.tag, str) else ""
            if name == "p":
                yield from self._paragraph_blocks(element)
            elif name == "tbl":
                yield from self._table(element)
            elif name == "bookmarkStart":
                self._anchors.append(element.get(f"{W}name", ""))
            elif name == "sdt":
                yield from self._control(element)
            elif name in _CONTAINERS:
                yield from self.read(element)

    def _control(self, element: Any) -> Iterator[ExtractedBlock]:
        """A content control; Word's own table of contents is one."""
        gallery = element.find(f".//{W}docPartGallery")
        is_contents = gallery is not None and gallery.get(f"{W}val") == "Table of Contents"
        content = element.find(f"{W}sdtContent")
        for block in self.read(content if content is not None else []):
            yield replace(block, kind="paragraph", style="toc 1") if is_contents else block

    def _paragraph_blocks(self, element: Any) -> Iterator[ExtractedBlock]:
        properties = element.find(f"{W}pPr")
        style = self.styles.get(value(properties, "pStyle") or "", self.styles[""])
        in_contents = self.reader.in_contents
        inline, met = self.reader.read(element, style)
        self._paragraph += 1
        origin = SourcePosition(paragraph=self._paragraph, page=self._page if self._paged else 0)
        self._note(met, origin)
        anchors = (*self._anchors, *met.anchors)
        block = self._block(inline, properties, style, met, origin)
        if in_contents or self.reader.in_contents:
            block = replace(block, kind="paragraph", style="toc 1")
        if block.words:
            self._anchors.clear()
            yield replace(block, anchors=tuple(name for name in anchors if name and name != "_GoBack"))
        else:
            self._anchors.extend(met.anchors)
        for note in met.notes:
            if self.notes.get(note):
                yield ExtractedBlock(kind="paragraph", text=(Run(self.notes[note]),), style=NOTE_STYLE, origin=origin)
        for box in met.boxes:
            yield from self.read(box)

    def _block(
        self, inline: Inline, properties: Any, style: Style, met: ParagraphExtras, origin: SourcePosition
    ) -> ExtractedBlock:
        outline = number(value(properties, "outlineLvl"))
        level = (style.level or 0) if outline is None else outline + 1 if outline < 9 else 0
        lists = properties.find(f"{W}numPr") if properties is not None else None
        list_id = value(lists, "numId") or style.list or ""
        depth = number(value(lists, "ilvl"))
        depth = (style.depth or 0) if depth is None else depth
        counts = list_id not in ("", "0") and bool(plain(inline).strip())
        mark = self.counting.mark(list_id, depth) if counts else None
        size = max(met.sizes, key=lambda one: met.sizes[one]) if met.sizes else 0.0
        made = ExtractedBlock(kind="paragraph", text=inline, style=style.name, size=size, origin=origin)
        if level:
            return replace(made, kind="heading", level=level, mark=(mark or "").replace(BULLET, ""))
        if mark is None:
            return made
        if mark == "":  # pandoc's way of going on inside an item
            return replace(made, level=depth + 1)
        return replace(made, kind="item", level=depth, mark=mark, list=list_id)

    def _note(self, met: ParagraphExtras, origin: SourcePosition) -> None:
        """Keep what was met besides words."""
        self._page += met.page_ends
        self._paged = self._paged or met.page_ends > 0
        self._pictures += met.pictures
        self._tracked = self._tracked or met.inserted or bool(met.deleted)
        for why, texts in (("deleted by a tracked change", met.deleted), ("hidden text", met.hidden)):
            for text in texts:
                if text.strip():
                    self.asides.append(ExcludedText(why=why, text=" ".join(text.split()), origin=origin))

    def _table(self, element: Any) -> Iterator[ExtractedBlock]:
        rows = [row for row in element.iter(f"{W}tr") if _owner(row) is element]
        first = self._paragraph + 1
        cells = [[self._cell(cell) for cell in _cells(row)] for row in rows]
        if len(cells) == 1 and len(cells[0]) == 1:  # a box around text
            yield from cells[0][0]
            return
        headers = sum(1 for row in rows if row.find(f"{W}trPr/{W}tblHeader") is not None)
        origin = SourcePosition(paragraph=first, page=self._page if self._paged else 0)
        texts = tuple(tuple(_cell_text(blocks) for blocks in row) for row in cells if row)
        if texts:
            yield ExtractedBlock(kind="table", rows=texts, headers=headers, origin=origin)

    def _cell(self, cell: Any) -> list[ExtractedBlock]:
        span = number(value(cell.find(f"{W}tcPr"), "gridSpan")) or 1
        return [*self.read(cell)] if span < limits.CELLS else []


def _owner(row: Any) -> Any:
    """The table a row belongs to: a table may stand in a cell of another."""
    return next(row.iterancestors(f"{W}tbl"))


def _cells(row: Any) -> list[Any]:
    """The cells of a row, those in content controls too."""
    return [cell for cell in row.iter(f"{W}tc") if next(cell.iterancestors(f"{W}tr")) is row]


def _cell_text(blocks: list[ExtractedBlock]) -> Inline:
    """What a cell says, its paragraphs held apart by line breaks; items keep their marks."""
    made: list[Run] = []
    for block in blocks:
        parts = [block.text] if block.kind != "table" else [cell for row in block.rows for cell in row]
        for part in parts:
            made.extend([Run("\n")] if made else [])
            made.extend([Run(f"{block.mark} ")] if block.mark else [])
            made.extend(part)
    return tuple(made)
