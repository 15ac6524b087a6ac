"""One repository: its state, its revisions read from objects, and the one commit the engine may write."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from itertools import islice, takewhile
from pathlib import Path

from clausebook.errors import UserError
from clausebook.io.git.command import ask, run
from clausebook.io.git.log import (
    APPROVALS,
    ARGUMENTS,
    LAST,
    PATHS,
    TOUCHED,
    read_last_changes,
    read_log,
    read_touched,
    trace,
)
from clausebook.io.git.sharing import fetch, remotes
from clausebook.io.git.state import path_of, read_state
from clausebook.io.git.trees import Wanted, content, contents, tree, trees
from clausebook.io.git.write import commit, commit_and_tag
from clausebook.model.revision import Commit, Introduction, LastChange, RepositoryState, Tag
from clausebook.text.memo import kept

PREFIXES = ("policy/", "clauses/")
_ID = re.compile(r"[0-9a-f]{40,64}")


class Repository:
    """A folder and its history, read once and remembered: make a new one to see what happened since."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._trees: dict[tuple[str, tuple[str, ...], str], Mapping[str, str]] = {}
        self._blobs: dict[str, bytes] = {}
        self._texts: dict[tuple[str, str], str] = {}
        self._lasts: dict[str, LastChange | None] = {}

    @cached_property
    def state(self) -> RepositoryState:
        """What kind of history there is, and whether the working tree differs from it."""
        return read_state(self.root)

    def insist_on_history(self, purpose: str) -> None:
        """Raise UserError with the mending command where `purpose` ("editions and redlines") needs more history."""
        if not self.state.whole:
            raise UserError(f"{self.state.reason}, and {purpose} need the full clone", self.state.hint)

    def commit_of(self, revision: str) -> str:
        """The commit a revision names. Raises UserError where there is none of that name."""
        answer = run(self.root, ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"])
        if answer.code != 0:
            raise UserError(
                f"there is no revision called {revision}", "git tag, git branch -a and git log show what there is"
            )
        return answer.text

    def files_at(self, commit: str, prefixes: Sequence[str] = PREFIXES, base: str = "") -> Mapping[str, str]:
        """Path to blob id at a commit, in order of path."""
        key = (commit, tuple(prefixes), base)
        if key not in self._trees:
            self._trees[key] = tree(self.root, commit, prefixes, base)
        return self._trees[key]

    def read_ahead(self, wanted: Iterable[Wanted]) -> None:
        """Read at once what `files_at` will be asked for, and what is in the files: commits, prefixes and bases."""
        missing = [one for one in wanted if one not in self._trees]
        if len(missing) > 1:
            found = trees(self.root, missing)
            self._trees.update(found)
            self.blobs(id for files in found.values() for id in files.values())

    def blobs(self, ids: Iterable[str]) -> Mapping[str, bytes]:
        """Blob id to its bytes. Each blob is read once, and the same bytes object comes back every time."""
        wanted = list(dict.fromkeys(ids))
        self._blobs.update(contents(self.root, (blob for blob in wanted if blob not in self._blobs)))
        return {blob: self._blobs[blob] for blob in wanted}

    def read(self, commit: str, base: str = "") -> Mapping[str, bytes]:
        """The data files of one revision, ready to load: path to bytes."""
        files = self.files_at(commit, base=base)
        found = self.blobs(files.values())
        return {path: found[blob] for path, blob in files.items()}

    def text_at(self, commit: str, path: str) -> str:
        """One text file of a revision, "" where there is none."""
        if (commit, path) not in self._texts:
            self._texts[commit, path] = (content(self.root, commit, path) or b"").decode("utf-8", "replace")
        return self._texts[commit, path]

    @cached_property
    def _introductions(self) -> tuple[Introduction, ...]:
        commits = read_log(ask(self.root, [*ARGUMENTS, "--full-history", self.state.head, "--", *PATHS]).out)
        return trace(commits, self.files_at(self.state.head, (APPROVALS,)))

    def introductions(self) -> tuple[Introduction, ...]:
        """Every approval record that was ever added on the way to the newest revision, in order of its path."""
        return self._introductions if self.state.whole else ()

    @cached_property
    def _tags(self) -> Mapping[str, Tag]:
        return read_tags(self.root)

    def tags(self) -> Mapping[str, Tag]:
        """All tags by name."""
        return self._tags if self.state.head else {}

    def log(self, old: str, new: str, paths: Sequence[str] = PREFIXES) -> tuple[Commit, ...]:
        """Commits that are in `new` and not in `old` and touch the paths, oldest first; all up to `new` for old ""."""
        span = f"{old}..{new}" if old else new
        return read_log(self._output([*ARGUMENTS, span, "--", *paths], (old or new, new)))

    def logs(self, wanted: Sequence[tuple[str, Sequence[str]]]) -> tuple[tuple[Commit, ...], ...]:
        """The log of each, from a commit to the newest, of some paths.

        One process reads all of them where history since the oldest is one line, in which nothing was renamed.
        """
        ages = _ages(ask(self.root, ["rev-list", "--parents", self.state.head]).text) if len(wanted) > 1 else {}
        if not ages or any(old not in ages for old, _ in wanted):
            return tuple(self.log(old, self.state.head, paths) for old, paths in wanted)
        commits = self.log(max((old for old, _ in wanted), key=ages.__getitem__), self.state.head)
        if any(touch.before for commit in commits for touch in commit.touches):
            return tuple(self.log(old, self.state.head, paths) for old, paths in wanted)
        return tuple(tuple(_after(commits, ages, old, paths)) for old, paths in wanted)

    def touched_since(self, olds: Sequence[str], new: str, paths: Sequence[str]) -> Mapping[str, frozenset[str]]:
        """Id to touched paths of commits in `new` that touch the paths: of at least all that `log` gives for `olds`."""
        if not olds or not new:
            return {}
        base = olds[0] if len(olds) == 1 else run(self.root, ["merge-base", "--octopus", *olds]).text.strip()
        return read_touched(
            self._output([*TOUCHED, new, *([f"^{base}"] if base else []), "--", *paths], (base or new, new))
        )

    def _output(self, arguments: Sequence[str], ends: Iterable[str]) -> bytes:
        """What a log says. Of a whole history between two commits it says the same for ever."""

        def said() -> str:
            return ask(self.root, arguments).out.decode("utf-8", "replace")

        for_ever = self.state.whole and all(map(_ID.fullmatch, ends))
        return (kept("git", "", lambda: arguments, said, (str, str)) if for_ever else said()).encode()

    def refs(self, spaces: Sequence[str]) -> tuple[str, ...]:
        """The names below some folders of refs, such as refs/upstream/heads/."""
        lines = ask(self.root, ["for-each-ref", "--format=%(refname)", *spaces]).text.splitlines()
        return tuple(line.removeprefix(space) for space in spaces for line in lines if line.startswith(space))

    def day_of(self, commit: str) -> date:
        """The day of a commit, as its committer's clock had it."""
        return date.fromisoformat(ask(self.root, ["log", "-1", "--format=%cs", "--end-of-options", commit]).text)

    @cached_property
    def _last_changes(self) -> Mapping[str, LastChange]:
        """Of each path of the register, the commit that changed it last."""
        return read_last_changes(ask(self.root, [*LAST, self.state.head, "--", *PREFIXES]).out)

    def last_change(self, places: Sequence[str]) -> LastChange | None:
        """The newest commit of the main line that changed a file whose path begins so.

        What came in by a merge was changed by the merge. At that commit these files are what they are in the newest.
        """
        found = (self._last_below(place) for place in places) if self.state.head else ()
        return min((one for one in found if one), default=None)

    def _last_below(self, place: str) -> LastChange | None:
        """The newest change of a file whose path begins so. What all policies share is asked for by each."""
        if place not in self._lasts:
            paths = self._changed_paths
            below = takewhile(lambda path: path.startswith(place), islice(paths, bisect_left(paths, place), None))
            self._lasts[place] = min((self._last_changes[path] for path in below), default=None)
        return self._lasts[place]

    @cached_property
    def _changed_paths(self) -> list[str]:
        return sorted(self._last_changes)

    def is_ancestor(self, old: str, new: str) -> bool:
        """Whether `new` descends from `old`, or is it."""
        return run(self.root, ["merge-base", "--is-ancestor", old, new]).code == 0

    def common(self, one: str, other: str) -> str:
        """The newest commit that both descend from; "" where their histories have nothing in common."""
        return run(self.root, ["merge-base", one, other]).text

    def changes(self) -> tuple[str, ...]:
        """Every tracked file that differs from the last commit, and every new one among the data files."""
        answer = ask(self.root, ["status", "--porcelain=v2", "-z", "--untracked-files=no"])
        lines = answer.out.decode("utf-8", "replace").split("\0")
        return tuple(sorted({*self.state.dirty, *(path_of(line) for line in lines if line)}))

    def commit_files(self, files: Mapping[str, bytes | None], message: str, author: str = "") -> str:
        """Write one commit, None for a file that goes; the commit's id. Raises UserError where git refuses.

        `author` is "Name <address>", where that is not the user whom git knows.
        Everything remembered here is of the time before: open the repository again.
        """
        return commit(self.root, self.state.head, self.state.branch, files, message, author)

    def remotes(self) -> Mapping[str, str]:
        """Name of each remote to the address it is fetched from."""
        return remotes(self.root)

    def fetch(self, address: str) -> None:
        """Fetch another repository's branches and tags below refs/upstream/, apart from this repository's own."""
        fetch(self.root, address)

    def commit_and_tag(self, files: Mapping[str, bytes], message: str, tag: str, tag_message: str) -> str:
        """Write one commit and one annotated tag, both or neither; the commit's id.

        Raises UserError where git refuses. Everything remembered here is of the time before: open the repository again.
        """
        state = self.state
        return commit_and_tag(self.root, state.head, state.branch, files, message, tag, tag_message)


def _ages(lines: str) -> Mapping[str, int]:
    """How many commits are after each, from the newest back to the first that is a merge."""
    found: dict[str, int] = {}
    for line in lines.splitlines():
        commit, *parents = line.split(" ")
        found[commit] = len(found)
        if len(parents) > 1:
            break
    return found


def _after(commits: Iterable[Commit], ages: Mapping[str, int], old: str, paths: Sequence[str]) -> Iterator[Commit]:
    """Those after a commit that touch the paths, with what they touch there."""
    folders = tuple(path if path.endswith("/") else f"{path}/" for path in paths)
    for one in commits:
        touches = tuple(touch for touch in one.touches if touch.path in paths or touch.path.startswith(folders))
        if touches and ages[one.id] < ages[old]:
            yield replace(one, touches=touches)


def open_repository(root: Path) -> Repository:
    """The repository of a folder. Always succeeds: a folder without history is a state, with a reason and a hint."""
    return Repository(root)


_FIELDS = (
    "%(refname:strip=2)",
    "%(objecttype)",
    "%(objectname)",
    "%(*objecttype)",
    "%(*objectname)",
    "%(contents:signature)",
    "%(contents)",
)
_END = "\x1e"


def read_tags(root: Path) -> dict[str, Tag]:
    """All tags that name a commit, by name."""
    answer = ask(root, ["for-each-ref", "--format=" + "%00".join(_FIELDS) + _END, "refs/tags"])
    return {tag.name: tag for tag in _tags(root, answer.out.decode("utf-8", "replace"))}


def _tags(root: Path, text: str) -> Iterator[Tag]:
    for entry in text.split(_END + "\n"):
        if not entry.strip(_END + "\n"):
            continue
        name, kind, target, inner_kind, inner, signature, message = entry.rstrip(_END).split("\0", 6)
        annotated = kind == "tag"
        found = inner if annotated else target
        if (inner_kind if annotated else kind) != "commit":  # a tag of a tag, or of no commit at all
            found = run(root, ["rev-parse", "--verify", "--quiet", f"refs/tags/{name}^{{commit}}"]).text
        if found:
            yield Tag(
                name=name,
                commit=found,
                annotated=annotated,
                message=message.removesuffix(signature).strip() if annotated else "",
                signed=bool(signature.strip()),
            )
