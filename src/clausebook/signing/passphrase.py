"""Where a passphrase comes from: a file, an environment variable, or the person at the keyboard. Never an argument.

An argument would stand in the list of processes and in the shell's history. Nothing here is logged, or put into a
message.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from getpass import getpass
from pathlib import Path

from clausebook.errors import UserError

VARIABLE = "POLICY_KEY_PASSPHRASE"
Ask = Callable[[str], str]


def asker(file: Path | None, prompt: Ask | None = None) -> Ask:
    """What gives the passphrase of the thing it is asked for ("the key chair.p12"). `prompt` asks a person."""

    # taken away, needed or not, so that no program started from here (git, say) inherits it
    given = os.environ.pop(VARIABLE, None)

    def ask(what: str) -> str:
        if file is not None:
            return _from_file(file)
        if given is not None:
            return given
        return prompt(what) if prompt else _from_keyboard(what)

    return ask


def _from_file(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").split("\n")[0].rstrip("\r")
    except (OSError, UnicodeDecodeError):
        raise UserError(f"cannot read the passphrase file {file}", "its first line is the passphrase") from None


def _from_keyboard(what: str) -> str:
    if not sys.stdin.isatty():
        raise UserError(
            f"{what} needs a passphrase, and nobody is here to ask", f"--passphrase-file, or set {VARIABLE}"
        )
    return getpass(f"Passphrase of {what}: ")
