"""A review: two editions laid side by side with their reasons, the law in between, and what governors must decide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import date
from functools import cached_property
from typing import Annotated, ClassVar, Literal

from clausebook.model.comparison.authorship import UNSAVED, ClauseAuthors
from clausebook.model.comparison.duty_change import DutyChange
from clausebook.model.comparison.redline import ClauseChange, Redline
from clausebook.model.decode import Describe
from clausebook.model.edition import Edition, Target
from clausebook.model.history import Reason
from clausebook.model.law.status import LawStatus
from clausebook.text.dates import in_words
from clausebook.text.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedClause:
    """A clause that changed, and the commits that changed it, oldest first.

    `uncommitted` says that its file holds words that no commit has yet. `here` says of a change of upstream's what this
    school did with the clause; it is empty in a review of the school's own.
    """

    change: ClauseChange
    reasons: tuple[Reason, ...] = ()
    uncommitted: bool = False
    here: str = ""
    authors: ClauseAuthors | None = None

    @property
    def follows(self) -> bool:
        """Whether only numbers changed, its own or those it refers to: that follows from what changed elsewhere."""
        return set(self.change.kinds) <= {"renumbered", "references"}

    @property
    def unrecorded(self) -> str:
        """What is said beside it where no commit changed it."""
        return "follows from what changed elsewhere" if self.follows else "no recorded change explains this"

    def commits_of(self, piece: int) -> tuple[str, ...]:
        """The commits that made one piece what it is; none where that is not known."""
        return self.authors.piece(piece).commits if self.authors else self._only

    @property
    def cited(self) -> tuple[str, ...]:
        """The commits that any of it is from, in reading order; where that is not known, those that touched it."""
        known = (*self.commits_of_heading, *(c for n in range(len(self.change.pieces)) for c in self.commits_of(n)))
        return tuple(dict.fromkeys(known)) or tuple(reason.commit for reason in self.reasons)

    def unexplained(self, reasons: Mapping[str, Reason]) -> Iterator[str]:
        """What changed without a reason, a line each: the place, and the commit that states none."""
        if self.follows:
            return
        silent: dict[str, list[str]] = {}
        for place, piece in enumerate(self.change.pieces):
            if piece.kind in ("kept", "moved-away", "references"):
                continue
            commits = self.commits_of(place)
            for commit in commits:
                if commit == UNSAVED:
                    silent.setdefault("changed, but not yet saved to the history", []).append(piece.frame.cite)
                elif commit in reasons and not reasons[commit].why:
                    silent.setdefault(_saved(reasons[commit]), []).append(piece.frame.cite)
        if not self.change.pieces or not any(self.commits_of(n) for n in range(len(self.change.pieces))):
            for reason in self.unstated:
                silent.setdefault(_saved(reason), [])
            if self.uncommitted:
                silent.setdefault("changed, but not yet saved to the history", [])
            if not self.reasons and not self.uncommitted and not self.change.causes:
                silent.setdefault(self.unrecorded, [])
        for words, cites in silent.items():
            where = ", ".join(dict.fromkeys(filter(None, cites)))
            yield f"{where}: {words}" if where else words

    @property
    def commits_of_heading(self) -> tuple[str, ...]:
        """The commits that changed number, title, roles or citations; none where that is not known."""
        return self.authors.heading if self.authors else self._only

    @property
    def _only(self) -> tuple[str, ...]:
        """The one commit that touched the clause, where there is no other."""
        return (self.reasons[0].commit,) if len(self.reasons) == 1 and not self.uncommitted else ()

    @property
    def stated(self) -> tuple[Reason, ...]:
        """The commits that say why."""
        return tuple(reason for reason in self.reasons if reason.why)

    @property
    def unstated(self) -> tuple[Reason, ...]:
        """The commits that changed it and do not say why."""
        return tuple(reason for reason in self.reasons if not reason.why)

    @property
    def is_reasoned(self) -> bool:
        """Whether all that changed has a stated reason."""
        return bool(self.reasons) and not self.unstated and not self.uncommitted


def _saved(reason: Reason) -> str:
    return f"saved as “{reason.subject}” on {in_words(reason.on)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    """One thing that a commit puts before the governors: a decision that is needed, or what was left as it is.

    `clauses` are the ids of the clauses that the commit touched and that either edition has, in reading order.
    """

    words: str
    clauses: tuple[str, ...] = ()
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class LegislationEvent:
    """One dated fact about an instrument. `on` is as precise as is known; `ahead` says that the day is still to come.

    `detail` is what lawyers ask for besides: the provision, the part, what survives. `unverified` says that the
    fact was not seen in a source.
    """

    PUBLISHED: ClassVar = ("on", "words", "detail", "ahead", "unverified")

    on: str
    words: str
    detail: str = ""
    unverified: bool = False
    ahead: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LawReview:
    """One instrument that either edition cites: what became of it between the old approval and the day of the review.

    `cited_in` are the places of the old edition that cite it, `still_in` those of the new one. `instead` are the
    instruments that took its place and that the new edition cites; `replaced_by` are all that took its place. Both are
    ids. `status` is None where it is not registered.
    """

    PUBLISHED: ClassVar = (
        *("instrument", "title", "url", "status", "happenings", "replaced_by", "cited_in", "still_in", "instead"),
        "needs_care",
    )

    instrument: str
    title: str
    url: str = ""
    status: LawStatus | None = None
    happenings: tuple[LegislationEvent, ...] = ()
    replaced_by: tuple[str, ...] = ()
    cited_in: Annotated[tuple[Target, ...], Describe("places of the old edition")] = ()
    still_in: Annotated[tuple[Target, ...], Describe("places of the new edition")] = ()
    instead: Annotated[tuple[str, ...], Describe("what took its place and the new edition cites")] = ()

    @property
    def is_new(self) -> bool:
        """Whether only the new edition cites it."""
        return not self.cited_in

    @property
    def is_over(self) -> bool:
        """Whether it, or a part of it, is no longer law."""
        return self.status is not None and self.status.kind in ("ended", "partly ended")

    @property
    def needs_care(self) -> bool:
        """Whether the new edition leans on something that is not wholly law, or of which that is not known."""
        if not self.still_in:
            return False
        return self.status is None or self.status.kind not in ("in force", "presumed in force")


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """When the review was due, as precisely as is known, and whether that is past.

    `months` are calendar months, as the rule review-due counts them: what was due in May is one overdue in June.
    """

    due: str
    months: int = 0
    is_past: bool = False


@dataclass(frozen=True, kw_only=True)
class Review:
    """All that a review pack says, ready to be shown in several forms.

    `old` is None where there was no edition before. `as_of` is the day it speaks from. `clauses` are the changed ones
    in reading order; a clause that moved is where it is now. `elsewhere` are commits that changed the policy's
    title, cover or order. `laws` are the instruments the old edition cites, then those that only the new one cites.
    `titles` names every instrument that citations or reasons speak of, by id. `kind` says whose changes they are: this
    school's, for its governors to decide on, or upstream's, which may be taken in.
    """

    policy: str
    title: str
    old: Edition | None
    new: Edition
    as_of: date
    redline: Redline
    clauses: tuple[ReviewedClause, ...] = ()
    elsewhere: tuple[Reason, ...] = ()
    laws: tuple[LawReview, ...] = ()
    decisions: tuple[OpenQuestion, ...] = ()
    left: tuple[OpenQuestion, ...] = ()
    overdue: Overdue | None = None
    titles: Mapping[str, str] = field(default_factory=dict)
    kind: Literal["review", "upstream"] = "review"

    @property
    def folder(self) -> str:
        """Its folder below output/."""
        return f"{self.policy}/{self.kind}"

    @property
    def file_stem(self) -> str:
        """File name of its documents, without the ending: "2018-draft"."""
        return f"{self.redline.old or 'nothing'}-{self.redline.new}"

    @cached_property
    def by_clause(self) -> Mapping[str, ReviewedClause]:
        """The changed clauses by id."""
        return {clause.change.id: clause for clause in self.clauses}

    @cached_property
    def reason_by_commit(self) -> Mapping[str, Reason]:
        """Every commit that the review speaks of, by its id."""
        found = [reason for clause in self.clauses for reason in clause.reasons]
        found += [*self.elsewhere, *(one.reason for one in (*self.decisions, *self.left))]
        return {reason.commit: reason for reason in found}

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of each reason by its commit, counted in reading order; the same words have the same number."""
        cited = [commit for clause in self.clauses for commit in clause.cited]
        cited += [reason.commit for reason in self.elsewhere]
        found: dict[str, int] = {}
        seen: dict[tuple[object, ...], int] = {}
        for commit in dict.fromkeys(cited):
            reason = self.reason(commit)
            if reason:
                key = (reason.why, reason.who, reason.trailer("Law")) if reason.why else (commit,)
                found[commit] = seen.setdefault(key, len(seen) + 1)
        return found

    def reason(self, commit: str) -> Reason | None:
        """One commit as governors read it; None for one that is none of this review's."""
        return self.reason_by_commit.get(commit)

    @property
    def old_laws(self) -> tuple[LawReview, ...]:
        """The instruments that the old edition cites."""
        return tuple(law for law in self.laws if not law.is_new)

    @property
    def new_laws(self) -> tuple[LawReview, ...]:
        """The instruments that only the new edition cites."""
        return tuple(law for law in self.laws if law.is_new)

    def duties(self, kind: str) -> tuple[DutyChange, ...]:
        """The duties that are new, dropped or changed; no permissions, and none that only moved."""
        found = (duty for duty in self.redline.duties if not duty.is_permission and duty.verdict != "moved")
        return tuple(duty for duty in found if duty.kind == kind)

    def permissions(self, kind: str) -> tuple[DutyChange, ...]:
        """The permissions that are new, dropped or changed."""
        found = (duty for duty in self.redline.duties if duty.is_permission and duty.verdict != "moved")
        return tuple(duty for duty in found if duty.kind == kind)

    def law(self, instrument: str) -> str:
        """An instrument's title; its id where it has none."""
        return self.titles.get(instrument, instrument)

    def cites(self, ids: tuple[str, ...]) -> Iterator[str]:
        """The numbers of clauses as people cite them, each once and in reading order; the id where there is none."""
        for clause in self.redline.clauses:
            if clause.id in ids and clause.position != "moved-away":
                yield clause.heading.cite or clause.id
