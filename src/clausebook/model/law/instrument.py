"""An instrument: an Act, regulation or guidance that clauses cite, and the package of them that comes from
upstream. Its status is computed as of a day, never stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from typing import Annotated, Literal

from clausebook.model.clause import Citation
from clausebook.model.decode import Describe, PartialDate
from clausebook.model.finding import Located
from clausebook.model.law.parts import (
    ConfusableLaw,
    Contents,
    DateProof,
    GuidanceEdition,
    InstrumentId,
    InstrumentPart,
    LawCheck,
    OldName,
    SchoolKind,
)
from clausebook.model.school import Key, Url
from clausebook.text.records import dataclass

LEGISLATION = "https://www.legislation.gov.uk"


@dataclass(frozen=True, kw_only=True)
class Ending(Located):
    """What brought an instrument, or a part of it, to an end."""

    instrument: InstrumentId
    provision: str = ""
    commenced_by: Annotated[str, Describe("the instrument that brought the ending into force")] = ""


@dataclass(frozen=True, kw_only=True)
class Amendment(Located):
    """A change made to an instrument by another one."""

    instrument: InstrumentId
    date: PartialDate | None = None
    by: Annotated[str, Describe("the provision that the sources name for it")] = ""
    effect: Annotated[str, Describe("what changed, in a line")] = ""


@dataclass(frozen=True, kw_only=True)
class Instrument(Located):
    """An Act, a regulation or guidance, with where each fact comes from and how sure it is.

    Fields named in `unverified` ("made", or "in_force.main" for one part) hold values that were not seen in a source:
    a wrong law is worse than a missing one. `ended` there, with no date given, means that it was not seen whether it
    has ended. What the instrument *is* on a day is worked out by clausebook.model.law.status and stored nowhere.
    """

    id: Annotated[InstrumentId, Describe("legislation.gov.uk path, or a slug for guidance")]
    title: Annotated[str, Describe("official title")]
    names: Annotated[
        tuple[str, ...], Describe("other names that mean this instrument alone; never a title without its year")
    ] = ()
    kind: Literal["act", "si", "eu-regulation", "guidance"]
    issuer: Annotated[str, Describe("who publishes guidance")] = ""
    statutory: Annotated[str, Describe("whether and since when guidance has statutory force, in words")] = ""
    edition: Annotated[str, Describe("which edition of guidance")] = ""
    made: PartialDate | None = None
    laid: PartialDate | None = None
    published: PartialDate | None = None
    in_force: Annotated[Mapping[str, str], Describe("part (or 'main') to date, or to words")] = field(
        default_factory=dict
    )
    ended: Annotated[PartialDate | None, Describe("when it, or the part in ended_scope, stopped being law")] = None
    ended_scope: Annotated[str, Describe("which part ended, where not all of it, in words")] = ""
    parts: Annotated[tuple[InstrumentPart, ...], Describe("what is known of single provisions")] = ()
    ended_by: Ending | None = None
    lapsed_with: Annotated[
        InstrumentId | None, Describe("the instrument whose power it was made under, where it fell with that power")
    ] = None
    survives: Annotated[str, Describe("what remains of an instrument that has ended: rather write parts")] = ""
    replaced_by: tuple[InstrumentId, ...] = ()
    supersedes: str = ""
    history: Annotated[Mapping[str, str], Describe("earlier editions, name to date in force: rather editions")] = field(
        default_factory=dict
    )
    editions: Annotated[tuple[GuidanceEdition, ...], Describe("the editions of guidance that are known")] = ()
    renewed: Annotated[Literal["yearly", "irregular"], Describe("whether a new edition comes each year")] = "irregular"
    renewal_month: Annotated[int, Describe("the month in which it comes, 1 to 12")] = 0
    amended_by: tuple[Amendment, ...] = ()
    extent: str = ""
    applies_to: str = ""
    applies_to_school: Annotated[tuple[SchoolKind, ...], Describe("which schools it binds; none: not recorded")] = ()
    confusable: Annotated[tuple[ConfusableLaw, ...], Describe("other law that a reader may mean")] = ()
    address: Annotated[Url | None, Describe("for guidance; legislation has its address from its id")] = None
    duty: Annotated[str, Describe("the duty in it that a policy must meet, in a line")] = ""
    topics: Annotated[tuple[str, ...], Describe("lists the instrument is the source of, such as the nine grounds")] = ()
    topic_words: Annotated[
        Mapping[str, tuple[str, ...]], Describe("other words that a text may name one of its topics by")
    ] = field(default_factory=dict)
    as_made_only: Annotated[bool, Describe("legislation.gov.uk holds no text but the one first made")] = False
    note: str = ""
    expected: Annotated[tuple[str, ...], Describe("what is planned and was not seen in force")] = ()
    proofs: Annotated[tuple[DateProof, ...], Describe("where single dates were read, and the words that say so")] = ()
    sources: tuple[str, ...] = ()
    confidence: Annotated[
        Literal["high", "medium", "low"],
        Describe("high: read in the instrument itself; medium: a secondary page; low: partly from memory"),
    ]
    unverified: Annotated[tuple[str, ...], Describe("fields whose values were not seen in a source")] = ()
    compiled: Annotated[
        PartialDate | None, Describe("when these facts were put together; nothing later is in them")
    ] = None
    asked: Annotated[PartialDate | None, Describe("the last day on which the source was asked")] = None

    @property
    def url(self) -> str:
        """Where it can be read; empty for guidance without an address."""
        if self.kind == "guidance":
            return self.address or ""
        return f"{LEGISLATION}/{self.id}"


@dataclass(frozen=True, kw_only=True)
class Subject(Located):
    """Something that policies speak of, and the law they usually cite where they do."""

    id: Key
    words: Annotated[tuple[str, ...], Describe("words by which a text shows that it speaks of this, in any case")]
    cite: Annotated[tuple[Citation, ...], Describe("what is usually cited: of these, what is law on the day")]
    beside: Annotated[tuple[str, ...], Describe("words of which one must be in the same sentence")] = ()
    unless: Annotated[tuple[str, ...], Describe("words that must not be in the same sentence")] = ()


@dataclass(frozen=True, kw_only=True)
class Instruments(Located):
    """A file of the register of law: policy/instruments.yaml, one of its folder, or the school's own additions.

    In policy/instruments.local.yaml a row takes the place of the register's row of that id, and `checks` say when the
    school looked a row up.
    """

    version: Annotated[str, Describe("of the register's rows: a day, 2026.11.28")] = ""
    instruments: tuple[Instrument, ...] = ()
    subjects: Annotated[tuple[Subject, ...], Describe("what policies speak of, and the law usually cited for it")] = ()
    former_bodies: Annotated[tuple[OldName, ...], Describe("bodies whose names have changed")] = ()
    namesakes: Annotated[
        Mapping[str, tuple[str, ...]], Describe("years of other Acts of a title, which have no row")
    ] = field(default_factory=dict)
    contents: Annotated[tuple[Contents, ...], Describe("what kinds of policy are expected to say")] = ()
    checks: Annotated[tuple[LawCheck, ...], Describe("rows that this school looked up")] = ()


def merged_law(files: Iterable[Instruments], local: str) -> Instruments:
    """All rows in the order of their files. A row of the file `local` takes the place of the register's row of its id;
    its checks set the day on which a row was asked."""
    known = sorted(files, key=lambda one: (one.place.file == local, one.place.file))
    own = [one for one in known if one.place.file == local]
    theirs = [one for one in known if one.place.file != local]
    mine: dict[str, Instrument] = {row.id: row for one in own for row in one.instruments}
    rows = [mine.pop(row.id, row) for one in theirs for row in one.instruments]
    rows += [row for one in own for row in one.instruments if row.id in mine]
    asked = {check.instrument: check.asked for one in own for check in one.checks}
    rows = [replace(row, asked=max(asked[row.id], row.asked or "")) if row.id in asked else row for row in rows]
    return Instruments(
        version=next((one.version for one in theirs if one.version), ""),
        instruments=tuple(rows),
        subjects=tuple(one for whole in known for one in whole.subjects),
        former_bodies=tuple(one for whole in known for one in whole.former_bodies),
        namesakes={title: years for whole in known for title, years in whole.namesakes.items()},
        contents=tuple(one for whole in known for one in whole.contents),
        checks=tuple(one for whole in own for one in whole.checks),
    )
