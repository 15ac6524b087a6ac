"""Lines of a merged file, some of them in two versions: setting them in place, and marking what collides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from clausebook.merge.tree import TreeEntry, shifted
from clausebook.model.finding import Step
from clausebook.model.upstream import Conflict, MergeLabels
from clausebook.text.records import dataclass

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class LineConflict:
    """Lines in two versions, and where and what it is that collides."""

    ours: tuple[str, ...]
    theirs: tuple[str, ...]
    trail: tuple[Step, ...]
    what: str


Out = list[str | LineConflict]


def placed(lines: tuple[str, ...], origin: int, col: int) -> list[str]:
    """Lines of which the first was cut at column `origin`, set at column `col`."""
    first, *rest = shifted(lines, col - origin)
    return [" " * col + first, *rest]


def entry_lines(entry: TreeEntry | None, col: int) -> list[str]:
    """An entry as it was written, set at a column; nothing for one that is gone."""
    return placed(entry.lines, entry.col, col) if entry else []


def settle(base: T | None, ours: T, theirs: T) -> T:
    """The side that changed; where both did, the one that sorts first, so that it does not matter whose is ours."""
    if ours == theirs or theirs == base:
        return ours
    if ours == base:
        return theirs
    return min(ours, theirs, key=repr)


def _remark(entry: TreeEntry | None) -> str:
    """The comment behind a value, or behind its key where the value is below."""
    return (entry.node.comment or entry.head[len(named(entry)) :].strip()) if entry else ""


def named(entry: TreeEntry) -> str:
    """The key or dash, without the comment behind it."""
    return entry.head.split(" #")[0]


def remarks(base: TreeEntry | None, *sides: TreeEntry) -> str:
    """The comment that the side that changed it has; both, where both wrote one."""
    before, (ours, theirs) = _remark(base), map(_remark, sides)
    if before in (ours, theirs) or ours == theirs:
        return settle(before, ours, theirs)
    return " ".join(sorted(filter(None, (ours, theirs))))


def remarked(entry: TreeEntry, remark: str, col: int) -> Out:
    """A text or a short list as it is, with another comment behind it."""
    lines = list(entry_lines(entry, col))
    if remark == _remark(entry) or (entry.node.entries and not entry.node.comment and entry.node.style != "flow"):
        return list(lines)
    at = 0 if entry.node.style in ("|", ">") else -1
    lines[at] = f"{lines[at].removesuffix(entry.node.comment).rstrip()}  {remark}".rstrip()
    return list(lines)


def headed(out: Out, col: int, head: str) -> Out:
    """The head ("- ") set into the first line that says something. Where that has two versions, into both."""
    at = next((n for n, line in enumerate(out) if isinstance(line, LineConflict) or says(line)), None)
    if at is None:
        return [*out, " " * col + head.rstrip()]
    first = out[at]
    if isinstance(first, str):
        return [*out[:at], _set(first, col, head), *out[at + 1 :]]
    rest = out[at + 1 :]
    while rest and not (first.ours and first.theirs):  # a version without a line has none to set it into
        first, rest = _taking(first, rest[0]), rest[1:]
    ours, theirs = _headed(first.ours, col, head), _headed(first.theirs, col, head)
    return [*out[:at], replace(first, ours=ours, theirs=theirs), *rest]


def _headed(lines: tuple[str, ...], col: int, head: str) -> tuple[str, ...]:
    return tuple(str(line) for line in headed(list(lines), col, head))


def _taking(clash: LineConflict, line: str | LineConflict) -> LineConflict:
    ours, theirs = (line.ours, line.theirs) if isinstance(line, LineConflict) else ((line,), (line,))
    return replace(clash, ours=clash.ours + ours, theirs=clash.theirs + theirs)


def _set(line: str, col: int, head: str) -> str:
    return line[:col] + head + line[col + len(head) :]


def says(line: str) -> bool:
    """Whether a line is more than a comment or blank."""
    return bool(line.strip()) and not line.lstrip().startswith("#")


def marked(out: Iterable[str | LineConflict], labels: MergeLabels, size: int) -> tuple[list[str], tuple[Conflict, ...]]:
    """The lines with git's markers around what collides, and the conflicts with the lines they begin on."""
    lines: list[str] = []
    conflicts = []
    for line in out:
        if isinstance(line, str):
            lines.append(line)
            continue
        conflicts.append(
            Conflict(
                trail=line.trail,
                what=line.what,
                ours="\n".join(line.ours),
                theirs="\n".join(line.theirs),
                line=len(lines) + 1,
            )
        )
        lines += _between_markers(line, labels, size)
    return lines, tuple(conflicts)


def _between_markers(clash: LineConflict, labels: MergeLabels, size: int) -> Iterator[str]:
    yield f"{'<' * size} {labels.ours}".rstrip()
    yield from clash.ours
    yield "=" * size
    yield from clash.theirs
    yield f"{'>' * size} {labels.theirs}".rstrip()
