"""Rights at a hosted desk, and the list they come from."""

from __future__ import annotations

import pytest

from tests.desk.hosted import EDIT, head
from tests.desk.hosts import PEOPLE, Host
from tests.desk.test_keeping import CALLS, git

pytestmark = pytest.mark.slow  # each needs repositories of its own and a desk that runs

LIST = "policy/people.yaml"


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
