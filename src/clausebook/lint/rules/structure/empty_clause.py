"""A clause says something, and every heading, paragraph, item, note, table and form in it has something in it."""

from collections.abc import Iterator
from typing import assert_never

from clausebook.model.blocks import every_entry
from clausebook.model.clause import Block, Form, ListItem, Note, Paragraph, Table
from clausebook.model.finding import Finding, Located
from clausebook.model.register import Register

READS = "policy"


def check(register: Register) -> Iterator[Finding]:
    """Findings at the heading, the body, the block or the text that is empty."""
    titled: tuple[Located, ...] = (*register.policies, *register.clauses)
    for record in titled:
        if not getattr(record, "title", "").strip():
            yield Finding(record.where("title"), "the title is empty", "write the heading")
    for clause in register.clauses:
        if not clause.body and clause.place.file not in register.flawed:
            hint = "write its text, or delete the file"
            yield Finding(clause.where("body"), f"clause {clause.id} says nothing", hint)
        for block in clause.body:
            yield from _block(block)
        for entry in every_entry(clause):
            field = "text" if isinstance(entry, ListItem) else "between"
            if not getattr(entry, field).strip() and not getattr(entry, "items", ()):
                yield Finding(entry.where(field), "an item without words", "write its text, or delete it")


def _block(block: Block) -> Iterator[Finding]:
    match block:
        case Paragraph():
            if not block.text.strip() and not block.items:
                yield Finding(block.where("text"), "a paragraph without words", "write its text, or delete it")
        case Note():
            if not block.note.strip():
                yield Finding(block.where("note"), "a note without words", "write its text, or delete it")
        case Form():
            if not block.form.fields:
                yield Finding(block.where("form"), "a form without fields", "add fields, or delete it")
        case Table():
            yield from _table(block)
        case _:
            assert_never(block)


def _table(block: Table) -> Iterator[Finding]:
    width = len(block.table.header)
    if not width or not block.table.rows:
        message = "a table without a header or without rows"
        yield Finding(block.where("table"), message, "add header: and rows:")
        return
    for index, row in enumerate(block.table.rows):
        if len(row) != width:
            cells = "1 cell" if len(row) == 1 else f"{len(row)} cells"
            message = f"the row has {cells}, the header has {width}"
            yield Finding(block.table.where("rows", index), message, 'an empty cell is written ""')
