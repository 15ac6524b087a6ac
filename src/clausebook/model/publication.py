"""A publication: what one build brings out. All its editions, the templates and labels they are shown with, and
the day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import field, replace
from datetime import date, datetime
from functools import cached_property
from typing import TypeVar, cast, overload

from clausebook.model.acts.chain import Cycle, Every
from clausebook.model.acts.record import Approved, Consulted, RecordedAct, from_record
from clausebook.model.acts.status import EditionState, PolicyStatus, status_on
from clausebook.model.comparison.review import Review
from clausebook.model.edition import Edition, editions_by_policy
from clausebook.model.register import Register
from clausebook.model.school import School
from clausebook.model.term import Term
from clausebook.text.records import dataclass

Fact = TypeVar("Fact")


class ReviewsByPolicy(Sequence[Review]):
    """Reviews that are worked out, or read, for one policy at a time, when somebody asks for them."""

    def __init__(self, policies: Sequence[str], make: Callable[[str], Sequence[Review]]) -> None:
        self._policies, self._make = tuple(policies), make
        self._made: dict[str, tuple[Review, ...]] = {}

    def of(self, policy: str) -> tuple[Review, ...]:
        """Those of one policy."""
        if policy not in self._made:
            self._made[policy] = tuple(self._make(policy)) if policy in self._policies else ()
        return self._made[policy]

    def __iter__(self) -> Iterator[Review]:
        return (review for policy in self._policies for review in self.of(policy))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    @overload
    def __getitem__(self, at: int) -> Review: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Review]: ...
    def __getitem__(self, at: int | slice) -> Review | Sequence[Review]:
        return tuple(self)[at]


def _of(reviews: Sequence[Review], policy: str) -> tuple[Review, ...]:
    if isinstance(reviews, ReviewsByPolicy):
        return reviews.of(policy)
    return tuple(review for review in reviews if review.policy == policy)


@dataclass(frozen=True, kw_only=True)
class Publication:
    """Editions newest first for each policy, the draft before all of them. `reviews` compare editions with each other.

    `changes` compare each approved edition with the one approved before it, newest first for each policy, and speak
    from the day of the approval. `register` is the working tree's (its glossary, its instruments), None where only
    editions are known. `drafted` says of each policy when its draft was last committed. `is_whole`
    says that no edition was left out: only then is it known which one is in force.
    `templates` holds the files of templates/ and site/ by their path in the repository. `signed` are the PDFs that
    somebody has signed, by the reference of their edition, whose PDF they are. `glossaries` are the terms of the commit
    that introduced each approved edition, by its reference: a definition of today explains no words of then. `as_of` is
    the day the build speaks from; nothing reads the clock. `facts` are what was worked out of one policy, by the policy
    and by what it is called: see `fact`.
    """

    school: School
    editions: tuple[Edition, ...]
    as_of: date
    reviews: Sequence[Review] = ()
    changes: Sequence[Review] = ()
    register: Register | None = None
    drafted: Mapping[str, datetime] = field(default_factory=dict)
    is_whole: bool = False
    templates: Mapping[str, bytes] = field(default_factory=dict)
    signed: Mapping[str, bytes] = field(default_factory=dict)
    glossaries: Mapping[str, tuple[Term, ...]] = field(default_factory=dict)
    facts: Mapping[str, MutableMapping[str, object]] = field(default_factory=dict)

    def fact(self, policy: str, name: str, make: Callable[[], Fact]) -> Fact:
        """What `make` works out of one policy alone, in texts and tuples; what was kept where nothing of it changed.

        For the policy "" it is worked out of all of them, once a publication.
        """
        known = self.facts.get(policy)
        if known is None:
            return make()
        if name not in known:
            known[name] = make()
        return cast("Fact", known[name])

    def terms_of(self, edition: Edition) -> tuple[Term, ...]:
        """The glossary as an edition shows it: that of its own day, today's for a draft."""
        if edition.is_draft:
            return self.register.terms if self.register else ()
        return self.glossaries.get(edition.reference, ())

    def editions_of(self, policy: str) -> tuple[Edition, ...]:
        """All editions of one policy, in order."""
        return self._editions_by_policy.get(policy, ())

    @cached_property
    def _editions_by_policy(self) -> dict[str, tuple[Edition, ...]]:
        return editions_by_policy(self.editions)

    @cached_property
    def _statuses(self) -> dict[str, PolicyStatus]:
        return {}

    def status(self, policy: str) -> PolicyStatus:
        """What the acts of one policy say of it on the day of the publication."""
        if policy not in self._statuses:
            acts = self.register.acts_of(policy) if self.register else ()
            cycle = self.register.cycle_of(policy) if self.register and self.register.policy(policy) else None
            editions = [edition for edition in self.editions_of(policy) if edition.approval]
            known = {one.act.edition for one in acts if isinstance(one.act, Approved)}
            if not editions:
                # drafts alone: of the acts only the consultations on them
                last = max((at for at, one in enumerate(acts) if isinstance(one.act, Approved)), default=-1)
                acts = tuple(one for one in acts[last + 1 :] if isinstance(one.act, Consulted))
            elif not {edition.name for edition in editions} <= known:
                # a publication of some editions alone: their approvals are all that is known of their acts
                acts = tuple(_recorded(edition) for edition in reversed(editions))
            self._statuses[policy] = status_on(acts, self.as_of, cycle or _cycle(editions))
        return self._statuses[policy]

    def edition_status(self, edition: Edition) -> EditionState | None:
        """What an approved edition is on the day of the publication; None for a draft."""
        return self.status(edition.policy).edition(edition.name) if edition.approval else None

    def in_force(self, policy: str) -> Edition | None:
        """The edition of one policy that is in force on the day, or None."""
        force = self.status(policy).in_force
        return next((one for one in self.editions_of(policy) if force and one.name == force.name), None)

    def main(self, policy: str) -> Edition:
        """The edition to show first: the one in force, else the newest approved one, else the draft."""
        editions = self.editions_of(policy)
        return self.in_force(policy) or next((one for one in editions if one.approval), editions[0])

    def changes_of(self, policy: str) -> tuple[Review, ...]:
        """The comparisons of one policy's approved editions, newest first."""
        return _of(self.changes, policy)

    def reviews_of(self, policy: str) -> tuple[Review, ...]:
        """The comparisons of one policy's draft."""
        return _of(self.reviews, policy)

    def only(self, policy: str) -> Publication:
        """The same publication as far as it is about one policy."""
        register = self.register
        if register:
            register = replace(
                register,
                policies=tuple(one for one in register.policies if one.id == policy),
                clauses=tuple(one for one in register.clauses if one.policy == policy),
            )
        return replace(
            self,
            editions=self.editions_of(policy),
            reviews=self.reviews_of(policy),
            changes=self.changes_of(policy),
            register=register,
        )


