"""Upstream's files -> the same files as this school has them: its body and month, no number of another's edition."""

from __future__ import annotations

import re
from collections.abc import Sequence

from clausebook.model.policy import Policy
from clausebook.source.load import TERMS
from clausebook.upstream.facts import scalar

_PRINTED = re.compile(r"(?m)^printed_contents:.*\n(?:[ \t-].*\n|\n)*")
_NUMBER = re.compile(r"(?m)^number:.*\n")
_SECTION_NUMBER = re.compile(r"(?m)^ +number:.*\n|(?<=- )number:.*\n +")


def unnumbered(clause: str) -> str:
    """A clause without the number that another school's edition was printed with."""
    return _NUMBER.sub("", clause)


def unprinted(outline: str) -> str:
    """An outline without the numbers and the contents page that another school's edition was printed with."""
    return _SECTION_NUMBER.sub("", _PRINTED.sub("", outline))


def governed(text: str, before: Policy | None, body: str, month: int | None) -> str:
    """An outline that `body` approves, reviewed in that month; labels of signature lines name it too."""
    text = put(text, "approving_body", body) if body else text
    text = put(text, "review_month", str(month)) if month else text
    if before and before.approving_body and body:
        text = _relabelled(text, before.approving_body, body)
    return text


def put(text: str, key: str, value: str) -> str:
    """A top-level key of a YAML file with another value; a new key stands behind the title or name."""
    line = f"{key}: {value if value.isdecimal() else scalar(value)}\n"
    found = re.search(rf"(?m)^{key}:[ \t]*(.*?)[ \t]*\n", text)
    if found:
        same = found[1].strip("\"'") == value
        return text if same else text[: found.start()] + line + text[found.end() :]
    title = re.search(r"(?m)^(?:title|name):.*\n(?:[ \t].*\n)*", text)
    at = title.end() if title else 0
    return text[:at] + line + text[at:]


def termed(text: str, old: str, new: str) -> str:
    """The glossary, with the governors under the name that this school has for them."""
    if not old or not new:
        return text
    line = rf"(?m)^( +(?:- )?term: )[\"']?{re.escape(old)}[\"']?[ \t]*$"
    return re.sub(line, lambda found: found[1] + scalar(new), text)


def is_taken(path: str) -> bool:
    """Whether a file holds upstream's words or its facts on law: never a school's facts, records or mark."""
    if re.fullmatch(r"clauses/[^/]+/[^/]+\.yaml", path):
        return True
    return bool(re.fullmatch(r"policy/(?:instruments/)?[^/]+\.yaml", path)) and path not in _OWN


def is_outline(path: str) -> bool:
    """Whether it is the file of one policy."""
    return is_taken(path) and path.startswith("policy/") and path != TERMS and not is_law(path)


def is_law(path: str) -> bool:
    """Whether it is a file of the register of law that comes from upstream."""
    return bool(re.fullmatch(r"policy/instruments(?:/[^/]+)?\.yaml", path))


def listed_again(text: str, clause: str, behind: Sequence[str]) -> str:
    """The outline with a clause listed behind the nearest of those that stood before it; as it is where none does."""
    for before in reversed(behind):
        found = re.search(rf"(?m)^( +- ){re.escape(before)}[ \t]*\n", text)
        if found:
            return f"{text[: found.end()]}{found[1]}{clause}\n{text[found.end() :]}"
        found = re.search(_between(before), text)
        if found:
            return f"{text[: found.end()]}, {clause}{text[found.end() :]}"
    return text


def unlisted(text: str, clause: str) -> str:
    """The outline without the entry of one clause among the clauses of its sections."""
    text = re.sub(rf"(?m)^ +- {re.escape(clause)}[ \t]*\n", "", text)
    return re.sub(rf"{_between(clause)}(?:, *)?|, *{re.escape(clause)}(?=\])", "", text)


def _between(clause: str) -> str:
    """What finds the entry of a clause in a list between brackets."""
    return rf"(?<=[\[ ]){re.escape(clause)}(?=[,\]])"


def _relabelled(text: str, old: str, new: str) -> str:
    """Labels of signature lines that name the body that approves."""

    def named(found: re.Match[str]) -> str:
        return re.sub(rf"\b{re.escape(old.removeprefix('the '))}\b", new.removeprefix("the "), found[0])

    return re.sub(r"(?m)^ +label:.*$", named, text)


_OWN = (
    "policy/school.yaml",
    "policy/upstream.yaml",
    "policy/instruments.local.yaml",
    "policy/answers.yaml",
    "policy/people.yaml",
)
