"""A clause says something, and every list, table and form in it has something in it."""

from collections.abc import Iterator

from engine.model.clause import Clause, Form, Prose, Table
from engine.model.finding import Finding
from engine.model.register import Register


def check(register: Register) -> Iterator[Finding]:
    """Findings at the body, the block or the text that is empty."""
    for clause in register.clauses:
        if not clause.body:
            yield Finding(
                clause.where("body"), f"clause {clause.id} says nothing", "write its text, or delete the file"
            )
        for block in clause.body:
            if isinstance(block, Prose) and not block.text.strip() and not block.items:
                yield Finding(block.where(), "a paragraph without words", "write its text, or delete it")
            if isinstance(block, Form) and not block.form.fields:
                yield Finding(block.where("form"), "a form without fields", "add fields, or delete it")
        yield from _tables(clause)


def _tables(clause: Clause) -> Iterator[Finding]:
    for block in clause.body:
        if not isinstance(block, Table):
            continue
        width = len(block.table.header)
        if not width or not block.table.rows:
            yield Finding(block.table.where(), "a table without a header or without rows", "add header: and rows:")
        for index, row in enumerate(block.table.rows):
            if len(row) != width:
                message = f"the row has {len(row)} cells, the header has {width}"
                yield Finding(block.table.where("rows", index), message, 'an empty cell is written ""')
