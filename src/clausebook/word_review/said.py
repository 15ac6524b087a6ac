"""What was tracked and not accepted, and what was said in comments: listed with author and day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import groupby

from clausebook.model.documents.returned import (
    Change,
    Outcome,
    ReturnedComment,
    ReturnedDocument,
    ReturnedParagraph,
    TrackedChange,
)
from clausebook.word_review.units import Unit

_VERBS = {"inserted": "added", "deleted": "deleted", "formatted": "set otherwise"}
_FRONT = "cover and last page"


def pending(
    back: ReturnedDocument, taken: Callable[[TrackedChange], bool], where: Mapping[int, Unit]
) -> Iterator[Change]:
    """Every tracked change that nobody accepted, neighbours of one hand together."""
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


def remarks(back: ReturnedDocument, where: Mapping[int, Unit]) -> Iterator[Change]:
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


def _change(outcome: Outcome, unit: Unit | None, line: int, what: str, why: str, who: str, day: str) -> Change:
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
