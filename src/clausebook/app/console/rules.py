"""The rules as a page: a table of all of them, then the manual of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from clausebook.model.rule import Rule

_INTRODUCTION = """\
# The rules

<!-- Made by `python3 build.py rules --format markdown` from the rules' own manuals: change those. -->

`python3 build.py check` looks at everything below `policy/` and `clauses/`.
An **error** stops the build and cannot be waived.
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
    """Manuals are plain text: what Markdown would take for a mark stands as it is."""
    return "".join(f"\\{character}" if character in "\\`*_<>|#[]" else character for character in text)
