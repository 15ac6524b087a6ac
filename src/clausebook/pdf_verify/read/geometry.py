"""Where things lie on a page: matrices, boxes, and stretches of text with their places."""

from __future__ import annotations

import math
from typing import Any

from clausebook.text.records import dataclass

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)
NOWHERE: Box = (0.0, 0.0, 0.0, 0.0)


def matrix_of(values: list[Any]) -> Matrix:
    """A matrix as PDF writes it."""
    a, b, c, d, e, f = map(float, values)
    return a, b, c, d, e, f


def box_of(values: Any) -> Box:
    """A rectangle as PDF writes it, with its lower left corner first."""
    x, y, right, top = (float(value) for value in values)
    return min(x, right), min(y, top), max(x, right), max(y, top)


def times(one: Matrix, other: Matrix) -> Matrix:
    """First one, then the other."""
    a, b, c, d, e, f = one
    p, q, r, s, t, u = other
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Where a point comes to lie."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def placed(matrix: Matrix, box: Box) -> Box:
    """The box around where a box comes to lie."""
    corners = [at(matrix, x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    return around(corners) or (0.0, 0.0, 0.0, 0.0)


def around(points: list[tuple[float, float]]) -> Box | None:
    """The box around some points; None around none."""
    if not points:
        return None
    across, up = [x for x, _ in points], [y for _, y in points]
    return min(across), min(up), max(across), max(up)


def wider(box: Box, by: float) -> Box:
    """The box with so much more on each side."""
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def scale(matrix: Matrix) -> float:
    """How much longer a line becomes, in the middle of its directions."""
    return math.sqrt(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]))


def overlap(one: Box | None, other: Box) -> Box:
    """What two boxes share; nothing at all is a box of no size at the origin."""
    if one is None:
        return other
    box = max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])
    return box if box[0] <= box[2] and box[1] <= box[3] else (0.0, 0.0, 0.0, 0.0)


def holds(box: Box, x: float, y: float) -> bool:
    """Whether a point lies in a box."""
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def area(box: Box) -> float:
    """The size of a box."""
    return (box[2] - box[0]) * (box[3] - box[1])


def lies_on(rect: Box, words: Box) -> bool:
    """Whether more than the edge of some words lies in a rectangle."""
    left, bottom, right, top = overlap(rect, words)
    return right - left > 2 and top - bottom > 0.4 * (words[3] - words[1])


def middle(line: Box) -> float:
    """The height at which a level line runs, or the middle of words is."""
    return (line[1] + line[3]) / 2


def strikes(line: Box, box: Box) -> bool:
    """Whether a level line runs through the middle of words, over more than a letter of them."""
    height = middle(line) - box[1]
    return 0.25 < height / max(box[3] - box[1], 0.1) < 0.8 and min(line[2], box[2]) - max(line[0], box[0]) > 4


@dataclass(frozen=True, slots=True, eq=False)
class ReplacementText:
    """What is to be read out and copied instead of the words of one stretch; each stretch has its own."""

    text: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A filled shape or a picture: how many words were drawn before it, where it lies, its colour where it has one."""

    turn: int
    box: Box
    colour: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True)
class TextSpan:
    """Words of one show operator. `mark` is the number that the tags know them by; `flaw` why they are not seen.

    `colour` is red, green and blue from 0 to 1; None for a pattern. `covered` are those of the words that something
    else was painted over.
    """

    text: str
    box: Box
    mark: int | None
    artifact: bool
    flaw: str = ""
    said: ReplacementText | None = None
    colour: tuple[float, ...] | None = None
    covered: str = ""

    def under(self, rect: Box) -> str:
        """The words of the span that lie under a rectangle, whole words as far as their places are known."""
        width = self.box[2] - self.box[0]
        if width <= 0:
            return self.text
        size = len(self.text)
        first = max(0, int((rect[0] - self.box[0]) / width * size))
        last = min(size, int((rect[2] - self.box[0]) / width * size) + 1)
        start = self.text.rfind(" ", 0, first + 1) + 1
        end = self.text.find(" ", last)
        return self.text[start : end if end >= 0 else size].strip() or self.text
