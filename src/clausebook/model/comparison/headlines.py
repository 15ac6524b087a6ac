"""What would change, in the clerk's own words: the headlines of commits, else their subjects, with the clauses."""

from __future__ import annotations

from collections.abc import Iterator

from clausebook.model.comparison.review import Review
from clausebook.model.history import Reason
from clausebook.text.records import dataclass

HEADLINE = "Headline"
_WIDE = 3  # sections that a headline is about; from there on it is about the whole policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """One thing that would change, and the numbers of the clauses that it changes."""

    words: str
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadlineGroup:
    """The headlines of one section, or of the whole policy."""

    title: str
    headlines: tuple[Headline, ...]


def headlines(review: Review) -> tuple[HeadlineGroup, ...]:
    """What would change, section by section, what is about the whole policy first.

    Commits that share a headline are one. Where none has a headline, the subjects are taken.
    """
    clauses = _clauses(review)
    headed = [(words, clauses.get(one.commit, ())) for one in _commits(review, clauses) for words in _words(one)]
    merged: dict[str, dict[str, None]] = {}
    for words, ids in headed:
        merged.setdefault(words, {}).update(dict.fromkeys(ids))
    groups: dict[str, list[Headline]] = {}
    home, order = _sections(review)
    for words, found in merged.items():
        sections = {home[id] for id in found if id in home}
        title = min(sections, key=order.index) if 0 < len(sections) < _WIDE else ""
        groups.setdefault(title, []).append(Headline(words=words, clauses=tuple(review.cites(tuple(found)))))
    return tuple(
        HeadlineGroup(title=title, headlines=tuple(groups[title])) for title in ("", *order) if title in groups
    )


def _commits(review: Review, clauses: dict[str, tuple[str, ...]]) -> Iterator[Reason]:
    """The commits that changed anything, in the order of the review's reasons, those of the outline last."""
    elsewhere = {reason.commit for reason in review.elsewhere}
    yield from (one for id, one in review.reason_by_commit.items() if id in clauses or id in elsewhere)


def _words(reason: Reason) -> tuple[str, ...]:
    return reason.trailer(HEADLINE) or (reason.subject,)


def _clauses(review: Review) -> dict[str, tuple[str, ...]]:
    """The clauses that each commit changed: as far as is known by its words, else by its files."""
    found: dict[str, dict[str, None]] = {}
    for clause in review.clauses:
        known = clause.authors.commits if clause.authors else ()
        for commit in known or tuple(reason.commit for reason in clause.reasons):
            found.setdefault(commit, {})[clause.change.id] = None
    return {commit: tuple(ids) for commit, ids in found.items()}


def _sections(review: Review) -> tuple[dict[str, str], list[str]]:
    """The section that each clause is in, and the sections in order, each as number and title."""
    home: dict[str, str] = {}
    for chapter in review.new.chapters:
        title = f"{chapter.number} {chapter.title}".strip()
        home.update({passage.id: title for passage in chapter.all_passages})
    for chapter in review.old.chapters if review.old else ():
        title = f"{chapter.number} {chapter.title}".strip()
        for passage in chapter.all_passages:
            home.setdefault(passage.id, title)
    return home, list(dict.fromkeys(home.values()))
