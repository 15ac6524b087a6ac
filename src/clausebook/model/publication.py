"""A publication: what one build brings out. All its editions, the templates they are shown with, and the day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from clausebook.model.comparison.review import Review
from clausebook.model.edition import Edition
from clausebook.model.register import Register
from clausebook.model.school import School


@dataclass(frozen=True, kw_only=True)
class Publication:
    """Editions newest first for each policy, the draft before all of them. `reviews` compare editions with each other.

    `changes` compare each approved edition with the one approved before it, newest first for each policy, and speak
    from the day of the approval. `register` is the working tree's (its glossary, its instruments), None where only
    editions are known. `drafted` says of each policy when its draft was last committed. `is_whole`
    says that no edition was left out: only then is it known which one is in force.
    `templates` holds the files of templates/ and site/ by their path in the repository. `signed` are the PDFs that
    somebody has signed, by the reference of their edition, whose PDF they are. `as_of` is the day the build speaks
    from; nothing reads the clock.
    """

    school: School
    editions: tuple[Edition, ...]
    as_of: date
    reviews: tuple[Review, ...] = ()
    changes: tuple[Review, ...] = ()
    register: Register | None = None
    drafted: Mapping[str, datetime] = field(default_factory=dict)
    is_whole: bool = False
    templates: Mapping[str, bytes] = field(default_factory=dict)
    signed: Mapping[str, bytes] = field(default_factory=dict)

    def editions_of(self, policy: str) -> tuple[Edition, ...]:
        """All editions of one policy, in order."""
        return tuple(edition for edition in self.editions if edition.policy == policy)

    def in_force(self, policy: str) -> Edition | None:
        """The newest approved edition of one policy, or None."""
        return next((edition for edition in self.editions_of(policy) if edition.approval), None)

    def changes_of(self, policy: str) -> tuple[Review, ...]:
        """The comparisons of one policy's approved editions, newest first."""
        return tuple(review for review in self.changes if review.policy == policy)
