"""Evidence: what was read out of one PDF, without any judgement. A stage judges it against the record."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime
from typing import Literal

from clausebook.model.approvals.signing import Certificate
from clausebook.text.records import dataclass

ATTACHMENT = "edition.json"

Changed = Literal["nothing", "proofs", "forms", "altered"]
Reach = Literal["file", "revision", "less"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedText:
    """A stretch of words in the order a screen reader meets them.

    `around` are the elements it is in, outermost first, each with a number of its own ("P", 17). `said` is what the
    tags tell a screen reader to say instead of the words, "" where they tell nothing.
    """

    around: tuple[tuple[str, int], ...]
    text: str
    page: int
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisibilityProblem:
    """Words that are in the file and that no reader sees, or that a reader sees and the tags do not have."""

    page: int
    text: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTexts:
    """What the pages say: tagged words in order, running heads and feet page by page, and words that play tricks.

    `bookmarks` are what the list of contents beside the pages says.
    """

    tagged: tuple[TaggedText, ...] = ()
    running: tuple[tuple[int, str], ...] = ()
    flaws: tuple[VisibilityProblem, ...] = ()
    bookmarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfFormField:
    """A field of a form. `shown` is the text its appearance draws, which a reader sees, `value` what is stored.

    `looks` is a digest of that appearance, `flags` say whether it can be filled in and is shown. `kind` is "text",
    "tick", "choice" or "signature". `on_words` are the words of the page that it lies over.
    """

    name: str
    kind: str
    value: str = ""
    shown: str = ""
    page: int = 0
    looks: str = ""
    flags: str = ""
    on_words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfAnnotation:
    """Something that lies on a page: a note, a stamp, a link, a field.

    `says` is who wrote it and what, `target` where a link leads, `covers` the words of the page under its drawing.
    """

    page: int
    kind: str
    digest: str
    field: str = ""
    says: str = ""
    target: str = ""
    covers: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRevision:
    """The file as it was at the end of one revision: `end` is how many bytes of it there were then.

    Digests stand for what is not shown: what each page draws, what lies on it besides the page's own content, and each
    entry of the catalogue. `attachments` are name and SHA-256, `metadata` what the file says about itself, without the
    dates that every program rewrites. `tricks` are things that no policy needs and that can change what is seen.
    """

    end: int
    pages: tuple[str, ...] = ()
    annotations: tuple[PdfAnnotation, ...] = ()
    fields: tuple[PdfFormField, ...] = ()
    attachments: tuple[tuple[str, str], ...] = ()
    metadata: tuple[tuple[str, str], ...] = ()
    catalogue: tuple[tuple[str, str], ...] = ()
    tricks: tuple[str, ...] = ()
    version: str = ""
    form: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustResult:
    """What came of following a certificate to the authorities that the reader named with --trust.

    `anchor` is the authority it led to; `problem` says why it did not, as a clause ("the certificate was revoked …").
    `revocation` says whether any source knew if the certificate was revoked.
    """

    anchor: str = ""
    problem: str = ""
    revocation: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TimestampProof:
    """A time that an authority put its name to. `sound` says that it fits what it was made for."""

    at: datetime
    authority: Certificate
    sound: bool
    trust: TrustResult | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddedSignature:
    """One signature, or one timestamp over the whole document, as it was found.

    `trouble` says why it cannot be read; then nothing else counts. `end` is how many bytes of the file it covers,
    `whole` whether it covers every one of them but its own. `sound` says that the signature fits the bytes and the
    certificate. `changed` is the library's judgement on what came later, `told` what it says of it. `trust` is None
    where the reader named no authorities. `proven` is the time a trusted timestamp gives. `certifies` says
    that it fixes what may come after it.
    """

    field: str
    archive: bool = False
    trouble: str = ""
    end: int = 0
    whole: bool = False
    reach: Reach = "less"
    sound: bool = False
    signer: Certificate | None = None
    claimed: datetime | None = None
    stamp: TimestampProof | None = None
    proven: datetime | None = None
    trust: TrustResult | None = None
    certifies: bool = False
    changed: Changed = "nothing"
    told: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Everything that was read out of one file.

    `trouble` says why it cannot be read as a PDF; then there is nothing else. `states` are the file at the end of each
    signature's bytes and, last, as it is now. `attached` are the files called edition.json, as bytes. `proofs` counts
    revocation lists and answers that the file carries. `producer` is the program that says it wrote it. `tail` says
    what follows the end of the last revision.
    """

    name: str
    size: int = 0
    content: bytes = field(default=b"", repr=False)
    trouble: str = ""
    states: tuple[FileRevision, ...] = ()
    pages: PageTexts = PageTexts()
    attached: tuple[bytes, ...] = ()
    seals: tuple[EmbeddedSignature, ...] = ()
    proofs: int = 0
    tail: str = ""
    disagree: tuple[str, ...] = ()
    producer: str = ""

    @property
    def now(self) -> FileRevision:
        """The file as it is."""
        return self.states[-1]

    @property
    def signatures(self) -> tuple[EmbeddedSignature, ...]:
        """The seals that somebody signed, without timestamps over the document."""
        return tuple(seal for seal in self.seals if not seal.archive)
