"""Slots -> duty changes: what changes for the people a clause applies to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from engine.model.clause import Duty
from engine.model.redline import DutyChange
from engine.stages.compare.flat import Flat
from engine.stages.compare.slot import Slot

STRENGTH: dict[Duty | None, int] = {"must": 3, "must-not": 3, "should": 2, "should-not": 2, "may": 1, None: 0}
SHOWN = ("must", "must-not", "should", "should-not", "may")


def duty_changes(slots: Sequence[Slot], clause: str, cite: str) -> Iterator[DutyChange]:
    """New, dropped and changed duties of one clause, in reading order. A duty that only moved is not one of them."""
    for slot in slots:
        if slot.kind == "moved-away":
            continue
        found = _change(slot.olds, slot.news, clause, cite)
        if found:
            yield found


def _change(olds: Sequence[Flat], news: Sequence[Flat], clause: str, cite: str) -> DutyChange | None:
    old, new = _duty(olds), _duty(news)
    if old is None and new is None:
        return None
    if olds and news:
        # The list's introduction tells of a change of its own; its items do not repeat it.
        if (_own(olds) == _own(news) or _leans(olds, news)) and _plain_words(olds) == _plain_words(news):
            return None
    elif (olds or news)[0].heads_list:
        return None  # its items speak for it
    shown = (news or olds)[0]
    return DutyChange(
        kind="new" if old is None else "dropped" if new is None else "changed",
        clause=clause,
        cite=shown.frame.cite or cite,
        old=old,
        new=new,
        old_words=_words(olds),
        new_words=_words(news),
        stem=shown.stem,
        weight=_weight(old, new),
    )


def _duty(pieces: Sequence[Flat]) -> Duty | None:
    """The strongest duty among the parts of one piece."""
    found: list[Duty] = [piece.binds for piece in pieces if piece.binds in SHOWN]  # type: ignore[misc]
    return max(found, key=lambda duty: STRENGTH[duty]) if found else None


def _own(pieces: Sequence[Flat]) -> frozenset[str | None]:
    return frozenset(piece.frame.duty for piece in pieces)


def _leans(olds: Sequence[Flat], news: Sequence[Flat]) -> bool:
    return all(piece.frame.inherits for piece in (*olds, *news))


def _words(pieces: Sequence[Flat]) -> str:
    return " ".join(piece.text for piece in pieces)


def _plain_words(pieces: Sequence[Flat]) -> str:
    """Letters without case, marks, blanks and hyphens: "on-line" and "online" bind alike."""
    return "".join(word.replace("-", "") for piece in pieces for word in piece.words)


def _weight(old: Duty | None, new: Duty | None) -> Literal["stronger", "weaker", "reversed", ""]:
    if old is None or new is None:
        return ""
    if old.endswith("-not") != new.endswith("-not"):
        return "reversed"
    if STRENGTH[old] == STRENGTH[new]:
        return ""
    return "stronger" if STRENGTH[new] > STRENGTH[old] else "weaker"
