"""The body of a Word file -> blocks: every paragraph with style and number, every table, what boxes and notes say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from clausebook.io.documents import limits
from clausebook.io.documents.colours import is_grey
from clausebook.io.documents.word.counting import BULLET, ListCounter, ListLevel
from clausebook.io.documents.word.drawn import DrawnReader
from clausebook.io.documents.word.look import Marked, OpenChanges
from clausebook.io.documents.word.runs import ParagraphExtras, R, RunReader, is_unfilled, text_of
from clausebook.io.documents.word.styles import Style, W, indent, is_off_page, number, switch, value, within
from clausebook.model.documents.extracted import (
    DEEPER,
    HIDDEN,
    LEFT_OUT,
    STRUCK,
    ExcludedText,
    ExtractedBlock,
    SourceDoubt,
    SourcePosition,
)
from clausebook.text.inline import Inline, Run, plain

NOTE_STYLE = "footnote text"  # what a footnote says follows its paragraph, in Word's own style for it
_CONTAINERS = ("sdtContent", "customXml", "ins", "moveTo", "smartTag")
_FILL_IN = re.compile(r"(?P<label>[^\[\]]{1,80}:)\s*\[[^\[\]]*\]\s*")
Note = tuple[Any, Mapping[str, str]]  # its element, and what the links in it lead to
Chunk = Callable[[str], Sequence[ExtractedBlock]]


@dataclass
class BodyReader:
    """Walks the body once, counting paragraphs, pages and lists. `chunk` reads an embedded part by its relation id."""

    reader: RunReader
    styles: Mapping[str, Style]
    counting: ListCounter
    notes: Mapping[str, Note]
    comments: Mapping[str, str]
    drawn: DrawnReader
    chunk: Chunk
    asides: list[ExcludedText] = field(default_factory=list)
    changes: OpenChanges = field(default_factory=OpenChanges)
    marked: Marked = field(default_factory=Marked)
    noted: set[str] = field(default_factory=set)  # notes and comments that a place refers to
    _doubts: list[SourceDoubt] = field(default_factory=list)
    _paragraph: int = 0
    _page: int = 1
    _place: str = ""  # how the paragraph that is read is: on a coloured ground of its own, or off the page
    _paged: bool = False
    _anchors: list[str] = field(default_factory=list)
    _before: list[Run] = field(default_factory=list)  # words of paragraphs whose end a tracked change deleted

    @property
    def remarks(self) -> list[str]:
        """What the body holds that no block can."""
        count = self.drawn.pictures
        return [f"{count} picture{'s' * (count > 1)} left out: a policy is words"] if count else []

    def doubts(self, words: int) -> list[SourceDoubt]:
        """What is unsure about the words. `words` are those of the document."""
        return [*self.changes.doubts(), *self.marked.doubts(words), *self.drawn.doubts, *self._doubts]

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
            elif name == "altChunk":
                yield from self.chunk(element.get(f"{R}id", ""))
            elif name in _CONTAINERS:
                yield from self.read(element)
            elif name == "AlternateContent" or str(element.tag).endswith("}AlternateContent"):
                yield from self.read(next(iter(element), []))

    def _control(self, element: Any) -> Iterator[ExtractedBlock]:
        """A content control; Word's own table of contents is one."""
        gallery = element.find(f".//{W}docPartGallery")
        is_contents = gallery is not None and gallery.get(f"{W}val") == "Table of Contents"
        if is_unfilled(element):
            words = " ".join(text_of(element).split())
            origin = SourcePosition(paragraph=self._paragraph + 1, page=self._page if self._paged else 0)
            self._say_unfilled(words, origin)
            self.asides.append(ExcludedText(why="a field that was not filled in", text=words, origin=origin))
            return
        content = element.find(f"{W}sdtContent")
        for block in self.read(content if content is not None else []):
            yield replace(block, kind="paragraph", style="toc 1") if is_contents else block

    def _paragraph_blocks(self, element: Any) -> Iterator[ExtractedBlock]:
        properties = element.find(f"{W}pPr")
        style = self._in_table(element, self.styles.get(value(properties, "pStyle") or "", self.styles[""]))
        in_contents = self.reader.in_contents
        inline, met = self.reader.read(element, style)
        self._paragraph += 1
        origin = SourcePosition(paragraph=self._paragraph, page=self._page if self._paged else 0)
        ends = properties.find(f"{W}rPr") if properties is not None else None
        removed = (
            next((one for one in ends if one.tag in (f"{W}del", f"{W}moveFrom")), None) if ends is not None else None
        )
        self.changes.keep_look(element, origin)
        if removed is not None and plain(inline).strip():  # its end is deleted: it runs into the next paragraph
            self.changes.keep(removed, "", origin, "the end of a paragraph deleted")
            self._before += [*inline, *([] if plain(inline).endswith(" ") else [Run(" ")])]
            inline = ()
        elif self._before:
            inline, self._before = (*self._before, *inline), []
        inline = self._with_room(inline, met, origin)
        anchors = (*self._anchors, *met.anchors)
        block = self._block(inline, properties, style, met, origin)
        self._note(met, origin, block)
        if in_contents or self.reader.in_contents:
            block = replace(block, kind="paragraph", style="toc 1")
        if block.words:
            self._anchors.clear()
            yield replace(block, anchors=tuple(name for name in anchors if name and name != "_GoBack"))
        else:
            self._anchors.extend(met.anchors)
        for note in met.notes:
            self.noted.add(note)
            yield from self._read_note(note, origin)
        for drawing in met.drawn:
            boxes, lines = self.drawn.read(drawing, origin)
            for line in lines:
                yield ExtractedBlock(kind="paragraph", text=(Run(line),), origin=origin)
            for box in boxes:
                yield from self.read(box)

    def _in_table(self, element: Any, style: Style) -> Style:
        """The style of a paragraph with what that of the table around it does to its words."""
        cell: Any = next(element.iterancestors(f"{W}tc"), None)
        table: Any = _owner(cell) if cell is not None else None
        around = self.styles.get(value(table.find(f"{W}tblPr"), "tblStyle") or "") if table is not None else None
        if around is None or not (around.struck or around.hidden or around.colour or around.parts):
            return style
        row = cell.getparent()
        rows, cells = [one for one in table.iter(f"{W}tr") if _owner(one) is table], _cells(row)
        ends = {"firstRow": rows[:1] == [row], "lastRow": rows[-1:] == [row]}
        ends |= {"firstCol": cells[:1] == [cell], "lastCol": cells[-1:] == [cell]}
        return within(style, around, [name for name, is_one in ends.items() if is_one])

    def _read_note(self, note: str, origin: SourcePosition) -> Iterator[ExtractedBlock]:
        """What a footnote says, as one paragraph; it counts for the paragraph that refers to it."""
        if note not in self.notes:
            return
        element, links = self.notes[note]
        place, self._paragraph = self._paragraph, self._paragraph - 1
        outside, self.reader.links = self.reader.links, links
        runs: list[Run] = []
        for block in self.read(element):
            self._paragraph = place - 1
            parts = [block.text] if block.kind != "table" else [cell for row in block.rows for cell in row]
            for part in parts:
                runs += [*([Run(" ")] if runs else []), *([Run(f"{block.mark} ")] if block.mark else []), *part]
        self._paragraph, self.reader.links = place, outside
        if plain(tuple(runs)).strip():
            yield ExtractedBlock(kind="paragraph", text=tuple(runs), style=NOTE_STYLE, origin=origin)

    def _with_room(self, inline: Inline, met: ParagraphExtras, origin: SourcePosition) -> Inline:
        """The words; a label before a control that was not filled in becomes a line of a form."""
        for asked in met.unfilled:
            self._say_unfilled(asked, origin)
        if met.unfilled and (found := _FILL_IN.fullmatch(plain(inline))):
            self.asides += [
                ExcludedText(why="a field that was not filled in", text=asked, origin=origin) for asked in met.unfilled
            ]
            return (Run(f"{found['label']}\t"),)
        return inline

    def _say_unfilled(self, asked: str, origin: SourcePosition) -> None:
        message = "is what a field of the document asks for, and it was not filled in"
        self._doubts.append(SourceDoubt(message=message, hint="fill it in", words=asked, origin=origin))

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
        set_in = indent(properties)
        fill = value(properties, "shd", "fill") or ""
        is_ground = not is_grey(fill) and next(properties.iterancestors(f"{W}tc"), None) is None
        self._place = "outside the page" if is_off_page(properties) else "on a coloured ground" if is_ground else ""
        own = style.indent if list_id == style.list else None
        level_in = self.counting.levels.get(list_id, {}).get(depth, ListLevel()).indent
        set_in = next((one for one in (set_in, own, level_in, style.indent) if one is not None), 0.0)
        made = replace(made, underlined=not met.plain and bool(made.words), indent=set_in)
        if level:
            return replace(made, kind="heading", level=level, mark=(mark or "").replace(BULLET, ""))
        if mark is None:
            return made
        if mark == "":  # pandoc's way of going on inside an item
            return replace(made, level=depth + 1)
        return replace(made, kind="item", level=depth, mark=mark, list=list_id)

    def _note(self, met: ParagraphExtras, origin: SourcePosition, block: ExtractedBlock) -> None:
        """Keep what was met besides words."""
        self._page += met.page_ends
        self._paged = self._paged or met.page_ends > 0
        for element, words in met.changes:
            self.changes.keep(element, words, origin)
        for why, texts, message in (
            ("deleted by a tracked change", met.deleted, ""),
            (HIDDEN, met.hidden, LEFT_OUT[HIDDEN]),
            (STRUCK, met.struck, LEFT_OUT[STRUCK]),
            ("instruction of a field", met.instructions, ""),
        ):
            words = " ".join(" ".join(text.split()) for text in texts if text.strip())
            if not words:
                continue
            self.asides.append(ExcludedText(why=why, text=words, origin=origin))
            if message:
                self._doubts.append(
                    SourceDoubt(message=message, hint="look whether it still holds", words=words, origin=origin)
                )
        is_title = block.kind == "heading" or (block.is_bold and not block.words.endswith((".", ":", ";", "!", "?")))
        if self._place and block.words and not (is_title and self._place != "outside the page"):
            self.marked.keep(self._place, block.words, origin, is_title)
        for how in dict.fromkeys(how for how, _ in met.marked):
            words = "".join(text for one, text in met.marked if one == how)
            self.marked.keep(how, words, origin, is_title)
        for comment in met.comments:
            self.noted.add(comment)
            if comment in self.comments:
                hint = "settle it; it is in the report and in no clause"
                self._doubts.append(
                    SourceDoubt(message=f"has a {self.comments[comment]}", hint=hint, words=block.words, origin=origin)
                )

    def _table(self, element: Any) -> Iterator[ExtractedBlock]:
        yield from self.flush()
        rows = [row for row in element.iter(f"{W}tr") if _owner(row) is element and not self._is_gone(row)]
        first = self._paragraph + 1
        cells = [[self._cell(cell) for cell in _cells(row)] for row in rows]
        if len(cells) == 1 and len(cells[0]) == 1:  # a box around text
            yield from cells[0][0]
            return
        headers = sum(1 for row in rows if row.find(f"{W}trPr/{W}tblHeader") is not None)
        origin = SourcePosition(paragraph=first, page=self._page if self._paged else 0)
        texts = tuple(tuple(_cell_text(blocks) for blocks in row) for row in cells if row)
        if any(cell for row in texts for cell in row):
            yield ExtractedBlock(kind="table", rows=texts, headers=headers, origin=origin)

    def _is_gone(self, row: Any) -> bool:
        """Whether a tracked change deletes a row; an inserted one is kept, and both are said."""
        properties = row.find(f"{W}trPr")
        if switch(properties, "hidden"):
            words, origin = " ".join(text_of(row).split()), SourcePosition(paragraph=self._paragraph + 1)
            self.asides.append(ExcludedText(why=HIDDEN, text=words, origin=origin, may_be_text=True))
            hint = "look whether it still holds"
            self._doubts.append(SourceDoubt(message=LEFT_OUT[HIDDEN], hint=hint, words=words, origin=origin))
            return True
        for name in ("del", "ins") if properties is not None else ():
            change = properties.find(f"{W}{name}")
            if change is None:
                continue
            origin = SourcePosition(paragraph=self._paragraph + 1)
            words = " ".join(text_of(row).split())
            self.changes.keep(change, words, origin, f"a row of a table {'deleted' if name == 'del' else 'inserted'}")
            if name == "del":
                self.asides.append(ExcludedText(why="deleted by a tracked change", text=words, origin=origin))
                return True
        return False

    def _cell(self, cell: Any) -> list[ExtractedBlock]:
        span = number(value(cell.find(f"{W}tcPr"), "gridSpan")) or 1
        return [*self.read(cell), *self.flush()] if span < limits.CELLS else []

    def flush(self) -> Iterator[ExtractedBlock]:
        """The words of paragraphs whose end is deleted, where no other paragraph follows that they could run into."""
        kept, self._before = tuple(self._before), []
        if kept:
            yield ExtractedBlock(kind="paragraph", text=kept, origin=SourcePosition(paragraph=self._paragraph))


def _owner(row: Any) -> Any:
    """The table a row belongs to: a table may be in a cell of another."""
    return next(row.iterancestors(f"{W}tbl"))


def _cells(row: Any) -> list[Any]:
    """The cells of a row, those in content controls too."""
    return [cell for cell in row.iter(f"{W}tc") if next(cell.iterancestors(f"{W}tr")) is row]


def _cell_text(blocks: list[ExtractedBlock]) -> Inline:
    """What a cell says, its paragraphs held apart by line breaks; items keep their marks, deeper ones set in."""
    made: list[Run] = []
    for block in blocks:
        parts = [block.text] if block.kind != "table" else [cell for row in block.rows for cell in row]
        for part in parts:
            made.extend([Run("\n")] if made else [])
            made.extend([Run(f"{DEEPER * block.level}{block.mark} ")] if block.mark else [])
            made.extend(part)
    return tuple(made)
