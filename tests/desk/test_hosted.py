"""A hosted desk lets in whom the provider has verified and the published list names, and nobody else."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from clausebook.desk.hosted.access import caller
from clausebook.desk.hosted.running import OTHERS, forget, read_hosting
from clausebook.errors import UserError
from tests.desk.hosts import ADDRESS, PEOPLE, Clock, Host, publish
from tests.desk.providers import Provider, provider
from tests.desk.test_keeping import CALLS, FILE, git

pytestmark = pytest.mark.slow  # each needs repositories of its own and a desk that runs

EDIT = f"{CALLS}?do=edit&at=body.1.items.0.text"
LIST = "policy/people.yaml"
NOW = 1_810_000_000.0


@pytest.fixture(scope="module")
def signs_in() -> Iterator[Provider]:
    """One provider for all tests of this file."""
    with provider() as made:
        yield made


@pytest.fixture(scope="module")
def shared(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shared repository of a school that lists its people, made once."""
    folder = tmp_path_factory.mktemp("shared")
    git(made, "clone", "-q", "--bare", str(made), str(folder / "hill.git"))
    publish(folder / "hill.git", PEOPLE, folder / "elsewhere")
    return folder / "hill.git"


Make = Callable[..., Host]


@pytest.fixture
def make(shared: Path, tmp_path: Path, signs_in: Provider, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Makes a hosted desk."""
    for name in OTHERS:
        monkeypatch.delenv(name, raising=False)
    fresh = Provider(signs_in.issuer, key=signs_in.key, other=signs_in.other)
    for name in ("email", "says", "calls_itself", "forged", "algorithm", "codes", "asked"):
        setattr(signs_in, name, getattr(fresh, name))

    def made(*schools: str, **more: Any) -> Host:
        for school in schools or ("hill",):
            shutil.copytree(shared, tmp_path / f"{school}.git")
        return Host(tmp_path, signs_in, Clock(NOW), schools or ("hill",), **more)

    return made


@pytest.fixture
def host(make: Make) -> Host:
    """The desk of one school."""
    return make()


def head(host: Host) -> str:
    return git(host.shared(), "rev-parse", "main").strip()


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


def test_rights_are_those_of_the_published_list(host: Host) -> None:
    cat = host.browser("cat@school.example")
    assert "Publish" not in cat.words()
    cat.see(EDIT)
    answer = cat.client.post(CALLS, data={"do": "edit", "words": "x", "reason": "y", "token": ""})
    assert answer.status_code == 403
    ben = host.browser("ben@school.example")
    ben.see("/policy/phones/act/approved")
    assert ben.status == 403
    host.publish(PEOPLE.replace("rights: [edit]", "rights: [edit, approve]"))
    ben.see("/policy/phones/act/approved")
    assert ben.status != 403


def test_a_copy_whose_list_gives_itself_rights_gives_none_and_is_not_shared(host: Host) -> None:
    ben = host.browser("ben@school.example")
    [copy] = (host.folder / "state" / "copies" / "hill").iterdir()
    for path, text in (
        ("policy/people.yaml", PEOPLE.replace("rights: [edit]", "rights: [edit, approve, admin]")),
        ("policy/approvals/phones/2030.yaml", "policy: phones\n"),
    ):
        before = head(host)
        (copy / path).parent.mkdir(parents=True, exist_ok=True)
        (copy / path).write_text(text)
        ben.see("/outside")
        ben.send(next(ben.page.iter("form")), way="keep", reason="mine")
        assert "You may not change that" in ben.words()
        git(copy, "add", path)
        git(copy, "commit", "-q", "-m", "Give me rights")
        assert ben.see("/policy/phones/act/approved") is not None
        assert ben.status == 403
        ben.see("/share")
        ben.send(next(ben.page.iter("form")))
        assert ben.status == 409
        assert "You may not change what is changed here" in ben.words()
        assert head(host) == before
        git(copy, "reset", "-q", "--hard", "HEAD~1")


def test_an_admin_may_share_a_changed_list(host: Host) -> None:
    ada = host.browser("ada@school.example")
    [copy] = (host.folder / "state" / "copies" / "hill").iterdir()
    (copy / "policy/people.yaml").write_text(PEOPLE.replace("Ben Teacher", "Ben Baker"))
    ada.see("/outside")
    ada.send(next(ada.page.iter("form")), way="keep", reason="he has married")
    ada.see("/share")
    ada.send(next(ada.page.iter("form")))
    assert "Everything is shared" in ada.words()
    assert "Ben Baker" in host.browser("ben@school.example").words("who")


def test_an_admin_alone_changes_the_list_on_its_page_and_it_counts_once_it_is_shared(host: Host) -> None:
    ben = host.browser("ben@school.example")
    ben.see("/people")
    assert ben.status == 403
    ada = host.browser("ada@school.example")
    ada.see("/people")
    new = {"name|3": "Dan Bursar", "email|3": "dan@school.example", "approve|1": "1"}
    ada.send(**new, **{"name|2": "", "email|2": ""}, reason="a new bursar")
    assert ada.status == 200, ada.words()
    [copy] = [one for one in (host.folder / "state/copies/hill").iterdir() if "Dan" in (one / LIST).read_text()]
    assert (copy / LIST).read_text() == PEOPLE.replace("rights: [edit]", "rights: [edit, approve]").replace(
        "  - name: Cat Governor\n    email: cat@school.example\n",
        "  - name: Dan Bursar\n    email: dan@school.example\n",
    )
    assert host.browser("dan@school.example").status == 403
    ada.see("/share")
    ada.send(next(ada.page.iter("form")))
    assert host.browser("dan@school.example").status == 200
    for values, said in (
        ({"name|3": "Dan again", "email|3": "Dan@school.example"}, "listed twice"),
        ({"name|3": "Eve"}, "missing"),
        ({"name|3": "Eve", "email|3": "eve at school"}, "address"),
        ({"name|0": "", "email|0": ""}, "Nobody could change this list"),
        ({"name|3": "E: [x]\nrights", "email|3": "e@x.example\nadmin: 1"}, "address"),
    ):
        ada.see("/people")
        ada.send(**values, reason="r")
        assert ada.status == 422, values
        assert said in ada.words("fault"), (values, ada.words("fault"))


def test_whoever_may_not_sign_hands_no_signed_file_in(host: Host) -> None:
    ben = host.browser("ben@school.example")
    ben.see(EDIT)
    given = {"token": dict(ben.form().form_values())["token"], "edition": "2018"}
    answer = ben.client.post("/policy/phones/sign/file", data=given, files={"file": ("a.pdf", b"%PDF")})
    assert answer.status_code == 403


def test_whoever_signs_alone_shares_what_was_handed_in_and_changes_nothing_else(host: Host) -> None:
    host.publish(PEOPLE.replace("rights: [edit]", "rights: [sign]"))
    ben, cat = host.browser("ben@school.example"), host.browser("cat@school.example")
    [copy] = [one for one in (host.folder / "state/copies/hill").iterdir() if "Ben" in git(one, "config", "user.name")]
    record = copy / "policy/approvals/phones/2018.pdf"
    record.write_bytes(b"%PDF")
    git(copy, "add", "-f", str(record))
    git(copy, "commit", "-q", "-m", "Sign")
    ben.see("/share")
    ben.send(next(ben.page.iter("form")))
    assert "Everything is shared" in ben.words()
    cat.see("/share")
    assert "button" not in {str(one.tag) for one in cat.page.iter()}
    cat.send(next(cat.page.iter("form")))
    assert cat.status == 403
    ben.see(EDIT)
    assert "do=edit" not in ben.text


def test_rights_that_go_while_a_form_is_open_are_gone_and_what_was_written_is_handed_back(host: Host) -> None:
    ben = host.browser("ben@school.example")
    ben.see(EDIT)
    host.publish(PEOPLE.replace("rights: [edit]", "rights: []"))
    ben.send(words="call nobody", reason="r")
    assert ben.status == 403
    assert "call nobody" in ben.words("textarea")
    host.publish(PEOPLE)
    ben.see(EDIT)
    ben.send(words="call nobody", reason="r")
    assert ben.status == 200


def test_a_session_that_was_there_before_the_sign_in_is_not_the_one_after_it(host: Host) -> None:
    attacker = host.browser()
    attacker.way_back()
    planted = attacker.client.cookies.get("desk")
    victim = host.browser()
    victim.client.cookies.set("desk", planted, domain="127.0.0.1", path="/")
    victim.sign_in("ben@school.example")
    attacker.see("/")
    assert "Ben" not in attacker.text
    assert victim.client.cookies.get("desk") != planted
    mine = victim.client.cookies.get("desk")
    victim.see("/signout")
    victim.send(next(victim.page.iter("form")))
    attacker.client.cookies.clear()
    attacker.client.cookies.set("desk", mine, domain="127.0.0.1", path="/")
    attacker.see("/")
    assert "Ben" not in attacker.text


def test_a_key_is_never_taken(host: Host) -> None:
    host.publish(PEOPLE.replace("rights: [edit]", "rights: [sign]"))
    ben = host.browser("ben@school.example")
    ben.see("/policy/phones/sign")
    assert 'type="password"' not in ben.text
    token = host.browser("ben@school.example")
    token.see("/policy/phones")
    form = next(iter(token.page.iter("form")), None)
    given = dict(form.form_values()) if form is not None else {}
    answer = token.client.post("/policy/phones/sign", data=given, files={"key": ("k.p12", b"x")})
    assert answer.status_code == 403


def test_a_form_from_elsewhere_or_under_another_name_is_refused(host: Host) -> None:
    ben = host.browser("ben@school.example")
    ben.see(EDIT)
    form = dict(ben.form().form_values()) | {"words": "x", "reason": "y"}
    for headers in (
        {"Host": "evil.example"},
        {"Host": "evil.example", "X-Forwarded-Host": "127.0.0.1:8600"},
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
    ):
        assert ben.client.post(CALLS, data=form, headers=headers).status_code == 403, headers
    assert ben.client.post(CALLS, data=form | {"token": ""}).status_code == 403
    assert ben.client.post(CALLS, data=form | {"token": "x" * 64}).status_code == 403
    assert ben.see(EDIT) is not None
    there = ben.client.get("/signin/go", headers={"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"},
                           follow_redirects=False)  # fmt: skip
    assert "evil" not in there.headers["location"]
    assert "redirect_uri=http%3A%2F%2F127.0.0.1%3A8600%2Fsignin%2Fback" in there.headers["location"]


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
