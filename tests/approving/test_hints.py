"""Every hint that names a command leads somewhere: the command runs, and what was wrong is gone."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from clausebook.cli import main
from tests.history.repositories import School, mini_school

pytestmark = pytest.mark.slow

Run = Callable[..., tuple[int, str, str]]
WHOLE = ("approve", "2018", "--policy", "phones", "--on", "2018-05-08", "--minute", "FGB/1", "--by", "governing body")


@pytest.fixture
def school(tmp_path: Path) -> School:
    return mini_school(tmp_path / "school")


@pytest.fixture
def run(school: School, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(list(arguments), str(school.root))
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def acts(school: School) -> list[str]:
    return sorted(path.name for path in (school.root / "policy/approvals/phones").glob("*.yaml"))


HINTED = re.compile(r"(?:python3 build\.py )?(approve --no-change|approve|correct|ratify|withdraw|consult)\b[^;:.\n]*")
FILL = {"REF": "FGB/9", "YEAR": "2019", "NAME": "A. Example", "DATE": "2018-06-01", "BODY": "governing body"}


def followed(hint: str, *more: str) -> list[str]:
    """The first command that a hint names, with its blanks filled in, as words of a command line."""
    found = HINTED.search(hint)
    assert found, hint
    words = found[0].removeprefix("python3 build.py ").replace("…", "").replace("...", "")
    for blank, value in FILL.items():
        words = re.sub(rf"\b{blank}\b", f'"{value}"', words)
    return [*shlex.split(words), *more]


MEETING = ("--on", "2018-06-01", "--minute", "M/2", "--by", "governing body")


def test_a_review_before_the_first_day_is_recorded_by_the_command_of_the_hint_and_no_hint_leads_in_a_circle(
    run: Run,
) -> None:
    run(*WHOLE, "--applies-from", "2018-09-01")
    code, _, err = run("approve", "2018-2", "--policy", "phones", *MEETING)
    assert code == 2
    code, out, err = run(*followed(err.split("hint: ")[1]), *MEETING)
    assert code == 0, err
    assert "Reviewed without change" in out


def test_a_second_approval_of_a_name_leads_to_the_next_name(school: School, run: Run) -> None:
    run(*WHOLE)
    school.replace("clauses/phones/calls.yaml", "should", "must")
    school.commit("Make it a must\n\nReason: clear")
    code, _, err = run("approve", "2018", "--policy", "phones", *MEETING)
    assert code == 2
    assert run(*followed(err.split("hint: ")[1]), *MEETING)[0] == 0


def test_a_second_ratification_leads_to_the_correction_of_the_first(run: Run) -> None:
    run(*WHOLE)
    note = "the record names no body that was to ratify phones/2018"
    assert note in run("ratify", "2018", "--policy", "phones", *MEETING, "--dry-run")[1]
    assert note in run("ratify", "2018", "--policy", "phones", *MEETING)[1]
    code, _, err = run("ratify", "2018", "--policy", "phones", *MEETING)
    assert (code, "this is recorded already" in err, "correct" in err) == (2, True, False)
    other = [word.replace("M/2", "M/3") for word in MEETING]
    code, _, err = run("ratify", "2018", "--policy", "phones", *other)
    assert code == 2
    words = err.split("hint: ")[1].split("build.py ")[1].split()
    assert run(*words, "--minute", "M/3")[0] == 0
    assert run("verify")[0] == 0


def test_a_schools_own_name_for_an_edition_leads_to_a_label(run: Run) -> None:
    code, _, err = run("approve", "2018/19", "--policy", "phones", *MEETING)
    assert code == 2
    assert run(*followed(err.split("hint: ")[1]), *MEETING)[0] == 0


def test_every_finding_that_names_a_command_is_gone_once_the_command_was_run(school: School, run: Run) -> None:
    run("approve", "2018", "--policy", "phones", "--on", "2018-05-08", "--minute", "unknown", "--by", "governing body")
    for _ in range(6):  # each pass follows one hint; there is an end to them
        found = [line for line in run("check", "--as-of", "2018-06-01")[1].splitlines() if "build.py correct" in line]
        if not found:
            break
        command = found[0].split("python3 build.py ")[1].split(", or ")[0].split(";")[0]
        assert run(*followed(command))[0] == 0, command
    assert "build.py correct" not in run("check", "--as-of", "2018-06-01")[1]
    run("approve", "--no-change", "--policy", "phones", *MEETING)
    assert "review-due" not in run("check", "--as-of", "2018-06-02")[1]
    assert run("verify")[0] == 0


def test_an_adoption_ends_the_old_chain_and_the_first_approval_after_it_begins_one(school: School, run: Run) -> None:
    run(*WHOLE)
    run("approve", "--no-change", "--policy", "phones", *MEETING)
    facts = ("--name", "Vale School", "--short-name", "Vale", "--kind", "academy", "--governing-body", "trust board")
    more = ("--approving-body", "trust board", "--review-month", "5", "--upstream", "https://up.example/p.git", "--yes")
    code, _, err = run("adopt", *facts, *more)
    assert code == 0, err
    assert acts(school) == []
    assert (
        run("approve", "2019", "--policy", "phones", "--on", "2019-05-08", "--minute", "T", "--by", "trust board")[0]
        == 0
    )
    (first,) = acts(school)
    assert "after:" not in (school.root / "policy/approvals/phones" / first).read_text("utf-8")
    assert (
        run("approve", "--no-change", "--policy", "phones", "--on", "2019-06", "--minute", "T", "--by", "trust board")[
            0
        ]
        == 0
    )
    assert "after: sha256:" in (school.root / "policy/approvals/phones/2019-06-reviewed-2019.yaml").read_text("utf-8")
    code, out, _ = run("verify")
    assert code == 0
    assert "not ours" in out


IMPOSSIBLE = (
    ("--date", "2018-02-30", "--date 2018-02-30 is not a date"),
    ("--date", "31 May 2018", "--date 31 May 2018 is not a date"),
    ("--date", "2099-01-01", "is in the future"),
    ("--date", "2019-05-31", "2019, 14 May 2019, would be before 2018, 31 May 2019"),
    ("--review-due", "2018-04", "is before the approval"),
    ("--applies-from", "soon", "--applies-from soon is not a date"),
    ("--signed", "cook=Me", "cook does not sign phones/2018"),
)


def test_a_correction_says_nothing_that_no_record_could_say_and_names_what_it_corrects(
    school: School, run: Run
) -> None:
    run(*WHOLE)
    school.replace("clauses/phones/calls.yaml", "should", "must")
    school.commit("Make it a must")
    run("approve", "2019", "--policy", "phones", "--on", "2019-05-14", *MEETING[2:])
    correct = ("correct", "2018", "--policy", "phones", "--why", "mistyped")
    for option, value, said in IMPOSSIBLE:
        code, _, err = run(*correct, option, value)
        assert (code, said in err) == (2, True), err
    assert len(acts(school)) == 2
    run(*correct, "--minute", "FGB/2")
    assert "Minute is FGB/3, was FGB/2" in run(*correct, "--act", "corrected", "--minute", "FGB/3")[1]


def test_what_was_refused_may_be_approved_in_the_same_words_and_is_not_reviewed(run: Run) -> None:
    run(*WHOLE, "--chairs-action", "no meeting before term")
    run("ratify", "2018", "--policy", "phones", *MEETING, "--refused", "--why", "too soon")
    code, _, err = run("approve", "--no-change", "--policy", "phones", *MEETING)
    assert (code, "was refused 1 June 2018" in err) == (2, True)
    assert run("approve", "2018-2", "--policy", "phones", *MEETING)[0] == 0


def test_a_policy_that_is_withdrawn_is_not_reviewed_and_the_only_one_may_be(run: Run) -> None:
    run(*WHOLE)
    assert run("withdraw", "phones", *MEETING, "--why", "old")[0] == 0
    code, _, err = run("approve", "--no-change", "--policy", "phones", *MEETING)
    assert (code, "phones is withdrawn since 1 June 2018" in err) == (2, True)
    assert "Withdrawn 1 June 2018" in run("status")[1]
    assert run("check")[0] == 0
    assert "there is no policy: none is drafted" in run("review")[2]


def test_a_consultation_ends_after_it_begins_and_with_the_approval(run: Run) -> None:
    asked = ("consult", "--policy", "phones", "--on", "2018-05-10", "--with", "staff")
    code, _, err = run(*asked, "--until", "2018-05-09")
    assert (code, "9 May 2018, is before 10 May 2018" in err) == (2, True)
    code, _, err = run(*asked[:-1], " ", "--until", "2018-06-09")
    assert (code, "--with names no group" in err) == (2, True)
    run(*asked, "--until", "2018-06-09")
    run("approve", "2018", "--policy", "phones", *MEETING)
    code, _, err = run("consult", "--policy", "phones", "--on", "2018-06-10", "--outcome", "agreed")
    assert (code, "ended when the draft was approved" in err) == (2, True)


def test_the_name_of_a_school_year_leads_to_a_label(run: Run) -> None:
    for name in ("2018-2019", "2018-09", "2018/19", "2018–19"):
        code, _, err = run("approve", name, "--policy", "phones", "--dry-run", *MEETING)
        assert (code, f'approve 2018 --policy phones --label "{name}"' in err) == (2, True), err


def test_an_entry_of_the_changelog_that_a_merge_lost_is_laid_to_no_commit_that_never_had_it(
    school: School, run: Run
) -> None:
    run(*WHOLE)
    school.git("checkout", "-q", "-b", "other")
    school.replace("clauses/phones/calls.yaml", "should", "must")
    school.commit("Make it a must")
    run("approve", "2019", "--policy", "phones", *MEETING)
    school.git("checkout", "-q", "main")
    school.replace("clauses/phones/cameras.yaml", "Photographs", "Pictures")
    school.commit("Pictures")
    run("approve", "2019-2", "--policy", "phones", *MEETING)
    school.git("merge", "-q", "--no-edit", "other", check=False)
    school.git("checkout", "--ours", "CHANGELOG.md")
    school.commit("Merge the other branch")
    said = run("verify")[1]
    assert "the entry of 2019 in CHANGELOG.md was lost where branches were merged" in said
    assert "was removed in" not in said


def test_what_has_been_in_force_gets_no_first_day_but_by_the_correction_of_the_hint(run: Run) -> None:
    run(*WHOLE)
    commence = ("commence", "2018", "--policy", "phones", *MEETING, "--from", "2018-09-01")
    code, _, err = run(*commence)
    assert (code, "phones/2018 has been in force since 8 May 2018" in err) == (2, True), err
    assert run(*followed(err.split("hint: if the record is wrong: ")[1].replace("TEXT", "mistyped")))[0] == 0
    assert "In force from 1 September 2018" in run("status", "--as-of", "2018-06-02")[1]
    code, _, err = run(*commence)
    assert (code, "phones/2018 applies from 1 September 2018 as it is" in err) == (2, True), err
    assert run(*commence[:-1], "2018-10-01")[0] == 0


def test_an_approval_says_that_its_draft_was_being_asked_about_and_that_no_bodies_are_named(run: Run) -> None:
    run("consult", "--policy", "phones", "--on", "2018-05-01", "--until", "2018-06-30", "--with", "staff")
    code, out, _ = run(*WHOLE[:-1], "Parent Council")
    assert code == 0
    assert "the consultation on this draft runs until 30 June 2018" in out
    assert "“Parent Council” is recorded as written" in out
