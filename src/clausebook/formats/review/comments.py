"""A reviewed clause -> the comments beside it in Word: what tracked changes cannot show, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from clausebook.formats.review.descriptions import ChangeDescriptions
from clausebook.model.comparison import phrases
from clausebook.model.comparison.authorship import UNSAVED
from clausebook.model.comparison.block_change import ListChange, has_changed
from clausebook.model.comparison.redline import ClauseChange
from clausebook.model.comparison.review import Review, ReviewedClause
from clausebook.model.history import Reason
from clausebook.text.records import dataclass

T = TypeVar("T")
COMPARISON = "Comparison of editions"
_SEEN = {
    "added",
    "removed",
    "changed",
    "retitled",
    "punctuation",
    "formatting",
    "references",
}  # in the words themselves


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """One comment: whose, of which day (ISO), and its lines."""

    who: str
    on: str
    lines: tuple[str, ...]


def comments_of(clause: ReviewedClause, review: Review) -> Iterator[Comment]:
    """What the comparison has to say, then the reasons, oldest first."""
    here = (_sentence(clause.here),) if clause.here else ()
    found = (*here, *_beyond_words(clause.change, review))
    if found:
        yield Comment(who=COMPARISON, on=review.as_of.isoformat(), lines=found)
    for reason in clause.reasons:
        yield Comment(who=reason.who, on=reason.on, lines=tuple(_why(reason, review)))
    if clause.uncommitted or not clause.reasons:
        missing = "This change is in no commit yet." if clause.uncommitted else "No reason is stated for this change."
        yield Comment(who=COMPARISON, on=review.as_of.isoformat(), lines=(missing,))


def author_of(clause: ReviewedClause | None, commits: tuple[str, ...], review: Review) -> tuple[str, str]:
    """Whose a change is, as a role, and of which day (ISO). Where that is not known, the comparison's, of its own day.

    What is known of no commit is still its clause's only one's, or that of the only one that touched the cover.
    """
    known = [review.reason(id) for id in commits if id != UNSAVED]
    if not commits:
        touched = clause.reasons if clause else review.elsewhere or tuple(review.reason_by_commit.values())
        known = list(touched) if len(touched) == 1 and not (clause and clause.uncommitted) else []
    elif UNSAVED in commits:
        known = []
    roles = {reason.who for reason in known if reason}
    days = {reason.on for reason in known if reason}
    if len(roles) != 1 or None in known:
        return COMPARISON, review.as_of.isoformat()
    return roles.pop(), days.pop() if len(days) == 1 else review.as_of.isoformat()


def _why(reason: Reason, review: Review) -> Iterator[str]:
    yield reason.subject
    yield from reason.why or ("No reason is stated.",)
    laws = [review.law(law) for law in reason.trailer("Law")]
    if laws:
        yield f"Law: {'; '.join(laws)}"
    yield from (f"Decision needed: {question}" for question in reason.trailer("Decision-needed"))


def _beyond_words(change: ClauseChange, review: Review) -> Iterator[str]:
    """Moves, splits, citations and the like, a sentence each."""
    if set(change.kinds) - _SEEN:
        yield _sentence(phrases.headline(change))
    descriptions = ChangeDescriptions(review.redline, review.titles)
    yield from (_sentence(words) for words in descriptions.origins(change))
    if change.position == "moved" and change.old:
        yield f"Moved here from {change.old.cite}." if change.old.cite else "Moved here."
    yield from (_sentence(phrases.cause(cause)) for cause in change.causes)
    if change.position not in ("added", "removed"):
        if has_changed(change.applies_to) and not change.applies_throughout:
            roles = review.new.school.roles
            yield from _came_and_went("applies to", change.applies_to, lambda role: roles.get(role, role))
        yield from _came_and_went("cites", change.citations, descriptions.law)
    for piece in change.pieces:
        yield from (f"{phrases.place(piece.frame)}: {words}." for words in descriptions.laws(piece))


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _came_and_went(verb: str, entries: tuple[ListChange[T], ...], show: Callable[[T], str]) -> Iterator[str]:
    for kind, words in (("added", f"Now also {verb}"), ("removed", f"No longer {verb}")):
        found = [show(entry.value) for entry in entries if entry.kind == kind]
        if found:
            yield f"{words}: {'; '.join(found)}."
