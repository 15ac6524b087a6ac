"""The governors' questions and a review's answers in plain words: the first page of every form of the pack."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from clausebook.model.comparison.redline import ClauseChange, ClauseKind
from clausebook.model.comparison.review import LawReview, LegislationEvent, Review
from clausebook.model.edition import Edition
from clausebook.text.dates import in_words
from clausebook.text.phrases import counted, listed, months_in_words

MANY = 8  # more clauses than this are counted and not listed
FEW = 5  # more laws, or clauses without a reason, than this are told further on: the answers must fit on a page
_CLAUSES: tuple[tuple[ClauseKind, str, str], ...] = (
    ("added", "is new", "are new"),
    ("removed", "is removed", "are removed"),
    ("split", "gives or takes a part of another", "give or take parts of others"),
    ("merged", "is merged with another", "are merged with others"),
    ("moved", "stands in another place", "stand in another place"),
    ("retitled", "has another title", "have other titles"),
    ("renamed", "continues under another id", "continue under other ids"),
    ("renumbered", "has another number", "have other numbers"),
    ("changed", "has other wording", "have other wording"),
    ("rearranged", "has its parts in another order", "have their parts in another order"),
    ("duty", "binds in another way", "bind in another way"),
    ("citations", "cites other law", "cite other law"),
    ("applies-to", "applies to other people", "apply to other people"),
    ("references", "refers to other numbers", "refer to other numbers"),
)
_TITLED: tuple[ClauseKind, ...] = ("added", "removed")
_MINOR: tuple[ClauseKind, ...] = ("punctuation", "formatting", "spacing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One question and its answer, a sentence a line. `id` names the question to programs."""

    id: str
    question: str
    lines: tuple[str, ...]


def answers(review: Review) -> tuple[Answer, ...]:
    """The questions in the order governors ask them. Each is answered, be it with "nothing".

    What upstream changed is no review of this school's: what the law did and when a review is due is not asked then.
    """
    found = _answers(review)
    if review.kind == "review":
        return found
    here = Answer(id="here", question="What did this school do with these clauses?", lines=tuple(_here(review)))
    return (found[0], here, *(one for one in found[1:] if one.id not in ("law", "overdue")))


def _here(review: Review) -> Iterator[str]:
    """What this school did with the clauses that upstream changed, with their numbers."""
    found: dict[str, list[str]] = {}
    for clause in review.clauses:
        found.setdefault(clause.here, []).extend(review.cites((clause.change.id,)))
    for here, cites in found.items():
        yield f"{_capital(here)}: {listed(cites)}."


def _answers(review: Review) -> tuple[Answer, ...]:
    return (
        Answer(id="asked", question="What are we asked to decide?", lines=tuple(_asked(review))),
        Answer(id="changed", question="What changed?", lines=tuple(_changed(review))),
        Answer(
            id="staff", question="What does it mean for staff and others it applies to?", lines=tuple(_duties(review))
        ),
        Answer(id="law", question="What did the law do?", lines=tuple(_law(review))),
        Answer(id="decisions", question="What needs our decision?", lines=tuple(_decisions(review))),
        Answer(id="reasons", question="What has no stated reason?", lines=tuple(_unreasoned(review))),
        Answer(id="overdue", question="Is the review overdue?", lines=tuple(_overdue(review))),
    )


def named(edition: Edition | None) -> str:
    """An edition in running text: "the 2018 edition", "the draft"."""
    if edition is None:
        return "no edition"
    if edition.approval:
        return f"the {edition.name} edition"
    return "the draft" if edition.name == "draft" else f"revision {edition.name}"


def approval_facts(edition: Edition) -> str:
    """What is known of an edition's approval, in a sentence."""
    approval = edition.approval
    if approval is None:
        return f"{_capital(named(edition))} is not approved."
    minute = "its minute is not recorded" if approval.minute == "unknown" else f"minute {approval.minute}"
    body = f"the {approval.body.removeprefix('the ')}"
    return f"{_capital(named(edition))} was approved by {body} {_when(approval.approved)}; {minute}."


