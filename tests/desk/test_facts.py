"""What is said of the school and of a policy besides its words is changed at the desk, line by line."""

from __future__ import annotations

from pathlib import Path

from tests.desk.clerks import Clerk
from tests.desk.test_keeping import git, lines_changed
from tests.desk.test_pages import PHONES, insist_on_plain_words

SCHOOL, POLICY = "policy/school.yaml", "policy/phones.yaml"


def test_the_owner_body_cycle_and_readers_of_a_policy_are_changed(clerk: Clerk, root: Path) -> None:
    before = (root / POLICY).read_text()
    clerk.see(f"{PHONES}/about")
    insist_on_plain_words(clerk)
    roles = [str(one.get("value")) for one in clerk.form().xpath(".//select[@name='owner']/option")][1:]
    values = {"owner": roles[0], "review_every": "2 years", "review_month": "6", "approving_body": "pay committee"}
    clerk.send(**values, **{f"applies_to|{roles[0]}": "1"}, reason="the governors delegated it")
    assert clerk.status == 200, clerk.words()
    after = (root / POLICY).read_text()
    lines = (f"owner: {roles[0]}", "review_every: 2 years", "review_month: 6", "approving_body: pay committee")
    for line in (*lines, f"applies_to: [{roles[0]}]"):
        assert line in after.splitlines(), after
    assert "Reason: the governors delegated it" in git(root, "log", "-1", "--format=%B")
    clerk.see(f"{PHONES}/about")
    assert dict(clerk.form().form_values())["review_every"] == "2 years"
    clerk.send(reason="r")
    assert "Nothing was changed" in clerk.words("fault")
    clerk.send(review_every="", reason="each year after all")
    assert lines_changed(root) == (["review_every: 2 years"], [])
    clerk.send(owner="nobody", reason="r")
    assert clerk.status == 422
    clerk.see(f"{PHONES}/about")
    clerk.send(next(clerk.page.iter("form")), title="", reason="r")
    assert clerk.status == 422
    assert before != after


def test_the_schools_facts_are_changed_and_its_drafts_say_so(clerk: Clerk, root: Path) -> None:
    clerk.see("/school")
    insist_on_plain_words(clerk)
    clerk.send(
        name="Hillside School: a school", contact="the office", **{"new-role": "Site manager", "phase|primary": "1"},
        reason="new name",
    )  # fmt: skip
    assert clerk.status == 200, clerk.words()
    text = (root / SCHOOL).read_text()
    assert "phase: [primary]" in text
    assert "  site-manager: Site manager" in text
    assert "Hillside School: a school" in clerk.see("/policy/phones/clause/calls").text_content()
    clerk.see("/school")
    clerk.send(**{"roles.site-manager": ""}, reason="there is none")
    assert lines_changed(root) == (["  site-manager: Site manager"], [])
    clerk.send(name="", reason="r")
    assert clerk.status == 422, clerk.words()
    insist_on_plain_words(clerk)
