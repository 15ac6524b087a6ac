"""What one sentence binds somebody to, and what a reader carries along from the words above it."""

from __future__ import annotations

from dataclasses import dataclass, field

from clausebook.model.clause import Duty as Force
from clausebook.model.duties.terms import Terms

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
    terms: Terms = field(default_factory=Terms)
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
