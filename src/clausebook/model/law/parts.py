"""What the register knows of an instrument in parts: its provisions, the editions of guidance, its extent, proofs
of its dates.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from clausebook.model.decode import Describe, PartialDate, Pattern
from clausebook.model.finding import Located
from clausebook.text.phrases import listed
from clausebook.text.records import dataclass

# legislation.gov.uk's path; Acts before 1963 are numbered by the years of a reign: ukpga/Eliz2/7-8/66
InstrumentId = Annotated[
    str,
    Pattern(
        r"[a-z]+/(?:[0-9]{4}|[A-Z][A-Za-z0-9]*/[0-9]+(?:-[0-9]+)*)/[0-9]+|[a-z][a-z0-9]*(-[a-z0-9]+)*",
        "ukpga/2018/12, ukpga/Eliz2/7-8/66, or a slug such as kcsie",
    ),
]
SchoolKind = Literal["maintained", "academy", "independent"]
_Day = Annotated[
    str,
    Pattern(
        r"yes|[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?",
        'a date such as 2018-05-25, or "yes" where it is law and the day was not looked up',
    ),
]


@dataclass(frozen=True, kw_only=True)
class Successor(Located):
    """What to cite in place of a provision."""

    SHORTHAND = "instrument"

    instrument: InstrumentId
    ref: str = ""


@dataclass(frozen=True, kw_only=True)
class InstrumentPart(Located):
    """What is known of one provision, or of several that share it. It holds for everything inside it, unless a
    narrower part says otherwise. Without `in_force` and `ended`, its state is not known."""

    ref: Annotated[str, Describe("such as s. 127(2)(a), ss. 26-28, Sch. 15 para. 13 or Pt. 2")]
    in_force: Annotated[_Day, Describe('the first day as law; "yes" where the day was not looked up')] = ""
    ended: Annotated[PartialDate | None, Describe("the first day on which it was no longer law")] = None
    extent: Annotated[str, Describe("where this holds, if not wherever the instrument does: E+W")] = ""
    applies_to_school: tuple[SchoolKind, ...] = ()
    successor: Annotated[tuple[Successor, ...], Describe("what to cite instead")] = ()
    known_as: Annotated[tuple[str, ...], Describe("words that mean this provision without naming it")] = ()
    note: str = ""
    source: str = ""
    unverified: Annotated[tuple[str, ...], Describe("fields whose values were not seen in a source")] = ()


@dataclass(frozen=True, kw_only=True)
class GuidanceEdition(Located):
    """One edition of guidance: its name, which is a year, and the first day on which it was the one in force."""

    edition: str
    published: PartialDate | None = None
    in_force: PartialDate | None = None
    exists: Annotated[
        Literal["seen", "none", "unknown"], Describe("none: that year had no edition; unknown: not looked up yet")
    ] = "seen"
    note: str = ""
    source: str = ""
    confidence: Literal["high", "medium", "low", ""] = ""
    unverified: tuple[str, ...] = ()

    @property
    def begins(self) -> str:
        """When it came into force, or else was published."""
        return self.in_force or self.published or ""


@dataclass(frozen=True, kw_only=True)
class ConfusableLaw(Located):
    """Other law that a reader may mean, and why."""

    instrument: InstrumentId
    ref: str = ""
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class DateProof(Located):
    """Where one date of a row was read, and the words that say so."""

    of: Annotated[str, Describe("the field: ended, or in_force.main")]
    source: Annotated[str, Describe("an address that a reader can open")]
    words: Annotated[str, Describe("the source's own words, where they were seen")] = ""


@dataclass(frozen=True, kw_only=True)
class OldName(Located):
    """A body or service whose name has changed: `to` is the last day of the old one."""

    name: str
    words: Annotated[tuple[str, ...], Describe("by which a text shows that it means it, with capitals as written")] = ()
    to: PartialDate
    then: Annotated[str, Describe("what has its work since")]
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class LawCheck(Located):
    """That this school looked a row of the register up at its source, and when."""

    instrument: InstrumentId
    asked: PartialDate
    by: str = ""


@dataclass(frozen=True, kw_only=True)
class Need(Located):
    """Something that a policy is expected to say, and the words by which a check sees that it does."""

    what: str
    words: tuple[str, ...]
    beside: Annotated[tuple[str, ...], Describe("words of which one must be in the policy before this is asked")] = ()


@dataclass(frozen=True, kw_only=True)
class Contents(Located):
    """What policies of one kind are expected to say. The kind is known by words of the policy's title or id."""

    policies: tuple[str, ...]
    needs: tuple[Need, ...]


NATIONS = {"England": "E", "Wales": "W", "Scotland": "S", "Northern Ireland": "N.I."}
_LETTERS = re.compile(r"(?:E|W|S|N\.I\.)(?:\+(?:E|W|S|N\.I\.))*")


def nations_of(extent: str) -> tuple[str, ...]:
    """The nations that an extent names; () where none is recorded, or it differs by part."""
    if extent.strip() in ("U.K.", "UK"):
        return tuple(NATIONS)
    if not _LETTERS.fullmatch(extent.strip()):
        return ()
    letters = extent.strip().split("+")
    return tuple(nation for nation, letter in NATIONS.items() if letter in letters)


def shown(nations: tuple[str, ...]) -> str:
    """Nations in words: "England and Wales"."""
    return listed(nations)
