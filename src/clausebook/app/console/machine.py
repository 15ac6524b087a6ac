"""What is printed for programs and manuals: findings in three formats, and the rules as Markdown."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from clausebook.model.finding import Finding
from clausebook.model.rule import Checkup, Rule, as_json
from clausebook.text.visible import json_safe

SARIF_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_GITHUB_LEVELS = {"error": "error", "warning": "warning", "note": "notice"}


def json_lines(checkup: Checkup) -> Iterator[str]:
    """The check-up as JSON; schema/findings.json says what is in it."""
    yield json_safe(json.dumps(as_json(checkup), indent=2, ensure_ascii=False))


def github_lines(checkup: Checkup) -> Iterator[str]:
    """One workflow command a finding: GitHub shows it beside the line it is about."""
    for finding in checkup.findings:
        place = finding.place
        where: dict[str, str | int] = {"file": place.file}
        if place.line:
            where |= {"line": place.line, "col": place.column, "endColumn": place.column + finding.width}
        where["title"] = finding.rule
        properties = ",".join(f"{key}={_property(str(value))}" for key, value in where.items())
        message = "\n".join(part for part in (finding.message, finding.hint and f"hint: {finding.hint}") if part)
        yield f"::{_GITHUB_LEVELS[finding.level or 'error']} {properties}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def sarif_lines(checkup: Checkup, rules: Iterable[Rule]) -> Iterator[str]:
    """The check-up as a SARIF log with the manuals of all rules."""
    described = [_described(rule) for rule in rules]
    index = {rule["id"]: number for number, rule in enumerate(described)}
    # what findings name and no rule describes, such as an approval that does not cover its words
    for name in sorted({finding.rule for finding in checkup.findings} - index.keys()):
        index[name] = len(described)
        described.append({"id": name})
    run = {
        "tool": {"driver": {"name": "policy-check", "rules": described}},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": "The top of the repository."}}},
        "results": [_result(finding, index) for finding in checkup.findings],
    }
    yield json_safe(
        json.dumps({"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False)
    )


def _described(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.manual},
        "help": {"text": rule.manual},
        "defaultConfiguration": {"level": rule.level},
    }


def _result(finding: Finding, index: Mapping[str, int]) -> dict[str, Any]:
    place = finding.place
    location: dict[str, Any] = {"artifactLocation": {"uri": quote(place.file), "uriBaseId": "SRCROOT"}}
    if place.line:
        location["region"] = _region(finding)
    said = f"{finding.message}. Hint: {finding.hint}" if finding.hint else finding.message
    same = hashlib.sha256(f"{finding.rule}\n{place.file}\n{finding.message}\n{finding.excerpt}".encode()).hexdigest()
    return {
        "ruleId": finding.rule,
        "ruleIndex": index[finding.rule],
        "level": finding.level or "error",
        "message": {"text": said},
        "locations": [{"physicalLocation": location}],
        # the same finding on another line is still the same finding
        "partialFingerprints": {"lineIndependent/v1": same},
    }


def _region(finding: Finding) -> dict[str, Any]:
    place = finding.place
    region: dict[str, Any] = {
        "startLine": place.line,
        "startColumn": place.column,
        "endColumn": place.column + finding.width,
    }
    if finding.excerpt:
        region["snippet"] = {"text": finding.excerpt}
    return region


_INTRODUCTION = """\
# The rules

<!-- Made by `python3 build.py rules --format markdown` from the rules' own manuals: change those. -->

`python3 build.py check` looks at everything below `policy/` and `clauses/`.
An **error** stops the build of its policy's draft, or in a file that all policies share the whole build; it cannot be
waived.
A **warning** is a fault that should be mended, a **note** something to think about; the school can waive both in
`policy/school.yaml`, with a reason and an end.
"""


def rules_markdown(rules: Iterable[Rule]) -> str:
    """docs/rules.md."""
    return "\n".join(_lines(tuple(rules)))


def _lines(rules: tuple[Rule, ...]) -> Iterator[str]:
    yield _INTRODUCTION
    yield "| rule | level | what it holds |\n| --- | --- | --- |"
    for rule in rules:
        yield f"| [{rule.name}](#{rule.name}) | {rule.level} | {_escaped(rule.summary)} |"
    for rule in rules:
        yield f"\n## {rule.name}\n\n*{rule.level}*\n\n{_escaped(rule.manual)}"
    yield ""


def _escaped(text: str) -> str:
    """Manuals are plain text: what Markdown would take for a mark is kept as it is."""
    return "".join(f"\\{character}" if character in "\\`*_<>|#[]" else character for character in text)
