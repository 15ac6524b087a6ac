"""Limits, several schools, starts, deletions and files of a hosted desk."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from clausebook.desk.hosted.access import caller
from clausebook.desk.hosted.running import forget, read_hosting
from clausebook.errors import UserError
from tests.desk.hosted import EDIT, Make
from tests.desk.hosts import ADDRESS, PEOPLE, Host
from tests.desk.test_keeping import CALLS, FILE, git

pytestmark = pytest.mark.slow  # each needs repositories of its own and a desk that runs


@pytest.mark.parametrize(
    ("client", "passed", "found"),
    [
        ("203.0.113.9", ["198.51.100.1"], "203.0.113.9"),
        ("10.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", ["192.0.2.1, 198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", ["192.0.2.1", "198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", ["192.0.2.1, 198.51.100.1, 10.0.0.2"], "198.51.100.1"),
        ("10.0.0.1", [], "10.0.0.1"),
    ],
)
def test_only_the_schools_own_proxies_say_who_asks(client: str, passed: list[str], found: str) -> None:
    from starlette.requests import Request

    headers = [(b"x-forwarded-for", one.encode()) for one in passed]
    request = Request({"type": "http", "client": (client, 1), "headers": headers})
    assert caller(request, ("10.0.0.1", "10.0.0.2")) == found


def test_whoever_asks_too_often_waits(make: Make) -> None:
    host = make(more="rights_seconds: 0\nchanges_a_minute: 3\n")
    ben = host.browser("ben@school.example")
    ben.see(EDIT)
    said = [ben.client.post(CALLS, data={"token": "x"}).status_code for _ in range(4)]
    assert said == [403, 403, 403, 429]
    host.clock.now += 61
    assert ben.client.post(CALLS, data={"token": "x"}).status_code == 403
    someone = host.browser()
    lies = ({"X-Forwarded-For": f"192.0.2.{number}"} for number in range(40))
    codes = [someone.client.get("/signin/back?state=x", headers=one).status_code for one in lies]
    assert codes.count(429) >= 10
    assert host.browser().client.get("/static/desk.css").status_code == 200


def test_a_trusts_desk_lists_a_persons_schools_and_sends_no_form_to_another(make: Make) -> None:
    host = make("hill", "vale", "moor")
    host.publish(PEOPLE.replace("ben@", "someone@"), "moor")
    ben = host.browser("ben@school.example")
    assert [one.text_content() for one in ben.page.iter("h2")] == ["Hill School", "Vale School"]
    form = next(ben.page.iter("form"))
    for school in ("moor", "..", "../hill", "hill/", "HILL", "", "hill\0", "/etc"):
        ben.send(form, school=school)
        assert ben.status == 404, school
    ben.send(form, school="hill", token="x")
    assert ben.status == 403
    ben.send(form, school="hill")
    ben.see(EDIT)
    page, edit = ben.page, ben.form()
    ben.see("/schools")
    ben.send(next(ben.page.iter("form")), school="vale")
    ben.page = page
    ben.send(edit, words="call nobody", reason="r")
    assert ben.status == 403
    assert "call nobody" in ben.words("textarea")
    folders = sorted(one.relative_to(host.folder / "state" / "copies").parts[0]
                     for one in (host.folder / "state" / "copies").glob("*/*"))  # fmt: skip
    assert folders == ["hill", "vale"]


def test_everything_outlives_a_start_and_the_logs_end_after_their_days(host: Host) -> None:
    ben = host.browser("ben@school.example")
    cookies = dict(ben.client.cookies)
    ben.see(EDIT)
    edit = ben.form()
    host.start()
    ben = host.browser()
    ben.client.cookies.update(cookies)
    ben.send(edit, words="call nobody", reason="r")
    assert ben.status == 200
    assert len(list((host.folder / "state" / "log").iterdir())) == 1
    host.clock.now += 181 * 86400
    host.browser("cat@school.example")
    [left] = (host.folder / "state" / "log").iterdir()
    assert "cat@" in left.read_text()


def test_a_person_who_is_deleted_leaves_nothing_at_the_desk_but_no_work_is_lost(host: Host) -> None:
    ben = host.browser("Ben@School.example")
    host.browser("ada@school.example")
    ben.see(EDIT)
    ben.send(words="call nobody", reason="r")
    said: list[str] = []
    with pytest.raises(UserError, match="has not shared: hill"):
        forget(host.config, "ben@school.example", False, said.append)
    assert "Ben Teacher" in ben.see("/").text_content()
    ben.see("/share")
    ben.send(next(ben.page.iter("form")))
    forget(host.config, "ben@school.example", False, said.append)
    assert said[:2] == ["sessions ended: 1", "copies removed: 1"]
    assert "ben@" not in host.log().lower()
    assert "ada@" in host.log()
    assert "Sign in with" in ben.see("/").text_content()
    assert host.browser("ben@school.example").status == 200
    assert "call nobody" in git(host.shared(), "show", f"main:{FILE}")


def test_a_shared_place_that_does_not_answer_is_believed_for_a_quarter_of_an_hour(host: Host) -> None:
    ben = host.browser("ben@school.example")
    host.shared().rename(host.folder / "away")
    host.clock.now += 600
    assert "Ben Teacher" in ben.see("/").text_content()
    host.clock.now += 400
    ben.see("/")
    assert ben.status == 403


def test_what_several_people_keep_and_share_at_once_is_all_published(host: Host) -> None:
    places = ("body.0.text", "body.1.items.0.text", "title", "body.1.items.1.text")
    listed = "".join(
        f"  - name: Person {number}\n    email: p{number}@school.example\n    rights: [edit]\n"
        for number in range(len(places))
    )
    host.publish(f"people:\n{listed}")
    people = [host.browser(f"p{number}@school.example") for number in range(len(places))]

    def work(number: int) -> None:
        one = people[number]
        for round in range(2):
            one.see(f"{CALLS}?do=edit&at={places[number]}")
            one.send(words=f"words {number} of round {round}", reason=f"reason {number} {round}")
            assert one.status == 200
        for _ in range(20):
            one.see("/share")
            one.send(next(one.page.iter("form")))
            assert one.status == 200
            if "Everything is shared" in one.words():
                return
        raise AssertionError("it never came to share")

    with ThreadPoolExecutor(len(places)) as pool:
        list(pool.map(work, range(len(places))))
    log = git(host.shared(), "log", "--format=%an %(trailers:key=Reason,valueonly,separator=%x20)", "main").splitlines()
    text = git(host.shared(), "show", f"main:{FILE}")
    for number in range(len(places)):
        assert f"words {number} of round 1" in text
        assert {f"Person {number} reason {number} {round}" for round in range(2)} <= set(log)


def test_a_copy_in_which_the_desk_was_killed_is_mended_at_the_next_start(host: Host) -> None:
    host.browser("ben@school.example")
    [copy] = (host.folder / "state" / "copies" / "hill").iterdir()
    before = git(copy, "rev-parse", "HEAD").strip()
    text = (copy / FILE).read_text()
    (copy / FILE).write_text("half")
    note = {"what": "a change", "head": before, "commit": "0" * 40, "files": [FILE]}
    (copy / ".git" / "clausebook-unfinished.json").write_text(json.dumps(note))
    host.start()
    ben = host.browser("ben@school.example")
    assert ben.status == 200
    assert not (copy / ".git" / "clausebook-unfinished.json").exists()
    assert (copy / FILE).read_text() in (text, "half")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (f"address: {ADDRESS}", "address: http://desk.example", "must begin with https://"),
        (f"address: {ADDRESS}", "address: https://desk.example/path", "address"),
        ("  issuer: http://127", "  issuer: http://idp.example/127", "must begin with https://"),
        ("  issuer: http://127", "  issuer: https://login.microsoftonline.com/common/v2.0?", "your own tenant"),
        ("id: hill", "id: ../hill", "lower-case words"),
        ("rights_seconds: 0", "proxies: [everyone]", "not the address of a machine"),
        ("rights_seconds: 0", "log_days: 0", "1 or more"),
        ("rights_seconds: 0", "lets: everyone in", "lets"),
    ],
)
def test_a_hosting_file_that_would_not_be_safe_is_refused(host: Host, old: str, new: str, said: str) -> None:
    text = host.config.read_text()
    assert old in text
    host.config.write_text(text.replace(old, new))
    with pytest.raises(UserError, match=said):
        read_hosting(host.config)


def test_behind_https_the_cookie_is_for_this_host_alone(make: Make) -> None:
    host = make()
    host.config.write_text(host.config.read_text().replace(ADDRESS, "https://desk.example"))
    host.start()
    someone = host.browser()
    answer = someone.client.get("https://desk.example/signin/go", follow_redirects=False)
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-desk=")
    for part in ("Secure", "HttpOnly", "samesite=lax", "path=/"):
        assert part.lower() in cookie.lower()
    assert "domain" not in cookie.lower()
    assert "unsafe" not in answer.headers["content-security-policy"]
