"""Runs git: the only place that does, the same way whatever a user's settings are.

Plain git commands answer in one go what GitPython's own objects ask for one by one: reading an edition takes four. What
only reads needs nothing of GitPython, and to import it costs a tenth of a check; what writes runs through it.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from clausebook.errors import UserError
from clausebook.text.records import dataclass

if TYPE_CHECKING:
    from git import Git

# Left behind by hooks and scripts, these would point git at another repository, index or history.
_MISLEADING = frozenset(
    {
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_CEILING_DIRECTORIES",
        "GIT_COMMON_DIR",
        "GIT_CONFIG",
        "GIT_DIR",
        "GIT_EXTERNAL_DIFF",
        "GIT_GLOB_PATHSPECS",
        "GIT_ICASE_PATHSPECS",
        "GIT_IMPLICIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_INDEX_VERSION",
        "GIT_INTERNAL_SUPER_PREFIX",
        "GIT_LITERAL_PATHSPECS",
        "GIT_NAMESPACE",
        "GIT_NOGLOB_PATHSPECS",
        "GIT_OBJECT_DIRECTORY",
        "GIT_PREFIX",
        "GIT_QUARANTINE_PATH",
        "GIT_REPLACE_REF_BASE",
        "GIT_SHALLOW_FILE",
        "GIT_TRACE",
        "GIT_WORK_TREE",
    }
)
# What a user may have set for reading on the terminal must not change what the engine reads.
_SETTINGS = {
    "core.fsmonitor": "false",
    "color.ui": "false",
    "log.showSignature": "false",
    "log.follow": "false",
    "diff.ignoreSubmodules": "none",
    "i18n.logOutputEncoding": "UTF-8",
    "status.renames": "false",
    "status.relativePaths": "false",
    "user.useConfigOnly": "true",
    "advice.graftFileDeprecated": "false",
}


_READING = frozenset(
    {
        "cat-file",
        "diff",
        "for-each-ref",
        "log",
        "ls-files",
        "ls-tree",
        "merge-base",
        "rev-list",
        "rev-parse",
        "status",
        "var",
    }
)
_INSTALL = "install git, then open a new terminal"


@dataclass(frozen=True, slots=True)
class GitResult:
    """What git said: exit code, bytes on standard output, words on standard error."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        """Standard output as text, without the line ends at its end."""
        return self.out.decode("utf-8", "replace").rstrip("\r\n")

    @property
    def complaint(self) -> str:
        """The first line of what git complained about, without its "fatal:"."""
        line = next((line for line in self.err.splitlines() if line.strip()), "git gave no reason")
        return line.removeprefix("fatal: ").removeprefix("error: ").strip()


@cache
def _gitpython() -> tuple[type[Git], type[Exception]]:
    """GitPython's way to run git, and what it raises where there is none."""
    os.environ["GIT_PYTHON_REFRESH"] = "quiet"  # a missing git is reported when it is needed, and in one line
    from git import Git
    from git.exc import GitCommandNotFound

    return Git, GitCommandNotFound


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """What git finds in its environment: English, no prompts, no pager, no replaced or grafted history."""
    fixed = {
        "LC_ALL": "C",
        "LANGUAGE": "C",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_PAGER": "",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_GRAFT_FILE": os.devnull,
    }
    return {**fixed, **(extra or {})}


def run(
    root: Path, arguments: Sequence[str], *, stdin: bytes = b"", extra: Mapping[str, str] | None = None
) -> GitResult:
    """Run git in `root` and give its answer, good or bad. Raises UserError where git itself is missing."""
    for name in _MISLEADING:  # git is given the whole environment of this process
        os.environ.pop(name, None)
    settings = [word for name, value in _SETTINGS.items() for word in ("-c", f"{name}={value}")]
    # on Windows GitPython sees to it that no git.exe of the folder itself is run
    reading = arguments[0] in _READING and os.name != "nt"
    return (_plainly if reading else _through_gitpython)(
        root, ["git", *settings, *arguments], stdin, environment(extra)
    )


def _plainly(root: Path, command: Sequence[str], stdin: bytes, extra: Mapping[str, str]) -> GitResult:
    folder = root if os.access(root, os.X_OK) else None
    try:
        made = subprocess.run(command, cwd=folder, input=stdin, capture_output=True, env={**os.environ, **extra})
    except FileNotFoundError as error:
        raise UserError("git is not installed, or not on the PATH", _INSTALL) from error
    return GitResult(made.returncode, made.stdout, made.stderr.decode("utf-8", "replace").removesuffix("\n"))


def _through_gitpython(root: Path, command: Sequence[str], stdin: bytes, extra: Mapping[str, str]) -> GitResult:
    git, not_found = _gitpython()
    with tempfile.TemporaryFile() as given:
        given.write(stdin)
        given.seek(0)
        try:
            code, out, said = git(str(root)).execute(
                list(command),
                istream=given,
                env=dict(extra),
                with_extended_output=True,
                with_exceptions=False,
                stdout_as_string=False,
                strip_newline_in_stdout=False,
            )
        except not_found as error:
            raise UserError("git is not installed, or not on the PATH", _INSTALL) from error
    return GitResult(int(code), bytes(out), str(said))


def ask(
    root: Path, arguments: Sequence[str], *, stdin: bytes = b"", extra: Mapping[str, str] | None = None
) -> GitResult:
    """Run git and insist on a good answer. Raises UserError with git's own words otherwise."""
    answer = run(root, arguments, stdin=stdin, extra=extra)
    if answer.code != 0:
        raise UserError(
            f"git {arguments[0]} failed: {answer.complaint}", "git fsck shows whether the repository is sound"
        )
    return answer
