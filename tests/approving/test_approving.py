"""approve: refuses what must not be approved, and writes record, changelog and tag at once or not at all."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from clausebook.app.verifying import verified
from clausebook.approving.act_files import HEADER, with_entry
from clausebook.history.adoption import adoptions
from clausebook.io.git import open_repository
from clausebook.model.approvals.approval import Decision
from clausebook.source.load import load
from tests.approving.approvals import FIRST, NOW, RECORD, approved, refused
from tests.history.repositories import SCHOOL, School, words_of

pytestmark = pytest.mark.slow
CALLS = "clauses/phones/calls.yaml"
SECOND = Decision(policy="phones", edition="2019", on="2019-05-14", body="governing body", minute="FGB/19/7")


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
