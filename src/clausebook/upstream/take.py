"""Three revisions' files -> Taking: upstream's changes merged into this school's words, never into its facts.

What only upstream changed comes in, what only this school changed stays; where both changed a file, field by field.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field

from clausebook.errors import UserError
from clausebook.merge import CannotMergeError, Conflict, Merged, MergeLabels, merge_file
from clausebook.model.policy import Policy
from clausebook.model.register import Register
from clausebook.model.revision import TAKEN, TAKEN_INTO, Commit, expand_taken
from clausebook.model.school import School
from clausebook.model.upstream import Collision, PlannedWrite, UpstreamChanges, UpstreamMerge
from clausebook.source.load import TERMS, UPSTREAM, kind_of, read_file
from clausebook.text.phrases import counted
from clausebook.text.records import dataclass
from clausebook.upstream.changes import clauses_of, same
from clausebook.upstream.texts import (
    is_outline,
    is_taken,
    listed_again,
    unlisted,
    unnumbered,
    unprinted,
    with_approving_body,
    with_key,
    with_term,
)

Files = Mapping[str, bytes]
_LABELS = MergeLabels(ours="this school", theirs="upstream")
_SKIPPED = ("signed-off-by", "co-authored-by")  # who wrote it upstream is in upstream's history


@dataclass(frozen=True)
class MergeSide:
    """One of three revisions: its files below policy/ and clauses/, and what they say."""

    files: Files
    register: Register


def take(ours: MergeSide, base: MergeSide, theirs: MergeSide, following: UpstreamChanges) -> UpstreamMerge:
    """What taking upstream's changes in writes. Nothing where there is nothing to take.

    `following` is what upstream changed. Raises UserError where upstream's files cannot be read.
    """
    for fault in theirs.register.faults:
        if is_taken(fault.place.file) and fault.place.file in theirs.register.unreadable:
            where = f"{fault.place.file}:{fault.place.line}" if fault.place.line else fault.place.file
            hint = "upstream REF --take takes another revision in; git log refs/upstream/HEAD shows which there are"
            raise UserError(f"upstream's {where} at {following.new[:10]} cannot be read: {fault.message}", hint)
    return _UpstreamMerger(ours, base, theirs, following).taking()


@dataclass
class _UpstreamMerger:
    ours: MergeSide
    base: MergeSide
    theirs: MergeSide
    following: UpstreamChanges
    files: dict[str, bytes | None] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    collisions: list[Collision] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)  # clauses this school changed and upstream removed

    def taking(self) -> UpstreamMerge:
        paths = sorted({*self.base.files, *self.theirs.files}, key=lambda path: (not path.startswith("clauses/"), path))
        for path in filter(is_taken, paths):
            if not self._does_without(path):
                self._file(path)
        if not self.files:
            return UpstreamMerge(writing=PlannedWrite(files={}, lines=tuple(self.lines), message=""))
        taken = tuple(self.files)
        self.files[UPSTREAM] = self.moved()
        writing = PlannedWrite(
            files=dict(sorted(self.files.items())),
            lines=tuple(self.lines),
            message=message(self.following, taken),
        )
        return UpstreamMerge(writing=writing, collisions=tuple(self.collisions))

    def moved(self) -> bytes:
        """The mark with another commit, and with whatever else people wrote into it."""
        text = self.ours.files[UPSTREAM].decode("utf-8")
        return with_key(text, "commit", self.following.new).encode("utf-8")

    def _does_without(self, path: str) -> bool:
        """Whether the file is of a policy that this school removed as a whole."""
        policy = path.split("/")[1].removesuffix(".yaml")
        outline = f"policy/{policy}.yaml"
        return is_outline(outline) and outline in self.base.files and outline not in self.ours.files

    def _file(self, path: str) -> None:
        old, new = self._as_ours(path, self.base), self._as_ours(path, self.theirs)
        mine = _text(self.ours.files.get(path))
        if old == new or mine == new:
            return
        if new is None:
            self._gone(path, mine)
        elif mine is None and old is not None:
            self.lines.append(f"not taken  {path}: this school removed it")
        elif mine is None or mine == old:
            self._put(path, new, "new" if mine is None else "taken")
        else:
            self._merged(path, old or "", mine, new)

    def _as_ours(self, path: str, side: MergeSide) -> str | None:
        """Upstream's file with what every adoption changes changed already, so that this is not a difference."""
        text = _text(side.files.get(path))
        if text is None:
            return None
        if path.startswith("clauses/"):
            return unnumbered(text)
        if path == TERMS:
            return with_term(text, _school(side).governing_body, _school(self.ours).governing_body)
        if is_outline(path):
            id = path.removeprefix("policy/").removesuffix(".yaml")
            return unprinted(with_approving_body(text, side.register.policy(id), *self._governance(id)))
        return text

    def _governance(self, policy: str) -> tuple[str, int | None]:
        """Body and month of this school; of a policy it does not have yet, those of its other ones."""
        known = self.ours.register.policy(policy) or next(iter(self.ours.register.policies), None)
        return (known.approving_body, known.review_month) if known else ("", None)

    def _gone(self, path: str, mine: str | None) -> None:
        """Upstream removed the file."""
        if mine is None:
            return
        if self._is_untouched(path):
            self._remove(path)
        elif path.startswith("clauses/"):
            self.kept.append(path)
            self.lines.append(f"kept       {path}: upstream removed it, this school changed it: now this school's own")
        else:
            self.lines.append(f"kept       {path}: upstream removed it")

    def _is_untouched(self, path: str) -> bool:
        mine, theirs = clauses_of(self.ours.register), clauses_of(self.base.register)
        key = (path.split("/")[1], path.split("/")[-1].removesuffix(".yaml"))
        return key in mine and key in theirs and same(mine[key], theirs[key])

    def _remove(self, path: str) -> None:
        self.files[path] = None
        self.lines.append(f"removed    {path}")

    def _put(self, path: str, text: str, how: str) -> None:
        self.files[path] = self._outline(path, text).encode("utf-8", "surrogateescape")
        self._report(how, path)

    def _report(self, how: str, path: str) -> None:
        policy, clause = path.split("/")[1], path.split("/")[-1].removesuffix(".yaml")
        omitted = any(one.place.file == path for one in self.ours.register.omitted)
        self.lines.append(f"{how:10} {path}{f': {policy} omits {clause}, and goes on to' if omitted else ''}")

    def _merged(self, path: str, old: str, mine: str, new: str) -> None:
        try:
            found = merge_file(path, old, mine, new, _LABELS)
        except CannotMergeError as error:
            found = _whole(mine, new, str(error))
        if found.clean and found.text == mine:
            return
        text = found.text if found.conflicts else self._outline(path, found.text)
        self.files[path] = text.encode("utf-8", "surrogateescape")
        self._report("merged" if found.clean else "collides", path)
        self.collisions += [Collision(file=path, line=one.line, what=one.what) for one in found.conflicts]

    def _outline(self, path: str, text: str) -> str:
        """An outline after the merge: what this school omits is not listed, and what it keeps is."""
        if not is_outline(path):
            return text
        mine = self.ours.register.policy(path.removeprefix("policy/").removesuffix(".yaml"))
        for clause in mine.omitted if mine else ():
            text = unlisted(text, clause)
        found, _ = read_file(path, text.encode("utf-8", "surrogateescape"))
        listed = found.clauses if isinstance(found, Policy) else ()
        for clause in (one.split("/")[-1].removesuffix(".yaml") for one in self.kept if mine and f"/{mine.id}/" in one):
            if mine and clause not in listed and clause in mine.clauses:
                text = listed_again(text, clause, mine.clauses[: mine.clauses.index(clause)])
        return text


