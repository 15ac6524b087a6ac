"""A policy: a work the governors adopt. Its outline is the one place that says which clauses it has, in which order."""

from __future__ import annotations

from typing import Annotated, Literal

from clausebook.model.acts.chain import Every
from clausebook.model.decode import Describe, Pattern
from clausebook.model.finding import Located
from clausebook.model.school import Key
from clausebook.text.records import dataclass

Number = Annotated[
    str, Pattern(r"[0-9A-Za-z]+(\.[0-9A-Za-z]+)*\.?", 'a number in quotes, such as "2.2"'), Describe("as adopted")
]


# folders of the root of the site and of output/ that do not belong to a policy
RESERVED = frozenset({"assets", "clauses", "duties", "glossary", "law", "policies", "questions", "search", "site"})
# files of policy/ that are not policies
RESERVED_FILES = frozenset(
    {
        *("school", "instruments", "instruments.local", "terms", "bodies", "required", "people", "questions"),
        *("answers", "upstream"),
    }
)

Month = Literal[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]


@dataclass(frozen=True, kw_only=True)
class Section(Located):
    """One section of the outline: headed by its own title, or by the clause that opens it."""

    opening: Annotated[Key | None, Describe("id of the clause whose title and number head the section")] = None
    id: Annotated[Key | None, Describe("name of a section that no clause opens")] = None
    title: Annotated[str, Describe("title of a section that no clause opens")] = ""
    number: Annotated[Number | None, Describe("its number, where adopted with one")] = None
    clauses: Annotated[tuple[Key, ...], Describe("ids of its clauses, in order")] = ()

    @property
    def all_clauses(self) -> tuple[str, ...]:
        """The opening clause, where there is one, and the rest."""
        return ((self.opening,) if self.opening else ()) + self.clauses


@dataclass(frozen=True, kw_only=True)
class ContentsLine(Located):
    """One line of a table of contents as it was printed, kept because it may disagree with the headings."""

    number: Number | None = None
    title: str
    page: Annotated[str, Describe("page number as printed")] = ""


@dataclass(frozen=True, kw_only=True)
class Signatory(Located):
    """Who signs: a role, never a person."""

    role: Annotated[Key, Describe("a role of school.yaml")]
    label: Annotated[str, Describe("the words beside the signature line")] = ""


@dataclass(frozen=True, kw_only=True)
class Omission(Located):
    """A clause of upstream that this school leaves out: its file stays, and is not part of the policy."""

    clause: Annotated[Key, Describe("id of the clause that is left out")]
    reason: Annotated[str, Describe("why the school does without it, for whoever reads this next year")]


@dataclass(frozen=True, kw_only=True)
class Policy(Located):
    """A title, an outline, an owner, a review month. One file: policy/<id>.yaml."""

    id: Key
    title: str
    series: Annotated[str, Describe("line above the title on the cover")] = ""
    owner: Annotated[Key | None, Describe("role that looks after the text")] = None
    approving_body: Annotated[str, Describe("who adopts it, as written on the cover: 'governing body'")] = ""
    review_month: Annotated[Month | None, Describe("month of the yearly review, 1 to 12")] = None
    review_every: Annotated[
        Every | None, Describe("how often it is reviewed, where that is not every year: '3 years', 'termly'")
    ] = None
    covers: Annotated[
        tuple[Key, ...], Describe("ids of required.yaml that it meets, where they are not its own id")
    ] = ()
    applies_to: Annotated[tuple[Key, ...], Describe("roles of school.yaml; a clause may name its own")] = ()
    signatories: tuple[Signatory, ...] = ()
    acknowledgement: Annotated[
        bool, Describe("true adds a page to the PDF on which a reader says that they have read it; no adopted text")
    ] = False
    printed_contents: Annotated[
        tuple[ContentsLine, ...], Describe("the contents page of an edition adopted on paper, as printed")
    ] = ()
    outline: Annotated[tuple[Section, ...], Describe("sections and their clauses, in order")]
    omit: Annotated[tuple[Omission, ...], Describe("clauses of upstream that this school leaves out")] = ()

    @property
    def clauses(self) -> tuple[str, ...]:
        """Ids of all clauses, in order."""
        return tuple(clause for section in self.outline for clause in section.all_clauses)

    @property
    def omitted(self) -> frozenset[str]:
        """Ids of the clauses that are left out on purpose."""
        return frozenset(omission.clause for omission in self.omit) - frozenset(self.clauses)
