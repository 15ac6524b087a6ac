"""approve: refuses what must not be approved, and writes record, changelog and tag at once or not at all."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import shutil
import subprocess
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from clausebook.app.governing import approve
from clausebook.app.verifying import verified
from clausebook.approving.act_files import HEADER, with_entry
from clausebook.errors import UserError
from clausebook.history.adoption import adoptions
from clausebook.io.git import open_repository, transaction, write
from clausebook.io.git.command import GitResult
from clausebook.model.approvals.approval import Decision, Plan
from clausebook.source.load import load
from tests.history.repositories import SCHOOL, School, approve_by_hand, mini_school, words_of

pytestmark = pytest.mark.slow

RECORD = "policy/approvals/phones/2018-05-approved-2018.yaml"
CALLS = "clauses/phones/calls.yaml"
FIRST = Decision(
    policy="phones", edition="2018", on="2018-05", body="governing body", minute="unknown", review_due="2019-05"
)
SECOND = Decision(policy="phones", edition="2019", on="2019-05-14", body="governing body", minute="FGB/19/7")
TODAY = date(2019, 6, 1)
NOW = datetime(2019, 6, 1, tzinfo=UTC)


def approved(school: School, decision: Decision = FIRST, dry_run: bool = False, as_of: date = TODAY) -> Plan:
    return approve(school.root, decision, as_of, dry_run)


def refused(school: School, decision: Decision = FIRST, as_of: date = TODAY) -> str:
    """What approve says against it; nothing may have been written."""
    before = (school.head, school.git("tag"), school.git("status", "--porcelain", "--ignored"))
    with pytest.raises(UserError) as caught:
        approved(school, decision, as_of=as_of)
    assert (school.head, school.git("tag"), school.git("status", "--porcelain", "--ignored")) == before
    return str(caught.value)


def change(school: School, message: str = "Allow calls in lessons\n\nReason: trips need them") -> str:
    school.replace(CALLS, "outside", "during")
    return school.commit(message)


def test_an_approval_is_one_commit_with_record_and_changelog_and_an_annotated_tag(school: School) -> None:
    before = school.head
    fingerprint = words_of(school).fingerprint
    approved(school)
    assert school.git("rev-list", "--count", f"{before}..HEAD") == "1"
    assert school.git("diff", "--name-only", before, "HEAD").split("\n") == ["CHANGELOG.md", RECORD]
    assert school.git("status", "--porcelain") == ""
    assert school.git("symbolic-ref", "--short", "HEAD") == "main"
    tag = open_repository(school.root).tags()["phones/2018"]
    assert (tag.annotated, tag.commit) == (True, school.head)
    assert tag.message.endswith(f"Fingerprint: {fingerprint}")
    assert (
        school.git("log", "-1", "--format=%an <%ae>: %s") == "A clerk <clerk@hill.example>: Approve Phones policy 2018"
    )


def test_what_approve_writes_verifies_in_every_respect(school: School) -> None:
    approved(school)
    (verdict,) = verified(school.root, None, NOW)
    # nothing was built here, so nothing published can be looked at
    assert [check.outcome for check in verdict.checks] == ["good"] * 4 + ["unchecked"]
    (found,) = adoptions(open_repository(school.root))
    assert found.is_in_force
    assert found.approval is not None
    told = (found.approval.approved, found.approval.review_due, found.approval.body, found.approval.minute)
    assert told == ("2018-05", "2019-05", "governing body", "unknown")
    assert [(one.role, one.name) for one in found.approval.signatories] == [("chair", "unknown")]


def test_the_record_reads_as_a_clerk_would_write_it(school: School) -> None:
    approved(school)
    lines = (school.root / RECORD).read_text(encoding="utf-8").split("\n")
    assert lines[:9] == [
        "# yaml-language-server: $schema=../../../schema/act.json",
        "act: approved",
        "policy: phones",
        'edition: "2018"',
        'on: "2018-05"',
        'body: "governing body"',
        'minute: "unknown"',
        'review_due: "2019-05"',
        "signatories:",
    ]
    assert lines[9:11] == ["  - role: chair", '    name: "unknown"']
    assert lines[11].startswith("fingerprint: v1:sha256:")
    assert [line.split(":")[0].strip() for line in lines[12:16]] == ["clauses", "introduction", "calls", "cameras"]
    assert lines[16].startswith("engine: clausebook ")
    assert lines[17:] == [""]


@pytest.mark.parametrize(
    "text", ['the "full" board: yes # really', "Bwrdd llywodraethol – ŵ", "\\n {{ x }}", "2018", "null"]
)
def test_any_printable_body_and_minute_come_back_as_they_were_given(school: School, text: str) -> None:
    plan = approved(school, dataclasses.replace(FIRST, body=text, minute=text), dry_run=True)
    register = load({RECORD: plan.files[RECORD].encode()})
    assert [(one.body, one.minute) for one in register.approvals] == [(text, text)]
    assert register.faults == ()


def test_the_first_entry_says_how_many_clauses_there_are(school: School) -> None:
    approved(school)
    assert (school.root / "CHANGELOG.md").read_text(encoding="utf-8") == (
        "# Changelog\n\nThe policy's editions, for governors.\n\n"
        "## [Phones policy 2018] - 2018-05\n\n"
        "Approved by the governing body in May 2018. Next review due May 2019.\n\n"
        "### Added\n\n- The first edition in this register: 3 clauses.\n"
    )


def test_a_later_entry_lists_added_changed_and_removed_clauses_with_their_reasons(school: School) -> None:
    approved(school)
    change(school)
    school.git("rm", "--quiet", "clauses/phones/cameras.yaml")
    added = {"clauses/phones/lost.yaml": "id: lost\ntitle: Lost *phones*\nbody: [Staff must report a lost phone.]\n"}
    school.replace("policy/phones.yaml", "calls, cameras", "calls, lost")
    school.commit("Say what to do when a phone is lost", added)
    school.write({"policy/school.yaml": SCHOOL.replace("Hill School", "Dale School")})
    school.commit("The school has a new name")
    plan = approved(school, SECOND)
    assert plan.entry == (
        "## [Phones policy 2019] - 2019-05-14\n\n"
        "Approved by the governing body on 14 May 2019, minute FGB/19/7.\n\n"
        "### Added\n\n- 1.2 Lost \\*phones\\*: Say what to do when a phone is lost\n\n"
        "### Changed\n\n"
        "- 1 Introduction: school.name was Hill School and is Dale School\n"
        "- 1.1 Calls: trips need them\n\n"
        "### Removed\n\n- 1.2 Cameras: Say what to do when a phone is lost\n"
    )
    text = (school.root / "CHANGELOG.md").read_text(encoding="utf-8")
    assert text.index("2019] -") < text.index("2018] -")
    assert [verdict.is_good for verdict in verified(school.root, None, NOW)] == [True, True]


def test_a_changelog_keeps_its_introduction_and_what_is_unreleased_above_the_entry() -> None:
    old = "# Changelog\n\nIntro.\n\n## [Unreleased]\n\n- soon\n\n## [A 2017] - 2017\n\nOld.\n"
    new = with_entry(old, "## [A 2018] - 2018\n\nNew.\n")
    assert new == old.replace("## [A 2017]", "## [A 2018] - 2018\n\nNew.\n\n## [A 2017]")
    assert with_entry("", "## [A 2018] - 2018\n") == f"{HEADER}\n## [A 2018] - 2018\n"


def test_a_dry_run_shows_everything_and_writes_nothing(school: School) -> None:
    before = (school.head, school.git("tag"))
    shown = "\n".join(approved(school, dry_run=True).lines)
    assert (school.head, school.git("tag"), school.git("status", "--porcelain")) == (*before, "")
    for part in (
        f"would write {RECORD}",
        '    minute: "unknown"',
        "    ## [Phones policy 2018]",
        "the tag phones/2018",
    ):
        assert part in shown


def test_a_dirty_tree_is_refused_wherever_it_is_dirty(school: School) -> None:
    school.commit("A file of another kind", {"README.md": "hello\n"})
    school.write({"README.md": "changed\n"})
    assert "differs from the last commit: README.md" in refused(school)
    school.git("checkout", "README.md")
    school.write({"clauses/phones/new.yaml": "id: new\n"})
    assert "differs from the last commit: clauses/phones/new.yaml" in refused(school)


def test_a_staged_change_is_refused(school: School) -> None:
    school.replace(CALLS, "outside", "during")
    school.git("add", "--all")
    assert "differs from the last commit" in refused(school)


def test_open_errors_are_refused(school: School) -> None:
    school.replace("clauses/phones/introduction.yaml", "school.name", "school.nmae")
    school.commit("Misspell")
    assert "the draft has 1 error\n    hint: python3 build.py check" in refused(school)


def test_a_draft_without_changes_is_refused(school: School) -> None:
    approved(school)
    school.replace(CALLS, "title: Calls", "# a comment changes no words\ntitle: Calls")
    school.commit("Comment")
    assert "the draft has the words of 2018: nothing changed" in refused(school, SECOND)


def test_a_date_in_the_future_is_refused(school: School) -> None:
    assert "May 2018 is in the future" in refused(school, as_of=date(2018, 4, 30))
    approved(school, as_of=date(2018, 5, 1))


def test_a_date_before_the_last_edition_is_refused(school: School) -> None:
    approved(school, SECOND)
    change(school)
    earlier = dataclasses.replace(SECOND, edition="2020", on="2019-04")
    assert "April 2019 is before the approval of 2019, 14 May 2019" in refused(school, earlier)


@pytest.mark.parametrize("on", ["2019-02-31", "2019-5", "May 2019", "", "19-05-01"])
def test_what_is_no_date_is_refused(school: School, on: str) -> None:
    assert "is not a date" in refused(school, dataclasses.replace(SECOND, on=on))


def test_a_review_due_before_the_approval_is_refused(school: School) -> None:
    assert "before the approval" in refused(school, dataclasses.replace(SECOND, review_due="2018-05"))


def test_an_existing_year_is_refused_even_if_its_record_was_deleted(school: School) -> None:
    approved(school)
    change(school)
    again = dataclasses.replace(FIRST, on="2018-06")
    assert "there is an approval of phones/2018 already" in refused(school, again)
    school.git("rm", "--quiet", RECORD)
    school.commit("Tidy up")
    assert "there is an approval of phones/2018 already" in refused(school, again)


def test_an_existing_tag_is_refused(school: School) -> None:
    school.git("tag", "phones/2018")
    assert "there is a tag phones/2018 already" in refused(school)


def test_a_year_that_would_leave_the_folder_is_refused(school: School) -> None:
    assert "is not a review year" in refused(school, dataclasses.replace(FIRST, edition="../2018"))


def test_an_unknown_policy_is_refused_with_the_nearest_one(school: School) -> None:
    assert "did you mean phones?" in refused(school, dataclasses.replace(FIRST, policy="phone"))


def test_a_detached_head_and_an_unfinished_merge_are_refused(school: School) -> None:
    school.git("checkout", "--quiet", "--detach")
    assert "no branch is checked out" in refused(school)


def test_all_refusals_are_listed_at_once(school: School) -> None:
    school.replace(CALLS, "outside", "during")
    said = refused(school, dataclasses.replace(FIRST, edition="18", body=" ", minute="a\x07b"))
    for part in ("differs from the last commit", "18 is not a review year", "--by says nothing", "cannot be printed"):
        assert part in said


def test_someone_git_does_not_know_is_told_how_to_say_who_they_are(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.delenv(f"GIT_{role}_NAME")
        monkeypatch.delenv(f"GIT_{role}_EMAIL")
    monkeypatch.delenv("EMAIL", raising=False)
    said = refused(school)
    assert "git does not know who you are" in said
    assert "git config --global user.name" in said


def test_an_ignored_file_in_the_way_is_not_overwritten(school: School) -> None:
    school.commit("Ignore", {".gitignore": "approvals/\n"})
    school.write({RECORD: "precious: yes\n"})
    assert f"{RECORD} is there already" in refused(school)


@pytest.mark.parametrize("lock", ["index.lock", "HEAD.lock", "refs/heads/main.lock", "packed-refs.lock"])
def test_a_lock_that_a_killed_git_left_behind_is_named_with_its_age(school: School, lock: str) -> None:
    path = school.root / ".git" / lock
    path.write_text("", encoding="utf-8")
    os.utime(path, (datetime.now(UTC).timestamp() - 7200,) * 2)
    with pytest.raises(UserError) as caught:
        approved(school)
    assert f".git/{lock} (2 hours old)" in caught.value.message
    assert "No git is running here" in caught.value.message or "not known" in caught.value.message
    assert f"rm .git/{lock}" in caught.value.hint
    path.unlink()
    assert (school.git("tag"), school.git("status", "--porcelain")) == ("", "")
    approved(school)


def test_another_git_process_at_work_is_waited_for(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transaction, "git_runs_in", lambda root: True)
    (school.root / ".git" / "index.lock").write_text("", encoding="utf-8")
    with pytest.raises(UserError, match="another git process"):
        approved(school)
    (school.root / ".git" / "index.lock").unlink()
    assert (school.git("tag"), school.git("status", "--porcelain")) == ("", "")


def test_a_tag_that_git_cannot_make_takes_the_commit_with_it(school: School) -> None:
    school.git("tag", "phones")  # a file where the folder phones/ would have to be
    assert "git refused the approval" in refused(school)


def test_hooks_and_editors_of_the_user_are_not_run(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("pre-commit", "commit-msg", "post-checkout"):
        hook = school.root / ".git" / "hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
        hook.chmod(0o755)
    monkeypatch.setenv("GIT_EDITOR", "false")
    approved(school)
    assert school.git("tag") == "phones/2018"


def test_a_file_that_was_only_touched_does_not_stop_the_files_from_following(school: School) -> None:
    os.utime(school.root / "CHANGELOG.md", (1, 1))
    approved(school)
    assert school.git("status", "--porcelain") == ""


class Killed(BaseException):
    """The process is gone."""


def _writing_calls(root: Path, monkeypatch: pytest.MonkeyPatch, kill_at: int) -> list[Sequence[str]]:
    """Let the writer's git calls through until the one to be killed; all that were begun."""
    calls: list[Sequence[str]] = []
    true_run, true_ask = write.run, write.ask

    def counted(call: Any) -> Any:
        def inner(root: Path, arguments: Sequence[str], **options: Any) -> GitResult:
            calls.append(arguments)
            if len(calls) == kill_at:
                raise Killed
            answer: GitResult = call(root, arguments, **options)
            return answer

        return inner

    monkeypatch.setattr(write, "run", counted(true_run))
    monkeypatch.setattr(write, "ask", counted(true_ask))
    return calls


