"""A rule that raised -> a finding that names the rule and the text it looked at."""

from __future__ import annotations

from typing import Any

from clausebook.lint.prose import ClauseText
from clausebook.model.finding import Finding
from clausebook.model.location import Located, SourceLocation

SHOWN = 80  # characters of the text
_HINT = "this is a fault of the engine and not of the text: report it with these words"


def failure(rule: str, error: Exception) -> Finding:
    """The finding for a rule that raised: an error, for what the rule guards was not looked at."""
    place, words = _looked_at(error)
    what = f"“{_short(words)}”" if words else place.file or "this register"
    said = _short(f"{type(error).__name__}: {error}" if str(error) else type(error).__name__)
    return Finding(place, f"rule {rule} failed on {what} ({said})", _HINT, level="error", rule=rule)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _looked_at(error: Exception) -> tuple[SourceLocation, str]:
    """The text or the record in hand when the rule raised, and its words: the innermost one there is."""
    frames = []
    at = error.__traceback__
    while at is not None:
        frames.append(at.tb_frame.f_locals)
        at = at.tb_next
    for held in reversed(frames):
        texts = [value for value in held.values() if isinstance(value, ClauseText)]
        if texts:
            return texts[0].place, texts[0].words
        records: list[Any] = [value for value in held.values() if isinstance(value, Located) and value.place.file]
        if records:
            return records[-1].place, str(getattr(records[-1], "text", "") or getattr(records[-1], "title", ""))
    return SourceLocation(), ""
