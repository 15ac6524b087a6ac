"""Two editions, the commits between them and the register -> Review: what changed, why, what the law did, what
must be decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from clausebook.history.reasons import Commits, reason_of
from clausebook.model.acts.chain import Cycle
from clausebook.model.acts.record import RecordedAct, from_record
from clausebook.model.acts.status import status_on
from clausebook.model.comparison.authorship import ClauseAuthors
from clausebook.model.comparison.redline import ClauseChange, Redline
from clausebook.model.comparison.review import (
    LawReview,
    LegislationEvent,
    OpenQuestion,
    Overdue,
    Review,
    ReviewedClause,
)
from clausebook.model.edition import Edition, Law, Target
from clausebook.model.history import Reason
from clausebook.model.law.instrument import Instrument
from clausebook.model.law.status import MAIN, span, status
from clausebook.model.register import Register
from clausebook.model.revision import Commit
from clausebook.model.school import School
from clausebook.model.term import Term
from clausebook.redline import compare
from clausebook.redline.other_statements import with_definitions
from clausebook.review.sources import Sources
from clausebook.text.dates import first_day, last_day, months_over


def review(
    old: Edition | None,
    new: Edition,
    commits: Sequence[Commit],
    register: Register,
    as_of: date,
    uncommitted: Iterable[str] = (),
    sources: Sources | None = None,
    since_day: date | None = None,
    glossaries: tuple[Sequence[Term], Sequence[Term]] = ((), ()),
) -> Review:
    """The review of `new` against `old`.

    `commits` are those between both, oldest first. `register` is that of the new edition: it knows today's law and
    which role an author has. `uncommitted` are paths whose words are in no commit yet. `sources` reads what the commits
    wrote; without them a change is a commit's only where no other one touched the clause. `since_day` is the day of the
    old edition's commit: events of the law count from there where no approval gives a day. `glossaries` are the terms
    beside either edition, nothing where they are not known.
    """
    redline = with_definitions(compare(old, new), new, *glossaries)
    log = Commits(commits, new.policy, (policy.id for policy in register.policies))
    school = register.school or School(name="")
    by_commit = {commit.id: reason_of(commit, school) for commit in log.all}
    laws = since(old, new, register, as_of, since_day)
    dirty = _dirty(old, new, frozenset(uncommitted))
    written = sources.authors(redline, (old, new), log, dirty) if sources else {}
    clauses = tuple(_clauses(redline, log, by_commit, dirty, written))
    asked, answered = _open_questions("Decision-needed", redline, log, by_commit), register.answers.of(new.policy)
    return Review(
        policy=new.policy,
        title=new.title,
        old=old,
        new=new,
        as_of=as_of,
        redline=redline,
        clauses=clauses,
        elsewhere=tuple(by_commit[commit.id] for commit in log.by_file.get(new.policy, ())),
        laws=laws,
        decisions=tuple(one for one in asked if " ".join(one.words.split()) not in answered),
        left=tuple(_open_questions("Left-as-is", redline, log, by_commit)),
        overdue=overdue(old, register, as_of),
        titles=_titles(laws, redline, by_commit.values(), register),
    )


def _dirty(old: Edition | None, new: Edition, uncommitted: frozenset[str]) -> frozenset[str]:
    """The ids of the clauses whose file is among the uncommitted ones."""
    passages = (*new.passages, *(old.passages if old else ()))
    return frozenset(passage.id for passage in passages if not new.commit and passage.source in uncommitted)


def _clauses(
    redline: Redline,
    log: Commits,
    by_commit: dict[str, Reason],
    dirty: frozenset[str],
    written: Mapping[str, ClauseAuthors],
) -> Iterator[ReviewedClause]:
    for change in redline.changed:
        reasons = tuple(by_commit[commit.id] for commit in log.explaining(change))
        yield ReviewedClause(
            change=change, reasons=reasons, uncommitted=change.id in dirty, authors=written.get(change.id)
        )


def _open_questions(key: str, redline: Redline, log: Commits, by_commit: dict[str, Reason]) -> Iterator[OpenQuestion]:
    """Each thing said under one trailer, with the clauses its commit touched; what is said twice is listed once."""
    known = [clause.id for clause in redline.clauses if clause.position != "moved-away"]
    seen = set[str]()
    for commit in log.all:
        touched = log.clauses_of(commit)
        for words in by_commit[commit.id].trailer(key):
            if words not in seen:
                seen.add(words)
                clauses = tuple(id for id in known if id in touched)
                yield OpenQuestion(words=words, clauses=clauses, reason=by_commit[commit.id])


def overdue(old: Edition | None, register: Register, as_of: date) -> Overdue | None:
    """By what the policy's acts say on the day; of an edition that the register's acts do not know, by its record."""
    if old is None or old.approval is None:
        return None
    acts = register.acts_of(old.policy)
    if not any(one.act.edition == old.name for one in acts):
        acts = (RecordedAct(from_record(old.approval), old.reference, is_old=True),)
    cycle = register.cycle_of(old.policy) if register.policy(old.policy) else Cycle(month=old.review_month)
    due = status_on(acts, as_of, cycle).due
    if due is None:
        return None
    months = months_over(due.when, as_of)
    return Overdue(due=due.when, months=months or 0, is_past=months is not None)


def _titles(
    laws: tuple[LawReview, ...], redline: Redline, reasons: Iterable[Reason], register: Register
) -> dict[str, str]:
    """Titles of all that is cited on either side, took its place, or is named in a reason."""
    ids = {id for law in laws for id in (law.instrument, *law.replaced_by)}
    ids |= {id for reason in reasons for id in reason.trailer("Law")}
    ids |= {id for change in redline.changed for id in _cited(change)}
    known = {id: short_title(one) for id, one in register.instrument_by_id.items() if id in ids}
    return dict(sorted({**{law.instrument: law.title for law in laws}, **known}.items()))


def _cited(change: ClauseChange) -> Iterator[str]:
    yield from (entry.value.instrument for entry in change.citations)
    for piece in change.pieces:
        for frame in (piece.old, piece.new):
            yield from (cited.instrument for cited in (frame.citations if frame else ()))


LONGEST = 60  # characters of a title in running text


def since(
    old: Edition | None, new: Edition, register: Register, as_of: date, committed: date | None = None
) -> tuple[LawReview, ...]:
    """The instruments the old edition cites, in the order of its citations, then those that only the new one cites.

    What happened counts from the old edition's approval; where it has none, from the day it was `committed`. Where
    neither day is known, no event is listed.
    """
    before = {law.id: law for law in old.laws} if old else {}
    now = {law.id: law for law in new.laws}
    start = first_day(old.approval.approved) if old and old.approval else committed
    laws = {**now, **before}
    ids = (*before, *(id for id in now if id not in before))
    return tuple(_review(laws[id], before.get(id), now, register, start, as_of) for id in ids)


def _review(
    law: Law, before: Law | None, now: dict[str, Law], register: Register, start: date | None, as_of: date
) -> LawReview:
    instrument = register.instrument_by_id.get(law.id)
    replaced_by = _successors(instrument) if instrument else ()
    return LawReview(
        instrument=law.id,
        title=short_title(instrument) if instrument else law.title,
        url=law.url,
        status=status(instrument, as_of) if instrument else None,
        happenings=_events_since(instrument, register, start, as_of) if instrument and before else (),
        replaced_by=replaced_by,
        cited_in=before.cited_by if before else (),
        still_in=_places(now, law.id),
        instead=tuple(id for id in replaced_by if id in now and before),
    )


def _successors(instrument: Instrument) -> tuple[str, ...]:
    """What took its place: as the register says, and what ended it, should it say no more."""
    return instrument.replaced_by or ((instrument.ended_by.instrument,) if instrument.ended_by else ())


def _places(now: dict[str, Law], id: str) -> tuple[Target, ...]:
    return now[id].cited_by if id in now else ()


def _events_since(
    instrument: Instrument, register: Register, start: date | None, as_of: date
) -> tuple[LegislationEvent, ...]:
    """What may have happened since the first day, first things first; of a coarse date the day is not known."""
    found = [
        LegislationEvent(
            on=when, words=words, detail=detail, unverified=_unseen(instrument, field), ahead=first_day(when) > as_of
        )
        for field, when, words, detail in _events(instrument, register)
        if span(when) and start is not None and last_day(when) >= start
    ]
    return tuple(sorted(found, key=lambda one: one.on))


def _unseen(instrument: Instrument, field: str) -> bool:
    return bool({field, field.split(".", 1)[0]} & set(instrument.unverified))


def _events(instrument: Instrument, register: Register) -> Iterator[tuple[str, str, str, str]]:
    """Field, date, words and detail of each fact that a reader of the old edition could not know."""
    for part, when in instrument.in_force.items():
        yield f"in_force.{part}", when, "came into force" if part == MAIN else f"came into force: {part}", ""
    for edition, when in instrument.history.items():
        yield "history", when, f"edition {edition} came into force", ""
    for change in instrument.amended_by:
        yield "amended_by", change.date or "", f"amended by {_named(change.instrument, register)}", change.effect
    if instrument.ended:
        by = instrument.ended_by
        cause = f" by {_named(by.instrument, register)}" if by else ""
        part = " in part" if instrument.ended_scope else ""
        yield "ended", instrument.ended, f"ended{part}{cause}", "; ".join(_ending(instrument))


def _ending(instrument: Instrument) -> Iterator[str]:
    if instrument.ended_scope:
        yield f"the part that ended: {instrument.ended_scope}"
    if instrument.ended_by and instrument.ended_by.provision:
        yield f"ended by {instrument.ended_by.provision}"
    if instrument.survives:
        yield f"still law: {instrument.survives}"


def _named(id: str, register: Register) -> str:
    found = register.instrument_by_id.get(id)
    return f"the {short_title(found)}" if found else id


def short_title(instrument: Instrument) -> str:
    """The title or, where that is too long for a sentence, a name that means the same instrument."""
    title = instrument.title.removeprefix("The ")
    return title if len(title) <= LONGEST or not instrument.names else instrument.names[0]
