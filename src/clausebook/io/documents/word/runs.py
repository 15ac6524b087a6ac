"""A paragraph's XML -> its runs of words, and what else was met: bookmarks, notes, page ends, words taken away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from clausebook.io.documents.word.look import look
from clausebook.io.documents.word.styles import Style, W, switch, value
from clausebook.text.inline import Inline, Run, joined

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_AS_TEXT = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_TRANSPARENT = {"smartTag", "sdtContent", "fldSimple", "ins", "moveTo", "dir", "bdo", "customXml", "ruby", "rubyBase"}
_TICK = {"FORMCHECKBOX": "☐", "FORMTEXT": "\t"}


@dataclass
class ParagraphExtras:
    """What one paragraph holds besides its words."""

    anchors: list[str] = field(default_factory=list)
    changes: list[tuple[Any, str]] = field(default_factory=list)  # open tracked changes, and the words in each
    deleted: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    marked: list[tuple[str, str]] = field(default_factory=list)  # how, and the words
    unfilled: list[str] = field(default_factory=list)  # what content controls say that were not filled in
    instructions: list[str] = field(default_factory=list)  # words inside a field that it does not show
    comments: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    drawn: list[Any] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)
    page_ends: int = 0
    plain: bool = False  # whether some words are not underlined
    sizes: dict[float, int] = field(default_factory=dict)


@dataclass
class RunReader:
    """Reads the runs of paragraphs of one document. A field may begin in one paragraph and end in another."""

    styles: Mapping[str, Style]
    links: Mapping[str, str]
    _open: list[list[Any]] = field(default_factory=list)  # of each open field: its instruction, and whether it shows

    def read(self, paragraph: Any, base: Style) -> tuple[Inline, ParagraphExtras]:
        """The runs in reading order, neighbours of one style joined."""
        met = ParagraphExtras()
        inline = joined(self._walk(paragraph, base, "", met))
        for one in self._open:  # a field whose instruction never ends hides nothing but its own paragraph
            one[1] = True
        return inline, met

    @property
    def in_contents(self) -> bool:
        """Whether Word's own table of contents is being read."""
        return any(instruction.strip().upper().startswith("TOC") for instruction, _ in self._open)

    def _walk(self, parent: Any, base: Style, link: str, met: ParagraphExtras) -> Iterator[Run]:
        for element in parent:
            if not isinstance(element.tag, str):
                continue
            name = element.tag.removeprefix(W)
            if name == "r":
                yield from self._run(element, base, link, met)
            elif name == "hyperlink":
                yield from self._walk(element, base, self._target(element) or link, met)
            elif name in ("bookmarkStart",):
                met.anchors.append(element.get(f"{W}name", ""))
            elif name in ("del", "moveFrom"):
                met.deleted.append(text_of(element))
                met.changes.append((element, met.deleted[-1]))
            elif name == "sdt":
                yield from self._control(element, base, link, met)
            elif name in _TRANSPARENT:
                if name in ("ins", "moveTo"):
                    met.changes.append((element, text_of(element)))
                yield from self._walk(element, base, link, met)
            elif element.tag == f"{_MC}AlternateContent":
                yield from self._walk(_chosen(element), base, link, met)
            elif element.tag in (f"{_MATH}oMath", f"{_MATH}oMathPara"):
                yield Run("".join(part.text or "" for part in element.iter(f"{_MATH}t")))

    def _target(self, element: Any) -> str:
        anchor = element.get(f"{W}anchor")
        address = self.links.get(element.get(f"{R}id", ""), "")
        return address or (f"#{anchor}" if anchor else "")

    def _control(self, element: Any, base: Style, link: str, met: ParagraphExtras) -> Iterator[Run]:
        """A content control: its words, or the ones that ask for words, in brackets."""
        if not is_unfilled(element):
            yield from self._walk(element, base, link, met)
            return
        asked = text_of(element).strip() or "to be filled in"
        met.unfilled.append(asked)
        yield Run(f"[{asked.strip('[]')}]")

    def _run(self, run: Any, base: Style, link: str, met: ParagraphExtras) -> Iterator[Run]:
        properties = run.find(f"{W}rPr")
        style = self.styles.get(value(properties, "rStyle") or "", Style())
        bold = next((one for one in (switch(properties, "b"), style.bold, base.bold) if one is not None), False)
        italic = next((one for one in (switch(properties, "i"), style.italic, base.italic) if one is not None), False)
        code = style.name in ("verbatim char", "html code")
        text = "".join(self._pieces(run, base, met))
        if not text:
            return
        half_points = value(properties, "sz")
        size = int(half_points) / 2 if half_points and half_points.isdigit() else (style.size or base.size or 0.0)
        looks = look(properties, style, base, size, shaded=self._is_shaded(run))
        if looks.hidden or looks.struck:
            (met.hidden if looks.hidden else met.struck).append(text)
            return
        if looks.marked and not link:
            met.marked.append((looks.marked, text))
        met.plain = met.plain or (bool(text.strip()) and not (switch(properties, "u") and not link))
        met.sizes[size] = met.sizes.get(size, 0) + len(text)
        yield Run(text, bold=bold, italic=italic, code=code, link=link)

    def _is_shaded(self, run: Any) -> bool:
        """Whether a run is on a ground of its paragraph, cell or table, or in a table whose style is not known."""
        for up in run.iterancestors(f"{W}p", f"{W}tc", f"{W}tbl"):
            properties = up.find(f"{up.tag}Pr")
            fill = value(properties, "shd", "fill") or "auto"
            named = value(properties, "tblStyle")
            if fill.lower() not in ("auto", "ffffff", "none") or (named and named not in self.styles):
                return True
        return False

    def _pieces(self, run: Any, base: Style, met: ParagraphExtras) -> Iterator[str]:
        for element in run:
            if not isinstance(element.tag, str):
                continue
            name = element.tag.removeprefix(W)
            if name == "fldChar":
                yield from self._field(element, met)
            elif name == "instrText" and self._open:
                self._open[-1][0] += element.text or ""
            elif self._open and not all(shows for _, shows in self._open):
                met.instructions.append(text_of(element))  # of a field, not its result
            elif name == "t":
                yield element.text or ""
            elif name == "lastRenderedPageBreak":
                met.page_ends += 1
            elif name == "br" and element.get(f"{W}type") in ("page", "column"):
                met.page_ends += 1
                yield "\n"
            elif name in _AS_TEXT:
                yield _AS_TEXT[name]
            elif name == "sym":
                yield _symbol(element)
            elif name in ("footnoteReference", "endnoteReference"):
                met.notes.append(f"{name.removesuffix('Reference')}:{element.get(f'{W}id', '')}")
            elif name == "commentReference":
                met.comments.append(element.get(f"{W}id", ""))
            elif name == "ruby":
                yield "".join(run.text for run in self._walk(element, base, "", met))
            elif name in ("drawing", "pict", "object"):
                met.drawn.append(element)
            elif element.tag == f"{_MC}AlternateContent":
                met.drawn.append(_chosen(element))

    def _field(self, element: Any, met: ParagraphExtras) -> Iterator[str]:
        match element.get(f"{W}fldCharType"):
            case "begin":
                self._open.append(["", False])
            case "separate" if self._open:
                self._open[-1][1] = True
            case "end" if self._open:
                instruction, shows = self._open.pop()
                kind = (instruction.split() or [""])[0].upper()
                met.fields.append(kind)
                yield "" if shows and kind == "FORMTEXT" else _TICK.get(kind, "")


def _chosen(element: Any) -> Any:
    """Of the ways in which a thing is drawn, the one for newer programs."""
    choice = element.find(f"{_MC}Choice")
    fallback = element.find(f"{_MC}Fallback")
    return choice if choice is not None else fallback if fallback is not None else []


def _symbol(element: Any) -> str:
    """A sign of a symbol font: boxes to tick are known; others have no letter of their own."""
    code = element.get(f"{W}char", "").upper().removeprefix("F0")
    return {"A8": "☐", "6F": "☐", "FE": "☑", "FC": "✓", "B7": "•", "E0": "→"}.get(code, "")


def text_of(element: Any) -> str:
    """All words in an element, those too that a tracked change deleted; a blank for a tab, a break or a paragraph."""
    names = (f"{W}t", f"{W}delText", f"{W}tab", f"{W}br", f"{W}p")
    return "".join((part.text or "") if part.tag in names[:2] else " " for part in element.iter(*names))


def is_unfilled(control: Any) -> bool:
    """Whether a content control shows what it asks for, because it was not filled in."""
    properties = control.find(f"{W}sdtPr")
    return bool(switch(properties, "showingPlcHdr"))
