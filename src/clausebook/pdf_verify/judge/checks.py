"""How the answers of a testimony are made: three words for three outcomes."""

from __future__ import annotations

from datetime import UTC, datetime

from clausebook.model.approvals.verdict import Check, Subject


def good(subject: Subject, message: str) -> Check:
    """What holds."""
    return Check(subject=subject, outcome="good", message=visible(message))


def visible(text: str) -> str:
    """No control character that a file holds reaches a terminal, and none that turns text round."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)


def fault(subject: Subject, message: str, hint: str = "", clause: str = "") -> Check:
    """What does not hold."""
    return Check(subject=subject, outcome="fault", message=visible(message), hint=hint, clause=visible(clause))


def unchecked(subject: Subject, message: str, hint: str = "") -> Check:
    """What could not be checked."""
    return Check(subject=subject, outcome="unchecked", message=visible(message), hint=hint)


def moment(at: datetime) -> str:
    """A moment for people, in one time zone for all."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
