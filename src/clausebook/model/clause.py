"""A clause as written: the smallest adopted text with a name of its own."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Union

from clausebook.model.decode import Describe
from clausebook.model.finding import Located
from clausebook.model.policy import Number
from clausebook.model.school import Key
from clausebook.text.records import dataclass

Duty = Literal["must", "must-not", "should", "should-not", "may"]
Text = Annotated[str, Describe("inline Markdown and {{ school.name }} variables work here")]


@dataclass(frozen=True, kw_only=True)
class Citation(Located):
    """One pointer from a clause or an item to an instrument."""

    SHORTHAND: ClassVar = "instrument"

    instrument: Annotated[str, Describe("legislation.gov.uk path such as ukpga/2018/12, or a slug for guidance")]
    provision: Annotated[str, Describe("section, schedule or paragraph: s. 46")] = ""
    why: Annotated[str, Describe("what the instrument has to do with the clause")] = ""


@dataclass(frozen=True, kw_only=True)
class ListConnector(Located):
    """A line between two items that is not an item itself, such as a lone "and/or". It takes no letter."""

    MARKS: ClassVar = ("between",)

    between: Text


@dataclass(frozen=True, kw_only=True)
class ListItem(Located):
    """One point of a list, citable as 2.2(g)."""

    MARKS: ClassVar = ("text", "items")
    SHORTHAND: ClassVar = "text"

    text: Text
    id: Annotated[Key | None, Describe("a name of its own, where an item must be followed through the years")] = None
    duty: Annotated[Duty | None, Describe("read from the words where it is left out")] = None
    citations: tuple[Citation, ...] = ()
    items: tuple[Union[ListItem, ListConnector], ...] = ()  # noqa: UP007 (a string in | would not evaluate)


@dataclass(frozen=True, kw_only=True)
class Paragraph(Located):
    """A paragraph, a paragraph that introduces a list, or a list alone."""

    MARKS: ClassVar = ("text", "items")
    SHORTHAND: ClassVar = "text"

    text: Text = ""
    duty: Annotated[Duty | None, Describe("read from the words where it is left out")] = None
    citations: tuple[Citation, ...] = ()
    items: tuple[ListItem | ListConnector, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Note(Located):
    """A remark set apart from the rules. The word "Note:" in front of it is the engine's."""

    MARKS: ClassVar = ("note",)

    note: Text


@dataclass(frozen=True, kw_only=True)
class TableBody(Located):
    """A table: a caption, a header row and rows of as many cells."""

    caption: Text = ""
    header: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Table(Located):
    """A table in a clause."""

    MARKS: ClassVar = ("table",)

    table: TableBody


@dataclass(frozen=True, kw_only=True)
class FormField(Located):
    """One blank to fill in."""

    label: Text
    kind: Literal["text", "date", "signature", "tick"] = "text"


@dataclass(frozen=True, kw_only=True)
class FormBody(Located):
    """A form: a title and blanks to fill in."""

    title: Text
    fields: tuple[FormField, ...]


@dataclass(frozen=True, kw_only=True)
class Form(Located):
    """A form in a clause."""

    MARKS: ClassVar = ("form",)

    form: FormBody


Block = Paragraph | Note | Table | Form


@dataclass(frozen=True, kw_only=True)
class Clause(Located):
    """One YAML file, clauses/<policy>/<id>.yaml. The id never changes and is never shown to readers."""

    id: Annotated[Key, Describe("the clause's name for ever; the same as the file name")]
    title: Annotated[str, Describe("the heading")]
    number: Annotated[Number | None, Describe("only where adopted with a number of its own; otherwise computed")] = None
    applies_to: Annotated[tuple[Key, ...], Describe("roles of school.yaml, where not those of the policy")] = ()
    citations: Annotated[tuple[Citation, ...], Describe("legislation and guidance the clause rests on")] = ()
    split_from: Annotated[Key | None, Describe("id of the clause this one was split from")] = None
    merged_from: Annotated[tuple[Key, ...], Describe("ids of the clauses that were merged into this one")] = ()
    body: Annotated[tuple[Block, ...], Describe("paragraphs, lists, notes, tables and forms, in order")]

    @property
    def policy(self) -> str:
        """Id of the policy, which is the folder the file is in."""
        parts = self.place.file.split("/")
        return parts[-2] if len(parts) > 1 else ""
