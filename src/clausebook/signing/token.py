"""A token behind a PKCS#11 module -> a key that can sign. The key never leaves the token."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from clausebook.errors import UserError
from clausebook.model.approvals.signing import KeySource
from clausebook.signing.passphrase import Ask

if TYPE_CHECKING:
    from asn1crypto import x509
    from pyhanko.sign.signers import Signer


@contextmanager
def opened_token(source: KeySource, ask: Ask, chain: Sequence[x509.Certificate]) -> Iterator[Signer]:
    """The token's signer. `chain` are certificates above its own that the token does not hold.

    Raises UserError where module, token, PIN or label do not fit.
    """
    from pkcs11 import PKCS11Error
    from pyhanko.config.pkcs11 import TokenCriteria
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session

    pin = ask(f"the token {source.token or source.path.name}")
    try:
        wanted = TokenCriteria(label=source.token) if source.token else None
        session = open_pkcs11_session(str(source.path), token_criteria=wanted, user_pin=pin)
    except (PKCS11Error, RuntimeError, OSError) as error:
        raise UserError(
            f"the token cannot be opened ({_said(error)})", "look at --token, --token-label and the PIN"
        ) from None
    try:
        labels = {"cert_label": source.certificate or None, "key_label": source.key or None}
        signer = PKCS11Signer(session, ca_chain=chain, **labels)  # type: ignore[arg-type]
        if signer.signing_cert is None:
            raise SigningError("no certificate")
        yield signer
    except (PKCS11Error, SigningError) as error:
        raise UserError(
            f"the token did not sign ({_said(error)})", "--cert-label and --key-label name what is on it"
        ) from None
    finally:
        session.close()


def _said(error: BaseException) -> str:
    """What the library says is wrong, by the kind of the error alone: its words could hold what was given to it."""
    return type(error).__name__
