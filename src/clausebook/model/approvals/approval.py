"""An approval: the governors' act, as the clerk reports it and as it is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Annotated

from clausebook.model.decode import Describe, PartialDate, Pattern, derived
from clausebook.model.finding import Located
from clausebook.model.school import Key
from clausebook.text.records import dataclass

UNKNOWN = "unknown"
Year = Annotated[str, Pattern(r"[0-9]{4}(-[a-z0-9]+)?", 'a review year in quotes, such as "2018"')]
Fingerprint = Annotated[str, Pattern(r"v1:sha256:[0-9a-f]{64}", "v1:sha256: and 64 hexadecimal digits")]
Digest = Annotated[str, Pattern(r"[0-9a-f]{12}", "12 hexadecimal digits")]


def called(edition: str, label: str) -> str:
    """How an edition is named to people: "2026 edition", with the school's own words for it where it has any."""
    return f"{edition} edition ({label})" if label else f"{edition} edition"


@dataclass(frozen=True, kw_only=True)
class Signed(Located):
    """Who signed: the role, and the name only where the school publishes it."""

    role: Annotated[Key, Describe("a role of school.yaml")]
    name: Annotated[str, Describe("'unknown' where the record does not say")] = UNKNOWN


@dataclass(frozen=True, kw_only=True)
class Approval(Located):
    """One record, policy/approvals/<policy>/<edition>.yaml, written by the approve command and by nothing else."""

    policy: Key
    edition: Year
    approved: Annotated[PartialDate, Describe("as precise as is known: 2018, 2018-05 or 2018-05-16")]
    review_due: Annotated[PartialDate | None, Describe("when the next review is due")] = None
    body: Annotated[str, Describe("who approved it")]
    minute: Annotated[str, Describe("reference of the minute, or 'unknown'")] = UNKNOWN
    signatories: tuple[Signed, ...] = ()
    fingerprint: Annotated[Fingerprint, Describe("of the words that were approved")]
    clauses: Annotated[
        Mapping[Key, Digest],
        Describe("digest of each clause's own words: names the clause that differs, proves nothing"),
    ] = field(default_factory=dict)
    # of acts, which have more to say than a record from before 1.0 had
    applies_from: str | None = field(default=None, metadata={"derived": True})
    label: str = field(default="", metadata={"derived": True})
    act: str = derived()  # digest of the act, "" for a record from before 1.0


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
