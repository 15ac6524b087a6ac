"""What a Word file came to, in lines for the terminal, as JSON, and as the message of its commit."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from clausebook.model.documents.returned import AppliedChanges, Change, Outcome

_TITLES: dict[Outcome, str] = {
    "applied": "Now in the clauses",
    "listed": "Not in the clauses: a person has to see to it",
    "pending": "Tracked, and not accepted: --accept all, or --accept NAME, takes them",
    "comment": "Comments",
}
WIDTH = 100


def report_lines(taken: AppliedChanges) -> Iterator[str]:
    """Every change under what became of it, in the order of the document."""
    for outcome, title in _TITLES.items():
        changes = taken.of(outcome)
        if changes:
            yield f"{title} ({len(changes)})"
            yield from (line for change in changes for line in _lines(change))
    if not taken.changes:
        yield f"Nothing in the file differs from {taken.policy}/{taken.edition}."


def _lines(change: Change) -> Iterator[str]:
    said = change.what.splitlines() or [""]
    yield from _wrapped(f"  {change.where}: {said[0]}{_by(change)}")
    yield from (line for more in said[1:] for line in _wrapped(f"      {more}"))
    if change.why:
        yield from _wrapped(f"      {change.why}")


def _by(change: Change) -> str:
    parts = [part for part in (change.who, change.when) if part]
    return f" ({', '.join(parts)})" if parts else ""


def _wrapped(line: str) -> list[str]:
    indent = " " * (len(line) - len(line.lstrip()))
    return textwrap.wrap(line, WIDTH, subsequent_indent=f"{indent}    ", break_long_words=False) or [line]


def as_json(taken: AppliedChanges, guessed: bool) -> dict[str, Any]:
    """The same for programs: `files` are the paths that changed."""
    return {
        "policy": taken.policy,
        "edition": taken.edition,
        "edition_guessed": guessed,
        "files": sorted(taken.files),
        "changes": [asdict(change) for change in taken.changes],
    }


def message(taken: AppliedChanges, file: str, reason: str) -> str:
    """The message of the commit: where the words came from, what changed, who said what, and the reason."""
    clauses = list(dict.fromkeys(change.clause for change in taken.of("applied")))
    lines = [f"Take in changes made in Word to {', '.join(clauses[:3])}{' and more' if len(clauses) > 3 else ''}", ""]
    lines += _wrapped(f"From {file}, made of {taken.policy}/{taken.edition}.")
    lines += [
        line for change in taken.of("applied") for line in _wrapped(f"* {change.where}: {change.what}{_by(change)}")
    ]
    return "\n".join([*lines, "", f"Reason: {' '.join(reason.split())}", ""])
