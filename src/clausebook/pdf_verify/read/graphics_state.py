"""The part of a PDF's graphics state that decides where words stand, and whether anybody can see them."""

from __future__ import annotations

from dataclasses import dataclass

from clausebook.pdf_verify.read.fonts import UNKNOWN, Font
from clausebook.pdf_verify.read.geometry import IDENTITY, Box, Matrix, area, overlap

SMALLEST = 3.0  # points; smaller words are for nobody to read
PALEST = 0.9  # of white
LEAST_SEEN = 0.85  # of the box around words; what a clip leaves of them
LEAST_WIDTH = 0.5  # of the height of the letters, as the matrix has both
WHITE = (1.0, 1.0, 1.0)


@dataclass
class GraphicsState:
    """What is set when words are shown or shapes are filled."""

    matrix: Matrix = IDENTITY
    font: Font | None = None
    size: float = 0.0
    spacing: float = 0.0
    word_spacing: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0
    colour: tuple[float, ...] = (0.0,)
    pattern: bool = False
    faint: bool = False
    clip: Box | None = None

    def copy(self) -> GraphicsState:
        """Another one with the same settings."""
        other: GraphicsState = object.__new__(GraphicsState)
        vars(other).update(vars(self))
        return other

    def flaw(self, text: str, box: Box, whole: Matrix, page: Box) -> str:
        """Why words shown now are not seen, or not as they are written; "" where they are."""
        if not text.strip():
            return ""
        height = abs(self.size) * max(abs(whole[2]), abs(whole[3]))
        if self.mode in (3, 7):
            return "are not drawn"
        if self.faint or (not self.pattern and min(rgb(self.colour)) > PALEST):
            return "are drawn in white, or nearly so"
        if self.pattern or self.mode in (1, 5):
            return "are drawn in a pattern, or as outlines only"
        if height < SMALLEST:
            return "are too small to read"
        if overlap(page, box) != box:
            return "lie outside the page"
        if self.clip and area(overlap(self.clip, box)) < LEAST_SEEN * area(box):
            return "are cut off"
        if _is_turned(whole, self.size, self.stretch):
            return "are turned, mirrored or squeezed"
        return "are written in a font that does not say which letters they are" if UNKNOWN in text else ""


def _is_turned(whole: Matrix, size: float, stretch: float) -> bool:
    """Whether letters stand otherwise than upright and level, or are much narrower than they are high."""
    across, slant, lean, up = (value * (1 if size >= 0 else -1) for value in whole[:4])
    level = abs(slant) < 0.1 * abs(across) and abs(lean) < 0.5 * abs(up)
    return not level or across * stretch <= LEAST_WIDTH * up or up <= 0


def rgb(colour: tuple[float, ...]) -> tuple[float, ...]:
    """A colour of one, three or four parts as red, green and blue from 0 to 1."""
    if len(colour) == 4:
        return tuple((1 - part) * (1 - colour[3]) for part in colour[:3])
    return colour if len(colour) == 3 else colour[:1] * 3
