"""The live preview: pages get their script on the way out, and every saved clause shows, or what is wrong with it."""

from __future__ import annotations

import http.client
import json
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from clausebook.app.serving import follow, open_preview
from clausebook.errors import UserError
from clausebook.io.preview import NEWS, Preview
from clausebook.model.order import Order, Outcome
from tests.programs import program

ROOT = Path(__file__).resolve().parents[2]
PAGE = b"<!doctype html><html lang='en'><title>t</title><body><p>words</p></body></html>"


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "index.html").write_bytes(PAGE)
    (tmp_path / "file.pdf").write_bytes(b"%PDF </body>")
    with Preview(tmp_path, 0) as opened:
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


def test_nothing_outside_the_site_is_served(preview: Preview, tmp_path: Path) -> None:
    (tmp_path.parent / "secret.html").write_text("secret", encoding="utf-8")
    host, port = preview.address.split("//")[1].rstrip("/").split(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=20)
    connection.request("GET", "/../secret.html", headers={"Host": f"{host}:{port}"})
    assert connection.getresponse().status == 404
    connection.close()


def test_news_waits_until_there_is_something_to_show(preview: Preview) -> None:
    threading.Timer(0.05, preview.show, ["clause x: error"]).start()
    news = json.loads(fetch(preview, f"{NEWS.strip('/')}?after=0"))
    assert news == {"version": 1, "complaint": "clause x: error"}


def test_a_port_in_use_is_trouble_with_a_remedy(preview: Preview, tmp_path: Path) -> None:
    port = int(preview.address.rstrip("/").rpartition(":")[2])
    with pytest.raises(UserError, match=f"port {port} cannot be used here"):
        Preview(tmp_path, port)


@pytest.mark.slow
def test_a_saved_clause_shows_and_a_broken_one_is_complained_of_in_the_open_page(tmp_path: Path) -> None:
    from playwright.sync_api import expect, sync_playwright

    chromium = program("chromium", "chromium-browser", "google-chrome")
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    clause = clone / "clauses" / "acceptable-use" / "aims.yaml"
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
            page.goto(f"{preview.address}acceptable-use/draft/introduction/")

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
