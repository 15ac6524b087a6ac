"""What a page draws: words, where they stand, and what is said of them."""

from __future__ import annotations

from dataclasses import dataclass

from clausebook.pdf_verify.read.geometry import Box


@dataclass(frozen=True, slots=True, eq=False)
class ReplacementText:
    """What is to be read out and copied instead of the words of one stretch; each stretch has its own."""

    text: str


@dataclass(frozen=True, slots=True)
class TextSpan:
    """Words of one show operator. `mark` is the number that the tags know them by; `flaw` why nobody sees them."""

    text: str
    box: Box
    mark: int | None
    artifact: bool
    flaw: str = ""
    said: ReplacementText | None = None
