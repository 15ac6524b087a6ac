"""A sentence says what holds without turning itself around.

"It should not be assumed that if it does not appear the policy does not apply" must be read twice. Three negations in a
sentence, or two that cancel out ("must not fail to", "not unreasonable"), are reported; "must not … unless" is not.
"""

import re
from collections.abc import Iterator

from clausebook.lint.prose import prose
from clausebook.model.finding import Finding
from clausebook.model.register import Register
from clausebook.text.sentences import sentences

LEVEL = "warning"
READS = "clause"
_CANCEL = re.compile(
    r"\b(?:not|never|n[o']t) (?:to )?(?:(?:fail|refuse|neglect|omit)(?:ed|s)? to\b"
    r"|un(?!til\b|less\b|der|ions?\b|ited|it|iform|iver|i)\w+|in(?:appropriate|frequent|significant|considerable|correct)\w*"
    r"|im(?:possible|proper|permissible)\b|without\b)",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"\b(\w+(?: be)?) (not|never)\b|\b(cannot)\b|\b(no)\b (?!longer\b|later\b)\w|\b(nobody|none|neither)\b",
    re.IGNORECASE,
)
_ANY = re.compile(r"\b(?:not|never|no|nobody|none|neither|cannot)\b|n[o']t\b", re.IGNORECASE)
# what makes one negation depend on another; three rules in a row do not
_NESTED = re.compile(r"\b(?:that|if|whether|because|although|unless)\b", re.IGNORECASE)
MANY = 3


def check(register: Register) -> Iterator[Finding]:
    """Findings at the first negation of the sentence."""
    for written in prose(register):
        if not written.is_prose or not _ANY.search(written.unquoted):
            continue
        for sentence in sentences(written.unquoted):
            found = _CANCEL.search(sentence)
            if found:
                message = f"clause {written.clause.id} has a double negative: {found[0]}"
                yield Finding(written.at(found[0]), message, "say what holds")
            elif len(said := _negations(sentence)) >= MANY and _NESTED.search(sentence):
                yield Finding(
                    written.at(said[0]),
                    f"a sentence of clause {written.clause.id} has {len(said)} negations: {', '.join(said)}",
                    "say what holds, or make two sentences",
                )


def _negations(sentence: str) -> list[str]:
    """The negations, those of one row ("must not …, must not …") counted once."""
    said: list[str] = []
    for found in _NOT.finditer(sentence):
        if not (found[0] in said and found[1] in ("must", "should", "shall", "may", "will")):
            said.append(found[0] if not found[4] else found[4])
    return said
