"""The history of one clause: edition by edition, who changed it, when and why, and what became of its words."""

from __future__ import annotations

from clausebook.model.acts.record import RecordedAct
from clausebook.model.by_policy import ByPolicy
from clausebook.model.comparison.redline import ClauseChange
from clausebook.model.edition import Edition
from clausebook.model.finding import Finding
from clausebook.model.revision import Commit
from clausebook.text.records import dataclass

UPSTREAM = "upstream"  # where this school's policies come from: whoever it was there
SOMEBODY = "a contributor"  # roles, not people: an author whose address the school has not mapped to a role


@dataclass(frozen=True, slots=True)
class ReadHistory:
    """What history says of all policies: it stays the same while the refs and the engine do.

    `approved` are the approved editions, `faults` findings about records whose words are not the ones they approve,
    `commits` those since the newest edition of each policy, `acts` the acts as they were introduced, in order.
    """

    approved: ByPolicy[Edition]
    faults: tuple[Finding, ...]
    commits: tuple[Commit, ...]
    acts: tuple[RecordedAct, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One commit as the register shows it: the author's role, the day, and why. `commit` is its id."""

    commit: str
    who: str
    on: str
    subject: str
    body: str = ""
    trailers: tuple[tuple[str, str], ...] = ()

    @property
    def why(self) -> tuple[str, ...]:
        """The reasons it states; nothing where it states none."""
        return self.trailer("Reason")

    @property
    def short(self) -> str:
        """The first ten digits of the commit, for people."""
        return self.commit[:10]

    def trailer(self, key: str) -> tuple[str, ...]:
        """Values of one trailer ("Law"), in order, whatever the case of its key; empty ones are none."""
        found = (value.strip() for name, value in self.trailers if name.lower() == key.lower())
        return tuple(value for value in found if value)


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryStep:
    """What one edition did to the clause.

    `edition` is its name, `approved` the date of its approval ("" for the draft). `change` is None where the clause is
    in neither this edition nor the one before. `number` and `title` are those of this edition, "" where it lacks the
    clause. `moves` are other paths its file came from. `uncommitted` says that the working tree holds words no commit
    has. `origin` is where the clause came from, in words, where this school took it over from another one.
    """

    edition: str
    approved: str = ""
    number: str = ""
    title: str = ""
    change: ClauseChange | None = None
    reasons: tuple[Reason, ...] = ()
    moves: tuple[str, ...] = ()
    origin: str = ""
    uncommitted: bool = False

    @property
    def kinds(self) -> tuple[str, ...]:
        """What happened: "added", "changed", ...; nothing where the clause is as it was."""
        return self.change.kinds if self.change else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseHistory:
    """All steps of one clause, oldest first."""

    policy: str
    clause: str
    steps: tuple[HistoryStep, ...]
