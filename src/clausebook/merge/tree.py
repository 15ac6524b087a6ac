"""YAML text -> a tree that remembers its lines: what one side alone changed is taken over to the letter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from functools import cached_property
from typing import Any, Literal

from clausebook.model.upstream import CannotMergeError
from clausebook.source.parse import parse
from clausebook.text.records import dataclass

Kind = Literal["map", "list", "text"]
_TRIVIA = re.compile(r"\s*(#.*)?$")
# what YAML takes for the end of a line and an editor may not
_ODD_ENDS = re.compile("[\r\x85\u2028\u2029]")


@dataclass(frozen=True)
class YamlNode:
    """A value and, unless it is a list or mapping with a line for each member, its lines; the first begins at `col`.

    `value` can be compared: nested tuples, at their ends the tag and the text of a scalar.
    """

    kind: Kind
    col: int
    lines: tuple[str, ...]
    value: Any
    style: str = ""  # of a text: one of > | " ' or ""; of a list or mapping: "flow" or ""
    entries: tuple[TreeEntry, ...] = ()
    comment: str = ""  # behind the value, on its line

    @cached_property
    def named(self) -> dict[str, TreeEntry]:
        """The entries of a mapping by key."""
        return {entry.name: entry for entry in self.entries}

    @property
    def text(self) -> str:
        """The text of a scalar."""
        return str(self.value[1]) if self.kind == "text" else ""

    def get(self, name: str) -> str:
        """The text of a mapping's field, "" where it has none."""
        return self.named[name].node.text if self.kind == "map" and name in self.named else ""


@dataclass(frozen=True)
class TreeEntry:
    """One key with its value, or one member of a list.

    `lead` are the comments and blank lines above it. `lines` are the rest of it, the first from column `col`. `head`
    is what its first line says before the value, or all of that line where the value begins below it. `start` is the
    number of that line in the file, from 0.
    """

    name: str
    lead: tuple[str, ...]
    col: int
    head: str
    node: YamlNode
    lines: tuple[str, ...]
    start: int = field(default=-1, compare=False, repr=False)

    @cached_property
    def source(self) -> tuple[str, ...]:
        """The lines as they would read at column 0."""
        return shifted(self.lines, -self.col)


@dataclass(frozen=True)
class YamlTree:
    """A whole file: its outermost value, and what is below it."""

    root: YamlNode
    tail: tuple[str, ...] = ()


EMPTY = YamlNode("map", 0, (), ())


def shifted(lines: tuple[str, ...], by: int) -> tuple[str, ...]:
    """All lines but the first moved right or left; no line loses more than blanks."""
    if not by or len(lines) < 2:
        return lines
    return (lines[0], *(_moved(line, by) for line in lines[1:]))


def _moved(line: str, by: int) -> str:
    if by > 0:
        return " " * by + line if line.strip() else line
    return line[min(-by, len(line) - len(line.lstrip(" "))) :]


def read_tree(text: str) -> YamlTree:
    """The tree of one version; an empty file is an empty mapping. Raises CannotMergeError."""
    if not text.strip():
        return YamlTree(EMPTY)
    if _ODD_ENDS.search(text):
        raise CannotMergeError("the file has line ends of several kinds")
    value, faults = parse(text.encode(), "")
    if value is None:
        raise CannotMergeError(f"line {faults[0].place.line}: {faults[0].message}")
    return _TreeReader(text).tree()


