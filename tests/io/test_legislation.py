"""The site of the law is asked politely and seldom, and whatever it answers is one line for the user."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from clausebook.errors import UserError
from clausebook.io.cache import Cache
from clausebook.law import client as legislation
from clausebook.law.client import Legislation
from clausebook.model.law.observed import SiteAnswer
from tests.io.loopback import Site, certificate, site

GOOD = (200, {}, b"<Legislation/>")
PATH = "/ukpga/2018/12/data.xml"


@dataclass
class Clock:
    """A clock that moves only when somebody sleeps."""

    now: float = 1_000_000.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")


@pytest.fixture
def web() -> Iterator[Site]:
    with site() as told:
        yield told


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def law(web: Site, clock: Clock, tmp_path: Path) -> Legislation:
    return Legislation(Cache(tmp_path), site=web.url, clock=lambda: clock.now, sleep=clock.sleep, timeout=5)


def test_it_says_who_asks(law: Legislation, web: Site) -> None:
    web.says(PATH, GOOD)
    assert law.document("ukpga/2018/12") == SiteAnswer("found", b"<Legislation/>")
    assert web.asked == [(PATH, legislation.AGENT)]
    assert "school" in legislation.AGENT


def test_the_feed_of_changes_is_asked_for_where_the_site_has_it(law: Legislation, web: Site) -> None:
    path = "/changes/affected/ukpga/2018/12/data.feed?results-count=50&sort=modified"
    web.says(path, (200, {}, b"<feed/>"))
    assert law.changes("ukpga/2018/12").body == b"<feed/>"


def test_an_answer_is_good_for_an_hour_and_no_longer(law: Legislation, web: Site, clock: Clock) -> None:
    law.longest = 10_000
    web.says(PATH, (200, {}, b"<Legislation>old</Legislation>"), GOOD)
    assert law.get(PATH).body == b"<Legislation>old</Legislation>"
    clock.now += 3599
    assert law.get(PATH).body == b"<Legislation>old</Legislation>"
    assert len(web.asked) == 1
    clock.now += 1
    assert law.get(PATH).body == b"<Legislation/>"


def test_a_failure_is_not_kept(law: Legislation, web: Site) -> None:
    web.says(PATH, *[(503, {}, b"")] * 4, GOOD)
    assert law.get(PATH).kind == "failed"
    assert law.get(PATH).kind == "found"


def test_no_more_requests_are_made_in_five_minutes_than_the_site_allows(
    law: Legislation, web: Site, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (legislation.MOST, legislation.WINDOW) == (3000, 300)
    monkeypatch.setattr(legislation, "MOST", 3)
    for number in range(5):
        law.get(f"/{number}")
        clock.now += 10
    # the fourth waits until the first is five minutes old; by then the second and third nearly are
    assert clock.slept == [270]
    assert len(web.asked) == 5


def test_a_site_that_is_busy_is_asked_again_after_longer_and_longer_pauses(
    law: Legislation, web: Site, clock: Clock
) -> None:
    web.says(PATH, (503, {}, b""), (502, {}, b""), (500, {}, b""), GOOD)
    assert law.get(PATH).kind == "found"
    assert clock.slept == [1, 2, 4]


def test_a_pause_that_the_site_asks_for_is_kept_up_to_a_minute(law: Legislation, web: Site, clock: Clock) -> None:
    web.says(PATH, (429, {"Retry-After": "7"}, b""), (429, {"Retry-After": "86400"}, b""), GOOD)
    assert law.get(PATH).kind == "found"
    assert clock.slept == [7, 60]


def test_a_site_that_stays_broken_is_given_up_in_one_line(law: Legislation, web: Site) -> None:
    web.says(PATH, (500, {}, b"<html>trace</html>"))
    assert law.get(PATH) == SiteAnswer("failed", note="it answers 500, 4 times")
    assert len(web.asked) == 4


@pytest.mark.parametrize(("code", "kind"), [(404, "missing"), (410, "missing"), (403, "refused"), (418, "failed")])
def test_a_refusal_is_not_asked_again(law: Legislation, web: Site, code: int, kind: str) -> None:
    web.says(PATH, (code, {}, b""))
    answer = law.get(PATH)
    assert answer.kind == kind
    assert answer.note
    assert "\n" not in answer.note
    assert len(web.asked) == 1


def test_an_id_that_means_several_things_gives_what_the_site_lists(law: Legislation, web: Site) -> None:
    web.says(PATH, (300, {}, b'<a href="/id/ukpga/1955/19">one</a>'))
    assert law.get(PATH) == SiteAnswer("choices", b'<a href="/id/ukpga/1955/19">one</a>')


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_an_answer_that_lies_elsewhere_on_the_site_is_fetched_there(law: Legislation, web: Site, code: int) -> None:
    web.says(PATH, (code, {"Location": "http://127.0.0.1/ukpga/2018/12/2026-02-05/data.xml"}, b""))
    web.says("/ukpga/2018/12/2026-02-05/data.xml", GOOD)
    assert law.get(PATH).kind == "found"


@pytest.mark.parametrize("there", ["https://example.org/x", "file:///etc/passwd", "", PATH])
def test_a_request_is_not_sent_on_to_another_site_nor_to_itself(law: Legislation, web: Site, there: str) -> None:
    web.says(PATH, (303, {"Location": there}, b""))
    answer = law.get(PATH)
    assert answer.kind == "failed"
    assert "sends the request on" in answer.note
    assert len(web.asked) == 1


def test_a_circle_of_addresses_comes_to_an_end(law: Legislation, web: Site) -> None:
    web.says("/a", (303, {"Location": "/b"}, b""))
    web.says("/b", (303, {"Location": "/a"}, b""))
    assert law.get("/a").kind == "failed"
    assert len(web.asked) == legislation.HOPS


def test_a_site_that_never_answers_is_given_up(law: Legislation, web: Site) -> None:
    law.timeout = 0.05
    web.says(PATH, None)
    assert law.get(PATH) == SiteAnswer("failed", note="it does not answer in time, 4 times")


def test_an_answer_that_breaks_off_is_asked_for_again(law: Legislation, web: Site) -> None:
    web.says(PATH, (200, {"Content-Length": "1000", "Connection": "close"}, b"<Legis"), GOOD)
    assert law.get(PATH).kind == "found"


def test_an_answer_too_large_to_hold_is_refused(law: Legislation, web: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(legislation, "LARGEST", 10)
    web.says(PATH, (200, {}, b"x" * 11))
    assert law.get(PATH).note == "the answer has more than 10 bytes"


def test_a_machine_without_network_gets_one_line_and_a_remedy(law: Legislation) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        law.site = f"http://127.0.0.1:{taken.getsockname()[1]}"
    with pytest.raises(UserError) as error:
        law.get(PATH)
    assert error.value.message.startswith("127.0.0.1 cannot be reached (")
    assert error.value.hint == "law refresh needs the network"
    assert "\n" not in error.value.message


def test_a_name_that_no_server_knows_is_the_same_trouble(law: Legislation) -> None:
    law.site = "http://nowhere.invalid"
    with pytest.raises(UserError, match=r"nowhere\.invalid cannot be reached"):
        law.get(PATH)


def test_a_site_is_trusted_whose_certificate_the_machine_trusts_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusted = tmp_path / "own.pem"
    trusted.write_bytes(certificate())
    with site(trusted) as own:
        own.says(PATH, GOOD)
        with pytest.raises(UserError, match="its certificate is not trusted on this machine") as error:
            Legislation(Cache(tmp_path / "one"), site=own.url).get(PATH)
        assert "SSL_CERT_FILE" in error.value.hint
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        assert Legislation(Cache(tmp_path / "two"), site=own.url).get(PATH).kind == "found"


def test_a_proxy_that_does_not_answer_is_said_to_be_the_trouble(
    law: Legislation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_PROXY")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    law.site = "http://law.invalid"
    with pytest.raises(UserError, match=r"law\.invalid cannot be reached \(the proxy does not answer\)"):
        law.get(PATH)


CHALLENGE = (200, {}, b"<!DOCTYPE html><html><body>Checking your browser</body></html>")


def test_a_page_for_browsers_is_said_to_be_one_and_nothing_more_is_asked(law: Legislation, web: Site) -> None:
    web.says(PATH, CHALLENGE)
    assert law.get(PATH) == SiteAnswer("refused", note="the site wants a browser: look it up by hand")
    assert law.get("/ukpga/1997/40/data.xml").kind == "refused"
    assert len(web.asked) == 1


def test_a_refusal_ends_the_asking_of_a_run(law: Legislation, web: Site) -> None:
    web.says(PATH, (403, {}, b""))
    law.get(PATH)
    assert law.get("/ukpga/1997/40/data.xml").note.startswith("not asked: the site refuses this program (403)")
    assert len(web.asked) == 1


def test_a_page_for_browsers_is_never_kept(law: Legislation, web: Site) -> None:
    web.says(PATH, CHALLENGE, GOOD)
    assert law.get(PATH).kind == "refused"
    later = Legislation(law.cache, site=web.url, clock=law.clock, sleep=law.sleep)
    assert later.get(PATH) == SiteAnswer("found", b"<Legislation/>")


@pytest.mark.parametrize("body", [b"<Legislation><Body>", b"", b"plain words", b"<other/>"])
def test_what_cannot_be_read_as_the_document_is_asked_for_again(law: Legislation, web: Site, body: bytes) -> None:
    web.says(PATH, (200, {}, body), GOOD)
    law.get(PATH)
    assert law.get(PATH) == SiteAnswer("found", b"<Legislation/>")
    assert len(web.asked) == 2


def test_a_body_shorter_than_it_says_is_a_failure_and_is_tried_again(law: Legislation, web: Site) -> None:
    web.says(PATH, (200, {"Content-Length": "5000"}, b"<Legislation/>"), GOOD)
    law.timeout = 0.5
    assert law.get(PATH) == SiteAnswer("found", b"<Legislation/>")
    assert len(web.asked) == 2


def test_an_answer_that_is_still_being_made_is_asked_for_again(law: Legislation, web: Site) -> None:
    web.says(PATH, (202, {}, b""), (202, {}, b""), GOOD)
    assert law.get(PATH).kind == "found"


@pytest.mark.parametrize("asked", ["7", "Mon, 12 Jan 1970 13:46:47 GMT"])
def test_the_pause_that_the_site_asks_for_is_kept_in_both_forms(
    law: Legislation, web: Site, clock: Clock, asked: str
) -> None:
    assert clock.now == 1_000_000.0
    web.says(PATH, (503, {"Retry-After": asked}, b""), GOOD)
    assert law.get(PATH).kind == "found"
    assert clock.slept == [7.0]


def test_a_run_ends_when_its_time_is_over(law: Legislation, web: Site, clock: Clock) -> None:
    web.says(PATH, GOOD)
    law.get(PATH)
    clock.now += legislation.RUN + 1
    assert law.get("/ukpga/1997/40/data.xml").note == "the run has taken its 30 minutes: run it again"


def test_a_feed_is_read_to_its_end(law: Legislation, web: Site) -> None:
    first = "/changes/affected/ukpga/2018/12/data.feed?results-count=50&sort=modified"
    more = '<feed xmlns="http://www.w3.org/2005/Atom"><link rel="next" href="http://www.legislation.gov.uk{}"/></feed>'
    web.says(first, (200, {}, more.format("/page/2").encode()))
    web.says("/page/2", (200, {}, more.format("/page/3?x=1").encode()))
    web.says("/page/3?x=1", (200, {}, b'<feed xmlns="http://www.w3.org/2005/Atom"/>'))
    assert len(law.changes("ukpga/2018/12").pages) == 2
    web.says("/page/3?x=1", (404, {}, b""))
    fresh = Legislation(law.cache, site=web.url, clock=lambda: 9e9, sleep=law.sleep)
    assert fresh.changes("ukpga/2018/12").kind == "missing"
