"""A repository held in memory: what `Revisions` asks, answered without git, so that tests of history are fast."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from fnmatch import fnmatch

from clausebook.io.git.log import APPROVALS, PATHS, trace
from clausebook.model.edition import Edition
from clausebook.model.revision import Commit, Introduction, LastChange, RepositoryState, Tag, Touch
from clausebook.resolve.resolve import resolve
from clausebook.source.load import load
from tests.history.repositories import CLERK, FILES

START = datetime(2018, 5, 2, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Kept:
    """A commit and all its files."""

    commit: Commit
    files: Mapping[str, str]


class MemoryRepository:
    """Commits, tags and uncommitted paths of a mini school; each commit is a day after the one before.

    Nothing is renamed in it, and its ids are digests, but not those that git would give.
    """

    def __init__(self, files: Mapping[str, str] = FILES) -> None:
        self.kept: dict[str, Kept] = {}
        self.dirty: tuple[str, ...] = ()
        self._blobs: dict[str, bytes] = {}
        self._tags: dict[str, Tag] = {}
        self.head = ""
        self.commit("Write the phones policy", files)

    def commit(
        self,
        subject: str,
        files: Mapping[str, str | None],
        *,
        onto: Sequence[str] = (),
        trailers: Sequence[tuple[str, str]] = (),
    ) -> str:
        """Commit files, None for one that goes, onto the head or other commits; the new head."""
        parents = tuple(onto or (self.head,) if self.head else ())
        before = [self.kept[one].files for one in parents]
        now = {path: text for path, text in {**(before[0] if before else {}), **files}.items() if text is not None}
        when = START + timedelta(days=len(self.kept))
        id = _id(subject, *parents, str(len(self.kept)), *(f"{path}:{text}" for path, text in sorted(now.items())))
        self._blobs |= {_id(text): text.encode() for text in now.values()}
        self.kept[id] = Kept(
            Commit(
                id=id,
                parents=parents,
                author=CLERK[0],
                email=CLERK[1],
                authored=when,
                committed=when,
                subject=subject,
                trailers=tuple(trailers),
                touches=tuple(_touches(before or [{}], now)),
            ),
            dict(sorted(now.items())),
        )
        self.head = id
        return id

    def replaced(self, path: str, old: str, new: str) -> dict[str, str]:
        """A file of the head with other words in it."""
        text = self.kept[self.head].files[path]
        assert old in text, f"{path} does not say {old}"
        return {path: text.replace(old, new)}

    def text(self, path: str) -> str:
        """A file of the head."""
        return self.kept[self.head].files[path]

    def tag(self, name: str, commit: str, message: str = "", *, signed: bool = False) -> None:
        """Make or move a tag: an annotated one where it has a message."""
        self._tags[name] = Tag(name=name, commit=commit, annotated=bool(message), message=message, signed=signed)

    def words(self, commit: str = "", policy: str = "phones") -> Edition:
        """How a policy reads at a commit."""
        files = self.kept[commit or self.head].files
        return resolve(load({path: text.encode() for path, text in files.items()}), policy, "2018")

    @property
    def state(self) -> RepositoryState:
        """That of a whole history on the main branch."""
        return RepositoryState(history="whole", head=self.head, branch="main", dirty=self.dirty)

    def files_at(self, commit: str, prefixes: Sequence[str] = ("",), base: str = "") -> Mapping[str, str]:
        """Path to blob id."""
        wanted = tuple(base + prefix for prefix in prefixes)
        files = self.kept[commit].files
        return {path.removeprefix(base): _id(text) for path, text in files.items() if path.startswith(wanted)}

    def read_ahead(self, wanted: Iterable[tuple[str, tuple[str, ...], str]]) -> None:
        """Everything is in memory."""

    def blobs(self, ids: Iterable[str]) -> Mapping[str, bytes]:
        """Blob id to its bytes."""
        return {id: self._blobs[id] for id in ids}

    def introductions(self) -> tuple[Introduction, ...]:
        """Found from the commits by the engine itself."""
        return trace(self.log("", self.head, PATHS), self.files_at(self.head, (APPROVALS,)))

    def tags(self) -> Mapping[str, Tag]:
        """All tags by name."""
        return self._tags

    def log(self, old: str, new: str, paths: Sequence[str] = ("",)) -> tuple[Commit, ...]:
        """Commits that touch the paths, oldest first."""
        wanted = self._below(new) - (self._below(old) if old else set())
        commits = (kept.commit for id, kept in self.kept.items() if id in wanted)
        touched = (replace(one, touches=tuple(t for t in one.touches if _matches(t.path, paths))) for one in commits)
        return tuple(one for one in touched if one.touches)

    def _below(self, commit: str) -> set[str]:
        found, waiting = set[str](), [commit]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting += self.kept[one].commit.parents
        return found

    def commit_of(self, revision: str) -> str:
        """An id, or the commit of a tag."""
        return self._tags[revision].commit if revision in self._tags else revision

    def day_of(self, commit: str) -> date:
        """The day of a commit."""
        return self.kept[commit].commit.committed.date()

    def is_ancestor(self, old: str, new: str) -> bool:
        """Whether `new` descends from `old`, or is it."""
        return old in self._below(new)

    def last_change(self, places: Sequence[str]) -> LastChange | None:
        """The newest commit that changed a file whose path begins so."""
        ago, id = 1, self.head
        while id:
            one = self.kept[id].commit
            if any(touch.path.startswith(tuple(places)) for touch in one.touches):
                return LastChange(ago, id, one.committed)
            ago, id = ago + 1, next(iter(one.parents), "")
        return None

    def fast_import(self) -> str:
        """What `git fast-import` makes the same repository from; the mark of each commit is its place in `kept`."""
        marks = {id: number for number, id in enumerate(self.kept, 1)}
        lines = [line for id in self.kept for line in self._exported(id, marks)]
        lines += [f"reset refs/heads/main\nfrom :{marks[self.head]}\n"]
        for name, tag in self._tags.items():
            if tag.annotated:
                who = f"tagger {CLERK[0]} <{CLERK[1]}> {int(START.timestamp())} +0000"
                lines.append(f"tag {name}\nfrom :{marks[tag.commit]}\n{who}\n{_data(tag.message)}")
            else:
                lines.append(f"reset refs/tags/{name}\nfrom :{marks[tag.commit]}\n")
        return "\n".join(lines) + "\n"

    def _exported(self, id: str, marks: Mapping[str, int]) -> Iterator[str]:
        commit, files = self.kept[id].commit, self.kept[id].files
        trailers = "".join(f"{key}: {value}\n" for key, value in commit.trailers)
        yield f"commit refs/heads/side-{marks[id]}\nmark :{marks[id]}"
        yield f"committer {CLERK[0]} <{CLERK[1]}> {int(commit.committed.timestamp())} +0000"
        yield _data(f"{commit.subject}\n" + (f"\n{trailers}" if trailers else ""))
        for number, parent in enumerate(commit.parents):
            yield f"{'merge' if number else 'from'} :{marks[parent]}"
        yield "deleteall"
        yield from (f"M 100644 inline {path}\n{_data(text)}" for path, text in files.items())


def _data(text: str) -> str:
    return f"data {len(text.encode())}\n{text}"


def _id(*parts: str) -> str:
    return hashlib.sha1("\0".join(parts).encode()).hexdigest()


def _touches(before: Sequence[Mapping[str, str]], now: Mapping[str, str]) -> Iterator[Touch]:
    """What differs from all parents; only a commit with one parent says what was there before."""
    for path in sorted({*now, *(path for files in before for path in files)}):
        olds, new = [files.get(path) for files in before], now.get(path)
        if new in olds:
            continue
        how = "D" if new is None else "A" if set(olds) == {None} else "M"
        was = olds[0] if len(olds) == 1 else None
        yield Touch(how, path, _id(new) if new is not None else "", _id(was) if was is not None else "")


def _matches(path: str, wanted: Sequence[str]) -> bool:
    for one in wanted:
        pattern = re.sub(r"^:\(glob\)\*\*/", "*", one)
        if fnmatch(path, pattern) if pattern != one else path == one or path.startswith(one):
            return True
    return False
