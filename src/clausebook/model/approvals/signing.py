"""Signing: what is asked of a key, what is known of its certificate, and what the stamp in the signature field says."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from clausebook.text.records import dataclass

TEST_KEY = "TEST KEY, not a signature of the school"  # in a test key's certificate, and wherever one has signed
SIGNATURE, ARCHIVE = "sig/", "archive/"  # what the names of a PDF's signature fields begin with
FOR_SIGNING = frozenset(("digital_signature", "non_repudiation"))
# Purposes (extended key usage) under which certificates for signing documents are issued.
PURPOSES = frozenset(
    ("any_extended_key_usage", "email_protection", "document_signing", "adobe_authentic_documents_trust",
     "microsoft_document_signing", "client_auth")
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class KeySource:
    """Where the key is: a PKCS#12 file, a PEM file with the chain beside it, or a token behind a PKCS#11 module.

    `path` is the file or the module. `token` is the token's label, "" for the only one; `certificate` and `key` are
    labels of what is on it, and one of them is enough where both bear the same.
    """

    path: Path
    chain: tuple[Path, ...] = ()
    is_token: bool = False
    token: str = ""
    certificate: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What is known of a signer's certificate.

    `subject` and `issuer` are the names to show. `usages` and `purposes` are empty where it limits neither. `weak` says
    why its key should not be trusted, "" for a good one. `self_signed`: only the key itself vouches for it.
    """

    subject: str
    issuer: str
    begins: datetime
    ends: datetime
    usages: frozenset[str] = frozenset()
    purposes: frozenset[str] = frozenset()
    is_authority: bool = False
    is_test: bool = False
    self_signed: bool = False
    weak: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningOrder:
    """What `sign` was asked for.

    `timestamp` is the address of a timestamp service, "" for none. `revocation` are files of CRLs or OCSP answers;
    `fetch` allows asking for them over the network. `trust` are files of root certificates. `archive` adds a timestamp
    over everything, so that it can be checked when keys and algorithms have aged.
    """

    policy: str
    edition: str
    role: str
    key: KeySource
    passphrase_file: Path | None = None
    timestamp: str = ""
    revocation: tuple[Path, ...] = ()
    trust: tuple[Path, ...] = ()
    fetch: bool = False
    archive: bool = False


@dataclass(frozen=True, slots=True)
class SignaturePlace:
    """One signature field of a PDF: its name, its size in points, and whether somebody signed there."""

    name: str
    width: float
    height: float
    is_signed: bool

    @property
    def role(self) -> str:
        """The role that signs here: "chair" for the fields "sig/chair" and "sig/chair/2"; "" for a timestamp's."""
        return self.name.split("/")[1] if self.name.startswith(SIGNATURE) else ""

    @property
    def archive(self) -> str:
        """The field beside it for the archive's timestamp."""
        return ARCHIVE + self.name.removeprefix(SIGNATURE)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureAppearance:
    """What is drawn where somebody signed: the size of the place in points, a name, and lines below it."""

    width: float
    height: float
    name: str
    lines: tuple[str, ...]
    warning: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningResult:
    """What came of it: the file, the commit, who signed with which certificate, and the roles that have yet to sign."""

    path: str
    commit: str
    role: str
    certificate: Certificate
    level: str
    waiting: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """The report to the user."""
        lines = [f"signed as {self.role} ({self.level}): {self.path}, commit {self.commit[:10]}"]
        if self.certificate.is_test:
            lines.append(f"note: {TEST_KEY}")
        elif self.certificate.self_signed:
            lines.append("note: only the key itself vouches for its certificate; give the certificate to the readers")
        lines.append(f"still to sign: {', '.join(self.waiting)}" if self.waiting else "everybody has signed")
        return tuple(lines)
