"""Under whose name a folder's changes are kept: read from git's settings, written into those of the folder."""

from __future__ import annotations

import os
import re
from pathlib import Path

from clausebook.errors import UserError
from clausebook.io.git.command import ask, run

_NAME = re.compile(r"[^<>\n\r\x00-\x1f\x7f]*[^<>\s\x00-\x1f\x7f]")
_ADDRESS = re.compile(r"[^<>\s\x00-\x1f\x7f@]+@[^<>\s\x00-\x1f\x7f@]+")


def identity(root: Path) -> tuple[str, str]:
    """Name and address; "" and "" where git knows none."""
    answer = run(root, ["config", "--null", "--get-regexp", r"^user\.(name|email)$"])
    set = dict(line.split("\n", 1) for line in answer.text.split("\0") if "\n" in line)  # the last of each counts
    name = (os.environ.get("GIT_AUTHOR_NAME") or set.get("user.name", "")).strip()
    email = (os.environ.get("GIT_AUTHOR_EMAIL") or set.get("user.email", "")).strip()
    return (name, email) if name and email else ("", "")


def set_identity(root: Path, name: str, email: str) -> None:
    """Keep this folder's changes under a name from now on. Raises UserError for a wrong name or address."""
    name, email = " ".join(name.split()), email.strip()
    if not name or not _NAME.fullmatch(name):
        raise UserError("that is no name", "write the name as it is to be shown: Ada Clerk")
    if not _ADDRESS.fullmatch(email):
        raise UserError(f"{email or 'nothing'} is no e-mail address", "write one like clerk@school.example")
    ask(root, ["config", "--local", "user.name", name])
    ask(root, ["config", "--local", "user.email", email])
