"""Review -> text for the terminal, at 80 columns: the governors' questions, then what changed with its reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from clausebook.formats.review.descriptions import descriptions_of, duties_by_stem
from clausebook.formats.review.redline import changes, duty_line, unchanged, wrapped
from clausebook.model.comparison.duty_change import DutyChange
from clausebook.model.comparison.questions import answers, dealt_with, happened, named
from clausebook.model.comparison.redline import ClauseChange
from clausebook.model.comparison.review import LawReview, OpenQuestion, Review
from clausebook.model.history import Reason

_RULE = "=" * 80
_HEADS = {"review": "Review of", "upstream": "What upstream changed in"}


def review_lines(review: Review) -> Iterator[str]:
    """The whole review, line by line and without colour."""
    redline = review.redline
    yield _RULE
    yield from wrapped("", f"{_HEADS[review.kind]} “{review.title}”")
    yield from wrapped("", f"{named(review.old)} compared with {named(review.new)}, as of {review.as_of}")
    yield _RULE
    for answer in answers(review):
        yield from ("", answer.question.upper())
        for line in answer.lines:
            yield from wrapped("  ", line)
    yield from _part("decisions needed", (_matter(one, review) for one in review.decisions))
    yield from _part("the law", (_law(law, review) for law in review.laws if law.happenings or law.is_new))
    yield from _part("duties", _duties(review))
    yield from _part("the changes", ())
    for line in changes(descriptions_of(review), lambda change: _reasons(change, review)):
        yield line.rstrip()
    if redline.unchanged:
        yield from _part("unchanged clauses", [wrapped("  ", unchanged(redline))])
    yield from _part("left as it is on purpose", (wrapped("  ", one.words) for one in review.left))


def _part(title: str, entries: Iterable[Iterable[str]]) -> Iterator[str]:
    found = list(entries)
    if found or title == "the changes":
        yield from ("", _RULE, title.upper())
    for lines in found:
        yield ""
        yield from lines


def _duties(review: Review) -> Iterator[Iterable[str]]:
    for cite, stem, duties in duties_by_stem(review.weighty_duties):
        yield _duty_group(cite, stem, duties)
    if review.reworded_duties:
        where = ", ".join(dict.fromkeys(duty.cite for duty in review.reworded_duties))
        yield wrapped("  ", f"In other words, for the reader to judge: {where}")


def _duty_group(cite: str, stem: str, duties: Iterable[DutyChange]) -> Iterator[str]:
    if stem:
        yield from wrapped("  ", f"{cite} {stem}")
    for duty in duties:
        yield from wrapped("    " if stem else "  ", duty_line(duty, with_stem=False))


def _matter(matter: OpenQuestion, review: Review) -> list[str]:
    where = ", ".join(review.cites(matter.clauses))
    return wrapped("  ", f"{where}: {matter.words}" if where else matter.words)


def _law(law: LawReview, review: Review) -> Iterator[str]:
    yield from wrapped("  ", law.title)
    for line in happened(law):
        yield from wrapped("    ", line)
    for one in law.happenings:
        yield from wrapped("      ", one.detail)
    yield from wrapped("    ", dealt_with(law, review))


def _reasons(change: ClauseChange, review: Review) -> Iterator[str]:
    reviewed = review.by_clause.get(change.id)
    if reviewed is None:
        return
    if reviewed.here:
        yield from wrapped("  here: ", reviewed.here)
    for reason in reviewed.reasons:
        yield from _reason(reason)
    if not reviewed.reasons and not reviewed.uncommitted:
        yield "  why: no reason is stated; no commit between both touched it"
    if reviewed.uncommitted:
        yield "  why: no reason is stated yet; the words are in no commit"


def _reason(reason: Reason) -> Iterator[str]:
    who = f"({reason.who}, {reason.on})"
    for why in reason.why:
        yield from wrapped("  why: ", f"{why} {who}")
    if not reason.why:
        yield from wrapped("  why: ", f"no reason is stated for “{reason.subject}” {who}")
