"""Findings -> findings with line, column and excerpt. Only files that have findings are looked at again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import groupby
from typing import Any

from engine.model.finding import Finding
from engine.model.place import Place


def locate(findings: Iterable[Finding], files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """The findings in order of file and line, each with the line it is about. A file that is missing has none."""
    located: list[Finding] = []
    by_file = sorted(findings, key=lambda finding: finding.place.file)
    for file, group in groupby(by_file, key=lambda finding: finding.place.file):
        text = files.get(file, b"").decode("utf-8-sig", errors="replace")
        located.extend(_located(list(group), text))
    return tuple(sorted(located, key=_order))


def _order(finding: Finding) -> tuple[Any, ...]:
    place = finding.place
    return place.file, place.line, place.column, finding.rule, finding.message


def _located(findings: list[Finding], text: str) -> list[Finding]:
    lines = text.splitlines()
    root = _compose(text) if any(not finding.place.line for finding in findings) else None
    return [_shown(finding, lines, root) for finding in findings]


def _compose(text: str) -> Any:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        return YAML(typ="safe").compose(text)
    except (YAMLError, RecursionError, ValueError):
        return None


def _shown(finding: Finding, lines: list[str], root: Any) -> Finding:
    line, column, width = finding.place.line, finding.place.column, 1
    if not line and root is not None:
        line, column, width = _position(finding.place, lines, root)
    if not 0 < line <= len(lines):
        return replace(finding, place=replace(finding.place, line=line, column=column))
    excerpt = lines[line - 1]
    width = max(1, min(width, len(excerpt) - column + 1))
    return replace(finding, place=replace(finding.place, line=line, column=column), excerpt=excerpt, width=width)


def _position(place: Place, lines: list[str], root: Any) -> tuple[int, int, int]:
    """Line, column (from 1) and width of the node that the trail leads to, or of the deepest one still there."""
    node = root
    for index, step in enumerate(place.trail):
        key, value = _step(node, step)
        if value is None:
            break
        node = key if key is not None and place.part == "key" and index == len(place.trail) - 1 else value
    start, end = node.start_mark, node.end_mark
    if place.within and (found := _within(place.within, lines, start.line, end.line)):
        return found
    same_line = end.line == start.line
    width = end.column - start.column if same_line else len(lines[start.line]) - start.column if lines else 1
    return start.line + 1, start.column + 1, width


def _step(node: Any, step: str | int) -> tuple[Any, Any]:
    """The key node (for a mapping) and value node one step down, or two Nones."""
    if isinstance(node.value, list):
        if isinstance(step, int) and node.id == "sequence":
            return None, node.value[step] if step < len(node.value) else None
        if node.id == "mapping":
            return next(((key, value) for key, value in node.value if key.value == str(step)), (None, None))
    return None, None


def _within(piece: str, lines: list[str], first: int, last: int) -> tuple[int, int, int] | None:
    """Where a piece of text stands between two lines; its first word, where folding has broken it."""
    for wanted in dict.fromkeys((piece, piece.split()[0] if piece.split() else piece)):
        for number in range(first, min(last + 1, len(lines))):
            if (column := lines[number].find(wanted)) >= 0:
                return number + 1, column + 1, len(wanted)
    return None
