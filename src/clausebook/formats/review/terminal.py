"""Review -> text for the terminal, at 80 columns: the governors' questions, then what changed with its reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from clausebook.formats.review.descriptions import descriptions_of
from clausebook.formats.review.first_pages import cited, first_pages
from clausebook.formats.review.redline import changes, unchanged, wrapped
from clausebook.model.comparison.questions import edition_name, event_lines, what_became_of_law
from clausebook.model.comparison.redline import ClauseChange
from clausebook.model.comparison.review import LawReview, Review
from clausebook.text.records import dataclass

Values = dict[str, Any]
_RULE = "=" * 80
_HEADS = {"review": "Review of", "upstream": "What upstream changed in"}


def review_lines(review: Review) -> Iterator[str]:
    """The whole review, line by line and without colour; of two identical texts that one line."""
    redline = review.redline
    if redline.is_empty:
        yield from wrapped(
            "", f"“{review.title}”: {edition_name(review.old)} and {edition_name(review.new)} are identical."
        )
        return
    yield _RULE
    yield from wrapped("", f"{_HEADS[review.kind]} “{review.title}”")
    yield from wrapped("", f"{edition_name(review.old)} compared with {edition_name(review.new)}, as of {review.as_of}")
    yield _RULE
    pages = first_pages(review)
    for id, question, lines in pages["opening"]:
        yield from ("", question.upper())
        for line in lines:
            yield from wrapped("  ", line)
        if id == "changes":
            yield from _headlines(pages["headlines"])
    yield from _part("which rules would change?", _rules(pages))
    yield from _part("ballot: what the governors decide", _ballot(pages["ballot"]))
    yield from _part("the law", (_law(law, review) for law in review.laws if law.happenings or law.is_new))
    yield from _part("the changes", ())
    for line in changes(descriptions_of(review), _Beside(review)):
        yield line.rstrip()
    by = [wrapped("  ", f"All by {pages['by']}.")] if pages["by"] else []
    yield from _part("reasons", (*by, *(_reason(one) for one in pages["reasons"])))
    if redline.unchanged:
        yield from _part("unchanged clauses", [wrapped("  ", unchanged(redline))])
    yield from _part("deliberately not changed", (wrapped("  ", one.words) for one in review.left))


def _part(title: str, entries: Iterable[Iterable[str]]) -> Iterator[str]:
    found = list(entries)
    if found or title == "the changes":
        yield from ("", _RULE, title.upper())
    for lines in found:
        yield ""
        yield from lines


def _headlines(groups: Iterable[tuple[str, Iterable[tuple[str, str]]]]) -> Iterator[str]:
    for title, found in groups:
        yield from wrapped("  ", title)
        for words, where in found:
            yield from wrapped("    - ", f"{words} ({where})" if where else words)


def _rules(pages: Values) -> Iterator[Iterable[str]]:
    yield [line for words in pages["counts"] for line in wrapped("  ", words)]
    for title, rows in pages["tables"]:
        yield wrapped("  ", title.upper())
        yield from map(_rule, rows)
    if pages["wider"]:
        yield wrapped("  ", pages["wider"])
    for title, rows in (("COVER MORE", pages["covering"]), ("REWORDED", pages["reworded"])):
        if rows:
            yield wrapped("  ", title)
            yield from map(_rule, rows)


def _rule(row: Values) -> Iterator[str]:
    yield from wrapped("  ", f"{row['number']}  {'; '.join((row['effect'], *row['details']))}")
    for label, words in (("now:    ", row["now"]), ("before: ", row["before"])):
        if words:
            yield from wrapped(f"    {label}", words)


def _ballot(groups: Iterable[tuple[str, Iterable[Values]]]) -> Iterator[Iterable[str]]:
    for title, found in groups:
        yield wrapped("  ", title.upper())
        yield from map(_question, found)


def _question(one: Values) -> Iterator[str]:
    where = f" ({one['where']})" if one["where"] else ""
    yield from wrapped(f"  {one['number']:>2}. ", f"{one['words']}{where}")
    boxes = "  ".join(f"[ ] {option}" for option in one["options"])
    yield f"      {boxes}" if boxes else "      Answer:"


def _law(law: LawReview, review: Review) -> Iterator[str]:
    yield from wrapped("  ", law.title)
    for line in event_lines(law):
        yield from wrapped("    ", line)
    for one in law.happenings:
        yield from wrapped("      ", one.detail)
    yield from wrapped("    ", what_became_of_law(law, review))


@dataclass(frozen=True)
class _Beside:
    """What is said beside a clause and beside each of its pieces: the numbers of the reasons."""

    review: Review

    def __call__(self, change: ClauseChange) -> Iterator[str]:
        reviewed = self.review.by_clause.get(change.id)
        if reviewed is None:
            return
        if reviewed.here:
            yield from wrapped("  here: ", reviewed.here)
        known = any(reviewed.commits_of(place) for place in range(len(change.pieces)))
        why = cited(reviewed.commits_of_heading if known else reviewed.cited, self.review)
        if why:
            yield from wrapped("  why: ", why)
        elif reviewed.uncommitted and not known:
            yield "  why: no reason yet; changed, but not yet saved to the history"
        elif not reviewed.cited:
            yield f"  why: {reviewed.unrecorded}"

    def piece(self, change: ClauseChange, place: int) -> str:
        """The reasons of one piece: "R1, R4"."""
        reviewed = self.review.by_clause.get(change.id)
        return cited(reviewed.commits_of(place), self.review) if reviewed else ""


def _reason(reason: Values) -> Iterator[str]:
    words = " ".join((*reason["why"], reason["unstated"])).strip()
    known = "; ".join(filter(None, (reason["who"], f"law: {reason['law']}" if reason["law"] else "")))
    yield from wrapped(f"  {reason['label']}: ", f"{words} ({known})" if known else words)
