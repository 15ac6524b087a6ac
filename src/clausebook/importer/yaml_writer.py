"""Writes records as YAML as a clerk would: one sentence a line, quotes only where needed, lists one item a line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import assert_never

from clausebook.model.clause import Block, Citation, Clause, Form, ListConnector, ListItem, Note, Paragraph, Table
from clausebook.model.policy import Policy, Section
from clausebook.text.sentences import lines

LONG = 100  # characters of a text that is folded
WIDE = 110  # characters of a line with brackets; what is wider goes a cell a line
_SCHEMA = "# yaml-language-server: $schema={}schema/{}.json"
_PLAIN = re.compile(r"[A-Za-z(“‘£](?:[^:#\n]|:(?=\S)|(?<=\S)#)*")
_FLOW = re.compile(r"[A-Za-z(“‘£][^:#,?\[\]{}\n\"]*")
_RESERVED = re.compile(r"(?:true|false|yes|no|on|off|null|y|n)", re.I)
_UNPRINTABLE = re.compile("[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
Trail = tuple[str | int, ...]
Citations = Mapping[Trail, tuple[Citation, ...]]


def clause_text(clause: Clause, citations: Citations) -> str:
    """The file of a clause. `citations` are those of each text by its trail, () for the clause's own."""
    lines = [_SCHEMA.format("../../", "clause"), f"id: {clause.id}", *_field("title", clause.title, 0)]
    if clause.number:
        lines.append(f'number: "{clause.number}"')
    lines.extend(_citations(citations.get((), ()), ""))
    lines.append("body:")
    for index, block in enumerate(clause.body):
        lines.extend(_block(block, citations, ("body", index)))
    return "\n".join(lines) + "\n"


def policy_text(policy: Policy) -> str:
    """The file of a policy with its outline."""
    lines = [_SCHEMA.format("../", "policy"), f"id: {policy.id}", *_field("title", policy.title, 0)]
    for name in ("series", "owner", "approving_body"):
        if getattr(policy, name):
            lines.extend(_field(name, getattr(policy, name), 0))
    if policy.review_month:
        lines.append(f"review_month: {policy.review_month}")
    if policy.review_every:
        lines.append(f"review_every: {policy.review_every}")
    if policy.signatories:
        lines.append("signatories:")
        for line in policy.signatories:
            lines.append(f"  - role: {line.role}")
            lines.extend(_field("label", line.label, 4) if line.label else ())
    lines.append("outline:")
    for section in policy.outline:
        lines.extend(_section(section))
    return "\n".join(lines) + "\n"


def _section(section: Section) -> Iterator[str]:
    if section.opening:
        yield f"  - opening: {section.opening}"
    else:
        yield f"  - id: {section.id}"
        if section.number:
            yield f'    number: "{section.number}"'
        yield from _field("title", section.title, 4)
    if section.clauses:
        yield "    clauses:"
        yield from (f"      - {clause}" for clause in section.clauses)


def _block(block: Block, citations: Citations, trail: Trail) -> Iterator[str]:
    match block:
        case Paragraph():
            yield from _prose(block, citations, trail, 2)
        case Note():
            yield from _dashed([list(_field("note", block.note, 4))], 2)
        case Table():
            yield "  - table:"
            if block.table.caption:
                yield from _field("caption", block.table.caption, 6)
            yield from _row("      header: ", block.table.header, 8)
            if block.table.rows:
                yield "      rows:"
                for row in block.table.rows:
                    yield from _row("        - ", row, 10)
        case Form():
            yield "  - form:"
            yield from _field("title", block.form.title, 6)
            yield "      fields:"
            for field in block.form.fields:
                line = f"        - {{label: {_flow(field.label)}, kind: {field.kind}}}"
                if len(line) <= WIDE:
                    yield line
                else:
                    yield from _dashed([_field("label", field.label, 10), [f"{' ' * 10}kind: {field.kind}"]], 8)
        case _:
            assert_never(block)


def _prose(record: Paragraph | ListItem, citations: Citations, trail: Trail, indent: int) -> Iterator[str]:
    """An entry of a body or of a list, its dash at `indent`."""
    cited = citations.get(trail, ())
    inner = indent + 2
    name = record.id if isinstance(record, ListItem) else None
    if not (record.items or cited or name):
        yield from _dashed([_value("", record.text, indent)], indent)
        return
    parts: list[list[str]] = []
    if name:
        parts.append([f"{' ' * inner}id: {name}"])
    if record.text:
        parts.append(list(_field("text", record.text, inner)))
    parts.append(list(_citations(cited, " " * inner)))
    if record.items:
        parts.append([f"{' ' * inner}items:"])
        for index, entry in enumerate(record.items):
            parts.append(list(_entry(entry, citations, (*trail, "items", index), inner + 2)))
    yield from _dashed(parts, indent)


def _entry(entry: ListItem | ListConnector, citations: Citations, trail: Trail, indent: int) -> Iterator[str]:
    if isinstance(entry, ListConnector):
        yield from _dashed([list(_field("between", entry.between, indent + 2))], indent)
    else:
        yield from _prose(entry, citations, trail, indent)


def _dashed(parts: list[list[str]], indent: int) -> Iterator[str]:
    """Lines with the dash of a list before the first of them."""
    lines = [line for part in parts for line in part]
    yield f"{' ' * indent}- {lines[0].lstrip()}"
    yield from lines[1:]


def _citations(cited: tuple[Citation, ...], blanks: str) -> Iterator[str]:
    if cited and not any(one.provision for one in cited):
        yield f"{blanks}citations: [{', '.join(one.instrument for one in cited)}]"
    elif cited:
        yield f"{blanks}citations:"
        for one in cited:
            yield f"{blanks}  - instrument: {one.instrument}"
            if one.provision:
                yield from _field("provision", one.provision, len(blanks) + 4)


def _field(name: str, text: str, indent: int) -> list[str]:
    first, *rest = _value(f"{name}: ", text, indent)
    return [f"{' ' * indent}{first}", *rest]


def _value(before: str, text: str, indent: int) -> list[str]:
    """A text after its key: folded where it is long, in quotes where YAML would read something else."""
    found = lines(text)
    if (
        (len(text) > LONG or len(found) > 1)
        and not _UNPRINTABLE.search(text)
        and text == text.strip()
        and "  " not in text
    ):
        return [f"{before}>-", *(f"{' ' * (indent + 2)}{line}" for line in found)]
    safe = _PLAIN.fullmatch(text) and not text.endswith((":", " ")) and not _RESERVED.fullmatch(text)
    return [f"{before}{text if safe else quoted(text)}"]


def _row(before: str, cells: tuple[str, ...], indent: int) -> Iterator[str]:
    """A row in brackets where it fits on a line, else a cell a line."""
    line = f"{before}[{', '.join(_flow(cell) for cell in cells)}]"
    if len(line) <= WIDE:
        yield line
        return
    listed = [line for cell in cells for line in _dashed([_value("", cell, indent)], indent)]
    yield from [before.rstrip(), *listed] if before.endswith(": ") else [before + listed[0].lstrip(), *listed[1:]]


def _flow(text: str) -> str:
    """A text inside brackets, where commas and brackets mean something too."""
    safe = _FLOW.fullmatch(text) and not text.endswith(" ") and not _RESERVED.fullmatch(text)
    return text if safe else quoted(text)


def quoted(text: str) -> str:
    """A text in double quotes."""
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))
