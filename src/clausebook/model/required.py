"""What a school must have: policies required by law or statutory guidance. policy/required.yaml, facts with sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Annotated, Literal

from clausebook.model.acts.chain import Cycle
from clausebook.model.bodies import BodyKind
from clausebook.model.decode import Describe
from clausebook.model.finding import Located
from clausebook.model.policy import Policy
from clausebook.model.school import Key
from clausebook.text.records import dataclass

Group = Literal["maintained", "academy", "independent"]
Phase = Literal["early-years", "primary", "secondary", "post-16"]
Level = Literal["statute", "statutory-guidance", "funding-agreement", "good-practice"]
Of = Literal["all", "maintained", "academy", "independent"]
Found = Literal["must", "should", "no"]
# legal forms to the group by which duties differ
GROUPS: Mapping[str, Group] = {
    "community school": "maintained",
    "foundation school": "maintained",
    "voluntary aided school": "maintained",
    "voluntary controlled school": "maintained",
    "community special school": "maintained",
    "foundation special school": "maintained",
    "maintained nursery school": "maintained",
    "pupil referral unit": "maintained",
    "academy": "academy",
    "special academy": "academy",
    "alternative provision academy": "academy",
    "free school": "academy",
    "independent school": "independent",
}


@dataclass(frozen=True, kw_only=True)
class Basis(Located):
    """The law or guidance that asks for a policy."""

    id: Annotated[str, Describe("id of an instrument")]
    ref: Annotated[str, Describe("the provision")] = ""
    kinds: Annotated[tuple[Group, ...], Describe("where it holds for some schools only")] = ()


@dataclass(frozen=True, kw_only=True)
class RequiredPolicy(Located):
    """One policy that a school must have, or is expected to have."""

    id: Key
    title: str
    kinds: tuple[Group, ...]
    phases: Annotated[tuple[Phase, ...], Describe("left out where it holds for all")] = ()
    level: Mapping[Of, Level]
    basis: tuple[Basis, ...] = ()
    only_if: Annotated[str, Describe("a condition that the school itself has to judge")] = ""
    since: str = ""
    approver: Annotated[Mapping[Of, tuple[BodyKind, ...]], Describe("who may approve it")]
    approver_note: str = ""
    delegable: Mapping[Of, Literal["yes", "no", "partly"]] = field(default_factory=dict)
    delegable_note: str = ""
    review: Annotated[Literal[12, 24, 36, 48, "live", "free"], Describe("months between reviews")]
    review_is: Literal["required", "recommended"] | None = None
    review_note: str = ""
    publish: Mapping[Of, Found]
    publish_note: str = ""
    contains: tuple[str, ...] = ()
    consult: tuple[str, ...] = ()
    note: str = ""
    sources: tuple[str, ...] = ()
    confidence: Literal["high", "medium", "low"]
    unverified: tuple[str, ...] = ()

    @property
    def months(self) -> int | None:
        """Months between reviews; None where the board decides, or the document is kept up to date all the time."""
        return self.review if isinstance(self.review, int) else None

    def level_for(self, group: Group) -> Level | None:
        """Who asks for it in such a school."""
        return self.level.get(group) or self.level.get("all")

    def approvers_for(self, group: Group) -> tuple[BodyKind, ...]:
        """Who may approve it in such a school."""
        return self.approver.get(group) or self.approver.get("all") or ()

    def published_for(self, group: Group) -> Found | None:
        """Whether it must be on the web site of such a school."""
        return self.publish.get(group) or self.publish.get("all")


@dataclass(frozen=True, kw_only=True)
class NoLongerRequired(Located):
    """A policy that schools were once asked for."""

    id: Key
    title: str
    since: str = ""
    note: str = ""
    source: str
    confidence: Literal["high", "medium", "low"]


@dataclass(frozen=True, kw_only=True)
class RequiredPolicies(Located):
    """The list, with the day it was compiled and where its facts come from. It is not complete, and no legal advice."""

    compiled: str = ""
    sources: Mapping[str, str] = field(default_factory=dict)
    policies: tuple[RequiredPolicy, ...] = ()
    no_longer_required: tuple[NoLongerRequired, ...] = ()

    def row(self, id: str) -> RequiredPolicy | None:
        """The entry of that id, or None."""
        return next((one for one in self.policies if one.id == id), None)


def covered(policy: Policy, required: RequiredPolicies) -> tuple[RequiredPolicy, ...]:
    """The entries of the list that a policy meets: those it names, else the one of its own id."""
    rows = (required.row(id) for id in (policy.covers or (policy.id,)))
    return tuple(row for row in rows if row)


def cycle(policy: Policy, required: RequiredPolicies) -> Cycle:
    """How often a policy is reviewed. Of several duties that one text meets, the shortest time counts."""
    rows = [row for row in covered(policy, required) if row.months]
    strict = [row for row in rows if row.review_is == "required"]
    shortest = min(strict or rows, key=lambda row: row.months or 0, default=None)
    return Cycle(
        every=policy.review_every,
        month=policy.review_month,
        at_most=shortest.months if shortest and strict else None,
        listed=shortest.months if shortest else None,
        by=f"required.yaml, {shortest.id}" if shortest else "",
    )