def _asked(review: Review) -> Iterator[str]:
    if review.kind == "upstream":
        yield "Nothing yet: these are the changes of the school or project that the policies were taken over from."
        yield "What is taken in becomes part of this school's draft, and of its next review."
    elif review.new.approval:
        yield f"Nothing: both are on record. This compares {named(review.old)} with {named(review.new)}."
    elif review.old is None:
        yield f"Whether to approve {named(review.new)} of “{review.title}” as its first edition."
    elif review.redline.is_empty:
        yield f"Whether “{review.title}” should stand for another term: the words are those of {named(review.old)}."
    else:
        yield (
            f"Whether {named(review.new)} of “{review.title}” should take the place of {named(review.old)}: "
            "to approve it, to approve it with amendments, or to refer it back."
        )
    yield from (approval_facts(edition) for edition in (review.old, review.new) if edition and edition.approval)


def _changed(review: Review) -> Iterator[str]:
    redline = review.redline
    if redline.is_empty:
        yield "Nothing: both read the same to the last comma."
        return
    before, now = (len(edition.passages) if edition else 0 for edition in (review.old, review.new))
    same = len(redline.unchanged)
    had = counted(before, "clause")
    yield f"{_capital(named(review.old))} has {had}, {named(review.new)} {now}; {_standing(same)}."
    for kind, one, many in _CLAUSES:
        found = redline.of_kind(kind)
        if found:
            where = f": {_numbers(review, found, titled=kind in _TITLED)}" if len(found) <= MANY else ""
            yield f"{_capital(counted(len(found), 'clause'))} {one if len(found) == 1 else many}{where}."
    minor = [change for change in redline.changed if set(change.kinds) <= set(_MINOR)]
    if minor:
        verb = "differs" if len(minor) == 1 else "differ"
        yield f"{_capital(counted(len(minor), 'clause'))} {verb} only in punctuation, capitals, formatting or spacing."


def _standing(same: int) -> str:
    if not same:
        return "no clause stands exactly as it stood"
    return "1 clause stands exactly as it stood" if same == 1 else f"{same} clauses stand exactly as they stood"


def _numbers(review: Review, changes: Sequence[ClauseChange], *, titled: bool) -> str:
    """The numbers of clauses; with their titles where nobody can know the numbers."""
    if titled:
        return "; ".join(f"{change.heading.cite} {change.shown_title}".strip() for change in changes)
    return listed(review.cites(tuple(change.id for change in changes)))


def _duties(review: Review) -> Iterator[str]:
    new, dropped, changed = (review.duties(kind) for kind in ("new", "dropped", "changed"))
    if new or dropped or changed:
        yield (
            f"{_capital(counted(len(new), 'new duty', 'new duties'))}, {len(dropped) or 'none'} dropped, "
            f"{len(changed) or 'none'} changed."
        )
    else:
        yield "No duty is new, dropped or changed."
    for verdict, said in _VERDICTS:
        found = [duty for duty in changed if duty.verdict == verdict]
        if found:
            where = listed(dict.fromkeys(duty.cite for duty in found))
            yield f"Of the changed ones {len(found)} {said[0] if len(found) == 1 else said[1]}: {where}."
    given, withdrawn, other = (review.permissions(kind) for kind in ("new", "dropped", "changed"))
    if given or withdrawn or other:
        yield (
            f"{_capital(counted(len(given), 'new permission'))}, {len(withdrawn) or 'none'} withdrawn, "
            f"{len(other) or 'none'} changed."
        )


_VERDICTS = (
    ("stronger", ("is stronger", "are stronger")),
    ("weaker", ("is weaker", "are weaker")),
    ("reversed", ("is reversed", "are reversed")),
    ("changed", ("has other terms", "have other terms")),
    ("narrower", ("binds fewer people or less", "bind fewer people or less")),
    ("wider", ("binds more people or more", "bind more people or more")),
    ("other-words", ("is put in other words", "are put in other words")),
)


