"""A key on a token (PKCS#11): it signs without ever leaving the token. SoftHSM stands for the token."""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from clausebook.app.signing import signed
from clausebook.errors import UserError
from clausebook.model.approvals.signing import KeySource
from clausebook.signing.keys import VARIABLE
from clausebook.signing.pades import insist_on_soundness
from tests.history.repositories import School
from tests.programs import program
from tests.signing.desks import PASSPHRASE, PDF, order
from tests.signing.keys import SIGNED, Holder, authority, issued

pytestmark = pytest.mark.slow
MODULES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib64/softhsm/libsofthsm2.so",
    "/opt/homebrew/lib/softhsm/libsofthsm2.so",
)
PIN = "4711-0815"


@pytest.fixture(scope="module")
def token(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KeySource]:
    """A token of its own that holds one key with its certificate."""
    program("softhsm2-util")
    module = next((path for path in map(Path, MODULES) if path.exists()), None)
    assert module, "softhsm2-util is there and its module is not"
    folder = tmp_path_factory.mktemp("token")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder / 'tokens'}\n", encoding="utf-8")
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")
    holder = issued("A. Chair", authority(), long=True)
    _fill(module, holder)
    chain = folder / "chain.pem"
    chain.write_bytes(authority().pem)
    yield KeySource(path=module, is_token=True, token="governors", certificate="chair", chain=(chain,))
    del os.environ["SOFTHSM2_CONF"]


def _fill(module: Path, holder: Holder) -> None:
    """Make a token, and put key and certificate on it."""
    made = [program("softhsm2-util"), "--init-token", "--free", "--label", "governors", "--pin", PIN, "--so-pin", PIN]
    subprocess.run(made, check=True, capture_output=True)
    import pkcs11
    from pkcs11.util.rsa import decode_rsa_private_key
    from pkcs11.util.x509 import decode_x509_certificate

    library = pkcs11.lib(str(module))
    key = holder.key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    certificate = holder.certificate.public_bytes(Encoding.DER)
    with library.get_token(token_label="governors").open(rw=True, user_pin=PIN) as session:
        label = {pkcs11.Attribute.LABEL: "chair", pkcs11.Attribute.TOKEN: True}
        session.create_object({**decode_rsa_private_key(key), **label, pkcs11.Attribute.SIGN: True})
        session.create_object({**decode_x509_certificate(certificate), **label})


def test_a_key_on_a_token_signs(school: School, token: KeySource) -> None:
    done = signed(school.root, order(token), SIGNED, lambda what: PIN)
    content = (school.root / PDF).read_bytes()
    insist_on_soundness(content)
    assert done.certificate.subject == "A. Chair"
    with pikepdf.open(io.BytesIO(content)) as opened:
        assert [str(one.T) for one in opened.Root.AcroForm.Fields if "/V" in one and str(one.FT) == "/Sig"] == [
            "sig/chair"
        ]


def test_a_wrong_pin_or_label_signs_nothing_and_tells_no_secret(
    school: School, token: KeySource, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, PASSPHRASE)
    with pytest.raises(UserError, match=r"the token cannot be opened \(PinIncorrect\)") as caught:
        signed(school.root, order(token), SIGNED)
    assert PASSPHRASE not in str(caught.value)
    other = KeySource(path=token.path, is_token=True, token="governors", certificate="headteacher")
    with pytest.raises(UserError, match="the token did not sign") as caught:
        signed(school.root, order(other), SIGNED, lambda what: PIN)
    assert "--cert-label" in caught.value.hint
    nowhere = KeySource(path=token.path, is_token=True, token="caretakers")
    with pytest.raises(UserError, match="the token cannot be opened"):
        signed(school.root, order(nowhere), SIGNED, lambda what: PIN)
    assert not (school.root / PDF).exists()


def test_a_module_that_is_none_is_one_line(school: School, tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.so", Path(__file__)):
        with pytest.raises(UserError, match="the token cannot be opened"):
            signed(school.root, order(KeySource(path=path, is_token=True)), SIGNED, lambda what: PIN)
