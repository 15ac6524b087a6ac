"""Keys, certificates and revocation lists of an invented authority, made anew for every run: none is kept anywhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from asn1crypto import crl as asn1_crl
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

BEGINS, ENDS = datetime(2020, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC)
SIGNED = datetime(2030, 1, 5, 10, tzinfo=UTC)  # when everything in these tests is signed
READ = datetime(2030, 6, 1, tzinfo=UTC)  # when it is verified
_USAGES = (
    *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"),
    *("key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
)


@dataclass(frozen=True)
class Holder:
    """A key with its certificate, and the certificates above it."""

    key: Any
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = field(default=())

    @property
    def pem(self) -> bytes:
        """The certificate as a file to trust."""
        return self.certificate.public_bytes(Encoding.PEM)

    @property
    def asn1(self) -> asn1_x509.Certificate:
        """The certificate as the signing library takes it."""
        return asn1_x509.Certificate.load(self.certificate.public_bytes(Encoding.DER))

    @property
    def asn1_key(self) -> asn1_keys.PrivateKeyInfo:
        """The key as the signing library takes it."""
        return asn1_keys.PrivateKeyInfo.load(self.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))


def issued(
    name: str,
    issuer: Holder | None = None,
    *,
    usages: Iterable[str] = ("digital_signature", "content_commitment"),
    purposes: Iterable[ObjectIdentifier] = (),
    authority: bool = False,
    begins: datetime = BEGINS,
    ends: datetime = ENDS,
    long: bool = False,
) -> Holder:
    """A new key and its certificate; without an issuer it vouches for itself. `long` makes an RSA key."""
    key: Any = rsa.generate_private_key(65537, 2048) if long else ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    wanted = set(usages)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**{usage: usage in wanted for usage in _USAGES}), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if purposes:
        made = made.add_extension(x509.ExtendedKeyUsage(list(purposes)), critical=False)
    certificate = made.sign(issuer.key if issuer else key, SHA256())
    return Holder(key, certificate, (issuer.certificate, *issuer.chain) if issuer else ())


@cache
def authority() -> Holder:
    """The authority that the tests trust."""
    return issued("Authority of the tests", usages=("key_cert_sign", "crl_sign"), authority=True)


@cache
def signer(role: str) -> Holder:
    """Who signs for a role."""
    return issued(f"A. {role.title()}", authority())


@cache
def stranger(role: str) -> Holder:
    """Who signs for a role with a certificate of an authority that nobody asked for."""
    return issued(f"A. {role.title()}", issued("Some other authority", usages=("key_cert_sign",), authority=True))


@cache
def clock() -> Holder:
    """The authority for timestamps; the library's dummy service takes RSA only."""
    return issued("Clock of the tests", authority(), purposes=[ExtendedKeyUsageOID.TIME_STAMPING], long=True)


@cache
def strange_clock() -> Holder:
    """A clock that vouches for itself."""
    return issued("Anybody's clock", purposes=[ExtendedKeyUsageOID.TIME_STAMPING], long=True)


def revocation_list(revoked: Iterable[Holder] = (), on: datetime = SIGNED, issuer: Holder | None = None) -> bytes:
    """The authority's revocation list as PEM, with these certificates revoked on a day."""
    by = issuer or authority()
    made = x509.CertificateRevocationListBuilder().issuer_name(by.certificate.subject)
    made = made.last_update(SIGNED - timedelta(days=4)).next_update(SIGNED + timedelta(days=365 * 3))
    for holder in revoked:
        entry = x509.RevokedCertificateBuilder().serial_number(holder.certificate.serial_number).revocation_date(on)
        made = made.add_revoked_certificate(entry.build())
    return made.sign(by.key, SHA256()).public_bytes(Encoding.PEM)


def as_library_list(pem: bytes) -> asn1_crl.CertificateList:
    """A revocation list as the signing library takes it."""
    der = x509.load_pem_x509_crl(pem).public_bytes(Encoding.DER)
    return asn1_crl.CertificateList.load(der)
