"""The live preview: pages get their script on the way out, and every saved clause shows, or what is wrong with it."""

from __future__ import annotations

import http.client
import json
import shutil
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from clausebook.app.serving import follow, open_preview
from clausebook.errors import UserError
from clausebook.io.preview import NEWS, Preview
from clausebook.model.artefact import Order, Outcome
from tests.history.repositories import mini_school
from tests.programs import program

PAGE = b"<!doctype html><html lang='en'><title>t</title><body><p>words</p></body></html>"


@contextmanager
def serving(folder: Path) -> Iterator[Preview]:
    (folder / "below").mkdir()
    (folder / "below" / "index.html").write_bytes(PAGE)
    (folder / "file.pdf").write_bytes(b"%PDF </body>")
    with Preview(folder, 0) as opened:
        yield opened


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    with serving(tmp_path) as opened:
        yield opened


@pytest.fixture(scope="module")
def one_for_all(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """One server for the many tests that only ask: to end one takes as long as fifty questions."""
    with serving(tmp_path_factory.mktemp("site")) as opened:
        yield opened


def fetch(preview: Preview, path: str, **headers: str) -> bytes:
    with urlopen(Request(preview.address + path, headers=headers), timeout=20) as answer:
        return bytes(answer.read())


def test_a_page_gets_the_script_and_a_file_stays_as_it_is(preview: Preview, tmp_path: Path) -> None:
    assert b"<p>words</p>" in fetch(preview, "below/")
    assert b"location.reload()" in fetch(preview, "below/")
    assert fetch(preview, "file.pdf") == b"%PDF </body>"
    assert (tmp_path / "below" / "index.html").read_bytes() == PAGE


def test_a_page_that_is_not_there_yet_waits_for_news_too(preview: Preview) -> None:
    with pytest.raises(HTTPError) as refused:
        fetch(preview, "nowhere/")
    assert refused.value.code == 404
    assert b"location.reload()" in refused.value.read()


@pytest.mark.parametrize("name", ["evil.example", "127.0.0.1.evil.example", ""])
def test_a_page_from_elsewhere_cannot_read_a_draft(preview: Preview, name: str) -> None:
    for path in ("below/", NEWS.strip("/")):
        with pytest.raises(HTTPError) as refused:
            fetch(preview, path, Host=f"{name}:80")
        assert refused.value.code == 403


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "LOCALHOST", "[::1]", "localhost:80", "[::1]:8000"])
def test_a_page_is_read_under_every_name_of_this_machine_with_and_without_a_port(preview: Preview, name: str) -> None:
    assert b"<p>words</p>" in fetch(preview, "below/", Host=name)


@pytest.mark.parametrize("name", ["evil.example", "[::1", "::1:80", "127.0.0.1:x", "localhost.evil.example"])
def test_a_name_of_elsewhere_is_refused_without_a_port_too(preview: Preview, name: str) -> None:
    with pytest.raises(HTTPError) as refused:
        fetch(preview, "below/", Host=name)
    assert refused.value.code == 403


def test_nothing_outside_the_site_is_served(preview: Preview, tmp_path: Path) -> None:
    (tmp_path.parent / "secret.html").write_text("secret", encoding="utf-8")
    host, port = preview.address.split("//")[1].rstrip("/").split(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=20)
    connection.request("GET", "/../secret.html", headers={"Host": f"{host}:{port}"})
    assert connection.getresponse().status == 404
    connection.close()


def asked(preview: Preview, request: bytes) -> bytes:
    """The first line of what the server says to some bytes, b"" where it hangs up."""
    host, port = preview.address.split("//")[1].rstrip("/").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        connection.sendall(request.replace(b"HOST", f"Host: {host}:{port}".encode()))
        connection.shutdown(socket.SHUT_WR)
        return connection.makefile("rb").readline().strip()


ODD = (
    b"/%", b"/%zz", b"/%ff%fe", b"/%00", b"/%00.pdf", b"/file.pdf%00", b"/%ed%a0%80", b"/%ed%a0%80.pdf",
    b"/\xff\xfe.css",
    b"/..", b"/../..", b"/%2e%2e/%2e%2e/etc/passwd", b"/..%2f..%2fetc%2fpasswd", b"/..\\..\\secret.html", b"//",
    b"//evil/",
    b"/" + b"a" * 300, b"/" + b"a" * 300 + b".pdf", b"/" + b"a/" * 9000, b"/" + b"a" * 60_000, b"/" + b"a" * 70_000,
    b"http://[/../../below", b"http://[x/../../below", b"*", b"?", b"#", b"/below?%", b"/below/?/",
    b"/below/index.html/",
    b"/file.pdf/", b"/.preview?after=" + b"9" * 5000, b"/.preview?after=%31", b"/con", b"/C:/",
)  # fmt: skip


