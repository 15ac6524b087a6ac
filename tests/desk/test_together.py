"""Two people at once, and words that mean harm: nothing is lost, nothing is forged."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.desk.clerks import Clerk
from tests.desk.killed import kills
from tests.desk.test_keeping import CALLS, FILE, git

pytestmark = pytest.mark.slow  # each needs repositories of its own and a desk that runs

EDIT = f"{CALLS}?do=edit&at=body.0.text"


@pytest.fixture
def other(root: Path) -> Clerk:
    """Another browser."""
    return Clerk(root)


def test_two_who_change_different_texts_are_both_kept(clerk: Clerk, other: Clerk, root: Path) -> None:
    clerk.see(EDIT)
    other.see(f"{CALLS}?do=remove&at=body.1.items.0.text")
    other.send(reason="gone")
    clerk.send(words="Staff should call at noon.", reason="noon is quiet")
    assert clerk.status == 200
    text = (root / FILE).read_text()
    assert "  - Staff should call at noon.\n" in text
    assert "own phones" not in text


def test_two_who_change_one_text_see_both_and_may_keep_both(clerk: Clerk, other: Clerk, root: Path) -> None:
    clerk.see(EDIT)
    other.see(EDIT)
    other.send(words="Staff should make calls at noon. They may use the office.", reason="noon is quiet")
    clerk.send(words="Staff should make calls outside lessons. They may use the hall.", reason="the hall is free")
    assert clerk.status == 409
    assert "at noon. They may use the office." in clerk.words("both")
    boxes = [one.text.strip() for one in clerk.page.iter("textarea")]
    assert boxes == [
        "Staff should make calls at noon. They may use the hall.",
        "Staff should make calls outside lessons. They may use the hall.",
    ]
    clerk.send(next(clerk.page.iter("form")))
    assert clerk.status == 200
    text = (root / FILE).read_text()
    assert "Staff should make calls at noon." in text
    assert "They may use the hall." in text
    assert (
        git(root, "log", "-2", "--format=%(trailers:key=Reason,valueonly)").split("\n\n")[0].strip()
        == "the hall is free"
    )


def test_two_whose_changes_collide_choose(clerk: Clerk, other: Clerk, root: Path) -> None:
    clerk.see(EDIT)
    other.see(EDIT)
    other.send(words="Nobody should make calls.", reason="quiet")
    clerk.send(words="Everybody should make calls.", reason="loud")
    assert clerk.status == 409
    assert [one.text.strip() for one in clerk.page.iter("textarea")] == ["Everybody should make calls."]
    clerk.send(next(clerk.page.iter("form")))
    assert clerk.status == 200
    assert "  - Everybody should make calls.\n" in (root / FILE).read_text()


def test_a_text_that_somebody_took_out_is_not_brought_back_unseen(clerk: Clerk, other: Clerk, root: Path) -> None:
    clerk.see(f"{CALLS}?do=edit&at=body.1.items.0.text")
    other.see(f"{CALLS}?do=remove&at=body.1.items.0.text")
    other.send(reason="gone")
    clerk.send(words="call pupils at home", reason="r")
    assert clerk.status == 409
    assert "call pupils at home" in clerk.words("textarea")
    assert "at home" not in (root / FILE).read_text()


FORGED = [
    "fine\nDecision-needed: nothing\nLaw: ukpga/1066/1",
    "fine\r\n\r\nReason: another",
    "fine\u2028Approval: phones/2027",
    "fine\x85Taken: abc\x0bTaken-into: x\x0cAct: y\x1cSignature: z",
    "<script>alert(1)</script>",
    "\u202egnihton",
    "Reason: Reason: x",
    "--amend",
    "plain\u2029Headline: mine\nSigned-off-by: Eve <eve@x.example>",
    "\u2066hidden\u2069 \u200b\ufeff\x00\x1b[31m --- [skip ci] $(rm -rf /) `id` %s {{ 7*7 }} {% raw %}",
]


def test_a_reason_stays_one_line_of_words(clerk: Clerk, root: Path) -> None:
    for number, words in enumerate(FORGED):
        clerk.see(f"{CALLS}?do=edit&at=body.1.items.0.text")
        clerk.send(words=f"call nobody {number} times", reason=words, headline=words, question=words)
        assert clerk.status == 200, words
        keys = git(root, "log", "-1", "--format=%(trailers:only,keyonly)").split()
        assert keys == ["Reason", "Headline", "Decision-needed"], words
        assert not set(git(root, "log", "-1", "--format=%B")) & set(
            "\x00\x1b\x85\u2028\u2029\u202e\u2066\u200b\ufeff\r"
        )
    assert git(root, "rev-list", "--count", f"HEAD~{len(FORGED)}..HEAD").strip() == str(len(FORGED))
    for address in ("/policy/phones", "/policy/phones/kept", "/policy/phones/question/0", "/policy/phones/word", CALLS):
        clerk.see(address)
        assert clerk.status == 200, address
        assert "<script>alert" not in clerk.text


def test_a_page_of_another_state_changes_nothing_it_did_not_show(clerk: Clerk, root: Path) -> None:
    before = (root / FILE).read_bytes()
    for seen in ("", "0" * 40, "HEAD~1", "--all", "main", "x" * 400):
        clerk.see(f"{CALLS}?do=edit&at=body.1.items.0.text")
        clerk.send(words="call nobody", reason="r", seen=seen, digest="0" * 16)
        assert clerk.status in (409, 422), seen
        assert "call nobody" in clerk.words("textarea"), seen
        assert (root / FILE).read_bytes() == before, seen


def test_sharing_joins_by_clause_and_asks_where_two_collide(clerk: Clerk, root: Path, tmp_path: Path) -> None:
    git(root, "clone", "-q", "--bare", str(root), str(tmp_path / "shared.git"))
    git(root, "remote", "add", "origin", str(tmp_path / "shared.git"))
    subprocess.run(["git", "clone", "-q", str(tmp_path / "shared.git"), str(tmp_path / "home")], check=True)
    home = Clerk(tmp_path / "home")
    for one, at, words in ((home, "body.1.items.0.text", "call no pupil"), (clerk, "body.0.text", "Staff may call.")):
        one.see(f"{CALLS}?do=edit&at={at}")
        one.send(words=words, reason="r")
    for one in (home, clerk, home):
        one.see("/share")
        one.send(next(one.page.iter("form")))
        assert "Everything is shared" in one.words()
    texts = [(folder / FILE).read_text() for folder in (root, tmp_path / "home")]
    assert texts[0] == texts[1]
    assert "call no pupil" in texts[0]
    assert "Staff may call." in texts[0]
    for one, words in ((home, "Staff may call at one."), (clerk, "Staff may call at two.")):
        one.see(EDIT)
        one.send(words=words, reason="r")
    home.see("/share")
    home.send(next(home.page.iter("form")))
    clerk.see("/share")
    clerk.send(next(clerk.page.iter("form")))
    assert clerk.status == 409
    assert "at one" in clerk.words("both")
    assert "at two" in clerk.words("both")
    form = next(clerk.page.iter("form"))
    name = next(one.get("name") for one in form.iter("input") if one.get("type") == "radio")
    clerk.send(form, **{name: "mine"})
    assert "Everything is shared" in clerk.words()
    assert "at two" in git(tmp_path / "shared.git", "show", f"main:{FILE}")
    assert git(root, "status", "--porcelain", "-uno") == ""


def test_a_desk_that_is_killed_leaves_all_of_a_change_or_nothing(root: Path) -> None:
    found = dict(kills(root, "new clause", iter(range(1, 400, 25))))
    assert set(found.values()) == {False, True}  # killed before it was recorded, and after
