"""Edits of one data file's text, by trail: all other lines stay as they are, to the letter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.model.place import Step
from engine.stages.merge.join import text_lines
from engine.stages.merge.prose import sentences
from engine.stages.merge.tree import Entry, Node, read_tree

Trail = tuple[Step, ...]


class NoPlace(LookupError):
    """The file has no line of its own for what is to be edited."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One edit: the text at a trail written anew (`words`), or the entry taken out, or texts put in behind it.

    With `behind` the texts become members of the list that holds the entry; `first` puts them before it instead.
    """

    trail: Trail
    words: str | None = None
    behind: tuple[str, ...] = ()
    first: bool = False


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The file's text with the edits. Raises NoPlace for one that has no line to be made at."""
    lines = text.split("\n")
    root = read_tree(text).root
    changes = [_change(root, edit, lines) for edit in edits]
    for start, end, new in sorted(changes, key=lambda change: (change[0], change[1]), reverse=True):
        lines[start:end] = new
    return "\n".join(lines)


def _change(root: Node, edit: Edit, lines: Sequence[str]) -> tuple[int, int, list[str]]:
    """The lines from, to (not included), and what stands there instead."""
    entry = find(root, edit.trail)
    end = entry.start + len(entry.lines)
    if edit.behind:
        new = [line for words in edit.behind for line in text_lines("- ", words, "", entry.col)]
        spot = entry.start - len(entry.lead) if edit.first else end
        return spot, spot, new
    if edit.words is None:
        return entry.start - len(entry.lead), end, []
    head = entry.head.split(" #")[0].rstrip() + " "
    style = ">" if len(sentences(edit.words)) > 1 else entry.node.style
    made = text_lines(head, edit.words, style, entry.col, entry.node.comment)
    before = lines[entry.start][: entry.col]  # the dash of a list's member whose first key this is
    return entry.start, end, [before + made[0][entry.col :], *made[1:]]


def find(root: Node, trail: Trail) -> Entry:
    """The entry at a trail; a text written without its key is found at the trail of the key. Raises NoPlace."""
    node, entry = root, None
    for step in trail:
        if node.kind == "text" and step == "text":
            break
        if isinstance(step, int):
            entry = node.entries[step] if node.kind == "list" and step < len(node.entries) else None
        else:
            entry = node.named.get(step) if node.kind == "map" else None
        if entry is None or entry.start < 0:
            raise NoPlace(".".join(map(str, trail)))
        node = entry.node
    if entry is None:
        raise NoPlace("")
    return entry