def _law(review: Review) -> Iterator[str]:
    touched = [law for law in review.old_laws if law.happenings or law.is_over]
    for law in touched[:FEW]:
        yield f"{law.title}: {'; '.join(happened(law))}. {dealt_with(law, review)}"
    if len(touched) > FEW:
        yield f"What became of {counted(len(touched) - FEW, 'more instrument')} is told further on."
    rest = len(review.old_laws) - len(touched)
    if rest:
        yield (
            f"Of {counted(rest, 'other instrument')} that {named(review.old)} cites the register records "
            "no change since its approval."
        )
    if review.new_laws:
        added = counted(len(review.new_laws), "instrument")
        yield f"{_capital(named(review.new))} cites {added} that {named(review.old)} does not."
    care = [law for law in review.laws if law.needs_care]
    if care:
        more = [f"{len(care) - FEW} more"] if len(care) > FEW else []
        yield f"To be checked by the governors: {listed([*(law.title for law in care[:FEW]), *more])}."
    if not review.laws:
        yield "Neither edition cites any law."


def happening(one: LegislationEvent) -> str:
    """A dated fact in a line, without its details: "25 May 2018: ended by the Data Protection Act 2018"."""
    ahead = " (still to come)" if one.ahead else ""
    return f"{in_words(one.on)}{ahead}: {one.words}{' (not verified)' if one.unverified else ''}"


def happened(law: LawReview) -> Iterator[str]:
    """What became of an instrument since the old approval, a fact a line; its status where nothing did."""
    if law.happenings:
        yield from (happening(one) for one in law.happenings)
    elif law.status is None:
        yield "not in the register of law"
    else:
        yield f"{law.status.kind}{' (not verified)' if law.status.unverified else ''}"


def dealt_with(law: LawReview, review: Review) -> str:
    """What the new edition does about an instrument, in a sentence."""
    new = _capital(named(review.new))
    where = listed(dict.fromkeys(target.cite for target in law.still_in))
    if where:
        return f"{new} {'cites' if law.is_new else 'still cites'} it in {where}."
    if law.instead:
        return f"{new} cites {listed(review.law(id) for id in law.instead)} instead."
    return f"{new} no longer cites it."


def _decisions(review: Review) -> Iterator[str]:
    count = len(review.decisions)
    if not count:
        yield "Nothing beyond the question above: no commit asks for a decision."
        return
    where = listed(review.cites(tuple(id for matter in review.decisions for id in matter.clauses)))
    about = f", on {where}" if where else ""
    yield f"{_capital(counted(count, 'question'))} that the text leaves to the governors{about}."


def _unreasoned(review: Review) -> Iterator[str]:
    if not review.clauses:
        yield "Nothing: no clause changed."
        return
    for clause in review.unreasoned[:FEW]:
        cite = clause.change.heading.cite or clause.change.id
        if clause.uncommitted:
            yield f"{cite}: words that are in no commit yet."
        elif not clause.reasons:
            yield f"{cite}: no commit between both touched it."
        else:
            subjects = "; ".join(f"“{reason.subject}” ({reason.on})" for reason in clause.unstated)
            yield f"{cite}: {'in part, ' if clause.stated else ''}{subjects}."
    if len(review.unreasoned) > FEW:
        yield f"{_capital(counted(len(review.unreasoned) - FEW, 'more clause'))}, each marked further on."
    if not review.unreasoned:
        what = "the clause" if len(review.clauses) == 1 else f"any of the {len(review.clauses)} clauses"
        yield f"Nothing: each step that changed {what} says why."


def _overdue(review: Review) -> Iterator[str]:
    overdue = review.overdue
    if overdue is None:
        yield "No day for a review is on record."
        return
    when = _when(overdue.due)
    today = in_words(review.as_of.isoformat())
    if overdue.months:
        yield f"It was due {when}. On {today} it is {months_in_words(overdue.months)} overdue."
    elif overdue.is_past:
        yield f"It was due {when}: on {today} it is less than a month overdue."
    else:
        yield f"No: it is due {when}, and this was written on {today}."


def _when(partial: str) -> str:
    return f"{'on' if partial.count('-') == 2 else 'in'} {in_words(partial)}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
