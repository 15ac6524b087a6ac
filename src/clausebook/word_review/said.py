"""What is reported of each change, its words and who wrote them: on the terminal, as JSON, in a commit's message."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from itertools import groupby
from typing import Any

from clausebook.model.documents.returned import (
    AppliedChanges,
    Change,
    Outcome,
    ReturnedComment,
    ReturnedDocument,
    ReturnedParagraph,
    TrackedChange,
)
from clausebook.word_review.units import TextUnit

_VERBS = {"inserted": "added", "deleted": "deleted", "formatted": "set differently"}
_FRONT = "cover and last page"


def pending(
    back: ReturnedDocument, taken: Callable[[TrackedChange], bool], where: Mapping[int, TextUnit]
) -> Iterator[Change]:
    """Every tracked change that was not accepted, neighbours by one author together."""
    for number, line in enumerate(back.lines):
        for mark, words in _tracked(line):
            if not taken(mark) or mark.kind == "formatted":
                if mark.is_ours:
                    continue
                what = f"“{words}” {_VERBS[mark.kind]}" if words else _wordless(mark)
                why = "words count, not their look" if mark.kind == "formatted" else "tracked, and not accepted"
                yield _change("pending", where.get(number), number, what, why, mark.who, mark.day)


def _wordless(mark: TrackedChange) -> str:
    return "look of the words changed" if mark.kind == "formatted" else f"end of a paragraph {_VERBS[mark.kind]}"


def _tracked(line: ReturnedParagraph) -> Iterator[tuple[TrackedChange, str]]:
    """Each tracked change of a paragraph and the words in it."""
    for mark in dict.fromkeys(line.rows):
        yield mark, " | ".join(one.text for one in line.stretches).strip()
    pieces = [(mark, one.text) for one in line.stretches for mark in one.marks]
    for mark, group in groupby(pieces, key=lambda piece: piece[0]):
        yield mark, "".join(text for _, text in group).strip()
    worded = {mark.kind for mark, _ in pieces}
    yield from ((mark, "") for mark in dict.fromkeys(line.ends) if mark.kind not in worded)
    yield from ((mark, "") for mark in dict.fromkeys(line.formats))


def remarks(back: ReturnedDocument, where: Mapping[int, TextUnit]) -> Iterator[Change]:
    """Every comment that the engine did not write."""
    for remark in back.remarks:
        if not remark.is_ours:
            yield _change(
                "comment",
                where.get(remark.line),
                remark.line,
                remark.text,
                _about(remark),
                remark.who,
                remark.when[:10],
            )


def _about(remark: ReturnedComment) -> str:
    """What a comment is about, whom it answers, and whether it is settled."""
    quoted = remark.quoted if len(remark.quoted) <= 100 else f"{remark.quoted[:97]}…"
    parts = (
        f"a reply to {remark.answers}" if remark.answers else "",
        f"on “{quoted}”" if quoted else "",
        "resolved" if remark.resolved else "",
    )
    return ", ".join(part for part in parts if part)


def _change(outcome: Outcome, unit: TextUnit | None, line: int, what: str, why: str, who: str, day: str) -> Change:
    cite, clause = (unit.cite, unit.clause) if unit else (_FRONT, "")
    return Change(outcome=outcome, where=cite, clause=clause, what=what, why=why, who=who, when=day, line=line)


def swapped(old: str, new: str) -> str:
    """What became of words: changed, added or deleted."""
    if not old.strip():
        return f"“{new.strip()}” was added"
    return f"“{old.strip()}” was deleted" if not new.strip() else f"“{old.strip()}” became “{new.strip()}”"


def short(text: str) -> str:
    """A text, of a long one its beginning and its end."""
    return text if len(text) <= 160 else f"{text[:110]} … {text[-40:]}"


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
