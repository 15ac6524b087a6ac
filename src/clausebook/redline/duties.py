"""Matches -> duty changes: what changes for the people a clause applies to, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal

from clausebook.model.clause import Duty
from clausebook.model.comparison.redline import DutyChange
from clausebook.model.duty import duties_in, duty_in
from clausebook.redline.fragments import Fragment
from clausebook.redline.likeness import overlap
from clausebook.redline.matches import Match
from clausebook.redline.tokens import is_content, words_of
from clausebook.text.budget import Budget
from clausebook.text.sentences import sentences

STRENGTH: dict[Duty | None, int] = {"must": 3, "must-not": 3, "should": 2, "should-not": 2, "may": 1, None: 0}
SAME = 0.5  # sentences so alike are one sentence in other words


def duty_changes(matches: Sequence[Match], clause: str, cite: str, budget: Budget) -> Iterator[DutyChange]:
    """New, dropped and changed duties of one clause, in reading order. A duty that only moved is not one of them."""
    for match in matches:
        if match.kind == "moved-away" or _speaks_through_items(match):
            continue
        if match.olds and match.news and _same_words(match):
            yield from _restated(match, clause, cite)
        else:
            yield from _reworded(match, clause, cite, budget)


def _speaks_through_items(match: Match) -> bool:
    """Whether it is the introduction of a list that came or went as a whole."""
    return not (match.olds and match.news) and (match.olds or match.news)[0].heads_list


def _same_words(match: Match) -> bool:
    """Whether nothing but marks, capitals, hyphens or, in a split or merge, small words changed."""
    if match.kind in ("split", "merged"):
        return _content(match.olds) == _content(match.news)
    return letters(_words(match.olds)) == letters(_words(match.news))


def _content(fragments: Sequence[Fragment]) -> set[str]:
    return {word for fragment in fragments for word in fragment.words if is_content(word)}


def letters(text: str) -> str:
    """Letters without case, marks, blanks and hyphens: "on-line" and "online" bind alike."""
    return "".join(words_of(text)).replace("-", "")


def _restated(match: Match, clause: str, cite: str) -> Iterator[DutyChange]:
    """The same words with another duty, as the author stated it; what the list's introduction says is told there."""
    old, new = _strongest(match.olds), _strongest(match.news)
    if old != new and not all(fragment.frame.inherits for fragment in (*match.olds, *match.news)):
        yield _told(match, clause, cite, (old, _words(match.olds)), (new, _words(match.news)))


def _strongest(fragments: Sequence[Fragment]) -> Duty | None:
    return max((fragment.binds for fragment in fragments), key=lambda duty: STRENGTH[duty])


def _reworded(match: Match, clause: str, cite: str, budget: Budget) -> Iterator[DutyChange]:
    """The sentences that came, went or changed, as far as they bind."""
    for was, now in _paired(_all_sentences(match.olds), _all_sentences(match.news), budget):
        old, new = _duty(was, match.olds), _duty(now, match.news)
        if (old or new) and not (was and now and old == new and letters(was) == letters(now)):
            yield _told(match, clause, cite, (old, was), (new, now))


def _all_sentences(fragments: Sequence[Fragment]) -> list[str]:
    return [sentence for fragment in fragments for sentence in sentences(fragment.text)]


def _paired(old: Sequence[str], new: Sequence[str], budget: Budget) -> Iterator[tuple[str, str]]:
    """Sentences that are not on both sides, old and new; "" where there is no other side."""
    for tag, i, i2, j, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        left, right = list(old[i:i2]), list(new[j:j2])
        while tag != "equal" and (left or right):
            was, now = left[:1], right[:1]
            lonely = len(left) == len(right) == 1  # the one was rewritten as the other
            if was and now and not lonely and not overlap(words_of(was[0]), words_of(now[0]), budget, SAME):
                was, now = (was, []) if len(left) >= len(right) else ([], now)
            left, right = left[len(was) :], right[len(now) :]
            yield "".join(was), "".join(now)


def _duty(sentence: str, fragments: Sequence[Fragment]) -> Duty | None:
    """What a sentence binds to: by its words, or else by what the author or the introduction of the list says."""
    if not sentence:
        return None
    stated = [fragment.binds for fragment in fragments if duty_in(fragment.text) is None]
    return duty_in(sentence) or max(stated, key=lambda duty: STRENGTH[duty], default=None)


def _told(
    match: Match, clause: str, cite: str, old: tuple[Duty | None, str], new: tuple[Duty | None, str]
) -> DutyChange:
    shown = (match.news or match.olds)[0]
    return DutyChange(
        kind="new" if old[0] is None else "dropped" if new[0] is None else "changed",
        clause=clause,
        cite=shown.frame.cite or cite,
        old=old[0],
        new=new[0],
        old_words=old[1],
        new_words=new[1],
        stem=shown.stem,
        # a part of what bound in two ways binds as it did
        weight="" if new[0] and new[0] in set(duties_in(old[1])) else _weight(old[0], new[0]),
    )


def _words(fragments: Sequence[Fragment]) -> str:
    return "; ".join(fragment.text for fragment in fragments)


def _weight(old: Duty | None, new: Duty | None) -> Literal["stronger", "weaker", "reversed", ""]:
    if old is None or new is None:
        return ""
    if old.endswith("-not") != new.endswith("-not"):
        return "reversed"
    if STRENGTH[old] == STRENGTH[new]:
        return ""
    return "stronger" if STRENGTH[new] > STRENGTH[old] else "weaker"