def _whole(mine: str, new: str, why: str) -> Merged:
    """Both versions of a file that no merge by field understands, laid out one below the other."""
    text = f"<<<<<<< {_LABELS.ours}\n{mine}=======\n{new}>>>>>>> {_LABELS.theirs}\n"
    return Merged(text, (Conflict(trail=(), what=f"the whole file ({why})", ours=mine, theirs=new, line=1),))


def message(following: UpstreamChanges, paths: Sequence[str]) -> str:
    """The commit's message: upstream's commits, each with the files it is the reason for and with its own trailers."""
    words = [path for path in paths if kind_of(path)]
    trailers = [line for commit in expand_taken(following.commits) for line in _trailers(commit, words)]
    count = counted(len(paths), "file")
    head = f"Take in upstream's changes up to {following.new[:10]}\n\nFrom {following.address}: {count}.\n"
    return "\n".join([head, *trailers]) + ("\n" if trailers else "")


def _trailers(commit: Commit, paths: Sequence[str]) -> Iterator[str]:
    touched = {path for touch in commit.touches for path in (touch.path, touch.before)}
    files = [path for path in paths if path in touched]
    if not files:
        return
    yield f"{TAKEN}: {commit.id} {commit.authored.date().isoformat()} {_line(commit.subject)}"
    yield f"{TAKEN_INTO}: {' '.join(files)}"
    for key, value in commit.trailers:
        if key.lower() not in _SKIPPED and key not in (TAKEN, TAKEN_INTO) and value.strip():
            yield f"{key}: {_line(value)}"


def _line(text: str) -> str:
    return " ".join(text.split())


def _school(side: MergeSide) -> School:
    return side.register.school or School(name="")


def _text(data: bytes | None) -> str | None:
    return None if data is None else data.decode("utf-8", "surrogateescape")
