"""A line as a person reads it on a terminal: at most so wide, hanging below its last column, its verdict in colour."""

from __future__ import annotations

import re
import textwrap

_COLUMNS = re.compile(r"^\s*(?:\S.*?\s{2,})?")
_CARET = re.compile(r"^\s*\^+\s*$")
_RESET = "\x1b[0m"
_RED, _GREEN, _YELLOW, _BLUE, _BOLD = (f"\x1b[{code}m" for code in ("1;31", "32", "33", "36", "1"))
_VERDICTS = (
    (re.compile(r"^(?:\S+: )?(error)(?=:)|^\s*(FAULT|missing|no)(?=\s{2,})"), _RED),
    (re.compile(r"^(?:\S+: )?(warning)(?=:)|^\s*(not checked|warn)(?=\s{2,})"), _YELLOW),
    (re.compile(r"^(?:\S+: )?(note)(?=:)"), _BLUE),
    (re.compile(r"^\s*(ok)(?=\s{2,})"), _GREEN),
    (re.compile(r"^\s+(hint)(?=:)"), _BOLD),
)
_FURTHEST = 46  # the columns that text hangs below at most


def dressed(text: str, width: int, colours: bool) -> str:
    """Whole lines of a text, each in as many lines as it needs; what a caret points into stays in one."""
    lines = text.split("\n")
    after = [*lines[1:], ""]
    return "\n".join(
        _coloured(line if _CARET.match(below) else _wrapped(line, width), colours)
        for line, below in zip(lines, after, strict=True)
    )


def _wrapped(line: str, width: int) -> str:
    if len(line) <= width:
        return line
    columns = _COLUMNS.match(line)
    begins = len(columns[0]) if columns else 0
    indent = len(line) - len(line.lstrip())
    hang = begins if indent < begins <= _FURTHEST else indent + 4
    head, rest = line[:begins], line[begins:]
    wrapped = textwrap.wrap(
        rest,
        max(20, width),
        initial_indent=" " * begins,
        subsequent_indent=" " * hang,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return head + "\n".join(wrapped)[begins:] if wrapped else line


def _coloured(lines: str, colours: bool) -> str:
    if not colours:
        return lines
    if _CARET.match(lines):
        return f"{_GREEN}{lines}{_RESET}"
    for pattern, colour in _VERDICTS:
        found = pattern.match(lines)
        if found:
            start, end = found.span(found.lastindex or 0)
            return f"{lines[:start]}{colour}{lines[start:end]}{_RESET}{lines[end:]}"
    return lines
