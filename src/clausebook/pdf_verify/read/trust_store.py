"""The bench that certificates are followed from: the reader's authorities, and what the file brought to help."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from clausebook.model.approvals.pdf_evidence import TrustResult
from clausebook.pdf_verify.read.authorities import Authorities
from clausebook.signing.keys import facts


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
        """Whether there is anything that could tell of a revoked certificate."""
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
    "TRY_LATER": "what tells of revoked certificates is out of date",
    "CRYPTO_CONSTRAINTS_FAILURE": "it uses a method of signing that is not safe any more",
    "CRYPTO_CONSTRAINTS_FAILURE_NO_POE": "it uses a method of signing that is not safe any more",
    "CERTIFICATE_CHAIN_GENERAL_FAILURE": "the certificates above it are not in order (one ran out or does not fit)",
}
