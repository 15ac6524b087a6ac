"""A part of a Word file -> its paragraphs as they are shown, with what hides or replaces their words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from clausebook.readback.word.styles import (
    OFF,
    Lists,
    Properties,
    Styles,
    W,
    flaw,
    local,
    paragraph_flaw,
    paragraph_properties,
    run_properties,
)
from clausebook.text.records import dataclass

HARMLESS_FIELDS = {"TOC", "HYPERLINK", "PAGE", "NUMPAGES", "PAGEREF"}
# what shows other words than a paragraph holds, or words that no reading of it finds
STRANGE = {
    "del": "are struck out as a tracked change",
    "ins": "are put in as a tracked change",
    "moveFrom": "are moved as a tracked change",
    "moveTo": "are moved as a tracked change",
    "txbxContent": "are in a box of their own",
    "ruby": "have other words set above them",
    "bdo": "are turned round",
    "dir": "are turned round",
    "dataBinding": "are replaced by other data when the file is opened",
}
PICTURES = {"drawing": "a picture", "pict": "a picture", "object": "an object", "oMath": "a formula"}
PICTURES |= {"altChunk": "another document", "footnoteReference": "a footnote", "endnoteReference": "an endnote"}
PICTURES |= {"AlternateContent": "a choice of contents", "sym": "a sign of a font", "subDoc": "another document"}
SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "ptab": "\t", "noBreakHyphen": "-"}


@dataclass(frozen=True, slots=True)
class WordParagraph:
    """One paragraph as it is shown. `flaws` are reasons and the words they are about."""

    style: str
    number: str
    text: str
    flaws: tuple[tuple[str, str], ...] = ()


def paragraphs(part: Any, styles: Styles, lists: Lists, *, decoration: bool = False) -> Iterator[WordParagraph]:
    """All paragraphs of a part, in order, those of tables too. A head or foot may have pictures."""
    for element in part.iter(f"{W}p"):
        if not any(local(one) == "txbxContent" for one in element.iterancestors()):
            yield _paragraph(element, styles, lists, decoration)


def _paragraph(element: Any, styles: Styles, lists: Lists, decoration: bool) -> WordParagraph:
    properties = element.find(f"{W}pPr")
    named = properties.find(f"{W}pStyle") if properties is not None else None
    style = str(named.get(f"{W}val")) if named is not None else styles.usual.get("paragraph", "")
    number, unseen = lists.next(properties, style)
    run, paragraph = styles.everywhere
    by_style = styles.of(style)
    shown = _Shown(styles, run | by_style[0], paragraph | by_style[1] | paragraph_properties(properties), decoration)
    shown.read(element)
    if unseen:
        shown.flaws.append((unseen, number))
    if (why := paragraph_flaw(shown.paragraph)) and shown.text.strip():
        shown.flaws.append((why, shown.text))
    if why := _cell_flaw(element):
        shown.flaws.append((why, shown.text))
    return WordParagraph(style, number, shown.text, tuple(shown.flaws))


def _cell_flaw(element: Any) -> str:
    """What hides the row or the cell that a paragraph is in."""
    for outer in element.iterancestors():
        name = local(outer)
        if name == "tr":
            hidden, height = outer.find(f"{W}trPr/{W}hidden"), outer.find(f"{W}trPr/{W}trHeight")
            if hidden is not None and str(hidden.get(f"{W}val", "")) not in OFF:
                return "are in a hidden row"
            exact = height is not None and height.get(f"{W}hRule") == "exact"
            if exact and float(height.get(f"{W}val") or 0) < 100:
                return "are in a row without height"
        elif name == "tc":
            merged = outer.find(f"{W}tcPr/{W}vMerge")
            if merged is not None and merged.get(f"{W}val") != "restart":
                return "are in a cell that is merged with another"
        elif name == "tbl" and outer.find(f"{W}tblPr/{W}tblpPr") is not None:
            return "are in a table that floats"
    return ""


class _Shown:
    """One paragraph while it is read: its text grows run by run."""

    def __init__(self, styles: Styles, run: Properties, paragraph: Properties, decoration: bool) -> None:
        self.styles, self.base, self.paragraph, self.decoration = styles, run, paragraph, decoration
        self.text = ""
        self.flaws: list[tuple[str, str]] = []
        self.field: list[str] = []  # "code" until a field's result begins, then "result"

    def read(self, element: Any) -> None:
        """Read what an element holds, in order."""
        for child in element:
            name = local(child) if isinstance(child.tag, str) else ""
            if name in STRANGE and not self.decoration:
                self.flaws.append((STRANGE[name], "".join(child.itertext())))
            elif name in PICTURES and not self.decoration:
                self.flaws.append((f"{PICTURES[name]} is among the words", ""))
            if name == "r":
                self._run(child)
            elif name == "fldSimple":
                self._code(str(child.get(f"{W}instr", "")))
                self.read(child)
            elif name not in ("pPr", "rPr", "del", "moveFrom", "txbxContent", "pict", "drawing", "AlternateContent"):
                self.read(child)

    def _run(self, element: Any) -> None:
        properties = element.find(f"{W}rPr")
        named = properties.find(f"{W}rStyle") if properties is not None else None
        style = self.styles.of(str(named.get(f"{W}val")))[0] if named is not None else {}
        why = flaw(self.base | style | run_properties(properties), self.paragraph)
        text = "".join(self._piece(child) for child in element)
        self.text += text
        if why and text.strip():
            self.flaws.append((why, text))
        self.read_strange(element)

    def read_strange(self, element: Any) -> None:
        """Pictures inside a run."""
        for child in element:
            name = local(child) if isinstance(child.tag, str) else ""
            if name in PICTURES and not self.decoration:
                self.flaws.append((f"{PICTURES[name]} is among the words", ""))

    def _piece(self, child: Any) -> str:
        name = local(child) if isinstance(child.tag, str) else ""
        if name == "fldChar":
            self._field(str(child.get(f"{W}fldCharType")))
            return ""
        if name == "instrText":
            self._code(child.text or "")
            return ""
        if name == "t" and "code" not in self.field:
            return child.text or ""
        return SIGNS.get(name, "")

    def _field(self, mark: str) -> None:
        if mark == "begin":
            self.field.append("code")
        elif self.field:
            self.field.pop()
            if mark == "separate":
                self.field.append("result")

    def _code(self, code: str) -> None:
        """A field shows what it computes, which may be any words."""
        name = code.split()[0].upper() if code.split() else ""
        if name and name not in HARMLESS_FIELDS:
            self.flaws.append((f"a field ({name}) is among the words, which may show others", ""))
