"""What the user sees on the terminal: findings with their lines, progress, and a summary of a build."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.model.finding import Finding

WIDEST = 160  # characters of an excerpt; a paragraph can be a line of 2,000


def finding_lines(finding: Finding) -> Iterator[str]:
    """One finding: place, level, message and rule; the line it is about with a caret under it; the hint."""
    place = finding.place
    where = ":".join(str(part) for part in (place.file, place.line, place.column) if part)
    yield f"{where}: {finding.level}: {finding.message} [{finding.rule}]"
    if finding.excerpt.strip():
        yield from _excerpt(finding)
    if finding.hint:
        yield f"    hint: {finding.hint}"


def _excerpt(finding: Finding) -> Iterator[str]:
    """The line, cut around the caret where it is too long to read."""
    start = max(0, finding.place.column - 1 - WIDEST // 2) if len(finding.excerpt) > WIDEST else 0
    shown = finding.excerpt[start : start + WIDEST]
    caret = finding.place.column - 1 - start
    indent = len(shown) - len(shown.lstrip()) if not start else 0
    indent = min(indent, caret)
    width = max(1, min(finding.width, len(shown) - caret))
    yield f"    {_visible(shown[indent:])}"
    yield f"    {' ' * (caret - indent)}{'^' * width}"


def _visible(text: str) -> str:
    """No control character of a data file reaches the terminal."""
    return "".join(character if character.isprintable() else " " for character in text)


def count(findings: Iterable[Finding]) -> str:
    """How many errors, warnings and notes, in words."""
    levels = [finding.level for finding in findings]
    parts = [_plural(levels.count(level), level) for level in ("error", "warning", "note") if level in levels]
    return ", ".join(parts) or "no findings"


def _plural(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
