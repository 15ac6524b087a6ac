"""Pandoc's tree -> blocks: headings, paragraphs, items of any depth, tables, and what has no place in a policy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from clausebook.errors import UserError
from clausebook.io.documents import limits
from clausebook.io.documents.page_style import PageLook, look_of
from clausebook.io.documents.raw_html import is_word
from clausebook.io.documents.word.counting import BULLET, counted
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
from clausebook.text.inline import Inline, Run, joined

_WAYS = {
    "LowerAlpha": "lowerLetter",
    "UpperAlpha": "upperLetter",
    "LowerRoman": "lowerRoman",
    "UpperRoman": "upperRoman",
}
_REMARKS = ("note", "warning", "important", "tip", "caution", "hint", "attention", "danger")
_STYLED = {"document-title": "title", "footnote-text": "footnote text"}
_PLAIN = Run("")


@dataclass
class TreeReader:
    """Walks the tree once. `keeps_lines` says that a new line in the source may be meant as one."""

    name: str
    keeps_lines: bool = False
    asides: list[ExcludedText] = field(default_factory=list)
    doubts: list[SourceDoubt] = field(default_factory=list)
    pictures: int = 0
    _line: int = 0
    _paragraph: int = 0
    _lists: int = 0
    _notes: list[Inline] = field(default_factory=list)

    def meta(self, value: Any) -> Inline:
        """The words of a value in a document's head."""
        match value["t"]:
            case "MetaInlines":
                return self._inlines(value["c"])
            case "MetaString":
                return (Run(value["c"]),)
            case "MetaBlocks":
                return tuple(run for block in self.read(value["c"]) for run in (*block.text, Run(" ")))
            case "MetaList":
                return tuple(run for one in value["c"] for run in (*self.meta(one), Run(" ")))
            case _:
                return ()

    def read(self, blocks: Sequence[Any], depth: int = -1, nesting: int = 0) -> Iterator[ExtractedBlock]:
        """The blocks in reading order. `depth` is that of the list they are in, -1 outside."""
        if nesting > limits.DEPTH:
            raise UserError(f"{self.name} is too deeply nested to be read", "save it in another format")
        for block in blocks:
            yield from self._block(block, depth, nesting + 1)

    def _block(self, block: Any, depth: int, nesting: int) -> Iterator[ExtractedBlock]:
        kind, content = block["t"], block.get("c")
        match kind:
            case "Para" | "Plain":
                yield from self._paragraph_of(content, depth)
            case "Header":
                level, attributes, inlines = content
                self._locate(attributes)
                text = self._inlines(inlines)
                anchors = (attributes[0],) if attributes[0] else ()
                yield self._made(ExtractedBlock(kind="heading", text=text, level=level, anchors=anchors))
                yield from self._footnotes()
            case "BulletList":
                yield from self._list(content, [BULLET] * len(content), depth, nesting)
            case "OrderedList":
                (start, style, delimiter), items = content
                marks = [_mark(start + place, style["t"], delimiter["t"]) for place in range(len(items))]
                yield from self._list(items, marks, depth, nesting)
            case "DefinitionList":
                yield from self._definitions(content, depth, nesting)
            case "Table":
                yield from self._table(content, nesting)
            case "Div":
                self._locate(content[0])
                yield from self._div(content[0], content[1], depth, nesting)
            case "BlockQuote":
                yield from self.read(content, depth, nesting)
            case "Figure":
                yield from self.read([*content[2], *content[1][1]], depth, nesting)
            case "LineBlock":
                for line in content:
                    yield from self._paragraph_of(line, depth)
            case "CodeBlock":
                self._locate(content[0])
                yield self._made(ExtractedBlock(kind="paragraph", text=(Run(content[1]),), level=depth + 1))
            case "HorizontalRule":
                yield self._made(ExtractedBlock(kind="rule"))
            case "RawBlock":
                self.asides.append(ExcludedText(why=f"raw {content[0]}", text=content[1], origin=self._origin()))
            case _:  # a null block: it has no words
                pass

    def _div(self, attributes: Any, content: Sequence[Any], depth: int, nesting: int) -> Iterator[ExtractedBlock]:
        """The blocks of a division; a remark set apart ("note", "warning") gets its kind as a word in front."""
        classes = attributes[1]
        kind = next((name for name in classes if name in _REMARKS), "")
        inner = [block for block in content if not (kind and block["t"] == "Div" and "title" in block["c"][0][1])]
        look = look_of(classes, dict(attributes[2]))
        if look.hidden or look.struck or look.marked:
            inside = list(self.read(inner, depth, nesting))
            words, out = " ".join(block.all_words for block in inside), _left_out(look)
            self._say(out, words, LEFT_OUT.get(out, f"is {look.marked} in the source"))
            yield from () if out else inside
            return
        for place, block in enumerate(self.read(inner, depth, nesting)):
            styled = next((style for name, style in _STYLED.items() if name in classes), "")
            if styled and block.kind == "paragraph":
                block = replace(block, style=styled)
            before = (Run(f"{kind.capitalize()}: "),) if kind and not place else ()
            yield replace(block, text=(*before, *block.text))

    def _paragraph_of(self, inlines: Sequence[Any], depth: int) -> Iterator[ExtractedBlock]:
        text = self._inlines(inlines)
        if any(run.text.strip() for run in text):
            yield self._made(ExtractedBlock(kind="paragraph", text=text, level=depth + 1))
        yield from self._footnotes()

    def _list(self, items: Sequence[Any], marks: Sequence[str], depth: int, nesting: int) -> Iterator[ExtractedBlock]:
        self._lists += 1
        here = f"list {self._lists}"
        for item, mark in zip(items, marks, strict=True):
            first, *rest = [*self.read(item, depth + 1, nesting)] or [ExtractedBlock(kind="paragraph")]
            if first.kind == "paragraph" and first.text:
                yield _item(first, depth + 1, mark, here)
            elif first.kind != "paragraph":
                yield first
            yield from rest

    def _definitions(self, entries: Sequence[Any], depth: int, nesting: int) -> Iterator[ExtractedBlock]:
        """Terms with what they mean: items that say the term in bold, then a colon."""
        self._lists += 1
        for term, meanings in entries:
            words = self._inlines(term, Run("", bold=True))
            said = [block for meaning in meanings for block in self.read(meaning, depth + 1, nesting)]
            texts = [run for block in said if block.kind == "paragraph" for run in (Run(" "), *block.text)]
            made = self._made(ExtractedBlock(kind="paragraph", text=(*words, Run(":"), *texts)))
            yield _item(made, depth + 1, BULLET, f"list {self._lists}")
            yield from (block for block in said if block.kind != "paragraph")

    def _table(self, content: Any, nesting: int) -> Iterator[ExtractedBlock]:
        _, caption, _, head, bodies, foot = content
        above = tuple(run for block in self.read(caption[1], -1, nesting) for run in block.text)
        headers = head[1]
        rows = [*headers, *(row for body in bodies for part in body[2:4] for row in part), *foot[1]]
        cells = tuple(tuple(cell for one in row[1] for cell in self._cell(one, nesting)) for row in rows)
        cells = tuple(row for row in cells if row)
        if not cells:
            return
        if len(cells) == 1 and len(cells[0]) == 1:  # a box around text
            yield self._made(ExtractedBlock(kind="paragraph", text=cells[0][0]))
        else:
            count = min(len(headers), len(cells))
            yield self._made(ExtractedBlock(kind="table", rows=cells, headers=count, caption=above))
        yield from self._footnotes()

    def _cell(self, cell: Any, nesting: int) -> list[Inline]:
        """What a cell says, and an empty cell for each further column that it spans."""
        _, _, _, columns, blocks = cell
        runs: list[Run] = []
        for block in self.read(blocks, -1, nesting):
            texts = [one for row in block.rows for one in row] if block.kind == "table" else [block.text]
            for text in texts:
                runs.extend([Run("\n")] if runs else [])
                runs.extend([Run(f"{DEEPER * max(0, block.level)}{block.mark} ")] if block.mark else [])
                runs.extend(text)
        return [tuple(runs), *[()] * (min(columns, limits.CELLS) - 1)]

    def _footnotes(self) -> Iterator[ExtractedBlock]:
        notes, self._notes = self._notes, []
        for note in notes:
            yield self._made(ExtractedBlock(kind="paragraph", text=note, style="footnote text"))

    # words

    def _inlines(self, inlines: Sequence[Any], style: Run = _PLAIN, nesting: int = 0) -> Inline:
        if nesting > limits.DEPTH:
            raise UserError(f"{self.name} is too deeply nested to be read", "save it in another format")
        runs: list[Run] = []
        for inline in inlines:
            runs.extend(self._inline(inline, style, nesting + 1))
        return joined(runs)

    def _inline(self, inline: Any, style: Run, nesting: int) -> Sequence[Run]:
        kind, content = inline["t"], inline.get("c")
        match kind:
            case "Str":
                return [_in(style, content)]
            case "Space":
                return [_in(style, " ")]
            case "SoftBreak":
                return [_in(style, "\n" if self.keeps_lines else " ")]
            case "LineBreak":
                return [_in(style, "\n")]
            case "Strong":
                return self._inlines(content, Run("", True, style.italic, False, style.link), nesting)
            case "Emph":
                return self._inlines(content, Run("", style.bold, True, False, style.link), nesting)
            case "Code" if "interpreted-text" in content[0][1]:  # a role of reStructuredText
                roles = [said for name, said in content[0][2] if name == "role"]
                words, _, target = content[1].rpartition(" <") if content[1].endswith(">") else (content[1], "", "")
                if target:
                    where = ExcludedText(why="where a reference leads", text=target[:-1], origin=self._origin())
                    self.asides.append(where)
                return self._spanned(["", roles, []], [{"t": "Str", "c": words}], style, nesting)
            case "Code":
                return [Run(content[1], style.bold, style.italic, True, style.link)]
            case "Link":
                target = content[2][0]
                return self._inlines(content[1], Run("", style.bold, style.italic, False, target), nesting)
            case "Strikeout":
                self._aside(STRUCK, content, nesting, LEFT_OUT[STRUCK])
                return []
            case "Span":
                return self._spanned(content[0], content[1], style, nesting)
            case "Subscript" if is_word(content) and self.keeps_lines:
                self._aside("", content, nesting, "is between single ~, which some programs strike out")
                return self._inlines(content, style, nesting)
            case "Quoted":
                signs = ("‘", "’") if content[0]["t"] == "SingleQuote" else ("“", "”")
                return [_in(style, signs[0]), *self._inlines(content[1], style, nesting), _in(style, signs[1])]
            case "Note":
                blocks = [*self.read(content, -1, nesting)]
                self._notes.append(tuple(run for block in blocks for run in (*block.text, Run(" "))))
                return []
            case "Image":
                self.pictures += 1
                said = "".join(run.text for run in self._inlines(content[1], nesting=nesting)).strip()
                why = "words in place of a picture"
                self.asides += [ExcludedText(why=why, text=said, origin=self._origin())] if said else []
                return []
            case "Math":
                return [_in(style, content[1])]
            case "RawInline":
                if content[1].strip() and not content[1].startswith("<"):
                    self.asides.append(ExcludedText(why=f"raw {content[0]}", text=content[1], origin=self._origin()))
                return []
            case "Cite":
                return self._inlines(content[1], style, nesting)
            case _:
                return self._inlines(content, style, nesting) if isinstance(content, list) else []

    def _spanned(self, attributes: Any, inlines: Sequence[Any], style: Run, nesting: int) -> Sequence[Run]:
        """Words with a look of their own; without those that it takes away."""
        look = look_of(attributes[1], dict(attributes[2]))
        if out := _left_out(look):
            self._aside(out, inlines, nesting, LEFT_OUT[out])
            return []
        if look.marked:
            self._aside("", inlines, nesting, f"is {look.marked} in the source")
        return self._inlines(inlines, style, nesting)

    def _aside(self, why: str, inlines: Sequence[Any], nesting: int, message: str) -> None:
        """Keep words that are left out, if `why` says so, and what is unsure about them."""
        self._say(why, "".join(run.text for run in self._inlines(inlines, nesting=nesting)), message)

    def _say(self, why: str, text: str, message: str) -> None:
        words = " ".join(text.split())
        if why and words:
            may_be = why == HIDDEN
            self.asides.append(ExcludedText(why=why, text=words, origin=self._origin(), may_be_text=may_be))
        hint = "look whether it still holds"
        self.doubts.append(SourceDoubt(message=message, hint=hint, words=words, origin=self._origin()))

    # places

    def _made(self, block: ExtractedBlock) -> ExtractedBlock:
        self._paragraph += 1
        return replace(block, origin=self._origin())

    def _origin(self) -> SourcePosition:
        return SourcePosition(line=self._line) if self._line else SourcePosition(paragraph=max(1, self._paragraph))

    def _locate(self, attributes: Any) -> None:
        """Keep the line that an element says it begins on."""
        for name, value in attributes[2]:
            if name == "data-pos":
                first = value.rpartition("@")[2].partition(":")[0]
                self._line = int(first) if first.isdigit() else self._line


def _left_out(look: PageLook) -> str:
    """Why words are left out, "" where they stay."""
    return STRUCK if look.struck else HIDDEN if look.hidden else ""


def _mark(count: int, style: str, delimiter: str) -> str:
    shown = counted(count, _WAYS.get(style, "decimal"))
    return {"TwoParens": f"({shown})", "OneParen": f"{shown})"}.get(delimiter, f"{shown}.")


def _item(block: ExtractedBlock, depth: int, mark: str, here: str) -> ExtractedBlock:
    return ExtractedBlock(
        kind="item", text=block.text, level=depth, mark=mark, list=here, anchors=block.anchors, origin=block.origin
    )


def _in(style: Run, words: str) -> Run:
    return Run(words, style.bold, style.italic, style.code, style.link)