def test_killed_at_any_moment_there_is_a_whole_approval_or_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    for kill_at in range(1, 99):
        school = mini_school(tmp_path / str(kill_at))
        before = school.head
        with monkeypatch.context() as patched:
            calls = _writing_calls(school.root, patched, kill_at)
            with contextlib.suppress(Killed):
                approved(school)
            if len(calls) < kill_at:
                break
        moved, tagged = school.head != before, school.git("tag") == "phones/2018"
        assert moved == tagged, f"killed at {calls[-1]}"
        transaction.finish_begun(school.root, thorough=True)  # as the next command does
        assert school.git("status", "--porcelain") == "", f"killed at {calls[-1]}"
        if moved:
            assert [verdict.is_good for verdict in verified(school.root, None, NOW)] == [True]
        seen.append(moved)
    assert seen == sorted(seen), "once it stands, an approval stands"
    assert (seen[0], seen[-1]) == (False, True)


def test_a_branch_that_moved_meanwhile_is_not_overwritten(school: School) -> None:
    repository = open_repository(school.root)
    assert repository.state.whole
    other = school.commit("Meanwhile", {"README.md": "hello\n"})
    with pytest.raises(UserError, match="git refused the approval"):
        repository.commit_and_tag({RECORD: b"x"}, "m\n", "phones/2018", "t\n")
    assert (school.head, school.git("tag")) == (other, "")


