"""One entry of a clause is one paragraph.

A blank line in a text, or a line break in one that begins with |, would be lost when the paragraph is set, so it is an
error: write two entries. Where a sentence begins on a new line below >- it is one paragraph, and fine.
"""

import re
from collections.abc import Iterator

from clausebook.model.blocks import texts
from clausebook.model.finding import Finding
from clausebook.model.register import Register

READS = "clause"

_BREAK = re.compile(r"\S[ \t]*\n\s*\S")  # folding has made blanks of the other line ends


def check(register: Register) -> Iterator[Finding]:
    """Findings at the text with a blank line in it."""
    for clause in register.clauses:
        for record, field, text in texts(clause):
            if _BREAK.search(text):
                yield Finding(
                    record.where(field),
                    "a line break inside one text would be lost",
                    "write two entries, or join the lines",
                )
