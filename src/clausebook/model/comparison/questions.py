"""The governors' questions and a review's answers in plain words: the first page of every form of the pack."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from clausebook.model.acts.words import consultation_lines
from clausebook.model.comparison import phrases
from clausebook.model.comparison.ballot import ballot, by_answerer
from clausebook.model.comparison.duty_change import DutyChange, Verdict
from clausebook.model.comparison.redline import ClauseChange, ClauseKind
from clausebook.model.comparison.review import LawReview, LegislationEvent, Review
from clausebook.model.edition import Edition
from clausebook.text.dates import in_words, on_day
from clausebook.text.phrases import capital, counted, listed, months_in_words
from clausebook.text.records import dataclass

MANY = 8  # more clauses than this are counted and not listed
FEW = 5  # more laws, or clauses without a reason, than this are listed further on: the answers must fit on a page
_CLAUSES: tuple[tuple[ClauseKind, str, str], ...] = (
    ("added", "is new", "are new"),
    ("removed", "is removed", "are removed"),
    ("split", "was split", "were split"),
    ("merged", "was merged with another", "were merged with others"),
    ("moved", "moved", "moved"),
    ("retitled", "was renamed", "were renamed"),
    ("renamed", "continues under another id", "continue under other ids"),
    ("renumbered", "was renumbered", "were renumbered"),
    ("changed", "was reworded", "were reworded"),
    ("rearranged", "was reordered", "were reordered"),
    ("duty", "contains a rule that became stronger or weaker", "contain a rule that became stronger or weaker"),
    ("citations", "now cites different law", "now cite different law"),
    ("applies-to", "now applies to different people", "now apply to different people"),
    ("definition", "uses a term that is defined differently", "use a term that is defined differently"),
    ("references", "refers to clauses that were renumbered", "refer to clauses that were renumbered"),
)
_TITLED: tuple[ClauseKind, ...] = ("added", "removed")
_MINOR: tuple[ClauseKind, ...] = ("punctuation", "formatting", "spacing")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewAnswer:
    """One question and its answer, a sentence a line. `id` names the question to programs."""

    id: str
    question: str
    lines: tuple[str, ...]


def answers(review: Review) -> tuple[ReviewAnswer, ...]:
    """The questions in the order governors ask them. Each is answered, be it with "nothing".

    What upstream changed is not a review of this school's: what the law did and when a review is due is not asked then.
    """
    found = _answers(review)
    if review.kind == "review":
        return found
    here = ReviewAnswer(
        id="here", question="What has our school already changed in these clauses?", lines=tuple(_here(review))
    )
    return (found[0], here, *(one for one in found[1:] if one.id not in ("law", "overdue")))


def _here(review: Review) -> Iterator[str]:
    """What this school did with the clauses that upstream changed, with their numbers."""
    found: dict[str, list[str]] = {}
    for clause in review.clauses:
        found.setdefault(clause.here, []).extend(review.cites((clause.change.id,)))
    for here, cites in found.items():
        yield f"{capital(here)}: {listed(cites)}."


def _answers(review: Review) -> tuple[ReviewAnswer, ...]:
    said = tuple(consultation_lines(review.new.acts, review.as_of))
    consulted = ReviewAnswer(id="consultation", question="Who was asked, and what did they say?", lines=said)
    return (
        ReviewAnswer(id="asked", question="What are we asked to decide?", lines=tuple(_asked(review))),
        *((consulted,) if said else ()),
        ReviewAnswer(id="changed", question="What changed?", lines=tuple(_changed(review))),
        ReviewAnswer(
            id="staff", question="What would change for staff, volunteers and governors?", lines=tuple(_duties(review))
        ),
        ReviewAnswer(id="law", question="What has changed in the law?", lines=tuple(_law(review))),
        ReviewAnswer(id="decisions", question="What else do we need to decide?", lines=tuple(_decisions(review))),
        ReviewAnswer(id="reasons", question="Which changes have no reason?", lines=tuple(_unreasoned(review))),
        ReviewAnswer(id="overdue", question="Is the review overdue?", lines=tuple(_overdue(review))),
    )


def edition_name(edition: Edition | None) -> str:
    """An edition in running text: "the 2018 edition", "the draft"."""
    if edition is None:
        return "no edition"
    if edition.approval:
        return f"the {edition.called}"
    return "the draft" if edition.name == "draft" else f"revision {edition.name}"


def approval_facts(edition: Edition) -> str:
    """What is known of an edition's approval, in a sentence."""
    approval = edition.approval
    if approval is None:
        return f"{capital(edition_name(edition))} is not approved."
    minute = "its minute is not recorded" if approval.minute == "unknown" else f"minute {approval.minute}"
    body = f"the {approval.body.removeprefix('the ')}"
    return f"{capital(edition_name(edition))} was approved by {body} {on_day(approval.approved)}; {minute}."


