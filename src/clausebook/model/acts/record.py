"""An act: one event in the life of an approval, and the small file it is written to, by commands only, never
changed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import field
from typing import Annotated, Literal

from clausebook.model.approvals.approval import UNKNOWN, Approval, Digest, Fingerprint, Signed, Year, called
from clausebook.model.decode import Describe, PartialDate, Pattern
from clausebook.model.finding import Located
from clausebook.model.school import Key
from clausebook.text.records import dataclass

DigestOfAct = Annotated[str, Pattern(r"sha256:[0-9a-f]{64}", "sha256: and 64 hexadecimal digits")]
About = Annotated[str, Pattern(r"draft|[0-9]{4}(-[a-z0-9]+)?", 'an edition in quotes, such as "2026-2"')]


@dataclass(frozen=True, kw_only=True)
class Act(Located):
    """What all acts have in common: which policy and edition, the day, who acted, and the act before."""

    policy: Key
    edition: Annotated[About, Describe("the edition that the act is about")]
    on: Annotated[PartialDate, Describe("the day of the act, as precise as is known")]
    body: Annotated[str, Describe("id of a body of bodies.yaml, or its name")] = ""
    minute: Annotated[str, Describe("reference of the minute, or 'unknown'")] = UNKNOWN
    fingerprint: Annotated[Fingerprint, Describe("of the edition's words")]
    engine: Annotated[str, Describe("the program that wrote the act, with its version")] = ""
    after: Annotated[DigestOfAct | None, Describe("digest of the act before it in this policy")] = None


@dataclass(frozen=True, kw_only=True)
class Approved(Act):
    """A body approved an edition. Records from before 1.0 are such acts too."""

    act: Literal["approved"] = "approved"
    edition: Year
    review_due: Annotated[PartialDate | None, Describe("when the next review is due, if the meeting said it")] = None
    applies_from: Annotated[PartialDate | None, Describe("in force from this day, where not from the approval")] = None
    ratify_by: Annotated[str, Describe("the body that is to ratify the approval")] = ""
    until_ratified: Annotated[
        Literal["in-force", "not-in-force"], Describe("what holds until the other body has ratified it")
    ] = "not-in-force"
    label: Annotated[str, Describe("what the school calls the edition: 2026/27, Autumn 2026")] = ""
    chair: Annotated[str, Describe("who chaired the meeting, where the record says")] = ""
    chairs_action: Annotated[
        str, Describe("why the chair acted for the body between its meetings, where that was so")
    ] = ""
    signatories: tuple[Signed, ...] = ()
    clauses: Annotated[Mapping[Key, Digest], Describe("digest of each clause's own words")] = field(
        default_factory=dict
    )

    @property
    def called(self) -> str:
        """How the edition is named to people: "2026 edition (Autumn 2026)"."""
        return called(self.edition, self.label)


@dataclass(frozen=True, kw_only=True)
class Ratified(Act):
    """A second body ratified an approval, or refused to."""

    act: Literal["ratified"] = "ratified"
    outcome: Literal["ratified", "refused"] = "ratified"
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Reviewed(Act):
    """The edition was reviewed, and no word changed."""

    act: Literal["reviewed"] = "reviewed"
    review_due: Annotated[PartialDate | None, Describe("when the next review is due, if the meeting said it")] = None


@dataclass(frozen=True, kw_only=True)
class AppliesFrom(Act):
    """The day from which an edition applies was set or moved."""

    act: Literal["applies-from"] = "applies-from"
    applies_from: Annotated[PartialDate, Describe("in force from this day")]


@dataclass(frozen=True, kw_only=True)
class Corrected(Act):
    """A fact of an older act was wrong. The old act stays; this one says what is right."""

    act: Literal["corrected"] = "corrected"
    corrects: Annotated[DigestOfAct, Describe("digest of the act that it corrects")]
    wrong: Annotated[Mapping[str, str], Describe("field to the value that was recorded")] = field(default_factory=dict)
    right: Annotated[Mapping[str, str], Describe("field to the right value")]
    reason: Annotated[str, Describe("how the mistake came about, or how it was found")] = ""


@dataclass(frozen=True, kw_only=True)
class SignedBy(Act):
    """Somebody signed the edition, with ink or with a key."""

    act: Literal["signed"] = "signed"
    signs: Annotated[DigestOfAct, Describe("digest of the approval that is signed")]
    how: Literal["ink", "key"] = "ink"
    signatories: tuple[Signed, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Withdrawn(Act):
    """The policy was withdrawn; its editions stay readable."""

    act: Literal["withdrawn"] = "withdrawn"
    reason: str
    successor: Annotated[Key | None, Describe("id of the policy that takes its place")] = None
    takes_effect: Annotated[PartialDate | None, Describe("withdrawn from this day, where not at once")] = None


@dataclass(frozen=True, kw_only=True)
class Response(Located):
    """What one group said in a consultation, and what became of it."""

    of: Annotated[str, Describe("a role or a group, never a person")]
    said: str
    outcome: Annotated[str, Describe("what became of it")] = ""


@dataclass(frozen=True, kw_only=True)
class Responses(Located):
    """The responses to one consultation, as a clerk collects them in a YAML file."""

    responses: tuple[Response, ...]


@dataclass(frozen=True, kw_only=True)
class Consulted(Act):
    """People are or were asked about a draft."""

    act: Literal["consulted"] = "consulted"
    until: Annotated[PartialDate, Describe("the last day for responses")]
    people: Annotated[tuple[str, ...], Describe("who is asked: roles or groups")]
    outcome: Annotated[str, Describe("what became of it, in a sentence")] = ""
    responses: tuple[Response, ...] = ()


AnyAct = Approved | Ratified | Reviewed | AppliesFrom | Corrected | SignedBy | Withdrawn | Consulted
KINDS: Mapping[str, type[Act]] = {
    "approved": Approved,
    "ratified": Ratified,
    "reviewed": Reviewed,
    "applies-from": AppliesFrom,
    "corrected": Corrected,
    "signed": SignedBy,
    "withdrawn": Withdrawn,
    "consulted": Consulted,
}


@dataclass(frozen=True, slots=True)
class RecordedAct:
    """An act with the digest of its file. `is_old`: its file is a record from before 1.0, which has no chain."""

    act: AnyAct
    digest: str
    is_old: bool = False

    @property
    def path(self) -> str:
        """The file it was read from."""
        return self.act.place.file

    @property
    def policy(self) -> str:
        """The policy whose folder the file is in: an id that was changed later, the act has as it was."""
        return parts_of_path(self.path)[0] or self.act.policy


def from_record(approval: Approval) -> Approved:
    """A record from before 1.0 as the act that it is."""
    return Approved(
        place=approval.place,
        policy=approval.policy,
        edition=approval.edition,
        on=approval.approved,
        body=approval.body,
        minute=approval.minute,
        review_due=approval.review_due,
        applies_from=approval.applies_from,
        label=approval.label,
        signatories=approval.signatories,
        fingerprint=approval.fingerprint,
        clauses=approval.clauses,
    )


def approval_of(one: RecordedAct) -> Approval:
    """The approval that an act records, as editions carry it. The act must be one that approves."""
    act = one.act
    assert isinstance(act, Approved)
    return Approval(
        place=act.place,
        policy=act.policy,
        edition=act.edition,
        approved=act.on,
        review_due=act.review_due,
        applies_from=act.applies_from,
        label=act.label,
        body=act.body,
        minute=act.minute,
        signatories=act.signatories,
        fingerprint=act.fingerprint,
        clauses=act.clauses,
        act="" if one.is_old else one.digest,
    )


FOLDER = "policy/approvals/"
_DATE = r"[0-9]{4}(?:-[0-9]{2}){0,2}"
_KINDS = "approved|ratified|reviewed|applies-from|corrected|signed|withdrawn|consulted"
_PATH = re.compile(r"(?:.*/)?policy/approvals/([^/]+)/([^/]+)\.yaml")
# An edition's name has one hyphen at most, so no record from before 1.0 (2018.yaml, 2026-2.yaml) looks like this.
_ACT = re.compile(rf"({_DATE})-({_KINDS})-(draft|[0-9]{{4}}(?:-[a-z0-9]+)?)(?:\.[0-9]+)?")


def parts_of_path(path: str) -> tuple[str, str, str]:
    """Policy, kind of act and edition, read off a path; three times "" for a path of another shape."""
    found = _PATH.fullmatch(path)
    if found is None:
        return "", "", ""
    act = _ACT.fullmatch(found[2])
    return (found[1], act[2], act[3]) if act else (found[1], "approved", found[2])


def approval_in_path(path: str) -> tuple[str, str]:
    """Policy and edition of a file that records an approval; "" and "" for any other file."""
    policy, kind, edition = parts_of_path(path)
    return (policy, edition) if kind == "approved" else ("", "")


def pdf_beside(path: str) -> str:
    """Where the signed PDF of an edition is, from the path of the record that approves it."""
    return f"{path.rpartition('/')[0]}/{approval_in_path(path)[1]}.pdf"


def file_of(policy: str, kind: str, on: str, edition: str, taken: frozenset[str] = frozenset()) -> str:
    """The path of a new act's file; a further one of the same day gets a number."""
    stem = f"{FOLDER}{policy}/{on}-{kind}-{edition}"
    numbered = (f"{stem}.{number}.yaml" for number in range(2, len(taken) + 3))
    return next(path for path in (f"{stem}.yaml", *numbered) if path not in taken)


def digest_of(data: bytes) -> str:
    """SHA-256 of a file with line feeds at the ends of its lines, whatever a checkout made of them."""
    with_line_feeds = data.replace(b"\r\n", b"\n")
    return f"sha256:{hashlib.sha256(with_line_feeds).hexdigest()}"
