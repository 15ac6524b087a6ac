"""Doing to the letter what the hint of an error says ends it, where it can be done by a machine."""

from __future__ import annotations

import re

import pytest

from clausebook.lint.run import check
from clausebook.model.finding import Finding
from clausebook.model.register import Register
from clausebook.source.load import load
from tests.golden_folders import cases, name
from tests.lint.mini import RULES, checkup_of, register_of


def followed(finding: Finding, text: str) -> str | None:
    """The file with the hint followed to the letter; None where a person must think."""
    lines = text.split("\n")
    line = finding.place.line - 1
    if line < 0 or line >= len(lines):
        return None
    if finding.rule == "comment-in-text" and (found := re.match(r'write ("(?:[^"\\]|\\.)*");', finding.hint)):
        head = re.match(r"\s*(?:- )*(?:[a-z_]+: )?", lines[line])
        if lines[line].lstrip().startswith("#"):
            return None  # the text is on the line above
        lines[line] = f"{head[0] if head else ''}{found[1]}"
        return "\n".join(lines)
    if finding.rule == "yaml-syntax" and (
        found := re.match(r'write (?:- )?([a-z_]+: "(?:[^"\\]|\\.)*")$', finding.hint)
    ):
        lines[line] = re.sub(r"(\s*(?:- )*).*", lambda begun: f"{begun[1]}{found[1]}", lines[line], count=1)
        return "\n".join(lines)
    if finding.rule == "unquoted-number" and (found := re.match(r'write ("[^"]*")$', finding.hint)):
        before, after = lines[line][: finding.place.column - 1], lines[line][finding.place.column - 1 :]
        lines[line] = f"{before}{found[1]}{after[len(found[1]) - 2 :]}"
        return "\n".join(lines)
    if finding.rule == "hidden-character" and finding.hint.startswith("replace it with plain blanks"):
        begun = finding.place.column - 1
        lines[line] = f"{lines[line][:begun]} {lines[line][begun + 1 :]}"
        return "\n".join(lines)
    return None


def ended(register: Register, finding: Finding) -> bool | None:
    """Whether the finding is gone once its hint was followed; None where the hint needs a person."""
    file = finding.place.file
    text = followed(finding, register.files[file].decode("utf-8", "replace")) if file in register.files else None
    if text is None:
        return None
    after = check(load({**register.files, file: text.encode()}, register.as_of))
    return not any(
        (one.rule, one.message, one.place.line) == (finding.rule, finding.message, finding.place.line) for one in after
    )


@pytest.mark.parametrize("rule", ["comment-in-text", "yaml-syntax", "unquoted-number", "hidden-character"])
def test_a_hint_followed_to_the_letter_ends_its_finding(rule: str) -> None:
    tried = []
    for case in cases(RULES / rule):
        register = register_of(case)
        for one in checkup_of(case).findings:
            if one.rule == rule and (done := ended(register, one)) is not None:
                tried.append(name(case))
                assert done, (name(case), one)
    assert tried, "no hint of this rule could be followed"