def _asked(review: Review) -> Iterator[str]:
    if review.kind == "upstream":
        yield "Nothing yet: these are the changes of the school or project that the policies were taken over from."
        yield "What is taken in becomes part of this school's draft, and of its next review."
    elif review.new.approval:
        yield f"Nothing: both are on record. This compares {edition_name(review.old)} with {edition_name(review.new)}."
    elif review.old is None:
        yield f"Whether to approve {edition_name(review.new)} of “{review.title}” as its first edition."
    elif review.redline.is_empty:
        yield (
            f"Whether to keep “{review.title}” unchanged until the next review: "
            f"the text is that of {edition_name(review.old)}."
        )
    else:
        yield (
            f"Whether {edition_name(review.new)} of “{review.title}” should replace {edition_name(review.old)}: "
            "to approve it, to approve it with amendments, or to refer it back."
        )
    yield from (approval_facts(edition) for edition in (review.old, review.new) if edition and edition.approval)


def _changed(review: Review) -> Iterator[str]:
    redline = review.redline
    if redline.is_empty:
        yield "Nothing: the two texts are identical."
        return
    before, now = (len(edition.passages) if edition else 0 for edition in (review.old, review.new))
    same = len(redline.unchanged)
    had = counted(before, "clause")
    yield f"{capital(edition_name(review.old))} has {had}, {edition_name(review.new)} {now}; {_standing(same)}."
    for kind, one, many in _CLAUSES:
        found = redline.of_kind(kind)
        if found:
            where = f": {_numbers(review, found, titled=kind in _TITLED)}" if len(found) <= MANY else ""
            yield f"{capital(counted(len(found), 'clause'))} {one if len(found) == 1 else many}{where}."
    yield from _definitions(review)
    minor = [change for change in redline.changed if set(change.kinds) <= set(_MINOR)]
    if minor:
        verb = "differs" if len(minor) == 1 else "differ"
        yield f"{capital(counted(len(minor), 'clause'))} {verb} only in punctuation, capitals, formatting or spacing."


def _definitions(review: Review) -> Iterator[str]:
    """Each definition that differs, a sentence each, with the clauses that use the term."""
    for one, clauses in review.redline.causes.items():
        if one.kind == "definition":
            yield f"{capital(phrases.cause(one, review.cites(clauses)))}."
    if review.redline.glossary:
        new = review.redline.glossary == "new"
        has, lacks = (review.new, review.old) if new else (review.old, review.new)
        yield f"Only {edition_name(has)} has a glossary: how {edition_name(lacks)} defines its terms is not known."


def _standing(same: int) -> str:
    have = "clause has" if same == 1 else "clauses have"
    return f"{same} {have} not changed" if same else "every clause has changed"


def _numbers(review: Review, changes: Sequence[ClauseChange], *, titled: bool) -> str:
    """The numbers of clauses; with their titles where the numbers are not known."""
    if titled:
        return "; ".join(f"{change.heading.cite} {change.shown_title}".strip() for change in changes)
    return listed(review.cites(tuple(change.id for change in changes)))


def _duties(review: Review) -> Iterator[str]:
    found = review.redline.duties
    for bound, mine in (
        ("", [one for one in found if not one.is_permission and one.is_of_users]),
        ("For the school and its officers: ", [one for one in found if not one.is_permission and not one.is_of_users]),
        ("Permissions: ", [one for one in found if one.is_permission]),
    ):
        said = listed(_verdicts(mine))
        if said:
            yield f"{bound}{said if bound else capital(said)}."
    reworded = sum(one.is_reworded for one in review.redline.statements)
    others = len(review.redline.statements) - reworded
    if not found:
        where = listed(review.cites(tuple(one.id for one in review.redline.of_kind("definition"))))
        own = f" in its own words; a term used in {where} is defined differently" if where else ""
        seen = any(map(review.redline.of_kind, _WORDS))  # words changed, and what they ask is for the reader to judge
        yield f"No rule was {'found that was ' if seen else ''}added, removed or changed{own}."
    if others:
        verb = "says" if others == 1 else "say"
        yield f"{capital(counted(others, 'other statement'))} {verb} something else."
    if reworded:
        words = counted(reworded, "definition or table row has", "definitions or table rows have")
        yield f"{capital(words)} changed."


def _verdicts(changes: Sequence[DutyChange]) -> Iterator[str]:
    """How many rules each verdict is about: "13 rules are new", "1 is stronger"."""
    noun = " rule"
    for verdict, one, many in _RULES:
        count = sum(change.verdict == verdict for change in changes)
        if count:
            yield f"{count}{noun + ('' if count == 1 else 's') if noun else ''} {one if count == 1 else many}"
            noun = ""


