"""The blocks of a clause as they read in an edition: paragraphs, lists, notes, tables and forms."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from clausebook.model.clause import Duty
from clausebook.model.decode import Describe, OneOf
from clausebook.model.published import OwnWords
from clausebook.text.inline import Inline
from clausebook.text.records import dataclass

Asked = Annotated[Duty | None, Describe("what the words ask, as declared or as read from them by a program")]


@dataclass(frozen=True, slots=True)
class ResolvedCitation:
    """A citation as shown: which instrument, which provision, and why."""

    instrument: str
    provision: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedListItem:
    """One item of a list.

    `letter` is the engine's, not the school's: "g", or "ii" for a nested item; letters run on through all lists of a
    clause, so that `cite` ("2.2(g)") means one item only. `anchor` is its address: "email-and-internet.g".
    `anchors` are further addresses of the same item (its own id, where it has one).
    """

    kind: Literal["point"] = "point"
    letter: str = ""
    cite: Annotated[str, Describe("how people cite it: 2.2(g)")] = ""
    anchor: Annotated[str, Describe("its address within the edition")] = ""
    anchors: tuple[str, ...] = ()
    text: OwnWords
    duty: Asked = None
    citations: tuple[ResolvedCitation, ...] = ()
    points: tuple[ResolvedListItem | ResolvedConnector, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedConnector:
    """A line between two items that is not an item itself."""

    kind: Literal["between"] = "between"
    text: OwnWords


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedParagraph:
    """A paragraph of words."""

    kind: Literal["paragraph"] = "paragraph"
    text: OwnWords
    duty: Asked = None
    citations: tuple[ResolvedCitation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedList:
    """A list with the words that introduce it, which may be none."""

    kind: Literal["list"] = "list"
    stem: OwnWords = ()
    duty: Asked = None
    citations: tuple[ResolvedCitation, ...] = ()
    points: tuple[ResolvedListItem | ResolvedConnector, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedNote:
    """A remark set apart from the rules, shown as label and text."""

    kind: Literal["note"] = "note"
    label: str = "Note:"
    text: OwnWords


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedTable:
    """A table: every row has as many cells as the header."""

    kind: Literal["table"] = "table"
    caption: Inline = ()
    header: tuple[Inline, ...] = ()
    rows: tuple[tuple[Inline, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class ResolvedFormField:
    """One field of a form: text, date, signature or tick."""

    PUBLISHED: ClassVar = ("kind", "label")

    label: OwnWords
    kind: Annotated[str, OneOf(("text", "date", "signature", "tick"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedForm:
    """A form to fill in."""

    kind: Literal["form"] = "form"
    title: Inline = ()
    blanks: tuple[ResolvedFormField, ...] = ()


ResolvedBlock = ResolvedParagraph | ResolvedList | ResolvedNote | ResolvedTable | ResolvedForm
