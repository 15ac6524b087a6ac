"""What git knows: commits, the files they touched, tags, where a record came from, whether there is history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Literal, Protocol

from clausebook.text.records import dataclass


@dataclass(frozen=True, slots=True)
class Touch:
    """One file that a commit changed.

    `how` is A added, M changed, D deleted, R moved from `before` (git's guess), T another type. `blob` and `was` are
    object ids after and before, "" where there is none; a merge has no single `was`.
    """

    how: str
    path: str
    blob: str = ""
    was: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """One commit: who, when, why, and the files of interest that it touched.

    `body` is the message without its subject and trailers. A merge lists only files that differ from all its parents:
    words that were written while a conflict was resolved. `via` is the commit by which one of upstream's came in.
    """

    id: str
    parents: tuple[str, ...] = ()
    author: str = ""
    email: str = ""
    authored: datetime
    committed: datetime
    subject: str = ""
    body: str = ""
    trailers: tuple[tuple[str, str], ...] = ()
    touches: tuple[Touch, ...] = ()
    via: str = ""

    @property
    def short(self) -> str:
        """The first ten digits, for people."""
        return self.id[:10]

    @property
    def is_merge(self) -> bool:
        """Whether it has more than one parent."""
        return len(self.parents) > 1

    def trailer(self, key: str) -> tuple[str, ...]:
        """Values of one trailer ("Reason"), in order, whatever the case of its key."""
        return tuple(value for name, value in self.trailers if name.lower() == key.lower())


TAKEN, TAKEN_INTO = "Taken", "Taken-into"  # trailers: one of upstream's commits, and the files it is the reason for


def expand_taken(commits: Iterable[Commit]) -> Iterator[Commit]:
    """The commits; in place of one that took in upstream's changes, upstream's own commits with their reasons.

    Such a commit names upstream's one by one: "Taken: id day subject", "Taken-into: file file", then their trailers.
    """
    for commit in commits:
        yield from _taken(commit) if commit.trailer(TAKEN) else (commit,)


def _taken(commit: Commit) -> Iterator[Commit]:
    groups: list[list[tuple[str, str]]] = [[]]
    for key, value in commit.trailers:
        if key == TAKEN:
            groups.append([])
        groups[-1].append((key, value))
    explained = set[str]()
    for (_, taken), *rest in groups[1:]:
        id, day, subject = (*taken.split(" ", 2), "", "")[:3]
        files = {file for key, value in rest if key == TAKEN_INTO for file in value.split()}
        explained |= files
        yield replace(
            commit,
            id=id,
            authored=_day(day) or commit.authored,
            subject=subject,
            body="",
            trailers=tuple(one for one in rest if one[0] != TAKEN_INTO),
            touches=tuple(touch for touch in commit.touches if touch.path in files),
            via=commit.id,
        )
    own = tuple(touch for touch in commit.touches if touch.path not in explained)
    yield replace(commit, trailers=tuple(groups[0]), touches=own)


def _day(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A tag. `commit` is what it names in the end; a lightweight tag has no message of its own."""

    name: str
    commit: str
    annotated: bool
    message: str
    signed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduction:
    """Where a record came into the register.

    `path` is its path at the newest revision, `first_path` the one it was introduced under, `base` the folder that
    policy/ and clauses/ were in then ("" for the top). `blob` is the record as introduced. `later` are the commits that
    touched it since, oldest first. `present` says whether the newest revision still has it. `cleared` is the commit
    that removed it and wrote policy/upstream.yaml at the same time, as adopt does with the records of another school.
    `order` counts the introductions in the order of history.
    """

    path: str
    first_path: str
    base: str
    commit: Commit
    blob: str
    later: tuple[Commit, ...] = ()
    present: bool = True
    cleared: Commit | None = None
    order: int = 0


History = Literal["whole", "shallow", "unborn", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositoryState:
    """What kind of history a folder has, and whether the working tree differs from it.

    `reason` and `hint` say in one line each why editions cannot be read and the command that mends it; both are ""
    when history is whole. `branch` is "" on a detached HEAD. `dirty` are paths below policy/ and clauses/ (and the
    changelog) that differ from the last commit. `linked` names an unusual home of the working tree. `unfinished` names
    a merge, rebase or the like that waits to be finished.
    """

    history: History
    reason: str = ""
    hint: str = ""
    head: str = ""
    branch: str = ""
    dirty: tuple[str, ...] = ()
    linked: Literal["", "worktree", "submodule"] = ""
    unfinished: str = ""

    @property
    def whole(self) -> bool:
        """Whether editions and redlines can be read from history."""
        return self.history == "whole"


@dataclass(frozen=True, slots=True, order=True)
class LastChange:
    """The commit that changed something last, how many commits before the newest, and when it was committed."""

    ago: int
    commit: str
    committed: datetime


class Revisions(Protocol):
    """What stages need of a repository: revisions are values, so reading one twice gives the same."""

    @property
    def state(self) -> RepositoryState:
        """What kind of history there is."""

    def files_at(self, commit: str, prefixes: Sequence[str] = (), base: str = "") -> Mapping[str, str]:
        """Path to blob id at a commit, in order of path."""

    def read_ahead(self, wanted: Iterable[tuple[str, tuple[str, ...], str]]) -> None:
        """Read at once what `files_at` will be asked for, and what is in the files: commits, prefixes and bases."""

    def blobs(self, ids: Iterable[str]) -> Mapping[str, bytes]:
        """Blob id to its bytes."""

    def introductions(self) -> tuple[Introduction, ...]:
        """Every approval record that was ever added, in order of its path."""

    def tags(self) -> Mapping[str, Tag]:
        """All tags by name."""

    def log(self, old: str, new: str, paths: Sequence[str] = ()) -> tuple[Commit, ...]:
        """Commits that are in `new` and not in `old`, oldest first."""

    def commit_of(self, revision: str) -> str:
        """The commit a revision names. Raises UserError where there is none of that name."""

    def day_of(self, commit: str) -> date:
        """The day of a commit."""

    def is_ancestor(self, old: str, new: str) -> bool:
        """Whether `new` descends from `old`, or is it."""

    def last_change(self, places: Sequence[str]) -> LastChange | None:
        """The newest commit of the main line that changed a file whose path begins so."""