def _recorded(edition: Edition) -> RecordedAct:
    assert edition.approval is not None
    act = replace(from_record(edition.approval), edition=edition.name)
    return RecordedAct(act, edition.approval.act or edition.reference, is_old=True)


def _cycle(editions: Sequence[Edition]) -> Cycle:
    """How often the newest of some approved editions is reviewed, by its own words."""
    if not editions:
        return Cycle()
    return Cycle(every=cast("Every | None", editions[0].review_every), month=editions[0].review_month)


LANGUAGES = {"en": "English", "cy": "Welsh"}  # those of templates/labels
ENGLISH = "en"
# the headings in documents between which the words of an edition are, in each language: a reader of files needs them
CONTENTS, ABOUT = ("Contents", "Cynnwys"), ("About this edition", "Am y rhifyn hwn")


@dataclass(frozen=True, kw_only=True)
class Labels:
    """The labels of one language. `unreviewed` is for the foot of pages; "" where a speaker has read them."""

    language: str
    texts: Mapping[str, str] = field(repr=False)
    unreviewed: str = ""

    @property
    def unreviewed_in_english(self) -> str:
        """The same for those who look after the site; "" where a speaker has read them."""
        said = f"(The {LANGUAGES[self.language]} labels of this page have not been reviewed by a speaker.)"
        return said if self.unreviewed else ""

    def __getitem__(self, key: str) -> str:
        """One label. Raises KeyError for one that does not exist."""
        return self.texts[key]


def language_of(tag: str) -> str:
    """The language whose labels are shown with texts in the language of a tag: English where it has none."""
    primary = tag.partition("-")[0].lower()
    return primary if primary in LANGUAGES else ENGLISH
