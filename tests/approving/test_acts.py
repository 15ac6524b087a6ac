"""A school's year in a real repository: reviews, corrections, withdrawal, and what verify says of each."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from clausebook.app.standing import dashboard
from clausebook.app.workspace import open_workspace
from clausebook.errors import UserError
from tests.approving.act_records import TODAY, approved, change, checks, faults, recorded
from tests.history.repositories import POLICY, School, approve_by_hand, mini_school

pytestmark = pytest.mark.slow


def findings(school: School) -> list[tuple[str, str]]:
    found = open_workspace(school.root, TODAY).check()
    return [(one.rule, one.hint) for one in found]


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