_WORDS: tuple[ClauseKind, ...] = ("added", "removed", "split", "merged", "changed")
_RULES: tuple[tuple[Verdict, str, str], ...] = (
    ("new", "is new", "are new"),
    ("gone", "is gone", "are gone"),
    ("reversed", "is reversed", "are reversed"),
    ("stronger", "is stronger", "are stronger"),
    ("weaker", "is weaker", "are weaker"),
    (
        "changed",
        "has a different time, number, person or condition",
        "have a different time, number, person or condition",
    ),
    ("narrower", "covers fewer people or less", "cover fewer people or less"),
    ("wider", "covers more people or more", "cover more people or more"),
    ("other-words", "was reworded", "were reworded"),
    ("moved", "moved", "moved"),
)


def _law(review: Review) -> Iterator[str]:
    touched = [law for law in review.old_laws if law.happenings or law.is_over]
    for law in touched[:FEW]:
        yield f"{law.title}: {'; '.join(event_lines(law))}. {what_became_of_law(law, review)}"
    if len(touched) > FEW:
        yield f"What became of {counted(len(touched) - FEW, 'more instrument')} is described further on."
    rest = len(review.old_laws) - len(touched)
    if rest:
        others = f"the other {rest}" if touched else f"any of the {rest}" if rest > 1 else "the one instrument"
        yield f"No change in the law is recorded for {others} that {edition_name(review.old)} cites."
    if review.new_laws:
        added = counted(len(review.new_laws), "instrument")
        yield f"{capital(edition_name(review.new))} cites {added} that {edition_name(review.old)} does not."
    care = [law for law in review.laws if law.needs_care]
    if care:
        more = [f"{len(care) - FEW} more"] if len(care) > FEW else []
        yield f"To be checked by the governors: {listed([*(law.title for law in care[:FEW]), *more])}."
    if not review.laws:
        yield "Neither edition cites any law."


def event_line(one: LegislationEvent) -> str:
    """A dated fact in a line, without its details: "25 May 2018: ended by the Data Protection Act 2018"."""
    ahead = " (not yet)" if one.ahead else ""
    return f"{in_words(one.on)}{ahead}: {one.words}{' (not verified)' if one.unverified else ''}"


def event_lines(law: LawReview) -> Iterator[str]:
    """What became of an instrument since the old approval, a fact a line; its status where nothing did."""
    if law.happenings:
        yield from (event_line(one) for one in law.happenings)
    elif law.status is None:
        yield "not in the register of law"
    else:
        yield f"{law.status.kind}{' (not verified)' if law.status.unverified else ''}"


def what_became_of_law(law: LawReview, review: Review) -> str:
    """What the new edition does about an instrument, in a sentence."""
    new = capital(edition_name(review.new))
    where = listed(dict.fromkeys(target.cite for target in law.still_in))
    if where:
        return f"{new} {'cites' if law.is_new else 'still cites'} it in {where}."
    if law.instead:
        return f"{new} cites {listed(review.law(id) for id in law.instead)} instead."
    return f"{new} no longer cites it."


def _decisions(review: Review) -> Iterator[str]:
    if not review.decisions:
        yield "Nothing else: no further questions were raised."
        return
    found = ballot(review)
    yield f"{capital(counted(len(found), 'question'))} for the governors to decide, on the ballot that follows."
    counts = [f"{len(ones)} {title[:1].lower()}{title[1:]}" for title, ones in by_answerer(found)]
    yield f"{capital(listed(counts))}."


def _unreasoned(review: Review) -> Iterator[str]:
    if not review.clauses:
        yield "None: no clause changed."
        return
    found = [(clause, tuple(clause.unexplained(review.reason_by_commit))) for clause in review.clauses]
    found = [(clause, why) for clause, why in found if why]
    for clause, why in found[:FEW]:
        yield f"{clause.change.heading.cite or clause.change.id}: {'; '.join(why)}."
    if len(found) > FEW:
        yield f"{capital(counted(len(found) - FEW, 'more clause'))}, each marked in the list of changes."
    if not found:
        yield "None: every change has a reason."


def _overdue(review: Review) -> Iterator[str]:
    overdue = review.overdue
    if overdue is None:
        yield "No review date is recorded."
        return
    when = on_day(overdue.due)
    today = in_words(review.as_of.isoformat())
    if overdue.months:
        yield f"It was due {when}. On {today} it is {months_in_words(overdue.months)} overdue."
    elif overdue.is_past:
        yield f"It was due {when}: on {today} it is less than a month overdue."
    else:
        yield f"No: it is due {when}, and this was written on {today}."
