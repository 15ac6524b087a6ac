"""A page's content -> what is drawn on it, in order: words, their place and mark, and shapes that hide words."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count, pairwise
from typing import Any

from clausebook.pdf_verify.read.fonts import Font
from clausebook.pdf_verify.read.geometry import (
    IDENTITY,
    NOWHERE,
    Box,
    ReplacementText,
    Shape,
    TextSpan,
    around,
    at,
    box_of,
    lies_on,
    matrix_of,
    middle,
    overlap,
    placed,
    scale,
    strikes,
    times,
    wider,
)
from clausebook.pdf_verify.read.graphics_state import WHITE, GraphicsState, device_spaces, is_dictionary, is_name, rgb
from clausebook.text.colour import HIDDEN, between

DEEPEST = 8  # forms within forms
MOST_TURNS = 2_000_000  # drawing steps of all pages together; a page of text has a thousand
_FILLS = {"f", "F", "f*", "B", "B*", "b", "b*"}
_STROKES = {"S", "s", "B", "b", "B*", "b*"}
_ENDS = _FILLS | {"S", "s", "n"}
THINNEST = 2.0  # points: what is lower is a line
LEAST_ROOM = 0.7  # of the width of letters; what a spacing leaves of it
FARTHEST_BACK = 1.0  # of the size of letters, as far as a sign may go back over what was written


@dataclass
class PageContent:
    """One page while it is drawn: `drawn` grows with the words, `cover` with the shapes, `lines` with level lines."""

    page: Box
    drawn: list[TextSpan] = field(default_factory=list)
    cover: list[Shape] = field(default_factory=list)
    lines: list[Box] = field(default_factory=list)
    fonts: dict[tuple[int, int], Font] = field(default_factory=dict)
    strokes: int = 0
    turns: Iterator[int] = field(default_factory=count)

    def draw(
        self, instructions: Iterable[Any], resources: Any, pen: GraphicsState | None = None, depth: int = 0
    ) -> None:
        """Follow the instructions. Words and shapes come out in page space, in points."""
        _Interpreter(self, resources, pen or GraphicsState(), depth).follow(instructions)

    def seen(self) -> list[TextSpan]:
        """The words; those that are covered, struck through or of their ground's colour are marked."""
        lines = sorted(self.lines, key=middle)
        return [self._marked(turn, one, lines) for turn, one in enumerate(self.drawn)]

    def _marked(self, turn: int, one: TextSpan, lines: list[Box]) -> TextSpan:
        if one.flaw or not one.text.strip():
            return one
        ground: tuple[float, ...] | None = WHITE
        for shape in self.cover:
            if not lies_on(shape.box, one.box):
                continue
            if shape.turn > turn:
                return replace(one, flaw="lie under something that was painted over them", covered=one.under(shape.box))
            ground = shape.colour
        if ground and one.colour and between(ground, one.colour) < HIDDEN:
            return replace(one, flaw="are drawn in the colour of what lies behind them")
        first, last = (bisect(lines, one.box[side], key=middle) for side in (1, 3))
        struck = any(strikes(line, one.box) for line in lines[first:last])
        return replace(one, flaw="are struck through") if struck else one


