"""Where a school's policies come from, what taking them over writes, and what upstream changed since."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Literal

from clausebook.model.decode import Describe, Pattern
from clausebook.model.finding import Located, Step
from clausebook.model.policy import Month
from clausebook.model.revision import Commit
from clausebook.model.school import School
from clausebook.text.records import dataclass

if TYPE_CHECKING:
    from clausebook.model.comparison.review import Review

Remote = Annotated[str, Pattern(r"[^\s-](.*\S)?", "an address or a folder that git can fetch from")]
CommitId = Annotated[str, Pattern(r"[0-9a-f]{40}([0-9a-f]{24})?", "the 40 hexadecimal digits of a commit")]
Record = Annotated[str, Pattern(r"[^/\s]+/[^/\s]+", "policy/edition, such as acceptable-use/2018")]


@dataclass(frozen=True, kw_only=True)
class SchoolTraces(Located):
    """What tells another school from this one, where it is written out in a text."""

    names: Annotated[tuple[str, ...], Describe("its names, long and short")] = ()
    places: Annotated[tuple[str, ...], Describe("its town, street, web site and mail domain: add what you know")] = ()
    titles: Annotated[tuple[str, ...], Describe("titles of its roles and bodies that this school does not use")] = ()
    dates: Annotated[tuple[str, ...], Describe("the days on which it approved, as they are written")] = ()


@dataclass(frozen=True, kw_only=True)
class Upstream(Located):
    """The school or project whose policies this school took over, and how far it followed them.

    `cleared` is the mark of an adoption: the approval records that the commit which wrote it removed, because another
    school's governors approved them. It counts for records removed in that very commit, and for no other.
    """

    address: Annotated[Remote, Describe("where upstream is fetched from")]
    commit: Annotated[
        CommitId, Describe("upstream's commit whose words were taken in last; adopt and upstream move it")
    ]
    cleared: Annotated[tuple[Record, ...], Describe("approvals of another school, removed when adopting")] = ()
    traces: Annotated[SchoolTraces, Describe("what is looked for by the rule leftover-of-another-school")] = (
        SchoolTraces()
    )


@dataclass(frozen=True, kw_only=True)
class NewSchool(School):
    """What adopt asks a school for: the facts of school.yaml, and who approves its policies in which month."""

    approving_body: Annotated[str, Describe("who adopts policies, as on a cover: 'governing body', 'trust board'")]
    review_month: Annotated[Month, Describe("month of the yearly review, 1 to 12")]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedWrite:
    """Files as they will read, by path (None for one that goes), what each is about, and the commit's message.

    Nothing is to be written where `files` is empty.
    """

    files: Mapping[str, bytes | None]
    lines: tuple[str, ...]
    message: str


@dataclass(frozen=True, slots=True)
class MergeLabels:
    """What the two sides are called on the marker lines: a branch, a commit, "upstream"."""

    ours: str = "ours"
    theirs: str = "theirs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """One field that both sides changed in different ways.

    `trail` leads to it, in the version that both began with; `what` says in words what happened; `ours` and
    `theirs` are the lines of the two versions ("" for a side that deleted it); `line` is that of the first marker in
    the merged text, from 1.
    """

    trail: tuple[Step, ...]
    what: str
    ours: str
    theirs: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Merged:
    """The text of the merged file, with markers around nothing but the fields that collide."""

    text: str
    conflicts: tuple[Conflict, ...] = ()

    @property
    def clean(self) -> bool:
        """Whether nothing collided: then the text loads."""
        return not self.conflicts


class CannotMergeError(ValueError):
    """A version that is not YAML the engine reads, or has something no merge by field is made for: the reason."""


OriginState = Literal["upstream's", "changed", "omitted", "local", "removed"]
STATE_WORDS: Mapping[OriginState, str] = {
    "upstream's": "as upstream has it",
    "changed": "changed by this school",
    "omitted": "omitted by this school",
    "local": "this school's own",
    "removed": "removed by this school",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseOrigin:
    """One clause and whose it is, compared with upstream as it was when it was last taken in.

    `reason` is why the school omits it.
    """

    policy: str
    clause: str
    state: OriginState
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class UpstreamChanges:
    """What upstream changed between the commit that was taken in last and another one.

    `reviews` has one for each policy whose text changed; `other` names, in words, what else did. `related` is False
    where the new commit does not descend from the old one, so that reasons may be missing or given twice.
    """

    address: str
    old: str
    new: str
    commits: tuple[Commit, ...] = ()
    reviews: tuple[Review, ...] = ()
    other: tuple[str, ...] = ()
    related: bool = True

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to take in."""
        return not self.reviews and not self.other


@dataclass(frozen=True, slots=True, kw_only=True)
class Collision:
    """One place where upstream and this school changed the same words: laid out in the file for a person."""

    file: str
    line: int
    what: str


@dataclass(frozen=True, kw_only=True)
class UpstreamMerge:
    """What taking in upstream's changes writes. With collisions the files hold markers and nothing is committed."""

    writing: PlannedWrite
    collisions: tuple[Collision, ...] = ()
