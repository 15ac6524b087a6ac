"""check, rules and explain: what they print, in every format, and the exit code they end with."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from clausebook.app.console.machine import github_lines, json_lines, sarif_lines
from clausebook.app.console.terminal import text_lines
from clausebook.cli import main
from clausebook.lint.run import all_rules, inspect
from clausebook.model.finding import Finding, SourceLocation
from clausebook.model.rule import Checkup, FindingsFile
from clausebook.model.schema import json_schema
from tests.app.sarif import LOG
from tests.history.repositories import School, approve_by_hand, mini_school
from tests.lint.mini import RULES, register_of

REPOSITORY = Path(__file__).resolve().parent.parent.parent
CALLS = "clauses/phones/calls.yaml"
HOSTILE = Checkup(
    findings=(
        Finding(
            SourceLocation("clauses/a b/ü%,:.yaml", line=3, column=2),
            "100% of it: a, b\nand\r::error::c",
            "line 1\nline 2",
            "warning",
            "some-rule",
            "a\tb\x1b[31m \u202e",
            3,
        ),
        Finding(SourceLocation("gone.yaml"), "it is gone", level="note", rule="clause-listed"),
    ),
    as_of=date(2027, 5, 12),
    waived=2,
)


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> School:
    """A mini school that the commands work on."""
    made = mini_school(tmp_path / "school")
    monkeypatch.chdir(made.root)
    return made


def run(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    code = main(["check", "--as-of", "2018-09-01", *argv])
    said = capsys.readouterr()
    return code, said.out, said.err


def golden(case: str) -> Checkup:
    return inspect(register_of(RULES / case))


def test_without_errors_the_exit_code_is_0_and_with_errors_1(
    school: School, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys)[0] == 0
    school.replace(CALLS, "title: Calls", "titel: Calls")
    code, out, _ = run(capsys)
    assert code == 1
    assert "clauses/phones/calls.yaml:2:1: error: unknown key titel [unknown-key]" in out


def test_warnings_fail_only_where_it_is_strict(school: School, capsys: pytest.CaptureFixture[str]) -> None:
    school.replace("policy/phones.yaml", "owner: headteacher\n", "")
    assert run(capsys)[0] == 0
    assert run(capsys, "--strict")[0] == 1


def test_quiet_leaves_the_count_out_and_nothing_else(school: School, capsys: pytest.CaptureFixture[str]) -> None:
    school.replace("policy/phones.yaml", "owner: headteacher\n", "")
    loud, quiet = run(capsys)[1], run(capsys, "-q")[1]
    assert quiet
    assert loud.endswith(quiet)
    assert re.fullmatch(r"[0-9]+ warnings?(, [0-9]+ notes?)?\n", loud.removesuffix(quiet))


def test_an_approved_edition_is_checked_as_it_stood(school: School, capsys: pytest.CaptureFixture[str]) -> None:
    approve_by_hand(school)
    school.commit("Break it", {CALLS: "id: calls\n"})
    assert run(capsys)[0] == 1
    code, out, _ = run(capsys, "--edition", "2018", "--policy", "phones")
    assert code == 0
    assert "phones/2018 as of 2018-09-01: " in out


def test_an_edition_nobody_approved_is_one_line_with_what_there_is(
    school: School, capsys: pytest.CaptureFixture[str]
) -> None:
    approve_by_hand(school)
    code, _, err = run(capsys, "--edition", "2020")
    assert (code, err) == (
        2,
        "build.py: there is no approved edition 2020 of any policy\n    hint: say --policy ID: there are phones/2018\n",
    )


def test_the_record_of_a_school_in_the_tests_is_no_approval(school: School, capsys: pytest.CaptureFixture[str]) -> None:
    approve_by_hand(school)
    record = (school.root / "policy/approvals/phones/2018.yaml").read_text(encoding="utf-8")
    school.commit("Add a test", {"tests/golden/case/policy/approvals/phones/2019.yaml": record})
    code, _, err = run(capsys, "--edition", "2019")
    assert (code, "phones/2019" in err) == (2, False)


def test_the_day_is_the_one_that_was_asked_for(school: School, capsys: pytest.CaptureFixture[str]) -> None:
    approve_by_hand(school)
    assert "[review-due]" not in run(capsys)[1]
    assert main(["check", "--as-of", "2019-06-01"]) == 0
    assert "the review of phones was due in May 2019" in capsys.readouterr().out


def test_changes_since_the_last_edition_are_asked_for_their_reasons(
    school: School, capsys: pytest.CaptureFixture[str]
) -> None:
    approve_by_hand(school)
    school.replace(CALLS, "outside lessons", "outside lessons and trips")
    school.commit("Mention trips")
    assert "(Mention trips) changed the text and gives no reason [change-reasoned]" in run(capsys)[1]


def test_a_folder_without_git_is_checked_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    school = mini_school(tmp_path / "school")
    (school.root / ".git").rename(tmp_path / "elsewhere")
    monkeypatch.chdir(school.root)
    assert run(capsys)[0] == 0


def test_waived_findings_are_counted_and_not_shown() -> None:
    assert list(text_lines(golden("waiver-unused/used-is-silent"))) == ["no findings, 1 waived"]


@pytest.mark.parametrize("case", ["schema/missing-field", "unknown-key/misspelt", "school-facts/no-policy"])
def test_json_has_the_findings_of_the_terminal_in_its_published_shape(case: str) -> None:
    checkup = golden(case)
    told = json.loads("\n".join(json_lines(checkup)))
    Draft202012Validator(json_schema(FindingsFile)).validate(told)
    assert [(one["file"], one["line"], one["rule"], one["message"], one["hint"]) for one in told["findings"]] == [
        (one.place.file, one.place.line, one.rule, one.message, one.hint) for one in checkup.findings
    ]
    assert told["as_of"] == "2026-11-01"


def test_github_annotations_are_one_line_each_whatever_the_text_holds() -> None:
    assert list(github_lines(HOSTILE)) == [
        "::warning file=clauses/a b/ü%25%2C%3A.yaml,line=3,col=2,endColumn=5,title=some-rule"
        "::100%25 of it: a, b%0Aand%0D::error::c%0Ahint: line 1%0Aline 2",
        "::notice file=gone.yaml,title=clause-listed::it is gone",
    ]


@pytest.mark.parametrize("checkup", [HOSTILE, golden("yaml-syntax/conflict"), golden("school-facts/no-policy")])
def test_sarif_is_what_its_schema_describes(checkup: Checkup) -> None:
    log = json.loads("\n".join(sarif_lines(checkup, all_rules())))
    Draft202012Validator(LOG).validate(log)
    run = log["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(rules) == len(set(rules))
    assert [rules[result["ruleIndex"]] for result in run["results"]] == [one.rule for one in checkup.findings]
    assert [result["level"] for result in run["results"]] == [one.level for one in checkup.findings]


def test_sarif_knows_a_finding_again_on_another_line_and_no_other_one() -> None:
    first, second = golden("duplicate-id/instrument-and-term").findings[:2]
    moved = replace(first, place=replace(first.place, line=first.place.line + 7))

    def fingerprint(finding: Finding) -> str:
        log = json.loads("\n".join(sarif_lines(replace(HOSTILE, findings=(finding,)), ())))
        return str(log["runs"][0]["results"][0]["partialFingerprints"])

    assert fingerprint(moved) == fingerprint(first)
    assert fingerprint(second) != fingerprint(first)


def test_no_control_character_of_a_file_reaches_the_terminal() -> None:
    shown = "\n".join(text_lines(HOSTILE))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202e]", shown)


def test_a_long_line_is_cut_around_its_caret() -> None:
    line = "a" * 5000 + "WRONG" + "b" * 5000
    found = Finding(SourceLocation("x.yaml", line=1, column=5001), "m", level="error", rule="r", excerpt=line, width=5)
    _, excerpt, caret = list(text_lines(replace(HOSTILE, findings=(found,)), quiet=True))
    assert len(excerpt) < 200
    assert excerpt[caret.index("^") : caret.rindex("^") + 1] == "WRONG"


def test_a_rule_is_explained_and_a_misspelt_one_is_offered(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "unquoted-number"]) == 0
    assert capsys.readouterr().out.startswith("unquoted-number (error)\n\nNumbers are text")
    assert main(["explain", "unqoted-number"]) == 2
    assert capsys.readouterr().err == (
        "build.py: there is no rule unqoted-number\n    hint: did you mean unquoted-number?\n"
    )


def test_another_repository_can_be_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = mini_school(tmp_path / "other")
    other.replace(CALLS, "title: Calls", "titel: Calls")
    assert run(capsys, "--root", str(other.root))[0] == 1


def test_the_hook_for_other_repositories_runs_a_command_there_is(
    school: School, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (hook,) = YAML(typ="safe").load((REPOSITORY / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    script, *argv = hook["entry"].split()
    assert (REPOSITORY / script).read_text(encoding="utf-8").startswith("#!/usr/bin/env python3\n")
    assert hook["language"] == "script"
    assert not hook["pass_filenames"]
    assert re.search(hook["files"], CALLS)
    monkeypatch.chdir(school.root)
    assert main(argv) == 0
    school.replace(CALLS, "title: Calls", "titel: Calls")
    assert main(argv) == 1


def test_the_help_of_check_says_what_its_exit_codes_mean(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["check", "--help"])
    assert "0 without errors, 1 with errors" in " ".join(capsys.readouterr().out.split())
