"""What is in the way of a person at the desk is said before and in plain words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from clausebook.app.workspace import open_workspace
from clausebook.desk.plain_words import named_by
from tests.desk.clerks import AS_OF, Clerk
from tests.desk.plainness import PHONES, decide, insist_on_plain_words
from tests.desk.test_keeping import CALLS, git

pytestmark = pytest.mark.slow


def test_what_is_in_the_way_of_an_act_is_said_before_anything_is_asked(clerk: Clerk) -> None:
    clerk.see(f"{PHONES}/act/reviewed")
    assert "The draft has changes" in clerk.words()
    insist_on_plain_words(clerk)


def test_a_policy_of_upstreams_is_taken_over_without_anybodys_approval(
    clerk: Clerk, root: Path, made: Path, tmp_path: Path
) -> None:
    theirs = tmp_path / "upstream"
    copytree(made, theirs)
    (theirs / "policy/uniform.yaml").write_text("id: uniform\ntitle: Uniform\noutline:\n  - opening: dress\n")
    (theirs / "clauses/uniform").mkdir()
    (theirs / "clauses/uniform/dress.yaml").write_text("id: dress\ntitle: Dress\nbody:\n  - Pupils should wear it.\n")
    git(theirs, "add", "-A")
    git(theirs, "-c", "user.name=A", "-c", "user.email=a@b.example", "commit", "-qm", "Uniform")
    mark = f"address: {theirs}\ncommit: {git(root, 'rev-parse', 'HEAD').strip()}\n"
    (root / "policy/upstream.yaml").write_text(mark)
    git(root, "add", "-A")
    git(root, "commit", "-qm", "Follow upstream")
    clerk.see("/new")
    clerk.send(list(clerk.page.iter("form"))[-1])
    assert "Uniform" in clerk.words("select")
    clerk.send(
        next(one for one in clerk.page.iter("form") if one.get("action").endswith("/upstream")), reason="it is good"
    )
    assert clerk.status == 200, clerk.words()
    assert (root / "clauses/uniform/dress.yaml").is_file()
    clerk.see("/policy/phones/kept")
    assert "Telephones have changed" in clerk.words()


def test_what_was_kept_before_is_undone_from_the_list(clerk: Clerk, root: Path) -> None:
    for number, words in ((0, "call nobody"), (1, "give nothing")):
        clerk.see(f"{CALLS}?do=edit&at=body.1.items.{number}.text")
        clerk.send(words=words, reason=words)
    clerk.see(f"{PHONES}/kept")
    clerk.send(list(clerk.page.iter("form"))[1])  # not the newest one
    assert clerk.status == 200
    text = (root / "clauses/phones/calls.yaml").read_text()
    assert "call pupils on their own phones" in text
    assert "give nothing" in text
    assert "It was taken back" in clerk.words()


def test_findings_call_clauses_policies_and_roles_by_their_names(clerk: Clerk, root: Path) -> None:
    register = open_workspace(root, AS_OF).register
    assert register.school
    roles = {"chair-of-governors": "Chair of Governors", "staff": "Staff"}
    named = named_by(replace(register, school=replace(register.school, roles=roles)))
    title = next(one.title for one in register.policies if one.id == "phones")
    assert named("clause calls of policy phones cites nothing") == f"clause “Calls” of policy “{title}” cites nothing"
    assert (
        named("phones/2018 names chair-of-governors and staff")
        == "the edition 2018 names “Chair of Governors” and staff"
    )
    assert named("clause nothing calls phones") == "clause nothing calls phones"


def test_a_day_that_there_is_not_is_said_to_be_none_and_nothing_is_recorded(clerk: Clerk, root: Path) -> None:
    before = git(root, "rev-parse", "HEAD")
    for day in ("2027-13-45", "2027-00-01", "yesterday", "2027-02-31"):
        decide(clerk, "approved", edition="2027", on=day, body="governing body", minute="FGB 2027-05/7")
        assert clerk.status == 422, day
        assert day in clerk.words() or "February" in clerk.words()
        insist_on_plain_words(clerk)
    assert git(root, "rev-parse", "HEAD") == before
