"""The authorities that a reader trusts, as read from a file, and whether a certificate leads to one of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from clausebook.errors import UserError
from clausebook.model.approvals.pdf_evidence import TrustResult
from clausebook.signing.keys import facts
from clausebook.text.records import dataclass


@dataclass(frozen=True)
class TrustStore:
    """One file's certificates and revocation lists, and the authorities of the reader, None where none were named."""

    reader: Any
    authorities: Authorities | None

    @cached_property
    def store(self) -> Any:
        """The file's own store of proofs, or None."""
        from pyhanko.sign.validation.dss import DocumentSecurityStore
        from pyhanko.sign.validation.errors import NoDSSFoundError

        try:
            return DocumentSecurityStore.read_dss(self.reader)
        except NoDSSFoundError:
            return None

    @property
    def proofs(self) -> int:
        """How many revocation lists and answers the file carries."""
        return len(self.store.crls) + len(self.store.ocsps) if self.store else 0

    def context(self, moment: datetime, strict: bool = False) -> Any:
        """What the library needs to follow a certificate as of a moment. Without authorities it leads nowhere.

        With `strict`, each certificate must be known not to have been revoked.
        """
        from pyhanko_certvalidator import ValidationContext

        known: dict[str, Any] = {
            "trust_roots": list(self.authorities.roots) if self.authorities else [],
            "crls": list(self.authorities.lists) if self.authorities else [],
            "moment": moment,
            "allow_fetching": False,
            "revocation_mode": "require" if strict else "soft-fail",
            "retroactive_revinfo": True,
        }
        return self.store.as_validation_context(known) if self.store else ValidationContext(**known)

    @property
    def knows_revocation(self) -> bool:
        """Whether there is any source that could name a revoked certificate."""
        return bool(self.proofs or (self.authorities and self.authorities.lists))

    def trust(self, status: Any, moment: datetime, strict: bool) -> TrustResult | None:
        """What came of it, from the library's status; None where the reader named no authorities."""
        if self.authorities is None:
            return None
        if status.trusted:
            anchor = status.validation_path.trust_anchor.certificate
            return TrustResult(anchor=facts(anchor).subject, revocation=strict)
        return TrustResult(problem=_problem(status, moment, self.authorities.name))


def _problem(status: Any, moment: datetime, name: str) -> str:
    revoked = status.revocation_details
    found = status.signing_cert
    if revoked is not None:
        which = "the certificate of an authority above it" if revoked.ca_revoked else "its certificate"
        return f"{which} was revoked on {revoked.revocation_date.astimezone(UTC).date().isoformat()}"
    if found.not_valid_after < moment:
        return f"its certificate ran out on {found.not_valid_after.date().isoformat()}"
    if found.not_valid_before > moment:
        return f"its certificate is not valid before {found.not_valid_before.date().isoformat()}"
    reason = getattr(status.trust_problem_indic, "name", "")
    if reason in ("NO_CERTIFICATE_CHAIN_FOUND", "CHAIN_CONSTRAINTS_FAILURE") and found.subject == found.issuer:
        return f"its certificate vouches for itself, and is not in {name}"
    if reason == "NO_CERTIFICATE_CHAIN_FOUND":
        return f"its certificate leads to no authority in {name}"
    return _REASONS.get(reason, "its certificate cannot be followed to an authority")


_REASONS = {
    "CHAIN_CONSTRAINTS_FAILURE": "its certificate is not for this use",
    "TRY_LATER": "the list of revoked certificates is out of date",
    "CRYPTO_CONSTRAINTS_FAILURE": "it uses a method of signing that is not safe any more",
    "CRYPTO_CONSTRAINTS_FAILURE_NO_POE": "it uses a method of signing that is not safe any more",
    "CERTIFICATE_CHAIN_GENERAL_FAILURE": "the certificates above it are not in order (one ran out or does not fit)",
}


LARGEST = 4_000_000  # bytes


@dataclass(frozen=True)
class Authorities:
    """Certificates to trust and revocation lists to believe, as asn1crypto's objects. `name` is the file's."""

    name: str
    roots: Sequence[Any]
    lists: Sequence[Any] = ()


def read_authorities(path: Path) -> Authorities:
    """The certificates and revocation lists of a PEM file. Raises UserError where there is no certificate in it."""
    from asn1crypto import crl, pem, x509

    try:
        with path.open("rb") as opened:
            content = opened.read(LARGEST)
    except OSError as error:
        raise UserError(f"cannot read {path} ({error.strerror})", "--trust takes a file of PEM certificates") from error
    roots, lists = [], []
    try:
        for kind, _, der in pem.unarmor(content, multiple=True):
            if kind in ("CERTIFICATE", "TRUSTED CERTIFICATE"):
                roots.append(_checked(x509.Certificate.load(der)))
            elif kind == "X509 CRL":
                lists.append(_checked(crl.CertificateList.load(der)))
    except ValueError:
        raise UserError(f"{path} is no PEM file, or a damaged one", _HINT) from None
    if not roots:
        raise UserError(f"there is no certificate in {path}", _HINT)
    return Authorities(path.name, tuple(roots), tuple(lists))


_HINT = "ask the authority for its certificate as PEM: it begins with -----BEGIN CERTIFICATE-----"


def _checked(value: Any) -> Any:
    """The same value, read to its end: what is damaged is found here. Raises ValueError."""
    _ = value.native
    return value
