"""Keys and passphrases: every kind of key file signs, none of their secrets is ever to be found anywhere."""

from __future__ import annotations

import os
import subprocess
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from clausebook.errors import UserError
from clausebook.model.approvals.signing import KeySource
from clausebook.signing.keys import VARIABLE, asker, facts, opened
from tests.adopted import ROOT
from tests.history.repositories import School
from tests.signing.desks import PASSPHRASE, key_file, pem_files
from tests.signing.keys import Holder, authority, issued, signer

pytestmark = pytest.mark.slow

WRONG = "not-Kr0kodil"


@pytest.fixture(autouse=True)
def no_passphrase_around(monkeypatch: pytest.MonkeyPatch) -> None:
    """The variable of whoever runs the tests is not theirs."""
    monkeypatch.delenv(VARIABLE, raising=False)


def never(what: str) -> str:
    """A prompt that must not be needed."""
    raise AssertionError(f"asked for the passphrase of {what}")


def test_a_key_without_a_passphrase_asks_for_none(tmp_path: Path) -> None:
    with opened(KeySource(path=key_file(tmp_path, signer("chair"))), asker(None, never)) as key:
        assert key.certificate.subject == "A. Chair"
        assert key.certificate.issuer == "Authority of the tests"
        assert len(key.chain) == 1


def test_a_passphrase_comes_from_a_file_or_the_environment_or_the_keyboard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = KeySource(path=key_file(tmp_path, signer("chair"), PASSPHRASE))
    file = tmp_path / "passphrase"
    file.write_text(f"{PASSPHRASE}\r\nthe second line is not read\n", encoding="utf-8", newline="")
    with opened(source, asker(file, never)) as key:
        assert key.certificate.subject == "A. Chair"
    monkeypatch.setenv(VARIABLE, PASSPHRASE)
    with opened(source, asker(None, never)) as key:
        assert key.certificate.subject == "A. Chair"
    asked: list[str] = []
    with opened(source, asker(None, lambda what: asked.append(what) or PASSPHRASE)) as key:
        assert key.certificate.subject == "A. Chair"
    assert asked == [f"the key {source.path.name}"]


def test_no_program_that_is_started_inherits_the_passphrase(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, PASSPHRASE)
    with opened(KeySource(path=key_file(tmp_path, signer("chair"), PASSPHRASE)), asker(None, never)):
        assert VARIABLE not in os.environ


def test_a_passphrase_that_was_set_and_not_needed_is_taken_away_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, PASSPHRASE)
    with opened(KeySource(path=key_file(tmp_path, signer("chair"))), asker(None, never)):
        assert VARIABLE not in os.environ


@pytest.mark.parametrize("passphrase", ["", PASSPHRASE])
def test_a_pem_key_finds_its_certificate_in_the_chain(tmp_path: Path, passphrase: str) -> None:
    path, chain = pem_files(tmp_path, signer("chair"), passphrase)
    with opened(KeySource(path=path, chain=(chain,)), asker(None, lambda what: passphrase)) as key:
        assert key.certificate.subject == "A. Chair"
        assert [facts(one).subject for one in key.chain if facts(one).is_authority] == ["Authority of the tests"]


def test_a_pem_key_without_its_certificate_says_what_is_missing(tmp_path: Path) -> None:
    path, _ = pem_files(tmp_path, signer("chair"))
    with pytest.raises(UserError, match="there is no certificate for the key") as caught, _open(path):
        pass
    assert "--chain" in caught.value.hint


def _open(path: Path, passphrase: str = WRONG) -> object:
    return opened(KeySource(path=path), asker(None, lambda what: passphrase))


def _bad_files(folder: Path) -> Iterator[tuple[str, Path]]:
    yield "cannot read", folder / "nowhere.p12"
    empty = folder / "empty.p12"
    empty.write_bytes(b"")
    yield "cannot be opened", empty
    text = folder / "text.p12"
    text.write_text("not a key", encoding="utf-8")
    yield "cannot be opened", text
    cut = folder / "cut.p12"
    cut.write_bytes(key_file(folder, signer("chair")).read_bytes()[:300])
    yield "cannot be opened", cut
    public = folder / "public.pem"
    public.write_bytes(signer("chair").pem)
    yield "cannot be opened", public
    yield "cannot be opened", key_file(folder, signer("chair"), PASSPHRASE)
    yield "cannot be opened", pem_files(folder, signer("chair"), PASSPHRASE)[0]
    yield "cannot read", folder


