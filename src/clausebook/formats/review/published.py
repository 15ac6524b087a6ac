"""The JSON of a review, declared: what its file holds; `formats/review/data.py` fills it in.

What is the same in the redline's own records is published as it is there: headings, frames, differences, laws, answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from clausebook.model.clause import Duty
from clausebook.model.comparison.ballot import Answerer
from clausebook.model.comparison.block_change import BlockChangeKind, Frame, ListChangeKind, SpanKind
from clausebook.model.comparison.duty_change import Difference, Verdict
from clausebook.model.comparison.headlines import HeadlineGroup
from clausebook.model.comparison.questions import ReviewAnswer
from clausebook.model.comparison.redline import ClauseKind, Heading, Position
from clausebook.model.comparison.review import LawReview
from clausebook.model.decode import Describe, PartialDate, Pattern
from clausebook.model.duties.duty import Party
from clausebook.model.published import Runs
from clausebook.model.school import Key
from clausebook.text.records import dataclass

Commit = Annotated[str, Pattern("[0-9a-f]{40,64}", "the id of a commit")]
Day = Annotated[str, Pattern("[0-9]{4}-[0-9]{2}-[0-9]{2}", "a day")]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedSpan:
    """A stretch of words and what became of it: without inserted ones the old text, without deleted ones the new."""

    kind: SpanKind
    text: str
    runs: Annotated[Runs, Describe("where one has a style or a link")] = ()
    moved: Annotated[bool, Describe("the same words were taken out, or put in, in another place")] = False
    elsewhere: Annotated[str, Describe("the number of the other clause or item")] = ""
    was: Annotated[Runs, Describe("the old style of restyled words")] = ()


Spans = tuple[PublishedSpan, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedSide:
    """One side of the comparison."""

    name: str
    status: Literal["approved", "draft"]
    fingerprint: str = ""
    commit: Commit = ""
    approved: PartialDate = ""
    review_due: PartialDate | None = None
    body: str = ""
    minute: Annotated[str, Describe("absent where unknown")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedOverdue:
    """When the review was due, and by how many months it is overdue."""

    due: PartialDate
    months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedDecision:
    """A question, and who answers it."""

    number: int
    words: str
    answerer: Answerer
    clauses: tuple[str, ...] = ()
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedMatter:
    """Something a commit says besides its change."""

    words: str
    clauses: Annotated[tuple[str, ...], Describe("ids of the clauses the commit touched")]
    commit: Commit


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedDuty:
    """A duty or permission that came, went, or of which anything differs."""

    kind: Literal["new", "dropped", "changed"]
    verdict: Verdict
    clause: str
    cite: str
    permission: bool
    party: Party
    old_cite: str = ""
    old: Duty | None = None
    new: Duty | None = None
    old_stem: str = ""
    old_words: str = ""
    new_words: str = ""
    stem: str = ""
    weight: Literal["", "stronger", "weaker", "reversed"] = ""
    part: Literal["", "split", "merged"] = ""
    beside: Annotated[str, Describe("of one that is new or gone: what the other edition says without binding")] = ""
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedStatement:
    """A sentence that binds nobody and says something else (a number, a time …); or a definition or row, reworded."""

    verdict: Verdict
    clause: str
    cite: str
    old_words: str
    new_words: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedDefinition:
    """A term whose definition is new, gone or changed, and the ids of the clauses that use it."""

    term: str
    old: str = ""
    new: str = ""
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedDetail:
    """A fact about the policy on both sides."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedRole:
    """A role to which the clause applies."""

    kind: ListChangeKind
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedCitationChange:
    """A citation and what became of it."""

    kind: ListChangeKind
    instrument: str
    provision: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedCell:
    """The words of a piece, or those of one cell of a row."""

    kind: ListChangeKind
    words: Spans


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedPiece:
    """A paragraph, item, row or blank and what became of it."""

    kind: BlockChangeKind
    note: Annotated[str, Describe("what became of it besides its words")] = ""
    link: Annotated[int, Describe("pieces of one move, split or merge share it")] = 0
    elsewhere: str = ""
    commits: Annotated[
        tuple[str, ...], Describe("the commits that the piece's changes are from; none where that is not known")
    ] = ()
    old: Frame | None = None
    new: Frame | None = None
    cells: tuple[PublishedCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedClause:
    """A clause and what became of it. An unchanged one has no kinds and no pieces."""

    id: str
    whereabouts: Position
    headline: str
    kinds: tuple[ClauseKind, ...] = ()
    old: Heading | None = None
    new: Heading | None = None
    title: Spans = ()
    here: Annotated[str, Describe("in a comparison with upstream: what this school did with the clause")] = ""
    commits: tuple[Commit, ...] = ()
    uncommitted: bool = False
    without_reason: Annotated[bool, Describe("something changed without a stated reason")] = False
    origins: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    applies_to: tuple[PublishedRole, ...] = ()
    citations: tuple[PublishedCitationChange, ...] = ()
    pieces: tuple[PublishedPiece, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedChapter:
    """A section and its clauses."""

    whereabouts: Position
    kinds: tuple[ClauseKind, ...] = ()
    old: Heading | None = None
    new: Heading | None = None
    title: Spans = ()
    clauses: tuple[PublishedClause, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedTrailer:
    """One trailer."""

    key: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedCommit:
    """One commit as governors read it: a role, not a person."""

    id: Commit
    who: str
    on: PartialDate
    subject: str
    number: Annotated[int, Describe("under which the review cites it: R1, R2 …")] = 0
    body: str = ""
    reasons: tuple[str, ...] = ()
    trailers: tuple[PublishedTrailer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedReview:
    """Two editions of a policy compared, with reasons, the law and what must be decided. docs/review.md says more."""

    schema: Literal["review-v1"] = "review-v1"
    policy: Key
    title: str
    as_of: Annotated[Day, Describe("the day the review speaks from")]
    from_: Annotated[PublishedSide | None, Describe("the old edition; absent where there was none")] = None
    to: PublishedSide
    answers: Annotated[
        tuple[ReviewAnswer, ...],
        Describe("the governors' questions in order: seven, or six about upstream's changes"),
    ]
    counts: Annotated[
        Mapping[ClauseKind, int], Describe("how many clauses each thing happened to; a clause may count for several")
    ]
    overdue: PublishedOverdue | None = None
    headlines: Annotated[tuple[HeadlineGroup, ...], Describe("what would change, section by section")] = ()
    ballot: Annotated[tuple[PublishedDecision, ...], Describe("the questions, and who answers them")] = ()
    decisions: Annotated[tuple[PublishedMatter, ...], Describe("what the commits put to the governors")] = ()
    left_as_is: Annotated[tuple[PublishedMatter, ...], Describe("what was left as it is on purpose")] = ()
    laws: tuple[LawReview, ...] = ()
    duties: tuple[PublishedDuty, ...] = ()
    statements: tuple[PublishedStatement, ...] = ()
    glossary: Annotated[
        Literal["", "new", "gone"],
        Describe("the one side that has a glossary: what a term meant on the other side is not known"),
    ] = ""
    definitions: Annotated[
        tuple[PublishedDefinition, ...],
        Describe("definitions that differ and are used; absent where the glossary of a side is not known"),
    ] = ()
    title_words: Spans = ()
    series_words: Spans = ()
    details: tuple[PublishedDetail, ...] = ()
    elsewhere: Annotated[tuple[Commit, ...], Describe("commits that changed title, cover or order")] = ()
    chapters: tuple[PublishedChapter, ...]
    commits: Annotated[tuple[PublishedCommit, ...], Describe("every commit that is named elsewhere, once")]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedPlace:
    """A clause of a policy."""

    policy: Annotated[str, Describe("its id")]
    clause: Annotated[str, Describe("its id")]
    cite: Annotated[str, Describe("its number in that edition")]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedMove:
    """A clause that left one policy and is in another."""

    title: str
    from_: PublishedPlace
    to: PublishedPlace
    same_words: Annotated[bool, Describe("words, title and roles are the same")]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedMeeting:
    """The reviews of several policies for one meeting, and the clauses that moved from one of them to another."""

    schema: Literal["meeting-v1"] = "meeting-v1"
    school: str
    as_of: Annotated[Day, Describe("the day of the meeting")]
    moves: Annotated[tuple[PublishedMove, ...], Describe("clauses that left one policy and are in another")]
    reviews: Annotated[
        tuple[PublishedReview, ...],
        Describe("one review a policy; the rules of a clause that moved as it was are neither new nor gone in them"),
    ]
