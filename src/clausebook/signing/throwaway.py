"""A throwaway key for trying out: its certificate says, where every reader shows it, that it is nobody's signature."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

from clausebook.errors import UserError
from clausebook.model.approvals.signing import TEST_KEY

LASTS = timedelta(days=90)
_OTHER_USES = (
    *("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign"),
    *("encipher_only", "decipher_only"),
)


def write_test_key(path: Path, moment: datetime) -> None:
    """Write a new PKCS#12 file without a passphrase, for its owner's eyes only. Raises UserError where there is one."""
    content = new_test_key(moment)
    try:
        # O_EXCL: a key that somebody uses is never overwritten
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    except FileExistsError:
        raise UserError(f"{path} is there already", "name another file, or delete it") from None
    except OSError as error:
        raise UserError(f"cannot write {path} ({error.strerror})", "look at the rights of the folder") from None
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)


def new_test_key(moment: datetime) -> bytes:
    """A key on the curve P-256 and a certificate that vouches for itself, valid for three months."""
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, TEST_KEY)])
    usage = dict.fromkeys(_OTHER_USES, False)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(moment - timedelta(hours=1))
        .not_valid_after(moment + LASTS)
        .add_extension(x509.KeyUsage(digital_signature=True, content_commitment=True, **usage), critical=True)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    return pkcs12.serialize_key_and_certificates(b"test key", key, certificate, None, NoEncryption())
