"""A wheel that engine.lock pins by an https address: fetched once, held against its hash, refused in a line."""

from __future__ import annotations

import os
import shutil
import ssl
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.adopted import ROOT
from tests.io.loopback import certificate

WHEEL = b"PK\x05\x06" + bytes(18)
NAME = "clausebook-9.9.9-py3-none-any.whl"
ASK = "import runpy; print(runpy.run_path('build.py')['wheel']())"


class Host:
    """A site at https://127.0.0.1 that hands out `content`, with a certificate in `trusted`."""

    def __init__(self, folder: Path) -> None:
        self.content, self.asked, self.trusted = WHEEL, 0, folder / "cert.pem"
        self.trusted.write_bytes(certificate())
        host = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                host.asked += 1
                self.send_response(200)
                self.send_header("Content-Length", str(len(host.content)))
                self.end_headers()
                self.wfile.write(host.content)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.trusted)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.address = f"https://127.0.0.1:{self.server.server_address[1]}/{NAME}"


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    made = Host(tmp_path)
    Thread(target=made.server.serve_forever, args=(0.01,), daemon=True).start()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def school(tmp_path: Path, host: Host) -> Path:
    folder = tmp_path / "school"
    folder.mkdir()
    shutil.copyfile(ROOT / "build.py", folder / "build.py")
    lock = f"version: 9.9.9\nsha256: {sha256(WHEEL).hexdigest()}\nwheel: {host.address}\n"
    (folder / "engine.lock").write_text(lock, encoding="utf-8")
    return folder


def asked(school: Path, host: Host, *words: str) -> tuple[int, str]:
    """What a new Python says in the school, which trusts the host's certificate."""
    done = subprocess.run(
        [sys.executable, *words],
        cwd=school,
        env={**os.environ, "SSL_CERT_FILE": str(host.trusted), "PYTHONPATH": ""},
        capture_output=True,
        text=True,
    )
    return done.returncode, (done.stdout + done.stderr).strip()


def test_the_wheel_is_fetched_once(school: Path, host: Host) -> None:
    for _ in range(2):
        assert asked(school, host, "-c", ASK) == (0, str(school / ".cache" / NAME))
    assert (school / ".cache" / NAME).read_bytes() == WHEEL
    assert host.asked == 1


def test_another_wheel_at_the_address_is_refused_in_a_line_and_not_kept(school: Path, host: Host) -> None:
    host.content = WHEEL + b"more"
    code, said = asked(school, host, "build.py")
    assert code == 2
    assert said.count("\n") == 0
    assert "is not the engine that engine.lock pins" in said
    host.content = WHEEL
    assert asked(school, host, "-c", ASK)[0] == 0


@pytest.mark.parametrize("how", ["nothing answers", "a stranger's certificate"])
def test_an_address_that_cannot_be_reached_is_said_in_a_line(
    school: Path, host: Host, how: str, tmp_path: Path
) -> None:
    if how == "nothing answers":
        host.server.shutdown()
        host.server.server_close()
    else:
        host.trusted = tmp_path / "other.pem"
        host.trusted.write_bytes(certificate())
    code, said = asked(school, host, "build.py")
    assert code == 2
    assert said.count("\n") == 0, said
    assert host.address in said
    assert not (school / ".cache" / NAME).exists()
