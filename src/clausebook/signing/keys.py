"""Keys that sign: from a file with its passphrase, or from a token."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clausebook.errors import UserError
from clausebook.model.approvals.signing import TEST_KEY, Certificate, KeySource
from clausebook.text.records import dataclass

if TYPE_CHECKING:
    from asn1crypto import x509
    from pyhanko.sign.signers import Signer

SHORTEST_RSA = 2048  # bits
_PEM = b"-----BEGIN"


@dataclass(frozen=True, repr=False)
class Key:
    """A key that can sign: the library's signer, the certificate's facts, and the certificates above it."""

    signer: Signer
    certificate: Certificate
    chain: tuple[x509.Certificate, ...]


@contextmanager
def opened(source: KeySource, ask: Ask) -> Iterator[Key]:
    """The key, while it is used. Raises UserError for a file that is none, a wrong passphrase, a token that refuses."""
    if source.is_token:
        chain = tuple(certificates(source.chain))
        with opened_token(source, ask, chain) as signer:
            yield Key(signer, facts(signer.signing_cert), chain)
        return
    data = _bytes(source.path)
    read = _pem if _PEM in data else _pkcs12
    yield _file_key(source, *read(source, data, ask))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UserError(
            f"cannot read {path} ({error.strerror})", "look at the path, and at the rights of the file"
        ) from None


def _pkcs12(source: KeySource, data: bytes, ask: Ask) -> tuple[Any, Any, list[Any]]:
    from cryptography.hazmat.primitives.serialization import pkcs12

    for passphrase in _tries(source, ask):
        try:
            key, certificate, others = pkcs12.load_key_and_certificates(data, passphrase)
        except (ValueError, TypeError):
            continue
        if key is None or certificate is None:
            raise UserError(f"{source.path} holds no key with its certificate", "export both, as PKCS#12 (.p12, .pfx)")
        return key, certificate, [*others, *(one for path in source.chain for one in _certificates(path))]
    raise UserError(f"{source.path} cannot be opened", "either the passphrase is wrong or it is no PKCS#12 or PEM file")


def _pem(source: KeySource, data: bytes, ask: Ask) -> tuple[Any, Any, list[Any]]:
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    key = None
    for passphrase in _tries(source, ask):
        try:
            key = load_pem_private_key(data, passphrase)
            break
        except (ValueError, TypeError):
            continue
    if key is None:
        raise UserError(f"{source.path} cannot be opened", "either the passphrase is wrong or it holds no private key")
    beside = x509.load_pem_x509_certificates(data) if b"-----BEGIN CERTIFICATE" in data else []
    listed = [*beside, *(one for path in source.chain for one in _certificates(path))]
    mine = next((one for one in listed if _public(one.public_key()) == _public(key.public_key())), None)
    if mine is None:
        raise UserError(
            f"there is no certificate for the key {source.path}", "--chain FILE.pem names the file that has it"
        )
    return key, mine, [one for one in listed if one != mine]


def _tries(source: KeySource, ask: Ask) -> Iterator[bytes | None]:
    """No passphrase first, because asking for one that is not needed confuses; then the one that is given."""
    yield None
    yield ask(f"the key {source.path.name}").encode()


def _public(key: Any) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return bytes(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


def _file_key(source: KeySource, key: Any, certificate: Any, others: Iterable[Any]) -> Key:
    from asn1crypto.keys import PrivateKeyInfo
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    mine, chain = _asn1(certificate), tuple(_asn1(one) for one in others)
    if _public(certificate.public_key()) != _public(key.public_key()):
        raise UserError(f"the certificate in {source.path} is not that of its key", "export both again")
    known: Any = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    known.register_multiple(chain)
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    signer = SimpleSigner(signing_cert=mine, signing_key=PrivateKeyInfo.load(private), cert_registry=known)
    return Key(signer, facts(mine), chain)


def certificates(files: Iterable[Path]) -> list[x509.Certificate]:
    """The certificates in some PEM or DER files. Raises UserError for a file that has none."""
    return [_asn1(one) for file in files for one in _certificates(file)]


def _certificates(file: Path) -> list[Any]:
    from cryptography import x509

    data = _bytes(file)
    try:
        return x509.load_pem_x509_certificates(data) if _PEM in data else [x509.load_der_x509_certificate(data)]
    except ValueError:
        raise UserError(f"{file} holds no certificate", "PEM or DER is read") from None


def _asn1(certificate: Any) -> x509.Certificate:
    from asn1crypto import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    return x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def facts(certificate: x509.Certificate) -> Certificate:
    """What there is to know of a certificate."""
    validity = certificate["tbs_certificate"]["validity"]
    usages, purposes = certificate.key_usage_value, certificate.extended_key_usage_value
    return Certificate(
        subject=_name(certificate.subject),
        issuer=_name(certificate.issuer),
        begins=validity["not_before"].native,
        ends=validity["not_after"].native,
        usages=frozenset(usages.native) if usages else frozenset(),
        purposes=frozenset(purposes.native) if purposes else frozenset(),
        is_authority=bool(certificate.ca),
        is_test=TEST_KEY in certificate.subject.human_friendly,
        self_signed=certificate.subject == certificate.issuer,
        weak=_weakness(certificate),
    )


def _name(name: Any) -> str:
    """The common name, or else whatever name there is, in one line."""
    parts = name.native
    found = parts.get("common_name") or parts.get("organization_name") or name.human_friendly
    shown = ", ".join(found) if isinstance(found, list) else str(found)
    return "".join(character if character.isprintable() else " " for character in shown)


def _weakness(certificate: x509.Certificate) -> str:
    public = certificate.public_key
    if public.algorithm == "rsa":
        return f"an RSA key of {public.bit_size} bits" if public.bit_size < SHORTEST_RSA else ""
    if public.algorithm == "ec":
        return ""
    return f"a key of the kind {public.algorithm}, which readers of PDF/A-3 do not know"


VARIABLE = "POLICY_KEY_PASSPHRASE"
Ask = Callable[[str], str]


def asker(file: Path | None, prompt: Ask | None = None) -> Ask:
    """What gives the passphrase of the thing it is asked for ("the key chair.p12"). `prompt` asks a person."""

    # taken away, needed or not, so that no program started from here (git, say) inherits it
    given = os.environ.pop(VARIABLE, None)

    def ask(what: str) -> str:
        if file is not None:
            return _from_file(file)
        if given is not None:
            return given
        return prompt(what) if prompt else _from_keyboard(what)

    return ask


def _from_file(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").split("\n")[0].rstrip("\r")
    except (OSError, UnicodeDecodeError):
        raise UserError(f"cannot read the passphrase file {file}", "its first line is the passphrase") from None


def _from_keyboard(what: str) -> str:
    if not sys.stdin.isatty():
        raise UserError(
            f"{what} needs a passphrase, and there is no terminal to ask at", f"--passphrase-file, or set {VARIABLE}"
        )
    return getpass(f"Passphrase of {what}: ")


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
            f"the token cannot be opened ({_message(error)})", "look at --token, --token-label and the PIN"
        ) from None
    try:
        labels = {"cert_label": source.certificate or None, "key_label": source.key or None}
        signer = PKCS11Signer(session, ca_chain=chain, **labels)  # type: ignore[arg-type]
        if signer.signing_cert is None:
            raise SigningError("no certificate")
        yield signer
    except (PKCS11Error, SigningError) as error:
        raise UserError(
            f"the token did not sign ({_message(error)})", "--cert-label and --key-label name what is on it"
        ) from None
    finally:
        session.close()


def _message(error: BaseException) -> str:
    """What the library says is wrong, by the kind of the error alone: its words could hold what was given to it."""
    return type(error).__name__
