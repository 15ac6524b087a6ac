"""The error of a user: something about the machine or the command is wrong, and here is the next move."""

from __future__ import annotations

from collections.abc import Sequence


class UserError(Exception):
    """Something outside the text is wrong: git, the disk, an option. Shown as one line with its hint; exit code 2.

    `message` says what is wrong, lower case and without a full stop; `hint` is the next move, often a command.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n    hint: {self.hint}" if self.hint else self.message


def all_refusals(doing: str, found: Sequence[UserError]) -> UserError:
    """All that is against `doing` ("the engine was not exchanged") as one error; a single one as it is."""
    if len(found) == 1:
        return found[0]
    lines = "".join(f"\n  {error.message}\n      hint: {error.hint}" for error in found)
    return UserError(f"{doing}:{lines}")
