"""`status_on`: what a policy's acts say of it on a day. The only place that says in force, withdrawn or due.

The order of acts is the order given, which is that of their chain. A date that is only a month or a year counts from
its first day, and a review is overdue only when its last day is past. An act of a later day is not yet known, but for
corrections: they say what was true all along.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Literal, TypeVar

from clausebook.model.acts.chain import AFTER, Cycle, ReviewDue, due_after
from clausebook.model.acts.record import (
    AppliesFrom,
    Approved,
    Consulted,
    Corrected,
    Ratified,
    RecordedAct,
    Reviewed,
    SignedBy,
    Withdrawn,
)
from clausebook.model.approvals.approval import UNKNOWN, Signed
from clausebook.text.dates import first_day, last_day, months_over
from clausebook.text.records import dataclass

Kind = TypeVar("Kind", Reviewed, SignedBy)
State = Literal["in force", "approved", "superseded", "withdrawn", "refused", "draft"]
# "approved": approved, and not yet in force on that day. "refused": another body refused to ratify it.


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionState:
    """What one approved edition is on the day.

    `approval` is the act with all corrections in it. `begins` is the date from which it applies, as precisely as is
    known, `ever` False only where it is certain that it never did or will. `next` is the edition that took its place,
    `waits_for` the body that has yet to ratify it. `reviews` are the reviews that changed nothing, `due` when the one
    after the last of them is due, `signed` who has signed since, `withdrawn` what ended it before the next one began.
    """

    name: str
    state: State
    approval: Approved
    begins: str
    ever: bool = True
    next: Approved | None = None
    waits_for: str = ""
    ratified: Ratified | None = None
    reviews: tuple[Reviewed, ...] = ()
    signed: tuple[SignedBy, ...] = ()
    due: ReviewDue | None = None
    withdrawn: Withdrawn | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyStatus:
    """What a policy's acts say of it on a day. `editions` run from the first to the newest, in the order of acts.

    `state` is "in force", "approved" where the only approved edition is still to come, "withdrawn", or "draft".
    `reviewed` is the last approval or review that counts, `due` when the next one is due, `overdue` the whole months
    since that date, None while it is not past. `ends` is a withdrawal that has yet to take effect.
    """

    day: date
    state: State
    editions: tuple[EditionState, ...] = ()
    reviewed: str = ""
    due: ReviewDue | None = None
    overdue: int | None = None
    withdrawn: Withdrawn | None = None
    ends: Withdrawn | None = None
    consultation: Consulted | None = None

    @property
    def in_force(self) -> EditionState | None:
        """The edition in force, or None."""
        return next((one for one in self.editions if one.state == "in force"), None)

    @property
    def coming(self) -> tuple[EditionState, ...]:
        """Editions approved by the day that are not yet in force, the first to come first in the order of acts."""
        known = (one for one in self.editions if first_day(one.approval.on) <= self.day)
        return tuple(one for one in known if one.state == "approved")

    def edition(self, name: str) -> EditionState | None:
        """The approved edition of that name, or None."""
        return next((one for one in self.editions if one.name == name), None)


def status_on(acts: Sequence[RecordedAct], day: date, cycle: Cycle) -> PolicyStatus:
    """The status of one policy on a day. `acts` are in their order; `cycle` is how often the policy is reviewed."""
    return _Reading(corrected(acts), day, cycle).status()


def corrected(acts: Iterable[RecordedAct]) -> tuple[RecordedAct, ...]:
    """The acts with every correction applied to the act that it is about, in order; a later correction wins."""
    acts = tuple(acts)
    target = {one.digest: one.digest for one in acts}
    right: dict[str, dict[str, str]] = {}
    for one in acts:
        if isinstance(one.act, Corrected) and one.act.corrects in target:
            target[one.digest] = target[one.act.corrects]  # the correction of a correction is about the first act
            right.setdefault(target[one.digest], {}).update(one.act.right)
    return tuple(_put_right(one, right.get(one.digest, {})) for one in acts)


def _put_right(one: RecordedAct, right: dict[str, str]) -> RecordedAct:
    known = {name: value for name, value in right.items() if name != AFTER and hasattr(one.act, name)}
    names = {name.removeprefix(SIGNATORY): value for name, value in right.items() if name.startswith(SIGNATORY)}
    act = replace(one.act, **known) if known else one.act  # type: ignore[arg-type]
    if names and isinstance(act, Approved | SignedBy):
        roles = [who.role for who in act.signatories]
        people = [replace(who, name=names.get(who.role, who.name)) for who in act.signatories]
        more = [Signed(role=role, name=name) for role, name in names.items() if role not in roles]
        act = replace(act, signatories=(*people, *more))
    return replace(one, act=act) if act is not one.act else one


SIGNATORY = "signed by "  # a correction's field for the name of somebody who signed: "signed by chair-of-governors"


@dataclass(frozen=True)
class _Reading:
    """The acts of one policy, corrected, read on a day."""

    acts: tuple[RecordedAct, ...]
    day: date
    cycle: Cycle

    @cached_property
    def known(self) -> tuple[RecordedAct, ...]:
        """The acts that may have happened by the day."""
        return tuple(one for one in self.acts if first_day(one.act.on) <= self.day)

    @cached_property
    def approvals(self) -> tuple[Approved, ...]:
        """All approvals, those of later days too: an edition that exists has a status on every day."""
        return tuple(one.act for one in self.acts if isinstance(one.act, Approved))

    @cached_property
    def withdrawal(self) -> RecordedAct | None:
        """The withdrawal that holds: an edition that was approved later and has begun makes the policy again."""
        for one in reversed(self.known):
            if isinstance(one.act, Approved) and self.has_begun(one.act):
                return None
            if isinstance(one.act, Withdrawn) and first_day(one.act.takes_effect or one.act.on) <= self.day:
                return one
        return None

    def ends(self) -> Withdrawn | None:
        """A withdrawal that is decided and has not taken effect."""
        acts = (one.act for one in reversed(self.known))
        last = next((act for act in acts if isinstance(act, Withdrawn | Approved)), None)
        if isinstance(last, Withdrawn):
            return last if first_day(last.takes_effect or last.on) > self.day else None
        return None

    def begins(self, approval: Approved) -> str:
        """From when it applies: as last set, else as the approval says, else from the approval or its ratification."""
        for one in reversed(self.known):
            if isinstance(one.act, AppliesFrom) and one.act.edition == approval.edition:
                return one.act.applies_from
        ratified = self.ratified(approval)
        held_up = approval.ratify_by and approval.until_ratified == "not-in-force"
        start = ratified.on if held_up and ratified and ratified.outcome == "ratified" else approval.on
        if approval.applies_from and first_day(approval.applies_from) >= first_day(start):
            return approval.applies_from
        return start if held_up else approval.applies_from or start

    def ratified(self, approval: Approved) -> Ratified | None:
        """The last word of the body that was to ratify it."""
        found = (one.act for one in reversed(self.known) if isinstance(one.act, Ratified))
        return next((act for act in found if act.edition == approval.edition), None)

    def has_begun(self, approval: Approved) -> bool:
        """Whether it may be in force on the day, but for a later one."""
        ratified = self.ratified(approval)
        if ratified and ratified.outcome == "refused":
            return False
        if self.waits(approval):
            return False
        begins = first_day(self.begins(approval))
        if any(first_day(act.takes_effect or act.on) < begins for act in self.withdrawals_after(approval)):
            return False  # withdrawn while it still waited to begin: then it never does
        return first_day(approval.on) <= self.day and begins <= self.day

    def waits(self, approval: Approved) -> bool:
        """Whether it is not in force before another body has ratified it, which has not decided yet."""
        held_up = bool(approval.ratify_by) and approval.until_ratified == "not-in-force"
        return held_up and self.ratified(approval) is None

    def withdrawals_after(self, approval: Approved) -> list[Withdrawn]:
        """The withdrawals of the policy since an approval."""
        return [one.act for one in self.known if isinstance(one.act, Withdrawn) and self.is_before(approval, one)]

    @cached_property
    def begun(self) -> tuple[Approved, ...]:
        """The approvals that have begun by the day, in the order of acts."""
        return tuple(one for one in self.approvals if self.has_begun(one))

    @cached_property
    def places(self) -> tuple[int, ...]:
        """Where those are among all approvals."""
        return tuple(self.approvals.index(one) for one in self.begun)

    def begun_after(self, approval: Approved) -> list[Approved]:
        """Those that come after one."""
        place = self.approvals.index(approval)
        return [one for one, at in zip(self.begun, self.places, strict=True) if at > place]

    def status(self) -> PolicyStatus:
        editions = tuple(self.edition(one) for one in self.approvals)
        last = self.last_review()
        act = self.withdrawal.act if self.withdrawal else None
        withdrawn = act if isinstance(act, Withdrawn) else None
        due = None if self.withdrawal or last is None else due_after(last.on, last.review_due, self.cycle)
        return PolicyStatus(
            day=self.day,
            state=self.state(editions),
            editions=editions,
            reviewed=last.on if last else "",
            due=due,
            overdue=months_over(due.when, self.day) if due else None,
            withdrawn=withdrawn,
            ends=self.ends(),
            consultation=self.consultation(),
        )

    def state(self, editions: tuple[EditionState, ...]) -> State:
        states = {one.state for one in editions if first_day(one.approval.on) <= self.day}
        order: tuple[State, ...] = ("in force", "withdrawn", "approved", "refused")
        return next((state for state in order if state in states), "draft")

    def edition(self, approval: Approved) -> EditionState:
        reviews = tuple(self.of(Reviewed, approval))
        last: Approved | Reviewed = reviews[-1] if reviews else approval
        ratified = self.ratified(approval)
        state, following = self.place(approval)
        return EditionState(
            name=approval.edition,
            state=state,
            approval=approval,
            begins=self.begins(approval),
            ever=state not in ("superseded", "withdrawn") or self.came_into_force(approval),
            next=following,
            waits_for="" if ratified else approval.ratify_by,
            ratified=ratified,
            reviews=reviews,
            signed=tuple(self.of(SignedBy, approval)),
            due=due_after(last.on, last.review_due, self.cycle),
            withdrawn=self.withdrawn_before(approval, following) if following else None,
        )

    def withdrawn_before(self, approval: Approved, following: Approved) -> Withdrawn | None:
        """The withdrawal of an edition after which another one began."""
        began = first_day(self.begins(following))
        found = (act for act in self.withdrawals_after(approval) if first_day(act.takes_effect or act.on) < began)
        return next(found, None)

    def place(self, approval: Approved) -> tuple[State, Approved | None]:
        """The state of an edition, and which edition took its place."""
        ratified = self.ratified(approval)
        if ratified and ratified.outcome == "refused":
            return "refused", None
        after = self.begun_after(approval)
        if after:
            return "superseded", next(one for one in after if self.was_in_force(one))
        if self.withdrawal and self.is_before(approval, self.withdrawal):
            return "withdrawn", None
        return ("in force" if approval in self.begun else "approved"), None

    def was_in_force(self, approval: Approved) -> bool:
        """Whether it came into force before every later edition that has begun: one that was overtaken never did."""
        later = self.begun[self.begun.index(approval) + 1 :]
        began = first_day(self.begins(approval))
        return all(first_day(self.begins(one)) >= began for one in later)

    def came_into_force(self, approval: Approved) -> bool:
        """Whether it may have been in force: False only where what came before that is known to the day."""
        if self.waits(approval):
            return False
        later = map(self.begins, self.begun_after(approval))
        ends = [act.takes_effect or act.on for act in self.withdrawals_after(approval)]
        return all(last_day(one) >= first_day(self.begins(approval)) for one in (*later, *ends))

    def is_before(self, approval: Approved, other: RecordedAct) -> bool:
        return any(one.act is approval for one in self.acts[: self.acts.index(other)])

    def of(self, kind: type[Kind], approval: Approved) -> Iterator[Kind]:
        for one in self.known:
            if isinstance(one.act, kind) and one.act.edition == approval.edition:
                yield one.act

    def last_review(self) -> Approved | Reviewed | None:
        """The last act by which the words were looked at: an approval that was not refused, or a review."""
        for one in reversed(self.known):
            if isinstance(one.act, Reviewed):
                return one.act
            if isinstance(one.act, Approved):
                ratified = self.ratified(one.act)
                if not (ratified and ratified.outcome == "refused"):
                    return one.act
        return None

    def consultation(self) -> Consulted | None:
        """The consultation that is still open, or whose draft was not approved since."""
        acts = (one.act for one in reversed(self.known))
        last = next((act for act in acts if isinstance(act, Consulted | Approved)), None)
        return last if isinstance(last, Consulted) else None


def name_known(name: str) -> bool:
    """Whether a record says a name, or only that none is known."""
    return name.strip().lower() not in ("", UNKNOWN)
