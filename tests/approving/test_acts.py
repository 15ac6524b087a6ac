"""A school's year in a real repository: reviews, corrections, withdrawal, and what verify says of each."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from clausebook.app.acts import ActOrder, record
from clausebook.app.governing import approve
from clausebook.app.standing import dashboard
from clausebook.app.verifying import verified
from clausebook.app.workspace import open_workspace
from clausebook.errors import UserError
from clausebook.io.git import transaction, write
from clausebook.model.approvals.approval import Decision
from clausebook.model.approvals.verdict import Check
from tests.history.repositories import POLICY, School, approve_by_hand, mini_school

pytestmark = pytest.mark.slow

NOW = datetime(2019, 12, 1, tzinfo=UTC)
TODAY = date(2019, 12, 1)
CALLS = "clauses/phones/calls.yaml"


def approved(
    school: School, edition: str = "2018", on: str = "2018-05-08", policy: str = "phones", **more: Any
) -> None:
    decision = Decision(policy=policy, edition=edition, on=on, body="governing body", minute="FGB/1", **more)
    approve(school.root, decision, TODAY)


def recorded(school: School, kind: Any, on: str = "2019-05-14", policy: str = "phones", **more: Any) -> None:
    given = {"body": "governing body", "minute": "FGB/19/7", **more}
    record(school.root, ActOrder(kind=kind, policy=policy, on=on, **given), TODAY)


def checks(school: School) -> list[Check]:
    return [check for verdict in verified(school.root, None, NOW) for check in verdict.checks]


def faults(school: School) -> list[str]:
    return [check.message for check in checks(school) if check.outcome == "fault"]


def findings(school: School) -> list[tuple[str, str]]:
    found = open_workspace(school.root, TODAY).check()
    return [(one.rule, one.hint) for one in found]


def change(school: School, words: str) -> None:
    text = (school.root / CALLS).read_text(encoding="utf-8")
    school.write({CALLS: text.replace("Staff should make calls", f"Staff should {words} calls", 1)})
    school.commit(f"Change the calls\n\nReason: {words}")


def twelve(root: Path) -> School:
    """A school with twelve policies of one clause each, all approved in May 2018."""
    school = mini_school(root)
    names = [f"policy-{letter}" for letter in "abcdefghijk"]
    files: dict[str, str] = {}
    for name in names:
        outline = "outline:\n  - {id: rules, title: Rules, clauses: [rule]}\n"
        text = POLICY.replace("id: phones", f"id: {name}").split("outline:")[0] + outline
        files[f"policy/{name}.yaml"] = text
        files[f"clauses/{name}/rule.yaml"] = f"id: rule\ntitle: Rule\nbody: [Staff must follow {name}.]\n"
    school.commit("Write eleven more policies", files)
    for name in ("phones", *names):
        approved(school, policy=name)
    return school


def test_the_may_review_of_twelve_policies(tmp_path: Path) -> None:
    school = twelve(tmp_path / "school")
    change(school, "keep")
    approved(school, "2019", "2019-05-14")
    for letter in "abcdefgh":
        recorded(school, "reviewed", policy=f"policy-{letter}", review_due="2020-05")
    recorded(school, "withdrawn", policy="policy-i", reason="phones says it all", successor="phones")
    recorded(school, "corrected", policy="policy-j", right={"minute": "FGB/18/4"}, reason="mistyped")
    recorded(school, "reviewed", policy="policy-k")
    assert faults(school) == []
    states = {one.id: one for one in dashboard(school.root, date(2019, 7, 1)).policies}
    assert len(states) == 12
    assert {name for name, one in states.items() if one.status.overdue is not None} == {"policy-j"}
    assert states["policy-i"].status.state == "withdrawn"
    assert states["phones"].status.in_force
    assert states["phones"].status.in_force.name == "2019"
    force = states["policy-j"].status.in_force
    assert force
    assert force.approval.minute == "FGB/18/4"
    assert (school.root / "policy/policy-i.yaml").exists() is False
    log = (school.root / "CHANGELOG.md").read_text(encoding="utf-8")
    assert log.count("reviewed without change") == 9
    assert "Reason: phones says it all. The policy phones takes its place" in log or "phones says it all" in log


def test_a_review_that_changed_words_is_no_review_without_change(tmp_path: Path) -> None:
    school = mini_school(tmp_path / "school")
    approved(school)
    change(school, "keep")
    with pytest.raises(UserError, match="does not have the words of 2018"):
        recorded(school, "reviewed")


def test_nothing_changed_leads_to_the_command_that_records_it(tmp_path: Path) -> None:
    school = mini_school(tmp_path / "school")
    approved(school)
    with pytest.raises(UserError) as caught:
        approved(school, "2019", "2019-05-14")
    assert "approve --no-change --policy phones" in caught.value.hint
    recorded(school, "reviewed", review_due="2020-05")
    assert not [rule for rule, _ in findings(school) if rule == "review-due"]
    assert faults(school) == []


@pytest.mark.parametrize(
    ("rule", "order"),
    [
        ("approval-recorded", {"right": {"minute": "FGB/18/4"}, "signed": (("chair", "A. Example"),)}),
        ("approval-recorded", {"right": {"minute": "FGB/18/4"}, "signed": (("chair", "withheld"),)}),
    ],
)
def test_the_hint_of_a_finding_cures_it_and_verify_finds_no_fault(
    tmp_path: Path, rule: str, order: dict[str, Any]
) -> None:
    school = mini_school(tmp_path / "school")
    approve_by_hand(school)
    before = [hint for name, hint in findings(school) if name == rule]
    assert before
    assert all("python3 build.py correct 2018 --policy phones" in hint for hint in before)
    recorded(school, "corrected", edition="2018", reason="found in the minutes", **order)
    assert not [hint for name, hint in findings(school) if name == rule]
    assert faults(school) == []


def test_two_branches_that_both_approved_are_put_in_order_by_the_command_of_the_hint(tmp_path: Path) -> None:
    school = mini_school(tmp_path / "school")
    approved(school)
    school.git("checkout", "-q", "-b", "other")
    change(school, "limit")
    approved(school, "2019-2", "2019-05-14")
    school.git("checkout", "-q", "main")
    change(school, "keep")
    approved(school, "2019", "2019-05-14")
    school.git("merge", "-q", "-X", "ours", "--no-edit", "other")
    hints = [hint for rule, hint in findings(school) if rule == "acts-in-order"]
    assert len(hints) == 1
    assert any("follow the same act" in message for message in faults(school))
    _, _, _, later, _, earlier = hints[0].split('"')[0].split()[:6]
    recorded(school, "corrected", target=later, after=earlier, reason="two branches were merged")
    assert not [rule for rule, _ in findings(school) if rule == "acts-in-order"]
    assert not [message for message in faults(school) if "follow the same act" in message]


@pytest.mark.parametrize("how", ["squash", "rebase"])
def test_an_approval_that_came_in_by_squash_or_rebase_is_reported_and_the_tag_set_right(
    tmp_path: Path, how: str
) -> None:
    school = mini_school(tmp_path / "school")
    school.git("checkout", "-q", "-b", "review")
    approved(school)
    school.git("checkout", "-q", "main")
    school.commit("Something else", {"README.md": "a line\n"})
    if how == "squash":
        school.git("merge", "-q", "--squash", "review")
        school.git("commit", "-q", "-m", "The review (#1)")
    else:
        school.git("checkout", "-q", "review")
        school.git("rebase", "-q", "main")
        school.git("checkout", "-q", "main")
        school.git("merge", "-q", "--ff-only", "review")
    (told,) = [check for check in checks(school) if check.subject == "tag"]
    assert told.outcome == "unchecked"
    assert "came in by squash or rebase" in told.message
    school.git(*told.hint.removeprefix("git ").replace('"', "").split(" ", 6))
    (told,) = [check for check in checks(school) if check.subject == "tag"]
    assert (told.outcome, faults(school)) == ("good", [])


def test_other_words_under_an_old_tag_stay_a_rewritten_history(tmp_path: Path) -> None:
    school = mini_school(tmp_path / "school")
    school.git("checkout", "-q", "-b", "review")
    approved(school)
    old = school.head
    school.git("checkout", "-q", "-B", "main", f"{old}~1")
    change(school, "forget")
    school.git("cherry-pick", old)
    assert any("history was rewritten" in message for message in faults(school))


def test_a_record_by_hand_and_a_lost_tag_are_named_as_what_they_are(tmp_path: Path) -> None:
    school = mini_school(tmp_path / "school")
    approve_by_hand(school, tag=False)
    found = checks(school)
    assert any("so no command made that commit" in check.message for check in found)
    assert any(check.outcome == "unchecked" and "there is no tag" in check.message for check in found)
    assert faults(school) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Approved by the governing body", "Approved unanimously by everybody", "is not as its command wrote it"),
        ("## [Phones policy 2018] - 2018-05-08", "## [Phones policy 2018] - 2018-05-09", "was removed"),
        (
            "## [Phones policy 2018]",
            "## [Phones policy 2019] - 2019-01-01\n\nApproved.\n\n## [Phones policy 2018]",
            "no act",
        ),
    ],
)
def test_an_entry_of_the_changelog_that_no_act_bears_out_is_a_fault(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    school = mini_school(tmp_path / "school")
    approved(school)
    school.replace("CHANGELOG.md", old, new)
    school.commit("Tidy")
    assert any(said in message for message in faults(school))
    school.replace("CHANGELOG.md", new, old)
    school.replace("CHANGELOG.md", "for governors.", "for everybody who reads it.")
    school.commit("Put it back, and change what stands between")
    assert faults(school) == []


@pytest.mark.parametrize("kind", ["reviewed", "withdrawn", "corrected"])
def test_an_act_that_was_changed_or_deleted_is_reported(tmp_path: Path, kind: str) -> None:
    school = mini_school(tmp_path / "school")
    approved(school)
    recorded(school, kind, reason="as it was", right={"minute": "FGB/18/4"} if kind == "corrected" else {})
    path = f"policy/approvals/phones/2019-05-14-{kind}-2018.yaml"
    school.replace(path, "FGB/19/7", "FGB/19/8")
    school.commit("Improve it")
    assert any(f"the act {path} was changed" in message for message in faults(school))
    school.git("rm", "-q", path)
    school.commit("Delete it")
    assert any(f"the act {path} was deleted" in message for message in faults(school))


class Killed(BaseException):
    """Stands for a power cut."""


@contextlib.contextmanager
def killed_at(call: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Sequence[str]]]:
    """Let so many git calls of the writer through."""
    calls: list[Sequence[str]] = []

    def counted(true: Any) -> Any:
        def inner(root: Path, arguments: Sequence[str], **options: Any) -> Any:
            calls.append(arguments)
            if len(calls) == call:
                raise Killed
            return true(root, arguments, **options)

        return inner

    with monkeypatch.context() as patched:
        patched.setattr(write, "run", counted(write.run))
        patched.setattr(write, "ask", counted(write.ask))
        with contextlib.suppress(Killed):
            yield calls


@pytest.mark.parametrize("kind", ["approved", "reviewed", "withdrawn", "corrected"])
def test_where_only_the_branch_moved_before_the_cut_the_next_command_brings_the_files(
    tmp_path: Path, kind: str
) -> None:
    school = mini_school(tmp_path / "school")
    approved(school)
    if kind != "approved":
        recorded(school, kind, reason="as it was", right={"minute": "FGB/18/4"} if kind == "corrected" else {})
    at = school.head
    school.git("read-tree", "--reset", "-u", "HEAD~1")  # as the disk is after a power cut: no note of ours either
    assert school.git("status", "--porcelain") != ""
    said = transaction.finish_begun(school.root, thorough=True)
    assert [line for line in said if "was cut off after its commit" in line]
    assert (school.git("status", "--porcelain"), school.head) == ("", at)
    assert faults(school) == []


def test_a_reversal_that_somebody_staged_is_only_taken_for_a_cut_where_all_of_our_last_commit_is_missing(
    tmp_path: Path,
) -> None:
    school = mini_school(tmp_path / "school")
    approved(school)
    school.git("checkout", "-q", "HEAD~1", "--", "CHANGELOG.md")
    assert transaction.finish_begun(school.root, thorough=True) == ()
    school.git("restore", "--staged", "--worktree", ".")
    change(school, "not make")
    school.git("read-tree", "--reset", "-u", "HEAD~1")
    assert transaction.finish_begun(school.root, thorough=True) == (), "a commit that somebody made by hand"


@pytest.mark.parametrize("kind", ["reviewed", "withdrawn"])
def test_killed_at_any_moment_an_act_is_whole_or_not_there_after_the_next_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    chance = random.Random(kind)
    moments = [1, *sorted(chance.sample(range(2, 14), 5)), 99]
    for moment in moments:
        school = mini_school(tmp_path / str(moment))
        approved(school)
        before = school.head
        with killed_at(moment, monkeypatch):
            recorded(school, kind, reason="as it was")
        said = transaction.finish_begun(school.root, thorough=True)
        assert school.git("status", "--porcelain") == "", (moment, said)
        assert not (school.root / ".git" / transaction.NOTE).exists()
        path = school.root / f"policy/approvals/phones/2019-05-14-{kind}-2018.yaml"
        assert path.exists() == (school.head != before), moment
        assert faults(school) == []


def test_the_same_act_is_recorded_once_however_often_it_is_asked_for(school: School) -> None:
    approved(school)
    recorded(school, "reviewed", reason="as it was")
    head = school.head
    with pytest.raises(UserError, match=r"this is recorded already, in policy/approvals/phones/2019-05-14-reviewed"):
        recorded(school, "reviewed", reason="as it was")
    assert school.head == head
    recorded(school, "reviewed", on="2019-11-14", reason="as it was")
    assert school.head != head
