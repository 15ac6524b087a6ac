"""A decision of the governors as the clerk reports it, and the plan of what approving it writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from clausebook.model.approvals.approval import UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the governors decided: this edition, on that day, in this minute.

    `on` and `review_due` are as precise as is known ("2018", "2018-05", "2018-05-16"); `review_due` is "" and `minute`
    is "unknown" where the record of the meeting does not say. `label` is what the school calls the edition ("2026/27"),
    `signed` role and name of those who signed. `chair` chaired the meeting. `chairs_action` is why the chair acted for
    the body between its meetings, "" where the body itself decided.
    """

    policy: str
    edition: str
    on: str
    body: str
    minute: str = UNKNOWN
    review_due: str = ""
    applies_from: str = ""
    label: str = ""
    chair: str = ""
    chairs_action: str = ""
    signed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One commit, with an annotated tag where it approves an edition: the files as they will read, and the messages.

    None stands for a file that goes. `notes` are said besides: that the day of the act is still to come.
    """

    files: Mapping[str, str | None]
    message: str
    entry: str
    tag: str = ""
    tag_message: str = ""
    notes: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """What would be written, for `--dry-run`."""
        lines = [f"would {'write' if text is not None else 'remove'} {path}" for path, text in self.files.items()]
        record = next(text for path, text in self.files.items() if path.endswith(".yaml") and text is not None)
        for title, text in (("the record", record), ("the changelog entry", self.entry), ("the commit", self.message)):
            lines += ["", f"{title}:", *(f"    {line}".rstrip() for line in text.rstrip().split("\n"))]
        made = f"would make the tag {self.tag}; " if self.tag else ""
        return (*lines, "", *self.notes, f"{made}nothing was written")