class _TreeReader:
    """Goes down the composed nodes and takes note of the lines of each."""

    def __init__(self, text: str) -> None:
        self.lines = text.removesuffix("\n").split("\n")
        self.text = text

    def tree(self) -> YamlTree:
        from ruamel.yaml import YAML
        from ruamel.yaml.nodes import MappingNode

        root = YAML(typ="safe", plug_ins=[]).compose(self.text)
        if not isinstance(root, MappingNode) or root.flow_style:
            raise CannotMergeError("the file is not a mapping of keys, one on each line")
        node, end = self.block(root, 0)
        tail = tuple(self.lines[end:])
        if not all(_TRIVIA.match(line) for line in tail):
            raise CannotMergeError("something is below the last field")
        return YamlTree(node, tail)

    def node(self, raw: Any, above: int) -> tuple[YamlNode, int]:
        """A node, and the number of the line after its last one; `above` is the first line that may lead to it."""
        if isinstance(raw.value, list):
            return self.flow(raw) if raw.flow_style else self.block(raw, above)
        if raw.style in ("|", ">"):
            return self.folded(raw)
        return self.written(raw, "text", raw.style or "", (raw.tag, raw.value))

    def folded(self, raw: Any) -> tuple[YamlNode, int]:
        end = min(raw.end_mark.line, len(self.lines)) if raw.end_mark.column == 0 else raw.end_mark.line + 1
        while end - 1 > raw.start_mark.line and not self.lines[end - 1].strip():
            end -= 1
        first = self.lines[raw.start_mark.line][raw.start_mark.column :]
        lines = (first, *self.lines[raw.start_mark.line + 1 : end])
        comment = first[first.index("#") :] if "#" in first else ""
        return YamlNode("text", raw.start_mark.column, lines, (raw.tag, raw.value), raw.style, (), comment), end

    def written(
        self, raw: Any, kind: Kind, style: str, value: Any, entries: tuple[TreeEntry, ...] = ()
    ) -> tuple[YamlNode, int]:
        """A node on one line or a few, with the comment behind it."""
        start, end = raw.start_mark, raw.end_mark
        behind = self.lines[end.line][end.column :]
        if not _TRIVIA.match(behind):
            raise CannotMergeError(f"line {end.line + 1}: two values are on one line")
        lines = (self.lines[start.line][start.column :], *self.lines[start.line + 1 : end.line + 1])
        return YamlNode(kind, start.column, lines, value, style, entries, behind.strip()), end.line + 1

    def flow(self, raw: Any) -> tuple[YamlNode, int]:
        kind: Kind = "map" if raw.id == "mapping" else "list"
        entries = tuple(self.pieces(raw))
        return self.written(raw, kind, "flow", _value(kind, entries), entries)

    def pieces(self, raw: Any) -> Iterator[TreeEntry]:
        for part in raw.value:
            key, value = part if isinstance(part, tuple) else (None, part)
            name = _key(key) if key is not None else ""
            head, node = f"{self.piece(key).lines[0]}: " if name else "", self.piece(value)
            yield TreeEntry(name, (), 0, head, node, (head + node.lines[0],))

    def piece(self, raw: Any) -> YamlNode:
        """A value inside brackets, on one line whatever it was before."""
        start, end = raw.start_mark, raw.end_mark
        lines = self.lines[start.line : end.line + 1]
        lines[-1] = lines[-1][: end.column]
        lines[0] = lines[0][start.column :]
        source = (" ".join(line.strip() for line in lines),)
        if isinstance(raw.value, list):
            kind: Kind = "map" if raw.id == "mapping" else "list"
            entries = tuple(self.pieces(raw))
            return YamlNode(kind, 0, source, _value(kind, entries), "flow", entries)
        return YamlNode("text", 0, source, (raw.tag, raw.value), raw.style or "")

    def block(self, raw: Any, above: int) -> tuple[YamlNode, int]:
        kind: Kind = "map" if raw.id == "mapping" else "list"
        entries: list[TreeEntry] = []
        col, at = raw.start_mark.column, above
        for part in raw.value:
            key, value = part if isinstance(part, tuple) else (None, part)
            start = self.dash(value, col, at) if key is None else key.start_mark.line
            entry, at = self.entry("" if key is None else _key(key), start, col, value, at)
            entries.append(entry)
        return YamlNode(kind, col, (), _value(kind, entries), "", tuple(entries)), at

    def dash(self, value: Any, col: int, above: int) -> int:
        """The line of the dash of a list's member."""
        line: int = value.start_mark.line
        while line > above and not (self.lines[line][col : col + 1] == "-" and not self.lines[line][:col].strip(" -")):
            line -= 1
        return line

    def entry(self, name: str, start: int, col: int, value: Any, above: int) -> tuple[TreeEntry, int]:
        lead = tuple(self.lines[above:start])
        before = self.lines[start][:col].strip(" -")
        if before or not all(_TRIVIA.match(line) for line in lead):
            raise CannotMergeError(f"line {start + 1}: a way of writing that a merge by field does not know")
        node, end = self.node(value, start if value.start_mark.line == start else start + 1)
        first = self.lines[start]
        head = first[col : value.start_mark.column] if value.start_mark.line == start else first[col:]
        return TreeEntry(name, lead, col, head, node, (first[col:], *self.lines[start + 1 : end]), start), end


def _key(raw: Any) -> str:
    if not isinstance(raw.value, str) or raw.style in ("|", ">"):
        raise CannotMergeError(f"line {raw.start_mark.line + 1}: a key that is not a word")
    return raw.value


def _value(kind: Kind, entries: Any) -> Any:
    members = (entry.node.value if kind == "list" else (entry.name, entry.node.value) for entry in entries)
    return (kind, *(members if kind == "list" else sorted(members, key=lambda pair: pair[0])))
