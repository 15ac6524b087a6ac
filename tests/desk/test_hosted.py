"""A hosted desk lets in whom the provider has verified and the published list names, and nobody else."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.desk.hosted import EDIT, Make
from tests.desk.hosts import PEOPLE, Host
from tests.desk.test_keeping import CALLS, FILE, git

pytestmark = pytest.mark.slow  # each needs repositories of its own and a desk that runs


def test_a_change_is_kept_and_shared_under_the_persons_own_name(host: Host) -> None:
    ben = host.browser("ben@school.example")
    assert ben.status == 200
    assert "Ben Teacher" in ben.words("who")
    ben.see(EDIT)
    ben.send(words="call nobody", reason="telephones have changed")
    assert ben.status == 200
    ben.see("/share")
    ben.send(next(ben.page.iter("form")))
    assert "Everything is shared" in ben.words()
    who = git(host.shared(), "log", "-1", "--format=%an <%ae> %cn <%ce>", "main").strip()
    assert who == "Ben Teacher <ben@school.example> Ben Teacher <ben@school.example>"
    assert "call nobody" in git(host.shared(), "show", f"main:{FILE}")
    told = [json.loads(line) for line in host.log().splitlines()]
    assert [(one["who"], one["what"]) for one in told] == [
        ("ben@school.example", what) for what in ("signed in", "kept", "shared")
    ]
    assert told[1]["school"] == "hill"


def test_what_changed_since_the_edition_in_force_is_compared_only_once_somebody_asks(host: Host) -> None:
    ben = host.browser("ben@school.example")
    ben.see(EDIT)
    ben.send(words="call nobody", reason="r")
    (link,) = ben.page.xpath("//a[@data-fetch]/@href")
    assert "[new: " not in ben.page.get_element_by_id("in-force").text_content()
    ben.see(link)
    assert "[new: " in ben.page.get_element_by_id("in-force").text_content()
    ben.see(CALLS)  # known by now
    assert "[new: " in ben.page.get_element_by_id("in-force").text_content()


def test_each_person_works_in_a_copy_of_their_own(host: Host) -> None:
    ada, ben = host.browser("ada@school.example"), host.browser("ben@school.example")
    ben.see(EDIT)
    ben.send(words="call nobody", reason="r")
    assert "call nobody" not in ada.see(CALLS).text_content()
    ben.see("/share")
    ben.send(next(ben.page.iter("form")))
    ada = host.browser("ada@school.example")
    assert "call nobody" in ada.see(CALLS).text_content()


@pytest.mark.parametrize(
    ("email", "settings"),
    [
        ("eve@school.example", {}),
        ("", {}),
        ("ben@school.example\n", {}),
        ("ben@school.example, eve@school.example", {}),
        ("ben@\u0455chool.example", {}),
        ("ben@school.example", {"says": {"email_verified": False}}),
        ("ben@school.example", {"says": {"email_verified": None}}),
        ("ben@school.example", {"says": {"email_verified": "false"}}),
        ("ben@school.example", {"says": {"email_verified": []}}),
        ("ben@school.example", {"says": {"iss": "https://other.example"}}),
        ("ben@school.example", {"says": {"iss": None}}),
        ("ben@school.example", {"says": {"aud": "another-client"}}),
        ("ben@school.example", {"says": {"aud": None}}),
        ("ben@school.example", {"says": {"aud": "another-client", "azp": "desk"}}),
        ("ben@school.example", {"says": {"nonce": "another"}}),
        ("ben@school.example", {"says": {"nonce": None}}),
        ("ben@school.example", {"says": {"exp": 1_000_000_000}}),
        ("ben@school.example", {"says": {"exp": None}}),
        ("ben@school.example", {"says": {"email": ["ben@school.example"]}}),
        ("ben@school.example", {"says": {"azp": "another-client"}}),
        ("ben@school.example", {"forged": True}),
        ("ben@school.example", {"algorithm": "none"}),
        ("ben@school.example", {"algorithm": "HS256"}),
        ("ben@school.example", {"calls_itself": "https://other.example"}),
    ],
)
def test_nobody_is_let_in_who_is_not_listed_and_proven(host: Host, email: str, settings: dict[str, Any]) -> None:
    for name, value in settings.items():
        setattr(host.provider, name, value)
    someone = host.browser(email) if email else host.browser()
    if not email:
        someone.sign_in("")
    assert someone.status == 403
    assert someone.words() == ("You are not let in.Ask the person who looks after the desk to list you. To the sign-in")
    assert "Hill" not in someone.text
    assert "Sign in with" in someone.see("/").text_content()
    assert "Sign in with" in someone.see(CALLS).text_content()
    assert not (host.folder / "state" / "copies").exists()
    assert '"turned away"' in host.log()


def test_an_address_is_the_same_in_capitals_and_the_kelvin_sign_is_no_k(make: Make) -> None:
    host = make()
    host.publish(PEOPLE.replace("ben@school", "kim@school"))
    assert host.browser("Kim@School.example").status == 200
    assert host.browser("\u212aim@school.example").status == 403


def test_a_list_with_a_mistake_or_one_address_twice_lets_nobody_in(host: Host) -> None:
    for people in ("people: [\n", "people: nobody\n", PEOPLE + "  - name: Ben Again\n    email: BEN@school.example\n"):
        host.publish(people)
        assert host.browser("ben@school.example").status == 403
    host.publish(PEOPLE)
    assert host.browser("ben@school.example").status == 200


def test_a_way_back_is_good_once_and_for_one_browser_alone(host: Host) -> None:
    host.provider.email = "ben@school.example"
    ben, other = host.browser(), host.browser()
    other.see(ben.way_back())
    assert other.status == 403
    back = ben.way_back()
    before = dict(ben.client.cookies)
    ben.see(back)
    assert ben.status == 200
    again = host.browser()
    again.client.cookies.update(before)
    host.provider.codes[back.partition("code=")[2].partition("&")[0]] = host.provider.asked[-1]
    again.see(back)
    assert again.status == 403


@pytest.mark.parametrize("cookie", ["", "forged", "eyJzaWQiOiAieCJ9.aaaa.bbbb"])
def test_a_forged_session_opens_nothing(host: Host, cookie: str) -> None:
    someone = host.browser()
    someone.client.cookies.set("desk", cookie)
    assert "Sign in with" in someone.see("/").text_content()
    answer = someone.client.post(CALLS, data={"words": "x", "reason": "y", "token": ""})
    assert answer.status_code == 403


def test_a_session_ends_by_itself_when_signed_out_and_when_the_person_is_taken_off_the_list(host: Host) -> None:
    ben = host.browser("ben@school.example")
    kept = dict(ben.client.cookies)
    host.clock.now += 119 * 60
    assert ben.see("/").text_content().count("Ben Teacher")
    host.clock.now += 121 * 60
    assert "Sign in with" in ben.see("/").text_content()
    ben.sign_in("ben@school.example")
    kept = dict(ben.client.cookies)
    ben.see("/signout")
    ben.send(next(ben.page.iter("form")), token="wrong")
    assert ben.status == 403
    ben.see("/signout")
    ben.send(next(ben.page.iter("form")))
    ben.client.cookies.clear()
    ben.client.cookies.update(kept)
    assert "Sign in with" in ben.see("/").text_content()
    ben.sign_in("ben@school.example")
    ben.see(EDIT)
    host.publish(PEOPLE.replace("ben@", "bob@"))
    ben.send(words="call nobody", reason="r")
    assert ben.status == 403
    assert "not let in" in ben.words()
