"""Log of the approvals folder -> which commit first added each record, and every commit that touched it since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from clausebook.model.revision import Commit, Introduction, Touch

APPROVALS = "policy/approvals/"
# Wherever the folder lay: a repository whose files moved keeps its old editions.
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
    # Elsewhere a folder of that name is somebody's example, not the register, unless the register once lay there.
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
