"""A duty: who must, must not, should, should not or may do what, when, to whom; and what one sentence states before."""

from __future__ import annotations

from dataclasses import field
from typing import Literal

from clausebook.model.clause import Duty as Force
from clausebook.model.duties.terms import DutyTerms
from clausebook.model.duties.wording import NO_WORDS, Wording
from clausebook.text.records import dataclass

FORCES: tuple[Force, ...] = ("must", "must-not", "should", "should-not", "may")
SCHOOL = "the-school"  # beside the school's roles: "The school must ..." binds no person among the readers

Party = Literal["users", "school", "office"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a duty is written: the clause, the item's number, its address, and its position in the clause.

    `path` numbers the block, then the items down to it, then the sentence, from 0.
    """

    clause: str
    cite: str
    anchor: str
    path: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A leaf of the ledger: one thing that one sentence or item binds somebody to.

    `words` are those of the sentence or item, `lead` the words above the list that it follows; together they are a
    sentence. `who` is the one bound as the words name them, "" where they name no person. `people` are the same as a
    set, by which two editions are compared: roles that the clause applies to, else nouns. `roles` are the roles whose
    page of duties has it; where the words name no known person, all whom the clause applies to.

    `party` says whose it is: of those to whom the policy applies, of the school and its bodies, or of an office.
    `subject` are all words before those that bind, such as "pupils under 12 who swim".
    `mark` are the words that bind, such as "must" or "are normally required to".
    `joined` is the "and" or "or" that joins it to the item before it. `consequence` is what follows a breach, in words.
    """

    force: Force
    place: Place
    words: Wording
    lead: Wording = NO_WORDS
    who: str = ""
    people: frozenset[str] = frozenset()
    roles: tuple[str, ...] = ()
    party: Party = "users"
    action: str = ""
    conditions: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    deadlines: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    consequence: str = ""
    joined: str = ""
    only: bool = False
    mark: str = ""
    subject: str = ""
    soft: bool = False

    @property
    def cite(self) -> str:
        """The number under which people find it."""
        return self.place.cite

    @property
    def is_permission(self) -> bool:
        """Whether it gives leave and asks nothing."""
        return self.force == "may"

    @property
    def written(self) -> str:
        """The whole of it as pages show it: the words above the list, then its own."""
        return f"{self.lead.written} {self.words.written}".strip()

    @property
    def read(self) -> str:
        """The whole of it as it is read."""
        return f"{self.lead.read} {self.words.read}".strip()


Clauses = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One thing that a sentence binds somebody to, forbids or allows. `who` is "" where the words do not say.

    `subject` are all words before those that bind, such as "pupils under 12 who swim".
    `mark` are the words that bind: "must", "are normally required to".
    `soft` says that the words are weaker than what they ask; `promised` that it is said as what will be done, without
    saying by whom. `opens` says that its action is to follow, in the items of a list.
    """

    force: Force
    who: str = ""
    action: str = ""
    terms: DutyTerms = field(default_factory=DutyTerms)
    only: bool = False
    mark: str = ""
    subject: str = ""
    soft: bool = False
    promised: bool = False
    opens: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """What a reader carries from the words above: who they speak of, and the conditions they set."""

    who: str = ""
    conditions: Clauses = ()
    exceptions: Clauses = ()
    deadlines: Clauses = ()


NOTHING = Lead()
