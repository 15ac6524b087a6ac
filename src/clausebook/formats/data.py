"""Edition -> JSON, and back. The edition for other programs, with the words its fingerprint is computed from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from clausebook.model.acts.words import act_line
from clausebook.model.approvals.approval import UNKNOWN, Approval, Fingerprint, Signed
from clausebook.model.artefact import Artefact
from clausebook.model.decode import Describe, PartialDate, Pattern
from clausebook.model.edition import Edition, Law, ResolvedSection, SignatureLine
from clausebook.model.fingerprint import fingerprint_of, words
from clausebook.model.policy import ContentsLine, Month
from clausebook.model.publication import Publication
from clausebook.model.published import Adopted, Data, file, published, read
from clausebook.model.school import Key, School
from clausebook.text.records import dataclass

READS = ()
NOT_DATA = (KeyError, TypeError, ValueError, AttributeError, RecursionError)
# the fields that the fingerprint covers, in an edition and in all it is made of
ADOPTED = frozenset(
    {
        *("policy", "title", "series", "approving_body", "signatures", "printed_contents", "page", "label"),
        *("chapters", "id", "number", "opening", "passages", "applies_to", "citations", "instrument", "provision"),
        *("blocks", "kind", "stem", "points", "caption", "header", "rows", "blanks"),
        *("text", "bold", "italic", "code", "link"),
    }
)
Name = Annotated[str, Pattern(r"[0-9]{4}(-[a-z0-9]+)?|draft", "a review year, or draft")]


@dataclass(frozen=True, kw_only=True)
class PublishedSignatory:
    """Who signed."""

    role: Key
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class PublishedApproval:
    """The governors' act. What the record calls unknown is left out."""

    edition: str
    approved: Annotated[PartialDate, Describe("a date as precise as it is known")]
    review_due: Annotated[PartialDate | None, Describe("a date as precise as it is known")] = None
    applies_from: Annotated[
        PartialDate | None, Describe("the day from which it applies, where that is not the day of the approval")
    ] = None
    label: Annotated[str, Describe("what the school calls the edition: 2026/27, Autumn 2026")] = ""
    act: Annotated[
        str,
        Pattern("sha256:[0-9a-f]{64}", "sha256: and 64 hexadecimal digits"),
        Describe("digest of the act that approved it; records from before 1.0 have none"),
    ] = ""
    body: str
    minute: str = ""
    signatories: tuple[PublishedSignatory, ...] = ()
    fingerprint: Fingerprint


@dataclass(frozen=True, kw_only=True)
class PublishedAct:
    """An act about the edition."""

    act: Annotated[str, Describe("what kind of act: reviewed, ratified, corrected")]
    on: Annotated[str, Describe("a date as precise as it is known")]
    words: Annotated[str, Describe("the act in a sentence")]


@dataclass(frozen=True, kw_only=True)
class PublishedSchool:
    """The school."""

    name: str
    language: Annotated[str, Describe("BCP 47 tag of the words")]


@dataclass(frozen=True, kw_only=True)
class PublishedEdition:
    """A policy as it reads in one review year. docs/data.md says how its fingerprint is computed.

    `words` is what the fingerprint covers and nothing else, so that anybody can hash it as it is. `chapters` holds the
    same text ready to show, with what the engine adds: letters, anchors, duties, reasons, facts.
    """

    schema: Literal["edition-v1"] = "edition-v1"
    policy: Key
    edition: Annotated[Name, Describe("a review year, or draft")]
    reference: Annotated[str, Describe("policy and edition: acceptable-use/2018")]
    title: str
    series: Annotated[str, Describe("line above the title on the cover")] = ""
    status: Literal["approved", "draft"]
    approval: PublishedApproval | None = None
    previous: Annotated[PublishedApproval | None, Describe("the approval that a draft is to follow")] = None
    approving_body: str = ""
    owner: Annotated[str, Describe("title of the role that looks after the text")] = ""
    review_month: Month | None = None
    review_due: Annotated[
        PartialDate | None, Describe("when its review is due as of rendering, where that is not what the approval says")
    ] = None
    acts: Annotated[
        tuple[PublishedAct, ...],
        Describe("acts about the edition besides its approval: the consultations before it, and all since"),
    ] = ()
    school: PublishedSchool
    fingerprint: Annotated[Fingerprint, Describe("of `words`")]
    commit: Annotated[str, Describe("revision the words were read from; left out for files not committed")] = ""
    words: Annotated[Mapping[str, Any], Adopted(Edition, ADOPTED), Describe("what the fingerprint covers")]
    chapters: tuple[ResolvedSection, ...]
    laws: tuple[Law, ...] = ()


