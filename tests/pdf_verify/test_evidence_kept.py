"""What keeps a signature checkable for years: timestamps, revocation data, and what is said where they are not had."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pikepdf
import pytest
from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from clausebook.errors import UserError
from tests.history.repositories import School
from tests.signing.desks import PDF, sign
from tests.signing.keys import BEGINS, ENDS, SIGNED, Holder, authority, clock, issued, revocation_list, signer

pytestmark = pytest.mark.slow


@dataclass
class Clock:
    """A timestamp service on this machine, and how it behaves: "good", "html", "broken" or "refuses".

    It also hands out the authority's revocation list, at /list.crl.
    """

    url: str = ""
    mood: str = "good"
    holder: Holder = field(default_factory=clock)
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def service() -> Iterator[Clock]:
    """The timestamp service, until the test is over."""
    with _service() as told:
        yield told


@contextmanager
def _service() -> Iterator[Clock]:
    told = Clock()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.asked.append(self.headers["Content-Type"])
            request = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            kind, body = "application/timestamp-reply", b"\x30\x00"
            if told.mood == "good":
                body = _stamper(told.holder).request_tsa_response(request).dump()
            elif told.mood == "html":
                kind, body = "text/html", b"<h1>Welcome</h1>"
            elif told.mood == "refuses":
                body = tsp.TimeStampResp({"status": {"status": "rejection"}}).dump()
            self._answer(kind, body)

        def do_GET(self) -> None:
            told.asked.append(self.path)
            self._answer("application/pkix-crl", _list_for_every_day())

        def _answer(self, kind: str, body: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    told.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _stamper(holder: Holder) -> DummyTimeStamper:
    return DummyTimeStamper(holder.asn1, holder.asn1_key, certs_to_embed=[authority().asn1], fixed_dt=SIGNED)  # type: ignore[arg-type]


def _list_for_every_day() -> bytes:
    """A revocation list that holds for as long as the certificates: what is fetched is judged by the clock."""
    by = authority()
    made = x509.CertificateRevocationListBuilder().issuer_name(by.certificate.subject)
    return made.last_update(BEGINS).next_update(ENDS).sign(by.key, SHA256()).public_bytes(Encoding.DER)


def files(folder: Path, lists: bytes | None = None) -> dict[str, Any]:
    """Options that name a revocation list and the root."""
    (folder / "list.pem").write_bytes(lists if lists is not None else revocation_list())
    (folder / "root.pem").write_bytes(authority().pem)
    return {"revocation": (folder / "list.pem",), "trust": (folder / "root.pem",)}


def signed_fields(school: School) -> list[str]:
    with pikepdf.open(io.BytesIO((school.root / PDF).read_bytes())) as opened:
        return [str(one.T) for one in opened.Root.AcroForm.Fields if "/V" in one and str(one.FT) == "/Sig"]


def test_a_timestamp_is_asked_for_over_http_and_makes_it_b_t(school: School, service: Clock) -> None:
    done = sign(school, timestamp=service.url)
    assert done.level == "PAdES B-T"
    assert set(service.asked) == {"application/timestamp-query"}
    assert signed_fields(school) == ["sig/chair"]


@pytest.mark.parametrize("mood", ["html", "broken", "refuses"])
def test_a_service_that_gives_no_timestamp_leaves_everything_as_it_was(
    school: School, service: Clock, mood: str
) -> None:
    service.mood = mood
    before = school.head
    with pytest.raises(UserError, match="the timestamp service did not give a timestamp") as caught:
        sign(school, timestamp=service.url)
    assert "--timestamp" in caught.value.hint
    assert (school.head, school.git("status", "--porcelain")) == (before, "")


def test_a_service_that_is_not_there_is_one_line(school: School) -> None:
    with _service() as gone:
        url = gone.url
    with pytest.raises(UserError, match="the timestamp service did not give a timestamp"):
        sign(school, timestamp=url)
    with pytest.raises(UserError, match="is not the address of a timestamp service"):
        sign(school, timestamp="timestamps.example")


def test_revocation_data_make_it_b_lt_and_lie_in_the_file(school: School, service: Clock, tmp_path: Path) -> None:
    done = sign(school, timestamp=service.url, **files(tmp_path))
    assert done.level == "PAdES B-LT"
    with pikepdf.open(io.BytesIO((school.root / PDF).read_bytes())) as opened:
        kept: Any = opened.Root.DSS.CRLs
        (found,) = [x509.load_der_x509_crl(one.read_bytes()) for one in kept]
        assert found.issuer == authority().certificate.subject


def test_the_archives_timestamp_goes_into_the_field_of_its_signature(
    school: School, service: Clock, tmp_path: Path
) -> None:
    done = sign(school, timestamp=service.url, archive=True, **files(tmp_path))
    assert done.level == "PAdES B-LTA"
    assert signed_fields(school) == ["sig/chair", "archive/chair"]
    assert done.waiting == ("Headteacher",)
    sign(school, "headteacher", timestamp=service.url, archive=True, **files(tmp_path))
    assert signed_fields(school) == ["sig/chair", "archive/chair", "sig/headteacher", "archive/headteacher"]


def test_a_revoked_certificate_signs_nothing(school: School, service: Clock, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="the certificate was revoked"):
        sign(
            school,
            timestamp=service.url,
            **files(tmp_path, revocation_list([signer("chair")], on=SIGNED - timedelta(days=2))),
        )
    assert not (school.root / PDF).exists()


def test_a_list_of_another_authority_proves_nothing(school: School, service: Clock, tmp_path: Path) -> None:
    other = issued("Some other authority", usages=("key_cert_sign", "crl_sign"), authority=True)
    with pytest.raises(UserError, match="say nothing of a certificate"):
        sign(school, timestamp=service.url, **files(tmp_path, revocation_list(issuer=other)))
    assert not (school.root / PDF).exists()


def test_a_certificate_that_no_trusted_root_is_behind_cannot_be_kept(
    school: School, service: Clock, tmp_path: Path
) -> None:
    given = files(tmp_path)
    (tmp_path / "root.pem").write_bytes(issued("Some other authority", authority=True).pem)
    with pytest.raises(UserError, match="cannot be traced to a root") as caught:
        sign(school, timestamp=service.url, **given)
    assert "--trust" in caught.value.hint


def listed(holder: Holder, url: str) -> Holder:
    """The same key with a certificate that says where its revocation list is."""
    old, by = holder.certificate, authority()
    made = x509.CertificateBuilder().subject_name(old.subject).issuer_name(old.issuer).public_key(old.public_key())
    made = made.serial_number(x509.random_serial_number())
    made = made.not_valid_before(old.not_valid_before_utc).not_valid_after(old.not_valid_after_utc)
    for extension in old.extensions:
        made = made.add_extension(extension.value, extension.critical)
    where = x509.DistributionPoint([x509.UniformResourceIdentifier(url)], None, None, None)
    made = made.add_extension(x509.CRLDistributionPoints([where]), critical=False)
    return Holder(holder.key, made.sign(by.key, SHA256()), holder.chain)


def test_revocation_lists_are_fetched_only_where_that_was_asked_for(
    school: School, service: Clock, tmp_path: Path
) -> None:
    holder = listed(signer("chair"), f"{service.url}/list.crl")
    service.holder = listed(clock(), f"{service.url}/list.crl")
    (tmp_path / "root.pem").write_bytes(authority().pem)
    sign(school, holder=holder, timestamp=service.url)
    assert "/list.crl" not in service.asked
    done = sign(school, "headteacher", holder=holder, timestamp=service.url, fetch=True, trust=(tmp_path / "root.pem",))
    assert "/list.crl" in service.asked
    assert done.level == "PAdES B-LT"


@pytest.mark.parametrize("content", [b"", b"not a list", b"-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n"])
def test_a_file_that_is_no_revocation_list_is_named(
    school: School, service: Clock, tmp_path: Path, content: bytes
) -> None:
    with pytest.raises(UserError, match=r"list\.pem") as caught:
        sign(school, timestamp=service.url, **files(tmp_path, content))
    assert "--revocation" in caught.value.hint
