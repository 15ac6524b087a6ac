"""A school's facts <-> YAML, and upstream's files -> the same files as this school has them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from clausebook.model.decode import Decoder, fields_of
from clausebook.model.finding import LoadError, Located, SourceLocation
from clausebook.model.policy import Policy
from clausebook.model.school import School
from clausebook.model.upstream import NewSchool, Upstream
from clausebook.source.load import TERMS
from clausebook.source.parse import parse

_PRINTED = re.compile(r"(?m)^printed_contents:.*\n(?:[ \t-].*\n|\n)*")
_NUMBER = re.compile(r"(?m)^number:.*\n")
_SECTION_NUMBER = re.compile(r"(?m)^ +number:.*\n|(?<=- )number:.*\n +")


def unnumbered(clause: str) -> str:
    """A clause without the number that another school's edition was printed with."""
    return _NUMBER.sub("", clause)


def unprinted(outline: str) -> str:
    """An outline without the numbers and the contents page that another school's edition was printed with."""
    return _SECTION_NUMBER.sub("", _PRINTED.sub("", outline))


def with_approving_body(text: str, before: Policy | None, body: str, month: int | None) -> str:
    """An outline that `body` approves, reviewed in that month; labels of signature lines name it too."""
    text = with_key(text, "approving_body", body) if body else text
    text = with_key(text, "review_month", str(month)) if month else text
    if before and before.approving_body and body:
        text = _relabelled(text, before.approving_body, body)
    return text


def with_key(text: str, key: str, value: str) -> str:
    """A top-level key of a YAML file with another value; a new key is behind the title or name."""
    line = f"{key}: {value if value.isdecimal() else scalar(value)}\n"
    found = re.search(rf"(?m)^{key}:[ \t]*(.*?)[ \t]*\n", text)
    if found:
        same = found[1].strip("\"'") == value
        return text if same else text[: found.start()] + line + text[found.end() :]
    title = re.search(r"(?m)^(?:title|name):.*\n(?:[ \t].*\n)*", text)
    at = title.end() if title else 0
    return text[:at] + line + text[at:]


def with_term(text: str, old: str, new: str) -> str:
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


# plain in YAML: a word first, nothing that could end it or be taken for another kind of value
_PLAIN = re.compile(r"(?!(?i:yes|no|on|off|true|false|null|y|n)$)[A-Za-z][\w '’&().,/@-]*(?<! )")
_NEEDED = ("name", "short_name", "kind", "governing_body", "approving_body")  # a document with these blank looks broken
SCHOOL_HEAD = """\
# yaml-language-server: $schema=../schema/school.json
# The school's facts. Clause text names them as {{ school.name }} or {{ school.roles.headteacher }}.
"""
_UPSTREAM_HEAD = """\
# yaml-language-server: $schema=../schema/upstream.json
# Where these policies come from. `python3 build.py upstream` shows what upstream changed since `commit`.
# `traces` are what the rule leftover-of-another-school looks for: add what you know, such as the other school's town.
"""


def read_answers(data: bytes, file: str) -> tuple[dict[str, Any], tuple[LoadError, ...]]:
    """The plain values of a file of answers; what it says wrong is found by `new_school`."""
    value, faults = parse(data, file)
    if faults:
        return {}, faults
    if not isinstance(value, dict):
        return {}, (
            LoadError(
                "schema", SourceLocation(file), "expected the facts of a school", "write name: and the rest of them"
            ),
        )
    return value, ()


def new_school(values: Mapping[str, Any], file: str) -> tuple[NewSchool | None, tuple[LoadError, ...]]:
    """The school that the answers describe, and everything that is missing from them or wrong."""
    reader = Decoder()
    school = reader.read(NewSchool, dict(values), SourceLocation(file))
    blank = [name for name in _NEEDED if isinstance(values.get(name), str) and not values[name].strip()]
    blank += [name for name in ("short_name", "kind", "governing_body") if name not in values]
    faults = [*reader.faults, *(_blank(name, SourceLocation(file), name in values) for name in blank)]
    return (None if faults else school), tuple(faults)


def _blank(name: str, place: SourceLocation, written: bool) -> LoadError:
    hint = f"write {name}: and what your school calls it"
    return LoadError("schema", place.at(name) if written else place, f"{name} is not filled in", hint)


def school_text(school: School) -> bytes:
    """policy/school.yaml. The new school's roles, and those that clauses use already."""
    return (SCHOOL_HEAD + "".join(_yaml(_plain(school)))).encode("utf-8")


def upstream_text(upstream: Upstream) -> bytes:
    """policy/upstream.yaml."""
    return (_UPSTREAM_HEAD + "".join(_yaml(_plain(upstream)))).encode("utf-8")


def _plain(value: Any) -> Any:
    """A record as plain values in the order of its fields; a record inside that says nothing of its own is left out."""
    if isinstance(value, Located):
        kind: Any = type(value)
        named = ((name, getattr(value, name)) for name in fields_of(kind))
        return {name: _plain(part) for name, part in named if not isinstance(part, Located) or part != type(part)()}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return dict(value) if isinstance(value, Mapping) else value


def _yaml(value: Any, indent: str = "") -> Iterator[str]:
    """Lines of a mapping; what is empty is left out."""
    for key, part in value.items():
        if part in (None, "", [], {}):
            continue
        if isinstance(part, Mapping):
            inner = "".join(_yaml(part, indent + "  "))
            yield f"{indent}{key}:\n{inner}" if inner else ""
        elif isinstance(part, list):
            yield f"{indent}{key}:\n"
            for entry in part:
                yield from _entry(entry, indent + "  ")
        else:
            yield f"{indent}{key}: {scalar(part) if isinstance(part, str) else part}\n"


def _entry(entry: Any, indent: str) -> Iterator[str]:
    if isinstance(entry, Mapping):
        lines = "".join(_yaml(entry, indent + "  "))
        yield f"{indent}- {lines.lstrip()}"
    else:
        yield f"{indent}- {scalar(entry)}\n"


def scalar(text: str) -> str:
    """A text as YAML reads it back: plain where that is safe, else in double quotes."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
