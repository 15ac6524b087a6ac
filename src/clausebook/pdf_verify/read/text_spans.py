"""What a page draws: words, where they stand, and what is said of them."""

from __future__ import annotations

from dataclasses import dataclass

from clausebook.pdf_verify.read.geometry import Box


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
    """Words of one show operator. `mark` is the number that the tags know them by; `flaw` why nobody sees them.

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
        """The words of the span that lie under a rectangle, whole words as far as their places can be told."""
        width = self.box[2] - self.box[0]
        if width <= 0:
            return self.text
        size = len(self.text)
        first = max(0, int((rect[0] - self.box[0]) / width * size))
        last = min(size, int((rect[2] - self.box[0]) / width * size) + 1)
        start = self.text.rfind(" ", 0, first + 1) + 1
        end = self.text.find(" ", last)
        return self.text[start : end if end >= 0 else size].strip() or self.text
