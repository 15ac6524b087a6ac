"""Words -> duty: must, must not, should, should not. Where the author stated a duty, nothing is read from the words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from clausebook.model.clause import Duty
from clausebook.text.blanks import fold
from clausebook.text.sentences import sentences

# "may" is never read from the words: "may amount to gross misconduct" permits nothing
_SAYS: tuple[tuple[Duty, str], ...] = (
    ("must-not", r"must (?:not|never)|may not|shall not|(?:is|are) (?:not permitted|not allowed|prohibited|forbidden)"),
    ("should-not", r"should (?:not|never)|(?:is|are) advised not to"),
    ("must", r"must|shall|(?:is|are) required to"),
    ("should", r"should|(?:is|are) expected to"),
)
_ANY = re.compile("|".join(f"(?P<{duty.replace('-', '_')}>\\b(?:{words})\\b)" for duty, words in _SAYS), re.IGNORECASE)


def duty_in(words: str) -> Duty | None:
    """The first duty that the words state, or None."""
    return next(duties_in(words), None)


def duties_in(words: str) -> Iterator[Duty]:
    """Every duty that the words state, in their order: "must not share and must treat as confidential" states two."""
    for found in _ANY.finditer(fold(words)):
        yield next(duty for duty, _ in _SAYS if duty.replace("-", "_") == found.lastgroup)


def leading_duty(words: str) -> Duty | None:
    """The duty that words before a list give to its items: that of their last sentence which states one."""
    return next(filter(None, (duty_in(sentence) for sentence in reversed(sentences(words)))), None)


def stated(words: str) -> re.Match[str] | None:
    """Where the words state their first duty."""
    return _ANY.search(fold(words))