def render(edition: Edition, publication: Publication) -> Iterator[Artefact]:
    """One JSON file, in UTF-8, ending in a line feed."""
    yield Artefact(path=f"{edition.folder}/{edition.file_stem}.json", source=text(edition))


def text(edition: Edition) -> bytes:
    """The file's bytes; the edition's PDF carries the same ones."""
    return file(data(edition))


def data(edition: Edition) -> Data:
    """What the file holds; schema/edition.json, which `build.py schema` writes, says the same to a program."""
    adopted = words(edition)
    recorded = (edition.approval.review_due if edition.approval else "") or ""
    return published(
        PublishedEdition(
            policy=edition.policy,
            edition=edition.name,
            reference=edition.reference,
            title=edition.title,
            series=edition.series,
            status="draft" if edition.is_draft else "approved",
            approval=_approval(edition.approval),
            previous=_approval(edition.previous),
            approving_body=edition.approving_body,
            owner=edition.owner,
            review_month=edition.review_month,  # type: ignore[arg-type]
            review_due=edition.review_due if edition.review_due != recorded else None,
            acts=tuple(PublishedAct(act=act.act, on=act.on, words=act_line(act)) for act in edition.acts),
            school=PublishedSchool(name=edition.school.name, language=edition.school.language),
            fingerprint=fingerprint_of(adopted),
            commit=edition.commit,
            words=adopted,
            chapters=edition.chapters,
            laws=edition.laws,
        )
    )


def _approval(approval: Approval | None) -> PublishedApproval | None:
    """The record as it is; what it calls unknown is left out, never guessed."""
    if approval is None:
        return None
    signed = (PublishedSignatory(role=who.role, name=_known(who.name)) for who in approval.signatories)
    return PublishedApproval(
        edition=approval.edition,
        approved=approval.approved,
        review_due=approval.review_due,
        applies_from=approval.applies_from,
        label=approval.label,
        act=approval.act,
        body=approval.body,
        minute=_known(approval.minute),
        signatories=tuple(signed),
        fingerprint=approval.fingerprint,
    )


def _known(value: str) -> str:
    return "" if value == UNKNOWN else value


def edition_of(data: Any) -> Edition:
    """The edition that the data describe, with the fingerprint computed from its chapters and frame.

    What only the formats need and the data leave out is not there: colours, roles, links of the site. Raises ValueError
    for data that are not an edition's, and for data whose chapters are not the words they claim.
    """
    try:
        edition = _edition(read(PublishedEdition, data))
        found = words(edition)
    except NOT_DATA as wrong:
        raise ValueError(f"it does not hold an edition ({type(wrong).__name__}: {wrong})") from None
    if found != data.get("words"):
        raise ValueError("what it shows and what its fingerprint covers are not the same words")
    return edition


def _edition(file: PublishedEdition) -> Edition:
    return Edition(
        policy=file.policy,
        name=file.edition,
        title=file.title,
        series=file.series,
        school=School(name=file.school.name, language=file.school.language),
        chapters=file.chapters,
        laws=file.laws,
        # which words are beside a line is adopted; whose line it is says the approval alone
        signatures=tuple(
            SignatureLine("", line.get("title", ""), line.get("label", "")) for line in file.words.get("signatures", ())
        ),
        printed_contents=tuple(
            ContentsLine(number=line.get("number"), title=line.get("title", ""), page=line.get("page", ""))
            for line in file.words.get("printed_contents", ())
        ),
        approving_body=file.approving_body,
        owner=file.owner,
        review_month=file.review_month,
        approval=_record(file.policy, file.approval),
        previous=_record(file.policy, file.previous),
        fingerprint=fingerprint_of(dict(file.words)),
        commit=file.commit,
        review_due=file.review_due or "",
    )


def _record(policy: str, approval: PublishedApproval | None) -> Approval | None:
    if approval is None:
        return None
    return Approval(
        policy=policy,
        edition=approval.edition,
        approved=approval.approved,
        review_due=approval.review_due,
        applies_from=approval.applies_from,
        label=approval.label,
        act=approval.act,
        body=approval.body,
        minute=approval.minute or UNKNOWN,
        signatories=tuple(Signed(role=who.role, name=who.name or UNKNOWN) for who in approval.signatories),
        fingerprint=approval.fingerprint,
    )
