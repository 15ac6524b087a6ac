"""The part of a PDF's graphics state that decides where words are, and whether anybody can see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from clausebook.pdf_verify.read.fonts import UNKNOWN, Font
from clausebook.pdf_verify.read.geometry import IDENTITY, Box, Matrix, area, overlap

SMALLEST = 3.0  # points; smaller words are not meant to be read
PALEST = 0.9  # of white
FAINTEST = 0.3  # of opaque
LEAST_SEEN = 0.85  # of the box around words; what a clip leaves of them
LEAST_WIDTH = 0.5  # of the height of the letters, as the matrix has both
WHITE = (1.0, 1.0, 1.0)
# families of colours whose numbers say how dark they are
PLAIN = {"/DeviceGray", "/DeviceRGB", "/DeviceCMYK", "/ICCBased"}


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
    special: bool = False
    alpha: float = 1.0
    masked: bool = False
    effect: bool = False
    wide: float = 1.0
    clip: Box | None = None

    def set(self, state: Any) -> None:
        """Take over what a graphics state of the page says, and keep the rest."""
        self.alpha = float(state.get("/ca", self.alpha))
        self.wide = float(state.get("/LW", self.wide))
        if "/SMask" in state:
            self.masked = is_dictionary(state.SMask)
        if "/BM" in state:
            self.effect = str(state.BM) not in ("/Normal", "/Compatible")
        if any(str(state.get(key, "/Identity")) not in ("/Identity", "/Default") for key in ("/TR", "/TR2")):
            self.effect = True
        if "/Font" in state:
            self.font, self.size = Font(state.Font[0]), float(state.Font[1])

    def draw_in(self, *spaces: Any) -> None:
        """Draw in these families of colours; of a strange one no number says how dark it is."""
        names = {str(one if is_name(one) else one[0]) for one in spaces}
        self.special, self.pattern, self.colour = bool(names - PLAIN), "/Pattern" in names, (0.0,)

    def copy(self) -> GraphicsState:
        """Another one with the same settings."""
        other: GraphicsState = object.__new__(GraphicsState)
        vars(other).update(vars(self))
        return other

    def flaw(self, text: str, box: Box, whole: Matrix, page: Box, crowded: bool = False) -> str:
        """Why words shown now are not seen, or not as they are written; "" where they are."""
        if not text.strip():
            return ""
        height = abs(self.size) * max(abs(whole[2]), abs(whole[3]))
        if self.mode in (3, 7):
            return "are not drawn"
        if self.special and not self.pattern:
            return "are drawn in an ink of its own, which may be white"
        if self.alpha < FAINTEST or self.masked or (not self.pattern and min(rgb(self.colour)) > PALEST):
            return "are drawn in white, or nearly so"
        if self.effect:
            return "are drawn with an effect that changes their colour"
        if self.pattern or self.mode:
            return "are drawn in a pattern, or as outlines only"
        if height < SMALLEST:
            return "are too small to read"
        if overlap(page, box) != box:
            return "lie outside the page"
        if self.clip and area(overlap(self.clip, box)) < LEAST_SEEN * area(box):
            return "are cut off"
        if crowded or _is_turned(whole, self.size, self.stretch):
            return "are turned, mirrored or squeezed"
        return "are written in a font that does not say which letters they are" if UNKNOWN in text else ""


def _is_turned(whole: Matrix, size: float, stretch: float) -> bool:
    """Whether letters are not upright and level, or are much narrower than they are high."""
    across, slant, lean, up = (value * (1 if size >= 0 else -1) for value in whole[:4])
    level = abs(slant) < 0.1 * abs(across) and abs(lean) < 0.5 * abs(up)
    return not level or across * stretch <= LEAST_WIDTH * up or up <= 0


def rgb(colour: tuple[float, ...]) -> tuple[float, ...]:
    """A colour of one, three or four parts as red, green and blue from 0 to 1."""
    if len(colour) == 4:
        return tuple((1 - part) * (1 - colour[3]) for part in colour[:3])
    return colour if len(colour) == 3 else colour[:1] * 3


def device_spaces(resources: Any) -> list[Any]:
    """What a page says that the colours of the device are, where it says so."""
    spaces = resources.get("/ColorSpace") if resources is not None else None
    if spaces is None:
        return []
    return [spaces[key] for key in ("/DefaultGray", "/DefaultRGB", "/DefaultCMYK") if key in spaces]


def is_name(value: Any) -> bool:
    """Whether a value of a PDF is a name."""
    return str(getattr(value, "_type_name", "")) == "name"


def is_dictionary(value: Any) -> bool:
    """Whether a value of a PDF is a dictionary."""
    return str(getattr(value, "_type_name", "")) == "dictionary"
