"""What a school that took policies over does with them: whose a clause is, what upstream changed, what came in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from clausebook.model.comparison.review import Review
from clausebook.model.revision import Commit
from clausebook.model.upstream.fork import PlannedWrite

Stand = Literal["upstream's", "changed", "omitted", "local", "removed"]
STANDS: Mapping[Stand, str] = {
    "upstream's": "as upstream has it",
    "changed": "changed by this school",
    "omitted": "omitted by this school",
    "local": "this school's own",
    "removed": "removed by this school",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseOrigin:
    """One clause and whose it is, compared with upstream as it was when it was last taken in.

    `reason` is why the school omits it.
    """

    policy: str
    clause: str
    stand: Stand
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class UpstreamChanges:
    """What upstream changed between the commit that was taken in last and another one.

    `reviews` has one for each policy whose text changed; `other` names, in words, what else did. `related` is False
    where the new commit does not descend from the old one, so that reasons may be missing or told twice.
    """

    address: str
    old: str
    new: str
    commits: tuple[Commit, ...] = ()
    reviews: tuple[Review, ...] = ()
    other: tuple[str, ...] = ()
    related: bool = True

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to take in."""
        return not self.reviews and not self.other


@dataclass(frozen=True, slots=True, kw_only=True)
class Collision:
    """One place where upstream and this school changed the same words: laid out in the file for a person."""

    file: str
    line: int
    what: str


@dataclass(frozen=True, kw_only=True)
class UpstreamMerge:
    """What taking in upstream's changes writes. With collisions the files hold markers and nothing is committed."""

    writing: PlannedWrite
    collisions: tuple[Collision, ...] = ()
