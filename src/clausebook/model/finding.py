"""One thing a check found: place, message, hint, level, rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from clausebook.model.location import SourceLocation

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
