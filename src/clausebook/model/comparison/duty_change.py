"""What became of a duty between two editions: the verdict, and each difference by name with the words of both sides."""

from __future__ import annotations

from typing import Literal

from clausebook.model.clause import Duty as Force
from clausebook.model.duties import Duty
from clausebook.text.records import dataclass

Verdict = Literal[
    "new",
    "gone",
    "stronger",
    "weaker",
    "reversed",
    "changed",
    "narrower",
    "wider",
    "other-words",
    "moved",
]
DifferenceKind = Literal[
    "force",
    "consequence",
    "deadline",
    "number",
    "addressee",
    "condition",
    "exception",
    "extent",
    "choice",
    "degree",
    "opposite",
    "people",
    "definition",
    "words",
    "wording",
]
Effect = Literal["", "more", "fewer"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs, in the words of either side: a deadline of "24 hours" and one of "72 hours".

    A side that says nothing of it is "". Of "words" all that is known is that they differ; "wording" says where.
    `effect` says whether the new words bind more or fewer people, or more or
    less conduct, where that follows from the letter.
    """

    kind: DifferenceKind
    old: str = ""
    new: str = ""
    effect: Effect = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementChange:
    """A sentence that binds nobody and says something else (a number, a time …); or a definition or row, reworded."""

    clause: str
    cite: str
    old: str
    new: str
    differences: tuple[Difference, ...]

    @property
    def is_reworded(self) -> bool:
        """Whether all that is known is that it is in other words."""
        return all(one.kind in ("words", "wording") for one in self.differences)

    @property
    def verdict(self) -> Verdict:
        """Weaker or stronger where all that differs is how surely or how often it is so."""
        effects = {one.effect for one in self.differences}
        if not {one.kind for one in self.differences} <= {"degree", "consequence"} or len(effects) > 1:
            return "changed"
        return "stronger" if "more" in effects else "weaker"


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyChange:
    """What became of one duty or permission. One that reads as it did in the same clause has no such record.

    `old` and `new` are the leaves of either ledger, None where there is none: a duty that is gone is quoted from
    `old`, under its old number. `part` says that the old one became several, of which this is one, or several one.
    `beside` is what the other edition says in its place without binding anybody, of a duty that is new or gone.
    """

    verdict: Verdict
    old: Duty | None = None
    new: Duty | None = None
    differences: tuple[Difference, ...] = ()
    part: Literal["", "split", "merged"] = ""
    has_moved: bool = False
    beside: str = ""

    @property
    def shown(self) -> Duty:
        """The leaf to show: the new one where there is one."""
        found = self.new or self.old
        assert found is not None  # every change has a side
        return found

    @property
    def kind(self) -> Literal["new", "dropped", "changed"]:
        """Whether it came, went, or is in both."""
        return "dropped" if self.new is None else "new" if self.old is None else "changed"

    @property
    def is_permission(self) -> bool:
        """Whether it gives leave and asks nothing on both sides. What was forbidden and is allowed is none."""
        return all(side.force == "may" for side in (self.old, self.new) if side)

    @property
    def is_of_users(self) -> bool:
        """Whether it binds those to whom the policy applies, and not the school or an office."""
        return self.shown.party == "users"

    @property
    def clause(self) -> str:
        """The id of its clause."""
        return self.shown.place.clause

    @property
    def cite(self) -> str:
        """The number under which it is cited; of one that is gone, the old number."""
        return self.shown.cite

    @property
    def old_force(self) -> Force | None:
        """How strongly the old edition binds."""
        return self.old.force if self.old else None

    @property
    def new_force(self) -> Force | None:
        """How strongly the new edition binds."""
        return self.new.force if self.new else None

    @property
    def old_words(self) -> str:
        """The words of the old edition, as they are written."""
        return self.old.words.written if self.old else ""

    @property
    def new_words(self) -> str:
        """The words of the new edition, as they are written."""
        return self.new.words.written if self.new else ""

    @property
    def stem(self) -> str:
        """The words above the list that it belongs to."""
        return self.shown.lead.written

    @property
    def weight(self) -> Literal["stronger", "weaker", "reversed", ""]:
        """Whether it binds more or less strongly, or the other way."""
        return self.verdict if self.verdict in ("stronger", "weaker", "reversed") else ""
