"""Only the desk's own pages, asked under its own name, change anything."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from clausebook.desk.running import written_down
from tests.desk.clerks import HERE, KEY, Clerk, TestClient, app
from tests.desk.test_keeping import CALLS, git

pytestmark = pytest.mark.slow

FORM = {"do": "edit", "at": "body.1.items.0.text", "words": "x", "reason": "y"}


FROM_ELSEWHERE: tuple[tuple[dict[str, str], int], ...] = (
    ({"Host": "evil.example"}, 403),
    ({"Host": "127.0.0.1:9"}, 403),
    ({"Host": ""}, 403),
    ({"Origin": "https://evil.example"}, 403),
    ({"Origin": "null"}, 403),
    ({"Origin": "http://127.0.0.1:8521"}, 403),
    ({"Sec-Fetch-Site": "cross-site"}, 403),
    ({"Sec-Fetch-Site": "same-site"}, 403),
    ({"Content-Length": "999999999"}, 413),
)


def test_a_form_from_elsewhere_is_refused_and_changes_nothing(clerk: Clerk, root: Path) -> None:
    before = git(root, "rev-parse", "HEAD")
    clerk.see(f"{CALLS}?do=edit&at=body.1.items.0.text")
    form = dict(clerk.form().form_values()) | FORM
    for headers, status in FROM_ELSEWHERE:
        assert clerk.client.post(CALLS, data=form, headers=headers).status_code == status, headers
    assert git(root, "rev-parse", "HEAD") == before


@pytest.mark.parametrize("token", ["", "wrong", "é"])
def test_a_form_without_its_token_is_refused_and_its_words_are_handed_back(
    clerk: Clerk, root: Path, token: str
) -> None:
    before = git(root, "rev-parse", "HEAD")
    clerk.see(f"{CALLS}?do=edit&at=body.1.items.0.text")
    clerk.send(token=token, words="what was <b>written</b>", reason="y")
    assert clerk.status == 403
    assert "what was <b>written</b>" in clerk.words("textarea")
    assert git(root, "rev-parse", "HEAD") == before


def test_whoever_has_no_key_sees_nothing(clerk: Clerk) -> None:
    clerk.client.cookies.clear()
    for address in ("/", CALLS, "/?key=wrong", f"/?key={KEY[:-1]}"):
        answer = clerk.client.get(address)
        assert answer.status_code == 403
        assert "Hill" not in answer.text
    assert clerk.client.post(CALLS, data=FORM).status_code == 403


def test_every_answer_says_what_a_browser_may_do_with_it(clerk: Clerk) -> None:
    for address in ("/", CALLS, "/nowhere", "/static/desk.js"):
        headers = clerk.client.get(address).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"
    cookie = clerk.client.get(f"{HERE}/?key={KEY}", follow_redirects=False).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


def test_a_form_that_was_open_when_the_desk_was_started_again_can_still_be_sent(clerk: Clerk, root: Path) -> None:
    clerk.see(f"{CALLS}?do=edit&at=body.1.items.0.text")
    cookies = clerk.client.cookies
    again = Clerk(root)  # another process, with another key
    again.client.cookies = cookies.jar  # type: ignore[assignment]
    again.page = clerk.page
    again.send(words="call nobody", reason="y")
    assert again.status == 200
    assert "call nobody" in (root / "clauses/phones/calls.yaml").read_text()


def test_the_log_says_who_did_what_and_about_what(root: Path) -> None:
    clerk = Clerk(root)
    clerk.client = TestClient(app(root, audit=written_down(root)), base_url=HERE, follow_redirects=True)
    clerk.client.get(f"/?key={KEY}")
    clerk.see(f"{CALLS}?do=edit&at=body.1.items.0.text")
    clerk.send(words="call nobody", reason="y")
    (line,) = (root / ".cache/desk/log.jsonl").read_text().splitlines()
    said = json.loads(line)
    assert (said["who"], said["what"]) == ("clerk@hill.example", "kept")
    assert said["about"] == "Reword 1.1(a), Calls"
