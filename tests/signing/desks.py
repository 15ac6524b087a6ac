"""A mini school with an approved policy that two roles sign, keys in files, and the command as the tests give it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)

from clausebook.app.signing import signed
from clausebook.model.approvals.signing import KeySource, SigningOrder, SigningResult
from tests.adopted import files_below
from tests.history.repositories import POLICY, School, approve_by_hand, mini_school
from tests.signing.keys import SIGNED, Holder, signer

PASSPHRASE = "Kr0kodil-unterm-Sofa"
PDF = "policy/approvals/phones/2018.pdf"
SIGNATORIES = """\
signatories:
  - role: chair
    label: Signed by the Chair of Governors
  - role: headteacher
    label: Signed by the Headteacher
acknowledgement: true
"""
ROLES = ("chair", "headteacher")


def approved_school(root: Path) -> School:
    """A school whose phones policy was approved, to be signed by chair and headteacher."""
    school = mini_school(root)
    policy = POLICY.replace("signatories:\n  - role: chair\n    label: Signed\n", SIGNATORIES)
    looks = {path: content.decode() for path, content in files_below("templates").items()}
    school.commit("Let two sign", {"policy/phones.yaml": policy, ".gitattributes": "*.pdf binary\n", **looks})
    approve_by_hand(school)
    return school


def key_file(folder: Path, holder: Holder, passphrase: str = "") -> Path:
    """A PKCS#12 file with key, certificate and chain."""
    lock: Any = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    made = pkcs12.serialize_key_and_certificates(b"key", holder.key, holder.certificate, list(holder.chain), lock)
    path = folder / f"{len(list(folder.iterdir()))}.p12"
    path.write_bytes(made)
    return path


def pem_files(folder: Path, holder: Holder, passphrase: str = "") -> tuple[Path, Path]:
    """A private key and, apart from it, its certificate and chain, as PEM."""
    lock: Any = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    key, chain = folder / "key.pem", folder / "chain.pem"
    key.write_bytes(holder.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock))
    chain.write_bytes(b"".join(one.public_bytes(Encoding.PEM) for one in (*holder.chain, holder.certificate)))
    return key, chain


def order(key: Path | KeySource, role: str = "chair", **more: Any) -> SigningOrder:
    """What the command line asks for."""
    source = key if isinstance(key, KeySource) else KeySource(path=key)
    given: dict[str, Any] = {"policy": "phones", "edition": "2018", "role": role, "key": source, **more}
    return SigningOrder(**given)


def sign(school: School, role: str = "chair", holder: Holder | None = None, **more: Any) -> SigningResult:
    """Sign with a key file of its own."""
    keys = school.root.parent / "keys"
    keys.mkdir(exist_ok=True)
    path = key_file(keys, holder or signer(role))
    return signed(school.root, order(path, role, **more), more.pop("moment", SIGNED))
