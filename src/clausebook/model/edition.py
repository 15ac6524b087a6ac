"""An edition: a policy as it reads in one review year. Variables filled in, numbers and letters set, ready to show."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cached_property
from typing import Annotated, Any, ClassVar

from clausebook.model.acts.record import AnyAct, Reviewed
from clausebook.model.approvals.approval import Approval, called
from clausebook.model.decode import Describe
from clausebook.model.edition_blocks import ResolvedBlock, ResolvedCitation
from clausebook.model.policy import ContentsLine
from clausebook.model.school import Key, School
from clausebook.text.records import dataclass

DRAFT = "draft"


class DeclaredBlocks(tuple[ResolvedBlock, ...]):
    """Blocks with the duties that are declared. What the words ask is read when somebody wants to know it."""

    @cached_property
    def whole(self) -> tuple[ResolvedBlock, ...]:
        """The same blocks with what their words ask."""
        from clausebook.model.duties.force import asked  # not above: it takes long to import

        return asked(self)


class Unread:
    """The chapters of an edition that was kept: they are read when somebody asks for them."""

    def __init__(self, read: Callable[[], tuple[ResolvedSection, ...]]) -> None:
        self._read = read

    @cached_property
    def whole(self) -> tuple[ResolvedSection, ...]:
        """The chapters."""
        return self._read()


def _late(record: type, name: str, kind: type[DeclaredBlocks | Unread]) -> Any:
    """Let a field hold a value of this kind: who reads the field gets its whole. Gives the field as it is held."""
    held: Any = vars(record)[name]

    def read(self: object) -> object:
        found = held.__get__(self)
        return found.whole if type(found) is kind else found

    setattr(record, name, property(read, held.__set__))
    return held


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedClause:
    """A clause as it reads in one edition.

    `number` is printed before the title exactly as adopted ("3.3."), `cite` is how people cite it ("3.3").
    `facts` are the variables its words were filled from, name to value, in the order they appear.
    """

    PUBLISHED: ClassVar = (
        *("id", "anchor", "number", "cite", "title", "applies_to", "citations", "facts"),
        *("split_from", "merged_from", "source", "blocks"),
    )

    id: Key
    number: Annotated[str, Describe("as printed before the title")] = ""
    cite: Annotated[str, Describe("as people cite it")] = ""
    title: str = ""
    blocks: tuple[ResolvedBlock, ...] = ()
    applies_to: tuple[str, ...] = ()
    citations: tuple[ResolvedCitation, ...] = ()
    facts: Annotated[
        tuple[tuple[str, str], ...], Describe("facts of the school that the words were filled from, in their order")
    ] = ()
    split_from: Key = ""
    merged_from: tuple[Key, ...] = ()
    source: Annotated[str, Describe("the file the words were read from")] = ""

    @property
    def anchor(self) -> str:
        """Its address within the edition."""
        return self.id

    @property
    def worded(self) -> tuple[ResolvedBlock, ...]:
        """Its blocks for those who look at the words alone; what the words ask may not be read yet."""
        found: tuple[ResolvedBlock, ...] = _BLOCKS.__get__(self)
        return found


_BLOCKS = _late(ResolvedClause, "blocks", DeclaredBlocks)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedSection:
    """A section of an edition. Where a clause opens it, number and title are that clause's."""

    id: Key
    number: str = ""
    cite: str = ""
    title: str = ""
    opening: ResolvedClause | None = None
    passages: tuple[ResolvedClause, ...] = ()

    @property
    def all_passages(self) -> tuple[ResolvedClause, ...]:
        """The opening clause, where there is one, and the rest."""
        return ((self.opening,) if self.opening else ()) + self.passages


@dataclass(frozen=True, slots=True)
class Target:
    """A place in the edition that can be linked to: its anchor and how it is cited."""

    anchor: str
    cite: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """One instrument that the edition cites, and where."""

    id: str
    title: str = ""
    url: str = ""
    kind: str = ""
    provisions: tuple[str, ...] = ()
    cited_by: tuple[Target, ...] = ()


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """A line to sign on: the role, its title, and the words beside the line."""

    role: str
    title: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A policy as it reads in one review year, approved or draft. Everything a format needs, and nothing to compute.

    `name` is the review year or "draft". `approval` is there only while the words have the fingerprint the governors
    approved. `previous` is the approval that a draft is to follow. `commit` is the revision the words were read from,
    "" for a working tree. `acknowledgement` says that its PDF has a page on which a reader says that they have read it.
    `acts` are the acts about the edition as of rendering, corrections applied, and `review_due` when its review is due.
    """

    policy: str
    name: str
    title: str
    series: str
    school: School
    chapters: tuple[ResolvedSection, ...]
    laws: tuple[Law, ...] = ()
    signatures: tuple[SignatureLine, ...] = ()
    printed_contents: tuple[ContentsLine, ...] = ()
    approving_body: str = ""
    owner: str = ""
    review_month: int | None = None
    approval: Approval | None = None
    previous: Approval | None = None
    fingerprint: str = ""
    commit: str = ""
    acknowledgement: bool = False
    review_every: str | None = None
    acts: tuple[AnyAct, ...] = ()
    review_due: str = ""

    @property
    def unread(self) -> tuple[ResolvedSection, ...]:
        """Its chapters for those who hand them on: they may not be read yet."""
        found: tuple[ResolvedSection, ...] = _CHAPTERS.__get__(self)
        return found

    @property
    def next_review(self) -> str:
        """When its review is due as of rendering, else as its record says unless it was reviewed since; else ""."""
        reviewed = any(isinstance(act, Reviewed) for act in self.acts)
        recorded = self.approval.review_due if self.approval and not reviewed else ""
        return self.review_due or recorded or ""

    @property
    def begins(self) -> str:
        """The day from which it applies, where that is another than that of its approval."""
        return (self.approval.applies_from if self.approval else "") or ""

    @property
    def called(self) -> str:
        """How it is named to people: "2026 edition (Autumn 2026)"."""
        return called(self.name, self.approval.label if self.approval else "")

    @property
    def is_draft(self) -> bool:
        """Whether the words have no approval."""
        return self.approval is None

    @property
    def passages(self) -> tuple[ResolvedClause, ...]:
        """All clauses in reading order."""
        return tuple(passage for chapter in self.chapters for passage in chapter.all_passages)

    @property
    def reference(self) -> str:
        """How the edition is cited as a document: "acceptable-use/2018"."""
        return f"{self.policy}/{self.name}"

    @property
    def folder(self) -> str:
        """Its folder below output/."""
        return f"{self.policy}/{self.name}"

    @property
    def file_stem(self) -> str:
        """File name of its documents, without the ending: "acceptable-use-2018"."""
        return f"{self.policy}-{self.name}"


_CHAPTERS = _late(Edition, "chapters", Unread)


def unread(edition: Edition, read: Callable[[], tuple[ResolvedSection, ...]]) -> Edition:
    """An edition that was kept without its chapters, with what reads them."""
    chapters: Any = Unread(read)
    return replace(edition, chapters=chapters)


def editions_by_policy(editions: Iterable[Edition]) -> dict[str, tuple[Edition, ...]]:
    """The editions of each policy, in their order."""
    found: dict[str, list[Edition]] = {}
    for edition in editions:
        found.setdefault(edition.policy, []).append(edition)
    return {policy: tuple(several) for policy, several in found.items()}