class _Interpreter:
    """Follows one content stream."""

    def __init__(self, canvas: PageContent, resources: Any, pen: GraphicsState, depth: int) -> None:
        self.canvas, self.resources, self.pen, self.depth = canvas, resources, pen, depth
        self.kept: list[GraphicsState] = []
        self.marks: list[tuple[int | None, bool, ReplacementText | None]] = []
        self.text = self.line = IDENTITY
        self.path: list[tuple[float, float]] = []
        self.clips = False

    def follow(self, instructions: Iterable[Any]) -> None:
        for instruction in instructions:
            if next(self.canvas.turns) > MOST_TURNS:
                raise ValueError("its pages draw more than a policy needs")
            name = str(instruction.operator)
            if step := _STEPS.get(name):
                step(self, () if name in _BARE else list(instruction.operands))
            elif name in _ENDS:
                self._end_path(name)
            elif name == "INLINE IMAGE":
                self._cover(placed(self.pen.matrix, (0, 0, 1, 1)))

    # graphics state

    def save(self, values: Sequence[Any]) -> None:
        self.kept.append(self.pen.copy())

    def restore(self, values: Sequence[Any]) -> None:
        if self.kept:
            self.pen = self.kept.pop()

    def transform(self, values: list[Any]) -> None:
        self.pen.matrix = times(matrix_of(values), self.pen.matrix)

    def settings(self, values: list[Any]) -> None:
        state = _resource(self.resources, "/ExtGState", values)
        if state is not None:
            self.pen.set(state)

    def family(self, values: list[Any]) -> None:
        self.pen.draw_in(_resource(self.resources, "/ColorSpace", values) or values[0])

    def device(self, values: list[Any]) -> None:
        self.pen.draw_in(*device_spaces(self.resources))
        self.colour(values)

    def colour(self, values: list[Any]) -> None:
        """A pattern has a name, and no number that says how pale it is."""
        self.pen.pattern = any(is_name(value) for value in values)
        self.pen.colour = tuple(float(value) for value in values if not is_name(value)) or (0.0,)

    # marks

    def begin(self, values: list[Any]) -> None:
        properties = values[1] if len(values) > 1 else None
        if properties is not None and is_name(properties):
            properties = _resource(self.resources, "/Properties", values[1:])
        mark, artifact, said = self.marks[-1] if self.marks else (None, False, None)
        artifact = artifact or str(values[0]) == "/Artifact"
        if properties is not None and is_dictionary(properties):
            mark = int(properties.get("/MCID", -1 if mark is None else mark))
            own = next((str(properties[key]) for key in ("/ActualText", "/Alt", "/E") if key in properties), None)
            said = said if own is None else ReplacementText(own)
        self.marks.append((mark if mark is not None and mark >= 0 else None, artifact, said))

    def end(self, values: Sequence[Any]) -> None:
        if self.marks:
            self.marks.pop()

    # paths and pictures

    def point(self, values: list[Any]) -> None:
        numbers = [float(value) for value in values]
        for x, y in zip(numbers[::2], numbers[1::2], strict=False):
            self.path.append(at(self.pen.matrix, x, y))

    def rectangle(self, values: list[Any]) -> None:
        x, y, width, height = (float(value) for value in values)
        corners = ((0, 0), (width, 0), (width, height), (0, height), (0, 0))
        self.path += [at(self.pen.matrix, x + dx, y + dy) for dx, dy in corners]

    def clip(self, values: Sequence[Any]) -> None:
        self.clips = True

    def _end_path(self, name: str) -> None:
        box = around(self.path)
        pen = self.pen
        if box and name in _FILLS and pen.alpha:
            self._cover(box, None if pen.pattern or pen.special or pen.alpha < 1 else rgb(pen.colour))
        if name in _STROKES:
            self.canvas.strokes += 1
            if box and box[3] - box[1] < THINNEST and box[2] - box[0] > 4:
                self.canvas.lines.append(box)
            if (half := pen.wide * scale(pen.matrix) / 2) >= THINNEST:
                for one, other in pairwise(self.path):
                    self._cover(wider(around([one, other]) or NOWHERE, half))
        if box and self.clips:
            self.pen.clip = overlap(self.pen.clip, box)
        self.path, self.clips = [], False

    def shade(self, values: list[Any]) -> None:
        self._cover(self.pen.clip or self.canvas.page)

    def _cover(self, box: Box, colour: tuple[float, ...] | None = None) -> None:
        self.canvas.cover.append(Shape(len(self.canvas.drawn), overlap(self.pen.clip, box), colour))

    def paint(self, values: list[Any]) -> None:
        form = _resource(self.resources, "/XObject", values)
        if form is None or self.depth > DEEPEST:
            return
        if str(form.get("/Subtype", "")) != "/Form":
            self._cover(placed(self.pen.matrix, (0, 0, 1, 1)))
            return
        import pikepdf

        matrix = times(matrix_of(list(form.get("/Matrix", IDENTITY))), self.pen.matrix)
        pen = self.pen.copy()
        pen.matrix = matrix
        box = form.get("/BBox")
        if box is not None:
            pen.clip = overlap(pen.clip, placed(matrix, box_of(box)))
        hand = _Interpreter(self.canvas, form.get("/Resources", self.resources), pen, self.depth + 1)
        hand.marks = list(self.marks)
        hand.follow(pikepdf.parse_content_stream(form))

    # words

    def begin_text(self, values: Sequence[Any]) -> None:
        self.text = self.line = IDENTITY

    def font(self, values: list[Any]) -> None:
        found = _resource(self.resources, "/Font", values)
        if found is not None:
            key = found.objgen
            self.pen.font = self.canvas.fonts.setdefault(key, Font(found)) if key[0] else Font(found)
        self.pen.size = float(values[1])

    def place(self, values: list[Any]) -> None:
        self.text = self.line = matrix_of(values)

    def move(self, values: list[Any]) -> None:
        self.text = self.line = times((1, 0, 0, 1, float(values[0]), float(values[1])), self.line)

    def move_leading(self, values: list[Any]) -> None:
        self.pen.leading = -float(values[1])
        self.move(values)

    def next_line(self, values: Sequence[Any]) -> None:
        self.move([0, -self.pen.leading])

    def show(self, values: list[Any]) -> None:
        self._show([values[0]])

    def show_many(self, values: list[Any]) -> None:
        self._show(list(values[0]))

    def show_line(self, values: list[Any]) -> None:
        self.next_line([])
        self._show([values[-1]])

    def _show(self, parts: list[Any]) -> None:
        pen, start, text, reach, back = self.pen, 0.0, "", 0.0, False
        if pen.font is None:
            return
        for part in parts:
            if isinstance(part, int | float) or not hasattr(part, "__bytes__"):
                start -= float(part) / 1000 * pen.size * pen.stretch
                continue
            letters, width, codes = pen.font.show(bytes(part))
            text += letters
            back = back or start < reach - FARTHEST_BACK * abs(pen.size)
            blanks = pen.word_spacing * letters.count(" ") if pen.word_spacing else 0.0
            wide = width / 1000 * pen.size
            start += (wide + codes * pen.spacing + blanks) * pen.stretch
            reach = max(reach, start)
            back = back or (codes > 1 and wide + codes * min(pen.spacing, 0) < LEAST_ROOM * wide)
        whole = times(self.text, pen.matrix)
        box = placed(whole, (0, pen.rise - 0.1 * pen.size, start, pen.rise + 0.6 * pen.size))
        self.text = times((1, 0, 0, 1, start, 0), self.text)
        mark, artifact, said = self.marks[-1] if self.marks else (None, False, None)
        flaw = pen.flaw(text, box, whole, self.canvas.page, back)
        colour = None if pen.pattern else rgb(pen.colour)
        self.canvas.drawn.append(TextSpan(text, box, mark, artifact, flaw, said, colour))


