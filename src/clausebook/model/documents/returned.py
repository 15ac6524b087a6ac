"""A Word file that came back: its paragraphs with the changes tracked in them, its comments, and what is made of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import field
from typing import Literal

from clausebook.text.records import dataclass

# The engine dates its own changes and comments at noon, or half an hour later, to the second; no person does.
_OURS = re.compile(r"T12:(00|30):00(\.0+)?Z?$")

# How a letter looks, in a sign: by whether it is bold and italic.
PLAIN = "."
LOOKS = {(False, False): PLAIN, (True, False): "b", (False, True): "i", (True, True): "x"}


@dataclass(frozen=True, slots=True)
class TrackedChange:
    """One tracked change: what it does, who made it and when (as Word writes it)."""

    kind: Literal["inserted", "deleted", "formatted"]
    who: str
    when: str

    @property
    def is_ours(self) -> bool:
        """Whether the engine made it: the comparison that a review is."""
        return _OURS.search(self.when) is not None

    @property
    def day(self) -> str:
        """The day, ISO."""
        return self.when[:10]


@dataclass(frozen=True, slots=True)
class StyledText:
    """Words of one paragraph in one style, with the tracked changes they are part of."""

    text: str
    style: str = ""  # b, i or both
    marks: tuple[TrackedChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedParagraph:
    """One paragraph, wherever it is.

    `ends` are the tracked changes of its end, `rows` those of the table row it is in, `formats` those of its look.
    `cell` says which table, row and cell it is in, `depth` how deep in a list, 0 for no item.
    """

    style: str = ""
    depth: int = 0
    anchors: tuple[str, ...] = ()
    stretches: tuple[StyledText, ...] = ()
    ends: tuple[TrackedChange, ...] = ()
    rows: tuple[TrackedChange, ...] = ()
    formats: tuple[TrackedChange, ...] = ()
    cell: tuple[int, int, int] | None = None

    @property
    def marks(self) -> tuple[TrackedChange, ...]:
        """Every tracked change of it, once."""
        inside = (mark for stretch in self.stretches for mark in stretch.marks)
        return tuple(dict.fromkeys((*inside, *self.ends, *self.rows, *self.formats)))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedComment:
    """One comment: whose, when, its words, the words it is about, and the line these are in (its index).

    `answers` names whose comment it is a reply to; `resolved` says that somebody marked it as settled.
    """

    who: str
    when: str
    text: str
    quoted: str = ""
    line: int = 0
    answers: str = ""
    resolved: bool = False

    @property
    def is_ours(self) -> bool:
        """Whether the engine wrote it: the reasons in a review."""
        return _OURS.search(self.when) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedDocument:
    """A Word file as it came back. `elsewhere` are the words of headers, footers and notes, one entry each."""

    name: str
    lines: tuple[ReturnedParagraph, ...]
    remarks: tuple[ReturnedComment, ...] = ()
    elsewhere: tuple[str, ...] = ()
    about: str = ""

    @property
    def fingerprints(self) -> tuple[str, ...]:
        """The fingerprints that the file's properties name: of the edition it shows, last."""
        return tuple(re.findall(r"v\d+:(?:\w+:)?[0-9a-f]{64}", self.about))

    @property
    def is_review(self) -> bool:
        """Whether it compares two editions."""
        return self.about.startswith("Comparison")

    @property
    def commit(self) -> str:
        """The commit that the words were read from, "" where the properties name none."""
        found = re.search(r"commit ([0-9a-f]{40})", self.about)
        return found[1] if found else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParagraphReading:
    """A paragraph as it reads once some changes are accepted and the rest rejected. `looks` has a sign a letter."""

    text: str
    looks: str
    style: str
    depth: int
    anchors: tuple[str, ...]
    cell: tuple[int, int, int] | None
    lines: tuple[int, ...]


Takes = Callable[[TrackedChange], bool]


def reading(lines: tuple[ReturnedParagraph, ...], takes: Takes) -> list[ParagraphReading]:
    """The paragraphs that are left when the marks that `takes` likes are accepted and all others rejected.

    A paragraph whose end is gone runs into the next one. One without any words is left out.
    """
    found: list[ParagraphReading] = []
    open_: list[tuple[int, ReturnedParagraph]] = []
    for number, line in enumerate(lines):
        if not _stays(line.rows, takes):
            continue
        open_.append((number, line))
        if _stays(line.ends, takes) or line.cell:
            found += _shown(open_, takes)
            open_ = []
    return [*found, *_shown(open_, takes)]


def _stays(marks: tuple[TrackedChange, ...], takes: Takes) -> bool:
    return not any(mark.kind == ("deleted" if takes(mark) else "inserted") for mark in marks)


def _shown(parts: list[tuple[int, ReturnedParagraph]], takes: Takes) -> list[ParagraphReading]:
    """One paragraph of the parts that ran together, with blanks as a clause has them: one at a time, none at an end."""
    letters = [
        (letter, stretch.style)
        for _, line in parts
        for stretch in line.stretches
        if _stays(stretch.marks, takes)
        for letter in stretch.text
    ]
    text: list[str] = []
    looks: list[str] = []
    for letter, style in letters:
        letter = " " if letter in " \n\t" else letter
        if letter != " " or (text and text[-1] != " "):
            text.append(letter)
            looks.append(LOOKS["b" in style, "i" in style])
    while text and text[-1] == " ":
        text.pop()
        looks.pop()
    if not text:
        return []
    said = [line for _, line in parts if any(_stays(one.marks, takes) and one.text.strip() for one in line.stretches)]
    first = said[0]
    return [
        ParagraphReading(
            text="".join(text),
            looks="".join(looks),
            style=first.style,
            depth=first.depth,
            anchors=tuple(anchor for _, line in parts for anchor in line.anchors),
            cell=first.cell,
            lines=tuple(number for number, _ in parts),
        )
    ]


# ---- what is made of it

Outcome = Literal["applied", "pending", "listed", "comment"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that somebody changed or said, and what became of it.

    `applied`: the clause says it now. `pending`: tracked, and not accepted. `listed`: accepted, but a person has
    to see to it, and `why` says why. `comment`: something said, not changed. `where` is how the place is cited, `line`
    the paragraph of the file that came back, from 0.
    """

    outcome: Outcome
    where: str
    what: str
    why: str = ""
    who: str = ""
    when: str = ""
    clause: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedChanges:
    """What a Word file came to: the files as they read with it, by path, and every change with its outcome."""

    policy: str
    edition: str
    files: dict[str, str] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()

    def of(self, outcome: Outcome) -> tuple[Change, ...]:
        """The changes with one outcome."""
        return tuple(change for change in self.changes if change.outcome == outcome)
