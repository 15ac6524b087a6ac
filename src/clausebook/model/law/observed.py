"""What legislation.gov.uk says of an instrument, and where it differs from what is registered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["found", "choices", "missing", "refused", "failed"]


@dataclass(frozen=True, slots=True)
class SiteAnswer:
    """What came back for one address: "found" with a body; "choices" where it means several things; "missing" (404);
    "refused" (403); "failed" after all attempts. `note` says in words what went wrong. `pages` are
    those that follow the first, of a feed that has several."""

    kind: Kind
    body: bytes = b""
    note: str = ""
    pages: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One change that another instrument makes. `in_force` are the days on which it comes into force, as far as dated.

    `instrument` is the id of the instrument that makes it, `modified` the day its record was last changed.
    """

    type: str
    affected: str
    instrument: str
    title: str
    provision: str = ""
    applied: bool = False
    required: bool = False
    in_force: tuple[str, ...] = ()
    modified: str = ""

    def is_outstanding(self, on: date) -> bool:
        """Whether the published text should show it by that day and does not: required, not applied, in force."""
        return self.required and not self.applied and self.has_begun(on)

    def has_begun(self, on: date) -> bool:
        """Whether one of its dates is that day or earlier; an effect without dates is prospective."""
        return any(when <= on.isoformat() for when in self.in_force)


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """One instrument as the site's XML has it. Dates are ISO dates, "" where the XML has none.

    `valid` is the day from which the version shown holds, `status` its editorial status ("revised", "final").
    `provisions` counts the groups of provisions in the text, `repealed` those marked repealed, and `repealed_since` is
    the day from which most of these are.
    """

    title: str
    id: str = ""
    valid: str = ""
    status: str = ""
    made: str = ""
    begins: str = ""
    provisions: int = 0
    repealed: int = 0
    repealed_since: str = ""
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """Where the site and the register differ on one instrument: in words, and as the YAML that is proposed.

    `unseen` says why nothing could be compared, where that is so.
    """

    instrument: str
    title: str
    differences: tuple[str, ...] = ()
    proposed: tuple[str, ...] = ()
    unseen: str = ""
