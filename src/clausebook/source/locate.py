"""Findings -> findings with line, column and excerpt. Only files that have findings are looked at again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import groupby, islice
from typing import Any, Literal

from clausebook.model.finding import Finding, SourceLocation
from clausebook.text.blanks import lines_of
from clausebook.text.words import as_written

Span = tuple[int, int, int]  # line and column from 1, and how many characters; 0 characters for a file as a whole


def locate(findings: Iterable[Finding], files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """The findings in order of file and line, each with the line it is about. A file that is missing has none."""
    located: list[Finding] = []
    by_file = sorted(findings, key=lambda finding: finding.place.file)
    for file, group in groupby(by_file, key=lambda finding: finding.place.file):
        text = files.get(file, b"").decode("utf-8-sig", errors="replace")
        located.extend(_located(list(group), text))
    return in_order(located)


def in_order(located: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings that were located, in order of file and line."""
    return tuple(sorted(located, key=_order))


def _order(finding: Finding) -> tuple[Any, ...]:
    place = finding.place
    return place.file, place.line, place.column, finding.rule, finding.message, finding.hint


def _located(findings: list[Finding], text: str) -> list[Finding]:
    lines = lines_of(text)
    root = _compose(text) if any(finding.place.trail for finding in findings) else None
    return [_shown(finding, lines, root) for finding in findings]


@lru_cache(maxsize=64)
def _compose(text: str) -> Any:
    """The nodes of a file; a preview checks the same files again and again."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        return _tree(YAML(typ="safe", plug_ins=[]).parse(text))
    except (YAMLError, ValueError):
        return None


@dataclass(slots=True)
class _SourceNode:
    """One scalar, list or mapping of a file. A mapping's parts are keys and values in turn."""

    id: Literal["scalar", "sequence", "mapping"]
    start_mark: Any
    end_mark: Any
    text: str = ""
    flow_style: bool = False
    parts: list[_SourceNode] = field(default_factory=list)

    @property
    def pairs(self) -> list[tuple[_SourceNode, _SourceNode]]:
        """The keys of a mapping with their values."""
        return list(zip(self.parts[::2], self.parts[1::2], strict=False))


def _tree(events: Iterable[Any]) -> _SourceNode | None:
    """The nodes of the first document. Composing them with their types, as loading does, takes twice as long."""
    from ruamel.yaml import events as kinds

    top = _SourceNode("sequence", None, None)
    open_nodes = [top]
    for event in events:
        match event:
            case kinds.ScalarEvent():
                open_nodes[-1].parts.append(_SourceNode("scalar", event.start_mark, event.end_mark, event.value))
            case kinds.SequenceStartEvent() | kinds.MappingStartEvent():
                kind: Literal["sequence", "mapping"]
                kind = "sequence" if isinstance(event, kinds.SequenceStartEvent) else "mapping"
                node = _SourceNode(kind, event.start_mark, event.end_mark, flow_style=bool(event.flow_style))
                open_nodes[-1].parts.append(node)
                open_nodes.append(node)
            case kinds.CollectionEndEvent():
                open_nodes.pop().end_mark = event.end_mark
            case _:  # where the stream or a document begins and ends
                pass
    return top.parts[0] if top.parts else None


def _shown(finding: Finding, lines: list[str], root: Any) -> Finding:
    place = finding.place
    line, column, width = place.line, place.column, len(place.within) or 1
    if not line and lines:
        line, column, width = _position(place, lines, root) if place.trail and root is not None else (1, 1, 0)
    excerpt = lines[line - 1] if width and 0 < line <= len(lines) else ""
    width = max(1, min(width, len(excerpt) - column + 1))
    return replace(finding, place=replace(place, line=line, column=column), excerpt=excerpt, width=width)


def _position(place: SourceLocation, lines: list[str], root: Any) -> Span:
    """Where the node is that the trail leads to, or the deepest one still there; without one, the whole file."""
    node, depth = root, 0
    for step in place.trail:
        key, value = _step(node, step)
        if value is None:
            break
        depth += 1
        node = key if key is not None and place.part == "key" and depth == len(place.trail) else value
    if place.within and (found := _within(place, lines, node)):
        return found
    return _extent(node, lines) if depth else (1, 1, 0)


def _step(node: Any, step: str | int) -> tuple[Any, Any]:
    """The key node (for a mapping) and value node one step down, or two Nones."""
    if node.id == "sequence":
        return None, node.parts[step] if isinstance(step, int) and step < len(node.parts) else None
    if node.id == "mapping":
        return next(((key, value) for key, value in node.pairs if key.text == str(step)), (None, None))
    return None, None


def _extent(node: Any, lines: list[str]) -> Span:
    """The node's own characters on its first line; of an indented list or mapping, its first key or dash."""
    start, end = node.start_mark, node.end_mark
    if node.id == "mapping" and not node.flow_style and node.parts:
        start, end = node.parts[0].start_mark, node.parts[0].end_mark
    elif node.id == "sequence" and not node.flow_style:
        return start.line + 1, start.column + 1, 1
    first = lines[start.line] if start.line < len(lines) else ""
    width = end.column - start.column if end.line == start.line else len(first.rstrip()) - start.column
    return start.line + 1, start.column + 1, max(1, width)


def _within(place: SourceLocation, lines: list[str], node: Any) -> Span | None:
    """Where a piece of text is inside a node; of a piece that folding has broken, the part on its first line."""
    start, end = node.start_mark, node.end_mark
    raw = "\n".join(lines[start.line : end.line + 1])
    stop = len(raw) - max(0, len(lines[end.line]) - end.column) if end.line < len(lines) else len(raw)
    hits = as_written(place.within).finditer(raw, start.column, stop)
    found = next(islice(hits, place.nth, None), None)
    if found is None:
        return None
    before = raw[: found.start()]
    width = len(found[0].split("\n", 1)[0].rstrip() or found[0])
    return start.line + before.count("\n") + 1, found.start() - (before.rfind("\n") + 1) + 1, width
