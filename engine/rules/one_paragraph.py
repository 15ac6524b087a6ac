"""One entry of a clause is one paragraph.

A blank line inside a text would be lost when the paragraph is set, so it is an error: write two entries.
"""

import re
from collections.abc import Iterator

from engine.model.facts import texts
from engine.model.finding import Finding
from engine.model.register import Register

_BLANK_LINE = re.compile(r"\S[ \t]*\n[ \t]*\n[ \t\n]*\S")


def check(register: Register) -> Iterator[Finding]:
    """Findings at the text with a blank line in it."""
    for clause in register.clauses:
        for noun, field, text in texts(clause):
            if _BLANK_LINE.search(text):
                yield Finding(noun.where(field), "a blank line stands inside one text", "write two entries")