@pytest.mark.parametrize("address", ODD, ids=lambda address: repr(address[:30]))
@pytest.mark.parametrize("method", [b"GET", b"HEAD", b"POST", b"PUT", b"OPTIONS", b"nonsense"])
def test_an_odd_address_is_answered_and_leaves_no_traceback(
    one_for_all: Preview, method: bytes, address: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    one_for_all.show()
    answer = asked(one_for_all, method + b" " + address + b" HTTP/1.1\r\nHOST\r\nContent-Length: 0\r\n\r\n")
    assert answer.split()[1] in (b"200", b"301", b"400", b"404", b"414", b"501"), answer
    assert fetch(one_for_all, "below/")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "request_", [b"", b"\r\n", b"GET\r\n", b"\x16\x03\x01\x02\x00", b"GET / HTTP/9.x\r\nHOST\r\n\r\n", b"GET /below/",
                 b"GET / HTTP/1.1\r\n" + b"x: y\r\n" * 500, b"GET / HTTP/1.1\r\nx: " + b"y" * 70_000 + b"\r\n\r\n"],
    ids=lambda request: repr(request[:20]),
)  # fmt: skip
def test_what_is_no_request_leaves_no_traceback(
    one_for_all: Preview, request_: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    asked(one_for_all, request_)
    assert fetch(one_for_all, "below/")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("path", ["/big.pdf", "/below/", NEWS + "?after=0", "/nowhere"])
def test_a_browser_that_hangs_up_leaves_no_traceback(
    preview: Preview, tmp_path: Path, path: str, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "big.pdf").write_bytes(b"%PDF" * 5_000_000)
    host, port = preview.address.split("//")[1].rstrip("/").split(":")
    before = threading.active_count()
    for _ in range(5):
        with socket.create_connection((host, int(port)), timeout=20) as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # close with a reset
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode())
    assert fetch(preview, "below/")
    preview.show()
    for thread in threading.enumerate()[before:]:
        thread.join(20)
    assert capfd.readouterr() == ("", "")


def test_a_mistake_of_the_server_itself_is_shown(
    preview: Preview, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(preview, "news", lambda _: {"version": object()})
    asked(preview, b"GET /.preview HTTP/1.1\r\nHOST\r\n\r\n")
    assert "TypeError" in capfd.readouterr().err


def test_news_waits_until_there_is_something_to_show(preview: Preview) -> None:
    threading.Timer(0.05, preview.show, ["clause x: error"]).start()
    news = json.loads(fetch(preview, f"{NEWS.strip('/')}?after=0"))
    assert news == {"version": 1, "complaint": "clause x: error"}


def test_pages_that_are_ready_show_at_once_and_what_is_not_is_waited_for_and_never_shown_as_it_was(
    preview: Preview, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview.show_pages({"below/index.html": PAGE.replace(b"words", b"new"), "new.css": b"p {}", "index.html": None})
    assert b"<p>new</p>" in fetch(preview, "below/")
    assert fetch(preview, "new.css") == b"p {}"
    with monkeypatch.context() as patch:
        patch.setattr("clausebook.io.preview.PATIENCE", 0.01)
        with pytest.raises(HTTPError) as refused:
            fetch(preview, "file.pdf")
    assert refused.value.code == 503
    fetched: list[bytes] = []
    asking = threading.Thread(target=lambda: fetched.append(fetch(preview, "file.pdf")))
    asking.start()
    (tmp_path / "file.pdf").write_bytes(b"%PDF new")
    (tmp_path / "below" / "index.html").write_bytes(PAGE.replace(b"words", b"new"))
    seen = preview.version
    preview.show()
    asking.join(20)
    assert fetched == [b"%PDF new"]
    assert preview.version == seen  # the open page shows it already


def test_a_build_that_fails_after_its_pages_were_shown_is_complained_of(preview: Preview) -> None:
    preview.show_pages({"below/index.html": PAGE.replace(b"words", b"new")})
    preview.show("the PDF says otherwise")
    assert preview.news(1) == {"version": 2, "complaint": "the PDF says otherwise"}
    assert b"<p>words</p>" in fetch(preview, "below/")


def test_a_port_in_use_is_trouble_with_a_remedy(preview: Preview, tmp_path: Path) -> None:
    port = int(preview.address.rstrip("/").rpartition(":")[2])
    with pytest.raises(UserError, match=f"port {port} cannot be used here"):
        Preview(tmp_path, port)


@pytest.mark.slow
def test_a_saved_clause_shows_and_a_broken_one_is_complained_of_in_the_open_page(tmp_path: Path) -> None:
    from playwright.sync_api import expect, sync_playwright

    chromium = program("chromium", "chromium-browser", "google-chrome")
    clone = mini_school(tmp_path / "school").root
    clause = clone / "clauses" / "phones" / "calls.yaml"
    good = clause.read_text(encoding="utf-8")
    reported: list[Outcome | UserError] = []

    def report(outcome: Outcome | UserError) -> str:
        reported.append(outcome)
        assert isinstance(outcome, Outcome)
        return "\n".join(one.message for one in outcome.findings if one.level == "error")

    with open_preview(clone, 0) as preview, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()

        def nothing_saved() -> None:
            page.goto(f"{preview.address}phones/draft/introduction/")

        def word_saved() -> None:
            clause.write_text(good.replace("title: ", "title: Zebras and ", 1), encoding="utf-8")

        def mistake_saved() -> None:
            expect(page.get_by_role("heading", name="Zebras and")).to_be_visible(timeout=20_000)
            clause.write_text(good + "nonsense: true\n", encoding="utf-8")

        def looked_at() -> None:
            expect(page.get_by_role("alert").last).to_contain_text("nonsense", timeout=20_000)
            expect(page.get_by_role("heading", name="Zebras and")).to_be_visible()

        follow(
            lambda: Order(root=clone, as_of=date(2026, 11, 22)),
            preview,
            report,
            _through(nothing_saved, word_saved, mistake_saved, looked_at),
        )
        browser.close()
    assert [one.failed for one in reported if isinstance(one, Outcome)] == [False, False, True]
    shutil.rmtree(clone)


def _through(*steps: Callable[[], None]) -> Callable[[float], bool]:
    """Instead of waiting, one step after each look at the sources; at the end it says stop."""
    left = list(steps)

    def stop(_: float) -> bool:
        if left:
            left.pop(0)()
        return not left

    return stop
