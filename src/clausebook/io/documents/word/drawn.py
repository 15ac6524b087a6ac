"""What is drawn in a Word file and holds words: text boxes, shapes, SmartArt, charts, alternative text, objects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from clausebook.io.documents.word.package import Package
from clausebook.io.documents.word.runs import R
from clausebook.io.documents.word.styles import W
from clausebook.model.documents.extracted import ExcludedText, SourceDoubt, SourcePosition

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_VML = "{urn:schemas-microsoft-com:vml}"
_OFFICE = "{urn:schemas-microsoft-com:office:office}"


@dataclass
class DrawnReader:
    """Reads what is drawn, piece by piece. `unread` names objects of other programs, whose words were not read."""

    package: Package
    asides: list[ExcludedText] = field(default_factory=list)
    doubts: list[SourceDoubt] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    pictures: int = 0

    def read(self, drawn: Any, origin: SourcePosition) -> tuple[list[Any], list[str]]:
        """The text boxes of a drawing, whose paragraphs are to be read, and the lines that its shapes say."""
        boxes = [box for one in _all(drawn) for box in one.iter(f"{W}txbxContent") if not _inside_another(box, drawn)]
        lines = [line for one in _all(drawn) for line in _shapes(one)]
        found = bool(boxes or lines)
        for one in _all(drawn):
            for diagram in one.iter(f"{_DIAGRAM}relIds"):
                lines += self._diagram(diagram, origin)
                found = True
            for chart in one.iter(f"{_CHART}chart"):
                self._chart(chart, origin)
                found = True
            for item in one.iter(f"{_OFFICE}OLEObject"):
                kind = item.get("ProgID", "") or "an object"
                self.unread.append(f"an object of another program ({kind}, {origin})")
                found = True
            self._alternatives(one, origin)
        self.pictures += not found
        return boxes, lines

    def _diagram(self, diagram: Any, origin: SourcePosition) -> list[str]:
        root = self.package.related(diagram.get(f"{R}dm", ""))
        if root is None:
            self.unread.append(f"a drawing (SmartArt, {origin})")
            return []
        points = [point for point in root.iter(f"{_DIAGRAM}pt") if point.get("type", "node") in ("node", "asst")]
        lines = [line for point in points for line in _shapes(point)]
        self._doubt("was in a drawing (SmartArt), whose arrows and order are lost", lines, origin)
        return lines

    def _chart(self, chart: Any, origin: SourcePosition) -> None:
        root = self.package.related(chart.get(f"{R}id", ""))
        if root is None:
            self.unread.append(f"a chart ({origin})")
            return
        words = [part.text or "" for part in root.iter(f"{A}t", f"{_CHART}v")]
        if any(words):
            self.asides.append(ExcludedText(why="words of a chart", text=" ".join(words), origin=origin))
            self._doubt("is a chart, which no clause can hold", words, origin)

    def _alternatives(self, drawn: Any, origin: SourcePosition) -> None:
        for words in alternatives(drawn):
            self.asides.append(ExcludedText(why="words in place of a picture", text=words, origin=origin))

    def _doubt(self, message: str, lines: list[str], origin: SourcePosition) -> None:
        self.doubts.append(SourceDoubt(message=message, hint="look at it", words=" ".join(lines), origin=origin))


def alternatives(drawn: Any) -> Iterator[str]:
    """Texts in place of pictures, and the words of WordArt, each once."""
    found: list[str] = []
    for element in drawn.iter():
        if not isinstance(element.tag, str):
            continue
        name = element.tag.rpartition("}")[2]
        if name == "docPr":
            found += [element.get("title", ""), element.get("descr", "")]
        elif element.tag.startswith(_VML):
            found += [element.get("alt", ""), element.get("string", "") if name == "textpath" else ""]
    yield from dict.fromkeys(" ".join(one.split()) for one in found if one.strip())


def watermarks(root: Any) -> Iterator[str]:
    """The words that are across the pages, from a header."""
    for path in root.iter(f"{_VML}textpath"):
        if path.get("string", "").strip():
            yield " ".join(path.get("string").split())


def _all(drawn: Any) -> list[Any]:
    """The elements of what was drawn: one, or the children of a chosen way to draw it."""
    return [drawn] if not isinstance(drawn, list) else drawn


def _inside_another(box: Any, drawn: Any) -> bool:
    """Whether a text box is in another one, whose paragraphs bring it along, or in a way of drawing not chosen."""
    for parent in box.iterancestors():
        if parent is drawn:
            return False
        if parent.tag in (f"{W}txbxContent",) or str(parent.tag).endswith("}Fallback"):
            return True
    return False


def _shapes(drawn: Any) -> Iterator[str]:
    """The paragraphs of shapes, SmartArt and canvases: everything in DrawingML that is not a text box of Word's."""
    for paragraph in drawn.iter(f"{A}p"):
        words = " ".join(
            "".join(
                (part.text or "") if part.tag == f"{A}t" else " " for part in paragraph.iter(f"{A}t", f"{A}br")
            ).split()
        )
        if words:
            yield words
