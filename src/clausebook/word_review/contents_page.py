"""Lines of the contents page, which Word makes anew: known by their style and because they repeat a heading."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from clausebook.model.documents.returned import ParagraphReading

CONTENTS = ("TOC1", "TOC2", "TOC3", "TOCHeading")
_PAGE = re.compile(r"[\s.…·]*\d{0,4}$")
_HEADS = frozenset(("", "contents", "table of contents"))


@dataclass(frozen=True)
class ContentsPage:
    """What a line of the contents may say: the headings of a file, with and without their numbers."""

    lines: frozenset[str]

    @classmethod
    def of(cls, shown: Iterable[ParagraphReading]) -> ContentsPage:
        """The contents of the paragraphs."""
        headings = {one.text.casefold() for one in shown if one.style.startswith("Heading")}
        return cls(frozenset(headings | {text.partition(" ")[2] for text in headings} | _HEADS))

    def holds(self, one: ParagraphReading) -> bool:
        """Whether a paragraph is a line of it: one that says something else is text, whatever its style."""
        return one.style in CONTENTS and (
            _PAGE.sub("", one.text).casefold() in self.lines or one.text.casefold() in self.lines
        )
