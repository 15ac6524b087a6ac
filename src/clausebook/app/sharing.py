"""Brings what others changed in, clause by clause, and hands on what was changed here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from clausebook.approving.approve import obstacles
from clausebook.errors import UserError, all_refusals
from clausebook.io.git import Repository, open_repository
from clausebook.io.git.sharing import changed_between, fetched, joined, known, pushed, shared_with
from clausebook.io.git.trees import content
from clausebook.merge import MergeLabels, merge_file
from clausebook.model.revision import Commit
from clausebook.model.upstream import CannotMergeError, Conflict
from clausebook.text.records import dataclass

_MARKED = re.compile(r"^<{7} ours\n(.*?)^={7}\n(.*?)^>{7} theirs\n", re.MULTILINE | re.DOTALL)
PATHS = ("policy/", "clauses/")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareState:
    """What there is to share: the remote, "" where there is none, and the commits that only one side has."""

    remote: str = ""
    mine: tuple[Commit, ...] = ()
    theirs: tuple[Commit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareCollision:
    """One file that both sides changed in the same place; without `conflicts` it can only be taken as a whole."""

    path: str
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Shared:
    """What came of it: what collided, and then nothing was changed; or what came in, and whether it was handed on."""

    collisions: tuple[ShareCollision, ...] = ()
    came: tuple[Commit, ...] = ()
    is_handed_on: bool = False


def share_state(root: Path) -> ShareState:
    """What there is to share, as far as is known without a network."""
    repository = open_repository(root)
    state = repository.state
    remote = shared_with(root, state.branch) if state.branch else ""
    theirs = known(root, remote, state.branch) if remote else ""
    if not theirs:
        return ShareState(remote=remote)
    return ShareState(
        remote=remote,
        mine=repository.log(theirs, state.head, (*PATHS, "CHANGELOG.md")),
        theirs=repository.log(state.head, theirs, (*PATHS, "CHANGELOG.md")),
    )


def share(root: Path, choices: Mapping[str, str], protected: tuple[str, ...] = ()) -> Shared:
    """Fetch, join, and push. `choices` says "mine" or "theirs" by path for what collided the last time.

    Nothing is handed on where this side changed a file whose path begins with one of `protected`.

    Raises UserError where the working tree differs from the last commit, and where the network does not answer.
    """
    repository = open_repository(root)
    state = repository.state
    if against := tuple(obstacles(state, repository.changes(), "sharing")):
        raise all_refusals("nothing was shared", against)
    remote = shared_with(root, state.branch)
    if not remote:
        raise UserError("these policies are not shared", "the technician can set up a place to share them")
    theirs = fetched(root, remote, state.branch)
    if protected:
        _insist_on_right(repository, theirs, protected)
    came: tuple[Commit, ...] = ()
    if theirs and not repository.is_ancestor(theirs, state.head):
        came = repository.log(state.head, theirs, PATHS)
        files, collisions = _joined(repository, theirs, choices)
        if collisions:
            return Shared(collisions=collisions)
        joined(root, state.branch, state.head, theirs, files, "Join the changes of several people\n")
    return Shared(came=came, is_handed_on=pushed(root, remote, state.branch))


def _insist_on_right(repository: Repository, theirs: str, protected: tuple[str, ...]) -> None:
    ours = repository.state.head
    base = repository.common(ours, theirs) if theirs else ""
    if not base:
        raise UserError("what is published has no history in common with this copy", "ask for a new copy")
    if any(path.startswith(protected) for path in changed_between(repository.root, base, ours)):
        raise UserError("you may not change what is changed here", "ask the person who looks after the desk")


@dataclass
class _Join:
    """Three commits on their way to one set of files."""

    root: Path
    base: str
    ours: str
    theirs: str
    choices: Mapping[str, str]
    files: dict[str, bytes | None] = field(default_factory=dict)
    collisions: list[ShareCollision] = field(default_factory=list)

    def file(self, path: str) -> None:
        base = content(self.root, self.base, path) if self.base else None
        ours, theirs = content(self.root, self.ours, path), content(self.root, self.theirs, path)
        if ours == theirs or theirs == base:
            return
        if ours == base:
            self.files[path] = theirs
            return
        choice = self.choices.get(path, "")
        if base is None or ours is None or theirs is None or not path.endswith((".yaml", ".md")):
            self.whole(path, choice, theirs)
            return
        try:
            texts = [one.decode("utf-8") for one in (base, ours, theirs)]
            merged = merge_file(path, texts[0], texts[1], texts[2], MergeLabels("ours", "theirs"))
        except (CannotMergeError, UnicodeDecodeError):
            self.whole(path, choice, theirs)
            return
        if merged.clean:
            self.files[path] = merged.text.encode("utf-8")
        elif choice in ("mine", "theirs"):
            group = 1 if choice == "mine" else 2
            self.files[path] = _MARKED.sub(lambda found: found[group], merged.text).encode("utf-8")
        else:
            self.collisions.append(ShareCollision(path=path, conflicts=merged.conflicts))

    def whole(self, path: str, choice: str, theirs: bytes | None) -> None:
        if choice == "theirs":
            self.files[path] = theirs
        elif choice != "mine":
            self.collisions.append(ShareCollision(path=path))


def _joined(
    repository: Repository, theirs: str, choices: Mapping[str, str]
) -> tuple[dict[str, bytes | None], tuple[ShareCollision, ...]]:
    root, ours = repository.root, repository.state.head
    base = repository.common(ours, theirs)
    join = _Join(root, base, ours, theirs, choices)
    for path in changed_between(root, base or ours, theirs):
        join.file(path)
    return join.files, tuple(join.collisions)
