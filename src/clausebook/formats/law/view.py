"""Instrument -> what its page shows: every string is ready and escaped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from html import escape

from clausebook.formats.law.phrases import CitedLaw, Citing, called, day, ground_words, kind_words, plainly, sure_words
from clausebook.formats.law.timeline import Timeline, timeline_of
from clausebook.formats.web.escape import address, law_folder, words
from clausebook.model.law.instrument import Instrument
from clausebook.model.law.parts import InstrumentPart
from clausebook.model.law.status import Kind, point_in_time_url, span, status
from clausebook.model.publication import Publication
from clausebook.text.dates import in_words, on_day
from clausebook.text.records import dataclass

# the tag's colour and its words
_TAGS: dict[Kind, tuple[str, str]] = {
    "not yet in force": ("draft", "Not yet in force"),
    "in force": ("force", "In force"),
    "partly in force": ("part", "Partly in force"),
    "presumed in force": ("part", "Presumed in force"),
    "partly ended": ("part", "Partly ended"),
    "ended": ("superseded", "No longer law"),
    "unknown": ("unknown", "Not known"),
}
_LANDS = {"E": "England", "W": "Wales", "S": "Scotland", "N.I.": "Northern Ireland"}
_FIELDS = {
    "ended_scope": "which part ended",
    "amended_by": "its amendments",
    "extent": "where it extends to",
    "published": "the day it was published",
    "in_force": "the day it came into force",
    "ended": "whether and when it ended",
    "made": "the day it was made",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusTag:
    """A status in a word or two, and the class of its colour."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LawAtApproval:
    """An approved edition that cites an instrument: how the instrument was that day, and where that can be read."""

    title: str
    edition: str
    url: str
    approved: str
    status: str
    text: str
    on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionCitations:
    """The places of one edition that cite an instrument."""

    name: str
    url: str
    tag: StatusTag
    provisions: str
    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LawPage:
    """One instrument."""

    title: str
    also: tuple[str, ...]
    kind: str
    id: str
    url: str
    read: str
    tag: StatusTag | None
    grounds: tuple[str, ...]
    timeline: Timeline | None
    stood: tuple[LawAtApproval, ...]
    policies: tuple[tuple[str, tuple[EditionCitations, ...]], ...]
    related: tuple[tuple[str, str, str], ...]
    facts: tuple[tuple[str, str], ...]
    sure: tuple[str, ...]
    notes: tuple[str, ...]
    sources: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LawRow:
    """One instrument in the list."""

    title: str
    url: str
    tag: StatusTag | None
    policies: tuple[tuple[str, tuple[EditionCitations, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LawGroup:
    """Instruments that are listed together, under a heading with an address of its own."""

    id: str
    title: str
    rows: tuple[LawRow, ...]


def groups_of(laws: Sequence[CitedLaw], publication: Publication) -> tuple[LawGroup, ...]:
    """Legislation that is cited, guidance that is cited, and what is registered only."""
    cited = [law for law in laws if law.citing]
    groups = (
        ("__legislation", "Legislation that our policies cite", [law for law in cited if law.kind != "guidance"]),
        ("__guidance", "Guidance that our policies cite", [law for law in cited if law.kind == "guidance"]),
        ("__others", "Registered but not cited", [law for law in laws if not law.citing]),
    )
    return tuple(
        LawGroup(id=id, title=title, rows=tuple(_row(law, publication) for law in found))
        for id, title, found in groups
        if found
    )


def _row(law: CitedLaw, publication: Publication) -> LawRow:
    return LawRow(
        title=words(law.title),
        url=f"site:{escape(law_folder(law.id))}/",
        tag=_tag(law.known, publication.as_of),
        policies=_policies(law),
    )


def page_of(law: CitedLaw, publication: Publication, names: Mapping[str, str]) -> LawPage:
    """All that is known of one instrument. `names` says how others are called inside a sentence."""
    known = law.known
    return LawPage(
        title=words(law.title),
        also=tuple(words(name) for name in known.names) if known else (),
        kind=kind_words(law.kind),
        id=words(law.id) if law.kind != "guidance" else "",
        url=address(law.url),
        read=_read(law),
        tag=_tag(known, publication.as_of),
        grounds=tuple(_grounds(known, publication.as_of, names)),
        timeline=timeline_of(law, names, publication.as_of),
        stood=tuple(_at_approval(one, known) for one in law.citing if known and one.edition.approval),
        policies=_policies(law),
        related=tuple(_related(law, publication)),
        facts=tuple(_facts(known, names)),
        sure=tuple(_sure(known)),
        notes=(words(known.note),) if known and known.note else (),
        sources=tuple((words(one), address(one)) for one in (known.sources if known else ())),
    )


def _read(law: CitedLaw) -> str:
    """What the link to its text says."""
    if law.kind != "guidance":
        return "Read it at legislation.gov.uk"
    return words(f"Read it ({law.known.issuer})") if law.known and law.known.issuer else "Read it"


def _tag(known: Instrument | None, on: date) -> StatusTag | None:
    if known is None:
        return None
    kind, text = _TAGS[status(known, on).kind]
    return StatusTag(kind=kind, words=text)


def _grounds(known: Instrument | None, on: date, names: Mapping[str, str]) -> Iterator[str]:
    if known:
        for ground in status(known, on).grounds:
            text = ground_words(ground, names)
            yield words(text[:1].upper() + text[1:])


def _at_approval(one: Citing, known: Instrument | None) -> LawAtApproval:
    approval = one.edition.approval
    if approval is None or known is None:
        raise ValueError(f"{one.edition.reference} has no approval to look at {one.law.id} from")
    first, last = span(approval.approved) or (date.min, date.min)
    return LawAtApproval(
        title=words(one.edition.title),
        edition=words(one.edition.called),
        url=f"site:{escape(one.edition.folder)}/",
        approved=words(day(approval.approved)),
        status=words(_between(known, first, last)),
        text=address(point_in_time_url(known, first)) if known.kind != "guidance" else "",
        on=in_words(first.isoformat()),
    )


def _between(known: Instrument, first: date, last: date) -> str:
    """Its status on a day; where only a month or year is recorded, on its first and its last day."""
    before, after = (_then(known, on) for on in (first, last))
    if before == after:
        return before
    return f"{before} on {in_words(first.isoformat())}, {after[:1].lower()}{after[1:]} on {in_words(last.isoformat())}"


def _then(known: Instrument, on: date) -> str:
    """Its status on a day; of guidance whose present edition had not begun, what is recorded of those before it."""
    found = status(known, on)
    if known.kind == "guidance" and found.kind == "not yet in force":
        earlier = [ground.words for ground in found.grounds if ground.field == "history"]
        wording = plainly(earlier[0], {}) if earlier else "none is recorded"
        return f"An earlier edition, if any ({wording})"
    return _TAGS[found.kind][1]


def _policies(law: CitedLaw) -> tuple[tuple[str, tuple[EditionCitations, ...]], ...]:
    found: dict[str, list[Citing]] = {}
    for one in law.citing:
        found.setdefault(one.edition.policy, []).append(one)
    return tuple((words(group[0].edition.title), tuple(_cites(one) for one in group)) for group in found.values())


def _cites(one: Citing) -> EditionCitations:
    draft = one.edition.is_draft
    return EditionCitations(
        name="Draft" if draft else words(one.edition.called),
        url=f"site:{escape(one.edition.folder)}/",
        tag=StatusTag(kind="draft", words="Draft") if draft else StatusTag(kind="force", words="Approved"),
        provisions=words(", ".join(one.law.provisions)),
        places=one.places,
    )


def _related(law: CitedLaw, publication: Publication) -> Iterator[tuple[str, str, str]]:
    """What replaced it and what it replaced: how, title and address."""
    register = publication.register.instrument_by_id if publication.register else {}
    after = law.known.replaced_by if law.known else ()
    before = [one.id for one in register.values() if law.id in one.replaced_by]
    for how, ids in (("Replaced by", after), ("Replaced", before)):
        for id in ids:
            found = register.get(id)
            title = called(found).removeprefix("the ") if found else id
            yield how, words(title), f"site:{escape(law_folder(id))}/" if found else ""


def _part_words(part: InstrumentPart) -> str:
    """What is known of one provision, in a line: "s. 46 since 27 June 2018"."""
    ended = f" ended {on_day(part.ended)}" if part.ended else ""
    begun = f" since {in_words(part.in_force)}" if part.in_force not in ("", "yes") and not ended else ""
    doubt = " (day not seen in a source)" if {"ended", "in_force"} & set(part.unverified) else ""
    state = ended or begun or (" in force" if part.in_force else " not known")
    return f"{part.ref}{state}{f' for {part.extent}' if ended and part.extent else ''}{doubt}"


def _facts(known: Instrument | None, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if known is None:
        return
    for label, value in (
        ("What it requires of a policy", known.duty),
        ("Issued by", known.issuer),
        ("Edition", known.edition),
        ("Force of the guidance", known.statutory),
        ("Supersedes", known.supersedes),
        ("Extent", _lands(known.extent)),
        ("Applies to", known.applies_to),
        ("Schools that it binds", ", ".join(known.applies_to_school)),
        ("Expected", "; ".join(known.expected)),
        ("Not to be confused with", "; ".join(one.reason for one in known.confusable)),
        ("Provisions", "; ".join(_part_words(one) for one in known.parts)),
        ("Topics", ", ".join(known.topics)),
    ):
        if value:
            yield label, words(plainly(value, names))


def _sure(known: Instrument | None) -> Iterator[str]:
    if known is None:
        yield "This law has been removed from the register; some editions still cite it."
        return
    yield sure_words(known.confidence)
    if known.unverified:
        named = ", ".join(dict.fromkeys(_field(field) for field in known.unverified))
        yield words(f"Not checked in a source: {named}.")
    if known.compiled:
        yield words(f"Last checked on {in_words(known.compiled)}. Later changes are not included.")


def _field(field: str) -> str:
    whole, _, part = field.partition(".")
    text = _FIELDS.get(whole, whole.replace("_", " "))
    return f"{text} ({part})" if part and part != "main" else text


def _lands(extent: str) -> str:
    """ "E+W+S" as countries; anything else as it is written."""
    parts = extent.split("+")
    return ", ".join(_LANDS[part] for part in parts) if set(parts) <= set(_LANDS) else extent
