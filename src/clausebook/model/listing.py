"""What other programs read of a build: all policies and editions of a site, and every file with its hash."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from clausebook.model.acts.record import DigestOfAct
from clausebook.model.approvals.approval import Fingerprint
from clausebook.model.decode import Describe, PartialDate, Pattern
from clausebook.model.finding import Located
from clausebook.model.school import Key
from clausebook.text.records import dataclass

Listed = Literal["in force", "approved, not yet in force", "superseded", "withdrawn", "not ratified", "draft"]


@dataclass(frozen=True, kw_only=True)
class ListedDocument:
    """One document of an edition."""

    type: Annotated[str, Describe("media type")]
    address: str


@dataclass(frozen=True, kw_only=True)
class ListedEdition:
    """One edition. What is not known is left out."""

    name: Annotated[str, Describe("a review year, or draft")]
    label: Annotated[str, Describe("what the school calls it: 2026/27, Autumn 2026")] = ""
    reference: Annotated[str, Describe("policy and edition: acceptable-use/2018")]
    title: str
    status: Annotated[Listed, Describe("among the editions on record, on the day of as_of")]
    approved: PartialDate = ""
    approved_by: str = ""
    review_due: PartialDate = ""
    in_force_from: Annotated[PartialDate, Describe("the day from which it applies or applied")] = ""
    fingerprint: Annotated[Fingerprint, Describe("of its words; docs/data.md says how to compute it")]
    commit: Annotated[str, Describe("the revision its words were read from")] = ""
    address: Annotated[str, Describe("its first page")]
    compared_with: Annotated[str, Describe("name of the edition before it")] = ""
    changes: Annotated[str, Describe("page that compares it with the edition before it")] = ""
    documents: tuple[ListedDocument, ...]


@dataclass(frozen=True, kw_only=True)
class ListedPolicy:
    """One policy."""

    id: Key
    title: str
    state: Annotated[Listed, Describe("of the policy, on the day of as_of")]
    standing: Annotated[str, Describe("the same in a sentence")]
    in_force: Annotated[str, Describe("name of the edition in force; left out where none was approved")] = ""
    review_due: Annotated[PartialDate, Describe("when its next review is due")] = ""
    overdue: Annotated[bool, Describe("whether that date is past")] = False
    changes: Annotated[str, Describe("page that lists the changes from edition to edition")]
    editions: Annotated[tuple[ListedEdition, ...], Describe("the draft, then the approved ones from newest to oldest")]


@dataclass(frozen=True, kw_only=True)
class ListedInstrument:
    """One Act, regulation or guidance that has a page."""

    id: Annotated[str, Describe("legislation.gov.uk path, or a slug for guidance")]
    title: str
    address: Annotated[str, Describe("its page")]
    source: Annotated[str, Describe("where it can be read")] = ""


@dataclass(frozen=True, kw_only=True)
class Listing:
    """index.json at the root of the site. Addresses are relative to it, unless the school says where its site is."""

    version: Literal[1]
    school: str
    language: Annotated[str, Describe("BCP 47 tag")]
    as_of: Annotated[str, Pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "a day"), Describe("the day it speaks from")]
    feed: Annotated[str, Describe("Atom feed of approved editions and drafts")]
    calendar: Annotated[str, Describe("review dates, as iCalendar")]
    policies: tuple[ListedPolicy, ...]
    legislation: tuple[ListedInstrument, ...] = ()


Sha256 = Annotated[str, Pattern(r"[0-9a-f]{64}", "64 hexadecimal digits")]


@dataclass(frozen=True, kw_only=True)
class NewestAct(Located):
    """The act that a policy's next one follows. Its digest holds those of all acts before it."""

    act: Annotated[str, Describe("what kind of act: approved, reviewed, corrected and so on")]
    file: Annotated[str, Describe("its file in the repository")]
    digest: DigestOfAct


@dataclass(frozen=True, kw_only=True)
class BuiltFile(Located):
    """One file of the build, and the edition whose words it shows where it belongs to one."""

    path: Annotated[str, Describe("below output/")]
    sha256: Sha256
    bytes: Annotated[int, Describe("its size")]
    policy: Key | None = None
    edition: Annotated[str, Describe("a review year, or draft")] = ""
    status: Literal["draft", "approved"] | None = None
    fingerprint: Fingerprint | None = None
    commit: Annotated[str, Describe("the revision that the words were read from; empty for files not committed")] = ""
    signed: Annotated[bool, Describe("true for a PDF that is published as somebody signed it")] = False


@dataclass(frozen=True, kw_only=True)
class Manifest(Located):
    """output/manifest.json."""

    newest_acts: Annotated[Mapping[Key, NewestAct], Describe("by policy; none for a policy without an act")]
    files: Annotated[tuple[BuiltFile, ...], Describe("in the order of their paths")]
