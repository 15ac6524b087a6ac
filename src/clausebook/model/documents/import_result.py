"""What an import gives: the draft with its account, and a row for each file of a folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from clausebook.model.documents.extracted import ExcludedText, SourcePosition
from clausebook.model.finding import Finding
from clausebook.text.records import dataclass

PlacementKind = Literal["heading", "paragraph", "item", "between", "note", "table", "form"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """One block of the source and where it went. `mark` is the number, letter or bullet that stood before its words.

    `clause` is the id of the clause, "" for the policy itself; `part` says what the block became there.
    """

    origin: SourcePosition
    kind: PlacementKind
    words: str
    mark: str = ""
    clause: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A term that the source defines in its words, offered for policy/terms.yaml."""

    term: str
    definition: str
    clause: str
    origin: SourcePosition


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedAct:
    """What a document says of its own approval. Nothing of it is recorded: a person does that, who has seen the minute.

    `on` and `review_due` are as precise as the document says: "2024-03-12", "2024-03", "2024".
    """

    act: Literal["approved", "reviewed", "applies-from"]
    on: str = ""
    body: str = ""
    minute: str = ""
    review_due: str = ""
    version: str = ""
    words: str = ""
    origin: SourcePosition = field(default_factory=SourcePosition)


@dataclass(frozen=True, kw_only=True)
class Importation:
    """A draft made from a document from elsewhere, with the account of it.

    `title` is the title that the source has, "" where none was found. `files` are the draft's data files by path.
    `landed` and `asides` together hold every word of the source; `lost` are words that are in neither, which would be
    a mistake of ours and is said. `words` are the words of the source, `in_clauses` those that became text of a
    clause. `alarms` are sentences that have to be said loudly: words lost, a part that was not read, a duty left on
    the front page, too few words in clauses. `proposed` is what the document says of its own approval.
    """

    source: str
    format: str
    policy: str
    title: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    landed: tuple[Placement, ...] = ()
    asides: tuple[ExcludedText, ...] = ()
    definitions: tuple[Definition, ...] = ()
    proposed: tuple[ProposedAct, ...] = ()
    findings: tuple[Finding, ...] = ()
    remarks: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    alarms: tuple[str, ...] = ()
    words: int = 0
    in_clauses: int = 0


Outcome = Literal["taken", "taken before", "the same", "older", "undecided", "refused"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRow:
    """One file of many, and what became of it.

    `file` is its path below the folder that was given, `hash` the SHA-256 of its bytes. Where it was not taken in,
    `reason` says why and `hint` the next move. `items` counts items at all depths, `words` the words of the file,
    `in_clauses` those that became text of clauses. `builds` is None where nothing was made that could build.
    `proposed` is what the document says of its own approval.
    """

    file: str
    hash: str = ""
    outcome: Outcome
    reason: str = ""
    hint: str = ""
    policy: str = ""
    title: str = ""
    clauses: int = 0
    items: int = 0
    words: int = 0
    in_clauses: int = 0
    builds: bool | None = None
    alarms: tuple[str, ...] = ()
    doubts: tuple[Finding, ...] = ()
    proposed: tuple[str, ...] = ()

    @property
    def is_in(self) -> bool:
        """Whether the policy is in the repository now."""
        return self.outcome in ("taken", "taken before")
