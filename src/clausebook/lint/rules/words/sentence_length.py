"""A sentence has at most 40 words.

Who reads a rule once, in a hurry, loses the beginning of a longer one. Each item of a list is counted by itself.
"""

from collections.abc import Iterator

from clausebook.lint.prose import opening, prose
from clausebook.model.finding import Finding
from clausebook.model.register import Register
from clausebook.text.sentences import sentences
from clausebook.text.words import tokens

LEVEL = "warning"
READS = "clause"
MOST = 40


def check(register: Register) -> Iterator[Finding]:
    """Findings at the beginning of the sentence."""
    for written in prose(register):
        for sentence in sentences(written.words) if written.is_prose else ():
            if (count := len(tokens(sentence))) > MOST:
                yield Finding(
                    written.at(opening(sentence)),
                    f"a sentence of clause {written.clause.id} has {count} words",
                    f"make two of it: {MOST} are as many as one reading holds",
                )
