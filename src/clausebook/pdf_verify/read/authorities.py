"""A PEM file -> the authorities that a reader trusts, and the revocation lists that came with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clausebook.errors import UserError

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
