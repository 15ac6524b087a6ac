"""A school's facts <-> YAML: reads what a new school says of itself, writes policy/school.yaml and upstream.yaml."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from clausebook.model.decode import Decoder, fields_of
from clausebook.model.finding import LoadError
from clausebook.model.location import Located, SourceLocation
from clausebook.model.school import School
from clausebook.model.upstream.fork import NewSchool
from clausebook.model.upstream.upstream import Upstream
from clausebook.source.parse import parse

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
    """policy/school.yaml. The new school's roles lie over those that clauses use already."""
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
