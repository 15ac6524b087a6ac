"""What a merge of three versions of a file gives: its text, and what collided in it."""

from __future__ import annotations

from dataclasses import dataclass

from clausebook.model.location import Step


@dataclass(frozen=True, slots=True)
class Labels:
    """What the two sides are called on the marker lines: a branch, a commit, "upstream"."""

    ours: str = "ours"
    theirs: str = "theirs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """One field that both sides changed in different ways.

    `trail` leads to it, as the version stood that both began with; `what` says in words what happened; `ours` and
    `theirs` are the lines of the two versions ("" for a side that deleted it); `line` is that of the first marker in
    the merged text, from 1.
    """

    trail: tuple[Step, ...]
    what: str
    ours: str
    theirs: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Merged:
    """The text of the merged file, with markers around nothing but the fields that collide."""

    text: str
    conflicts: tuple[Conflict, ...] = ()

    @property
    def clean(self) -> bool:
        """Whether nothing collided: then the text loads."""
        return not self.conflicts


class CannotMergeError(ValueError):
    """A version that is no YAML the engine reads, or has something no merge by field is made for: the reason."""