def _value(name: str) -> Any:
    return lambda hand, values: setattr(hand.pen, name, float(values[0]))


_STEPS: Mapping[str, Any] = {
    "q": _Interpreter.save,
    "Q": _Interpreter.restore,
    "cm": _Interpreter.transform,
    "gs": _Interpreter.settings,
    "cs": _Interpreter.family,
    **dict.fromkeys(("g", "rg", "k"), _Interpreter.device),
    **dict.fromkeys(("sc", "scn"), _Interpreter.colour),
    "w": _value("wide"),
    **dict.fromkeys(("BDC", "BMC"), _Interpreter.begin),
    "EMC": _Interpreter.end,
    **dict.fromkeys(("m", "l", "c", "v", "y"), _Interpreter.point),
    "re": _Interpreter.rectangle,
    **dict.fromkeys(("W", "W*"), _Interpreter.clip),
    "sh": _Interpreter.shade,
    "Do": _Interpreter.paint,
    "BT": _Interpreter.begin_text,
    "Tf": _Interpreter.font,
    "Tm": _Interpreter.place,
    "Td": _Interpreter.move,
    "TD": _Interpreter.move_leading,
    "T*": _Interpreter.next_line,
    "Tj": _Interpreter.show,
    "TJ": _Interpreter.show_many,
    "'": _Interpreter.show_line,
    '"': _Interpreter.show_line,
    "Tc": _value("spacing"),
    "Tw": _value("word_spacing"),
    "TL": _value("leading"),
    "Ts": _value("rise"),
    "Tz": lambda hand, values: setattr(hand.pen, "stretch", float(values[0]) / 100),
    "Tr": lambda hand, values: setattr(hand.pen, "mode", int(values[0])),
}


_BARE = {"q", "Q", "EMC", "BT", "T*", "W", "W*"}  # what takes no operands


def _resource(resources: Any, kind: str, values: list[Any]) -> Any:
    found = resources.get(kind) if resources is not None else None
    return found.get(str(values[0])) if found is not None else None
