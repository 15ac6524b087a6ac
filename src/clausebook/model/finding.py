"""One thing a check found, and where it was written: a file and the trail of keys that leads into it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field, replace
from typing import Literal

from clausebook.text.records import dataclass
from clausebook.text.words import times_before

Level = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A mistake or a doubt in the text, for the person who wrote it.

    `message` names the thing, the place and what is wrong, lower case and without a full stop; `hint` the next move.
    A rule leaves `level` and `rule` empty: the check that runs it fills them in. `excerpt` is the line of the file,
    `width` how many characters of it are meant; both are filled in when the finding is located.
    """

    place: SourceLocation
    message: str
    hint: str = ""
    level: Level | Literal[""] = ""
    rule: str = ""
    excerpt: str = ""
    width: int = 1


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether any finding forbids a build."""
    return any(finding.level == "error" for finding in findings)


FaultKind = Literal[
    "yaml-syntax",
    "schema",
    "unknown-key",
    "unquoted-number",
    "data-limits",
    "stray-file",
    "comment-in-text",
    "entry-in-text",
    "hidden-character",
    "written-out",
]


@dataclass(frozen=True, slots=True)
class LoadError:
    """What loading could not make sense of. The rule named by `kind` turns it into a finding."""

    kind: FaultKind
    place: SourceLocation
    message: str
    hint: str = ""


Step = str | int


@dataclass(frozen=True, slots=True)
class SourceLocation:
    """A spot in a data file.

    `file` is relative to the repository, with forward slashes. `trail` leads from the top of the YAML document to
    the node ("body", 2, "items", 0). `part` says whether the key or the value is meant, `within` a piece of the
    value's text, and `nth` which of its occurrences there, from 0. `line` and `column` count from 1; 0 means not yet
    looked up, because lines are found only for files that have findings.
    """

    file: str = ""
    trail: tuple[Step, ...] = ()
    part: Literal["value", "key"] = "value"
    within: str = ""
    nth: int = 0
    line: int = 0
    column: int = 0

    def at(self, *steps: Step) -> SourceLocation:
        """The place further down the trail."""
        # written out, because it happens at every node of every file and dataclasses.replace takes five times as long
        return SourceLocation(self.file, self.trail + steps, self.part, self.within, self.nth, self.line, self.column)

    def key(self, step: str) -> SourceLocation:
        """The key itself, not its value."""
        return replace(self, trail=(*self.trail, step), part="key")

    def on(self, piece: str, nth: int = 0) -> SourceLocation:
        """A piece of the text at this place, so that the caret is under the words that are meant.

        Whole words are looked for; `nth` says which of several occurrences is meant, from 0.
        """
        return replace(self, within=piece, nth=nth)

    def span(self, text: str, start: int, end: int) -> SourceLocation:
        """The piece text[start:end] of the text at this place, such as a regular expression found."""
        piece = text[start:end]
        return self.on(piece, times_before(piece, text, start))


@dataclass(frozen=True, kw_only=True)
class Located:
    """A record that knows where it was written. The place is not part of what it is: equality leaves it out."""

    place: SourceLocation = field(default=SourceLocation(), compare=False, repr=False)

    def where(self, *steps: Step) -> SourceLocation:
        """The place of one of its fields."""
        return self.place.at(*steps)
