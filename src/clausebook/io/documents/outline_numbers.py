"""OpenDocument: the numbers that the word processor counts before headings by itself, which pandoc does not read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from clausebook.io.documents.word.counting import counted
from clausebook.model.documents.extracted import ExtractedBlock
from clausebook.text.records import dataclass

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_WAYS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


@dataclass(frozen=True, slots=True)
class _HeadingLevel:
    """How headings of one level are counted."""

    way: str
    before: str = ""
    after: str = ""
    shown: int = 1
    start: int = 1


def numbered(blocks: Sequence[ExtractedBlock], content: Any, styles: Any) -> tuple[ExtractedBlock, ...]:
    """The blocks, headings with their counted numbers. Where the headings do not match, nothing is guessed."""
    levels = dict(_levels(styles)) if styles is not None else {}
    marks = list(_marks(content, levels))
    headings = [block for block in blocks if block.kind == "heading"]
    if not any(mark for _, mark in marks) or [block.level for block in headings] != [level for level, _ in marks]:
        return tuple(blocks)
    following = iter(marks)
    return tuple(replace(block, mark=next(following)[1]) if block.kind == "heading" else block for block in blocks)


def _levels(styles: Any) -> Iterator[tuple[int, _HeadingLevel]]:
    for one in styles.iter(f"{TEXT}outline-level-style"):
        depth, way = _number(one.get(f"{TEXT}level")), _WAYS.get(one.get(f"{STYLE}num-format", ""), "")
        shown, start = _number(one.get(f"{TEXT}display-levels")), _number(one.get(f"{TEXT}start-value"))
        yield (
            depth,
            _HeadingLevel(way, one.get(f"{STYLE}num-prefix", ""), one.get(f"{STYLE}num-suffix", ""), shown, start),
        )


def _marks(content: Any, levels: Mapping[int, _HeadingLevel]) -> Iterator[tuple[int, str]]:
    """Level and number of every heading with words, in order."""
    counts: dict[int, int] = {}
    for heading in content.iter(f"{TEXT}h"):
        if not "".join(heading.itertext()).strip():
            continue
        depth = _number(heading.get(f"{TEXT}outline-level"))
        level = levels.get(depth, _HeadingLevel(""))
        if heading.get(f"{TEXT}is-list-header") == "true" or not level.way:
            yield depth, ""
            continue
        counts = {one: count for one, count in counts.items() if one <= depth}
        counts[depth] = counts.get(depth, level.start - 1) + 1
        parts = (
            counted(counts.get(one, 1), levels[one].way) for one in range(1, depth + 1) if _shows(one, depth, levels)
        )
        yield depth, f"{level.before}{'.'.join(parts)}{level.after}".strip()


def _shows(one: int, depth: int, levels: Mapping[int, _HeadingLevel]) -> bool:
    """Whether the number of a level is in that of a deeper one."""
    return one > depth - levels[depth].shown and one in levels and bool(levels[one].way)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() and len(text) < 4 else 1