def test_approving_in_a_worktree_moves_only_its_own_branch(school: School) -> None:
    main = school.head
    school.git("worktree", "add", "--quiet", "../tree")
    tree = School(school.root.parent / "tree", start=False)
    approve(tree.root, FIRST, TODAY)
    assert (school.head, tree.git("status", "--porcelain")) == (main, "")
    assert tree.git("rev-parse", "phones/2018^{commit}") == tree.head


def test_a_hand_made_record_and_one_of_the_command_are_read_the_same(school: School, tmp_path: Path) -> None:
    approved(school)
    other = mini_school(tmp_path / "other")
    approve_by_hand(other)
    one, two = (adoptions(open_repository(root))[0].approval for root in (school.root, other.root))
    assert one
    assert two
    assert dataclasses.replace(one, act="") == two


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="NOT TESTED: ssh-keygen is missing, so no tag is signed")
def test_a_user_who_signs_tags_gets_a_signed_tag(
    school: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    settings = tmp_path / "gitconfig"
    text = f'[gpg]\n\tformat = ssh\n[user]\n\tsigningkey = "{key.as_posix()}.pub"\n[tag]\n\tgpgSign = true\n'
    settings.write_text(text, encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    approved(school)
    tag = open_repository(school.root).tags()["phones/2018"]
    assert (tag.annotated, tag.signed, tag.commit) == (True, True, school.head)
    (verdict,) = verified(school.root, None, NOW)
    assert verdict.is_good
    assert any("it is signed" in check.message for check in verdict.checks)


def test_a_tag_that_cannot_be_signed_leaves_nothing_behind(
    school: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = tmp_path / "gitconfig"
    settings.write_text("[gpg]\n\tprogram = no-such-program\n[tag]\n\tgpgSign = true\n", encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    assert "git could not sign the tag" in refused(school)
