"""Bytes of `git log --raw -z` -> commits, oldest first; and which commit first added each record of an approval."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from clausebook.model.revision import Commit, Introduction, LastChange, Touch
from clausebook.text.visible import one_line, visible

FIELDS = (
    "%H",
    "%P",
    "%an",
    "%ae",
    "%aI",
    "%cI",
    "%s",
    "%b",
    "%(trailers:only,unfold,keyonly)",
    "%(trailers:only,unfold)",
)
ARGUMENTS = (
    "log",
    "--reverse",
    "--topo-order",
    "--raw",
    "--no-abbrev",
    "-z",
    "-M",
    "-c",  # lists the words a merge wrote itself; a plain log hides them
    "--no-mailmap",
    "--no-notes",
    "--format=%x00" + "%x00".join(FIELDS) + "%x00",
)

_MARK = "commit "
# the main line alone, each commit with the paths that differ from the one before it, newest first
LAST = ("log", "--first-parent", "-m", "--name-only", "--no-renames", "-z", f"--format={_MARK}%H %cI")

# each commit, of all lines, with the paths that differ from any of those before it
TOUCHED = ("log", "--full-history", "-m", "--name-only", "--no-renames", "-z", f"--format={_MARK}%H")


def read_touched(out: bytes) -> dict[str, frozenset[str]]:
    """The paths that each commit touched, from one `git log` with TOUCHED."""
    found: dict[str, set[str]] = {}
    mine = set[str]()
    for word in out.decode("utf-8", "replace").split("\0"):
        line = word.lstrip("\n")
        if line.startswith(_MARK) and "/" not in line:
            mine = found.setdefault(line.removeprefix(_MARK), set())
        elif line:
            mine.add(line)
    return {commit: frozenset(paths) for commit, paths in found.items()}


def read_last_changes(out: bytes) -> dict[str, LastChange]:
    """The commit that changed each path last, from one `git log` with LAST."""
    found: dict[str, LastChange] = {}
    ago, last = 0, None
    for word in out.decode("utf-8", "replace").split("\0"):
        line = word.lstrip("\n")
        if line.startswith(_MARK):
            commit, when = line.removeprefix(_MARK).split(" ")
            ago, last = ago + 1, LastChange(ago, commit, datetime.fromisoformat(when))
        elif line and last:
            found.setdefault(line, last)
    return found


def read_log(out: bytes) -> tuple[Commit, ...]:
    """All commits of one `git log` with ARGUMENTS."""
    return tuple(_commits(out.decode("utf-8", "replace").split("\0")))


def _commits(words: list[str]) -> Iterator[Commit]:
    at = 0
    while (at := _next_word(words, at)) < len(words):
        fields = words[at : at + len(FIELDS)]
        at += len(FIELDS)
        touches = []
        while (at := _next_word(words, at)) < len(words) and words[at].lstrip("\n").startswith(":"):
            touch, used = _touch(words, at)
            touches.append(touch)
            at += used
        yield _commit(fields, tuple(touches))


def _next_word(words: list[str], at: int) -> int:
    while at < len(words) and not words[at].strip("\n"):
        at += 1
    return at


def _commit(fields: list[str], touches: tuple[Touch, ...]) -> Commit:
    commit, parents, author, email, authored, committed, subject, body, keys, trailers = fields
    return Commit(
        id=commit,
        parents=tuple(parents.split()),
        author=one_line(author),
        email=one_line(email),
        authored=datetime.fromisoformat(authored),
        committed=datetime.fromisoformat(committed),
        subject=one_line(subject),
        body=_readable(_without_trailers(body, keys.split("\n"))),
        trailers=tuple(_trailers(trailers)),
        touches=touches,
    )


def _trailers(text: str) -> Iterator[tuple[str, str]]:
    for line in text.split("\n"):
        key, colon, value = line.partition(":")
        if colon:
            yield one_line(key.strip()), one_line(value.strip())


def _readable(text: str) -> str:
    """Words of a commit as any page can show them."""
    return visible(text.replace("\r\n", "\n").replace("\t", " "))


def _without_trailers(body: str, keys: list[str]) -> str:
    """The body up to its last paragraph, where that one holds the trailers."""
    paragraphs = body.strip().split("\n\n")
    if any(keys) and any(paragraphs[-1].startswith(f"{key}:") for key in keys if key):
        paragraphs.pop()
    return "\n\n".join(paragraphs).strip()


def _touch(words: list[str], at: int) -> tuple[Touch, int]:
    """One raw entry: `:modes blobs how`, then one path, or two where git saw a move."""
    head = words[at].lstrip("\n")
    parents = len(head) - len(head.lstrip(":"))
    parts = head.lstrip(":").split(" ")
    how = parts[-1]
    blobs = parts[parents + 1 : -1]
    if parents > 1:  # a merge: one letter a parent, one path
        kind = how[0] if len({*how}) == 1 else "M"
        return Touch(kind, words[at + 1], _real(blobs[-1])), 2
    moved = how[0] in "RC"
    path, before = (words[at + 2], words[at + 1]) if moved else (words[at + 1], "")
    return Touch(how[0], path, _real(blobs[1]), _real(blobs[0]), before), 3 if moved else 2


def _real(blob: str) -> str:
    return "" if not blob.strip("0") else blob


APPROVALS = "policy/approvals/"
# Wherever the folder was: a repository whose files moved keeps its old editions.
UPSTREAM = "policy/upstream.yaml"
PATHS = (f":(glob)**/{APPROVALS}*/*.yaml", UPSTREAM)


@dataclass
class _Trace:
    """One record on its way through history."""

    first_path: str
    commit: Commit
    blob: str
    later: list[Commit] = field(default_factory=list)
    cleared: Commit | None = None
    order: int = 0


def trace(commits: Iterable[Commit], present: Mapping[str, str]) -> tuple[Introduction, ...]:
    """Every record that was ever added, from commits oldest first and the records of the newest revision."""
    traces: dict[str, _Trace] = {}
    cleared: list[tuple[str, _Trace]] = []
    for number, commit in enumerate(commits):
        for touch in commit.touches:
            if touch.path != UPSTREAM:
                _follow(traces, commit, touch, number)
        if any(touch.path == UPSTREAM for touch in commit.touches):
            cleared += _cleared(traces, commit)
    introductions = [_introduction(path, found, path in present) for path, found in sorted(traces.items())]
    introductions += [_introduction(path, found, False) for path, found in cleared]
    # Elsewhere a folder of that name is somebody's example, not the register, unless the register was once there.
    homes = {"", *(one.base for one in introductions if one.path.startswith(APPROVALS))}
    return tuple(one for one in introductions if one.base in homes)


def _introduction(path: str, found: _Trace, present: bool) -> Introduction:
    return Introduction(
        path=path,
        first_path=found.first_path,
        base=found.first_path.split(APPROVALS)[0],
        commit=found.commit,
        blob=found.blob,
        later=tuple(found.later),
        present=present,
        cleared=found.cleared,
        order=found.order,
    )


def _cleared(traces: dict[str, _Trace], commit: Commit) -> Iterator[tuple[str, _Trace]]:
    """Records that went in the commit of an adoption. A record that comes to their path later is another one."""
    for path in [touch.path for touch in commit.touches if touch.how == "D" and touch.path in traces]:
        found = traces.pop(path)
        found.cleared = commit
        yield path, found


def _follow(traces: dict[str, _Trace], commit: Commit, touch: Touch, number: int) -> None:
    """`number` is that of the commit, from the oldest."""
    moved = touch.before if touch.how == "R" else ""
    if moved and _file_name(moved) == _file_name(touch.path) and moved in traces and touch.path not in traces:
        traces[touch.path] = traces.pop(moved)  # the folder moved; the record is the same
    elif moved in traces:  # git took one edition's record for another's: it is a deletion and an addition
        traces[moved].later.append(commit)
    known = traces.get(touch.path)
    if known:
        known.later.append(commit)
    elif touch.how != "D":
        traces[touch.path] = _Trace(touch.path, commit, touch.blob, order=number)


def _file_name(path: str) -> str:
    return path.rpartition("/")[2]
