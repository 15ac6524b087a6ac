"""A decision of the governors as the clerk reports it, and the plan of what approving it writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from clausebook.model.approvals.approval import UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the governors decided: this edition, on that day, in this minute.

    `on` and `review_due` are as precise as is known ("2018", "2018-05", "2018-05-16"); `review_due` is "" and `minute`
    is "unknown" where the record of the meeting does not say.
    """

    policy: str
    edition: str
    on: str
    body: str
    minute: str = UNKNOWN
    review_due: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One commit and one annotated tag: the files as they will read, by path, and both messages."""

    files: Mapping[str, str]
    message: str
    tag: str
    tag_message: str
    entry: str

    @property
    def lines(self) -> tuple[str, ...]:
        """What would be written, for `--dry-run`."""
        lines = [f"would write {path}" for path in self.files]
        record = next(text for path, text in self.files.items() if path.endswith(".yaml"))
        for title, text in (("the record", record), ("the changelog entry", self.entry), ("the commit", self.message)):
            lines += ["", f"{title}:", *(f"    {line}".rstrip() for line in text.rstrip().split("\n"))]
        return (*lines, "", f"would make the tag {self.tag}; nothing was written")