def test_a_file_that_is_no_key_or_a_wrong_passphrase_is_one_line_and_tells_no_secret(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    for message, path in _bad_files(tmp_path / "files"):
        with pytest.raises(UserError, match=message) as caught, _open(path):  # type: ignore[attr-defined]
            pass
        told = "".join(traceback.format_exception(caught.value))
        assert caught.value.hint
        assert WRONG not in told
        assert PASSPHRASE not in told


def test_weak_and_unfit_keys_are_listed() -> None:
    short = rsa.generate_private_key(65537, 1024)
    assert "1024 bits" in facts(_with_key(short)).weak
    assert "ed25519" in facts(_with_key(ed25519.Ed25519PrivateKey.generate())).weak
    assert facts(signer("chair").asn1).weak == ""
    assert facts(issued("Long", long=True).asn1).weak == ""


def _with_key(key: object):  # type: ignore[no-untyped-def]
    """A certificate for a key."""
    from asn1crypto import x509 as asn1
    from cryptography import x509

    by: Holder = authority()
    made = (
        x509.CertificateBuilder()
        .subject_name(by.certificate.subject)
        .issuer_name(by.certificate.subject)
        .public_key(key.public_key())  # type: ignore[attr-defined]
        .serial_number(7)
        .not_valid_before(by.certificate.not_valid_before_utc)
        .not_valid_after(by.certificate.not_valid_after_utc)
        .sign(by.key, by.certificate.signature_hash_algorithm)  # type: ignore[arg-type]
    )
    return asn1.Certificate.load(made.public_bytes(Encoding.DER))


def test_secrets_are_in_no_output_no_file_and_no_command_line(school: School, tmp_path: Path) -> None:
    """The command itself, in a process of its own, with a right passphrase, a wrong one, and one that is not given."""
    holder = signer("chair")
    (tmp_path / "keys").mkdir()
    key = key_file(tmp_path / "keys", holder, PASSPHRASE)
    watched = tmp_path / "commands"
    said = ""
    for passphrase in (WRONG, None, PASSPHRASE):
        more = {VARIABLE: passphrase} if passphrase else {}
        said += _run(school.root, key, {**more, "WATCHED": str(watched)})
    assert "signed as chair" in said
    assert "Traceback" not in said
    private = holder.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    number = holder.key.private_numbers().private_value.to_bytes(32, "big")
    secrets = [PASSPHRASE.encode(), WRONG.encode(), private, number, number.hex().encode()]
    files = {path: path.read_bytes() for path in school.root.rglob("*") if path.is_file()}
    files[watched] = watched.read_bytes()
    assert len(files) > 20
    for secret in secrets:
        assert secret not in said.encode()
        assert [path for path, content in files.items() if secret in content] == []


_WATCH = """
import os, runpy, subprocess, sys
from pathlib import Path
start = subprocess.Popen.__init__
def watched(self, *given, **named):
    with open(os.environ["WATCHED"], "a", encoding="utf-8") as file:
        print(given, named, dict(os.environ), file=file)
    start(self, *given, **named)
subprocess.Popen.__init__ = watched
sys.path.insert(0, sys.argv[1])
from clausebook.cli import main
sys.exit(main(sys.argv[3:], sys.argv[2]))
"""


def _run(root: Path, key: Path, more: dict[str, str]) -> str:
    command = ["sign", "2018", "--policy", "phones", "--role", "chair", "--key", str(key)]
    git = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    people = {
        f"GIT_{who}_{what}": "clerk@hill.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    done = subprocess.run(
        [sys.executable, "-c", _WATCH, str(ROOT), str(root), *command],
        env={**os.environ, **git, **people, **more},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
    )
    return done.stdout + done.stderr
